"""A meeting's papers: what they are about, issuing them, and setting those that are not issued.

Issued papers (invitation, minutes) get a number and are sealed like a project's; working papers
(speaking sheet, attendance list, drafts) are set from the record whenever somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from buendnis.canon import canonical
from buendnis.documents.issue import build, build_tree
from buendnis.documents.meeting_case import Holder, Matter, MeetingCase, matters_of
from buendnis.events import Event
from buendnis.facts import Meeting
from buendnis.fold import apply_meeting
from buendnis.settings.alliance import Alliance
from buendnis.settings.loading import load_settings
from buendnis.settings.seats import with_membership
from buendnis.store.database import Transaction
from buendnis.store.people import reveal, seal, seal_text
from buendnis.store.reading import View
from buendnis.store.record import keep, load_project, load_resolution
from buendnis.usecases.issuing import DATA, TEMPLATE
from buendnis.usecases.office import Office, Who, next_number

INVITATION, LATE, CALLED_OFF = "einladung", "nachreichung", "absage"
BINDER, SPEAKING, LIST, MINUTES = (
    "sitzungsmappe",
    "sprechzettel",
    "anwesenheitsliste",
    "sitzungsniederschrift",
)
_ALWAYS = frozenset({"document", "alliance"})


def holders_in(tx: Transaction, meeting: Meeting) -> dict[str, Holder]:
    """The projects and free motions of a meeting: those on its agenda, and those of which a motion
    was put to it."""
    put = f'%"meeting":"{meeting.id}"%'
    names = {one.subject for one in meeting.agenda if one.subject}
    for table in ("project", "resolution"):
        rows = tx.query(f"SELECT id FROM {table} WHERE facts LIKE ?", (put,))  # noqa: S608 - ours
        names |= {str(row[0]) for row in rows}
    found = {name: load_project(tx, name) or load_resolution(tx, name) for name in sorted(names)}
    return {name: one for name, one in found.items() if one is not None}


def matters_in(tx: Transaction, meeting: Meeting) -> tuple[Matter, ...]:
    """What a meeting deals with, from the record."""
    return matters_of(meeting, holders_in(tx, meeting))


def viewed_case(view: View, kind: str, meeting: Meeting, day: date, **extras: Any) -> MeetingCase:
    """What a working paper is about, for a reading command; people by their names."""
    named = {one.subject for one in meeting.agenda}
    every: list[Holder] = [*view.projects(), *view.resolutions()]
    holders = {
        one.id: one
        for one in every
        if one.id in named or any(motion.meeting == meeting.id for motion in one.motions)
    }
    settings = with_membership(load_settings(view.alliance), view.membership())
    return _case(kind, meeting, settings.alliance, matters_of(meeting, holders), day, extras)


def recorded_case(
    office: Office, tx: Transaction, kind: str, meeting: Meeting, day: date, **extras: Any
) -> MeetingCase:
    """What a paper is about, within a transaction; people by their keys."""
    alliance = office.settings_in(tx).alliance
    return _case(kind, meeting, alliance, matters_in(tx, meeting), day, extras)


def _case(
    kind: str,
    meeting: Meeting,
    alliance: Alliance,
    matters: tuple[Matter, ...],
    day: date,
    extras: Mapping[str, Any],
) -> MeetingCase:
    # The first paper brings the reader of templates.
    from buendnis.documents.data import document_kind

    seats = alliance.roster.on(meeting.day) if meeting.kind == "steering" else ()
    return MeetingCase(document_kind(kind), meeting, alliance, matters, seats, day, extras)


def issued(office: Office, tx: Transaction, who: Who, case: MeetingCase) -> list[dict[str, Any]]:
    """The row of one document of a meeting's entry, its template and data stored.

    Its text is set once, so that a missing value is found before anything is issued. Raises
    `TemplateError` for a template that is wrong or lacks a value.
    """
    from buendnis.documents.meeting_data import meeting_data
    from buendnis.documents.text import template_source

    pattern = office.settings.alliance.patterns.document
    number = next_number(tx, "document", "number", pattern, who.on.year)
    prepared_by = seal_text(who.person, tx.query, tx.insert) if who.person else ""
    data = meeting_data(case, number, prepared_by)
    # What the facts do not hold by key yet (people of the alliance's file) gets its key here.
    data |= {
        name: seal(block, tx.query, tx.insert)
        for name, block in data.items()
        if name not in _ALWAYS
    }
    source = template_source(case.kind.kind, case.alliance.name)
    build_tree({**data, "document": {**data["document"], "head": "0" * 64}}, source)
    return [
        {
            "number": number,
            "kind": case.kind.kind,
            "draft": False,
            "template": keep(tx, TEMPLATE, source),
            "data": keep(tx, DATA, canonical(data)),
        }
    ]


def working_paper(case: MeetingCase, reader: Any, draft: bool = False) -> bytes:
    """The PDF of a paper that is not issued, without a number: a pure function of the record.

    reader: answers `query`, and puts names in the place of keys.
    """
    from buendnis.documents.meeting_data import meeting_data
    from buendnis.documents.text import template_source

    data = json.loads(reveal(canonical(meeting_data(case, "", "", draft)).decode(), reader.query))
    return build(data, template_source(case.kind.kind, case.alliance.name))


def after_entry(
    tx: Transaction, who: Who, meeting: Meeting, kind: str, payload: Mapping[str, Any]
) -> tuple[Meeting, dict[str, Any]]:
    """The meeting as it will be after an entry, for the papers that the entry issues, and the
    payload with people by their keys."""
    sealed = seal(payload, tx.query, tx.insert)
    event = Event(
        position=0,
        stream=meeting.id,
        version=meeting.version + 1,
        kind=kind,
        payload=sealed,
        actor=who.actor,
        person=who.person,
        day=who.on,
        clock="",
    )
    return apply_meeting(meeting, event), sealed
