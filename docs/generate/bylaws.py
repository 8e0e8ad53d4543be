"""The by-laws that are shipped, value by value, side by side."""

from __future__ import annotations

from fractions import Fraction

from buendnis.settings.loading import load_settings
from docs.generate.pages import table
from votes.bylaws import ByLaws
from votes.shipped import shipped_bylaws, shipped_names

TABLES = ("quorum", "decision", "rounds", "recusal", "deputies", "groups", "circular")
_OUTSIDE = ("recusal.recuses", "recusal.hints")


def compared() -> str:
    """One row for each parameter of the counting; an asterisk marks an assumption."""
    columns = {"leine-weser": load_settings("leine-weser").bylaws}
    columns |= {name: shipped_bylaws(name) for name in shipped_names()}
    rows = [
        (f"`{key}`", *(_value(bylaws, key) for bylaws in columns.values()))
        for key in _keys(columns)
    ]
    return table(("Schlüssel", *(f"`{name}`" for name in columns)), rows)


def _keys(columns: dict[str, ByLaws]) -> list[str]:
    one = next(iter(columns.values()))
    keys = [f"{name}.{key}" for name in TABLES for key in getattr(one, name).__struct_fields__]
    return [key for key in keys if key not in _OUTSIDE]


def _value(bylaws: ByLaws, key: str) -> str:
    name, _, field = key.partition(".")
    if name not in bylaws.provenance or (name == "rounds" and not bylaws.rounds.fallback):
        return "–"
    found = getattr(getattr(bylaws, name), field)
    if isinstance(found, bool):
        shown = "ja" if found else "nein"
    elif isinstance(found, Fraction):
        shown = f"{found.numerator}/{found.denominator}"
    elif isinstance(found, tuple):
        shown = ", ".join(f"`{one}`" for one in found) or "–"
    else:
        shown = f"`{found}`" if isinstance(found, str) else str(found)
    return shown + (" *" if bylaws.source_of(key)[1] else "")
