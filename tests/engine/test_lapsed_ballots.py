"""A ballot that attendance has made inadmissible blocks no other ballot of its seat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from buendnis.usecases import meetings
from buendnis.usecases.advancing import Attachment
from buendnis.usecases.auditing import audit
from buendnis.usecases.keys import register_key
from buendnis.usecases.recording_ballots import record_ballots
from tests.engine.conftest import Open
from tests.engine.signing import key_of, register, signed, take
from tests.engine.world import World, fold_differences
from votes.signed import fingerprint_of

DEPUTY = {"signer": "deputy", "by": "deputy", "case": "prevented"}


@pytest.fixture
def hall(at: Open) -> Iterator[tuple[World, str]]:
    """An open motion in a meeting, and keys of a seat's member and deputy."""
    with at("voting") as (world, project):
        register(world)
        register_key(
            world.office, world.who(), "dgb", "Person deputy", key_of("deputy").jwk, deputy=True
        )
        world.tick(7)
        world.attend(world.project(project).motions[-1].meeting)
        yield world, project
        assert not fold_differences(world.office.db.path, world.office)
        assert audit(world.office.db.path).sound


def sits(world: World, project: str, by: str, case: str = "") -> None:
    row = meetings.Attending("dgb", by, case) if case else meetings.Attending("dgb", by)
    meeting = world.project(project).motions[-1].meeting
    meetings.record_attendance(world.office, world.who(), meeting, [row])


def standing(world: World, project: str) -> tuple[str, str, str]:
    (one,) = [x for x in world.project(project).motions[-1].ballots if x.seat == "dgb"]
    return one.by, one.answer, one.origin


def test_the_member_votes_after_the_deputy_no_longer_counts(hall: tuple[World, str]) -> None:
    world, project = hall
    sits(world, project, "deputy", "prevented")
    assert take(world, signed(world, project, **DEPUTY)).stands
    sits(world, project, "member")
    assert take(world, signed(world, project, answer="no")).stands
    assert standing(world, project) == ("member", "no", "signed")


def test_the_deputy_votes_after_the_member_no_longer_counts(hall: tuple[World, str]) -> None:
    world, project = hall
    assert take(world, signed(world, project, answer="no")).stands
    sits(world, project, "deputy", "prevented")
    first = signed(world, project, **DEPUTY)
    assert take(world, first).stands
    again = signed(world, project, answer="abstain", replaces=fingerprint_of(first), **DEPUTY)
    assert take(world, again).stands
    assert standing(world, project) == ("deputy", "abstain", "signed")


def test_the_chair_records_where_a_signed_ballot_no_longer_counts(hall: tuple[World, str]) -> None:
    world, project = hall
    motion = world.project(project).motions[-1].id
    sits(world, project, "deputy", "prevented")
    take(world, signed(world, project, **DEPUTY))
    assert world.rules(lambda: world.vote(motion, dgb="no")) == {"vote"}
    sits(world, project, "member")
    for answer in ("no", "abstain"):
        record_ballots(world.office, world.who(), motion, "meeting", {"dgb": answer})
        assert standing(world, project) == ("member", answer, "meeting")
    assert take(world, signed(world, project)).stands
    assert standing(world, project) == ("member", "yes", "signed")


def test_a_signed_ballot_takes_the_place_of_an_email_after_the_last_signed(at: Open) -> None:
    with at("voting") as (world, project):
        register(world)
        world.tick(7)
        motion = world.project(project).motions[-1]
        world.attend(motion.meeting)
        last = signed(world, project)
        take(world, last)
        for answer in ("no", "abstain"):
            mail = Attachment("mail", "mail.eml", f"{answer}: {fingerprint_of(last)}".encode())
            record_ballots(
                world.office, world.who(), motion.id, "email", {"dgb": answer}, "", (mail,)
            )
            assert standing(world, project) == ("member", answer, "email")
            last = signed(world, project, answer=answer, replaces=fingerprint_of(last))
            assert take(world, last).stands
        assert standing(world, project) == ("member", "abstain", "signed")
        assert not fold_differences(world.office.db.path, world.office)
        assert audit(world.office.db.path).sound
