"""Entering the count of a secret ballot. The record never learns what a seat answered."""

from __future__ import annotations

from msgspec import Struct

from buendnis.errors import Finding, Refused
from buendnis.events import PAPER_BALLOT_COUNTED
from buendnis.facts import Motion
from buendnis.store.record import load_meeting, with_names
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.motions import ELECTION, find_open_motion, record_on_motion
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.usecases.seats import SOURCE, unfollowed_seats
from buendnis.workflow.voting import (
    attendance_of,
    bylaws_of,
    frame_of,
    recusals_of,
    vote_findings,
)
from votes.secret import count_problems

ALL_PRESENT = "all"


class PaperCount(Struct, frozen=True):
    """A count as it was announced. participants: seats, or `all` for everybody present and not
    recused. sums: candidates and their votes. counted_by: the two people who counted."""

    participants: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]
    blank: int
    invalid: int
    counted_by: tuple[str, ...]


def count_paper_ballot(
    office: Office,
    who: Who,
    motion_id: str,
    count: PaperCount,
    attachments: tuple[Attachment, ...] = (),
) -> Motion:
    """Enter the count of an election; until the close a later one takes its place.

    Raises `Refused` with all reasons: no election, a participant who may not vote, sums that do not
    add up, fewer than two people who counted, a missed quorum.
    """
    only_roles(who, RECORDERS)
    sums = [(required_text(name, "candidate"), votes) for name, votes in count.sums]
    counted_by = [required_text(name, "counted_by") for name in count.counted_by]
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        motion = with_names(tx, found.motion)
        if motion.purpose != ELECTION:
            raise _no_election(motion)
        meeting = load_meeting(tx, motion.meeting)
        attendance, recusals = attendance_of(meeting), recusals_of(motion)
        participants = count.participants
        if participants == (ALL_PRESENT,):
            recused = {one.seat for one in recusals}
            present = (one.seat for one in attendance if one.by != "absent")
            participants = tuple(seat for seat in present if seat not in recused)
        problems = count_problems(
            frame_of(motion),
            participants,
            sums,
            count.blank,
            count.invalid,
            counted_by,
            attendance,
            recusals,
            bylaws_of(motion),
        )
        day = meeting.day if meeting is not None else who.on
        problems += unfollowed_seats(office, tx, found, day, participants)
        if problems:
            raise refusals_of(vote_findings(problems, SOURCE))
        payload = {
            "participants": sorted(participants),
            "sums": [{"person": name, "votes": votes} for name, votes in sums],
            "blank": count.blank,
            "invalid": count.invalid,
            "counted_by": counted_by,
            "papers": kept_papers(tx, attachments),
        }
        record_on_motion(office, tx, who, found, PAPER_BALLOT_COUNTED, payload)
        return with_names(tx, find_open_motion(tx, motion_id).motion)


def _no_election(motion: Motion) -> Refused:
    message = T("{motion} is no election; its votes are entered by seat.", motion=motion.id)
    remedy = T("Enter them: vote record {motion} …", motion=motion.id)
    return Refused(message, [Finding("vote", "motion", message, remedy)])
