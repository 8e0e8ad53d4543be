"""What comes to lie beside a sealed document: the signed scan, and the version edited in Word.

The sealed bytes stay the original of what the program wrote; what was signed or sent instead is
kept beside them, and marked.
"""

from __future__ import annotations

from msgspec import Struct

from buendnis.canon import fingerprint
from buendnis.errors import Finding, Refused, Unreadable
from buendnis.events import DOCUMENT_FILED
from buendnis.facts import Meeting, Project, Resolution
from buendnis.store.database import Transaction
from buendnis.store.record import (
    load_meeting,
    load_project,
    load_resolution,
    record_on_meeting,
    record_on_project,
    record_on_resolution,
)
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers
from buendnis.usecases.office import Office, Who, not_ahead, only_roles

SIGNED, EDITED = "signed_copy", "edited_version"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n"

Holder = Project | Meeting | Resolution


class FiledCopy(Struct, frozen=True):
    """A copy that was filed: the document's number, the kind of copy, whose document it is."""

    number: str
    kind: str
    holder: Holder


def file_copy(office: Office, who: Who, number: str, kind: str, copy: Attachment) -> FiledCopy:
    """File a copy of a document of ours. kind: `signed_copy` or `edited_version`.

    Raises `Unreadable` for a signed copy that is neither a PDF nor an image, and for the sealed
    bytes themselves; `Refused` for an unknown document, one that is not sealed yet, the same bytes
    a second time, and a day before the document's own.
    """
    only_roles(who, ("office",))
    not_ahead(who)
    with office.db.transaction() as tx:
        rows = tx.query("SELECT stream, pdf, day FROM document WHERE number = ?", (number,))
        if not rows:
            message = T("There is no document “{number}”. See: document list.", number=number[:80])
            raise Refused(message)
        stream, pdf, day = rows[0]
        if not pdf:
            raise Refused(T("The document {number} is not sealed yet.", number=number))
        _fit(copy, kind, number, pdf)
        if who.on.isoformat() < day:
            message = T("{day} lies before the document's own day, {own}.", day=who.on, own=day)
            raise Refused(message, [Finding("order", "on", message, T("Correct the day."))])
        holder = _holder(tx, stream)
        papers = [{**row, "kind": kind, "document": number} for row in kept_papers(tx, (copy,))]
        there = {(one.document, one.hash) for one in holder.papers}
        if (number, papers[0]["hash"]) in there:
            raise Refused(T("This copy of {number} is filed already.", number=number))
        after = _recorded(office, tx, who, holder, {"number": number, "papers": papers})
    return FiledCopy(number, kind, after)


def _fit(copy: Attachment, kind: str, number: str, sealed: str) -> None:
    """Raise `Unreadable` for what is no copy of this kind. sealed: the hash of the original."""
    if kind == SIGNED and not _is_page(copy.body):
        message = T("{file} is neither a PDF nor an image.", file=copy.name)
        remedy = T("Name the scan with the signatures as PDF, PNG, JPEG or TIFF.")
    elif fingerprint(copy.body) == sealed:
        message = T("{file} is the sealed document {number} itself.", file=copy.name, number=number)
        remedy = (
            T("Name the scan with the signatures, or the PDF that was signed.")
            if kind == SIGNED
            else T("Name the version that was edited.")
        )
    else:
        return
    field = "--signed" if kind == SIGNED else "--edited"
    finding = Finding("input", field, message, remedy, file=copy.name)
    raise Unreadable(T("The copy cannot be filed."), [finding])


def _is_page(body: bytes) -> bool:
    """Whether bytes begin as a PDF, PNG, JPEG or TIFF does."""
    return body.startswith(_IMAGES) or body[:64].lstrip(_BEFORE_PDF).startswith(b"%PDF-")


def _holder(tx: Transaction, stream: str) -> Holder:
    found = load_project(tx, stream) or load_meeting(tx, stream) or load_resolution(tx, stream)
    assert found is not None
    return found


def _recorded(
    office: Office, tx: Transaction, who: Who, holder: Holder, payload: dict[str, object]
) -> Holder:
    entering = who.entering()
    if isinstance(holder, Meeting):
        return record_on_meeting(tx, entering, holder, holder.id, DOCUMENT_FILED, payload)
    if isinstance(holder, Resolution):
        return record_on_resolution(tx, entering, holder, holder.id, DOCUMENT_FILED, payload)
    submitted = office.submitted(office.workflow_of(tx, holder.workflow))
    after, _ = record_on_project(
        tx, entering, holder, holder.id, DOCUMENT_FILED, payload, submitted
    )
    return after
