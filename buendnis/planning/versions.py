"""The versions of a project's sketch, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from buendnis.events import PROJECT_ADOPTED, PROJECT_IMPORTED, STEP_UNDONE, Event
from buendnis.facts import Sketch
from buendnis.sketch.reading import sketch_to_data


class Version(Struct, frozen=True):
    """A version of the sketch: its number, the entry that brought it, and its day."""

    number: int
    position: int
    day: date
    sketch: Sketch


class Change(Struct, frozen=True):
    """One field that differs; `None` where a version does not have it."""

    field: str
    old: Any
    new: Any


def versions_of(events: Iterable[Event]) -> list[Version]:
    """The versions, oldest first; one that was taken back is none."""
    known = list(events)
    undone = {one.payload["entry"] for one in known if one.kind == STEP_UNDONE}
    found: list[Version] = []
    for event in known:
        begins = event.kind in (PROJECT_IMPORTED, PROJECT_ADOPTED)
        if event.position in undone or not (begins or "sketch" in event.payload):
            continue
        sketch = msgspec.convert(event.payload["sketch"], Sketch)
        found.append(Version(len(found) + 1, event.position, event.day, sketch))
    return found


def changes_between(old: Sketch, new: Sketch) -> list[Change]:
    """What differs, field by field, in the order of the sketch's file."""
    before, after = dict(_flat(sketch_to_data(old))), dict(_flat(sketch_to_data(new)))
    return [
        Change(key, before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for number, one in enumerate(value):
            yield from _flat(one, f"{path}[{number}]")
    else:
        yield path, value
