"""Where members sign their ballots and the office runs the circular: neither forgets the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from buendnis.facts import Motion, Resolution
from buendnis.store.reading import open_view
from buendnis.usecases.advancing import Attachment
from buendnis.usecases.auditing import audit
from buendnis.usecases.circulars import extend_motion, move_motion, remind_members
from buendnis.usecases.conditions import adopt_condition
from buendnis.usecases.keys import register_key
from buendnis.usecases.motions import find_open_motion
from buendnis.usecases.packets import find_for_view, fingerprints_of, make_packets
from buendnis.usecases.receipts import receipts_of
from buendnis.usecases.recording_ballots import Said, record_ballots
from buendnis.usecases.recusals import lift_recusal, recuse_seat
from buendnis.usecases.resolution_results import cancel_resolution
from buendnis.usecases.resolutions import Way, open_resolution, reopen_resolution
from buendnis.usecases.telling import tell_votes
from tests.engine.conftest import Open
from tests.engine.signing import key_of, register, signed, take
from tests.engine.world import World, fold_differences, new_world
from votes.signed import fingerprint_of

UNTIL = timedelta(days=14)
ALL = 13


@pytest.fixture
def circular(at: Open) -> Iterator[tuple[World, str]]:
    """An open circular, and the key of one seat."""
    with at("submitted") as (world, project):
        end = (world.today + UNTIL).isoformat()
        world.take(project, "open_vote", form={"until": end, "reason": "Frist"})
        register(world)
        yield world, project
        sound(world)


def sound(world: World) -> None:
    assert not fold_differences(world.office.db.path, world.office)
    assert audit(world.office.db.path).sound


def motion_of(world: World, project: str) -> Motion:
    return world.project(project).motions[-1]


def adopt(world: World, motion: str) -> Motion:
    due = (world.today + UNTIL).isoformat()
    return adopt_condition(
        world.office, world.who(), motion, "Bericht", "Träger", due, "Vermerk"
    ).motion


def silent(world: World, motion: str) -> set[str]:
    found = remind_members(world.office, world.who(), motion, record=True)
    return {one.seat for one in found.silent}


def test_a_signed_ballot_is_an_answer_of_which_nobody_is_reminded(
    circular: tuple[World, str],
) -> None:
    world, project = circular
    motion = motion_of(world, project).id
    assert "dgb" in silent(world, motion)
    assert take(world, signed(world, project)).stands
    assert "dgb" not in silent(world, motion)


@pytest.mark.parametrize("answer", ["yes", "no", "abstain"])
def test_a_signed_ballot_may_object_to_the_procedure_besides(
    circular: tuple[World, str], answer: str
) -> None:
    world, project = circular
    done = take(world, signed(world, project, answer=answer, objection=True))
    assert (done.status, done.stands) == ("recorded", True)
    motion = motion_of(world, project)
    assert (motion.objections, motion.ballots[0].answer) == (("dgb",), answer)
    # A later ballot that objects no more does not take the objection back.
    again = signed(world, project, replaces=fingerprint_of(_data(world, motion)))
    assert take(world, again).stands
    assert motion_of(world, project).objections == ("dgb",)


def _data(world: World, motion: Motion) -> bytes:
    with open_view(world.office.db.path) as view:
        body = view.content(motion.ballots[0].evidence)
    assert body is not None
    return body


def test_in_a_meeting_a_signed_objection_to_the_circular_is_refused(at: Open) -> None:
    with at("voting") as (world, project):
        register(world)
        world.tick(7)
        world.attend(motion_of(world, project).meeting)
        done = take(world, signed(world, project, objection=True))
        assert done.status == "refused"
        assert "voted on in a meeting" in str(done.reasons[0].message)
        assert motion_of(world, project).objections == ()
        sound(world)


def test_where_the_by_laws_know_no_objection_a_signed_one_is_refused(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        settings = world.office.settings
        rules = replace(settings.bylaws.circular, objections_to_meeting=0)
        bylaws = replace(settings.bylaws, circular=rules)
        world.office.__dict__["settings"] = replace(settings, bylaws=bylaws)
        register(world)
        done = free(world)
        taken = take(world, free_ballot(world, done.id, objection=True))
        assert taken.status == "refused"
        assert "nobody can object" in str(taken.reasons[0].message)


def test_the_office_never_writes_over_a_signed_ballot_but_records_the_others(
    circular: tuple[World, str],
) -> None:
    world, project = circular
    data = signed(world, project)
    take(world, data)
    motion = motion_of(world, project).id

    def record(source: str, *papers: Attachment, **more: Any) -> None:
        said = Said(**more)
        record_ballots(
            world.office, world.who(), motion, source, {"dgb": "no", "hwk": "yes"}, "", papers, said
        )

    assert world.rules(lambda: record("email")) == {"vote"}
    assert motion_of(world, project).ballots[0].origin == "signed"
    mail = Attachment("ballot", "a.eml", b"From: d@example.org\n\n" + fingerprint_of(data).encode())
    assert world.rules(lambda: record("paper", mail)) == {"vote"}
    # The seat's own mail names the ballot: then it is the next one of the chain.
    record("email", evidence={"dgb": mail}, reasons={"dgb": "überlegt"})
    first, second = motion_of(world, project).ballots
    assert (first.seat, first.answer, first.origin, first.reason) == (
        *("dgb", "no", "email"),
        "überlegt",
    )
    assert (first.replaces, first.ballot) == (fingerprint_of(data), first.evidence)
    assert (second.seat, second.evidence) == ("hwk", "")


def test_an_adopted_condition_sends_new_papers_and_refuses_ballots_on_the_old_ones(
    circular: tuple[World, str],
) -> None:
    world, project = circular
    old, late = signed(world, project), signed(world, project, answer="no")
    take(world, old)
    take(world, signed(world, project, answer="abstain", replaces=fingerprint_of(old)))
    assert len(motion_of(world, project).earlier) == 1
    before = packet(world, motion_of(world, project).id)
    after = adopt(world, motion_of(world, project).id)
    assert (after.ballots, after.earlier, after.version) == ((), (), 2)
    assert "version 1" in str(take(world, late).reasons[0].message)
    new = packet(world, after.id)
    # One of each kind: a member who fills in the form cannot take the one that is void.
    assert {one.kind for one in new.papers} == {one.kind for one in before.papers}
    assert len(new.papers) == len({one.kind for one in new.papers})
    # Who sees to it is a person: what is signed names nobody, and reads the same everywhere.
    assert "Träger" not in str(new.question["conditions"])
    with world.office.db.transaction() as tx:
        found = find_open_motion(tx, after.id)
        bound = fingerprints_of(tx, found.holder, found.motion)
    assert bound == (new.question_fingerprint, new.papers_fingerprint)
    assert new.papers_fingerprint != before.papers_fingerprint
    done = take(world, signed(world, project, answer="no"))
    assert (done.status, done.stands) == ("recorded", True)
    # The reminder that is issued meanwhile is no paper of the motion.
    silent(world, after.id)
    assert packet(world, after.id).papers_fingerprint == new.papers_fingerprint


def packet(world: World, motion: str) -> Any:
    from buendnis.usecases.issuing import seal_pending

    seal_pending(world.office, world.who())
    with open_view(world.office.db.path) as view:
        (made,) = make_packets(view, motion, "Bündnis")
    return made.packet


def test_ballots_stand_when_a_circular_is_extended_and_fall_when_it_is_moved(
    circular: tuple[World, str],
) -> None:
    world, project = circular
    motion, data = motion_of(world, project), signed(world, project)
    take(world, data)
    later = signed(world, project, answer="no", replaces=fingerprint_of(data))
    until = world.today + 2 * UNTIL
    extend_motion(world.office, world.who(), motion.id, until, "Ferien")
    assert packet(world, motion.id).until == until
    # The packet that went out before the extension is still good.
    assert take(world, later).stands
    third = signed(world, project, answer="abstain", replaces=fingerprint_of(later))
    moved = move_motion(world.office, world.who(), motion.id, world.meeting()).motion
    assert (moved.ballots, moved.earlier) == ((), ())
    assert "answers another question" in " ".join(
        str(one.message) for one in take(world, third).reasons
    )
    with open_view(world.office.db.path) as view:
        receipts = receipts_of(view, motion.id, "dgb")
    assert [one.stands for one in receipts] == [False, False]
    world.tick(7)
    world.attend(moved.meeting)
    assert take(world, signed(world, project)).stands


def test_a_recusal_that_is_lifted_leaves_nothing_of_who_stood_in(
    circular: tuple[World, str],
) -> None:
    world, project = circular
    motion, who = motion_of(world, project), world.who()
    seat = next(one["id"] for one in motion.roster if len(one["institutions"]) > 1)
    register_key(world.office, who, seat, "Vertretung", key_of("deputy").jwk, deputy=True)
    register(world, seat)
    recuse_seat(world.office, who, motion.id, seat, "befangen")
    stands_in = {"by": "deputy", "case": "recused", "signer": "deputy"}
    first = signed(world, project, seat, **stands_in)
    assert take(world, first).stands
    again = signed(world, project, seat, answer="no", replaces=fingerprint_of(first), **stands_in)
    assert take(world, again).stands
    after = lift_recusal(world.office, who, motion.id, seat, "verwechselt").motion
    assert (after.ballots, after.earlier) == ((), ())
    assert take(world, signed(world, project, seat)).stands


def test_each_member_is_told_the_recorded_vote_and_who_signed_has_the_receipt(
    circular: tuple[World, str],
) -> None:
    world, project = circular
    take(world, signed(world, project))
    motion = motion_of(world, project)
    seats = [one["id"] for one in motion.roster if one["id"] != "dgb"]
    record_ballots(
        world.office, world.who("chair"), motion.id, "email", dict.fromkeys(seats, "yes")
    )
    world.well(project, "close_vote")
    told = tell_votes(world.office, world.who(), motion.id).told
    assert {one.seat for one in told} == set(seats)
    assert motion_of(world, project).result is not None


# ---------------------------------------------------------------- free motions


def free(world: World) -> Motion:
    way = Way(reason="Frist", days=14)
    papers = (Attachment("vorlage", "begruendung.txt", b"Weil es noetig ist."),)
    return open_resolution(
        world.office, world.who(), "Sitz", "Ein Sitz kommt hinzu.", "resolution", way, papers
    ).motion


def free_ballot(world: World, motion: str, **changes: Any) -> bytes:
    from votes.signed import SignedBallot, sign, time_text

    with open_view(world.office.db.path) as view:
        holder, found = find_for_view(view, motion)
        question, papers = fingerprints_of(view, holder, found)
    parts: dict[str, Any] = {
        "motion": motion,
        "version": found.version,
        "question": question,
        "papers": papers,
        "seat": "dgb",
        "key": "",
        "answer": "yes",
        "cast_at": time_text(world.who().now),
    }
    made, problems = sign(SignedBallot(**(parts | changes)), key_of("dgb"))
    assert made is not None, problems
    return made.data


def held(world: World, motion: str) -> tuple[Resolution, Motion]:
    with open_view(world.office.db.path) as view:
        holder, found = find_for_view(view, motion)
    assert isinstance(holder, Resolution)
    return holder, found


def test_a_free_motion_by_circular_takes_all_of_it(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        register(world)
        motion = free(world)
        assert motion.until is not None
        assert motion.until >= world.today + UNTIL
        old = free_ballot(world, motion.id)
        assert take(world, old).stands
        assert len(silent(world, motion.id)) == ALL - 1
        late = free_ballot(world, motion.id, answer="no", replaces=fingerprint_of(old))
        after = adopt(world, motion.id)
        assert (after.version, after.ballots) == (2, ())
        assert "version 1" in str(take(world, late).reasons[0].message)
        papers = held(world, motion.id)[0].documents
        assert [(one.kind, bool(one.replaced_by)) for one in papers] == [
            ("beschlussvorlage_frei", True),
            ("beschlussvorlage_frei", False),
        ]
        assert papers[0].replaced_by == papers[1].number
        numbers = [one.number for one in packet(world, motion.id).papers]
        assert numbers == [papers[1].number, ""]
        assert take(world, free_ballot(world, motion.id, objection=True)).stands
        assert held(world, motion.id)[1].objections == ("dgb",)
        until = motion.until + timedelta(days=7)
        assert world.rules(
            lambda: extend_motion(world.office, world.who(), motion.id, until, "Ferien")
        ) == {"circular"}
        moved = move_motion(world.office, world.who(), motion.id, world.meeting()).motion
        assert (moved.mode, moved.ballots, moved.objections) == ("meeting", (), ())
        sound(world)


def test_a_member_s_mail_is_no_paper_of_the_next_round(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        motion = free(world)
        mail = Attachment("ballot", "a.eml", b"From: d@example.org\n\nJa.")
        record_ballots(
            world.office, world.who(), motion.id, "email", {"dgb": "yes"}, attachments=(mail,)
        )
        world.tick(1)
        cancel_resolution(world.office, world.who(), motion.id, "falsche Unterlagen")
        way = Way(meeting=world.meeting())
        again = reopen_resolution(world.office, world.who(), motion.id, "", way).motion
        titles = [one.title for one in packet(world, again.id).papers if not one.number]
        assert titles == ["begruendung.txt"]
        assert len(held(world, again.id)[0].papers) == 2
        sound(world)


def test_an_election_takes_no_condition(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        way = Way(meeting=world.meeting())
        motion = open_resolution(world.office, world.who(), "Vorsitz", "", "election", way).motion
        assert world.rules(lambda: adopt(world, motion.id)) == {"conditions"}
        assert held(world, motion.id)[1].version == 1
