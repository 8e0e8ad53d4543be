"""The steering group's meetings: planning them, who is there, closing them.

Opening and closing a motion are steps of the workflow (`advancing`); ballots and recusals lie
between (`recording_ballots`, `recusals`), and are handed on from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from buendnis.errors import Refused
from buendnis.events import ATTENDANCE_RECORDED, MEETING_CLOSED, MEETING_PLANNED
from buendnis.facts import Meeting
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting, record_on_meeting
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.motions import open_motions
from buendnis.usecases.office import (
    RECORDERS,
    Office,
    Who,
    fit_text,
    next_number,
    not_ahead,
    only_roles,
)
from buendnis.usecases.recording_ballots import Recorded, record_ballots
from buendnis.usecases.recusals import recuse_seat
from buendnis.workflow.voting import vote_findings
from votes.ballot import Attendance, MotionFrame, validate_attendance

__all__ = [
    "KINDS",
    "Recorded",
    "close_meeting",
    "plan_meeting",
    "record_attendance",
    "record_ballots",
    "recuse_seat",
]

KINDS = ("steering", "assembly", "exchange")
_MEETING = "M-{year}-{number:02}"
_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"


def plan_meeting(office: Office, who: Who, day: date, kind: str, place: str) -> Meeting:
    """Plan a meeting on a day, which may lie ahead or have passed (late entry)."""
    only_roles(who, RECORDERS)
    with office.db.transaction() as tx:
        name = next_number(tx, "meeting", "id", _MEETING, day.year)
        payload = {
            "alliance": office.alliance,
            "kind": kind,
            "day": day.isoformat(),
            "place": fit_text(place, "place"),
        }
        return record_on_meeting(tx, who.entering(), None, name, MEETING_PLANNED, payload)


def record_attendance(
    office: Office, who: Who, meeting_id: str, rows: Iterable[tuple[str, str, str]]
) -> Meeting:
    """Record who sits on which seat: rows of seat, `member`, `deputy` or `absent`, and the case.

    A row for `all` stands for every entitled seat that is not named. Raises `Refused` with all
    mistakes.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = _meeting(tx, meeting_id)
        if meeting.closed:
            raise Refused(T("The meeting {meeting} is closed.", meeting=meeting.id))
        if who.on < meeting.day:
            raise Refused(
                T(
                    "The meeting {meeting} is on {day}; attendance is recorded then.",
                    meeting=meeting.id,
                    day=meeting.day,
                )
            )
        roster = office.settings_in(tx).alliance.roster
        frame = MotionFrame("meeting", "endorse", meeting.day, roster)
        attendance = _expanded(frame, rows)
        problems = validate_attendance(frame, attendance, office.settings.bylaws)
        if problems:
            raise refusals_of(vote_findings(problems, _SOURCE))
        payload = {
            "attendance": [
                {"seat": one.seat, "by": one.by, "case": one.case or ""} for one in attendance
            ]
        }
        return record_on_meeting(
            tx, who.entering(), meeting, meeting.id, ATTENDANCE_RECORDED, payload
        )


def close_meeting(office: Office, who: Who, meeting_id: str) -> Meeting:
    """Close a meeting. Raises `Refused` while a motion of it is open."""
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = _meeting(tx, meeting_id)
        still = [one.motion.id for one in open_motions(tx) if one.motion.meeting == meeting.id]
        if still:
            raise Refused(
                T(
                    "Motions of {meeting} are still open: {motions}.",
                    meeting=meeting.id,
                    motions=tuple(still),
                )
            )
        if meeting.closed:
            raise Refused(T("The meeting {meeting} is closed.", meeting=meeting.id))
        return record_on_meeting(tx, who.entering(), meeting, meeting.id, MEETING_CLOSED, {})


def _meeting(tx: Transaction, meeting_id: str) -> Meeting:
    meeting = load_meeting(tx, meeting_id)
    if meeting is None:
        raise Refused(
            T("There is no meeting {meeting}. See: meeting list.", meeting=meeting_id[:80])
        )
    return meeting


def _expanded(frame: MotionFrame, rows: Iterable[tuple[str, str, str]]) -> list[Attendance]:
    named = {seat: Attendance(seat, by, case or None) for seat, by, case in rows}
    everybody = named.pop("all", None)
    if everybody is not None:
        for seat in frame.seats:
            named.setdefault(seat.id, Attendance(seat.id, everybody.by, everybody.case))
    return list(named.values())
