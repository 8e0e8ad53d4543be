"""The fold of a meeting, from its planning to the approved minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from buendnis.events import (
    AGENDA_SET,
    ATTENDANCE_RECORDED,
    BINDER_MADE,
    DOCUMENT_FILED,
    MEETING_CALLED_OFF,
    MEETING_CLOSED,
    MEETING_INVITED,
    MEETING_PAPER_ADDED,
    MEETING_PLANNED,
    MINUTES_APPROVED,
    MINUTES_DRAFTED,
    MINUTES_OBJECTED,
    MINUTES_SENT,
    SILENT,
    Event,
)
from buendnis.facts import (
    AgendaItem,
    Attendance,
    Binder,
    Declaration,
    Invitation,
    Meeting,
    Minutes,
)
from buendnis.fold.papers import documents_after, documents_of, papers_of


def fold_meeting(events: Iterable[Event]) -> Meeting:
    """The facts of one meeting from all its entries."""
    meeting: Meeting | None = None
    for event in events:
        meeting = apply_meeting(meeting, event)
    if meeting is None:
        raise ValueError("a meeting begins with its planning")
    return meeting


def apply_meeting(meeting: Meeting | None, event: Event) -> Meeting:
    """The facts of a meeting after one more entry."""
    payload = event.payload
    if event.kind == MEETING_PLANNED:
        return Meeting(
            id=event.stream,
            alliance=payload["alliance"],
            kind=payload["kind"],
            day=date.fromisoformat(payload["day"]),
            place=payload["place"],
            starts_at=payload.get("starts_at", ""),
            ends_at=payload.get("ends_at", ""),
            fictitious=payload.get("fictitious", False),
            version=event.version,
        )
    if meeting is None:
        raise ValueError("a meeting begins with its planning")
    if event.kind in SILENT:
        return meeting
    change = _ON_MEETING.get(event.kind)
    if change is None:
        raise ValueError(f"no entry of a meeting: {event.kind}")
    meeting = change(meeting, event)
    return replace(
        meeting,
        papers=(*meeting.papers, *papers_of(event, 0)),
        documents=documents_after(meeting.documents, event),
        version=event.version,
    )


def _agenda_set(meeting: Meeting, event: Event) -> Meeting:
    return replace(meeting, agenda=tuple(AgendaItem(**row) for row in event.payload["agenda"]))


def _invited(meeting: Meeting, event: Event) -> Meeting:
    row = event.payload
    invitation = Invitation(
        event.position,
        event.day,
        row["channel"],
        date.fromisoformat(row["due"]) if row.get("due") else None,
        row.get("summons", 1),
        row.get("reason", ""),
    )
    return replace(meeting, invitations=(*meeting.invitations, invitation))


def _called_off(meeting: Meeting, event: Event) -> Meeting:
    return replace(meeting, called_off=event.payload["reason"], closed=True)


def _attended(meeting: Meeting, event: Event) -> Meeting:
    seats = {one.seat: one for one in meeting.attendance}
    seats |= {row["seat"]: Attendance(**row) for row in event.payload["attendance"]}
    return replace(
        meeting,
        attendance=tuple(seats[seat] for seat in sorted(seats)),
        guests=tuple(event.payload.get("guests", meeting.guests)),
        not_invited=tuple(event.payload.get("not_invited", meeting.not_invited)),
        complaints=tuple(event.payload.get("complaints", meeting.complaints)),
    )


def _meeting_closed(meeting: Meeting, event: Event) -> Meeting:
    ends_at = event.payload.get("ends_at") or meeting.ends_at
    return replace(meeting, closed=True, ends_at=ends_at)


def _binder_made(meeting: Meeting, event: Event) -> Meeting:
    row = event.payload
    binder = Binder(event.position, event.day, row["fingerprint"], row["pages"])
    return replace(meeting, binders=(*meeting.binders, binder))


def _minutes_drafted(meeting: Meeting, event: Event) -> Meeting:
    """A new version; what was objected to the earlier ones stays with it."""
    row, before = event.payload, meeting.minutes
    minutes = Minutes(
        "draft",
        event.position,
        row["presided_by"],
        row["kept_by"],
        dict(row.get("course", {})),
        objections=before.objections if before else (),
        declarations=tuple(Declaration(**one) for one in row.get("declarations", ())),
        version=before.version + 1 if before else 1,
        document=before.document if before else "",
    )
    return replace(meeting, minutes=minutes)


def _minutes(meeting: Meeting) -> Minutes:
    if meeting.minutes is None:
        raise ValueError("there are no minutes yet")
    return meeting.minutes


def _minutes_sent(meeting: Meeting, event: Event) -> Meeting:
    sent = replace(
        _minutes(meeting), state="sent", sent_on=event.day, document=_issued(meeting, event)
    )
    return replace(meeting, minutes=sent)


def _minutes_objected(meeting: Meeting, event: Event) -> Meeting:
    minutes = _minutes(meeting)
    row = event.payload
    objections = (*minutes.objections, (row["seat"], row["text"]))
    return replace(meeting, minutes=replace(minutes, objections=objections))


def _minutes_approved(meeting: Meeting, event: Event) -> Meeting:
    approved = replace(
        _minutes(meeting),
        state="approved",
        approved_on=event.day,
        approved_in=event.payload.get("in", ""),
        document=_issued(meeting, event),
    )
    return replace(meeting, minutes=approved)


def _issued(meeting: Meeting, event: Event) -> str:
    """The number of the minutes that the entry issues, else of those that stand."""
    issued = documents_of(event)
    return issued[0].number if issued else _minutes(meeting).document


def _meeting_same(meeting: Meeting, _: Event) -> Meeting:
    return meeting


_ON_MEETING: Mapping[str, Callable[[Meeting, Event], Meeting]] = {
    AGENDA_SET: _agenda_set,
    MEETING_INVITED: _invited,
    MEETING_PAPER_ADDED: _meeting_same,
    BINDER_MADE: _binder_made,
    DOCUMENT_FILED: _meeting_same,
    MEETING_CALLED_OFF: _called_off,
    ATTENDANCE_RECORDED: _attended,
    MEETING_CLOSED: _meeting_closed,
    MINUTES_DRAFTED: _minutes_drafted,
    MINUTES_SENT: _minutes_sent,
    MINUTES_OBJECTED: _minutes_objected,
    MINUTES_APPROVED: _minutes_approved,
}
