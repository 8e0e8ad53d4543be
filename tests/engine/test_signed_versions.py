"""Signed ballots and what becomes of a motion meanwhile: new versions, another procedure, and free
motions, which lie in a stream of their own."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from buendnis.canon import canonical, parsed
from buendnis.events import CONDITION_ADOPTED, MOTION_MOVED, RESOLUTION_PROPOSED
from buendnis.facts import Motion, Resolution
from buendnis.store.reading import open_view
from buendnis.store.record import load_resolution, record_on_resolution
from buendnis.usecases.keys import register_key
from buendnis.usecases.motions import find_open_motion, record_on_motion
from buendnis.usecases.packets import fingerprints_of, make_packets
from tests.engine.conftest import Open
from tests.engine.signing import key_of, register, signed, take
from tests.engine.world import World, fold_differences
from votes.chain import standing
from votes.signed import fingerprint_of

CONDITION = {"text": "bis März", "owner": "Träger", "due": "", "evidence": ""}


def change(world: World, motion: str, kind: str, payload: dict[str, Any]) -> None:
    """An entry on the open motion, as its own command makes it."""
    with world.office.db.transaction() as tx:
        found = find_open_motion(tx, motion)
        record_on_motion(world.office, tx, world.who(), found, kind, payload)


def open_motion(world: World, project: str) -> Motion:
    motion = world.project(project).open_motion
    assert motion is not None
    return motion


def ready(world: World, project: str) -> str:
    motion = open_motion(world, project)
    world.tick(7)
    world.attend(motion.meeting)
    register(world)
    return motion.id


def codes(taken: Any) -> str:
    return " ".join(str(one.message) for one in taken.reasons)


def test_a_condition_that_is_adopted_voids_ballots_and_begins_a_new_chain(at: Open) -> None:
    with at("voting") as (world, project):
        motion = ready(world, project)
        old, late = signed(world, project), signed(world, project, answer="abstain")
        assert take(world, old).stands
        change(world, motion, CONDITION_ADOPTED, CONDITION)
        assert open_motion(world, project).ballots == ()
        again = take(world, old)
        assert (again.status, again.stands) == ("known", False)
        assert "is for version 1" in codes(take(world, late))
        # The first one of the new version names none.
        new = take(world, signed(world, project, answer="no"))
        assert (new.status, new.stands) == ("recorded", True)
        assert [one.answer for one in open_motion(world, project).ballots] == ["no"]
        assert not fold_differences(world.office.db.path, world.office)


def test_a_ballot_for_another_procedure_is_none_after_the_motion_was_moved(at: Open) -> None:
    with at("voting") as (world, project):
        motion = ready(world, project)
        old, late = signed(world, project), signed(world, project, answer="no")
        assert take(world, old).stands
        change(world, motion, MOTION_MOVED, {"meeting": world.meeting()})
        assert open_motion(world, project).ballots == ()
        assert take(world, old).status == "known"
        taken = take(world, late)
        assert "answers another question" in codes(taken)
        assert open_motion(world, project).ballots == ()


def test_an_earlier_ballot_that_comes_late_stays_in_the_record_and_does_not_stand(
    at: Open,
) -> None:
    with at("voting") as (world, project):
        ready(world, project)
        data = [signed(world, project)]
        for answer in ("no", "abstain", "yes"):
            before = fingerprint_of(data[-1])
            data.append(signed(world, project, answer=answer, replaces=before))
        stands = [take(world, one).stands for one in (data[2], data[0], data[3], data[1])]
        assert stands == [True, False, True, False]
        motion = open_motion(world, project)
        assert [one.ballot for one in motion.ballots] == [fingerprint_of(data[3])]
        assert len(motion.earlier) == 3
        assert standing([*motion.earlier, *motion.ballots]) == motion.ballots[0]
        assert not fold_differences(world.office.db.path, world.office)


def a_resolution(world: World, project: str, **changes: Any) -> Resolution:
    """A free motion with the seats and by-laws of the project's motion."""
    parts: dict[str, Any] = {
        "id": "B-2025-01-V1",
        "purpose": "resolution",
        "title": "Erweiterung",
        "text": "Der Landkreis wird aufgenommen.",
        "plan": None,
    }
    motion = replace(open_motion(world, project), **(parts | changes))
    payload = {
        "alliance": "leine-weser",
        "kind": "resolution",
        "title": "Erweiterung",
        "text": "Der Landkreis wird aufgenommen.",
        "motion": parsed(canonical(msgspec.to_builtins(motion)), dict),
    }
    with world.office.db.transaction() as tx:
        return record_on_resolution(
            tx, world.who().entering(), None, "B-2025-01", RESOLUTION_PROPOSED, payload
        )


@pytest.mark.parametrize("answer", ["yes", "no", "abstain"])
def test_a_free_motion_has_a_packet_and_takes_signed_ballots(at: Open, answer: str) -> None:
    with at("voting") as (world, project):
        ready(world, project)
        resolution = a_resolution(world, project)
        with world.office.db.transaction() as tx:
            found = find_open_motion(tx, "B-2025-01-V1")
            question, papers = fingerprints_of(tx, found.holder, found.motion)
        with open_view(world.office.db.path) as view:
            (packet,) = make_packets(view, "B-2025-01-V1", "Bündnis")
        assert packet.packet.question["text"] == resolution.text
        assert packet.packet.question_fingerprint == question
        assert packet.packet.papers_fingerprint == papers
        bound = {"motion": "B-2025-01-V1", "question": question, "papers": papers}
        assert take(world, signed(world, project, answer=answer, **bound)).stands
        wrong = take(world, signed(world, project, motion="B-2025-01-V1"))
        assert wrong.status == "refused"
        with world.office.db.transaction() as tx:
            after = load_resolution(tx, "B-2025-01")
        assert after is not None
        assert after.open_motion is not None
        assert [one.answer for one in after.open_motion.ballots] == [answer]
        assert not fold_differences(world.office.db.path, world.office)


@pytest.mark.parametrize("order", [("dgb", "deputy"), ("deputy", "dgb")])
def test_where_the_by_laws_say_so_the_member_s_ballot_takes_the_deputy_s_place(
    at: Open, order: tuple[str, str]
) -> None:
    with at("voting") as (world, project):
        ready(world, project)
        who = world.who()
        register_key(world.office, who, "dgb", "Vertretung", key_of("deputy").jwk, deputy=True)
        motion = open_motion(world, project)
        deputies = {**motion.bylaws["deputies"], "precedence": "member_supersedes"}
        a_resolution(
            world,
            project,
            mode="circular",
            meeting="",
            until=world.today,
            bylaws={**motion.bylaws, "deputies": deputies},
        )
        with world.office.db.transaction() as tx:
            found = find_open_motion(tx, "B-2025-01-V1")
            question, papers = fingerprints_of(tx, found.holder, found.motion)
        bound = {"motion": "B-2025-01-V1", "question": question, "papers": papers}
        says: dict[str, dict[str, Any]] = {
            "dgb": {"answer": "yes"},
            "deputy": {"answer": "no", "by": "deputy", "case": "prevented", "signer": "deputy"},
        }
        taken = [take(world, signed(world, project, **bound, **says[one])) for one in order]
        second = "recorded" if order[1] == "dgb" else "refused"
        assert [one.status for one in taken] == ["recorded", second]
        with world.office.db.transaction() as tx:
            after = load_resolution(tx, "B-2025-01")
        assert after is not None
        assert after.open_motion is not None
        assert [one.answer for one in after.open_motion.ballots] == ["yes"]
        assert not fold_differences(world.office.db.path, world.office)
