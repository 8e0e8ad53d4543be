"""The reading side: plain `sqlite3`, no SQLModel, so that a list is there at once.

A `View` shows the record as it is, or as it was known at the end of a day (`as_of`, by the time of
entry in Germany): then everything is folded from the log.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from buendnis.canon import parsed
from buendnis.dates import berlin_day
from buendnis.errors import Refused
from buendnis.events import ALLIANCE_STREAM, RESOLUTION_PROPOSED, Event
from buendnis.facts import Meeting, Membership, Project, Resolution
from buendnis.fold import fold_meeting, fold_membership, fold_project, fold_resolution
from buendnis.store.files import check_ours, check_place, storage_error
from buendnis.store.people import reveal, reveal_all, reveal_plain
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.store.schema import BUSY_MILLISECONDS
from buendnis.texts import T

_COLUMNS = ", ".join(EVENT_COLUMNS)
MEETING_PREFIX = "M-"


class View:
    """The record, for reading. People stand by their names."""

    def __init__(self, connection: sqlite3.Connection, as_of: date | None = None) -> None:
        self._connection = connection
        self.as_of = as_of

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT on the tables as they are now."""
        return self._connection.execute(sql, tuple(values)).fetchall()

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT one by one, for what is too long to hold."""
        return self._connection.execute(sql, tuple(values))

    @cached_property
    def alliance(self) -> str:
        """The name of the alliance whose database this is."""
        return str(self.query("SELECT value FROM schema_info WHERE key = 'alliance'")[0][0])

    def events(self, stream: str | None = None) -> Iterator[Event]:
        """The entries, of one stream or of all, oldest first, as far as they were known."""
        where, values = (
            ("AND stream = ?", (self.last_position, stream))
            if stream
            else ("", (self.last_position,))
        )
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM event WHERE position <= ? {where} ORDER BY position",  # noqa: S608 - ours
            values,
        )
        for row in rows:
            shown = list(row)
            shown[4] = reveal(row[4], self.query)
            shown[6] = reveal_plain(row[6], self.query)
            yield event_of(shown)

    @cached_property
    def last_position(self) -> int:
        """The position of the last entry that was made on or before the day. The order is that of
        the positions: what stands before it was known, even if a clock was set back meanwhile."""
        rows = self._connection.execute("SELECT position, clock FROM event ORDER BY position DESC")
        for position, clock in rows:
            if not self.as_of or berlin_day(datetime.fromisoformat(clock)) <= self.as_of:
                return int(position)
        return 0

    def projects(self, state: str | None = None) -> list[Project]:
        """All projects with all facts, in the order of their ids."""
        if self.as_of:
            found = [one for one in self._folded.values() if state in (None, one.state)]
            return sorted(found, key=lambda one: one.id)
        where, values = ("WHERE state = ?", (state,)) if state else ("", ())
        rows = self.query(f"SELECT facts FROM project {where} ORDER BY id", values)  # noqa: S608 - ours
        return [parsed(one, Project) for one in reveal_all([row[0] for row in rows], self.query)]

    def project(self, id: str) -> Project:
        """One project. Raises `Refused` if there is none of that id."""
        if self.as_of:
            known = self._folded.get(id)
        else:
            rows = self.query("SELECT facts FROM project WHERE id = ?", (id,))
            known = parsed(reveal(rows[0][0], self.query), Project) if rows else None
        if known is None:
            raise unknown_project(id)
        return known

    def meetings(self) -> list[Meeting]:
        """All meetings, by their day."""
        if self.as_of:
            streams: dict[str, list[Event]] = defaultdict(list)
            for event in self.events():
                if event.stream.startswith(MEETING_PREFIX):
                    streams[event.stream].append(event)
            found = [fold_meeting(events) for events in streams.values()]
        else:
            rows = self.query("SELECT facts FROM meeting")
            texts = reveal_all([row[0] for row in rows], self.query)
            found = [parsed(one, Meeting) for one in texts]
        return sorted(found, key=lambda one: (one.day, one.id))

    def meeting(self, id: str) -> Meeting | None:
        """One meeting, or `None`."""
        return next((one for one in self.meetings() if one.id == id), None)

    def resolutions(self) -> list[Resolution]:
        """All free motions, in the order of their ids."""
        if self.as_of:
            streams: dict[str, list[Event]] = defaultdict(list)
            for event in self.events():
                streams[event.stream].append(event)
            found = [
                fold_resolution(events)
                for events in streams.values()
                if events[0].kind == RESOLUTION_PROPOSED
            ]
        else:
            rows = self.query("SELECT facts FROM resolution")
            texts = reveal_all([row[0] for row in rows], self.query)
            found = [parsed(one, Resolution) for one in texts]
        return sorted(found, key=lambda one: (len(one.id), one.id))

    def resolution(self, id: str) -> Resolution | None:
        """One free motion, or `None`."""
        return next((one for one in self.resolutions() if one.id == id), None)

    def membership(self) -> Membership:
        """Who was appointed to seats by entries, and the members' keys."""
        return fold_membership(self.events(ALLIANCE_STREAM))

    @cached_property
    def _folded(self) -> dict[str, Project]:
        streams: dict[str, list[Event]] = defaultdict(list)
        for event in self.events():
            streams[event.stream].append(event)
        return {
            stream: replace(fold_project(events))
            for stream, events in streams.items()
            if events[0].kind.startswith("project_")
        }

    def content(self, digest: str) -> bytes | None:
        """Stored bytes, `None` if there are none or they were erased."""
        rows = self.query("SELECT body FROM content WHERE hash = ?", (digest,))
        return bytes(rows[0][0]) if rows and rows[0][0] is not None else None


@contextmanager
def open_view(path: Path, as_of: date | None = None) -> Iterator[View]:
    """A view of the database at `path`, which is left as it is.

    Raises `BuendnisError` if it is missing, not ours, locked or damaged.
    """
    check_place(path)
    check_ours(path)
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            connection.execute("BEGIN")
            yield View(connection, as_of)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise storage_error(path, error) from None


def unknown_project(id: str) -> Refused:
    """What is said of a project that the record does not know."""
    return Refused(T("There is no project “{id}”. See: project list.", id=id[:80]))
