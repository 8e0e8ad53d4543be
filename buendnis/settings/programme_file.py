"""Reading `programme.toml`: the figures of the programme. Every mistake is named at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from buendnis.dates import READINGS
from buendnis.errors import Finding
from buendnis.money import AmountError, parse_amount
from buendnis.reading import Table, read_toml
from buendnis.settings.programme import BudgetPeriod, Figure, Limit, Programme, Rate
from buendnis.settings.provenance import named_once, source_of
from buendnis.texts import T

_Value = TypeVar("_Value")

_UNKNOWN_DAY = date.max  # stands for a day that could not be read; the mistake is reported


def read_programme(folder: Path) -> tuple[Programme, list[Finding]]:
    """The programme of a folder, as far as it can be read, and all that is wrong with it.

    Raises `Unreadable` where the file is missing or is no TOML. With findings the programme must
    not be used.
    """
    top = read_toml(folder / "programme.toml")
    state = top.text("state", required=True)
    report = top.table("report")
    costs = top.table("unit_costs", required=True)
    reduced = _series(top, "reduced", _percent)
    reminders = _series(top, "decision_copy_days", _whole, required=False)
    programme = Programme(
        name=top.text("name", required=True),
        title=top.text("title", required=True),
        directive=top.text("directive", required=True),
        state=state,
        cap=_series(top, "cap", _cents),
        highest_rate=_series(top, "highest_rate", _percent, required=False),
        longest_years=_series(top, "longest_years", _whole),
        last_day=_series(top, "last_day", _day),
        criteria_above=_series(top, "criteria_above", _cents),
        report_months=_series(top, "report_months", _whole),
        reduced=reduced[-1] if reduced else Figure(10_000, _UNKNOWN_DAY, ""),
        unit_costs=_unit_costs(costs),
        unit_costs_source=costs.text("source"),
        rates=tuple(_rates(top)),
        limits=tuple(_limits(top)),
        budget=tuple(_budget(top)),
        report_readings=_readings(report),
        decision_copy_days=reminders[-1] if reminders else None,
    )
    top.finish()
    return programme, list(top.findings)


def _cents(row: Table) -> int | None:
    return row.amount("value", required=True)


def _percent(row: Table) -> int | None:
    return row.share("value", required=True)


def _whole(row: Table) -> int | None:
    return row.whole("value", required=True, least=1, most=1000)


def _day(row: Table) -> date | None:
    return row.day("value", required=True)


def _series(
    top: Table, key: str, value: Callable[[Table], _Value | None], *, required: bool = True
) -> tuple[Figure[_Value], ...]:
    """The figures under `[[key]]`, oldest first; two of one day are a mistake."""
    found: list[tuple[Table, Figure[_Value]]] = []
    for row in top.tables(key, required=required):
        figure, valid_from = value(row), _valid_from(row)
        source, assumption = _source(row)
        touches = row.flag("touches_running")
        if figure is not None:
            found.append((row, Figure(figure, valid_from, source, assumption, touches)))
    found.sort(key=lambda one: one[1].valid_from)
    for (_, earlier), (row, later) in pairwise(found):
        if earlier.valid_from == later.valid_from != _UNKNOWN_DAY:
            row.wrong(
                "valid_from",
                T("Two figures are valid from {day}.", day=later.valid_from),
                T("Give each its own day."),
            )
    return tuple(figure for _, figure in found)


def _valid_from(row: Table) -> date:
    return row.day("valid_from", required=True) or _UNKNOWN_DAY


def _source(row: Table) -> tuple[str, bool]:
    """The source of a figure: needed also where it is an assumption, to say whose."""
    return row.text("source", required=True), row.flag("assumption")


def _readings(table: Table) -> tuple[str, ...]:
    if not table.has("readings"):
        return READINGS
    source_of(table)
    return table.choices("readings", READINGS) or READINGS


def _rates(top: Table) -> Iterator[Rate]:
    for row in top.tables("rates"):
        yield Rate(
            row.text("case", required=True),
            row.share("rate", required=True) or 0,
            _valid_from(row),
            *_source(row),
        )


def _limits(top: Table) -> Iterator[Limit]:
    for row in top.tables("limits"):
        yield Limit(
            row.text("name", required=True),
            row.text("title", required=True),
            row.text("value", required=True),
            _valid_from(row),
            *_source(row),
        )


def _budget(top: Table) -> Iterator[BudgetPeriod]:
    rows = [(row, row.text("id", required=True)) for row in top.tables("budget")]
    named_once(rows)
    before = date.min
    for row, name in rows:
        first, last = _valid_from(row), row.day("valid_to", required=True) or _UNKNOWN_DAY
        if last < first and first != _UNKNOWN_DAY:
            row.wrong("valid_to", T("The last day is before the first."), T("Correct the days."))
        if first <= before != _UNKNOWN_DAY:
            row.wrong(
                "valid_from",
                T("The period begins before the one above it has ended."),
                T("Write the periods in their order, without overlap."),
            )
        before = last
        yield BudgetPeriod(
            name,
            row.amount("amount", required=True) or 0,
            first,
            last,
            *_source(row),
            region_shares=_shares(row.table("region_shares")),
        )


def _shares(table: Table) -> dict[str, int]:
    shares = {
        key: table.whole(key, required=True, least=1, most=100) or 0
        for key in table.keys()  # noqa: SIM118 - a table is no mapping
    }
    if shares and sum(shares.values()) != 100:
        table.wrong(
            "",
            T("The shares are {sum} percent in sum.", sum=sum(shares.values())),
            T("Make them 100."),
        )
    return shares


def _unit_costs(table: Table) -> dict[str, dict[int, int]]:
    """Cents by level and year: each level has one amount for each year from `first_year` on."""
    first = table.whole("first_year", required=True, least=1900, most=9999) or 0
    _valid_from(table)
    _source(table)
    levels = table.table("levels", required=True)
    costs: dict[str, dict[int, int]] = {}
    years: dict[str, int] = {}
    for level in levels.keys():  # noqa: SIM118 - a table is no mapping
        texts = levels.texts(level, required=True)
        years[level] = len(texts)
        costs[level] = {}
        for number, text in enumerate(texts):
            try:
                costs[level][first + number] = parse_amount(text)
            except AmountError:
                levels.wrong(
                    level,
                    T(
                        "“{text}” (number {number}) is no clear amount.",
                        text=text[:80],
                        number=number + 1,
                    ),
                    T("Write the amount with two decimals, like “{example}”.", example="6202.00"),
                )
    longest = max(years.values(), default=0)
    for level, count in years.items():
        if 0 < count < longest:
            levels.wrong(
                level,
                T("There are {count} years, elsewhere {longest}.", count=count, longest=longest),
                T("Give every level an amount for every year."),
            )
    return costs
