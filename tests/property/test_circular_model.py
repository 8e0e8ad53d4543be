"""A whole circular on the real engine against a small model, over random histories.

After every act the log verifies, the tables are its fold, nobody has voted who may not, and the
engine counts what the model counts.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
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
from buendnis.facts import Motion
from buendnis.store.record import load_meeting
from buendnis.usecases import meetings
from buendnis.usecases.circulars import extend_motion, move_motion, remind_members
from buendnis.usecases.conditions import adopt_condition
from buendnis.usecases.disputes import object_to_ballot
from buendnis.usecases.office import Office
from buendnis.usecases.recording_ballots import Said, record_ballots
from buendnis.usecases.recusals import lift_recusal, recuse_seat
from buendnis.workflow.voting import counted
from tests.engine.world import (
    World,
    a_sketch,
    broken_links,
    fast_documents,
    fold_differences,
    in_state,
)
from tests.property.circular_model import OFFICE_SEAT, SEATS, SHARED, Vote, later
from tests.property.machines import run_machine

DONE: Counter[str] = Counter()
CHANCE = st.randoms(use_true_random=True)
ANSWERS = ("yes", "yes", "yes", "abstain", "no")


class Circular(RuleBasedStateMachine):
    """Acts of office, chair and members on one circular, good and bad; its rounds one by one."""

    template: ClassVar[tuple[bytes, str, date] | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        body, self.project, today = _template()
        self.path = Path(folder) / "buendnis.db"
        self.path.write_bytes(body)
        self.office = self.stack.enter_context(Office(self.path))
        self.world = World(self.office, today)
        self.vote: Vote | None = None
        self.rounds = 1
        self.state = "submitted"

    def teardown(self) -> None:
        DONE[f"ended {self.state}"] += 1
        self.stack.close()

    @property
    def motion(self) -> Motion:
        """The latest motion, as it is stored."""
        return self.world.project(self.project).motions[-1]

    @property
    def here(self) -> Vote:
        """The model's vote; the preconditions see to it that there is one."""
        assert self.vote is not None
        return self.vote

    # ------------------------------------------------------------ acts

    @initialize(chance=CHANCE)
    def begin(self, chance: Random) -> None:
        self.chance = chance
        self.open_it()

    @precondition(lambda self: self.vote is None and self.state in ("submitted", "deferred"))
    @rule()
    def open_it(self) -> None:
        until = later(self.world.today, self.chance.choice((-1, 0, 1, 3, 10, 10, 10)))
        form = {"until": until.isoformat(), "reason": "Frist", "mediation": "vermittelt"}
        expected = until > self.world.today
        if self._do(
            "open", expected, lambda: self.world.take(self.project, "open_vote", form=form)
        ):
            self.vote = Vote(self.world.today, until, round=self.rounds)
            self.state = "voting"

    @precondition(lambda self: self.vote is not None)
    @rule()
    def answer(self) -> None:
        seat = self.chance.choice((*SEATS, *SEATS, "kantine"))
        actor = self.chance.choice(("office", "chair", "chair", "reader", f"seat:{seat}"))
        how = self._how(seat)
        word = self.chance.choice(ANSWERS)
        self._answer(seat, how, actor, word, self.chance.choice((0, 0, 0, -1)))

    @precondition(lambda self: self.vote is not None)
    @rule()
    def many_answer(self) -> None:
        """Most seats at once, alike: the way to a result."""
        self._all_answer(self.chance.choice(ANSWERS), self.chance.choice((0, 0, 1, 3)))

    def _all_answer(self, word: str, left: int) -> None:
        vote = self.here
        for seat in self.chance.sample(SEATS, len(SEATS) - left):
            how = "member" if seat not in vote.recused else "stand_in"
            self._answer(seat, how, "chair", word, 0)

    def _how(self, seat: str) -> str:
        if seat in self.here.recused and self.chance.random() < 0.7:
            return "stand_in"
        return self.chance.choice(("member", "member", "deputy", "stand_in"))

    def _answer(self, seat: str, how: str, actor: str, word: str, days: int) -> None:
        vote, day = self.here, later(self.world.today, days)
        cases = {"deputy": "prevented", "stand_in": "recused"}
        said = Said(deputies={seat: cases[how]} if how in cases else {})
        source = "email" if vote.circular else "meeting"
        act = lambda: record_ballots(  # noqa: E731
            self.office, self.world.who(actor, day), self.motion.id, source, {seat: word}, said=said
        )
        if self._do(f"answer as {how}", vote.may_answer(seat, how, actor, day), act):
            vote.answered(seat, how, word)

    @precondition(lambda self: self.vote is not None)
    @rule()
    def object_to_the_procedure(self) -> None:
        if self.chance.random() < 0.5:
            return
        vote, seat = self.here, self.chance.choice((*SEATS, "kantine"))
        actor = self.chance.choice(("office", "chair"))
        in_time = vote.until is not None and self.world.today <= vote.until
        expected = (
            in_time
            and seat in SEATS
            and seat not in vote.recused
            and not (actor == "office" and seat == OFFICE_SEAT)
        )
        said = Said(objections=(seat,))
        act = lambda: record_ballots(  # noqa: E731
            self.office, self.world.who(actor), self.motion.id, "email", {}, said=said
        )
        if self._do("object", expected, act):
            vote.objections.add(seat)

    @precondition(lambda self: self.vote is not None)
    @rule()
    def recuse(self) -> None:
        vote, seat = self.here, self.chance.choice((*SEATS, "kantine"))
        actor = self.chance.choice(("office", "chair", f"seat:{seat}", "seat:dgb"))
        decided = self.chance.choice((None, None, {"yes": 5, "no": 1}, {"yes": 2, "no": 2}))
        if decided is not None and len(vote.recused) > 6:
            decided = None
        allowed = actor in ("office", "chair") or (actor == f"seat:{seat}" and decided is None)
        others = set(SEATS) - vote.recused - {seat}
        if vote.attended:
            others &= vote.present
        enough = decided is None or sum(decided.values()) <= len(others)
        expected = allowed and seat in SEATS and seat not in vote.recused and enough
        act = lambda: recuse_seat(  # noqa: E731
            self.office, self.world.who(actor), self.motion.id, seat, "befangen", decided
        )
        carried = decided is None or decided["yes"] > decided["no"]
        if self._do("recuse" if decided is None else "decide on a recusal", expected, act):
            if carried:
                vote.recuse(seat)
            else:
                # Denied: nothing changes, but that it is on record.
                assert any(one.seat == seat for one in self.motion.cleared)

    @precondition(lambda self: self.vote is not None)
    @rule()
    def lift(self) -> None:
        vote, seat = self.here, self.chance.choice(SEATS)
        if vote.recused and self.chance.random() < 0.8:
            seat = self.chance.choice(sorted(vote.recused))
        act = lambda: lift_recusal(  # noqa: E731
            self.office, self.world.who(), self.motion.id, seat, "verwechselt"
        )
        if self._do("lift", seat in vote.recused, act):
            vote.lift(seat)

    @precondition(lambda self: self.vote is not None)
    @rule()
    def remind(self) -> None:
        vote = self.here
        expected = vote.until is not None and (not vote.missing or self.world.today <= vote.until)
        before = len(self.motion.reminders)
        act = lambda: remind_members(  # noqa: E731
            self.office, self.world.who(), self.motion.id, record=True
        )
        missing = vote.missing if vote.circular else set()
        if self._do("remind", expected, act):
            after = self.motion.reminders
            assert len(after) == before + bool(missing)
            assert not missing or set(after[-1].seats) == missing

    @precondition(lambda self: self.vote is not None)
    @rule()
    def extend(self) -> None:
        vote = self.here
        until = later(vote.until or self.world.today, self.chance.choice((0, 1, 7, 7, 7)))
        expected = (
            vote.until is not None
            and vote.extended < 1
            and until > max(vote.until, self.world.today)
            and not vote.failed
            and bool(vote.missing)
        )
        act = lambda: extend_motion(  # noqa: E731
            self.office, self.world.who(), self.motion.id, until, "Ferien"
        )
        if self._do("extend", expected, act):
            vote.until, vote.extended = until, vote.extended + 1

    @precondition(lambda self: self.vote is not None)
    @rule()
    def move(self) -> None:
        if self.here.circular and not self.here.failed and self.chance.random() < 0.6:
            return
        vote, day = self.here, later(self.world.today, self.chance.choice((0, 2, 2)))
        meeting = self.world.meeting(day, self.chance.choice(("steering", "steering", "assembly")))
        with self.office.db.transaction() as tx:
            kind = tx.query("SELECT facts FROM meeting WHERE id = ?", (meeting,))[0][0]
        expected = (
            vote.circular and (vote.failed or bool(vote.missing)) and '"steering"' in str(kind)
        )
        papers = self.motion.papers
        act = lambda: move_motion(self.office, self.world.who(), self.motion.id, meeting)  # noqa: E731
        if self._do("move", expected, act):
            vote.until, vote.meeting = None, day
            vote.objections.clear()
            vote.void_all()
            assert self.motion.papers == papers

    @precondition(lambda self: self.vote is not None)
    @rule()
    def adopt(self) -> None:
        if self.chance.random() < 0.6:
            return
        actor = self.chance.choice(("office", "chair", "reader"))
        act = lambda: adopt_condition(  # noqa: E731
            self.office, self.world.who(actor), self.motion.id, "Bericht", "Träger",
            "before_application", "Vermerk",
        )  # fmt: skip
        if self._do("adopt", actor != "reader", act):
            self.here.version += 1
            self.here.void_all()

    @precondition(lambda self: self.vote is not None and not self.vote.circular)
    @rule()
    def attend(self) -> None:
        vote = self.here
        assert vote.meeting is not None
        seats = self.chance.sample(SEATS, self.chance.choice((6, 7, 11, 13)))
        rows = [meetings.Attending(one, "member" if one in seats else "absent") for one in SEATS]
        act = lambda: meetings.record_attendance(  # noqa: E731
            self.office, self.world.who(), self.motion.meeting, rows
        )
        if self._do("attend", self.world.today >= vote.meeting, act):
            vote.present, vote.attended = set(seats), True

    @precondition(lambda self: self.vote is not None)
    @rule()
    def hold_the_meeting(self) -> None:
        """A meeting as it mostly goes: its day comes, people come, they agree."""
        vote = self.here
        if vote.meeting is None or self.chance.random() < 0.4:
            return
        self.world.today = max(self.world.today, vote.meeting)
        self.attend()
        self._all_answer(self.chance.choice(ANSWERS), self.chance.choice((0, 0, 1)))
        self.close()

    @precondition(lambda self: self.vote is not None)
    @rule()
    def close(self) -> None:
        vote = self.here
        expected = vote.may_close(self.world.today)
        act = lambda: self.world.take(self.project, "close_vote")  # noqa: E731
        if not self._do("close", expected, act):
            return
        result = self.motion.result
        assert result is not None
        assert (result.result, result.cause) == vote.result()
        DONE[f"result {result.cause or result.result}"] += 1
        if result.cause == "no_consensus":
            self.rounds += 1
        self.state, self.vote = result.result, None

    @precondition(lambda self: self.vote is None and self.state != "submitted")
    @rule()
    def dispute(self) -> None:
        """After the close a member may object to the recorded vote; nothing is voted any more."""
        seat = self.chance.choice((*SEATS, "kantine"))
        act = lambda: object_to_ballot(  # noqa: E731
            self.office, self.world.who("chair"), self.motion.id, seat, "Ich sagte Nein"
        )
        before = self.motion.ballots
        self._do("dispute", seat in SEATS, act)
        late = lambda: record_ballots(  # noqa: E731
            self.office, self.world.who("chair"), self.motion.id, "email", {"dgb": "no"}
        )
        self._do("answer after the close", False, late)
        assert self.motion.ballots == before

    @rule()
    def pass_days(self) -> None:
        self.world.tick(self.chance.choice((0, 1, 1, 2, 4)))

    def _do(self, name: str, expected: bool, act: Callable[[], Any]) -> bool:
        """Try an act; whether it is done is what the model said."""
        before = self.world.project(self.project)
        said: list[str] | None = None
        try:
            act()
        except Refused as refused:
            said = [str(one.message) for one in refused.findings] or [str(refused)]
        if said is None:
            assert expected, f"{name} is done"
            DONE[f"{name}: done"] += 1
            return True
        assert not expected, f"{name} is refused: {said}"
        after = self.world.project(self.project)
        assert (after.motions, after.state) == (before.motions, before.state), name
        DONE[f"{name}: refused"] += 1
        return False

    # ------------------------------------------------------------ what always holds

    @invariant()
    def the_log_verifies(self) -> None:
        assert broken_links(self.path) == []

    @invariant()
    def the_tables_are_the_fold_of_the_log(self) -> None:
        assert fold_differences(self.path, self.office) == []

    @invariant()
    def the_engine_counts_what_the_model_counts(self) -> None:
        facts = self.world.project(self.project)
        assert facts.state == self.state
        vote = self.vote
        if vote is None:
            return
        motion = self.motion
        assert motion.open
        assert (motion.version, motion.until, motion.round) == (
            vote.version, vote.until, vote.round,
        )  # fmt: skip
        assert {one.seat for one in motion.recusals} == vote.recused
        assert set(motion.objections) == vote.objections
        with self.office.db.transaction() as tx:
            meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
        result = counted(motion, meeting)
        said = vote.said
        assert (result.yes, result.no, result.abstain) == tuple(
            said.count(word) for word in ("yes", "no", "abstain")
        )
        assert set(result.recused_seats) == set(SEATS) - vote.entitled
        assert (result.result, result.cause) == vote.result()
        if vote.circular:
            assert set(result.missing_seats) == vote.missing

    @invariant()
    def nobody_votes_who_may_not(self) -> None:
        for motion in self.world.project(self.project).motions:
            recused = {one.seat for one in motion.recusals}
            for ballot in motion.ballots:
                assert ballot.seat in SEATS
                stood_in = ballot.by == "deputy" and ballot.case == "recused"
                assert ballot.seat not in recused or (stood_in and ballot.seat in SHARED)
                assert not stood_in or ballot.seat in recused
                # Nothing that was voided is left: every ballot is younger than what voids.
                assert all(one.position < ballot.position for one in motion.conditions)


def _template() -> tuple[bytes, str, date]:
    """A database with one submitted project, made once."""
    if Circular.template is None:
        with (
            tempfile.TemporaryDirectory() as folder,
            in_state(Path(folder), "submitted", a_sketch()) as (world, project),
        ):
            path, today = world.office.db.path, world.today
            world.office.db.close()
            Circular.template = path.read_bytes(), project, today
    return Circular.template


@pytest.fixture(autouse=True)
def documents_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    fast_documents(monkeypatch.setattr)


def test_a_circular_goes_as_the_model_foretells() -> None:
    run_machine(Circular, 25, 25, chance=False)


@pytest.mark.proofs
def test_a_circular_goes_as_the_model_foretells_at_length(
    capsys: pytest.CaptureFixture[str],
) -> None:
    DONE.clear()
    run_machine(Circular, int(os.environ.get("BUENDNIS_EXAMPLES", "1000")), 50, chance=True)
    with capsys.disabled():
        for name, count in sorted(DONE.items()):
            print(f"{count:7} {name}")  # noqa: T201 - a proof prints its numbers
    acts = {name.partition(":")[0] for name in DONE if name.endswith(": done")}
    assert {"open", "answer as stand_in", "object", "recuse", "remind", "extend", "move"} <= acts
    assert {"adopt", "lift", "attend", "close", "decide on a recusal", "dispute"} <= acts
