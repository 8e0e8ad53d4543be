"""The kinds of documents: read from `templates/<kind>/document.toml`, strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from buendnis.content import content_folders
from buendnis.documents.page import SHAPES
from buendnis.errors import Finding, Unreadable
from buendnis.reading import read_toml
from buendnis.tables import Table
from buendnis.texts import T

RECIPIENTS = ("applicant", "members", "local_alliance", "file", "bank")
# The parts of a meeting's papers; a document is about a meeting or about a project.
MEETING_BLOCKS = ("meeting", "agenda", "seats", "minutes", "parts")
# The parts of the data that a document may name; `document` and `alliance` are always there.
BLOCKS = (
    "project",
    "costs",
    "form",
    "statements",
    "motion",
    "votum",
    "assessment",
    "application",
    "decision",
    "in_force",
    "execution",
    "report",
    "submission",
    "justification",
    "checklist",
    "hints",
    "deadlines",
    "history",
    "indicators",
    "ahead",
    "note",
    "resolution",
    "sketch",
    "distribution",
    "portfolio",
    "period",
    *MEETING_BLOCKS,
)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    shape: letter, form, note or minutes. recipient: whose address a letter bears. signs: whose
    signature it is for (`office`, `chair` or `other`, which is a paper drafted for another's
    signature). blocks: the parts of the data it shows. form: the keys of the step's form it shows.
    """

    kind: str
    title: str
    shape: str
    recipient: str
    signs: str
    blocks: tuple[str, ...]
    form: tuple[str, ...] = ()

    @property
    def of_meeting(self) -> bool:
        """Whether it is a paper of a meeting, and not of a project."""
        return "meeting" in self.blocks


def catalogue() -> Mapping[str, DocumentKind]:
    """All kinds of documents by name. Raises `Unreadable` with every mistake in the files."""
    return _read(content_folders())


def forget() -> None:
    """Read the descriptions anew the next time: a file has changed."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(folders: tuple[Path, ...]) -> Mapping[str, DocumentKind]:
    kinds: dict[str, DocumentKind] = {}
    findings: list[Finding] = []
    for folder in folders:
        for path in sorted(folder.glob("templates/*/document.toml")):
            if path.parent.name in kinds:
                continue
            table = read_toml(path)
            kinds[path.parent.name] = _kind(table, path.parent.name)
            findings += table.findings
    if findings:
        raise Unreadable(T("The descriptions of the documents cannot be used."), findings)
    return MappingProxyType(kinds)


def _kind(table: Table, name: str) -> DocumentKind:
    kind = DocumentKind(
        kind=table.choice("kind", (name,), required=True),
        title=table.text("title", required=True),
        shape=table.choice("shape", SHAPES, required=True),
        recipient=table.choice("recipient", RECIPIENTS, required=True),
        signs=table.choice("signs", ("office", "chair", "other"), required=True),
        blocks=table.choices("blocks", BLOCKS),
        form=table.texts("form"),
    )
    table.finish()
    return kind
