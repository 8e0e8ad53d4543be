"""The cost plan to the cent, by the worked figures of the unit costs."""

from __future__ import annotations

from datetime import date

import pytest

from buendnis.costs import cost_plan, monthly_cost
from buendnis.facts import Amounts, CostRow, FundingRow, Sketch, StaffRow
from buendnis.settings.loading import load_settings
from buendnis.settings.programme import Programme


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_settings("leine-weser").programme


def staff(
    level: str = "5", share: int = 10_000, start: str = "2026-01-01", end: str = "2028-12-31"
) -> StaffRow:
    return StaffRow(level, share, date.fromisoformat(start), date.fromisoformat(end))


def test_a_full_post_of_level_5_for_three_years_costs_228_384_euros(programme: Programme) -> None:
    plan = cost_plan(Sketch(staff=(staff(),)), programme)
    assert plan.total == 228_384_00
    assert [plan.cost(year, "personnel") for year in plan.years] == [
        74_424_00,
        76_116_00,
        77_844_00,
    ]
    assert plan.findings == ()


def test_forty_percent_flat_rate_on_it_makes_319_737_60(programme: Programme) -> None:
    rows = tuple(CostRow(year, "flat_rate", percent=4000) for year in (2026, 2027, 2028))
    plan = cost_plan(Sketch(staff=(staff(),), costs=rows), programme)
    assert plan.cost(category="flat_rate") == 91_353_60
    assert plan.total == 319_737_60


@pytest.mark.parametrize(
    ("rate", "full", "reduced"),
    [(6202_00, 4651_50, 4341_40), (6343_00, 4757_25, 4440_10), (6487_00, 4865_25, 4540_90)],
)
def test_a_month_is_costed_by_share_and_reduction(rate: int, full: int, reduced: int) -> None:
    assert monthly_cost(rate, 7500) == full
    assert monthly_cost(rate, 10_000, 7000) == reduced


def test_share_and_reduction_are_rounded_once_and_half_up() -> None:
    assert monthly_cost(100, 5000, 100) == 1
    assert monthly_cost(99, 5000, 100) == 0
    assert monthly_cost(101, 5000, 7000) == 35  # 35.35; rounded twice it would be 51 × 0.7 → 36


def test_at_the_cap_the_flat_rate_leaves_one_cent(programme: Programme) -> None:
    rows = (
        CostRow(2026, "personnel", cents=357_142_85),
        CostRow(2026, "flat_rate", percent=4000),
    )
    assert cost_plan(Sketch(costs=rows), programme).total == 499_999_99


def test_a_flat_rate_counts_only_the_personnel_of_its_own_year(programme: Programme) -> None:
    rows = (
        CostRow(2026, "personnel", cents=100_00),
        CostRow(2026, "travel", cents=500_00),
        CostRow(2027, "personnel", cents=900_00),
        CostRow(2026, "flat_rate", percent=1500),
    )
    assert cost_plan(Sketch(costs=rows), programme).cost(2026, "flat_rate") == 15_00


def test_months_are_counted_from_the_first_to_the_last(programme: Programme) -> None:
    plan = cost_plan(Sketch(staff=(staff(start="2026-11-01", end="2027-02-28"),)), programme)
    assert [(one.year, one.months, one.cents) for one in plan.staff] == [
        (2026, 2, 2 * 6202_00),
        (2027, 2, 2 * 6343_00),
    ]


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        ("2026-01-02", "2026-12-31", ["staff[0].from"]),
        ("2026-01-01", "2026-12-30", ["staff[0].to"]),
        ("2027-01-01", "2027-02-27", ["staff[0].to"]),
        ("2028-01-01", "2028-02-28", ["staff[0].to"]),
        ("2027-01-01", "2026-12-31", ["staff[0].to"]),
    ],
)
def test_a_period_that_is_not_of_whole_months_is_named_and_not_costed(
    programme: Programme, start: str, end: str, fields: list[str]
) -> None:
    plan = cost_plan(Sketch(staff=(staff(start=start, end=end),)), programme)
    assert [one.field for one in plan.findings] == fields
    assert {one.rule for one in plan.findings} == {"input"}
    assert plan.total == 0


def test_a_year_without_unit_costs_is_named_once(programme: Programme) -> None:
    plan = cost_plan(Sketch(staff=(staff(start="2026-01-01", end="9999-12-31"),)), programme)
    assert [(one.rule, one.field) for one in plan.findings] == [("input", "staff[0].level")]


def test_the_sums_that_rules_need_are_total_funding_and_grant(programme: Programme) -> None:
    sketch = Sketch(
        costs=(CostRow(2026, "travel", cents=1000_00),),
        funding=(
            FundingRow(2026, "grant", 600_00),
            FundingRow(2027, "grant", 50_00),
            FundingRow(2026, "own", 300_00),
        ),
    )
    plan = cost_plan(sketch, programme)
    assert plan.amounts() == Amounts(total=1000_00, funding=950_00, grant=650_00)
    assert plan.money(2026) == 900_00
    assert plan.years == (2026, 2027)
    assert plan.sources == ("grant", "own")
