"""Inviting to a meeting, and calling it off: letter and calendar file in one entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from buendnis.documents.german import german
from buendnis.documents.labels import MEETING_KIND
from buendnis.documents.meeting_case import MeetingCase
from buendnis.errors import Finding, Refused, Unreadable
from buendnis.events import MEETING_CALLED_OFF, MEETING_INVITED
from buendnis.facts import Meeting
from buendnis.store.database import Transaction
from buendnis.store.record import record_on_meeting
from buendnis.texts import T, Text
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.meeting_papers import (
    CALLED_OFF,
    INVITATION,
    after_entry,
    holders_in,
    issued,
    recorded_case,
)
from buendnis.usecases.meetings import SOURCE, open_meeting
from buendnis.usecases.office import RECORDERS, Office, Who, not_ahead, only_roles, required_text
from buendnis.usecases.together import take_off_motions
from buendnis.workflow.voting import NO_QUORUM

CHANNELS = ("email", "post", "portal", "by_hand")
CALENDAR = "kalender"  # the kind of paper under which the calendar file lies with the meeting


class Invited(Struct, frozen=True):
    """An invitation, or a meeting called off: the meeting after it, the letter's number (empty
    where nobody had been invited), and what is to be said of it."""

    meeting: Meeting
    document: str
    hints: tuple[Finding, ...] = ()


def invite(
    office: Office, who: Who, meeting_id: str, channel: str, again: bool = False, reason: str = ""
) -> Invited:
    """Invite all holders and deputies of the day of the meeting (F5: deputies get the papers).

    again: it is a further invitation, with its reason. Where an item failed for want of a quorum
    before, that is the second summons. A period that the by-laws state must be kept; one that is
    only assumed gives a hint, and the record says that it was missed.
    Raises `Refused` with the reasons.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    if channel not in CHANNELS:
        raise Unreadable(T("Write one of: {choices}.", choices=CHANNELS))
    reason = required_text(reason, "reason") if again else ""
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        failed = _failed_for_quorum(tx, meeting) if again else False
        due = notice_day(meeting.day, office.settings.bylaws.notice_days)
        findings = tuple(_against(meeting, who.on, again, failed))
        late = _period_missed(office, who.on, due)
        if late is not None and not _assumed(office):
            findings = (*findings, late)
        if findings:
            raise refusals_of(findings)
        summons = 2 if failed else 1
        payload: dict[str, Any] = {
            "channel": channel,
            "due": due.isoformat() if due else "",
            "summons": summons,
            "reason": reason,
        }
        after, _ = after_entry(tx, who, meeting, MEETING_INVITED, payload)
        any_number = getattr(office.settings.bylaws.quorum, "second_summons", False)
        case = recorded_case(
            office, tx, INVITATION, after, who.on, second_summons=any_number and failed
        )
        payload["to"] = _addressed(case)
        payload["papers"] = kept_papers(tx, (_calendar(who, case),))
        payload["documents"] = issued(office, tx, who, case)
        after = record_on_meeting(tx, who.entering(), meeting, meeting.id, MEETING_INVITED, payload)
    seal_pending(office, who)
    hints = [one for one in (late, _empty(after)) if one is not None]
    return Invited(after, payload["documents"][0]["number"], tuple(hints))


def call_off(office: Office, who: Who, meeting_id: str, reason: str) -> Invited:
    """Call a meeting off; its open motions are taken off it, and who was invited is told.

    Raises `Refused` once attendance is on record, and for a motion that cannot be taken off.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        if meeting.attendance:
            raise Refused(
                T("The meeting {meeting} has taken place: who came is known.", meeting=meeting.id)
            )
        take_off_motions(office, tx, who, meeting, reason)
        payload: dict[str, Any] = {"reason": reason}
        if meeting.invited:
            after, _ = after_entry(tx, who, meeting, MEETING_CALLED_OFF, payload)
            case = recorded_case(office, tx, CALLED_OFF, after, who.on)
            payload["papers"] = kept_papers(tx, (_calendar(who, case),))
            payload["documents"] = issued(office, tx, who, case)
        after = record_on_meeting(
            tx, who.entering(), meeting, meeting.id, MEETING_CALLED_OFF, payload
        )
    seal_pending(office, who)
    rows = payload.get("documents", ())
    return Invited(after, rows[0]["number"] if rows else "")


def notice_day(day: date, notice_days: int) -> date | None:
    """The last day of invitation for a meeting on `day`; `None` without a period.

    The period runs backwards from the meeting and does not move at weekends: that would shorten it.
    """
    return day - timedelta(days=notice_days) if notice_days else None


def _against(meeting: Meeting, on: date, again: bool, failed: bool) -> Iterator[Finding]:
    if meeting.attendance or on > meeting.day:
        yield _finding(
            "on",
            T("The meeting {meeting} is on {day}.", meeting=meeting.id, day=meeting.day),
            T("Record the invitation on the day on which it went out: --on DATE."),
        )
    if meeting.invited and not again:
        yield _finding(
            "again",
            T(
                "The members were invited on {day} already.",
                day=meeting.invitations[-1].day,
            ),
            T("To invite again, give the reason: --again --reason TEXT."),
        )
    if again and not meeting.invited and not failed:
        yield _finding(
            "again",
            T("Nobody was invited yet, and no item failed for want of a quorum before."),
            T("Invite without --again."),
        )


def _period_missed(office: Office, on: date, due: date | None) -> Finding | None:
    if due is None or on <= due:
        return None
    source, assumed = office.settings.bylaws.source_of("meetings.notice_days")
    return Finding(
        "notice",
        "on",
        T(
            "The period of {days} days is missed: the last day to invite was {due}.",
            days=office.settings.bylaws.notice_days,
            due=due,
        ),
        T("The period is an assumption, so it blocks nothing; the record says that it was missed.")
        if assumed
        else T("Plan a later day."),
        source,
    )


def _assumed(office: Office) -> bool:
    return office.settings.bylaws.source_of("meetings.notice_days")[1]


def _empty(meeting: Meeting) -> Finding | None:
    if meeting.agenda:
        return None
    return _finding(
        "agenda",
        T("The agenda of {meeting} is empty.", meeting=meeting.id),
        T("Items that are added now are late, and the members are told."),
    )


def _failed_for_quorum(tx: Transaction, meeting: Meeting) -> bool:
    """Whether an item of the agenda was deferred before because the quorum was missed."""
    for holder in holders_in(tx, meeting).values():
        closed = [
            one for one in holder.motions if one.result is not None and one.meeting != meeting.id
        ]
        if closed and closed[-1].result is not None and closed[-1].result.cause == NO_QUORUM:
            return True
    return False


def _addressed(case: MeetingCase) -> list[dict[str, str]]:
    """To whom it goes: every seat with its holder and all its deputies."""
    rows = []
    for seat in case.seats:
        holder = seat.holder.person if seat.holder else ""
        rows.append({"seat": seat.id, "role": "member", "person": holder})
        rows += [{"seat": seat.id, "role": "deputy", "person": one.person} for one in seat.deputies]
    return rows


def _calendar(who: Who, case: MeetingCase) -> Attachment:
    from buendnis.documents.calendar_file import CalendarEntry, calendar_file

    meeting, alliance = case.meeting, case.alliance
    title = f"{MEETING_KIND[meeting.kind]} – {alliance.short or alliance.title}"
    lines = [f"TOP {one.item.number}: {one.item.title}" for one in case.matters]
    if meeting.called_off:
        title = german(T("Called off: {title}", title=title))
        lines = [meeting.called_off]
    entry = CalendarEntry(
        uid=f"{meeting.id}@{alliance.name}.buendnis",
        title=title,
        day=meeting.day,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        text="\n".join(lines),
        stamp=who.now,
        sequence=len(meeting.invitations) - (0 if meeting.called_off else 1),
        organiser=alliance.office.name,
        email=alliance.office.email,
        cancelled=bool(meeting.called_off),
    )
    return Attachment(CALENDAR, f"{meeting.id}.ics", calendar_file(entry))


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("meeting", field, message, remedy, SOURCE)
