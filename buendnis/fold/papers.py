"""Papers that came in and documents that went out, as every entry carries them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from buendnis.events import (
    Event,
)
from buendnis.facts import (
    IssuedDocument,
    Mail,
    Paper,
)


def papers_of(event: Event, sketch_version: int) -> tuple[Paper, ...]:
    """The papers that came with an entry."""
    return tuple(_paper(event, row, sketch_version) for row in event.payload.get("papers", ()))


def _paper(event: Event, row: Mapping[str, Any], sketch_version: int) -> Paper:
    received, mail = row.get("received_on"), row.get("mail")
    return Paper(
        kind=row["kind"],
        name=row["name"],
        hash=row["hash"],
        received_on=date.fromisoformat(received) if received else event.day,
        position=event.position,
        sketch_version=sketch_version,
        size=row["size"],
        mail=msgspec.convert(mail, Mail) if mail else None,
    )


def documents_after(
    documents: tuple[IssuedDocument, ...], event: Event
) -> tuple[IssuedDocument, ...]:
    """The documents after an entry: those that it replaces name what stands in their place, and
    those that it issued."""
    replaces = event.payload.get("replaces", {})
    before = (
        replace(one, replaced_by=replaces.get(one.number, one.replaced_by)) for one in documents
    )
    return (*before, *documents_of(event))


def documents_of(event: Event) -> tuple[IssuedDocument, ...]:
    """The documents that an entry issued."""
    return tuple(
        IssuedDocument(
            number=row["number"],
            kind=row["kind"],
            position=event.position,
            day=event.day,
            draft=row["draft"],
        )
        for row in event.payload.get("documents", ())
    )
