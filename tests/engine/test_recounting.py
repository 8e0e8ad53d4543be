"""A ballot that was entered wrong: corrected until the close, counted again after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from buendnis.canon import canonical, parsed
from buendnis.events import BALLOTS_RECORDED
from buendnis.facts import Motion
from buendnis.fold import RECOUNTED
from buendnis.store.reading import open_view
from buendnis.store.record import stream_events
from buendnis.usecases.auditing import audit
from buendnis.usecases.correcting import Corrected, correct, undo
from buendnis.usecases.correcting_ballots import ballot_correction
from buendnis.usecases.recounting import take_recount
from tests.engine.world import World, broken_links, fold_differences, new_world
from votes.certificate import values_in
from votes.recount import recompute


@pytest.fixture
def documents_without_pages() -> None:
    """Here documents are made for real: what they show decides which are marked."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with new_world(tmp_path) as made:
        yield made


def voted(world: World, **answers: str) -> tuple[str, int]:
    """A project whose vote is open and answered, and the entry with the ballots."""
    project = world.to(world.imported(), "voting")
    motion = world.project(project).open_motion
    assert motion is not None
    world.tick(7)
    world.attend(motion.meeting)
    world.vote(motion.id, "yes", **answers)
    with world.office.db.transaction() as tx:
        events = stream_events(tx, project)
    return project, next(one.position for one in events if one.kind == BALLOTS_RECORDED)


def fix(world: World, project: str, entry: int, actor: str = "office", **seats: str) -> Corrected:
    named = {seat.replace("_", "-"): answer for seat, answer in seats.items()}
    return correct(world.office, world.who(actor), project, entry, {"seat": named}, "Hörfehler")


def motion_of(world: World, project: str) -> Motion:
    return world.project(project).motions[-1]


def certificate(world: World, digest: str) -> dict[str, Any]:
    with open_view(world.office.db.path) as view:
        body = view.content(digest)
    assert body is not None
    return parsed(body, dict)


def sound(world: World) -> None:
    path = world.office.db.path
    assert not broken_links(path)
    assert not fold_differences(path, world.office)
    report = audit(path)
    assert report.sound, report.faults


def test_until_the_close_a_corrected_ballot_simply_counts(world: World) -> None:
    project, entry = voted(world)
    done = fix(world, project, entry, dgb="no")
    assert (done.recount, done.findings, done.replaces) == (None, (), {})
    world.well(project, "close_vote")
    motion = motion_of(world, project)
    assert motion.result is not None
    assert (motion.result.result, motion.result.cause) == ("deferred", "no_consensus")
    ballots = values_in(certificate(world, motion.certificate))["ballots"]
    assert {one["seat"]: one["answer"] for one in ballots}["dgb"] == "no"
    sound(world)


def test_after_the_close_the_motion_is_counted_again_with_a_certificate_of_its_own(
    world: World,
) -> None:
    project, entry = voted(world)
    world.well(project, "close_vote")
    first = motion_of(world, project)
    done = fix(world, project, entry, dgb="abstain")
    motion = motion_of(world, project)
    assert done.recount == motion
    assert motion.result == first.result
    (recount,) = motion.recounts
    assert not recount.changed and not motion.recount_pending
    assert (recount.result.yes, recount.result.abstain) == (11, 1)
    assert recount.certificate != first.certificate
    again, old = certificate(world, recount.certificate), certificate(world, first.certificate)
    assert recompute(again) == recompute(old) == []
    assert values_in(again)["numbers"]["abstain"] == 1
    assert values_in(old)["numbers"]["abstain"] == 0
    # The numbers in the minutes are others now: this is said, and nothing is marked.
    assert {one.rule for one in done.findings} == {"document"}
    assert {one.replaced_by for one in world.project(project).documents} == {""}
    sound(world)


def test_where_the_result_changes_the_letters_are_marked_and_the_state_stays(world: World) -> None:
    project, entry = voted(world)
    world.well(project, "close_vote")
    world.well(project, "send_votum")
    done = fix(world, project, entry, dgb="no")
    motion = motion_of(world, project)
    assert motion.recount_pending
    assert {one.rule for one in done.findings} >= {"vote", "document"}
    marked = {one.kind for one in done.after.documents if one.replaced_by == RECOUNTED}
    assert marked >= {"niederschrift", "votum"}
    assert done.after.state == "votum_sent"
    assert world.rules(lambda: take_recount(world.office, world.who(), motion.id)) == {"vote"}
    sound(world)


def test_no_letter_tells_a_result_that_a_new_count_has_overtaken(world: World) -> None:
    project, entry = voted(world)
    world.well(project, "close_vote")
    fix(world, project, entry, dgb="no")
    motion = motion_of(world, project)
    assert world.rules(lambda: world.well(project, "send_votum")) == {"C5"}
    take_recount(world.office, world.who(), motion.id)
    world.well(project, "send_votum")
    assert [one.kind for one in world.project(project).documents][-1] == "zwischennachricht"
    sound(world)


def test_once_the_first_result_holds_again_the_marks_go(world: World) -> None:
    project, entry = voted(world)
    world.well(project, "close_vote")
    fix(world, project, entry, dgb="no")
    done = fix(world, project, entry, dgb="yes")
    assert not motion_of(world, project).recount_pending
    assert len(motion_of(world, project).recounts) == 2
    assert {one.replaced_by for one in done.after.documents} == {""}
    sound(world)


def test_an_undone_correction_takes_its_count_with_it(world: World) -> None:
    project, entry = voted(world)
    world.well(project, "close_vote")
    before = motion_of(world, project)
    fix(world, project, entry, dgb="no")
    after = undo(world.office, world.who(), project, "war doch richtig").after
    assert after.motions[-1] == before
    assert {one.replaced_by for one in after.documents} == {""}
    sound(world)


@pytest.mark.parametrize(
    ("first", "then", "state"),
    [
        ({}, {"dgb": "no"}, "deferred"),
        ({"dgb": "no"}, {"dgb": "yes"}, "endorsed"),
        ({"dgb": "no"}, {"dgb": "abstain"}, "endorsed"),
    ],
)
def test_while_nothing_rests_on_it_the_new_result_takes_its_place(
    world: World, first: dict[str, str], then: dict[str, str], state: str
) -> None:
    project, entry = voted(world, **first)
    world.well(project, "close_vote")
    world.well(project, "note")
    old = world.project(project)
    fix(world, project, entry, **then)
    assert world.project(project).state == old.state
    done = take_recount(world.office, world.who(), old.motions[-1].id)
    assert done.after.state == world.project(project).state == state
    motion = motion_of(world, project)
    assert motion.result is not None and not motion.recount_pending
    assert motion.result == motion.recounts[-1].result
    assert recompute(certificate(world, motion.certificate)) == []
    minutes = [one for one in done.after.documents if one.kind == "niederschrift"]
    assert [one.replaced_by for one in minutes] == [minutes[-1].number, ""]
    sound(world)
    world.well(project, "send_votum" if state == "endorsed" else "open_vote")
    sound(world)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"reasons": {"continuation": "trägt sich"}}, {"result": "endorsed", "cause": ""}),
        ({"postponed": "true"}, {"result": "deferred", "cause": "postponed"}),
    ],
    ids=["reasons", "postponed"],
)
def test_a_corrected_close_has_a_certificate_of_what_it_says_now(
    world: World, changes: dict[str, Any], outcome: dict[str, str]
) -> None:
    project, _ = voted(world)
    world.well(project, "close_vote")
    close = world.project(project).position
    done = correct(world.office, world.who(), project, close, changes, "vergessen")
    motion = motion_of(world, project)
    assert done.recount == motion and not motion.recount_pending
    made = certificate(world, motion.certificate)
    assert motion.certificate == motion.recounts[-1].certificate
    assert recompute(made) == []
    values = values_in(made)
    assert values["outcome"] == outcome
    assert values["reasons"] == changes.get("reasons", {})
    sound(world)


def test_nothing_is_put_in_force_where_nothing_has_changed(world: World) -> None:
    from buendnis.usecases.recounting import recount_pending

    project, entry = voted(world)
    motion = motion_of(world, project)
    assert not recount_pending(world.office, motion.id)
    world.well(project, "close_vote")
    fix(world, project, entry, dgb="abstain")
    assert not recount_pending(world.office, motion.id)
    assert not recount_pending(world.office, "X-V1")


REFUSED: dict[str, tuple[str, dict[str, str], set[str]]] = {
    "a reader": ("reader", {"dgb": "no"}, {"role"}),
    "the seat itself": ("seat:dgb", {"dgb": "no"}, {"role"}),
    "a seat without a ballot": ("office", {"arl": "no"}, {"vote"}),
    "a foreign seat": ("office", {"mars": "no"}, {"vote"}),
    "no answer": ("office", {"dgb": "vielleicht"}, {"vote"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_correction_that_may_not_be_is_refused_and_changes_nothing(
    world: World, name: str
) -> None:
    actor, seats, rules = REFUSED[name]
    project, entry = voted(world)
    before = world.project(project)
    assert world.rules(lambda: fix(world, project, entry, actor, **seats)) == rules
    assert world.project(project) == before


def test_nobody_corrects_the_ballot_of_their_own_seat(world: World) -> None:
    from buendnis.usecases.recording_ballots import record_ballots

    project, _ = voted(world)
    motion = motion_of(world, project)
    record_ballots(world.office, world.who("chair"), motion.id, "meeting", {"arl": "yes"})
    entry = world.project(project).position
    assert world.rules(lambda: fix(world, project, entry, arl="no")) == {"vote"}
    fix(world, project, entry, "chair", arl="no")
    assert {one.seat: one.answer for one in motion_of(world, project).ballots}["arl"] == "no"


def test_a_signed_ballot_is_corrected_by_nobody_but_its_member(world: World) -> None:
    project, entry = voted(world)
    with world.office.db.transaction() as tx:
        event = next(one for one in stream_events(tx, project) if one.position == entry)
    rows = [{**row, "origin": "signed"} for row in event.payload["ballots"]]
    signed = msgspec.structs.replace(event, payload={**event.payload, "ballots": rows})
    facts, changes = world.project(project), {"seat": {"dgb": "no"}}
    for actor in ("office", "chair"):
        who = world.who(actor)
        act = (world.office, who, facts, signed, changes, "")
        assert world.rules(lambda act=act: ballot_correction(*act)) == {"vote"}  # type: ignore[misc]


@contextmanager
def by_laws(world: World, change: Callable[[Any], Any]) -> Iterator[None]:
    """The office under other by-laws."""
    old = world.office.settings
    world.office.settings = msgspec.structs.replace(old, bylaws=change(old.bylaws))
    try:
        yield
    finally:
        world.office.settings = old


CONFIRMED = {"": {"second_person"}, "Frau  büro": {"second_person"}, "Herr Zwei": set()}


@pytest.mark.parametrize("name", CONFIRMED)
@pytest.mark.parametrize("closed", [False, True], ids=["before the close", "after it"])
def test_where_the_bylaws_ask_for_it_a_second_person_confirms(
    world: World, name: str, closed: bool
) -> None:
    def asking(bylaws: Any) -> Any:
        return msgspec.structs.replace(bylaws, second_person=("ballot",))

    with by_laws(world, asking):
        project, entry = voted(world)
        if closed:
            world.well(project, "close_vote")
        changes = {"seat": {"dgb": "abstain"}}

        def act() -> object:
            return correct(world.office, world.who(), project, entry, changes, "Hörfehler", name)

        assert world.rules(act) == CONFIRMED[name]
        changed = {one.seat: one.answer for one in motion_of(world, project).ballots}["dgb"]
        assert changed == ("yes" if CONFIRMED[name] else "abstain")
        sound(world)
        with world.office.db.transaction() as tx:
            stored = canonical([one.payload for one in stream_events(tx, project)]).decode()
        assert "Herr Zwei" not in stored
