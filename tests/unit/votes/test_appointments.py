"""Every worked change of `tests/cases/votes/appointments.toml` comes out as worked by hand."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from votes.appointments import appointed, ended, roster_problems
from votes.problems import Problem
from votes.roster import Roster, Tenure

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "votes" / "appointments.toml").read_text("utf-8")
)["case"]
_APPOINT = re.compile(
    r"appoint (?P<seat>\S+) (?P<person>\S+)(?: deputy (?P<order>\d))?(?: at (?P<place>.+))?"
    r" from (?P<day>\S+)"
)
_END = re.compile(r"end (?P<seat>\S+) (?P<person>\S+) on (?P<day>\S+)")


def done(roster: Roster, text: str) -> tuple[Roster, list[Problem]]:
    """One step, as the file writes it."""
    if match := _END.fullmatch(text):
        return ended(roster, match["seat"], match["person"], date.fromisoformat(match["day"]))
    match = _APPOINT.fullmatch(text)
    assert match, text
    role = "deputy" if match["order"] else "member"
    term = Tenure(
        match["person"],
        match["place"] or "",
        role,
        int(match["order"] or 1),
        date.fromisoformat(match["day"]),
    )
    return appointed(roster, match["seat"], term)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_change_comes_out_as_worked_by_hand(case: dict[str, Any], roster: Roster) -> None:
    *before, last = case["steps"]
    for step in before:
        roster, problems = done(roster, step)
        assert problems == [], step
    after, problems = done(roster, last)
    assert sorted(one.code for one in problems) == sorted(case.get("problems", []))
    for one in problems:
        assert one.message and one.remedy
    for place, expected in case.get("sits", {}).items():
        day, name = place.split()
        (seat,) = (one for one in after.on(date.fromisoformat(day)) if one.id == name)
        who = seat.holder.person if seat.holder else "-"
        if "(" in expected and seat.holder:
            who += f" ({seat.holder.institution})"
        assert " ".join([who, *(one.person for one in seat.deputies)]) == expected, place


@pytest.mark.parametrize(
    "case", [one for one in CASES if "problems" in one], ids=lambda c: c["name"]
)
def test_every_problem_names_the_seat_that_was_to_change(
    case: dict[str, Any], roster: Roster
) -> None:
    *before, last = case["steps"]
    for step in before:
        roster, _ = done(roster, step)
    assert {one.path for one in done(roster, last)[1]} == {last.split()[1]}


def test_what_was_wrong_before_does_not_stop_another_change(roster: Roster) -> None:
    """File and record may contradict each other; whoever mends one seat is not told of others."""
    seats = tuple(
        replace(one, tenures=one.tenures * 2) if one.id == "arl" else one for one in roster.seats
    )
    wrong = Roster(seats)
    assert {one.code for one in roster_problems(wrong)} == {"members_overlap", "deputies_overlap"}
    after, problems = ended(wrong, "dgb", "M10", date(2025, 1, 31))
    assert problems == []
    assert appointed(after, "dgb", Tenure("Neu", "", "member", 1, date(2025, 2, 1)))[1] == []


def test_before_the_first_term_nobody_was_entered(roster: Roster) -> None:
    """A seat counts as vacant only from the day on which somebody was entered."""
    before, first = (
        next(one for one in roster.on(day) if one.id == "dgb")
        for day in (date(2015, 7, 21), date(2015, 7, 22))
    )
    assert (before.people_known, before.holder) == (False, None)
    assert first.people_known
    assert first.holder
