"""The file of a project (Akte) as a folder: every paper, its table of contents, the course.

Names are those that Windows accepts. A folder is written beside its place and renamed, so that it
is there whole or not at all; one that holds the same state already is left as it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from buendnis.canon import fingerprint
from buendnis.documents.catalogue import catalogue
from buendnis.documents.german import german
from buendnis.errors import Refused
from buendnis.facts import Project
from buendnis.fold import RECOUNTED, UNDONE
from buendnis.planning.course import Names, course_of
from buendnis.planning.words import actor_word
from buendnis.settings.loading import load_settings
from buendnis.store.reading import View
from buendnis.texts import T, Text, verbatim
from buendnis.usecases.issuing import render
from buendnis.workflow.definition import Workflow

CONTENTS, COURSE, STATE = "00_Inhaltsverzeichnis.csv", "01_Verlauf.txt", ".stand.json"
_OFFICE = "Koordinierungsstelle"
_RECIPIENTS = {
    "applicant": "Projektträger",
    "members": "Mitglieder der Lenkungsgruppe",
    "local_alliance": "lokale Fachkräfteallianz",
    "file": "Akte",
    "bank": "NBank",
}
_SENDERS = {
    "aussage": "lokale Fachkräfteallianz",
    "bescheid": "NBank",
    "aenderungsbescheid": "NBank",
    "nachforderung": "NBank",
    "ballot": "Mitglied der Lenkungsgruppe",
}
# Copies of our own documents: they came back from a signature or Word, not from others.
_COPIES = {"signed_copy": "unterschriebene Fassung", "edited_version": "bearbeitete Fassung"}
_LONGEST_PART = 40
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_BLANK = re.compile(r"[\s_]+")


class Filed(Struct, frozen=True):
    """A file that was written (or stood there already): where, and how many papers it holds."""

    project: str
    folder: Path
    papers: int
    written: bool


class Sheet(Struct, frozen=True):
    """One paper of the file: its day, name, from whom to whom, and its bytes (`None`: erased)."""

    day: date
    name: str
    title: str
    sender: str
    recipient: str
    body: bytes | None
    number: str = ""


def write_file(view: View, project: Project, workflow: Workflow, folder: Path) -> Filed:
    """Write the file of one project into `folder`/its id.

    Raises `Refused` where a folder of that name is none of ours, `OSError` where the disk fails;
    the folder that stood there stays as it was.
    """
    place = folder / project.id
    stand = {"project": project.id, "version": project.version, "entries": _last(view, project)}
    held = _held(place)
    sheets = list(sheets_of(view, project))
    if held == stand:
        return Filed(project.id, place, len(sheets), False)
    if place.exists() and held is None:
        raise Refused(
            T("{folder} is there already and is no file of ours. Choose another place.",
              folder=str(place))
        )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{project.id}.", dir=folder))
    try:
        for sheet in sheets:
            if sheet.body is not None:
                (work / sheet.name).write_bytes(sheet.body)
        (work / CONTENTS).write_bytes(contents_of(sheets))
        (work / COURSE).write_text(course_text(view, project, workflow), encoding="utf-8")
        (work / STATE).write_text(json.dumps(stand), encoding="utf-8")
        work.chmod(0o755)
        _swap(work, place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Filed(project.id, place, len(sheets), True)


def sheets_of(view: View, project: Project) -> Iterator[Sheet]:
    """Every paper of a project: our documents and what came in, by day and entry."""
    kinds = catalogue()
    counts: dict[str, int] = {}
    found: list[tuple[date, int, Sheet]] = []
    stored = {
        row[0]: row
        for row in view.query(
            "SELECT number, template, data, head, pdf FROM document WHERE stream = ?",
            (project.id,),
        )
    }
    for document in project.documents:
        kind = kinds.get(document.kind)
        title = kind.title if kind else document.kind
        shown = f"Entwurf {title}" if document.draft else title
        number = _count(counts, shown)
        name = _name(document.day, project, shown, project.sketch.title, number, ".pdf")
        row = stored.get(document.number)
        body = None
        if row is not None:
            body = view.content(row[4]) if row[4] else render(view, row[1], row[2], row[3])
        recipient = _RECIPIENTS.get(kind.recipient, "") if kind else ""
        told = f"{title}{_mark(document.replaced_by)}"
        sheet = Sheet(document.day, name, told, _OFFICE, recipient, body, document.number)
        found.append((document.day, document.position, sheet))
    issued = {one.number: one.kind for one in project.documents}
    for paper in project.papers:
        copied = _COPIES.get(paper.kind, "") if paper.document in issued else ""
        about = kinds.get(issued[paper.document]) if copied else None
        title = about.title if about else issued.get(paper.document, "")
        shown = f"{copied} {title}" if copied else f"Eingang {paper.kind}"
        number = _count(counts, shown)
        stem, dot, suffix = paper.name.rpartition(".")
        name = _name(
            paper.received_on,
            project,
            shown,
            stem if dot else paper.name,
            number,
            f".{_plain(suffix)[:8]}" if dot else "",
        )
        sender = _OFFICE if copied else _SENDERS.get(paper.kind, "Projektträger")
        recipient = _OFFICE
        if copied:
            recipient = _RECIPIENTS.get(about.recipient, "") if about else ""
        told = f"{title}, {copied} ({paper.name})" if copied else paper.name
        body = view.content(paper.hash)
        sheet = Sheet(paper.received_on, name, told, sender, recipient, body, paper.document)
        found.append((paper.received_on, paper.position, sheet))
    for _, _, sheet in sorted(found, key=lambda one: one[:2]):
        yield sheet


def _count(counts: dict[str, int], shown: str) -> int:
    """The how-manieth of its kind; kinds that a file system takes for the same count together."""
    key = _plain(shown)[:_LONGEST_PART].casefold()
    counts[key] = counts.get(key, 0) + 1
    return counts[key]


def _mark(replaced_by: str) -> str:
    if replaced_by == UNDONE:
        return " (zurückgenommen)"
    if replaced_by == RECOUNTED:
        return " (Ergebnis überholt)"
    return f" (ersetzt durch Nr. {replaced_by})" if replaced_by else ""


def contents_of(sheets: list[Sheet]) -> bytes:
    """The table of contents: a .csv with semicolons, as German spreadsheets open it."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(("Datum", "Nummer", "Titel", "von", "an", "Datei", "SHA-256"))
    for sheet in sheets:
        digest = fingerprint(sheet.body) if sheet.body is not None else "gelöscht"
        values = (
            sheet.day.strftime("%d.%m.%Y"),
            sheet.number,
            sheet.title,
            sheet.sender,
            sheet.recipient,
            sheet.name,
            digest,
        )
        rows.writerow([_harmless(one) for one in values])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def course_text(view: View, project: Project, workflow: Workflow) -> str:
    """The course of things in plain German, entry by entry."""
    lines = [
        f"{project.reference}  {project.sketch.title}",
        f"Projekt {project.id}, {project.sketch.applicant.name}",
        "",
    ]
    names = _names(view)
    for one in course_of(view.events(project.id), workflow, names):
        marks = " (zurückgenommen)" if one.undone else ""
        if one.corrected:
            marks += f" (berichtigt durch {', '.join(map(str, one.corrected))})"
        actor = german(actor_word(one.actor, names.regions, names.seats))
        who = f"{one.person}, {actor}" if one.person else actor
        lines.append(
            f"{one.day:%d.%m.%Y}  Eintrag {one.position}: {german(one.what)}{marks} ({who})"
        )
        lines += [f"    {german(name)}: {_german(value)}" for name, value in one.details]
    return "\n".join(lines) + "\n"


def _names(view: View) -> Names:
    """What the codes of the record are called in German."""
    alliance = load_settings(view.alliance).alliance
    return Names(
        lambda label: verbatim(label.de),
        {name: kind.title for name, kind in catalogue().items()},
        {one.id: one.name for one in alliance.regions},
        {one.id: one.title for one in alliance.roster.seats},
    )


def _german(value: object) -> str:
    """A value as German writes it, on lines that stay indented."""
    words = value if isinstance(value, str) else german(Text("{value}", {"value": value}))
    return words.replace("\n", "\n        ")


def _name(day: date, project: Project, kind: str, title: str, number: int, suffix: str) -> str:
    """`JJJJ-MM-TT_Aktenzeichen_Dokumentart_Titel_vN.pdf`."""
    reference = _plain(project.reference or project.id)
    what, shown = (_plain(one)[:_LONGEST_PART].rstrip("-. ") for one in (kind, title))
    return f"{day.isoformat()}_{reference}_{what}_{shown}_v{number}{suffix}"


def _plain(text: str) -> str:
    """A text as part of a file name: nothing that Windows refuses, one hyphen for a blank."""
    clean = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", text))
    return re.sub(r"-{2,}", "-", _BLANK.sub("-", clean)).strip("-. ")


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _last(view: View, project: Project) -> int:
    """How many entries the stream has: refusals change the course, but not the version."""
    return sum(1 for _ in view.events(project.id))


def _held(place: Path) -> dict[str, object] | None:
    """What state a folder holds, `None` if it is none of ours."""
    try:
        found = json.loads((place / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _swap(work: Path, place: Path) -> None:
    """Put the new folder in the place of the old one, which stays until then."""
    if not place.exists():
        work.rename(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.alt.", dir=place.parent))
    place.rename(old / place.name)
    try:
        work.rename(place)
    except OSError:
        (old / place.name).rename(place)
        raise
    finally:
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)
