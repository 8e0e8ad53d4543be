"""Money: whole cents inside, strings at the edges, rounded half up, never a float."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"(\d{1,9})\.(\d{2})")
_GERMAN = re.compile(r"(\d{1,9}|\d{1,3}(?:\.\d{3}){1,2}),(\d{2})")


class Cents(int):
    """An amount in cents. It is an int; the name says how it is written for a person."""

    __slots__ = ()


class AmountError(ValueError):
    """A text that is no amount; `readings` lists the amounts it could have meant."""

    def __init__(self, text: str, readings: tuple[str, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.readings = readings


def parse_amount(text: str) -> Cents:
    """The cents of `500000.00` or of `500.000,00` (all thousands dots or none).

    Raises `AmountError` for everything else, with the readings it could have.
    """
    match = _PLAIN.fullmatch(text) or _GERMAN.fullmatch(text)
    if match is None or not text.isascii():
        raise AmountError(text, _readings(text))
    whole = match[1].replace(".", "")
    return Cents(int(whole) * 100 + int(match[2]))


def plain_amount(cents: int) -> str:
    """The machine form with two decimals: `500000.00`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def written_amount(cents: int, language: str = "de") -> str:
    """For a person: `500.000,00 €` in German, `500,000.00 €` in English."""
    sign = "-" if cents < 0 else ""
    whole = f"{abs(cents) // 100:,}"
    point = "."
    if language == "de":
        whole, point = whole.replace(",", "."), ","
    return f"{sign}{whole}{point}{abs(cents) % 100:02d} €"


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` as a whole number, halves away from zero (kaufmännisch)."""
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def _readings(text: str) -> tuple[str, ...]:
    """Amounts that an ambiguous text could mean, in the form to write instead."""
    bare = text.strip().removesuffix("€").removesuffix("EUR").strip()
    if not bare.isascii() or not re.fullmatch(r"[0-9.,]{1,15}", bare):
        return ()
    found: list[str] = []
    digits = re.sub(r"[.,]", "", bare)
    if digits and len(digits) <= 9:
        found.append(f"{int(digits)}.00")
    last = max(bare.rfind("."), bare.rfind(","))
    if last >= 0:
        whole = re.sub(r"[.,]", "", bare[:last]) or "0"
        fraction = bare[last + 1 :]
        if fraction.isdigit() and len(fraction) <= 3 and len(whole) <= 9:
            found.append(f"{int(whole)}.{(fraction + '0')[:2]}")
    return tuple(dict.fromkeys(found))
