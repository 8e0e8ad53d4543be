"""What a document is about, while its data is gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from buendnis.documents.catalogue import DocumentKind
from buendnis.facts import Entry, Figures, Motion, Project
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme


@dataclass(frozen=True, slots=True)
class Case:
    """One document to be: its kind, the facts, the entry that issues it, and what else is known.

    extras: what only the caller knows (checklist, hints, deadlines, note, meeting, derivation,
    ahead).
    """

    kind: DocumentKind
    project: Project
    alliance: Alliance
    programme: Programme
    entry: Entry | None
    day: date
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def figures(self) -> Figures:
        """The figures stamped on the project, or those of the day."""
        return self.project.figures or self.programme.figures_on(self.day)

    @property
    def motion(self) -> Motion | None:
        """The motion that is open, or else the one that was closed last."""
        return self.project.open_motion or self.project.last_motion


def given(value: Any) -> Any:
    """`None` for a text, list or table that is empty: nothing was given."""
    return None if value in ("", (), [], {}) else value
