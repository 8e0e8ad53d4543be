"""Worked cases of the rules that read a project's course, each passing or refused at its boundary.

A case brings a project to a state by good steps (`at`, with `sketch` changed), takes the steps of
`before` as they are, and then tries `step`. `refused` names what the refusal says (rule, field), or
is empty; `state` is where the project stands then. Days: `0` is the day on which the project
reached `at`, `+3` three days later; `+3` as a value of `pass` lets days pass.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from buendnis.errors import Finding, Refused
from buendnis.facts import Partner, Sketch
from buendnis.settings.loading import load_settings
from buendnis.usecases import meetings
from buendnis.usecases.conditions import adopt_condition, meet_condition
from buendnis.usecases.correcting import correct
from buendnis.usecases.recording_ballots import Said, record_ballots
from tests.engine.world import (
    BRINGS,
    PAPERS,
    World,
    a_sketch,
    aspects,
    fast_documents,
    good_form,
    new_world,
)
from votes.roster import Seat

HERE = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]
RULES = {
    *("B2", "B3", "B4", "B8", "criteria", "D3", "D4", "D6", "D7", "C3", "C4", "C5", "E4", "E5"),
    "E5.owed",
    *("E6", "E8", "F6", "F9", "F14", "told", "supplement", "same_matter", "withdrawal", "order"),
    *("recusal", "quorum", "conditions"),
}


@pytest.fixture(autouse=True)
def documents_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    fast_documents(monkeypatch.setattr)


def _seats() -> tuple[Seat, ...]:
    return load_settings("leine-weser").alliance.roster.seats


def _sketch(changes: dict[str, Any], start_from: Sketch | None = None) -> Sketch:
    plain = dict(changes)
    if "regions" in plain:
        plain["regions"] = tuple(plain["regions"])
    if isinstance(plain.get("partners"), str):
        names = [one.name for seat in _seats() for one in seat.institutions]
        if plain["partners"].endswith("LAST"):
            names = [one for one in names if one not in {x.name for x in _seats()[-1].institutions}]
        plain["partners"] = tuple(Partner(one, "funded") for one in dict.fromkeys(names))
    elif "partners" in plain:
        plain["partners"] = tuple(Partner(**row) for row in plain["partners"])
    if "goals" in plain:
        plain["goals"] = tuple(plain["goals"])
    if start_from is not None:
        plain = {
            "title": start_from.title,
            "start": start_from.start,
            "end": start_from.end,
            "regions": start_from.region_names,
            "total": sum(row.cents or 0 for row in start_from.costs),
            "grant": sum(row.cents for row in start_from.funding if row.source == "grant"),
            "justification": start_from.justification,
            "applicant": start_from.applicant.name,
        } | plain
    return a_sketch(**plain)


class Case:
    """A project in a world, and what the case does to it."""

    def __init__(self, world: World, case: dict[str, Any]) -> None:
        self.world = world
        self.project = world.to(world.imported(_sketch(case.get("sketch", {}))), case["at"])
        self.zero = world.today
        self.meeting = ""

    def day(self, value: Any) -> Any:
        """A day that is told by its distance from the day of the state."""
        if isinstance(value, str) and (value == "0" or re.fullmatch(r"[+-]\d+", value)):
            return self.zero + timedelta(days=int(value))
        if value == "MEETING":
            return self.meeting
        if value == "EVERY ASPECT":
            return aspects("ein Grund")
        return value

    def do(self, row: dict[str, Any]) -> None:
        """One thing: days that pass, a meeting, attendance, ballots, or a step."""
        world, facts = self.world, self.world.project(self.project)
        motion = facts.open_motion
        match row:
            case {"pass": days}:
                world.tick(int(days))
            case {"meeting": on, **more}:
                self.meeting = world.meeting(self.day(on), more.get("kind", "steering"))
            case {"close_meeting": True}:
                meetings.close_meeting(world.office, world.who(), self.meeting)
            case {"attend": present}:
                world.attend(motion.meeting if motion else self.meeting, present)
            case {"ballots": answer, **named}:
                assert motion is not None
                world.vote(motion.id, answer, **named)
            case {"emails": answer, **more}:
                assert motion is not None
                seats = [one.id for one in world.office.settings.alliance.roster.on(world.today)]
                seats = seats[: more.get("seats", len(seats))]
                record_ballots(
                    world.office, world.who("chair"), motion.id, "email",
                    dict.fromkeys(seats, answer),
                )  # fmt: skip
            case {"correct": kind, "set": values}:
                entry = facts.last(kind)
                assert entry is not None
                changes = {key: self.day(value) for key, value in values.items()}
                correct(
                    world.office, world.who(), facts.id, entry.position, changes, "Schreibfehler"
                )
            case {"objection": seat}:
                assert motion is not None
                said = Said(objections=(seat,))
                record_ballots(
                    world.office, world.who(), motion.id, "email", {}, said=said
                )  # fmt: skip
            case {"adopt": text, **more}:
                assert motion is not None
                due = str(self.day(more.get("due", "before_application")))
                adopt_condition(
                    world.office, world.who(), motion.id, text, "Träger", due, "Vermerk"
                )  # fmt: skip
            case {"met": number}:
                last = facts.last_motion
                assert last is not None
                meet_condition(world.office, world.who(), last.id, number, "Vermerk liegt vor")
            case {"walk": state}:
                world.to(self.project, state)
            case _:
                self.take(row)

    def take(self, row: dict[str, Any]) -> None:
        """A step with its good form, changed by `set` (`absent` takes a value away), and the sketch
        that it brings, changed by `revised`."""
        world, facts, step = self.world, self.world.project(self.project), row["step"]
        form = good_form(world, facts, step) if not row.get("bare") else {}
        for key, value in row.get("set", {}).items():
            if value == "absent":
                form.pop(key, None)
            else:
                form[key] = self.day(value)
        revised = _sketch(row["revised"], facts.sketch) if "revised" in row else facts.sketch
        world.take(
            self.project,
            step,
            row.get("actor", "office").replace("PROJECT", self.project),
            form,
            day=self.day(row["on"]) if "on" in row else None,
            sketch=revised if BRINGS.get(step) else None,
            papers=tuple(row.get("papers", PAPERS.get(step, ()))),
        )


@pytest.mark.parametrize("case", CASES)
def test_a_step_is_refused_by_exactly_what_the_case_names(
    case: dict[str, Any], tmp_path: Path
) -> None:
    with new_world(tmp_path) as world:
        run = Case(world, case)
        for row in case.get("before", []):
            run.do(row)
        findings: tuple[Finding, ...] = ()
        try:
            run.take(case)
        except Refused as refused:
            findings = refused.findings
        assert sorted({f"{one.rule} {one.field}" for one in findings}) == sorted(case["refused"])
        assert all(str(one.message) and str(one.remedy) for one in findings)
        if "state" in case:
            facts = world.project(run.project)
            assert (facts.state, facts.cause) == (case["state"], case.get("cause", ""))


def test_each_rule_of_the_course_has_a_case_that_passes_and_one_that_is_refused() -> None:
    cases = [
        case
        for path in HERE.glob("*.toml")
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
    ]
    assert {one.split()[0] for case in cases for one in case["refused"]} >= RULES
    assert {case.get("about") for case in cases if not case["refused"]} >= RULES


def test_the_day_of_a_case_is_told_from_the_day_of_its_state() -> None:
    case = Case.__new__(Case)
    case.zero = date(2025, 2, 3)
    assert [case.day(one) for one in ("0", "+1", "-3", "x")] == [
        date(2025, 2, 3),
        date(2025, 2, 4),
        date(2025, 1, 31),
        "x",
    ]
