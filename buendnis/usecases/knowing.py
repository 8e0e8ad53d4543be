"""What the record knows of a person: entries and documents that name them. Only reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from buendnis.canon import canonical
from buendnis.errors import Refused
from buendnis.store.people import is_ref
from buendnis.store.reading import View
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.texts import T

_COLUMNS = ", ".join(EVENT_COLUMNS)


class Reader(Protocol):
    """Anything that answers a SELECT: a view, a transaction."""

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry that names a person. places: where in the entry (`sketch.applicant.contact`)."""

    entry: int
    stream: str
    kind: str
    day: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of a person: the keys, the former names, the entries, the documents."""

    name: str
    refs: tuple[str, ...]
    former: tuple[str, ...]
    mentions: tuple[Mention, ...]
    documents: tuple[str, ...]


def known_of(reader: Reader, name: str) -> Known:
    """What is known under a name. Raises `Refused` if nothing is."""
    refs = _refs(reader, name)
    if not refs:
        raise Refused(T("The record knows nobody by the name “{name}”.", name=name[:80]))
    former = [
        str(value)
        for ref in refs
        for (value,) in reader.query("SELECT value FROM person WHERE ref = ?", (ref,))
        if value is not None and value != name
    ]
    return Known(
        name=name,
        refs=refs,
        former=tuple(sorted(set(former))),
        mentions=tuple(_mentions(reader, refs)),
        documents=tuple(number for number, _, _ in documents_naming(reader, refs, (name, *former))),
    )


def exported(view: View, name: str) -> dict[str, Any]:
    """What is known of a person, as JSON values, with the values beside the name in each entry."""
    known = known_of(view, name)
    entries = []
    for one in known.mentions:
        sql = f"SELECT {_COLUMNS} FROM event WHERE position = ?"  # noqa: S608 - ours
        event = event_of(view.query(sql, (one.entry,))[0])
        entries.append(
            {
                "entry": one.entry,
                "of": one.stream,
                "kind": one.kind,
                "day": one.day,
                "actor": event.actor,
                "places": one.places,
            }
        )
    return {
        "name": known.name,
        "former_names": known.former,
        "keys": known.refs,
        "entries": entries,
        "documents": known.documents,
    }


def _refs(reader: Reader, name: str) -> tuple[str, ...]:
    """The keys that stand for a name now, and those that were rectified to it."""
    found = [row[0] for row in reader.query("SELECT ref FROM person WHERE value = ?", (name,))]
    for ref in found:
        earlier = reader.query("SELECT ref FROM person WHERE replaced_by = ?", (ref,))
        found += [row[0] for row in earlier if row[0] not in found]
    return tuple(found)


def _mentions(reader: Reader, refs: Sequence[str]) -> Iterator[Mention]:
    where = " OR ".join(["instr(payload, ?) OR person = ?"] * len(refs))
    values = [one for ref in refs for one in (ref, ref)]
    sql = f"SELECT {_COLUMNS} FROM event WHERE {where} ORDER BY position"  # noqa: S608 - ours
    for row in reader.query(sql, values):
        event = event_of(row)
        places = [place for place, value in _leaves(event.payload) if value in refs]
        if event.person in refs:
            places.append("person")
        yield Mention(
            event.position, event.stream, event.kind, event.day.isoformat(), tuple(places)
        )


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(one, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, f"{place}[{number}]")
    elif is_ref(value):
        yield place, value


def documents_naming(
    reader: Reader, refs: Sequence[str], names: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Number, data and PDF of the documents whose data hold one of the keys or names."""
    rows = reader.query("SELECT number, data, pdf FROM document ORDER BY length(number), number")
    for number, data, pdf in rows:
        if shows(reader, data, (*refs, *names)):
            yield number, data, pdf


def shows(reader: Reader, data: str, values: Sequence[str]) -> bool:
    """Whether a document's data hold one of the values, as a whole text."""
    rows = reader.query("SELECT body FROM content WHERE hash = ?", (data,))
    body = bytes(rows[0][0]) if rows and rows[0][0] is not None else b""
    return any(canonical(value) in body for value in values)
