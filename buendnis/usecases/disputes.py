"""What a member says against the vote that was recorded for the seat.

Each member gets the recorded vote with the minutes, or with the finding of a circular, and may
object until the minutes are approved; of a circular, until the file is closed.
"""

from __future__ import annotations

from buendnis.errors import Finding
from buendnis.events import BALLOT_OBJECTED
from buendnis.facts import Project
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting
from buendnis.texts import T, Text
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.entitled import SOURCE
from buendnis.usecases.motions import Found, find_motion, record_on_motion
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.workflow.voting import frame_of

_APPROVED = "approved"


def object_to_ballot(office: Office, who: Who, motion_id: str, seat: str, text: str) -> Found:
    """Record that a member objects to the recorded vote of the seat; the ballot stands until it is
    corrected.

    The seat itself says so, or office and chair enter it. Raises `Refused` for a seat that has no
    vote on the motion, and once the minutes are approved.
    """
    if who.actor != f"seat:{seat}":
        only_roles(who, RECORDERS)
    text = required_text(text, "text")
    with office.db.transaction() as tx:
        found = find_motion(tx, motion_id)
        wrong = _fault(office, tx, found, seat)
        if wrong is not None:
            raise refusals_of((wrong,))
        payload = {"seat": seat, "text": text}
        return record_on_motion(office, tx, who, found, BALLOT_OBJECTED, payload)


def _fault(office: Office, tx: Transaction, found: Found, seat: str) -> Finding | None:
    motion = found.motion
    seats = tuple(one.id for one in frame_of(motion).seats)
    if seat not in seats:
        return _finding(
            "seat",
            T("There is no seat {seat}.", seat=seat[:80]),
            T("Use one of: {known}.", known=seats),
        )
    if motion.cancelled:
        return _finding(
            "motion",
            T("The motion {motion} was cancelled; it has no result.", motion=motion.id),
            T("Nothing is left to do."),
        )
    remedy = T("What is wrong in the record is corrected by an entry of its own: correct ID ENTRY.")
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    if meeting is not None and meeting.minutes and meeting.minutes.state == _APPROVED:
        message = T("The minutes of {meeting} are approved.", meeting=meeting.id)
        return _finding("minutes", message, remedy)
    if isinstance(found.holder, Project) and meeting is None:
        workflow = office.workflow_of(tx, found.holder.workflow)
        if workflow.marked(found.holder.state, "final"):
            message = T("The file of {project} is closed.", project=found.holder.id)
            return _finding("state", message, remedy)
    return None


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("vote", field, message, remedy, SOURCE)
