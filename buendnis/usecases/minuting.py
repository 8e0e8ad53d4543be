"""The minutes of a meeting (Niederschrift, § 93 VwVfG): drafted, sent, objected to, approved.

What was decided comes from the record; what was said is entered for each item. Minutes that went
out are never exchanged: a new version is issued, and the old one is marked as replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from buendnis.errors import Finding, Refused
from buendnis.events import MINUTES_APPROVED, MINUTES_DRAFTED, MINUTES_OBJECTED, MINUTES_SENT
from buendnis.facts import Meeting, Minutes
from buendnis.store.database import Transaction
from buendnis.store.record import record_on_meeting
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.meeting_papers import (
    MINUTES,
    after_entry,
    issued,
    matters_in,
    recorded_case,
)
from buendnis.usecases.meetings import found_meeting
from buendnis.usecases.minutes_form import drafted, minutes_finding, no_seat
from buendnis.usecases.office import RECORDERS, Office, Who, not_ahead, only_roles, required_text

DRAFT, SENT, APPROVED = "draft", "sent", "approved"


def draft_minutes(office: Office, who: Who, meeting_id: str, form: Mapping[str, Any]) -> Meeting:
    """Draft the minutes of a closed meeting, or change the draft.

    form: `presided_by`, `kept_by` (both sign), `item.N` (what was said under item N),
    `declaration.N.SEAT` and `dissent.N.SEAT` (what a seat wants on record). What is not given stays
    as it was; an empty text takes a value away. Of minutes that were sent it makes a new version,
    which is sent in its turn. Raises `Refused` with all reasons.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = found_meeting(tx, meeting_id)
        findings = [*_not_ready(meeting, who)]
        numbers = {str(one.item.number) for one in matters_in(tx, meeting)}
        seats = tuple(one.id for one in office.settings_in(tx).alliance.roster.on(meeting.day))
        payload = drafted(meeting.minutes, numbers, seats, form, findings)
        if findings:
            raise refusals_of(tuple(findings))
        return record_on_meeting(tx, who.entering(), meeting, meeting.id, MINUTES_DRAFTED, payload)


def send_minutes(office: Office, who: Who, meeting_id: str, channel: str) -> Meeting:
    """Send the draft to all members and deputies: it is issued as a document, and with it each
    member gets the recorded vote, which may be objected to until the minutes are approved."""
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = found_meeting(tx, meeting_id)
        minutes = _minutes(meeting)
        if minutes.state != DRAFT:
            raise Refused(
                T("The minutes of {meeting} are sent already.", meeting=meeting.id),
                [
                    minutes_finding(
                        "state",
                        T("The minutes of {meeting} are sent already.", meeting=meeting.id),
                        T("To change them, draft a new version: --set item.N=TEXT."),
                    )
                ],
            )
        payload: dict[str, Any] = {"channel": channel}
        after = _issue(office, tx, who, meeting, MINUTES_SENT, payload)
    seal_pending(office, who)
    return after


def object_to_minutes(office: Office, who: Who, meeting_id: str, seat: str, text: str) -> Meeting:
    """Record what a seat objects to in the minutes; the seat itself, the office or the chair.

    Raises `Refused` before they were sent, after they were approved, and for a seat that the
    steering group did not have on that day.
    """
    if who.actor != f"seat:{seat}":
        only_roles(who, RECORDERS)
    not_ahead(who)
    text = required_text(text, "text")
    with office.db.transaction() as tx:
        meeting = found_meeting(tx, meeting_id)
        minutes = _minutes(meeting)
        findings = []
        if minutes.state == APPROVED:
            findings.append(_is_approved(meeting, minutes))
        elif minutes.sent_on is None and not minutes.document:
            findings.append(
                minutes_finding(
                    "state",
                    T("The minutes of {meeting} were not sent yet.", meeting=meeting.id),
                    T("Change the draft: meeting minutes {meeting}.", meeting=meeting.id),
                )
            )
        known = tuple(one.id for one in office.settings_in(tx).alliance.roster.on(meeting.day))
        if seat not in known:
            findings.append(no_seat("seat", seat, known))
        if findings:
            raise refusals_of(tuple(findings))
        payload = {"seat": seat, "text": text}
        return record_on_meeting(tx, who.entering(), meeting, meeting.id, MINUTES_OBJECTED, payload)


def approve_minutes(office: Office, who: Who, meeting_id: str, approved_in: str) -> Meeting:
    """Record that a later meeting approved the minutes; they are issued as approved.

    Raises `Refused` unless they were sent, and the later meeting has begun.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = found_meeting(tx, meeting_id)
        minutes = _minutes(meeting)
        later = found_meeting(tx, approved_in)
        findings = []
        if minutes.state == APPROVED:
            findings.append(_is_approved(meeting, minutes))
        elif minutes.state != SENT:
            findings.append(
                minutes_finding(
                    "state",
                    T("The latest version of the minutes was not sent yet."),
                    T("Send it: meeting minutes {meeting} --send.", meeting=meeting.id),
                )
            )
        findings += _unfit_approval(meeting, later, who)
        if findings:
            raise refusals_of(tuple(findings))
        after = _issue(office, tx, who, meeting, MINUTES_APPROVED, {"in": later.id})
    seal_pending(office, who)
    return after


def _issue(
    office: Office,
    tx: Transaction,
    who: Who,
    meeting: Meeting,
    kind: str,
    payload: dict[str, Any],
) -> Meeting:
    """Write an entry that issues the minutes; those that stood until then are marked replaced."""
    after, _ = after_entry(tx, who, meeting, kind, payload)
    case = recorded_case(office, tx, MINUTES, after, who.on)
    rows = issued(office, tx, who, case)
    payload["documents"] = rows
    before = _minutes(meeting).document
    if before:
        payload["replaces"] = {before: rows[0]["number"]}
    return record_on_meeting(tx, who.entering(), meeting, meeting.id, kind, payload)


def _not_ready(meeting: Meeting, who: Who) -> Iterator[Finding]:
    if meeting.called_off:
        yield minutes_finding(
            "meeting",
            T("The meeting {meeting} was called off.", meeting=meeting.id),
            T("There is nothing to keep minutes of."),
        )
    elif not meeting.closed:
        yield minutes_finding(
            "meeting",
            T("The meeting {meeting} is not closed.", meeting=meeting.id),
            T("Close it with its motions: meeting close {meeting}.", meeting=meeting.id),
        )
    if who.on < meeting.day:
        yield minutes_finding(
            "on",
            T("The meeting {meeting} is on {day}.", meeting=meeting.id, day=meeting.day),
            T("Correct the day."),
        )
    if meeting.minutes is not None and meeting.minutes.state == APPROVED:
        yield _is_approved(meeting, meeting.minutes)


def _unfit_approval(meeting: Meeting, later: Meeting, who: Who) -> Iterator[Finding]:
    if later.id == meeting.id or (later.day, later.id) <= (meeting.day, meeting.id):
        yield minutes_finding(
            "in",
            T("{later} is no later meeting than {meeting}.", later=later.id, meeting=meeting.id),
            T("Name the meeting that approved the minutes: --in M."),
        )
    elif later.kind != meeting.kind:
        yield minutes_finding(
            "in",
            T("{later} is a meeting of another kind.", later=later.id),
            T("Name the meeting that approved the minutes: --in M."),
        )
    if later.called_off:
        yield minutes_finding(
            "in",
            T("The meeting {meeting} was called off.", meeting=later.id),
            T("Name the meeting that approved the minutes: --in M."),
        )
    elif who.on < later.day:
        yield minutes_finding(
            "in",
            T("The meeting {meeting} is on {day}.", meeting=later.id, day=later.day),
            T("Minutes are approved when it has begun."),
        )


def _minutes(meeting: Meeting) -> Minutes:
    if meeting.minutes is None:
        raise Refused(
            T("There are no minutes of {meeting} yet.", meeting=meeting.id),
            [
                minutes_finding(
                    "state",
                    T("There are no minutes of {meeting} yet.", meeting=meeting.id),
                    T("Draft them: meeting minutes {meeting} --set …", meeting=meeting.id),
                )
            ],
        )
    return meeting.minutes


def _is_approved(meeting: Meeting, minutes: Minutes) -> Finding:
    return minutes_finding(
        "state",
        T(
            "The minutes of {meeting} were approved on {day}.",
            meeting=meeting.id,
            day=minutes.approved_on,
        ),
        T("Approved minutes stay as they are; put a correction on the next agenda."),
    )
