"""What people write for seats: `SEAT=member`, `--seat SEAT=yes`."""

from __future__ import annotations

from collections.abc import Iterable

from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text


def seat_values(texts: Iterable[str], field: str) -> dict[str, str]:
    """Seat → value, each seat once, in the order given. Raises `Unreadable` with every mistake.

    field: the option or argument that the mistakes are said of.
    """
    found: dict[str, str] = {}
    findings: list[Finding] = []
    for text in texts:
        seat, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not seat or not value:
            wrong = T("“{text}” is no SEAT=VALUE.", text=text[:80])
            findings.append(_finding(field, wrong, T("Write it like dgb=member or dgb=yes.")))
        elif seat in found:
            twice = T("The seat “{seat}” is given twice.", seat=seat[:80])
            findings.append(_finding(field, twice, T("Give it once.")))
        found[seat] = value
    if findings:
        raise Unreadable(T("These seats cannot be read."), findings)
    return found


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("input", field, message, remedy)
