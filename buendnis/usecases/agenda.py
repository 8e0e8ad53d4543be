"""The agenda of a meeting: items put on it, moved and removed; after the invitation, told."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from buendnis.documents.german import german
from buendnis.documents.meeting_case import title_of
from buendnis.errors import Finding, Refused
from buendnis.events import AGENDA_SET, MEETING_PAPER_ADDED
from buendnis.facts import AgendaItem, Meeting
from buendnis.store.database import Transaction
from buendnis.store.record import load_project, load_resolution, record_on_meeting
from buendnis.texts import T, Text
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.meeting_papers import (
    LATE,
    after_entry,
    issued,
    matters_in,
    recorded_case,
)
from buendnis.usecases.meetings import SOURCE, open_meeting
from buendnis.usecases.office import RECORDERS, Office, Who, not_ahead, only_roles, required_text

MOST_ITEMS = 99
LONGEST_TITLE = 300


class AgendaChange(Struct, frozen=True):
    """What changes: removed, moves and notes speak of items by their numbers as they are; then
    new ones are added, before the item that stands at `at`, else at the end.

    add: each the id of a project or a free motion, or the title of an item without a motion.
    moves: number and the place it goes to. notes: number and text.
    """

    add: tuple[str, ...] = ()
    at: int = 0
    removed: tuple[int, ...] = ()
    moves: tuple[tuple[int, int], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


def change_agenda(office: Office, who: Who, meeting_id: str, change: AgendaChange) -> Meeting:
    """Change the agenda of a meeting; items are numbered anew.

    Items that come after the invitation are marked as late, and the members are told by a letter.
    Raises `Refused` with all that does not fit.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    if change == AgendaChange():
        raise Refused(T("Nothing is to be changed on the agenda: name an item."))
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        agenda = _changed(tx, meeting, change)
        payload: dict[str, Any] = {"agenda": [to_builtins(one) for one in agenda]}
        if meeting.invited and who.on < meeting.day:
            after, _ = after_entry(tx, who, meeting, AGENDA_SET, payload)
            added = _told(meeting, agenda)
            case = recorded_case(office, tx, LATE, after, who.on, added=added)
            payload["documents"] = issued(office, tx, who, case)
        after = record_on_meeting(tx, who.entering(), meeting, meeting.id, AGENDA_SET, payload)
    if payload.get("documents"):
        seal_pending(office, who)
    return after


def add_papers(
    office: Office, who: Who, meeting_id: str, attachments: tuple[Attachment, ...], item: int = 0
) -> Meeting:
    """Add papers to a meeting, for the item of that number or (0) for the whole of it.

    After the invitation they are late, and the members are told by a letter.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    if not attachments:
        raise Refused(T("No paper is named: --attach FILE."))
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        if item and item > len(meeting.agenda):
            raise refusals_of((_no_item(item, len(meeting.agenda), "item"),))
        payload: dict[str, Any] = {"papers": kept_papers(tx, attachments), "item": item}
        if meeting.invited and who.on < meeting.day:
            names = [f"TOP {item}: {one.name}" if item else one.name for one in attachments]
            case = recorded_case(office, tx, LATE, meeting, who.on, papers=names)
            payload["documents"] = issued(office, tx, who, case)
        after = record_on_meeting(
            tx, who.entering(), meeting, meeting.id, MEETING_PAPER_ADDED, payload
        )
    if payload.get("documents"):
        seal_pending(office, who)
    return after


def _changed(tx: Transaction, meeting: Meeting, change: AgendaChange) -> tuple[AgendaItem, ...]:
    before, findings = meeting.agenda, list[Finding]()
    last = len(before)
    numbers = [("remove", one) for one in change.removed]
    numbers += [("move", one) for pair in change.moves for one in pair]
    numbers += [("note", one) for one, _ in change.notes]
    findings += [_no_item(one, last, name) for name, one in numbers if not 1 <= one <= last]
    if change.at and not 1 <= change.at <= last + 1:
        findings.append(_no_item(change.at, last + 1, "at"))
    put = {one.item.number: one.motion for one in matters_in(tx, meeting) if one.motion}
    findings += [
        _voted(number, put[number].id)
        for number in change.removed
        if number in put and not put[number].cancelled
    ]
    notes = {number: required_text(text, "note") for number, text in change.notes}
    items = [replace(one, note=notes.get(one.number, one.note)) for one in before]
    target = items[change.at - 1] if 1 <= change.at <= last else None
    kept = [one for one in items if one.number not in change.removed]
    for number, place in change.moves:
        moved = next((one for one in kept if one.number == number), None)
        if moved is not None:
            kept.remove(moved)
            kept.insert(place - 1, moved)
    named = {one.subject for one in kept if one.subject}
    place = kept.index(target) if target in kept else len(kept)
    for text in change.add:
        item = _item(tx, meeting, text, named, findings)
        kept.insert(place, item)
        named.add(item.subject)
        place += 1
    if len(kept) > MOST_ITEMS:
        findings.append(
            _finding("item", T("An agenda has at most {most} items.", most=MOST_ITEMS), Text(""))
        )
    if findings:
        raise refusals_of(tuple(findings))
    return tuple(replace(one, number=n) for n, one in enumerate(kept, 1))


def _item(
    tx: Transaction, meeting: Meeting, text: str, named: set[str], findings: list[Finding]
) -> AgendaItem:
    """The item that a text names: a project, a free motion, or a title without a motion."""
    text = required_text(text, "item")
    project = load_project(tx, text)
    holder = project or load_resolution(tx, text)
    if holder is None:
        title = " ".join(text.split())  # a heading is one line
        if len(title) > LONGEST_TITLE:
            message = T("The title has more than {most} characters.", most=LONGEST_TITLE)
            findings.append(_finding(title[:80], message, T("Put the rest into a note.")))
        return AgendaItem(0, "text", title, late=meeting.invited)
    if meeting.kind != "steering":
        findings.append(
            _finding(
                text,
                T("The meeting {meeting} is none of the steering group.", meeting=meeting.id),
                T("Only the steering group votes; name the item by a title."),
            )
        )
    if holder.id in named:
        findings.append(
            _finding(text, T("{id} is on the agenda already.", id=holder.id), T("Move it instead."))
        )
    kind = "project" if project is not None else "resolution"
    return AgendaItem(0, kind, title_of(holder), holder.id, late=meeting.invited)


def _told(meeting: Meeting, after: tuple[AgendaItem, ...]) -> list[str]:
    """What the letter says of the change, in German: what is new and what is gone."""
    old = {(one.kind, one.subject, one.title) for one in meeting.agenda}
    new = {(one.kind, one.subject, one.title) for one in after}
    lines = [
        german(T("Item {number} is new: {title}", number=one.number, title=one.title))
        for one in after
        if (one.kind, one.subject, one.title) not in old
    ]
    lines += [
        german(T("Taken off: {title}", title=one.title))
        for one in meeting.agenda
        if (one.kind, one.subject, one.title) not in new
    ]
    return lines or [german(T("The order of the items or a note on one of them."))]


def _voted(number: int, motion: str) -> Finding:
    return _finding(
        "remove",
        T("On item {number} the motion {motion} was put.", number=number, motion=motion),
        T("Take the motion off the agenda first: advance PROJECT cancel_vote."),
    )


def _no_item(number: int, last: int, name: str) -> Finding:
    return _finding(
        name,
        T("There is no item {number}.", number=number),
        T("The numbers go from 1 to {last}.", last=last),
    )


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("agenda", field, message, remedy, SOURCE)
