"""From rows of the log to entries, without any library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from buendnis.canon import parsed
from buendnis.events import Event
from buendnis.store.chain import COLUMNS

EVENT_COLUMNS = (*COLUMNS, "hash")


def event_of(row: Sequence[Any]) -> Event:
    """The entry of a row whose columns are `EVENT_COLUMNS`."""
    return Event(
        position=row[0],
        stream=row[1],
        version=row[2],
        kind=row[3],
        payload=parsed(row[4], dict),
        actor=row[5],
        person=row[6],
        day=date.fromisoformat(row[7]),
        clock=row[8],
        rehearsal=bool(row[9]),
        previous=row[10],
        hash=row[11],
    )
