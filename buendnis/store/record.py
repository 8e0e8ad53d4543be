"""Writing the record: an entry, the state it makes, and its documents, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct

from buendnis.canon import canonical, fingerprint, parsed
from buendnis.events import ALLIANCE_STREAM, SILENT, Event
from buendnis.facts import Meeting, Membership, Motion, Project, Resolution
from buendnis.fold import (
    REFOLDS,
    apply,
    apply_meeting,
    apply_resolution,
    fold_membership,
    fold_project,
    fold_resolution,
)
from buendnis.store.chain import GENESIS, row_hash
from buendnis.store.database import Transaction
from buendnis.store.people import reveal_known, seal, seal_text
from buendnis.store.projection import document_rows, meeting_row, project_row, resolution_row
from buendnis.store.rows import EVENT_COLUMNS, event_of

_Facts = TypeVar("_Facts", Membership, Motion)


class Entering(Struct, frozen=True):
    """Who enters something, and when: the same for all entries of one command.

    clock: the time of entry in UTC, ISO. rehearsal: the clock was set by hand.
    """

    actor: str
    person: str
    day: date
    clock: str
    rehearsal: bool = False


def append(
    tx: Transaction, who: Entering, stream: str, kind: str, payload: Mapping[str, Any], version: int
) -> Event:
    """Append one entry at the end of the log; personal values are sealed. Returns the entry."""
    last = tx.query("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1")
    position, previous = (last[0][0] + 1, last[0][1]) if last else (1, GENESIS)
    sealed = seal(payload, tx.query, tx.insert)
    row: dict[str, Any] = {
        "position": position,
        "stream": stream,
        "version": version,
        "kind": kind,
        "payload": canonical(sealed).decode(),
        "actor": who.actor,
        "person": seal_text(who.person, tx.query, tx.insert) if who.person else "",
        "day": who.day.isoformat(),
        "clock": who.clock,
        "rehearsal": int(who.rehearsal),
        "previous": previous,
    }
    row["hash"] = row_hash(row)
    tx.insert("event", row)
    return event_of(tuple(row[name] for name in EVENT_COLUMNS))


def load_project(tx: Transaction, id: str) -> Project | None:
    """The facts of a project, people by their keys, or `None`."""
    found = tx.query("SELECT facts FROM project WHERE id = ?", (id,))
    return parsed(found[0][0], Project) if found else None


def load_meeting(tx: Transaction, id: str) -> Meeting | None:
    """The facts of a meeting, or `None`."""
    found = tx.query("SELECT facts FROM meeting WHERE id = ?", (id,))
    return parsed(found[0][0], Meeting) if found else None


def load_resolution(tx: Transaction, id: str) -> Resolution | None:
    """The facts of a free motion, or `None`."""
    found = tx.query("SELECT facts FROM resolution WHERE id = ?", (id,))
    return parsed(found[0][0], Resolution) if found else None


def load_membership(tx: Transaction) -> Membership:
    """Who was appointed to seats by entries, and the members' keys; people by their keys."""
    return fold_membership(stream_events(tx, ALLIANCE_STREAM))


def with_names(tx: Transaction, facts: _Facts) -> _Facts:
    """Facts with people by their names, as whoever compares or reads them needs it; those that
    were erased stay keys. What is recorded from them is sealed again."""
    return parsed(reveal_known(canonical(facts).decode(), tx.query), type(facts))


def stream_events(tx: Transaction, stream: str) -> list[Event]:
    """All entries of a stream, in order."""
    columns = ", ".join(EVENT_COLUMNS)
    rows = tx.query(
        f"SELECT {columns} FROM event WHERE stream = ? ORDER BY position",  # noqa: S608 - our columns
        (stream,),
    )
    return [event_of(row) for row in rows]


def record_on_project(
    tx: Transaction,
    who: Entering,
    project: Project | None,
    id: str,
    kind: str,
    payload: Mapping[str, Any],
    submitted: Mapping[str, bool],
) -> tuple[Project, Event]:
    """Append an entry to a project's stream and store the facts that follow.

    project: the facts before it, `None` for a new one. submitted: for each state of the workflow,
    whether it bears that mark. Returns the facts after it and the entry.
    """
    version = project.version if project else 0
    changes = kind not in SILENT
    event = append(tx, who, id, kind, payload, version + 1 if changes else version)
    if not changes:
        assert project is not None
        return project, event
    if kind in REFOLDS:
        after = fold_project(stream_events(tx, id))
    else:
        after = apply(project, event)
    row = project_row(after, submitted.get(after.state, False))
    if project is None:
        tx.insert("project", row)
    else:
        tx.update("project", "id", row)
    _insert_documents(tx, event)
    return after, event


def record_on_meeting(
    tx: Transaction,
    who: Entering,
    meeting: Meeting | None,
    id: str,
    kind: str,
    payload: Mapping[str, Any],
) -> Meeting:
    """Append an entry to a meeting's stream and store the facts that follow."""
    version = meeting.version if meeting else 0
    event = append(tx, who, id, kind, payload, version + (kind not in SILENT))
    after = apply_meeting(meeting, event)
    if meeting is None:
        tx.insert("meeting", meeting_row(after))
    else:
        tx.update("meeting", "id", meeting_row(after))
    _insert_documents(tx, event)
    return after


def record_on_resolution(
    tx: Transaction,
    who: Entering,
    resolution: Resolution | None,
    id: str,
    kind: str,
    payload: Mapping[str, Any],
) -> Resolution:
    """Append an entry to a free motion's stream and store the facts that follow."""
    version = resolution.version if resolution else 0
    event = append(tx, who, id, kind, payload, version + (kind not in SILENT))
    if kind in REFOLDS:
        after = fold_resolution(stream_events(tx, id))
    else:
        after = apply_resolution(resolution, event)
    if resolution is None:
        tx.insert("resolution", resolution_row(after))
    else:
        tx.update("resolution", "id", resolution_row(after))
    _insert_documents(tx, event)
    return after


def record_on_alliance(
    tx: Transaction, who: Entering, kind: str, payload: Mapping[str, Any]
) -> Event:
    """Append an entry to the alliance's own stream: people, seats, keys."""
    rows = tx.query("SELECT MAX(version) FROM event WHERE stream = ?", (ALLIANCE_STREAM,))
    return append(tx, who, ALLIANCE_STREAM, kind, payload, int(rows[0][0] or 0) + 1)


def _insert_documents(tx: Transaction, event: Event) -> None:
    day = row_day(event)
    for row in document_rows(event.stream, event.position, event.hash, day, event.payload):
        tx.insert("document", row)


def keep(tx: Transaction, kind: str, body: bytes) -> str:
    """Store bytes under their hash, once. Returns the hash."""
    digest = fingerprint(body)
    if not tx.query("SELECT 1 FROM content WHERE hash = ?", (digest,)):
        tx.insert("content", {"hash": digest, "kind": kind, "body": body, "erased": 0})
    return digest


def content(tx: Transaction, digest: str) -> bytes | None:
    """Stored bytes, `None` if there are none or they were erased."""
    found = tx.query("SELECT body FROM content WHERE hash = ?", (digest,))
    return bytes(found[0][0]) if found and found[0][0] is not None else None


def row_day(event: Event) -> str:
    """The business day of an entry, as the tables hold it."""
    return event.day.isoformat()
