"""The binder of a meeting: made of the sealed papers, its fingerprint on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from buendnis.canon import fingerprint
from buendnis.documents.meeting_case import Matter, MeetingCase
from buendnis.events import BINDER_MADE
from buendnis.facts import IssuedDocument, Meeting, Motion, Paper, Project, Resolution
from buendnis.store.database import Transaction
from buendnis.store.record import content, record_on_meeting
from buendnis.usecases.inviting import CALENDAR
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.meeting_papers import BINDER, INVITATION, LATE, recorded_case, working_paper
from buendnis.usecases.meetings import found_meeting
from buendnis.usecases.office import RECORDERS, Office, Who, not_ahead, only_roles

if TYPE_CHECKING:
    from buendnis.documents.binder import Part

# What lies behind a motion paper: our papers, or the signed originals that came back for them.
ATTACHED = ("projektskizze", "begruendung", "stellungnahme_traeger", "kriterienbogen", "aussage")
_COVER = "Deckblatt und Tagesordnung"
_MOTION_PAPER = "beschlussvorlage"
_SIGNED_LIST = "anwesenheitsliste"
_OWN = frozenset({CALENDAR, _SIGNED_LIST})


class Bound(Struct, frozen=True):
    """A binder: its bytes, pages and fingerprint; parts that are in it, and the titles of papers
    that are none (no PDF, or erased). new: no binder of this fingerprint was on record."""

    meeting: Meeting
    pdf: bytes
    pages: int
    fingerprint: str
    parts: tuple[str, ...]
    left_out: tuple[str, ...]
    new: bool


def make_binder(office: Office, who: Who, meeting_id: str) -> Bound:
    """Bind the papers of a meeting: cover with agenda and contents, invitation, each motion paper
    with what belongs to it, late papers.

    The same papers make the same bytes; a binder that is on record already is not recorded again.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    seal_pending(office, who)
    with office.db.transaction() as tx:
        meeting = found_meeting(tx, meeting_id)
        case = recorded_case(office, tx, BINDER, meeting, meeting.day)
        found = [*_invitations(tx, meeting)]
        for one in case.matters:
            found += _of_matter(tx, one)
        found += _late(meeting)
    return _bound(office, who, case, found)


def _bound(office: Office, who: Who, case: MeetingCase, found: list[tuple[str, int, str]]) -> Bound:
    # The library that binds pages is loaded where there is a binder to make.
    from buendnis.documents.binder import Part, bind, pages_of

    meeting = case.meeting
    with office.db.transaction() as tx:
        parts = [
            Part(title, level, content(tx, digest), digest) if digest else Part(title, level, None)
            for title, level, digest in found
        ]
    cover, pages = _cover(office, case, parts, 1), 1
    while pages_of(cover) > pages:  # the contents name pages that the cover itself moves on
        pages = pages_of(cover)
        cover = _cover(office, case, parts, pages)
    pdf, pages = bind(f"Sitzungsmappe {meeting.id}", "Mappe", [Part(_COVER, 1, cover), *parts])
    digest = fingerprint(pdf)
    held = tuple(one.title for one in parts if pages_of(one.pdf))
    left_out = tuple(one.title for one in parts if not pages_of(one.pdf) and one.fingerprint)
    new = all(one.fingerprint != digest for one in meeting.binders)
    if new:
        payload = {"fingerprint": digest, "pages": pages, "parts": [row[2] for row in found]}
        with office.db.transaction() as tx:
            meeting = found_meeting(tx, meeting.id)
            meeting = record_on_meeting(
                tx, who.entering(), meeting, meeting.id, BINDER_MADE, payload
            )
    return Bound(meeting, pdf, pages, digest, held, left_out, new)


def _cover(office: Office, case: MeetingCase, parts: Sequence[Part], pages: int) -> bytes:
    """The cover with agenda and contents, if it has so many pages itself."""
    from buendnis.documents.binder import Placed, placed

    rows = [Placed(_COVER, 1, 1, pages, ""), *placed(parts, pages + 1)]
    shown = replace(case, extras={**case.extras, "parts": [asdict(one) for one in rows]})
    return working_paper(shown, office.db)


def _invitations(tx: Transaction, meeting: Meeting) -> Iterator[tuple[str, int, str]]:
    """The last invitation, and the letters that came after it."""
    last = meeting.invitations[-1].position if meeting.invitations else 0
    for one in meeting.documents:
        if one.kind == INVITATION and one.position == last:
            yield "Einladung", 1, _sealed(tx, one.number)
        elif one.kind == LATE and one.position > last:
            yield f"Nachreichung vom {_day(one.day)}", 1, _sealed(tx, one.number)


def _of_matter(tx: Transaction, matter: Matter) -> Iterator[tuple[str, int, str]]:
    """The motion paper of an item, and what lies behind it."""
    holder, motion = matter.holder, matter.motion
    if holder is None or motion is None or motion.cancelled:
        return
    top = f"TOP {matter.item.number}: {matter.item.title}"
    paper = next(
        (
            one
            for one in holder.documents
            if one.position == motion.position and one.kind == _MOTION_PAPER
        ),
        None,
    )
    yield top, 1, _sealed(tx, paper.number) if paper else ""
    yield from _behind(tx, holder, motion)


def _behind(
    tx: Transaction, holder: Project | Resolution, motion: Motion
) -> Iterator[tuple[str, int, str]]:
    from buendnis.documents.catalogue import catalogue

    kinds = catalogue()
    for one in papers_behind(holder, motion):
        title = kinds[one.kind].title
        if isinstance(one, Paper):
            yield f"{title} ({one.name})", 2, one.hash
        else:
            yield title, 2, _sealed(tx, one.number)


def papers_behind(holder: Project | Resolution, motion: Motion) -> Iterator[Paper | IssuedDocument]:
    """What lies behind a motion paper: the originals that came in; where there is none of a kind,
    our own latest."""
    for kind in ATTACHED:
        originals = [
            one for one in holder.papers if one.kind == kind and one.position <= motion.position
        ]
        yield from originals
        ours = [
            one
            for one in holder.documents
            if one.kind == kind and one.position <= motion.position and not one.replaced_by
        ]
        if ours and not originals:
            yield ours[-1]


def late_papers(meeting: Meeting) -> Iterator[Paper]:
    """The files that were handed in later for a meeting."""
    return (one for one in meeting.papers if one.kind not in _OWN)


def _late(meeting: Meeting) -> Iterator[tuple[str, int, str]]:
    for one in late_papers(meeting):
        yield one.name, 1, one.hash


def _sealed(tx: Transaction, number: str) -> str:
    rows = tx.query("SELECT pdf FROM document WHERE number = ?", (number,))
    return str(rows[0][0]) if rows else ""


def _day(day: date) -> str:
    from buendnis.documents.german import day_text

    return day_text(day)
