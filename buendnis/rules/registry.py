"""The book of rules. A rule is registered once; nobody can change the book afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from buendnis.errors import Finding
from buendnis.rules.situation import Situation
from buendnis.texts import Text

Judge = Callable[[Situation], Iterable[Finding]]

_MODULES = (
    *("sketch", "money", "time", "alliance", "vote", "votum", "recusal", "circular", "adopted"),
    *("grant", "report", "order", "notes"),
)


class Rule(Struct, frozen=True):
    """A rule: its ID, what it says, where it stands, and the function that judges.

    about: `sketch` rules read only the sketch and can be judged without a database; `course`
    rules read the project's record.
    """

    id: str
    title: Text
    source: str
    about: Literal["sketch", "course"]
    judge: Judge


_SKETCH_MODULES = ("sketch", "money", "time")

_BOOK: dict[str, Rule] = {}


def rule(
    id: str, title: Text, source: str, about: Literal["sketch", "course"] = "course"
) -> Callable[[Judge], Judge]:
    """Register the decorated function as the rule `id`."""

    def register(judge: Judge) -> Judge:
        if id in _BOOK:
            raise ValueError(f"rule {id} is registered twice")
        _BOOK[id] = Rule(id, title, source, about, judge)
        return judge

    return register


def book() -> Mapping[str, Rule]:
    """All rules by their ID, read-only."""
    _import_rules()
    return MappingProxyType(_BOOK)


@cache
def _import_rules() -> None:
    """Once: asking the import system at each decision costs more than the rules themselves."""
    for module in _MODULES:
        import_module(f"buendnis.rules.{module}")


def sketch_book() -> Mapping[str, Rule]:
    """The rules that read only the sketch, by their ID; the others are not even imported, because
    checking a sketch has to start quickly."""
    for module in _SKETCH_MODULES:
        import_module(f"buendnis.rules.{module}")
    return {name: one for name, one in _BOOK.items() if one.about == "sketch"}
