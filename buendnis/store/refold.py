"""The tables' rows as they follow from the entries of one stream, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from buendnis.events import (
    ALLIANCE_STREAM,
    DOCUMENT_SEALED,
    KINDS,
    MEETING_PLANNED,
    RESOLUTION_PROPOSED,
    SILENT,
    Event,
)
from buendnis.fold import fold_meeting, fold_membership, fold_project, fold_resolution
from buendnis.store.projection import document_rows, meeting_row, project_row, resolution_row

# The tables that are a fold, with their keys.
FOLDED = {"project": "id", "meeting": "id", "resolution": "id", "document": "number"}

# For the hash of a workflow: which of its states are past the submission.
Marks = Callable[[str], Mapping[str, bool]]


def rows_of(
    stream: str, events: Sequence[Event], marks: Marks
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that follow from the entries of one stream."""
    unknown = [one.kind for one in events if one.kind not in KINDS]
    if unknown:
        raise ValueError(f"unknown kind {unknown[0]}")
    if events[0].kind.startswith("project_"):
        project = fold_project(events)
        yield "project", project_row(project, marks(project.workflow).get(project.state, False))
    elif events[0].kind == MEETING_PLANNED:
        yield "meeting", meeting_row(fold_meeting(events))
    elif events[0].kind == RESOLUTION_PROPOSED:
        yield "resolution", resolution_row(fold_resolution(events))
    elif stream == ALLIANCE_STREAM:
        fold_membership(events)  # has no table; here its entries are only read
    yield from (("document", row) for row in documents_of(stream, events))


def documents_of(stream: str, events: Sequence[Event]) -> list[dict[str, Any]]:
    """The rows of a stream's documents, with the PDF that sealed each."""
    rows: dict[str, dict[str, Any]] = {}
    for event in events:
        if event.kind == DOCUMENT_SEALED:
            rows[event.payload["number"]]["pdf"] = event.payload["pdf"]
        elif event.kind not in SILENT:
            day = event.day.isoformat()
            for row in document_rows(stream, event.position, event.hash, day, event.payload):
                rows[row["number"]] = row
    return list(rows.values())
