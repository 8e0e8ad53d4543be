"""The fold of a free motion with its rounds, from its proposal on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from buendnis.events import (
    CORRECTED,
    DOCUMENT_FILED,
    ON_MOTIONS,
    RESOLUTION_CANCELLED,
    RESOLUTION_CLOSED,
    RESOLUTION_PROPOSED,
    RESOLUTION_REOPENED,
    RESOLUTION_SENT,
    SILENT,
    Event,
)
from buendnis.facts import (
    Motion,
    MotionResult,
    Resolution,
    Sending,
)
from buendnis.fold.corrections import as_corrected
from buendnis.fold.motions import changed_motions, closed, recounted, replaced
from buendnis.fold.papers import documents_after, papers_of


def fold_resolution(events: Iterable[Event]) -> Resolution:
    """The facts of a resolution from all its entries."""
    resolution: Resolution | None = None
    for event in as_corrected(list(events)):
        resolution = apply_resolution(resolution, event)
    if resolution is None:
        raise ValueError("a resolution begins with its proposal")
    return resolution


def apply_resolution(resolution: Resolution | None, event: Event) -> Resolution:
    """The facts of a resolution after one more entry; for corrections use `fold_resolution`."""
    payload = event.payload
    if event.kind == RESOLUTION_PROPOSED:
        resolution = Resolution(
            id=event.stream,
            alliance=payload["alliance"],
            kind=payload["kind"],
            title=payload["title"],
            text=payload["text"],
            fictitious=payload.get("fictitious", False),
            created_on=event.day,
        )
    if resolution is None:
        raise ValueError("a resolution begins with its proposal")
    if event.kind in SILENT:
        return resolution
    motions, sent = resolution.motions, resolution.sent
    if event.kind in (RESOLUTION_PROPOSED, RESOLUTION_REOPENED):
        opened = msgspec.convert(payload["motion"], Motion)
        motions = (*motions, replace(opened, position=event.position))
    elif event.kind == RESOLUTION_CLOSED:
        result = msgspec.convert(payload["result"], MotionResult)
        motions = replaced(motions, payload["closes"], lambda one: closed(one, event, result))
    elif event.kind == RESOLUTION_CANCELLED:
        motions = replaced(
            motions,
            payload["cancels"],
            lambda one: replace(one, open=False, cancelled=True, closed_on=event.day),
        )
    elif event.kind in ON_MOTIONS:
        motions = changed_motions(motions, event)
    elif event.kind == RESOLUTION_SENT:
        told = (payload["motion"], event.day, payload["channel"], tuple(payload["for_whom"]))
        sent = (*sent, Sending(event.position, *told))
    elif event.kind == CORRECTED:
        motions = recounted(motions, event)
    elif event.kind != DOCUMENT_FILED:
        raise ValueError(f"no entry of a resolution: {event.kind}")
    return replace(
        resolution,
        motions=motions,
        sent=sent,
        papers=(*resolution.papers, *papers_of(event, 0)),
        documents=documents_after(resolution.documents, event),
        version=event.version,
        position=event.position,
    )
