"""Documents on their way out: each as an e-mail draft, and the mailing for a meeting.

Nothing is sent. What is not sealed yet is set first, in several processes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from mimetypes import guess_type
from typing import Any

from msgspec import Struct

from buendnis.documents.covering import covering_mail, recipients_of, with_enclosures
from buendnis.documents.issue import build_tree
from buendnis.documents.member_mail import meeting_text
from buendnis.errors import Refused
from buendnis.facts import IssuedDocument, Meeting, Paper
from buendnis.mail import Attached, draft
from buendnis.settings.alliance import Alliance
from buendnis.store.reading import View
from buendnis.texts import T
from buendnis.usecases.binding import late_papers, papers_behind
from buendnis.usecases.evidence import known_addresses
from buendnis.usecases.inviting import CALENDAR
from buendnis.usecases.meeting_papers import INVITATION, LATE, viewed_case
from buendnis.usecases.papers import Issued, bodies, documents
from buendnis.usecases.rendering import job_of

# What members need before a meeting, beside the invitation.
_OF_MOTIONS = ("beschlussvorlage", "beschlussvorlage_frei", "stimmzettel", "vertretungsanzeige")
# What goes with a cover sheet, and in which of our documents a listed paper stands.
COVER, _SKETCH = "begleitblatt", "projektskizze"
_WITH_COVER = ("vollstaendigkeitspruefung", "ideenblatt")
_SAID_IN = {
    "Projektunterlagen": frozenset({"ideenblatt", _SKETCH}),
    "Kosten- und Finanzierungsplan": frozenset({"ideenblatt", _SKETCH}),
    "Projektskizze": frozenset({_SKETCH}),
}
_BYTES = "application/octet-stream"


class Draft(Struct, frozen=True):
    """An e-mail to look over: its file name, its bytes, to whom, and what is attached. by_hand:
    papers that its letter lists and that are no files of the record."""

    name: str
    body: bytes
    recipients: tuple[str, ...]
    attached: tuple[str, ...]
    by_hand: tuple[str, ...] = ()


def document_drafts(
    view: View, alliance: Alliance, issued: list[Issued], to: Sequence[str] = ()
) -> Iterator[Draft]:
    """One draft for each document, with its PDF; a cover sheet takes the papers along that it
    lists. to: the addresses, instead of those known.

    Raises `Refused` for one that was erased.
    """
    for one, body in bodies(view, issued):
        job = job_of(view, one.template, one.data, one.head)
        if body is None or job is None:
            raise Refused(T("The document {number} was erased.", number=one.number))
        data = json.loads(job.data)
        subject, text = covering_mail(build_tree(data, job.template), data)
        known = tuple(to) or tuple(recipients_of(data))
        addresses = tuple(address for address in known if "@" in address)
        file = f"{one.number}_{one.kind}"
        attached = [Attached(f"{file}.pdf", body)]
        by_hand: tuple[str, ...] = ()
        if one.kind == COVER:
            listed, by_hand = _listed(view, one, data["checklist"])
            attached += listed
            text = with_enclosures(text, [paper.name for paper in listed], by_hand)
        made = draft(alliance.office.email, addresses, subject, text, attached)
        names = tuple(paper.name for paper in attached)
        yield Draft(f"{file}.eml", made, addresses, names, by_hand)


def _listed(
    view: View, cover: Issued, checklist: list[dict[str, Any]]
) -> tuple[list[Attached], tuple[str, ...]]:
    """What of the papers that a cover sheet lists is in the record, and the names of the rest."""
    project = view.project(cover.project)
    known = {one.number: one for one in project.documents}
    position = known[cover.number].position
    numbers = {
        one.number
        for one in project.documents
        if one.position == position and one.kind in _WITH_COVER and not one.replaced_by
    }
    sketches = [
        one.number
        for one in project.documents
        if one.kind == _SKETCH and one.position <= position and not one.replaced_by
    ]
    ours = [one for one in documents(view, project.id) if one.number in {*numbers, *sketches[-1:]}]
    present = [row for row in checklist if row["present"]]
    hashes = {row["hash"] for row in present if row["hash"]}
    originals = {one.hash: one for one in project.papers if one.hash in hashes and not one.document}
    attached = [*_attached(view, ours), *_originals(view, list(originals.values()), project.id)]
    kinds = {one.kind for one in ours}
    held = {one for one in originals if view.content(one) is not None}
    by_hand = (
        row["paper"]
        for row in present
        if row["hash"] not in held and not kinds & _SAID_IN.get(row["paper"], frozenset())
    )
    return attached, tuple(by_hand)


def meeting_drafts(view: View, meeting: Meeting, on: date) -> Iterator[Draft]:
    """One draft for each seat, for member and deputies: invitation, calendar file, late papers, and
    the papers of the motions that were put to the meeting, with what lies behind them.

    on: today. Raises `Refused` before anybody was invited, and when the meeting is over or was
    called off.
    """
    if meeting.called_off:
        raise Refused(T("The meeting {meeting} was called off.", meeting=meeting.id))
    if meeting.closed:
        raise Refused(T("The meeting {meeting} is closed.", meeting=meeting.id))
    if meeting.day < on:
        message = T("The meeting {meeting} is over: {day}.", meeting=meeting.id, day=meeting.day)
        raise Refused(message)
    if not meeting.invitations:
        message = T("Nobody was invited to {meeting} yet: meeting invite.", meeting=meeting.id)
        raise Refused(message)
    case = viewed_case(view, INVITATION, meeting, meeting.day)
    letters, papers = _letters(view, meeting), _papers(view, meeting)
    attached = [*letters, *_calendar(view, meeting), *papers]
    more = bool(papers) or len(letters) > 1
    office = case.alliance.office
    for seat in case.seats:
        people = [seat.holder.person] if seat.holder else []
        people += [one.person for one in seat.deputies]
        subject, text = meeting_text(meeting, seat.seat.title, tuple(people), more)
        addresses = known_addresses(view, seat.id)[:1]
        body = draft(office.email, addresses, subject, text, attached)
        name = f"{meeting.id}_{seat.id}.eml"
        yield Draft(name, body, addresses, tuple(one.name for one in attached))


def seats_of(view: View, meeting: Meeting) -> tuple[str, ...]:
    """The seats that get the mailing of a meeting."""
    case = viewed_case(view, INVITATION, meeting, meeting.day)
    return tuple(one.id for one in case.seats)


def _letters(view: View, meeting: Meeting) -> list[Attached]:
    kinds = (INVITATION, LATE)
    found = [one for one in documents(view, meeting.id) if one.kind in kinds]
    last = [one for one in found if one.kind == INVITATION][-1:]
    return _attached(view, [*last, *(one for one in found if one.kind == LATE)])


def _calendar(view: View, meeting: Meeting) -> list[Attached]:
    papers = [one for one in meeting.papers if one.kind == CALENDAR]
    body = view.content(papers[-1].hash) if papers else None
    if not body:
        return []
    # What the mail program is told is what the file says itself (RFC 6047).
    method = "CANCEL" if b"\nMETHOD:CANCEL" in body else "PUBLISH"
    params = {"method": method, "charset": "utf-8"}
    return [Attached(f"{meeting.id}.ics", body, "text/calendar", params)]


def _papers(view: View, meeting: Meeting) -> list[Attached]:
    """The papers of the motions, each with what lies behind it, and what was handed in later."""
    found: list[Attached] = []
    case = viewed_case(view, INVITATION, meeting, meeting.day)
    for matter in case.matters:
        holder, motion = matter.holder, matter.motion
        if holder is None or motion is None:
            continue
        behind = () if motion.cancelled else tuple(papers_behind(holder, motion))
        numbers = {
            one.number
            for one in holder.documents
            if one.kind in _OF_MOTIONS and one.position >= motion.position and not one.replaced_by
        }
        numbers |= {one.number for one in behind if isinstance(one, IssuedDocument)}
        ours = [one for one in documents(view, holder.id) if one.number in numbers]
        found += _attached(view, ours)
        found += _originals(view, [one for one in behind if isinstance(one, Paper)], holder.id)
    return [*found, *_originals(view, list(late_papers(meeting)), meeting.id)]


def _originals(view: View, papers: list[Paper], holder: str) -> list[Attached]:
    """Files that came in, as they are; names that several bear are told apart by the project."""
    return [
        Attached(f"{holder}_{one.name}", body, guess_type(one.name)[0] or _BYTES)
        for one in papers
        if (body := view.content(one.hash)) is not None
    ]


def _attached(view: View, issued: list[Issued]) -> list[Attached]:
    return [
        Attached(f"{one.number}_{one.kind}.pdf", body)
        for one, body in bodies(view, issued)
        if body is not None
    ]
