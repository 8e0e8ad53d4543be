"""A derivation as sentences in the reader's language, made from its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from buendnis.texts import Text


def sentences(steps: Iterable[Mapping[str, Any]]) -> list[Text]:
    """The steps as sentences; days and lists of seats are written as the language does."""
    from votes.derivation import SENTENCES

    return [
        Text(SENTENCES[step["code"]], {k: _value(v) for k, v in step.items() if k != "code"})
        for step in steps
    ]


def _value(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
