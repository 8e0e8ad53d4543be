"""How days, money and numbers are written in the documents, which are German."""

from __future__ import annotations

import gettext
from datetime import date
from functools import lru_cache
from pathlib import Path

from buendnis.money import written_amount
from buendnis.texts import Text


def day_text(value: str | date) -> str:
    """`31.12.2028` for a day or its ISO text."""
    day = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def euro_text(cents: int) -> str:
    """`500.000,00 €` for whole cents, with a space that does not break."""
    if isinstance(cents, bool) or not isinstance(cents, int):
        raise TypeError(f"{cents!r} is no amount in cents")
    return written_amount(cents, "de").replace(" ", "\u00a0").replace("-", "\u2212")


def percent_text(hundredths: int) -> str:
    """`70 %` or `62,5 %` for hundredths of a percent."""
    if isinstance(hundredths, bool) or not isinstance(hundredths, int):
        raise TypeError(f"{hundredths!r} is no share in hundredths of a percent")
    sign = "\u2212" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{sign}{whole}{decimals}\u00a0%"


def number_text(value: int) -> str:
    """`1.234` for a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return f"{value:,}".replace(",", ".").replace("-", "\u2212")


def german(text: Text) -> str:
    """A sentence of the program in German, from the catalogue that the program ships."""
    return text.render(_catalogue().gettext, "de")


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    folder = Path(__file__).resolve().parent.parent / "locale"
    return gettext.translation("buendnis", folder, ["de"], fallback=True)
