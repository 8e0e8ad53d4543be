"""What a document is made of: JSON values, and only those that its page shows.

`document_data` gathers the blocks that the kind's description names. Days are ISO texts, money
whole cents, shares hundredths of a percent; codes come with their German words. What is not
given is `None`, so that a template which prints it fails and names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from buendnis.documents.ahead import ahead_block
from buendnis.documents.case import Case, given
from buendnis.documents.catalogue import DocumentKind, catalogue
from buendnis.documents.course import BLOCK_MAKERS
from buendnis.documents.in_force import in_force_block
from buendnis.documents.indicators import indicators_block
from buendnis.documents.labels import ROLE
from buendnis.documents.plan import costs_block, project_block
from buendnis.errors import Unreadable
from buendnis.facts import Entry, Project
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme
from buendnis.sketch.reading import sketch_to_data
from buendnis.texts import T

MEMBERS = ("An die Mitglieder und", "stellvertretenden Mitglieder", "der Lenkungsgruppe")
_MAKERS: dict[str, Callable[[Case], Any]] = {
    **BLOCK_MAKERS,
    "project": project_block,
    "costs": costs_block,
    "in_force": in_force_block,
    "ahead": ahead_block,
    "indicators": indicators_block,
    # Views of the whole portfolio, which only the caller knows.
    "distribution": lambda case: case.extras.get("distribution"),
    "portfolio": lambda case: case.extras.get("portfolio"),
    "period": lambda case: case.extras.get("period"),
    # The machine form, so that the sketch can be read from its own PDF again.
    "sketch": lambda case: sketch_to_data(case.project.sketch),
}


def document_kind(kind: str) -> DocumentKind:
    """The description of a kind of document. Raises `Unreadable` if there is none."""
    found = catalogue().get(kind)
    if found is None:
        raise Unreadable(T("There is no document of the kind {kind}.", kind=kind))
    return found


def document_data(
    kind: str,
    project: Project,
    alliance: Alliance,
    programme: Programme,
    entry: Entry | None,
    number: str,
    day: date,
    head: str,
    prepared_by: str,
    draft: bool = False,
    extras: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The data of one document, as JSON values.

    entry: the step that issues it. number: the document's own, empty for a draft. day: the day it
    bears. head: the head of the log, for the footer. prepared_by: who wrote it, by name. extras:
    `checklist` (rows of paper, required, present, day, hash), `hints` (findings), `deadlines`
    (rows of label, due, nature), `note` (subject, text), `meeting` (how a letter names it),
    `derivation` (sentences), `your_reference`, `ahead` (steps: what the steps that are left record;
    meeting: the next sitting, named as in a letter).
    Raises `Unreadable` for an unknown kind.
    """
    description = document_kind(kind)
    case = Case(description, project, alliance, programme, entry, day, extras or {})
    data = {
        "document": _document(case, number, head, prepared_by, draft),
        "alliance": alliance_block(alliance),
    }
    for block in description.blocks:
        data[block] = _MAKERS[block](case)
    return data


def _document(case: Case, number: str, head: str, prepared_by: str, draft: bool) -> dict[str, Any]:
    applicant = case.project.sketch.applicant
    signatory = case.alliance.signatory(case.kind.kind, case.day)
    # A paper that another is to sign comes back as an original: no ENTWURF runs across it.
    for_signature = draft and case.kind.signs == "other" and bool(number)
    return {
        "kind": case.kind.kind,
        "title": case.kind.title,
        "shape": case.kind.shape,
        "number": given(number),
        "day": case.day.isoformat(),
        "head": given(head),
        "prepared_by": given(prepared_by),
        "draft": draft and not for_signature,
        "for_signature": for_signature,
        "fictitious": case.project.fictitious,
        "reference": given(case.project.reference),
        "your_reference": given(case.extras.get("your_reference", "")),
        "recipient": _recipient(case),
        "address": given(applicant.address) if case.kind.recipient == "applicant" else None,
        "signatory": {
            "line": given(signatory.line) if signatory else None,
            "name": given(signatory.name) if signatory else None,
            "title": ROLE.get(signatory.role) if signatory else None,
        },
    }


def _recipient(case: Case) -> list[str]:
    applicant = case.project.sketch.applicant
    if case.kind.recipient == "applicant":
        lines = [applicant.name, applicant.contact]
    elif case.kind.recipient == "members":
        lines = list(MEMBERS)
    elif case.kind.recipient == "local_alliance":
        ids = [share.region for share in case.project.sketch.regions]
        if case.entry and case.entry.form.get("region"):
            ids = [case.entry.form["region"]]
        regions = (case.alliance.region(one) for one in ids)
        lines = [one.local_alliance.name for one in regions if one]
    else:
        lines = []
    return [line for line in lines if line.strip()]


def alliance_block(alliance: Alliance) -> dict[str, Any]:
    """Letterhead and office, as every page shows them."""
    office = alliance.office
    return {
        "title": alliance.title,
        "short": given(alliance.short),
        "strategy": given(alliance.strategy),
        "office": office.name,
        "institution": office.institution,
        "town": office.town,
        "phone": given(office.phone),
        "email": given(office.email),
        "letterhead": list(alliance.letterhead.lines),
        "sender_line": alliance.letterhead.sender_line,
        "footer": list(alliance.letterhead.footer),
        "publicity": given(alliance.letterhead.publicity),
        "logo_alt": given(alliance.letterhead.logo_alt),
    }
