"""The engine on a real database against a small model of dictionaries, over random histories.

After every act the log verifies, the tables are its fold, and what Leine-Weser promises holds.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from buendnis.errors import Refused
from buendnis.facts import Sketch
from buendnis.store.database import create
from buendnis.usecases import meetings, recording_ballots, recusals
from buendnis.usecases.correcting import correct, undo
from buendnis.usecases.office import Office
from tests.engine.model import Model, new
from tests.engine.test_roles_and_states import STEPS
from tests.engine.world import (
    BRINGS,
    CAP,
    LAST_DAY,
    REFERENCE,
    REGIONS,
    World,
    a_sketch,
    aspects,
    broken_links,
    euros,
    fast_documents,
    fold_differences,
    good_form,
)
from tests.property.machines import run_machine

SEEN: Counter[str] = Counter()
TAKEN: Counter[tuple[str, str, str]] = Counter()
ANYWHERE = {name for name, (states, _) in STEPS.items() if len(states) > 15}
TOTALS = (12_000_00, 500_000_00, 500_000_01, 620_000_00)
GRANTS = (8_400_00, 200_000_00, 200_000_01, 350_000_00, 350_000_01)
SPANS = (
    (date(2026, 3, 1), date(2027, 12, 31)),
    (date(2026, 1, 1), date(2028, 12, 31)),
    (date(2026, 1, 2), date(2029, 1, 1)),
    (date(2025, 7, 1), date(2028, 7, 1)),
)
SUBMITTED = {
    *("submitted", "voting", "endorsed", "not_endorsed", "deferred", "votum_sent", "applied"),
    *("granted", "running"),
}
CLOSING = {"project": STEPS["close_vote"][0], "supplement": STEPS["close_supplement"][0]}
SEATS = (
    *("region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk"),
    *("arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl", "hochschulen"),
)


# The chances of a history, of a seed that Hypothesis draws: they spread wider than its own draws
# and replay alike. It chooses the acts itself.
CHANCE = st.randoms(use_true_random=True)


def a_plan(chance: Random) -> dict[str, Any]:
    """What differs between sketches; mostly good, with the boundaries among them."""
    total = chance.choice(TOTALS)
    start, end = chance.choice((*SPANS[:2], *SPANS))
    return {
        "total": total,
        "grant": min(total, chance.choice(GRANTS)),
        "start": start,
        "end": end,
        "regions": chance.choice((REGIONS[:1], REGIONS[:2], REGIONS)),
        "justified": chance.random() < 0.5,
        "applicant": chance.choice(("Muster gGmbH", "Muster gGmbH", "Andere GmbH")),
    }


class Engine(RuleBasedStateMachine):
    """Acts of all roles, good and bad, on up to two projects."""

    template: ClassVar[bytes] = b""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.path = Path(folder) / "buendnis.db"
        self.path.write_bytes(_template())
        self.office = self.stack.enter_context(Office(self.path))
        self.world = World(self.office)
        self.titles = 0
        self.corrected: set[str] = set()

    def teardown(self) -> None:
        for one in self.model.projects.values():
            SEEN[f"ended at {one['state']}"] += 1
        self.stack.close()

    # ------------------------------------------------------------ acts

    @initialize(chance=CHANCE)
    def begin(self, chance: Random) -> None:
        self.chance = chance
        self._begin()

    def _begin(self) -> None:
        """A project, most with a good sketch, that walks some way on."""
        plan = a_plan(self.chance)
        if self.chance.random() < 0.9:
            plan = {**plan, "start": SPANS[0][0], "end": SPANS[0][1], "justified": True}
        self._import(plan)
        key = sorted(self.model.projects)[-1]
        for _ in range(self.chance.randint(0, 16)):
            self._on(key)

    @precondition(lambda self: len(self.model.projects) < 4)
    @rule()
    def bring_in(self) -> None:
        self._begin()

    @rule()
    def go_on(self) -> None:
        """The next step of the good way, as it would be taken; a supplement's vote more often."""
        key = self._some()
        one = self.model.projects[key]
        if one["open_supplement_result"] or one["motion"] or self.chance.random() < 0.4:
            self._on(key)

    @rule()
    def take_a_step(self) -> None:
        """A step that fits the state, by somebody who may take it; the form may be wrong."""
        self._fitting()

    @rule()
    def take_another_step(self) -> None:
        """The same again: this is what is to be tried most."""
        self._fitting()

    @rule()
    def and_another(self) -> None:
        """And again."""
        self._fitting()

    @rule(late=st.sampled_from((0, 0, 1, -1)))
    def take_a_wrong_step(self, late: int) -> None:
        """Any step, by anybody, on a day that may not fit."""
        step = self.chance.choice(sorted(STEPS))
        roles = (*STEPS[step][1], "reader", "seat", "chair", "applicant")
        actor = self.chance.choice(roles)
        day = self.world.today + timedelta(days=late)
        self._take(self._some(), step, actor, day)

    @rule(day=st.integers(-3, 20), steering=st.integers(0, 5))
    def plan_a_meeting(self, day: int, steering: int) -> None:
        on = self.world.today + timedelta(days=day)
        kind = "steering" if steering else "assembly"
        self._planned(self.world.meeting(on, kind), on, kind)

    @precondition(lambda self: self.model.meetings)
    @rule(present=st.sampled_from((0, 6, 7, 12, 13)))
    def attend_a_meeting(self, present: int) -> None:
        name = self.chance.choice(sorted(self.model.meetings))
        meeting = self.model.meetings[name]
        allowed = not meeting["closed"] and self.world.today >= meeting["day"]
        assert self._done(lambda: self.world.attend(name, present)) == allowed
        if allowed:
            meeting["seats"] = {seat: n < present for n, seat in enumerate(SEATS)}

    @precondition(lambda self: self.model.meetings)
    @rule()
    def close_a_meeting(self) -> None:
        name = self.chance.choice(sorted(self.model.meetings))
        meeting = self.model.meetings[name]
        used = [
            one["motion"]
            for one in self.model.projects.values()
            if one["motion"] and one["motion"]["meeting"] == name
        ]
        allowed = not meeting["closed"] and not used and self.world.today >= meeting["day"]
        done = self._done(lambda: meetings.close_meeting(self.office, self.world.who(), name))
        assert done == allowed
        if allowed:
            meeting["closed"] = True

    @precondition(lambda self: any(one["motion"] for one in self.model.projects.values()))
    @rule(
        everybody=st.sampled_from(("", "yes", "yes", "no", "abstain")),
        actor=st.sampled_from(("office", "chair")),
    )
    def record_ballots(self, everybody: str, actor: str) -> None:
        key = self._with_motion()
        motion = self.model.projects[key]["motion"]
        named = self.chance.sample(SEATS, self.chance.randint(0, 2))
        if not motion["meeting"] and everybody:
            named = [one for one in SEATS if one not in motion["recused"]]
            answers = dict.fromkeys(named, everybody)
            everybody = ""
        else:
            answers = {one: self.chance.choice(("yes", "no")) for one in named}
        source = "meeting" if motion["meeting"] else "email"
        own = "arl" if actor == "office" else ""
        name = f"{key}-V{motion['number']}"
        done = self._done(
            lambda: recording_ballots.record_ballots(
                self.office, self.world.who(actor), name, source, answers, everybody
            )
        )
        assert done == self.model.ballots(key, answers, everybody, own, self.world.today)

    @precondition(lambda self: any(one["motion"] for one in self.model.projects.values()))
    @rule(seat=st.sampled_from(SEATS), itself=st.booleans())
    def recuse_a_seat(self, seat: str, itself: bool) -> None:
        key = self._with_motion()
        name = f"{key}-V{self.model.projects[key]['motion']['number']}"
        who = self.world.who(f"seat:{seat}" if itself else "chair")
        done = self._done(lambda: recusals.recuse_seat(self.office, who, name, seat, "befangen"))
        assert done == self.model.recuse(key, seat)

    @rule(back=st.booleans())
    def mend(self, back: bool) -> None:
        """A note is corrected, or the last entry is taken back."""
        key = self._some()
        found = [one for one in self.world.project(key).entries if one.records == "note"]
        if back:
            done = self._done(lambda: undo(self.office, self.world.who(), key, "ein Versehen"))
            assert done == self.model.undo(key)
            SEEN["entries taken back"] += done
        elif found:
            at = self.chance.choice([one.position for one in found])
            text = f"anders {self._log()}"
            correct(self.office, self.world.who(), key, at, {"text": text}, "verschrieben")
            self.model.remember(key, False)
            assert text in [note.text for note in self.world.project(key).notes]
            SEEN["entries corrected"] += 1

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.world.tick(days)

    # ------------------------------------------------------------ how it is done

    def _fitting(self) -> None:
        key = self._some()
        state = self.model.projects[key]["state"]
        names = [name for name, (states, _) in STEPS.items() if state in states]
        own = [name for name in names if name not in ANYWHERE]
        step = self.chance.choice(own * 3 + names)
        if step == "withdraw" and self.chance.random() < 0.7:
            step = own[0]
        role = self.chance.choice(STEPS[step][1])
        self._take(key, step, role, self.world.today)

    def _some(self) -> str:
        open_ones = [key for key, one in self.model.projects.items() if one["state"] != "closed"]
        every = sorted(self.model.projects)
        return str(self.chance.choice(open_ones * 3 + every))

    def _with_motion(self) -> str:
        found = [key for key, one in self.model.projects.items() if one["motion"]]
        return str(self.chance.choice(found))

    def _import(self, plan: dict[str, Any]) -> None:
        self.titles += 1
        key = self.world.imported(_sketch(plan, f"Projekt {self.titles}"))
        self.model.projects[key] = new(plan, self.world.today)
        self.model.past[key] = []

    def _planned(self, name: str, on: date, kind: str) -> str:
        self.model.meetings[name] = {"day": on, "kind": kind, "closed": False, "seats": {}}
        return name

    def _done(self, act: Callable[[], object]) -> bool:
        """Whether an act of the committee's work was done; refused, it leaves no trace."""
        before = self._log()
        try:
            act()
        except Refused:
            assert self._log() == before
            return False
        assert self._log() > before
        return True

    def _log(self) -> int:
        return int(self.office.db.query("SELECT COUNT(*) FROM event")[0][0])

    def _on(self, key: str) -> None:
        one = self.model.projects[key]
        motion = one["motion"]
        way = {
            "idea": "present",
            "with_alliance": "record_statement",
            "assessed": "submit",
            "submitted": "open_vote",
            "voting": "close_vote",
            "endorsed": "send_votum",
            "votum_sent": "apply",
            "applied": "record_decision",
            "granted": "start",
            "running": "finish",
            "ended": "receive_report",
            "reported": "close",
            "deferred": "open_vote",
            "not_endorsed": "send_votum",
        }
        step = way.get(one["state"])
        form: dict[str, Any] = {}
        if motion and motion["purpose"] == "supplement":
            step = "close_supplement"
            self._hold(key)
            form["reasons"] = aspects("Grund")
        elif one["open_supplement_result"]:
            step = "send_supplement"
        if step is None:
            return
        if step == "record_statement":
            missing = [r for r in one["plan"]["regions"] if r not in one["stated"]]
            form["region"] = (missing or one["plan"]["regions"])[0]
        elif step == "open_vote" and not one["assessed"] and one["state"] == "submitted":
            self._good(key, "assess", {})
        elif step == "close_vote":
            self._hold(key)
            form["reasons"] = aspects("Grund")
        self._good(key, step, form)

    def _hold(self, key: str) -> None:
        """The meeting takes place and everybody says yes, or the circular runs out."""
        world, motion = self.world, self.model.projects[key]["motion"]
        if not motion["meeting"]:
            world.today = max(world.today, motion["until"] + timedelta(days=1))
            return
        meeting = self.model.meetings[motion["meeting"]]
        world.today = max(world.today, meeting["day"])
        if not meeting["closed"]:
            world.attend(motion["meeting"])
            meeting["seats"] = dict.fromkeys(SEATS, True)
            name = f"{key}-V{motion['number']}"
            recording_ballots.record_ballots(self.office, world.who(), name, "meeting", {}, "yes")
            assert self.model.ballots(key, {}, "yes", "arl", self.world.today)

    def _good(self, key: str, step: str, changes: dict[str, Any]) -> None:
        form = self._form(key, step) | changes
        self._try(key, step, "office", form, self.world.today, None)

    def _form(self, key: str, step: str) -> dict[str, Any]:
        form = good_form(self.world, self.world.project(key), step)
        if "meeting" in form:
            self._planned(form["meeting"], self.world.today + timedelta(days=7), "steering")
        return form

    def _take(self, key: str, step: str, role: str, day: date) -> None:
        one = self.model.projects[key]
        form = self._form(key, step)
        plan = None
        if step == "record_statement":
            form["region"] = self.chance.choice(REGIONS)
            results = ("supported", "with_notes", "not_supported")
            form["result"] = self.chance.choice(results)
            if self.chance.random() < 0.5:
                form["notes"] = "ein Hinweis"
        elif step == "submit" and self.chance.random() < 0.5:
            del form["reply"]
        elif step in ("open_vote", "supplement"):
            self._ballot_way(form)
            if step == "supplement" and self.chance.random() < 0.5:
                form["new_total_cost"] = euros(one["plan"]["total"] + 100)
                form["new_end"] = self.chance.choice(SPANS)[1]
        elif step in ("close_vote", "close_supplement"):
            extra = self.chance.choice(({}, {"reasons": 1}, {"postponed": "true"}))
            form |= {"reasons": aspects("Grund")} if "reasons" in extra else extra
        elif step in ("apply", "change", "revise_application"):
            if step == "apply" or self.chance.random() < 0.5:
                more = self.chance.choice((0, 0, 0, 1))
                form["total_cost"] = euros(one["plan"]["total"] + more)
            if self.chance.random() < 0.5:
                form["end"] = self.chance.choice(SPANS)[1]
            if step == "change":
                form["kind"] = self.chance.choice(("other", "cost", "region", "partner"))
        elif step == "extend":
            form["end"] = self.chance.choice(SPANS)[1]
        elif step == "record_decision":
            form["result"] = self.chance.choice(("granted", "granted", "refused"))
            form["to"] = self.chance.choice((one["plan"]["end"], LAST_DAY, SPANS[2][1]))
        elif step == "receive_report" and self.chance.random() < 0.5:
            del form["continuation"]
        justifying = ("supplement", "apply", "change", "revise_application")
        if step in justifying and self.chance.random() < 0.4:
            form["justification"] = "ein zweiter Standort"
        if BRINGS.get(step):
            plan = dict(one["plan"])
            if self.chance.random() < 0.5:
                plan = a_plan(self.chance)
        self._try(key, step, role, form, day, plan)

    def _ballot_way(self, form: dict[str, Any]) -> None:
        """A meeting (of those there are, too), or a circular; now and then no mediation."""
        form["proposal"] = self.chance.choice(("endorse", "endorse", "decline"))
        way = self.chance.choice(("new", "new", "old", "circular"))
        if way == "old":
            form["meeting"] = self.chance.choice(sorted(self.model.meetings))
        elif way == "circular":
            del form["meeting"]
            form["reason"] = "eilt"
            form["until"] = self.world.today + timedelta(days=self.chance.randint(0, 9))
        if self.chance.random() < 0.25:
            form.pop("mediation", None)

    def _try(
        self, key: str, step: str, role: str, form: dict[str, Any], day: date,
        plan: dict[str, Any] | None,
    ) -> None:  # fmt: skip
        """Take the step in the model and in the engine; both must say and do the same."""
        model, world = self.model, self.world
        sketch = None
        if BRINGS.get(step):
            plan = plan or dict(model.projects[key]["plan"])
            sketch = _sketch(plan, world.project(key).sketch.title)
        papers = ("bescheid",) if step == "record_decision" else ()
        filed = self.chance.random() < 0.1
        papers += ("begruendung",) if filed else ()
        expected = model.allows(key, step, role, form, day, world.today, plan, filed)
        before, log = world.project(key), self._log()
        actor = {"applicant": f"applicant:{key}", "alliance": "alliance:", "seat": "seat:dgb"}.get(
            role, role
        )
        if role == "alliance":
            # Advice comes from any region of the project, a statement from its own.
            of = form.get("region", model.projects[key]["plan"]["regions"][0])
            actor += of
            expected = expected and of in model.projects[key]["plan"]["regions"]
        try:
            taken = world.take(
                key, step, actor, form, day=day, sketch=sketch, papers=papers,
            )  # fmt: skip
        except Refused as error:
            refused: Refused | None = error
        else:
            refused = None
        if refused is not None:
            assert refused.findings
            assert not expected, f"{step} by {actor} is refused: {refused}"
            assert world.project(key) == before
            assert self._log() == log + 1
            for name in {finding.rule for finding in refused.findings}:
                SEEN[f"refused by {name}"] += 1
            return
        assert expected, f"{step} by {actor} is taken at {before.state}: {form}"
        model.follow(key, step, form, day, plan, filed)
        one = model.projects[key]
        facts = world.project(key)
        assert facts == taken.after
        assert (facts.state, facts.cause, facts.version) == (
            one["state"],
            one["cause"],
            one["version"],
        ), step
        TAKEN[before.state, step, facts.state] += 1

    # ------------------------------------------------------------ what always holds

    @invariant()
    def the_log_verifies(self) -> None:
        assert broken_links(self.path) == []

    @invariant()
    def the_tables_are_the_fold_of_the_log(self) -> None:
        assert fold_differences(self.path, self.office) == []

    @invariant()
    def the_model_agrees(self) -> None:
        for key, one in self.model.projects.items():
            facts = self.world.project(key)
            assert (facts.state, facts.cause, facts.version) == (
                one["state"], one["cause"], one["version"],
            )  # fmt: skip
            motion = facts.open_motion
            # No motion is left that nobody can close.
            assert motion is None or facts.state in CLOSING[motion.purpose]
            assert (motion is None) == (one["motion"] is None)
            if motion is not None:
                ballots = {ballot.seat: ballot.answer for ballot in motion.ballots}
                assert ballots == one["motion"]["ballots"]

    @invariant()
    def what_is_promised_holds(self) -> None:
        for key in self.model.projects:
            facts = self.world.project(key)
            total, grant = facts.amounts.total, facts.amounts.grant
            if facts.state in SUBMITTED:
                assert facts.sketch.end is not None
                assert facts.sketch.end <= LAST_DAY
                over = total > CAP and grant > REFERENCE
                version = facts.sketch_version
                papers = {one.kind for one in facts.papers if one.sketch_version == version}
                assert not over or facts.sketch.justification or "begruendung" in papers
            for entry in facts.entries:
                if entry.records in ("application", "application_revision", "change"):
                    assert entry.form.get("end", "") <= LAST_DAY.isoformat()
                if entry.records == "application":
                    earlier = [one for one in facts.entries if one.position < entry.position]
                    stated = {o.form["region"] for o in earlier if o.records == "statement"}
                    results = [
                        one.result.result
                        for one in facts.motions
                        if one.purpose == "project"
                        and one.result is not None
                        and one.position < entry.position
                    ]
                    sent = [one for one in earlier if one.records == "votum_sent"]
                    voted = [one for one in earlier if one.records == "vote"]
                    assert results[-1] == "endorsed"
                    assert sent[-1].position > voted[-1].position
                    assert stated


def _sketch(plan: dict[str, Any], title: str) -> Sketch:
    return a_sketch(
        title,
        plan["total"],
        plan["grant"],
        plan["start"],
        plan["end"],
        plan["regions"],
        "weil es sein muss" if plan["justified"] else "",
        plan["applicant"],
    )


def _template() -> bytes:
    """The bytes of an empty database, made once."""
    if not Engine.template:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "empty.db"
            create(path, "leine-weser").close()
            Engine.template = path.read_bytes()
    return Engine.template


@pytest.fixture(autouse=True)
def documents_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    fast_documents(monkeypatch.setattr)


def test_the_engine_does_what_the_model_foretells() -> None:
    run_machine(Engine, 30, 15, chance=False)


@pytest.mark.proofs
def test_the_engine_does_what_the_model_foretells_at_length(
    capsys: pytest.CaptureFixture[str],
) -> None:
    SEEN.clear()
    TAKEN.clear()
    run_machine(Engine, int(os.environ.get("BUENDNIS_EXAMPLES", "1500")), 50, chance=True)
    with capsys.disabled():
        for name, count in sorted(SEEN.items()):
            print(f"{count:7} {name}")  # noqa: T201 - a proof prints its numbers
        for way, count in sorted(TAKEN.items()):
            print(f"{count:7}", *way)  # noqa: T201 - the same
        print(f"{TAKEN.total()} steps taken, of {len(TAKEN)} ways")  # noqa: T201 - the same
    assert {step for _, step, _ in TAKEN} == set(STEPS)
