"""What the funding programme allows: figures with the day from which each is valid.

Amounts are whole cents, rates hundredths of a percent (70 % is 7000). Each figure names its
source; one that the sources do not give is marked as an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from buendnis.facts import Figures

_Value = TypeVar("_Value")


class Figure(Struct, Generic[_Value], frozen=True):
    """One figure from one day on. touches_running: it also binds projects already submitted."""

    value: _Value
    valid_from: date
    source: str
    assumption: bool = False
    touches_running: bool = False


class Rate(Struct, frozen=True):
    """A funding rate, in hundredths of a percent, and the case it is for (`SER`, `ÜR`, …)."""

    case: str
    rate: int
    valid_from: date
    source: str
    assumption: bool = False


class Limit(Struct, frozen=True):
    """A figure that is shown and never judged (the limits of training projects)."""

    name: str
    title: str
    value: str
    valid_from: date
    source: str
    assumption: bool = False


class BudgetPeriod(Struct, frozen=True):
    """The virtual budget of one period in cents; region_shares is an optional key in percent."""

    id: str
    cents: int
    valid_from: date
    valid_to: date
    source: str
    assumption: bool = False
    region_shares: Mapping[str, int] = field(default_factory=dict)


class Programme(Struct, frozen=True, dict=True):
    """The programme's effective-dated figures; each series stands oldest first.

    report_readings: how "one month after the end" may be read (`I`, `II`, `M`). reduced_factor:
    hundredths of a percent of the unit cost that are paid where pay is low. state: the Land whose
    holidays shift periods.
    """

    name: str
    title: str
    directive: str
    state: str
    cap: tuple[Figure[int], ...]
    highest_rate: tuple[Figure[int], ...]
    longest_years: tuple[Figure[int], ...]
    last_day: tuple[Figure[date], ...]
    criteria_above: tuple[Figure[int], ...]
    report_months: tuple[Figure[int], ...]
    reduced: Figure[int]
    unit_costs: Mapping[str, Mapping[int, int]]
    unit_costs_source: str = ""
    rates: tuple[Rate, ...] = ()
    limits: tuple[Limit, ...] = ()
    budget: tuple[BudgetPeriod, ...] = ()
    report_readings: tuple[str, ...] = ("I", "II", "M")
    decision_copy_days: Figure[int] | None = None

    def figures_on(self, day: date) -> Figures:
        """The figures that apply to a project submitted on this day.

        Before the first figure of a series the first one stands in, so that older projects that
        are taken over can be shown; only the highest rate is then unknown (`None`).
        """
        return Figures(
            day=day,
            cap=_on(self.cap, day).value,
            highest_rate=self._rate_on(day),
            longest_years=_on(self.longest_years, day).value,
            last_day=_on(self.last_day, day).value,
            criteria_above=_on(self.criteria_above, day).value,
            report_months=_on(self.report_months, day).value,
        )

    def figures_for_running(self, stamped: Figures, day: date) -> Figures:
        """The figures stored with a project, with those later ones put in that touch running
        projects."""
        changed = stamped
        for name in _SERIES:
            for figure in getattr(self, name):
                if figure.touches_running and stamped.day < figure.valid_from <= day:
                    changed = replace(changed, **{name: figure.value})
        return changed

    def unit_cost(self, level: str, year: int) -> int | None:
        """Cents for one full month at this level in this year, or `None` if there is no rate."""
        return self.unit_costs.get(level, {}).get(year)

    @property
    def reduced_factor(self) -> int:
        """What is paid of a unit cost where pay is low, in hundredths of a percent (7000)."""
        return self.reduced.value

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The Funktionsstufen that have unit costs, in the order of the table."""
        return tuple(self.unit_costs)

    def budget_on(self, day: date) -> BudgetPeriod | None:
        """The budget period that a day lies in, or `None`."""
        return next((one for one in self.budget if one.valid_from <= day <= one.valid_to), None)

    def _rate_on(self, day: date) -> int | None:
        known = [figure.value for figure in self.highest_rate if figure.valid_from <= day]
        return known[-1] if known else None


_SERIES = (
    "cap",
    "highest_rate",
    "longest_years",
    "last_day",
    "criteria_above",
    "report_months",
)


def _on(series: tuple[Figure[_Value], ...], day: date) -> Figure[_Value]:
    """The figure of a series in force on a day, the first one before that."""
    in_force = series[0]
    for figure in series[1:]:
        if figure.valid_from <= day:
            in_force = figure
    return in_force
