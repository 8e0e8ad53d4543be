"""What a correction changes in the fold of a stream: the entry that it names. The entry itself
stays in the record as it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from buendnis.events import BALLOTS_RECORDED, CORRECTED, Event


def as_corrected(events: Sequence[Event], undone: Collection[int] = ()) -> Iterator[Event]:
    """The entries in their order, each with the corrections that name it put in. undone: positions
    of entries that are passed over; a correction among them changes nothing."""
    patches: dict[int, list[Event]] = {}
    for event in events:
        if event.kind == CORRECTED and event.position not in undone:
            patches.setdefault(event.payload["entry"], []).append(event)
    for event in events:
        for patch in patches.get(event.position, ()):
            event = _patched(event, patch.payload)
        yield event


def _patched(event: Event, correction: Mapping[str, Any]) -> Event:
    payload = {**event.payload}
    if event.kind == BALLOTS_RECORDED:
        payload["ballots"] = [
            {**row, "answer": correction["set"].get("seat", {}).get(row["seat"], row["answer"])}
            for row in payload["ballots"]
        ]
    else:
        payload["form"] = merged(payload["form"], correction["set"])
        for key in ("target", "cause", "result", "certificate", "motion"):
            if key in correction:
                payload[key] = correction[key]
    day = correction.get("day")
    return replace(event, payload=payload, day=date.fromisoformat(day) if day else event.day)


def merged(form: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`form` with the values of `changes` in their place; tables are merged, all else replaced,
    and what is `None` is taken away."""
    result = dict(form)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
            continue
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and value else value
    return result
