"""The cost plan: what a project costs and who pays, by year and category, in whole cents.

Staff is costed by unit costs: for each calendar month rate of level and year × share (× the
reduced factor where pay is low), rounded once half up. A `flat_rate` row is a percentage of the
personnel of its year. Source: RdErl. d. MB v. 13.7.2022 on unit costs, Nr. 3 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from buendnis.dates import end_of_month
from buendnis.errors import Finding
from buendnis.facts import Amounts, FundingRow, Sketch, StaffRow
from buendnis.money import Cents, half_up
from buendnis.settings.programme import Programme
from buendnis.texts import T, Text

CATEGORIES = ("personnel", "fees", "material", "travel", "participants", "flat_rate", "other")
FUNDING_SOURCES = ("grant", "own", "third_party", "public_cofunding", "revenue")
_FULL = 10_000


class StaffCost(Struct, frozen=True):
    """One staff row in one year: `months` months at `monthly` cents each."""

    row: StaffRow
    year: int
    months: int
    rate: Cents
    monthly: Cents

    @property
    def cents(self) -> Cents:
        """The cost of the year."""
        return Cents(self.months * self.monthly)


class CostLine(Struct, frozen=True):
    """One line of the plan, staff and flat rates already in cents."""

    year: int
    category: str
    cents: Cents
    label: str = ""


class CostPlan(Struct, frozen=True, dict=True):
    """Costs and funding; `findings` says what could not be costed (it then counts as zero)."""

    lines: tuple[CostLine, ...] = ()
    staff: tuple[StaffCost, ...] = ()
    funding: tuple[FundingRow, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year that has a cost or money, in order."""
        rows: Iterable[CostLine | FundingRow] = (*self.lines, *self.funding)
        return tuple(sorted({row.year for row in rows}))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories that occur, in the order of the form."""
        used = {line.category for line in self.lines}
        return tuple(name for name in CATEGORIES if name in used)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources of money that occur, in the order of the form."""
        used = {row.source for row in self.funding}
        return tuple(name for name in FUNDING_SOURCES if name in used)

    def cost(self, year: int | None = None, category: str | None = None) -> Cents:
        """The costs of a year, a category, or both; of everything without either."""
        return Cents(
            sum(
                line.cents
                for line in self.lines
                if year in (None, line.year) and category in (None, line.category)
            )
        )

    def money(self, year: int | None = None, source: str | None = None) -> Cents:
        """The funding of a year, from a source, or both; all of it without either."""
        return Cents(
            sum(
                row.cents
                for row in self.funding
                if year in (None, row.year) and source in (None, row.source)
            )
        )

    @cached_property
    def total(self) -> Cents:
        """The total cost."""
        return self.cost()

    @cached_property
    def grant(self) -> Cents:
        """The requested grant: the funding rows whose source is `grant`."""
        return self.money(source="grant")

    def amounts(self) -> Amounts:
        """The sums that rules and tables need."""
        return Amounts(total=self.total, funding=self.money(), grant=self.grant)


def cost_plan(sketch: Sketch, programme: Programme) -> CostPlan:
    """The cost plan of a sketch with the programme's unit costs of each month's year."""
    findings: list[Finding] = []
    staff: list[StaffCost] = []
    for number, row in enumerate(sketch.staff):
        staff += _staff_costs(row, f"staff[{number}]", programme, findings)
    lines = [
        CostLine(row.year, row.category, Cents(row.cents), row.label)
        for row in sketch.costs
        if row.cents is not None
    ]
    lines += [CostLine(one.year, "personnel", one.cents, one.row.level) for one in staff]
    personnel: dict[int, int] = {}
    for line in lines:
        if line.category == "personnel":
            personnel[line.year] = personnel.get(line.year, 0) + line.cents
    lines += [
        CostLine(
            row.year,
            row.category,
            Cents(half_up(personnel.get(row.year, 0) * row.percent, _FULL)),
            row.label,
        )
        for row in sketch.costs
        if row.percent is not None
    ]
    return CostPlan(tuple(lines), tuple(staff), sketch.funding, tuple(findings))


def monthly_cost(rate: int, share: int, reduced_factor: int = _FULL) -> Cents:
    """One month of one person in cents: rate × share × factor, rounded once half up.

    rate: cents for a full month. share, reduced_factor: hundredths of a percent.
    """
    return Cents(half_up(rate * share * reduced_factor, _FULL * _FULL))


def _staff_costs(
    row: StaffRow, field: str, programme: Programme, findings: list[Finding]
) -> list[StaffCost]:
    wrong = list(_period_findings(row, field))
    if wrong:
        findings += wrong
        return []
    factor = programme.reduced_factor if row.reduced else _FULL
    costs: list[StaffCost] = []
    for year in range(row.start.year, row.end.year + 1):
        rate = programme.unit_cost(row.level, year)
        if rate is None:
            findings.append(
                Finding(
                    "input",
                    f"{field}.level",
                    T(
                        "There is no unit cost of level {level} for {year}.",
                        level=row.level[:80],
                        year=str(year),
                    ),
                    _level_remedy(row.level, programme),
                    "RdErl. d. MB v. 13.7.2022, Nr. 3",
                )
            )
            return costs
        first = row.start.month if year == row.start.year else 1
        last = row.end.month if year == row.end.year else 12
        monthly = monthly_cost(rate, row.share, factor)
        costs.append(StaffCost(row, year, last - first + 1, Cents(rate), monthly))
    return costs


def _level_remedy(level: str, programme: Programme) -> Text:
    if level in programme.levels:
        return T("Correct the level or the period, or enter the staff as costs.")
    return T(
        "Use one of these levels: {levels}; or enter the staff as costs.", levels=programme.levels
    )


def _period_findings(row: StaffRow, field: str) -> Iterable[Finding]:
    if row.end < row.start:
        yield Finding(
            "input",
            f"{field}.to",
            T("The end {end} is before the start {start}.", end=row.end, start=row.start),
            T("Correct one of the two days."),
        )
    if row.start.day != 1:
        yield Finding(
            "input",
            f"{field}.from",
            T("Staff is costed by whole months; {day} is no first of a month.", day=row.start),
            T("Write the first of a month."),
        )
    if row.end != end_of_month(row.end):
        yield Finding(
            "input",
            f"{field}.to",
            T("Staff is costed by whole months; {day} is no last of a month.", day=row.end),
            T("Write {day}.", day=end_of_month(row.end)),
        )
