"""What is shown of a meeting: as JSON, and as a page for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from buendnis.cli.output import Heading, Part
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.words import word
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.documents.meeting_case import Matter, MeetingCase
    from buendnis.facts import Invitation, Meeting


def present_in(meeting: Meeting) -> int:
    """How many seats are present or represented."""
    return sum(one.by != "absent" for one in meeting.attendance)


def status_of(meeting: Meeting) -> str:
    """`planned`, `invited`, `closed` or `called_off`."""
    if meeting.called_off:
        return "called_off"
    if meeting.closed:
        return "closed"
    return "invited" if meeting.invited else "planned"


def meeting_data(meeting: Meeting) -> dict[str, Any]:
    """A meeting in a list, as JSON."""
    return {
        "meeting": meeting.id,
        "day": meeting.day,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "kind": meeting.kind,
        "place": meeting.place,
        "status": status_of(meeting),
        "closed": meeting.closed,
        "agenda": [
            {
                "number": one.number,
                "kind": one.kind,
                "title": one.title,
                "subject": one.subject,
                "note": one.note,
                "late": one.late,
            }
            for one in meeting.agenda
        ],
        "attendance": meeting.attendance,
        "not_invited": meeting.not_invited,
        "complaints": meeting.complaints,
    }


def full_data(case: MeetingCase) -> dict[str, Any]:
    """One meeting with everything about it, as JSON."""
    meeting = case.meeting
    minutes = meeting.minutes
    return {
        **meeting_data(meeting),
        "called_off": meeting.called_off,
        "guests": meeting.guests,
        "motions": [_motion_data(one) for one in case.matters if one.motion is not None],
        "invitations": [
            {
                "day": one.day,
                "channel": one.channel,
                "due": one.due,
                "late": one.late,
                "summons": one.summons,
                "reason": one.reason,
            }
            for one in meeting.invitations
        ],
        "binders": [
            {"day": one.day, "pages": one.pages, "fingerprint": one.fingerprint}
            for one in meeting.binders
        ],
        "minutes": {
            "state": minutes.state,
            "version": minutes.version,
            "presided_by": minutes.presided_by,
            "kept_by": minutes.kept_by,
            "document": minutes.document,
            "sent_on": minutes.sent_on,
            "approved_on": minutes.approved_on,
            "approved_in": minutes.approved_in,
            "objections": [{"seat": seat, "text": text} for seat, text in minutes.objections],
        }
        if minutes
        else None,
        "documents": [
            {
                "number": one.number,
                "kind": one.kind,
                "day": one.day,
                "replaced_by": one.replaced_by,
            }
            for one in meeting.documents
        ],
        "papers": [{"kind": one.kind, "name": one.name} for one in meeting.papers],
    }


def _motion_data(matter: Matter) -> dict[str, Any]:
    motion = matter.motion
    assert motion is not None
    return {
        "motion": motion.id,
        "item": matter.item.number,
        "status": _motion_status(matter),
        "result": motion.result.result if motion.result else "",
        "cause": motion.result.cause if motion.result else "",
    }


def _motion_status(matter: Matter) -> str:
    motion = matter.motion
    if motion is None:
        return ""
    return "open" if motion.open else "cancelled" if motion.cancelled else "closed"


def page_of(case: MeetingCase) -> Iterator[Part]:
    """One meeting as a page."""
    meeting = case.meeting
    times = f"{meeting.starts_at}–{meeting.ends_at}".rstrip("–")
    last = meeting.invitations[-1] if meeting.invitations else None
    yield Fields(
        (
            (T("Meeting"), meeting.id),
            (T("Kind"), word(meeting.kind)),
            (T("Day"), meeting.day),
            (T("Time"), times),
            (T("Place"), meeting.place),
            (T("Status"), word(status_of(meeting))),
            (T("Called off"), meeting.called_off),
            (T("Invited"), last.day if last else None),
            (T("Period missed"), _missed(last)),
            (T("Present"), present_in(meeting) if meeting.attendance else None),
            (T("Guests"), meeting.guests),
            (T("Not duly invited"), meeting.not_invited),
            (T("Complain of it"), meeting.complaints),
            (T("Minutes"), _minutes(meeting)),
            (T("Binder"), meeting.binders[-1].fingerprint[:16] if meeting.binders else ""),
        )
    )
    yield Heading(T("Agenda"))
    yield Table(
        (
            T("Item"),
            T("Title"),
            Column(T("Motion"), whole=True),
            T("Status"),
            T("Result"),
            T("Note"),
        ),
        [_row(one) for one in case.matters],
        T("The agenda is empty."),
    )
    if meeting.documents:
        # Late: the catalogue is read only where a document was made.
        from buendnis.documents.catalogue import catalogue

        titles = {name: kind.title for name, kind in catalogue().items()}
        yield Heading(T("Documents"))
        yield Table(
            (Column(T("Number"), whole=True), Column(T("Day"), whole=True), T("Document")),
            [
                (
                    one.number,
                    one.day,
                    T(
                        "{kind}, replaced by {number}",
                        kind=titles.get(one.kind, one.kind),
                        number=one.replaced_by,
                    )
                    if one.replaced_by
                    else titles.get(one.kind, one.kind),
                )
                for one in meeting.documents
            ],
        )


def _row(one: Matter) -> tuple[Any, ...]:
    motion = one.motion
    status = word(_motion_status(one)) if motion else ""
    result = word(motion.result.result) if motion and motion.result else ""
    note = T("late") if one.item.late else one.item.note
    return (
        one.item.number,
        one.item.title,
        motion.id if motion else one.item.subject,
        status,
        result,
        note,
    )


def _missed(invitation: Invitation | None) -> Text | str:
    if invitation is None or not invitation.late:
        return ""
    return T("the last day was {day}", day=invitation.due)


def _minutes(meeting: Meeting) -> Text | str:
    minutes = meeting.minutes
    if minutes is None:
        return ""
    return T(
        "{state}, version {version}, objections: {objections}",
        state=word(minutes.state),
        version=minutes.version,
        objections=len(minutes.objections),
    )
