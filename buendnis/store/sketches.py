"""Which project brought a sketch into the record, in its present version or an earlier one."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from buendnis.canon import canonical, parsed
from buendnis.events import STEP_UNDONE
from buendnis.facts import Sketch
from buendnis.store.database import Transaction
from buendnis.store.projection import sketch_fingerprint


class _Brought(Struct, frozen=True):
    """Of an entry's payload what matters here; the sketch is parsed only where it is asked for."""

    sketch: msgspec.Raw = msgspec.Raw()


def project_with(tx: Transaction, sketch: Sketch) -> str:
    """The id of the project whose sketch this is or was, empty if there is none.

    A version that was taken back is none.
    """
    wanted = sketch_fingerprint(sketch)
    rows = tx.query("SELECT id FROM project WHERE sketch_hash = ?", (wanted,))
    return str(rows[0][0]) if rows else _earlier(tx, sketch, wanted)


def _earlier(tx: Transaction, sketch: Sketch, wanted: str) -> str:
    """The project an earlier version of whose sketch has this fingerprint, or empty.

    The row of a project knows its present version only; the others stand in the log. SQLite looks
    for the title there, for parsing every sketch of the record would take longer.
    """
    title = f'"title":{canonical(sketch.title).decode()}'
    rows = tx.query(
        "SELECT stream, position, payload FROM event"
        " WHERE instr(payload, '\"sketch\":{') AND instr(payload, ?) ORDER BY position",
        (title,),
    )
    for stream, position, payload in rows:
        if _fingerprint(payload) == wanted and not _taken_back(tx, stream, position):
            return str(stream)
    return ""


def _fingerprint(payload: str) -> str:
    raw: Any = parsed(payload, _Brought).sketch
    return sketch_fingerprint(parsed(bytes(raw), Sketch)) if bytes(raw) else ""


def _taken_back(tx: Transaction, stream: str, position: int) -> bool:
    rows = tx.query(
        "SELECT payload FROM event WHERE stream = ? AND kind = ?", (stream, STEP_UNDONE)
    )
    return any(parsed(row[0], dict)["entry"] == position for row in rows)
