"""Meetings: planned, attended, called off, closed.

What is voted on in them all in one go lies in `together`, the papers in `inviting`, `binding` and
`minuting`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from buendnis.errors import Finding, Refused, Unreadable
from buendnis.events import ATTENDANCE_RECORDED, MEETING_CLOSED, MEETING_PLANNED
from buendnis.facts import Meeting
from buendnis.store.database import Transaction
from buendnis.store.people import reveal_plain
from buendnis.store.record import load_meeting, record_on_meeting
from buendnis.texts import T, Text
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.motions import open_motions
from buendnis.usecases.office import (
    RECORDERS,
    Office,
    Who,
    fit_text,
    next_number,
    not_ahead,
    only_roles,
    required_text,
)
from buendnis.workflow.voting import vote_findings
from votes.ballot import Attendance, MotionFrame, validate_attendance
from votes.roster import SeatOnDay

KINDS = ("steering", "assembly", "exchange")
SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"
_MEETING = "M-{year}-{number:02}"
_BERLIN = ZoneInfo("Europe/Berlin")


class Attending(Struct, frozen=True):
    """Who sits on a seat: `member`, `deputy` or `absent`; for a deputy the case of substitution,
    and who of several: a name, or the deputy's place in the order (`1`, `2`)."""

    seat: str
    by: str
    case: str = ""
    person: str = ""


def plan_meeting(
    office: Office,
    who: Who,
    day: date,
    kind: str,
    place: str,
    starts_at: str = "",
    ends_at: str = "",
    fictitious: bool = False,
) -> Meeting:
    """Plan a meeting on a day, which may lie ahead or have passed (late entry).

    starts_at, ends_at: local times such as `14:00`, or empty. Raises `Unreadable` for times that
    are none, that do not exist on that day, or of which the end is not after the start.
    """
    only_roles(who, RECORDERS)
    _check_times(day, starts_at, ends_at)
    with office.db.transaction() as tx:
        name = next_number(tx, "meeting", "id", _MEETING, day.year)
        payload = {
            "alliance": office.alliance,
            "kind": kind,
            "day": day.isoformat(),
            "place": fit_text(place, "place"),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "fictitious": fictitious,
        }
        return record_on_meeting(tx, who.entering(), None, name, MEETING_PLANNED, payload)


def record_attendance(
    office: Office,
    who: Who,
    meeting_id: str,
    rows: Iterable[Attending],
    guests: Iterable[str] = (),
    attachments: tuple[Attachment, ...] = (),
    not_invited: tuple[str, ...] | None = None,
    complaints: tuple[str, ...] | None = None,
) -> Meeting:
    """Record who sits on which seat, and who is there as a guest (added to those known).

    A row for `all` stands for every entitled seat that is not named. attachments: the signed list.
    not_invited, complaints: the seats that were not duly invited, and that complain of it (§ 90
    VwVfG: all must be invited); `None` leaves what is known. Raises `Refused` with all mistakes.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    named = tuple(required_text(one, "guest") for one in guests)
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
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
        attending = _expanded(frame, rows)
        part = [Attendance(one.seat, one.by, one.case or None) for one in attending]
        problems = validate_attendance(frame, part, office.settings.bylaws)
        findings = list(vote_findings(problems, SOURCE))
        seats = {one.id: one for one in frame.seats}
        people = {one.seat: _person(tx, seats.get(one.seat), one, findings) for one in attending}
        called = {"not_invited": not_invited, "complaints": complaints}
        unknown = {one for part in called.values() for one in part or ()} - set(seats)
        findings += [_no_seat(one, tuple(seats)) for one in sorted(unknown)]
        if findings:
            raise refusals_of(tuple(findings))
        payload: dict[str, Any] = {
            "attendance": [
                {"seat": one.seat, "by": one.by, "case": one.case, "person": people[one.seat]}
                for one in attending
            ]
        }
        payload |= {key: sorted(set(part)) for key, part in called.items() if part is not None}
        if named:
            payload["guests"] = [*meeting.guests, *named]
        if attachments:
            payload["papers"] = kept_papers(tx, attachments)
        return record_on_meeting(
            tx, who.entering(), meeting, meeting.id, ATTENDANCE_RECORDED, payload
        )


def _no_seat(seat: str, known: tuple[str, ...]) -> Finding:
    return Finding(
        "vote",
        seat[:80],
        T("There is no seat “{seat}” on that day.", seat=seat[:80]),
        T("Write one of: {known}.", known=known),
        SOURCE,
    )


def seats_without_name(office: Office, meeting: Meeting) -> tuple[str, ...]:
    """The seats whose member is there, and of whom nobody has entered who that is."""
    with office.db.transaction() as tx:
        on_day = {one.id: one for one in office.settings_in(tx).alliance.roster.on(meeting.day)}
    return tuple(
        one.seat
        for one in meeting.attendance
        if one.by == "member" and not one.person and not on_day[one.seat].holder
    )


def close_meeting(office: Office, who: Who, meeting_id: str, ends_at: str = "") -> Meeting:
    """Close a meeting. Raises `Refused` while a motion of it is open, and before its day."""
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        still = [one.motion.id for one in open_motions(tx) if one.motion.meeting == meeting.id]
        if still:
            raise Refused(
                T(
                    "Motions of {meeting} are still open: {motions}.",
                    meeting=meeting.id,
                    motions=tuple(still),
                )
            )
        return end_meeting(tx, who, meeting, ends_at)


def end_meeting(tx: Transaction, who: Who, meeting: Meeting, ends_at: str) -> Meeting:
    """Record that a meeting is closed; its motions are. Raises as `check_end` does."""
    check_end(who, meeting, ends_at)
    payload = {"ends_at": ends_at} if ends_at else {}
    return record_on_meeting(tx, who.entering(), meeting, meeting.id, MEETING_CLOSED, payload)


def check_end(who: Who, meeting: Meeting, ends_at: str) -> None:
    """Raise `Refused` before the day of the meeting, `Unreadable` for an end that is none."""
    if who.on < meeting.day:
        raise Refused(
            T("The meeting {meeting} is on {day}.", meeting=meeting.id, day=meeting.day),
            [
                Finding(
                    "order",
                    "on",
                    T("The meeting {meeting} is on {day}.", meeting=meeting.id, day=meeting.day),
                    T("It is closed then; call it off if it does not take place."),
                )
            ],
        )
    _check_times(meeting.day, meeting.starts_at, ends_at)


def found_meeting(tx: Transaction, meeting_id: str) -> Meeting:
    """The meeting of that id. Raises `Refused` if there is none."""
    meeting = load_meeting(tx, meeting_id)
    if meeting is None:
        raise unknown_meeting(meeting_id)
    return meeting


def open_meeting(tx: Transaction, meeting_id: str) -> Meeting:
    """The meeting of that id, which is neither closed nor called off; else `Refused`."""
    meeting = found_meeting(tx, meeting_id)
    if meeting.called_off:
        raise Refused(T("The meeting {meeting} was called off.", meeting=meeting.id))
    if meeting.closed:
        raise Refused(T("The meeting {meeting} is closed.", meeting=meeting.id))
    return meeting


def unknown_meeting(meeting_id: str) -> Refused:
    """What is said of a meeting that the record does not know."""
    return Refused(T("There is no meeting {meeting}. See: meeting list.", meeting=meeting_id[:80]))


def _check_times(day: date, starts_at: str, ends_at: str) -> None:
    findings = []
    for name, text in (("at", starts_at), ("until", ends_at)):
        wrong = _time_fault(day, text) if text else None
        if wrong is not None:
            findings.append(Finding("input", name, wrong, T("Write it like 14:00.")))
    if not findings and starts_at and ends_at and ends_at <= starts_at:
        message = T("The end {end} is not after the start {start}.", end=ends_at, start=starts_at)
        findings.append(Finding("input", "until", message, T("Name a later time.")))
    if findings:
        raise Unreadable(T("The times of the meeting cannot be used."), findings)


def _time_fault(day: date, text: str) -> Text | None:
    try:
        local = datetime.combine(day, time.fromisoformat(text), _BERLIN)
    except ValueError:
        local = None
    if local is None or local.strftime("%H:%M") != text:
        return T("“{text}” is no time of day.", text=text[:80])
    # An hour that the clocks skip in spring comes back as another one.
    there = local.astimezone(ZoneInfo("UTC")).astimezone(_BERLIN)
    if there.strftime("%H:%M") != text:
        return T("{time} does not exist on {day}: the clocks skip it.", time=text, day=day)
    return None


def _expanded(frame: MotionFrame, rows: Iterable[Attending]) -> list[Attending]:
    named = {one.seat: one for one in rows}
    everybody = named.pop("all", None)
    if everybody is not None:
        for seat in frame.seats:
            named.setdefault(seat.id, Attending(seat.id, everybody.by, everybody.case))
    return list(named.values())


def _person(
    tx: Transaction, seat: SeatOnDay | None, one: Attending, findings: list[Finding]
) -> str:
    """Who it is by name: as given, or the deputy of that place in the order."""
    given = fit_text(one.person, "person")
    if seat is None or not given or one.by != "deputy":
        if given and one.by != "deputy":
            findings.append(
                Finding(
                    "vote",
                    one.seat,
                    T("A person is named for the seat {seat} without a deputy.", seat=one.seat),
                    T("Name one of several deputies: {seat}=deputy:prevented:2", seat=one.seat),
                    SOURCE,
                )
            )
        return given
    known = {str(one.order): reveal_plain(one.person, tx.query) for one in seat.deputies}
    if given.isdigit():
        if given in known:
            return known[given]
    elif not known or given in known.values():
        return given
    findings.append(
        Finding(
            "vote",
            one.seat,
            T("The seat {seat} has no deputy “{person}” on that day.", seat=one.seat, person=given),
            T("Its deputies in order: {deputies}.", deputies=tuple(known) or "–"),
            SOURCE,
        )
    )
    return given
