"""Figures by date: which one is in force, and which touch projects that run."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from buendnis.settings.programme import BudgetPeriod, Figure, Programme

BEFORE, FIRST, LATER = date(2020, 1, 1), date(2022, 1, 1), date(2026, 7, 1)


def _always(value: int) -> tuple[Figure[int], ...]:
    return (Figure(value, FIRST, "source"),)


@pytest.fixture
def programme() -> Programme:
    return Programme(
        name="test",
        title="Test",
        directive="",
        state="NI",
        cap=(Figure(500, FIRST, "source"), Figure(600, LATER, "source")),
        highest_rate=_always(7000),
        longest_years=_always(3),
        last_day=(Figure(date(2028, 12, 31), FIRST, "source"),),
        criteria_above=_always(200),
        report_months=_always(1),
        reduced=Figure(7000, FIRST, "source"),
        unit_costs={},
    )


@pytest.mark.parametrize(
    ("day", "cap"), [(FIRST, 500), (date(2026, 6, 30), 500), (LATER, 600), (date(2030, 1, 1), 600)]
)
def test_a_figure_is_in_force_from_its_day_on(programme: Programme, day: date, cap: int) -> None:
    figures = programme.figures_on(day)
    assert figures.cap == cap
    assert figures.day == day


def test_before_the_first_figure_it_stands_in_and_the_rate_is_unknown(programme: Programme) -> None:
    figures = programme.figures_on(BEFORE)
    assert figures.cap == 500
    assert figures.highest_rate is None
    assert figures.reference_grant is None


def test_a_later_figure_leaves_running_projects_alone(programme: Programme) -> None:
    stamped = programme.figures_on(FIRST)
    assert programme.figures_for_running(stamped, date(2027, 1, 1)) == stamped


def test_a_later_figure_touches_running_projects_if_marked(programme: Programme) -> None:
    marked = replace(
        programme,
        last_day=(
            *programme.last_day,
            Figure(date(2028, 6, 30), LATER, "source", touches_running=True),
        ),
    )
    stamped = marked.figures_on(FIRST)
    assert marked.figures_for_running(stamped, date(2026, 6, 30)) == stamped
    touched = marked.figures_for_running(stamped, LATER)
    assert touched.last_day == date(2028, 6, 30)
    assert touched.cap == 500
    assert touched.day == FIRST


def test_a_marked_figure_that_the_stamp_has_seen_changes_nothing(programme: Programme) -> None:
    marked = replace(programme, cap=(Figure(400, FIRST, "source", touches_running=True),))
    stamped = replace(marked.figures_on(FIRST), cap=999)
    assert marked.figures_for_running(stamped, date(2030, 1, 1)).cap == 999


def test_a_budget_period_holds_both_its_ends(programme: Programme) -> None:
    period = BudgetPeriod("p", 1, FIRST, LATER, "source")
    funded = replace(programme, budget=(period,))
    assert funded.budget_on(FIRST) is period
    assert funded.budget_on(LATER) is period
    assert funded.budget_on(BEFORE) is None
