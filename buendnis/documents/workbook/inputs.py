"""What a person put into an input cell, as the sketch file has it: text, cents, percent, day."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from buendnis.documents.labels import COST, FUNDING
from buendnis.reading import quoted
from buendnis.texts import T, Text

_FLAGS = {"ja": True, "nein": False, "yes": True, "no": False}
_NOISE = Decimal("1e-9")  # what a binary number may be off the decimal one that was typed
_MOST = 10**12
_Wrong = tuple[Text, Text]


def converted(key: str, value: Any) -> tuple[Any, _Wrong | None]:
    """The value for a key of a row, or why it is none. What only the sketch's own
    reading can judge (a negative amount, a share above 100) goes on to it."""
    if key in ("amount", "percent", "share"):
        return _number(value, key != "amount")
    if key in ("from", "to"):
        return _day(value)
    if key == "year":
        return _year(value)
    if key == "reduced":
        return _flag(value)
    if key in ("category", "source"):
        return _choice(value, COST if key == "category" else FUNDING)
    return _text(value)


def _number(value: Any, percent: bool) -> tuple[Any, _Wrong | None]:
    if isinstance(value, str):
        return value.strip().removesuffix("%" if percent else "€").strip(), None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, (
            T("“{value}” is not of the right type.", value=quoted(value)),
            T("Write a number with at most two decimals."),
        )
    exact = Decimal(repr(value)) * (100 if percent else 1)
    if not exact.is_finite() or abs(exact) >= _MOST:
        return str(value), None
    cents = exact.quantize(Decimal("0.01"))
    if abs(exact - cents) > _NOISE * max(Decimal(1), abs(exact)):
        return None, (
            T("{value} has more than two decimals.", value=quoted(f"{exact:f}")),
            T("Round it to two decimals."),
        )
    return f"{cents:.2f}", None


def _day(value: Any) -> tuple[Any, _Wrong | None]:
    if isinstance(value, datetime) and value.time() == time():
        return value.date(), None
    if isinstance(value, str) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value.strip() if isinstance(value, str) else value, None
    return None, (
        T("“{value}” is no day.", value=quoted(value)),
        T("Write a day like 01.03.2027, and set the cell as a date."),
    )


def _year(value: Any) -> tuple[Any, _Wrong | None]:
    if isinstance(value, float) and value.is_integer() and abs(value) < _MOST:
        return int(value), None
    if isinstance(value, str) and value.strip().isdecimal() and value.isascii():
        return int(value.strip()[:9]), None
    if isinstance(value, int) and not isinstance(value, bool):
        return value, None
    return None, (
        T("“{value}” is no year.", value=quoted(value)),
        T("Write a year with four digits."),
    )


def _flag(value: Any) -> tuple[Any, _Wrong | None]:
    word = value.strip().casefold() if isinstance(value, str) else value
    if isinstance(word, bool):
        return word, None
    if word == "":
        return False, None
    if isinstance(word, str) and word in _FLAGS:
        return _FLAGS[word], None
    return None, _none_of(value, ("ja", "nein"))


def _choice(value: Any, labels: dict[str, str]) -> tuple[Any, _Wrong | None]:
    word = value.strip().casefold() if isinstance(value, str) else value
    for key, label in labels.items():
        if word in (key, label.casefold()):
            return key, None
    return None, _none_of(value, tuple(labels.values()))


def _text(value: Any) -> tuple[Any, _Wrong | None]:
    if isinstance(value, bool):
        return None, (
            T("“{value}” is not of the right type.", value=quoted(value)),
            T("Write {expected}.", expected=T("a text")),
        )
    if isinstance(value, datetime | date):
        return value.isoformat()[:10], None
    if isinstance(value, float) and value.is_integer() and abs(value) < _MOST:
        value = int(value)
    return str(value), None


def _none_of(value: Any, choices: tuple[str, ...]) -> _Wrong:
    return (
        T("“{value}” is none of the possible words.", value=quoted(value)),
        T("Write one of: {choices}.", choices=", ".join(choices)),
    )
