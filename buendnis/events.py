"""The entries of the record: what happened, by whom, on which day, entered when.

An event is never changed. Its `payload` is made of JSON values; people stand in it by a salted
key only (`buendnis.store.people`). `version` counts the events that changed the stream.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

PROJECT_IMPORTED = "project_imported"
PROJECT_ADOPTED = "project_adopted"
STEP_TAKEN = "step_taken"
STEP_REFUSED = "step_refused"
STEP_UNDONE = "step_undone"
CORRECTED = "corrected"
BALLOTS_RECORDED = "ballots_recorded"
SEAT_RECUSED = "seat_recused"
WORKFLOW_MOVED = "workflow_moved"
DOCUMENT_SEALED = "document_sealed"
MEETING_PLANNED = "meeting_planned"
ATTENDANCE_RECORDED = "attendance_recorded"
MEETING_CLOSED = "meeting_closed"
ALLIANCE_FOUNDED = "alliance_founded"
PERSON_RECTIFIED = "person_rectified"
PERSON_ERASED = "person_erased"

KINDS = frozenset(
    value for name, value in globals().items() if name.isupper() and isinstance(value, str)
)
# These say something about the stream, and leave its facts as they are.
SILENT = frozenset({STEP_REFUSED, DOCUMENT_SEALED})


class Event(Struct, frozen=True):
    """One entry. `day` is the day the thing happened; `clock` the time of entry in UTC.

    stream: the project's, meeting's or alliance's id. rehearsal: entered under a set clock.
    previous, hash: the chain (SHA-256, hexadecimal).
    """

    position: int
    stream: str
    version: int
    kind: str
    payload: dict[str, Any]
    actor: str
    person: str
    day: date
    clock: str
    rehearsal: bool = False
    previous: str = ""
    hash: str = ""
