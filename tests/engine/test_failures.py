"""A failure anywhere in a step leaves every table as it was, and the next attempt succeeds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from buendnis.documents import text
from buendnis.errors import BuendnisError, Refused
from buendnis.events import BALLOTS_RECORDED
from buendnis.store.database import Transaction
from buendnis.store.record import stream_events
from buendnis.usecases import (
    advancing,
    agenda,
    circulars,
    conditions,
    copies_filed,
    correcting,
    correcting_free,
    disputes,
    inviting,
    issuing,
    judging,
    minuting,
    recording_ballots,
    recounting,
    recusals,
    resolution_entries,
    resolution_results,
    resolutions,
    seats,
    secret,
    telling,
    together,
)
from buendnis.usecases.intake import import_sketches
from buendnis.usecases.keys import revoke_key
from buendnis.usecases.packets_sent import mark_sent
from buendnis.usecases.sealing import open_office
from tests.engine.conftest import Open
from tests.engine.signing import key_of, register, signed, take
from tests.engine.world import (
    World,
    a_sketch,
    broken_links,
    contents,
    fold_differences,
    in_state,
    new_world,
)

Act = Callable[[World, str], object]


class PowerCut(BaseException):
    """Nothing that any code expects."""


class Failing:
    """Lets the n-th call of any write or query of a transaction fail; 0: none does."""

    def __init__(self, at: int, error: BaseException) -> None:
        self.at, self.error, self.calls = at, error, 0

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("query", "insert", "update"):
            patch.setattr(Transaction, name, self._counting(getattr(Transaction, name)))

    def _counting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            self.calls += 1
            if self.calls == self.at:
                raise self.error
            return real(*args)

        return call


def _open_motion(world: World, project: str) -> str:
    motion = world.project(project).open_motion
    assert motion is not None
    return motion.id


def _attended(world: World, project: str) -> None:
    motion = world.project(project).open_motion
    assert motion is not None
    world.tick(7)
    world.attend(motion.meeting)


def _vote(world: World, project: str) -> None:
    world.vote(_open_motion(world, project))


def _circular(world: World, project: str) -> None:
    until = (world.today + timedelta(days=14)).isoformat()
    world.take(project, "open_vote", form={"until": until, "reason": "Frist"})


def _adopted(world: World, project: str) -> None:
    conditions.adopt_condition(
        world.office,
        world.who(),
        _open_motion(world, project),
        "T",
        "Träger",
        "before_application",
        "Vermerk",
    )
    _attended(world, project)
    _vote(world, project)
    world.well(project, "close_vote")


def _appoint(world: World, person: str, day: date = date(2025, 1, 1)) -> None:
    seats.appoint_seat(world.office, world.who(), "dgb", person, "", day)


def _end(world: World, person: str) -> None:
    seats.end_seat(world.office, world.who(), "dgb", person, world.today)


def _leaves(world: World, project: str) -> None:
    _appoint(world, "Anna Eins")
    world.well(project, "open_vote")
    _end(world, "Anna Eins")
    world.tick()
    _appoint(world, "Bert Zwei", world.today)


def _follow(world: World, project: str, person: str) -> None:
    seats.follow_seat(world.office, world.who(), _open_motion(world, project), "dgb", person)


_FREE = "B-2025-01-V1"


def _put(world: World, kind: str = "resolution") -> None:
    way = resolutions.Way(meeting="M-2025-01")
    resolutions.open_resolution(world.office, world.who(), "Titel", "Text", kind, way)


def _cancel(world: World) -> None:
    resolution_results.cancel_resolution(world.office, world.who(), _FREE, "falsche Unterlagen")


def _close(world: World, **form: str) -> None:
    resolution_results.close_resolution(world.office, world.who(), _FREE, form)


def _attended_free(world: World, kind: str) -> None:
    world.meeting()
    _put(world, kind)
    world.tick(7)
    world.attend("M-2025-01")


def _count(world: World) -> None:
    asked = secret.PaperCount(("all",), (("A", 9), ("B", 4)), 0, 0, ("Eins", "Zwei"))
    secret.count_paper_ballot(world.office, world.who(), _FREE, asked)


def _counted(world: World, kind: str) -> None:
    _attended_free(world, kind)
    if kind == "election":
        _count(world)
    else:
        world.vote(_FREE)


def _joined(world: World, project: str) -> None:
    """A free motion in the meeting of the project's motion, and the day of it."""
    way = resolutions.Way(meeting=_meeting_of(world, project))
    resolutions.open_resolution(world.office, world.who(), "Titel", "Text", "resolution", way)
    _attended(world, project)
    _vote(world, project)
    world.vote(_FREE)


def _joined_and_closed(world: World, project: str) -> None:
    meeting = _meeting_of(world, project)
    _joined(world, project)
    together.close_all(world.office, world.who(), meeting, {})


def _put_again(world: World, project: str) -> None:
    world.meeting()
    _put(world)
    _cancel(world)
    change = agenda.AgendaChange((_FREE.removesuffix("-V1"), project))
    agenda.change_agenda(world.office, world.who(), "M-2025-01", change)


def _corrected_ballot(world: World, project: str) -> None:
    with world.office.db.transaction() as tx:
        events = stream_events(tx, project)
    entry = next(one.position for one in events if one.kind == BALLOTS_RECORDED)
    changes = {"seat": {"dgb": "no"}}
    correcting.correct(world.office, world.who(), project, entry, changes, "Hörfehler")


def _corrected_free(world: World) -> None:
    name = _FREE.removesuffix("-V1")
    with world.office.db.transaction() as tx:
        events = stream_events(tx, name)
    entry = next(one.position for one in events if one.kind == BALLOTS_RECORDED)
    changes = {"seat": {"dgb": "no"}}
    correcting_free.correct_free(world.office, world.who(), name, entry, changes, "Hörfehler")


def _meeting_of(world: World, project: str) -> str:
    motion = world.project(project).open_motion
    assert motion is not None
    return motion.meeting


def _on_agenda(world: World, project: str) -> None:
    change = agenda.AgendaChange(("Begrüßung", project))
    agenda.change_agenda(world.office, world.who(), "M-2025-01", change)


def _minuted(world: World, project: str) -> None:
    meeting = world.project(project).motions[-1].meeting
    together.close_all(world.office, world.who(), meeting, {})
    form = {"presided_by": "Vera Vorsitz", "kept_by": "Karl Kern", "item": {"1": "gut"}}
    minuting.draft_minutes(world.office, world.who(), meeting, form)
    world.tick()


def _sent(world: World, project: str) -> None:
    meeting = world.project(project).motions[-1].meeting
    minuting.send_minutes(world.office, world.who(), meeting, "email")


def _file_copy(world: World, project: str) -> None:
    number = world.project(project).documents[0].number
    copy = advancing.Attachment("signed_copy", "scan.pdf", b"%PDF-1.4 scan")
    copies_filed.file_copy(world.office, world.who(), number, "signed_copy", copy)


ACTS: dict[str, tuple[str, Act | None, Act]] = {
    "present": ("idea", None, lambda w, p: w.well(p, "present")),
    "revise": ("idea", None, lambda w, p: w.well(p, "revise")),
    "a refusal": ("idea", None, lambda w, p: w.rules(lambda: w.well(p, "submit"))),
    "record_statement": ("with_alliance", None, lambda w, p: w.well(p, "record_statement")),
    "submit": ("assessed", None, lambda w, p: w.well(p, "submit")),
    "open_vote": (
        "submitted",
        lambda w, _: w.meeting(),
        lambda w, p: w.take(p, "open_vote", form={"meeting": "M-2025-01"}),
    ),
    "attendance": ("voting", None, _attended),
    "ballots": ("voting", _attended, _vote),
    "a recusal": (
        "voting",
        _attended,
        lambda w, p: recusals.recuse_seat(
            w.office, w.who("seat:dgb"), _open_motion(w, p), "dgb", "befangen"
        ),
    ),
    "a decided recusal, denied": (
        "voting",
        None,
        lambda w, p: recusals.recuse_seat(
            w.office, w.who(), _open_motion(w, p), "dgb", "Beirat", {"yes": 1, "no": 2}
        ),
    ),
    "a lifted recusal": (
        "voting",
        lambda w, p: recusals.recuse_seat(w.office, w.who(), _open_motion(w, p), "dgb", "x"),
        lambda w, p: recusals.lift_recusal(w.office, w.who(), _open_motion(w, p), "dgb", "y"),
    ),
    "a mail as evidence": (
        "submitted",
        _circular,
        lambda w, p: recording_ballots.record_ballots(
            w.office,
            w.who(),
            _open_motion(w, p),
            "email",
            {"dgb": "yes"},
            attachments=(advancing.Attachment("ballot", "a.eml", b"From: d@example.org"),),
            said=recording_ballots.Said(objections=("hwk",), conditions={"dgb": ("nur so",)}),
        ),
    ),
    "a reminder": (
        "submitted",
        _circular,
        lambda w, p: circulars.remind_members(w.office, w.who(), _open_motion(w, p), record=True),
    ),
    "an extension": (
        "submitted",
        _circular,
        lambda w, p: circulars.extend_motion(
            w.office, w.who(), _open_motion(w, p), w.today + timedelta(days=30), "Ferien"
        ),
    ),
    "a move to a meeting": (
        "submitted",
        lambda w, p: (_circular(w, p), w.meeting()),
        lambda w, p: circulars.move_motion(w.office, w.who(), _open_motion(w, p), "M-2025-01"),
    ),
    "an adopted condition": (
        "voting",
        None,
        lambda w, p: conditions.adopt_condition(
            w.office, w.who(), _open_motion(w, p), "T", "Träger", "before_application", "Vermerk"
        ),
    ),
    "a condition that is met": (
        "voting",
        _adopted,
        lambda w, p: conditions.meet_condition(
            w.office, w.who(), w.project(p).motions[-1].id, 1, "Vermerk"
        ),
    ),
    "votes that are told": (
        "endorsed",
        None,
        lambda w, p: telling.tell_votes(w.office, w.who(), w.project(p).motions[-1].id),
    ),
    "an objection to a recorded vote": (
        "endorsed",
        None,
        lambda w, p: disputes.object_to_ballot(
            w.office, w.who("seat:dgb"), w.project(p).motions[-1].id, "dgb", "Ich sagte Nein"
        ),
    ),
    "a key": ("idea", None, lambda w, _: register(w)),
    "a revoked key": (
        "idea",
        lambda w, _: register(w),
        lambda w, _: revoke_key(w.office, w.who(), key_of("dgb").thumbprint, None, "verloren"),
    ),
    "a signed ballot": (
        "voting",
        lambda w, p: (_attended(w, p), register(w)),
        lambda w, p: take(w, signed(w, p)),
    ),
    "a refused ballot": (
        "voting",
        lambda w, p: (_attended(w, p), register(w)),
        lambda w, p: take(w, signed(w, p, papers="0" * 64)),
    ),
    "packets sent": (
        "voting",
        None,
        lambda w, p: mark_sent(w.office, w.who(), _open_motion(w, p), (), "email"),
    ),
    "close_vote": (
        "voting",
        lambda w, p: (_attended(w, p), _vote(w, p)),
        lambda w, p: w.well(p, "close_vote"),
    ),
    "a recount": (
        "voting",
        lambda w, p: (_attended(w, p), _vote(w, p), w.well(p, "close_vote")),
        _corrected_ballot,
    ),
    "a new result in force": (
        "voting",
        lambda w, p: (
            _attended(w, p),
            _vote(w, p),
            w.well(p, "close_vote"),
            _corrected_ballot(w, p),
        ),
        lambda w, p: recounting.take_recount(w.office, w.who(), f"{p}-V1"),
    ),
    "record_decision": ("applied", None, lambda w, p: w.well(p, "record_decision")),
    "withdraw": ("voting", None, lambda w, p: w.well(p, "withdraw")),
    "close": ("reported", None, lambda w, p: w.well(p, "close")),
    "a correction": (
        "applied",
        None,
        lambda w, p: correcting.correct(
            w.office, w.who(), p, w.project(p).position, {"reference": "N-2"}, "verschrieben"
        ),
    ),
    "an undo": (
        "endorsed",
        None,
        lambda w, p: correcting.undo(w.office, w.who(), p, "zu früh"),
    ),
    "a signed copy": ("endorsed", None, _file_copy),
    "an import": ("idea", None, lambda w, _: w.imported(a_sketch("Ein anderes"))),
    "a meeting": ("idea", None, lambda w, _: w.meeting()),
    "an appointment": ("idea", None, lambda w, _: _appoint(w, "Anna Eins")),
    "the end of a term": (
        "submitted",
        lambda w, p: (_appoint(w, "Anna Eins"), w.well(p, "open_vote")),
        lambda w, _: _end(w, "Anna Eins"),
    ),
    "a free motion": ("idea", lambda w, _: w.meeting(), lambda w, _: _put(w)),
    "the close of a free motion": (
        "idea",
        lambda w, _: _counted(w, "resolution"),
        lambda w, _: _close(w),
    ),
    "the count of an election": (
        "idea",
        lambda w, _: _attended_free(w, "election"),
        lambda w, _: _count(w),
    ),
    "the close of an election": (
        "idea",
        lambda w, _: _counted(w, "election"),
        lambda w, _: resolution_results.close_resolution(
            w.office, w.who(), _FREE, {"elected": "A"}
        ),
    ),
    "a new round": (
        "idea",
        lambda w, _: (w.meeting(), _put(w), _cancel(w)),
        lambda w, _: resolutions.reopen_resolution(
            w.office, w.who(), _FREE, "", resolutions.Way("M-2025-01")
        ),
    ),
    "a cancellation": ("idea", lambda w, _: (w.meeting(), _put(w)), lambda w, _: _cancel(w)),
    "a telling": (
        "idea",
        lambda w, _: (
            _counted(w, "resolution"),
            _close(w),
        ),
        lambda w, _: resolution_results.send_resolution(
            w.office, w.who(), _FREE, "post", ("Frau M",)
        ),
    ),
    "a recount of a free motion": (
        "idea",
        lambda w, _: (_counted(w, "resolution"), _close(w)),
        lambda w, _: _corrected_free(w),
    ),
    "its new result in force": (
        "idea",
        lambda w, _: (_counted(w, "resolution"), _close(w), _corrected_free(w)),
        lambda w, _: correcting_free.take_free_recount(w.office, w.who(), _FREE),
    ),
    "a follower": ("submitted", _leaves, lambda w, p: _follow(w, p, "Bert Zwei")),
    "an agenda": ("submitted", lambda w, _: w.meeting(), _on_agenda),
    "an invitation": (
        "submitted",
        lambda w, p: (w.meeting(), _on_agenda(w, p)),
        lambda w, _: inviting.invite(w.office, w.who(), "M-2025-01", "email"),
    ),
    "all motions opened": (
        "submitted",
        lambda w, p: (w.meeting(), _on_agenda(w, p)),
        lambda w, _: together.open_all(w.office, w.who(), "M-2025-01", {}),
    ),
    "a meeting called off": (
        "voting",
        lambda w, p: inviting.invite(w.office, w.who(), _meeting_of(w, p), "email"),
        lambda w, p: inviting.call_off(w.office, w.who(), _meeting_of(w, p), "Sturm"),
    ),
    "all motions closed": (
        "voting",
        lambda w, p: (_attended(w, p), _vote(w, p)),
        lambda w, p: together.close_all(w.office, w.who(), _meeting_of(w, p), {}),
    ),
    "all results sent": (
        "endorsed",
        None,
        lambda w, p: together.send_all(
            w.office,
            w.who(),
            w.project(p).motions[-1].meeting,
            {"sent_on": w.today, "channel": "email"},
            {},
        ),
    ),
    "free motions opened with the others": (
        "submitted",
        _put_again,
        lambda w, _: together.open_all(w.office, w.who(), "M-2025-01", {}),
    ),
    "free motions closed with the others": (
        "voting",
        _joined,
        lambda w, p: together.close_all(w.office, w.who(), _meeting_of(w, p), {}),
    ),
    "free motions sent with the others": (
        "voting",
        _joined_and_closed,
        lambda w, p: together.send_all(
            w.office,
            w.who(),
            w.project(p).motions[-1].meeting,
            {"sent_on": w.today, "channel": "email"},
            {},
        ),
    ),
    "free motions taken off with the others": (
        "voting",
        lambda w, p: resolutions.open_resolution(
            *(w.office, w.who(), "Titel", "Text", "resolution"),
            resolutions.Way(meeting=_meeting_of(w, p)),
        ),
        lambda w, p: inviting.call_off(w.office, w.who(), _meeting_of(w, p), "Sturm"),
    ),
    "minutes sent": ("endorsed", _minuted, _sent),
    "minutes approved": (
        "endorsed",
        lambda w, p: (_minuted(w, p), _sent(w, p), w.meeting(w.today)),
        lambda w, p: minuting.approve_minutes(
            w.office, w.who(), w.project(p).motions[-1].meeting, "M-2025-02"
        ),
    ),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("error", [PowerCut("out"), ValueError("bad")], ids=["base", "exception"])
def test_a_failure_at_any_call_leaves_every_table_as_it_was(
    name: str, error: BaseException, at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, before_it, act = ACTS[name]
    monkeypatch.setattr(advancing, "seal_pending", lambda *_: [])
    sealing = (correcting, resolution_entries, recounting, agenda, inviting, minuting, judging)
    for module in (*sealing, circulars, conditions):
        monkeypatch.setattr(module, "seal_pending", lambda *_: [])
    with at(state) as (world, project):
        if before_it:
            before_it(world, project)
        day, path = world.today, world.office.db.path
        before = contents(path)
        for number in range(1, 500):
            world.today = day
            failing = Failing(number, error)
            with monkeypatch.context() as patch:
                failing.install(patch)
                try:
                    act(world, project)
                except type(error):
                    pass
                else:
                    break
            assert contents(path) == before, f"call {number}"
        assert failing.calls == number - 1 > 1
        assert contents(path) != before
        assert not broken_links(path)
        assert not fold_differences(path, world.office)


@pytest.mark.parametrize("name", ACTS)
def test_a_commit_that_fails_leaves_every_table_as_it_was(
    name: str, at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, before_it, act = ACTS[name]
    with at(state) as (world, project):
        if before_it:
            before_it(world, project)
        day, path = world.today, world.office.db.path
        before = contents(path)
        connection = world.office.db._connection
        real = connection.exec_driver_sql

        def full(sql: str, *values: Any) -> Any:
            if sql == "COMMIT" and connection.in_nested_transaction() is False and wrote():
                raise sqlite3.OperationalError("database or disk is full")
            return real(sql, *values)

        def wrote() -> bool:
            rows = real("SELECT COUNT(*) FROM event").fetchall()
            return bool(rows[0][0] > len(before["event"]))

        with monkeypatch.context() as patch:
            patch.setattr(connection, "exec_driver_sql", full)
            with pytest.raises(BuendnisError, match="disk is full"):
                act(world, project)
        assert contents(path) == before
        world.today = day
        act(world, project)
        assert contents(path) != before


def test_a_template_that_lacks_a_value_stops_the_step_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_state(tmp_path, "idea") as (world, project):
        monkeypatch.undo()
        wrong = {""}
        real = text.template_source

        def broken(kind: str, alliance: str) -> bytes:
            if kind in wrong:
                return b"<document>{{ no.such.value }}</document>"
            return real(kind, alliance)

        monkeypatch.setattr(text, "template_source", broken)
        before = contents(world.office.db.path)
        # The first document of the step, its last, and the draft: wherever it fails.
        for kind in ("begleitblatt", "vollstaendigkeitspruefung", "ideenblatt"):
            wrong.add(kind)
            with pytest.raises(BuendnisError):
                world.well(project, "present")
            assert contents(world.office.db.path) == before
            wrong.clear()
        assert world.well(project, "present").sealed == ("2025-00001", "2025-00002", "2025-00003")


def test_an_exception_in_a_rule_leaves_everything_as_it_was(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from buendnis.rules import registry

    def fails(_: object) -> Any:
        raise ZeroDivisionError

    with at("assessed") as (world, project):
        before = contents(world.office.db.path)
        for name in ("A1", "B2", "D3", "D7"):
            broken = registry.Rule(name, registry.book()[name].title, "", "sketch", fails)
            with monkeypatch.context() as patch:
                patch.setitem(registry._BOOK, name, broken)
                with pytest.raises(ZeroDivisionError):
                    world.well(project, "submit")
            assert contents(world.office.db.path) == before
        world.well(project, "submit")


def test_what_fails_after_the_commit_is_sealed_by_the_next_command(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at("idea") as (world, project):
        path = world.office.db.path
        with monkeypatch.context() as patch:
            patch.setattr(issuing, "render", _no_page)
            world.well(project, "present")
        assert set(world.office.unset.values()) == {"no page"}
        assert world.project(project).state == "with_alliance"
        assert [row[9] for row in contents(path)["document"]] == ["", "", ""]
        who = world.who()
    with open_office(path, who) as office:
        assert all(row[9] for row in contents(path)["document"])
        assert not fold_differences(path, office)
    assert not broken_links(path)


def _no_page(*_: object) -> bytes:
    raise OSError("no page")


def test_a_refused_import_of_several_sketches_brings_none_and_costs_the_next_nothing(
    tmp_path: Path,
) -> None:
    with new_world(tmp_path) as world:
        good, bad = a_sketch("Eins"), a_sketch(" ")
        before = contents(world.office.db.path)
        with pytest.raises(Refused):
            import_sketches(world.office, world.who(), [("a", good), ("b", bad)])
        assert contents(world.office.db.path) == before
        project = world.imported(good)
        path, today = world.office.db.path, world.today + timedelta(days=1)
    with open_office(path, world.who()) as office:
        # Its workflow was stored with it, though the first attempt was rolled back.
        assert World(office, today).well(project, "present").after.state == "with_alliance"
