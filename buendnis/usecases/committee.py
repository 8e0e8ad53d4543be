"""What is recorded on an open motion: ballots and recusals.

Opening and closing a motion are steps of the workflow (`advancing`); here is what lies between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from buendnis.errors import Finding
from buendnis.events import BALLOTS_RECORDED, SEAT_RECUSED
from buendnis.facts import Motion
from buendnis.store.record import load_meeting, with_names
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.motions import Holder, find_open_motion, record_on_motion
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.usecases.seats import unfollowed_seats
from buendnis.usecases.signed_standing import replacing, signed_standing
from buendnis.workflow.voting import (
    attendance_of,
    bylaws_of,
    frame_of,
    recusals_of,
    vote_findings,
)
from votes.ballot import (
    Attendance,
    Ballot,
    answers_of_all_present,
    validate_ballots,
    validate_recusals,
)
from votes.recusal import Recusal

SOURCES = ("meeting", "email", "paper")
_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"


class Recorded(Struct, frozen=True):
    """What was recorded on a motion: its project or resolution, the motion after it, the seats
    entered, those present that were left to somebody else (the recorder's own seat), and those
    whose signed ballot stands."""

    holder: Holder
    motion: Motion
    seats: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


def record_ballots(
    office: Office,
    who: Who,
    motion_id: str,
    source: str,
    answers: Mapping[str, str],
    all_present: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> Recorded:
    """Record ballots as the chair established them, or as a member wrote them.

    source: `meeting`, `email` or `paper`. answers: seat → `yes`, `no`, `abstain`. all_present: the
    answer of everybody there who is not named. Nobody records the ballot of their own seat: the
    office's own is left to the chair. Raises `Refused` with all reasons.
    """
    only_roles(who, RECORDERS)
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        motion = with_names(tx, found.motion)
        meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
        frame, bylaws = frame_of(motion), bylaws_of(motion)
        attendance, recusals = attendance_of(meeting), recusals_of(motion)
        own = _own_seats(office, who)
        signed = tuple(signed_standing(motion))
        ballots = [
            _ballot(seat, answer, source, attendance, motion) for seat, answer in answers.items()
        ]
        left_out: tuple[str, ...] = ()
        if all_present:
            there = {one.seat for one in attendance if one.by != "absent"}
            left_out = tuple(seat for seat in own if seat in there and seat not in answers)
            ballots += answers_of_all_present(
                frame, attendance, recusals, all_present, (*answers, *own, *signed), source
            )
        replaced = replacing(motion, answers, source, attachments)
        problems = [*replaced.problems]
        problems += validate_ballots(frame, ballots, attendance, recusals, bylaws, own)
        voted_on = meeting.day if meeting is not None else who.on
        problems += unfollowed_seats(office, tx, found, voted_on, [one.seat for one in ballots])
        if problems or not ballots:
            raise refusals_of(vote_findings(problems, _SOURCE) or (_no_ballot(motion),))
        payload = {
            "source": source,
            "ballots": [
                {
                    "seat": one.seat,
                    "answer": one.answer,
                    "by": one.by,
                    "origin": one.origin,
                    "case": one.case or "",
                    **replaced.links.get(one.seat, {}),
                }
                for one in ballots
            ],
            "papers": kept_papers(tx, attachments),
        }
        after = record_on_motion(office, tx, who, found, BALLOTS_RECORDED, payload)
        entered = tuple(one.seat for one in ballots)
        kept = tuple(one for one in signed if all_present and one not in entered)
        return Recorded(after.holder, after.motion, entered, left_out, kept)


def recuse_seat(office: Office, who: Who, motion_id: str, seat: str, because: str) -> Recorded:
    """Record that a seat may not vote on a motion; an earlier ballot of it is void.

    The office, the chair, or the seat itself may declare it.
    """
    if who.actor != f"seat:{seat}":
        only_roles(who, RECORDERS)
    because = required_text(because, "because")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        recusals = (*recusals_of(found.motion), Recusal(seat, because))
        problems = validate_recusals(frame_of(found.motion), recusals)
        if problems:
            raise refusals_of(vote_findings(problems, _SOURCE))
        payload = {"seat": seat, "because": because, "found": "declared"}
        after = record_on_motion(office, tx, who, found, SEAT_RECUSED, payload)
        return Recorded(after.holder, after.motion, (seat,))


def _ballot(
    seat: str, answer: str, source: str, attendance: Iterable[Attendance], motion: Motion
) -> Ballot:
    """A ballot of whoever sits on the seat; in a circular, of the member, or of the deputy who
    followed one that left."""
    following = next((one for one in reversed(motion.followers) if one.seat == seat), None)
    if motion.mode == "circular" and following is not None and following.role == "deputy":
        return Ballot(seat, answer, "deputy", source, case="vacant")
    part = next((one for one in attendance if one.seat == seat), None)
    if part is None or motion.mode == "circular" or part.by == "absent":
        return Ballot(seat, answer, origin=source)
    return Ballot(seat, answer, part.by, source, case=part.case)


def _own_seats(office: Office, who: Who) -> tuple[str, ...]:
    """The seats of whoever records: the office's own, which it has beside its work."""
    seat = office.settings.alliance.office.seat
    return (seat,) if who.actor == "office" and seat else ()


def _no_ballot(motion: Motion) -> Finding:
    return Finding(
        "vote",
        "seat",
        T("No ballot is named, and nobody is present for {motion}.", motion=motion.id),
        T("Record the attendance first, or name seats: --seat SEAT=yes."),
        _SOURCE,
    )
