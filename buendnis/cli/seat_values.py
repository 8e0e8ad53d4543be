"""What people write for seats: `SEAT=member`, `--seat SEAT=yes`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

_SEAT = re.compile(r"[a-z0-9-]{1,40}")
_COUNT = re.compile(r"[0-9]{1,3}", re.ASCII)


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


def seat_texts(texts: Iterable[str], field: str) -> dict[str, tuple[str, ...]]:
    """Seat → texts, in the order given; a seat may have several. Raises `Unreadable`."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for seat, value in seat_values([text], field).items():
            found[seat] = (*found.get(seat, ()), value)
    return found


def evidence_of(texts: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Files that are evidence of all answers, and seat → file of `SEAT=FILE`.

    A file whose own name has an equals sign is taken as a file if it is there.
    """
    shared: list[str] = []
    own: dict[str, str] = {}
    for text in texts:
        seat, equals, name = text.partition("=")
        if equals and _SEAT.fullmatch(seat) and not Path(text).exists():
            own[seat] = name
        else:
            shared.append(text)
    return shared, own


def counts_of(text: str) -> dict[str, int]:
    """Answer → number of `yes=9,no=1,abstain=0`. Raises `Unreadable` with every mistake."""
    pairs = seat_values(text.split(","), "--decided")
    findings = [
        _finding(
            "--decided",
            T("“{text}” is no answer with a number.", text=f"{answer}={count}"[:80]),
            T("Write it like --decided yes=9,no=1,abstain=0."),
        )
        for answer, count in pairs.items()
        if answer not in ("yes", "no", "abstain") or not _COUNT.fullmatch(count)
    ]
    if findings:
        raise Unreadable(T("These numbers cannot be read."), findings)
    return {answer: int(count) for answer, count in pairs.items()}


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("input", field, message, remedy)
