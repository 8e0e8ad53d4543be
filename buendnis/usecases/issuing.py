"""Making and sealing documents.

In the step's transaction a document gets its number, its template and its data, by their hashes;
its text is set once, so that a missing value is found before anything is issued. The PDF is
rendered after the commit and sealed by an entry of its own; what a crash left unsealed is sealed
by the next command.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.canon import canonical
from buendnis.documents.issue import build, build_tree, build_word
from buendnis.events import DOCUMENT_SEALED
from buendnis.facts import Entry, Project
from buendnis.store.database import Transaction
from buendnis.store.people import reveal, reveal_plain, seal_text
from buendnis.store.record import append, keep
from buendnis.usecases.office import Office, Who, next_number

TEMPLATE, DATA, PDF = "template", "document_data", "pdf"
SYSTEM = "system"  # who seals: nobody decides anything there
_SEALED_TOGETHER = 20


class Wanted(Struct, frozen=True):
    """A document to make: its kind, and whether it is a draft for another's signature."""

    kind: str
    draft: bool = False


def prepare(
    office: Office,
    tx: Transaction,
    who: Who,
    project: Project,
    entry: Entry | None,
    wanted: Iterable[Wanted],
    extras: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """The rows of the documents of one entry, their templates and data stored.

    project: the facts after the entry, people by their keys. Raises `TemplateError` for a template
    that is wrong or lacks a value.
    """
    # The first document brings Jinja2 and the reader of templates; most steps make none.
    from buendnis.documents.data import document_data
    from buendnis.documents.text import template_source

    settings, rows = office.settings, []
    number = ""
    # Stored data name people by their keys, as entries do; rendering puts the names back.
    prepared_by = seal_text(who.person, tx.query, tx.insert) if who.person else ""
    for one in wanted:
        number = _following(tx, settings.alliance.patterns.document, who.on.year, number)
        data = document_data(
            one.kind,
            project,
            settings.alliance,
            settings.programme,
            entry,
            number,
            who.on,
            "",
            prepared_by,
            one.draft,
            extras,
        )
        source = template_source(one.kind, settings.alliance.name)
        build_tree({**data, "document": {**data["document"], "head": "0" * 64}}, source)
        rows.append(
            {
                "number": number,
                "kind": one.kind,
                "draft": one.draft,
                "template": keep(tx, TEMPLATE, source),
                "data": keep(tx, DATA, canonical(data)),
            }
        )
    return rows


def prepared(
    office: Office, tx: Transaction, who: Who, makers: Mapping[str, Callable[[str, str], Any]]
) -> list[dict[str, Any]]:
    """The rows of documents that are about no project, their templates and data stored.

    makers: for each kind, what makes its data from number and author (by key). Raises
    `TemplateError` as `prepare` does.
    """
    from buendnis.documents.text import template_source

    alliance, rows, number = office.settings.alliance, [], ""
    prepared_by = seal_text(who.person, tx.query, tx.insert) if who.person else ""
    for kind, make in makers.items():
        number = _following(tx, alliance.patterns.document, who.on.year, number)
        data, source = make(number, prepared_by), template_source(kind, alliance.name)
        build_tree({**data, "document": {**data["document"], "head": "0" * 64}}, source)
        rows.append(
            {
                "number": number,
                "kind": kind,
                "draft": False,
                "template": keep(tx, TEMPLATE, source),
                "data": keep(tx, DATA, canonical(data)),
            }
        )
    return rows


def seal_pending(
    office: Office, who: Who, progress: Callable[[int, int], None] | None = None
) -> list[str]:
    """Render and seal every document that is not sealed yet. Returns their numbers.

    progress: called with how many are done and how many there are. A page that cannot be set stays
    unsealed, with the reason in `office.unset`: its step is on record, and the office goes on.
    """
    open_rows = office.db.query(
        "SELECT number, stream, template, data, head FROM document WHERE pdf = '' ORDER BY number"
    )
    done: list[str] = []
    for first in range(0, len(open_rows), _SEALED_TOGETHER):
        batch = open_rows[first : first + _SEALED_TOGETHER]
        pages = [(row, _page(office, row)) for row in batch]
        with office.db.transaction() as tx:
            for row, pdf in pages:
                if pdf is not None and _seal(tx, who, row[0], row[1], pdf):
                    done.append(row[0])
        if progress:
            progress(first + len(batch), len(open_rows))
    return done


def _page(office: Office, row: tuple[Any, ...]) -> bytes | None:
    try:
        return render(office.db, row[2], row[3], row[4])
    except Exception as error:  # noqa: BLE001 - whatever the page's library says, the step stands
        office.unset[row[0]] = str(error)[:200]
        return None


def render(reader: Any, template: str, data: str, head: str) -> bytes | None:
    """The PDF of a document from what is stored: a pure function of template, data and head.

    `reader` answers `query` (a database, a transaction or a view). `None` if its data or template
    were erased.
    """
    return _made(build, reader, template, data, head)


def render_word(reader: Any, template: str, data: str, head: str) -> bytes | None:
    """The same document as a .docx; `None` as for `render`."""
    return _made(build_word, reader, template, data, head)


def _made(
    make: Callable[[Mapping[str, Any], bytes], bytes],
    reader: Any,
    template: str,
    data: str,
    head: str,
) -> bytes | None:
    found = {
        row[0]: row[1]
        for row in reader.query(
            "SELECT hash, body FROM content WHERE hash IN (?, ?)", (template, data)
        )
    }
    if found.get(template) is None or found.get(data) is None:
        return None
    values = json.loads(reveal(bytes(found[data]).decode(), reader.query))
    values["document"]["head"] = head
    return make(values, bytes(found[template]))


def _seal(tx: Transaction, who: Who, number: str, stream: str, pdf: bytes) -> bool:
    still = tx.query("SELECT pdf, stream FROM document WHERE number = ?", (number,))
    if not still or still[0][0]:
        return False
    digest = keep(tx, PDF, pdf)
    version = tx.query(
        "SELECT version FROM event WHERE stream = ? ORDER BY position DESC LIMIT 1", (stream,)
    )
    append(
        tx,
        replace(who, actor=SYSTEM).entering(),
        stream,
        DOCUMENT_SEALED,
        {"number": number, "pdf": digest},
        version[0][0] if version else 0,
    )
    tx.update("document", "number", {"number": number, "pdf": digest})
    return True


def _following(tx: Transaction, pattern: str, year: int, last: str) -> str:
    """The next document number; `last` is one of this entry that is not stored yet."""
    if not last:
        return next_number(tx, "document", "number", pattern, year)
    head, _, tail = pattern.partition("{number")
    before, after = head.format(year=year), tail.partition("}")[2].format(year=year)
    digits = last[len(before) :].removesuffix(after)
    return pattern.format(year=year, number=int(digits) + 1)


def plain_person(reader: Any, text: str) -> str:
    """A name in the place of its key."""
    return reveal_plain(text, reader.query)
