"""A whole meeting on a real database against a small model, over random histories.

Plan, agenda, invitation, opening, attendance, ballots, recusals, close, sending, minutes: after
every act the log verifies, the tables are its fold, and no ballot stands without entitlement.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from buendnis.errors import BuendnisError
from buendnis.facts import Meeting, Motion
from buendnis.store.record import load_meeting
from buendnis.usecases import meetings, recording_ballots, recusals
from buendnis.usecases.agenda import AgendaChange, change_agenda
from buendnis.usecases.inviting import call_off, invite
from buendnis.usecases.minuting import (
    approve_minutes,
    draft_minutes,
    object_to_minutes,
    send_minutes,
)
from buendnis.usecases.office import Office
from buendnis.usecases.together import close_all, open_all, send_all
from tests.engine.world import (
    World,
    a_sketch,
    broken_links,
    fast_documents,
    fold_differences,
    new_world,
)

SEEN: Counter[str] = Counter()
SEATS = (
    *("region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk"),
    *("arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl", "hochschulen"),
)
PROJECTS = ("LW-2025-001", "LW-2025-002", "LW-2025-003")
QUORUM = 7  # of 13 and of 12; of 11 it is 6
OFFICE = "arl"
STATES = ("submitted", "voting", "endorsed", "not_endorsed", "deferred", "votum_sent")


class Sitting(RuleBasedStateMachine):
    """One meeting of the steering group, and three projects that may come before it.

    The model: what is on the agenda, the motions with their answers and recusals, who is there,
    what was sent, how far the minutes are.
    """

    template: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copy(_template(), folder / "buendnis.db")
        self.path = folder / "buendnis.db"
        self.office = self.stack.enter_context(Office(self.path))
        self.world = World(self.office)
        self.world.tick(30)
        self.name = self.world.meeting(self.world.today + timedelta(days=20))
        self.day = self.world.today + timedelta(days=20)
        self.agenda: list[str] = []
        self.invited = self.closed = self.called_off = False
        self.there: dict[str, str] = {}
        self.motions: dict[str, dict[str, Any]] = {}
        self.told: set[str] = set()
        self.minutes = ""
        self.version = 0

    def teardown(self) -> None:
        SEEN["minutes " + (self.minutes or "none")] += 1
        SEEN["closed"] += self.closed and not self.called_off
        SEEN["called off"] += self.called_off
        self.stack.close()

    # ------------------------------------------------------------ acts

    @rule(days=st.sampled_from((1, 6, 7, 13, 20)))
    def time_passes(self, days: int) -> None:
        self.world.tick(days)

    @precondition(lambda self: self.world.today < self.day)
    @rule()
    def the_day_comes(self) -> None:
        self.world.tick((self.day - self.world.today).days)

    @rule(item=st.sampled_from((*PROJECTS, *PROJECTS, "Bericht")))
    def put_on_the_agenda(self, item: str) -> None:
        allowed = self._runs and item not in self.agenda
        change = AgendaChange((item,))
        assert self._done(lambda: change_agenda(self.office, self._who(), self.name, change)) == (
            allowed or (self._runs and item == "Bericht")
        )
        if self._runs and (allowed or item == "Bericht"):
            self.agenda.append(item)

    @precondition(lambda self: self.agenda)
    @rule(at=st.integers(0, 5))
    def take_off_the_agenda(self, at: int) -> None:
        number = at % len(self.agenda) + 1
        item = self.agenda[number - 1]
        allowed = self._runs and item not in self.motions
        change = AgendaChange(removed=(number,))
        done = self._done(lambda: change_agenda(self.office, self._who(), self.name, change))
        assert done == allowed
        if done:
            self.agenda.pop(number - 1)

    @rule(again=st.booleans())
    def invite_all(self, again: bool) -> None:
        allowed = (
            self._runs and self.world.today <= self.day and not self.there and self.invited == again
        )
        reason = "noch einmal" if again else ""
        done = self._done(
            lambda: invite(self.office, self._who(), self.name, "email", again, reason)
        )
        assert done == allowed
        self.invited = self.invited or done

    @rule(dry=st.booleans())
    def open_all_motions(self, dry: bool) -> None:
        asked = [one for one in self.agenda if one in PROJECTS]
        new = [one for one in asked if one not in self.motions]
        allowed = self._runs and bool(asked) and not (new and self.world.today > self.day)
        changes = allowed and bool(new) and not dry
        # A preview that speaks against it is an answer; a run that does is refused, on record.
        before = self._log()
        try:
            open_all(self.office, self._who(), self.name, {}, dry)
        except BuendnisError:
            assert not allowed
            assert not dry or not (self._runs and asked)
        else:
            assert allowed or dry
            assert (self._log() > before) == changes
        if changes:
            for one in new:
                self.motions[one] = {"open": True, "answers": {}, "recused": set(), "result": ""}

    @rule(present=st.integers(0, 13), by=st.sampled_from(("member", "deputy", "deputy")))
    def people_come(self, present: int, by: str) -> None:
        case = "prevented" if by == "deputy" else ""
        rows = [
            meetings.Attending(seat, by if n < present else "absent", case if n < present else "")
            for n, seat in enumerate(SEATS)
        ]
        allowed = self._runs and self.world.today >= self.day
        done = self._done(
            lambda: meetings.record_attendance(self.office, self._who(), self.name, rows)
        )
        assert done == allowed
        if done:
            self.there = {one.seat: one.by for one in rows}

    @precondition(lambda self: self.motions)
    @rule(
        pick=st.integers(0, 2),
        everybody=st.sampled_from(("yes", "yes", "abstain", "no")),
        named=st.dictionaries(st.sampled_from(SEATS), st.sampled_from(("yes", "no")), max_size=2),
        actor=st.sampled_from(("office", "chair")),
    )
    def record(self, pick: int, everybody: str, named: dict[str, str], actor: str) -> None:
        project = sorted(self.motions)[pick % len(self.motions)]
        motion = self.motions[project]
        own = {OFFICE} if actor == "office" else set()
        present = {seat for seat, by in self.there.items() if by != "absent"}
        entitled = present - motion["recused"]
        answers = dict.fromkeys(entitled - own - named.keys(), everybody) | named
        allowed = motion["open"] and bool(answers) and named.keys() <= entitled - own
        done = self._done(
            lambda: recording_ballots.record_ballots(
                self.office, self._who(actor), f"{project}-V1", "meeting", named, everybody
            )
        )
        assert done == allowed
        if done:
            motion["answers"] |= answers
            SEEN["ballots"] += len(answers)

    @precondition(lambda self: self.motions)
    @rule(pick=st.integers(0, 2), seat=st.sampled_from(SEATS), itself=st.booleans())
    def recuse(self, pick: int, seat: str, itself: bool) -> None:
        project = sorted(self.motions)[pick % len(self.motions)]
        motion = self.motions[project]
        who = self._who(f"seat:{seat}" if itself else "chair")
        done = self._done(
            lambda: recusals.recuse_seat(self.office, who, f"{project}-V1", seat, "befangen")
        )
        assert done == (motion["open"] and seat not in motion["recused"])
        if done:
            motion["recused"].add(seat)
            motion["answers"].pop(seat, None)

    @rule(dry=st.booleans())
    def close(self, dry: bool) -> None:
        still = [one for one in self.motions.values() if one["open"]]
        ready = self.world.today >= self.day and (not still or bool(self.there))
        before = self._log()
        try:
            done = close_all(self.office, self._who("chair"), self.name, {}, dry)
        except BuendnisError:
            assert not (self._runs and ready)
            assert not (dry and self._runs)
            return
        assert self._runs and (ready or dry)
        assert bool(done.refused) == (bool(still) and not ready)
        if dry:
            assert self._log() == before
            return
        for row in done.rows:
            motion = self.motions[row.id]
            assert row.decision is not None and row.decision.result is not None
            motion["open"], motion["result"] = False, row.decision.result.result
            assert motion["result"] == self._expected(motion)
            SEEN[motion["result"]] += 1
        self.closed = True

    @rule(reason=st.sampled_from(("Sturm", "zu wenig Zusagen")))
    def do_not_meet(self, reason: str) -> None:
        if self.world.today.day % 3:  # or nothing would ever be decided
            return
        done = self._done(lambda: call_off(self.office, self._who(), self.name, reason))
        assert done == (self._runs and not self.there)
        if done:
            self.called_off = self.closed = True
            for motion in self.motions.values():
                motion["open"] = False
            self.motions = {}

    @rule()
    def send(self) -> None:
        form = {"sent_on": self.world.today, "channel": "email"}
        allowed = bool(self.motions) and all(not one["open"] for one in self.motions.values())
        before = self._log()
        try:
            send_all(self.office, self._who(), self.name, form, {})
        except BuendnisError:
            assert not allowed
        else:
            assert allowed
            assert (self._log() > before) == bool(self.motions.keys() - self.told)
            self.told |= self.motions.keys()

    @rule(named=st.booleans())
    def draft(self, named: bool) -> None:
        form = {"presided_by": "Vera Vorsitz", "kept_by": "Karl Kern"} if named else {}
        allowed = (
            self.closed
            and not self.called_off
            and self.minutes != "approved"
            and (named or self.version > 0)
        )
        done = self._done(lambda: draft_minutes(self.office, self._who(), self.name, form))
        assert done == allowed
        if done:
            self.minutes, self.version = "draft", self.version + 1

    @rule()
    def send_the_minutes(self) -> None:
        done = self._done(lambda: send_minutes(self.office, self._who(), self.name, "email"))
        assert done == (self.minutes == "draft")
        if done:
            self.minutes = "sent"
            SEEN["minutes sent again"] += self.version > 1

    @rule(seat=st.sampled_from(SEATS))
    def object_to_them(self, seat: str) -> None:
        who = self._who(f"seat:{seat}")
        done = self._done(lambda: object_to_minutes(self.office, who, self.name, seat, "falsch"))
        was_sent = any(one.kind == "sitzungsniederschrift" for one in self._meeting().documents)
        assert done == (was_sent and self.minutes != "approved")

    @rule(later=st.booleans())
    def approve(self, later: bool) -> None:
        day = self.world.today if later else self.day
        other = self.world.meeting(day)
        done = self._done(lambda: approve_minutes(self.office, self._who(), self.name, other))
        fits = (day, other) > (self.day, self.name) and self.world.today >= day
        assert done == (self.minutes == "sent" and fits)
        if done:
            self.minutes = "approved"

    # ------------------------------------------------------------ what always holds

    @invariant()
    def the_log_verifies_and_the_tables_are_its_fold(self) -> None:
        assert not broken_links(self.path)
        assert not fold_differences(self.path, self.office)

    @invariant()
    def the_record_is_what_the_model_says(self) -> None:
        meeting = self._meeting()
        assert [one.subject or one.title for one in meeting.agenda] == self.agenda
        assert meeting.closed == self.closed
        assert bool(meeting.called_off) == self.called_off
        assert meeting.invited == self.invited
        assert {one.seat: one.by for one in meeting.attendance} == self.there
        assert (meeting.minutes.state if meeting.minutes else "") == self.minutes
        for project, motion in self.motions.items():
            found = self.world.project(project).motions[0]
            assert found.open == motion["open"]
            assert {one.seat: one.answer for one in found.ballots} == motion["answers"]

    @invariant()
    def no_ballot_stands_without_entitlement(self) -> None:
        meeting = self._meeting()
        for project in self.motions:
            motion = self.world.project(project).motions[0]
            recused = {one.seat for one in motion.recusals}
            seats = {one["id"] for one in motion.roster}
            for ballot in motion.ballots:
                assert ballot.seat in seats - recused
                assert ballot.origin == "meeting"
            if motion.result is not None:
                _counts_only_who_may(motion, meeting)

    @invariant()
    def one_version_of_the_minutes_stands(self) -> None:
        issued = [one for one in self._meeting().documents if one.kind == "sitzungsniederschrift"]
        assert sum(not one.replaced_by for one in issued) == min(1, len(issued))
        for before, after in itertools.pairwise(issued):
            assert before.replaced_by == after.number

    # ------------------------------------------------------------ how it is done

    @property
    def _runs(self) -> bool:
        return not self.closed

    def _who(self, actor: str = "office") -> Any:
        return self.world.who(actor)

    def _meeting(self) -> Meeting:
        with self.office.db.transaction() as tx:
            found = load_meeting(tx, self.name)
        assert found is not None
        return found

    def _log(self) -> int:
        return int(self.office.db.query("SELECT COUNT(*) FROM event")[0][0])

    def _done(self, act: Callable[[], object]) -> bool:
        before = self._log()
        try:
            act()
        except BuendnisError:
            assert self._log() == before
            return False
        assert self._log() > before
        return True

    def _expected(self, motion: dict[str, Any]) -> str:
        """The result from the by-laws' text: more than half of the entitled, no no, a yes."""
        entitled = [seat for seat in SEATS if seat not in motion["recused"]]
        present = [seat for seat in entitled if self.there.get(seat, "absent") != "absent"]
        answers = [motion["answers"].get(seat) for seat in present]
        if 2 * len(present) <= len(entitled):
            return "deferred"
        if "no" not in answers:
            return "endorsed" if "yes" in answers else "deferred"
        return "not_endorsed" if "yes" not in answers else "deferred"


def _counts_only_who_may(motion: Motion, meeting: Meeting) -> None:
    assert motion.result is not None
    recused = {one.seat for one in motion.recusals}
    there = {one.seat for one in meeting.attendance if one.by != "absent"} - recused
    counted = motion.result.yes + motion.result.no + motion.result.abstain
    assert counted <= len(there)
    assert motion.result.recused == len(recused)


def _template() -> Path:
    """A database with three submitted projects, made once."""
    if Sitting.template is None:
        folder = Path(tempfile.mkdtemp(prefix="buendnis-sitting-"))
        with new_world(folder) as world:
            for number in range(3):
                world.to(world.imported(a_sketch(f"Projekt {number + 1}")), "submitted")
        Sitting.template = folder / "buendnis.db"
    return Sitting.template


@pytest.fixture(autouse=True)
def documents_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    fast_documents(monkeypatch.setattr)


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Sitting,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            print_blob=True,
        ),
    )


def test_a_meeting_does_what_the_model_says() -> None:
    _run(int(os.environ.get("BUENDNIS_EXAMPLES", "12")), 40)
    assert SEEN["closed"] or SEEN["called off"]


@pytest.mark.proofs
def test_a_meeting_does_what_the_model_says_over_many_histories() -> None:
    SEEN.clear()
    _run(400, 60)
    for name in ("closed", "called off", "endorsed", "deferred", "minutes approved"):
        assert SEEN[name], name
    print("meetings against the model: " + ", ".join(f"{k} {v}" for k, v in sorted(SEEN.items())))  # noqa: T201
