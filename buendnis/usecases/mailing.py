"""Documents on their way out: each as an e-mail draft, and the mailing for a meeting.

Nothing is sent. What is not sealed yet is set first, in several processes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from msgspec import Struct

from buendnis.documents.covering import covering_mail, recipients_of
from buendnis.documents.issue import build_tree
from buendnis.documents.member_mail import meeting_text
from buendnis.errors import Refused
from buendnis.facts import Meeting
from buendnis.mail import Attached, draft
from buendnis.settings.alliance import Alliance
from buendnis.store.reading import View
from buendnis.texts import T
from buendnis.usecases.evidence import known_addresses
from buendnis.usecases.inviting import CALENDAR
from buendnis.usecases.meeting_papers import INVITATION, LATE, viewed_case
from buendnis.usecases.papers import Issued, bodies, documents
from buendnis.usecases.rendering import job_of

# What members need before a meeting, beside the invitation.
_OF_MOTIONS = ("beschlussvorlage", "beschlussvorlage_frei", "stimmzettel", "vertretungsanzeige")


class Draft(Struct, frozen=True):
    """An e-mail to look over: its file name, its bytes, to whom, and what is attached."""

    name: str
    body: bytes
    recipients: tuple[str, ...]
    attached: tuple[str, ...]


def document_drafts(
    view: View, alliance: Alliance, issued: list[Issued], to: Sequence[str] = ()
) -> Iterator[Draft]:
    """One draft for each document, with its PDF. to: the addresses, instead of those known.

    Raises `Refused` for one that was erased.
    """
    for one, body in bodies(view, issued):
        job = job_of(view, one.template, one.data, one.head)
        if body is None or job is None:
            raise Refused(T("The document {number} was erased.", number=one.number))
        data = json.loads(job.data)
        subject, text = covering_mail(build_tree(data, job.template), data)
        addresses = tuple(to) or tuple(recipients_of(data))
        file = f"{one.number}_{one.kind}"
        made = draft(
            alliance.office.email, addresses, subject, text, (Attached(f"{file}.pdf", body),)
        )
        yield Draft(f"{file}.eml", made, addresses, (f"{file}.pdf",))


def meeting_drafts(view: View, meeting: Meeting) -> Iterator[Draft]:
    """One draft for each seat, for member and deputies: invitation, calendar file, late papers, and
    the papers of the motions that were put to the meeting.

    Raises `Refused` before anybody was invited.
    """
    if not meeting.invitations:
        message = T("Nobody was invited to {meeting} yet: meeting invite.", meeting=meeting.id)
        raise Refused(message)
    case = viewed_case(view, INVITATION, meeting, meeting.day)
    attached = [*_letters(view, meeting), *_calendar(view, meeting), *_motion_papers(view, meeting)]
    office = case.alliance.office
    for seat in case.seats:
        people = [seat.holder.person] if seat.holder else []
        people += [one.person for one in seat.deputies]
        subject, text = meeting_text(meeting, seat.seat.title, tuple(people))
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


def _motion_papers(view: View, meeting: Meeting) -> list[Attached]:
    found: list[Issued] = []
    case = viewed_case(view, INVITATION, meeting, meeting.day)
    for matter in case.matters:
        if matter.holder is None or matter.motion is None:
            continue
        numbers = {
            one.number
            for one in matter.holder.documents
            if one.kind in _OF_MOTIONS
            and one.position >= matter.motion.position
            and not one.replaced_by
        }
        found += [one for one in documents(view, matter.holder.id) if one.number in numbers]
    return _attached(view, found)


def _attached(view: View, issued: list[Issued]) -> list[Attached]:
    return [
        Attached(f"{one.number}_{one.kind}.pdf", body)
        for one, body in bodies(view, issued)
        if body is not None
    ]
