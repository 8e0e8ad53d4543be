"""A table of values from a file, taken one by one, by key and type; mistakes are collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from buendnis.errors import Finding, Unreadable
from buendnis.money import AmountError, Cents, parse_amount
from buendnis.texts import T, Text
from buendnis.toml_scan import TEXT_LENGTH

QUOTED = 80
FINDINGS = 200

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SHARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")
_NOTHING = Text("")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")


def quoted(value: object) -> str:
    """A value as findings quote it: at most 80 characters, control characters written out."""
    text = value if isinstance(value, str) else str(value)
    text = text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text.replace("\n", " "))[:QUOTED]


def unfit(text: str, longest: int = TEXT_LENGTH) -> tuple[Text, Text] | None:
    """Why a text cannot go into the record, and what would mend it; `None` if it can.

    It has a control character other than line breaks and tabs, or more than `longest` characters.
    """
    control = _CONTROL.search(text)
    if control is not None:
        return (
            T("The text has a control character (U+{code}).", code=f"{ord(control[0]):04X}"),
            T("Remove it; line breaks and tabs are allowed."),
        )
    if len(text) > longest:
        return (
            T("The text has {count} characters.", count=len(text)),
            T("Shorten it to {longest} characters.", longest=longest),
        )
    return None


class Source:
    """Where values come from: the file's name, where a key path stands in it, what is wrong."""

    def __init__(self, file: str, locate: Callable[[str], int]) -> None:
        self.file = file
        self.locate = locate
        self.findings: list[Finding] = []
        self._places: set[tuple[str, str]] = set()

    def add(self, field: str, message: Text, remedy: Text, rule: str = "input") -> None:
        """Note one mistake, the first at its place; after 200 a last one says there are more."""
        if (rule, field) in self._places:
            return
        self._places.add((rule, field))
        if len(self.findings) == FINDINGS:
            message = T("There are more mistakes than are listed here.")
            field, remedy = "", T("Mend these first, then check again.")
        elif len(self.findings) > FINDINGS:
            return
        line = self.locate(field)
        self.findings.append(Finding(rule, field, message, remedy, file=self.file, line=line))


class Table:
    """One table of a file, or the whole file. Values are taken once, by key and type."""

    def __init__(self, data: Mapping[str, Any], source: Source, path: str = "") -> None:
        self._data = data
        self._source = source
        self._taken: set[str] = set()
        self._children: list[Table] = []
        self.path = path

    @property
    def file(self) -> str:
        """The name of the file, empty if the values come from elsewhere."""
        return self._source.file

    def line(self, path: str) -> int:
        """The line (or row) where a whole key path stands; 0 if unknown."""
        return self._source.locate(path)

    # ------------------------------------------------------------ what is wrong

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All mistakes found so far in the file, in the order they were found."""
        return tuple(self._source.findings)

    def raise_if_wrong(self) -> None:
        """Raise `Unreadable` with all findings, if there are any."""
        if self._source.findings:
            raise Unreadable(
                T("{file} cannot be used as it is.", file=quoted(self._source.file)), self.findings
            )

    def wrong(
        self, key: str, message: Text, remedy: Text = _NOTHING, *, rule: str = "input"
    ) -> None:
        """Note a mistake at `key` (`""` for the table itself)."""
        self._source.add(self.at(key) if key else self.path, message, remedy, rule=rule)

    def wrong_at(self, path: str, message: Text, remedy: Text = _NOTHING) -> None:
        """Note a mistake at a key path below this table (`steps[3].rules`)."""
        self._source.add(f"{self.path}.{path}" if self.path else path, message, remedy)

    def at(self, key: str) -> str:
        """The key path of a key of this table."""
        name = key if _BARE_KEY.fullmatch(key) else f'"{quoted(key)}"'
        return f"{self.path}.{name}" if self.path else name

    def finish(self) -> None:
        """Note every key that nobody asked for, here and in the tables taken from here."""
        unknown = [key for key in self._data if key not in self._taken]
        for key in unknown[: FINDINGS + 1]:
            message = T("The key “{key}” is not known here.", key=quoted(key))
            self.wrong(key, message, self._hint(key))
        for child in self._children:
            child.finish()

    def _hint(self, key: str) -> Text:
        from difflib import get_close_matches  # only for a mistake: it costs start-up time

        near = get_close_matches(key[:QUOTED], self._taken, 1)
        if near:
            return T("Did you mean “{key}”?", key=near[0])
        if not self._taken:
            return T("Remove it.")
        return T("Remove it. Known here: {keys}.", keys=quoted(", ".join(sorted(self._taken))))

    # ------------------------------------------------------------ what is there

    def has(self, key: str) -> bool:
        """Whether the key is given; this does not take it."""
        return key in self._data

    def keys(self) -> tuple[str, ...]:
        """All keys, for tables whose keys are data (regions and their shares)."""
        return tuple(self._data)

    def raw(self, key: str) -> Any:
        """The value as it is, `None` if missing."""
        self._taken.add(key)
        return self._data.get(key)

    def text(
        self, key: str, *, required: bool = False, default: str = "", longest: int = TEXT_LENGTH
    ) -> str:
        """A text without control characters but line breaks and tabs."""
        value = self._value(key, required)
        if value is None:
            return default
        if not isinstance(value, str):
            return self._type(key, value, T("a text in quotes")) or default
        return self._clean(self.at(key), value, longest, required)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._type(key, value, T('a list of texts, like ["…", "…"]'))
            return ()
        if required and not value:
            self._missing(key)
        path = self.at(key)
        return tuple(
            self._clean(f"{path}[{number}]", one, TEXT_LENGTH, True)
            for number, one in enumerate(value[: FINDINGS * 5])
        )

    def choice(
        self, key: str, choices: Sequence[str], *, required: bool = False, default: str = ""
    ) -> str:
        """One of the given words; an empty text counts as not given."""
        value = self.text(key, required=required, default=default)
        if not value or value in choices:
            return value
        self.wrong(
            key,
            T("“{value}” is none of the possible words.", value=quoted(value)),
            T("Write one of: {choices}.", choices=", ".join(choices)),
        )
        return default

    def choices(self, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """A list of some of the given words."""
        found = self.texts(key)
        for number, value in enumerate(found):
            if value not in choices:
                self._source.add(
                    f"{self.at(key)}[{number}]",
                    T("“{value}” is none of the possible words.", value=quoted(value)),
                    T("Write one of: {choices}.", choices=", ".join(choices)),
                )
        return tuple(value for value in found if value in choices)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """`true` or `false`."""
        value = self._value(key, False)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        self._type(key, value, T("true or false, without quotes"))
        return default

    def whole(
        self, key: str, *, required: bool = False, least: int = 0, most: int = 999_999_999
    ) -> int | None:
        """A whole number from `least` to `most`."""
        value = self._value(key, required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._type(key, value, T("a whole number without quotes"))
            return None
        if least <= value <= most:
            return value
        self.wrong(
            key,
            T("The number {value} is out of range.", value=_number(value)),
            T("Write a number from {least} to {most}.", least=least, most=most),
        )
        return None

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A day of the years 1900 to 9999, as a TOML date or an ISO text."""
        value = self._value(key, required)
        if value is None or value == "":
            if value == "" and required:
                self._missing(key)
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return self._in_range(key, value)
        if isinstance(value, str):
            return self._day_of(key, value)
        self._type(key, value, T("a day, like 2026-03-01"))
        return None

    def amount(self, key: str, *, required: bool = False) -> Cents | None:
        """An amount in cents, written `"500000.00"` or `"500.000,00"`."""
        value = self._value(key, required)
        if value is None or value == "":
            if value == "" and required:
                self._missing(key)
            return None
        if not isinstance(value, str):
            readings = (f'"{value:.2f}"',) if _is_number(value) else ()
            self._ambiguous(key, value, readings)
            return None
        try:
            return parse_amount(value)
        except AmountError as error:
            if value.startswith("-"):
                self.wrong(
                    key,
                    T("The amount {value} is negative.", value=quoted(value)),
                    T("Write an amount of 0.00 or more."),
                )
            else:
                self._ambiguous(key, value, tuple(f'"{one}"' for one in error.readings))
        return None

    def share(self, key: str, *, required: bool = False) -> int | None:
        """A share in hundredths of a percent, written `"75.00"`; from 0.01 to 100.00."""
        value = self._value(key, required)
        if value is None or value == "":
            if value == "" and required:
                self._missing(key)
            return None
        match = _SHARE.fullmatch(value) if isinstance(value, str) and value.isascii() else None
        if match is None:
            self._type(key, value, T('a percentage in quotes, like "75.00"'))
            return None
        share = int(match[1]) * 100 + int(((match[2] or "") + "00")[:2])
        if 1 <= share <= 10_000:
            return share
        self.wrong(
            key,
            T("The share {value} is out of range.", value=quoted(value)),
            T("Write a percentage from 0.01 to 100.00."),
        )
        return None

    def table(self, key: str, *, required: bool = False) -> Table:
        """The table at `key`; an empty one if it is missing."""
        value = self._value(key, required)
        if value is not None and not isinstance(value, dict):
            self._type(key, value, T("a table, like [{key}]", key=quoted(key)))
            value = None
        return self._child(value or {}, self.at(key))

    def tables(self, key: str, *, required: bool = False, most: int = 1000) -> tuple[Table, ...]:
        """The rows of an array of tables, `[[key]]`; at most `most` of them."""
        value = self._value(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._type(key, value, T("tables, each under its own [[{key}]]", key=quoted(key)))
            return ()
        if len(value) > most:
            self.wrong(
                key,
                T("There are {count} rows, more than {most}.", count=len(value), most=most),
                T("Put rows together."),
            )
            return ()
        path = self.at(key)
        return tuple(self._child(one, f"{path}[{n}]") for n, one in enumerate(value))

    def items(self) -> Iterator[tuple[str, Table]]:
        """Each key with its table, for tables that are named by data (`[levels.1a]`)."""
        for key in self._data:
            yield key, self.table(key)

    # ------------------------------------------------------------ inside

    def _child(self, data: Mapping[str, Any], path: str) -> Table:
        child = Table(data, self._source, path)
        self._children.append(child)
        return child

    def _value(self, key: str, required: bool) -> Any:
        self._taken.add(key)
        value = self._data.get(key)
        if value is None and required:
            self._missing(key)
        return value

    def _missing(self, key: str) -> None:
        self.wrong(key, T("The key “{key}” is missing.", key=quoted(key)), T("Add it."))

    def _type(self, key: str, value: object, expected: Text) -> str:
        self.wrong(
            key,
            T("“{value}” is not of the right type.", value=_shown(value)),
            T("Write {expected}.", expected=expected),
        )
        return ""

    def _clean(self, path: str, value: str, longest: int, required: bool) -> str:
        value = value.replace("\r\n", "\n")
        wrong = unfit(value, longest)
        if wrong is not None:
            self._source.add(path, *wrong)
            return ""
        if required and not value.strip():
            self._source.add(path, T("The text is empty."), T("Fill it in."))
        return value

    def _in_range(self, key: str, value: date) -> date | None:
        if 1900 <= value.year <= 9999:
            return value
        self.wrong(
            key,
            T("The year {year} is out of range.", year=value.year),
            T("Write a year from 1900 to 9999."),
        )
        return None

    def _day_of(self, key: str, value: str) -> date | None:
        if _DAY.fullmatch(value) and value.isascii():
            try:
                return self._in_range(key, date.fromisoformat(value))
            except ValueError:
                self._no_such_day(key, value)
                return None
        german = _GERMAN_DAY.fullmatch(value) if value.isascii() else None
        if german:
            iso = f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}"
            try:
                date.fromisoformat(iso)
            except ValueError:
                self._no_such_day(key, value)
                return None
            self.wrong(
                key,
                T("“{value}” is not the form of a day here.", value=quoted(value)),
                T("Write {day}, without quotes.", day=iso),
            )
            return None
        self._type(key, value, T("a day, like 2026-03-01"))
        return None

    def _no_such_day(self, key: str, value: str) -> None:
        self.wrong(
            key,
            T("The calendar has no day {value}.", value=value),
            T("Write a day that exists, like 2026-03-01."),
        )

    def _ambiguous(self, key: str, value: object, readings: Iterable[str]) -> None:
        readings = tuple(readings)
        remedy = (
            T("Write {readings}.", readings=_either(readings))
            if readings
            else T('Write the amount in quotes with two decimals, like "12000.00".')
        )
        self.wrong(key, T("“{value}” is no clear amount.", value=_shown(value)), remedy)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _number(value: int) -> str:
    return str(value) if abs(value) < 10**20 else "…"


def _shown(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    return quoted(value)


def _either(readings: Sequence[str]) -> Text:
    if len(readings) == 1:
        return T("{one}", one=readings[0])
    return T("{one} or {other}", one=readings[0], other=readings[1])
