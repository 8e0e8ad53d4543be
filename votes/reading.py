"""Reading data that people wrote: every mistake is collected, none stops the reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from votes.problems import Problem


def quoted(value: object) -> str:
    """A value as a person may see it in a sentence: short, without control characters."""
    text = value if isinstance(value, str) else repr(value)
    safe = "".join(
        c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text[:80]
    )
    return safe + ("…" if len(text) > 80 else "")


class Table:
    """One table of the data (from TOML, or from JSON, where a day is a text).

    Each method reads one key, adds what is wrong to the problems, and returns a value of the right
    type in any case, so that reading goes on. `done` reports the keys that nobody read.
    """

    def __init__(self, data: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self._known: list[str] = []
        if isinstance(data, Mapping):
            self._data: Mapping[Any, Any] = data
        else:
            self._data = {}
            self.add("type_wrong", path, value=quoted(data), wanted="a table")

    def at(self, key: str) -> str:
        """The key path of `key` in this table."""
        return f"{self.path}.{key}" if self.path else key

    def add(self, code: str, at: str, **values: Any) -> None:
        """Note a problem at a key path."""
        self.problems.append(Problem(at, code, values))

    @property
    def read(self) -> tuple[str, ...]:
        """The keys that were read so far."""
        return tuple(self._known)

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self._data.get(key) is not None

    def raw(self, key: str, required: bool = True) -> Any:
        """The value as it stands, or None; a required one that is missing is a problem."""
        if key not in self._known:
            self._known.append(key)
        value = self._data.get(key)
        if value is None and required:
            self.add("key_missing", self.at(key), key=key)
        return value

    def text(self, key: str, required: bool = True) -> str:
        """A text without control characters; a required one is not empty."""
        return self._text(self.raw(key, required), self.at(key), required)

    def _text(self, value: Any, at: str, required: bool) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.add("type_wrong", at, value=quoted(value), wanted="a text")
            return ""
        if any(unicodedata.category(c) in ("Cc", "Cs") for c in value):
            self.add("text_control", at)
            return ""
        if required and not value.strip():
            self.add("text_empty", at)
        return value.strip()

    def texts(self, key: str, required: bool = True) -> tuple[str, ...]:
        """A list of different texts."""
        value = self.raw(key, required)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.add("type_wrong", self.at(key), value=quoted(value), wanted="a list of texts")
            return ()
        found: list[str] = []
        for number, one in enumerate(value):
            at = f"{self.at(key)}[{number}]"
            text = self._text(one, at, True)
            if text and text in found:
                self.add("entry_twice", at, value=quoted(text))
            elif text:
                found.append(text)
        return tuple(found)

    def choice(
        self, key: str, known: Iterable[str], required: bool = True, default: str = ""
    ) -> str:
        """One of the known words; `default` where the key may be missing and is."""
        text = self.text(key, required)
        known = tuple(known)
        if not text:
            return default
        if text not in known:
            self.add("choice_unknown", self.at(key), value=quoted(text), known=known)
        return text

    def choices(self, key: str, known: Iterable[str], required: bool = True) -> tuple[str, ...]:
        """A list of known words."""
        known = tuple(known)
        found = self.texts(key, required)
        for one in found:
            if one not in known:
                self.add("choice_unknown", self.at(key), value=quoted(one), known=known)
        return found

    def flag(self, key: str, required: bool = True, default: bool = False) -> bool:
        """True or false."""
        value = self.raw(key, required)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.add("type_wrong", self.at(key), value=quoted(value), wanted="true or false")
            return default
        return value

    def whole(self, key: str, required: bool = True, default: int = 0, least: int = 0) -> int:
        """A whole number, not below `least` (0 or 1)."""
        value = self.raw(key, required)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.add("type_wrong", self.at(key), value=quoted(value), wanted="a whole number")
            return default
        if value < least:
            self.add("number_negative" if value < 0 else "number_zero", self.at(key), value=value)
            return default
        return value

    def day(self, key: str, required: bool = True) -> date | None:
        """A day, as TOML date or as `YYYY-MM-DD`."""
        value = self.raw(key, required)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and len(value) == 10:
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        if value is not None:
            wanted = "a day like 2024-11-01"
            self.add("type_wrong", self.at(key), value=quoted(value), wanted=wanted)
        return None

    def table(self, key: str, required: bool = True) -> Table:
        """The table under a key. Of a missing one, the keys are not missed one by one."""
        value = self.raw(key, required)
        if value is None:
            return Table({}, self.at(key), [])
        return Table(value, self.at(key), self.problems)

    def rows(self, key: str, required: bool = True) -> list[Table]:
        """The tables of a list."""
        value = self.raw(key, required)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.add("type_wrong", self.at(key), value=quoted(value), wanted="a list of tables")
            return []
        return [Table(row, f"{self.at(key)}[{n}]", self.problems) for n, row in enumerate(value)]

    def done(self) -> None:
        """Report the keys that this table should not have."""
        for key in self._data:
            if key not in self._known:
                at = self.at(quoted(key))
                self.add("key_unknown", at, key=quoted(key), known=tuple(self._known))
