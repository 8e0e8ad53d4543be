"""The hash chain: what is hashed of an entry, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from buendnis.canon import canonical, fingerprint

COLUMNS = (
    "position",
    "stream",
    "version",
    "kind",
    "payload",
    "actor",
    "person",
    "day",
    "clock",
    "rehearsal",
    "previous",
)
GENESIS = ""


def entry_hash(values: Sequence[Any]) -> str:
    """SHA-256 over the canonical JSON list of the columns' values, `payload` as the stored text."""
    return fingerprint(canonical(list(values)))


def row_hash(row: Mapping[str, Any]) -> str:
    """`entry_hash` of a row by its column names."""
    return entry_hash([row[name] for name in COLUMNS])
