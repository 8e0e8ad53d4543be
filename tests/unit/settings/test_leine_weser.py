"""What Leine-Weser's own files say, compared with the strategy and the directive."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from buendnis.settings.loading import Settings, load_settings

ROOT = Path(__file__).parents[3]
QUOTES = tomllib.loads(
    (ROOT / "tests" / "cases" / "settings" / "quotes.toml").read_text(encoding="utf-8")
)["field"]
SEATS = (
    "region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk",
    "arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl",
)  # fmt: skip


@pytest.fixture(scope="module")
def leine_weser() -> Settings:
    return load_settings("leine-weser")


def test_fields_and_goals_are_word_for_word_those_of_the_strategy(leine_weser: Settings) -> None:
    quoted = [
        (field["id"], field["title"], [(goal["id"], goal["text"]) for goal in field["goals"]])
        for field in QUOTES
    ]
    read = [
        (field.id, field.title, [(goal.id, goal.text) for goal in field.goals])
        for field in leine_weser.alliance.fields
    ]
    assert read == quoted
    assert len(leine_weser.alliance.goals) == 20


def test_a_goal_knows_its_field(leine_weser: Settings) -> None:
    goal = leine_weser.alliance.goal("I.3")
    assert goal is not None
    assert goal.field == "I"
    assert "grünen Wirtschaft" in goal.text
    assert leine_weser.alliance.goal("I.8") is None


def test_three_regions_cover_six_districts(leine_weser: Settings) -> None:
    alliance = leine_weser.alliance
    assert {region.id: region.districts for region in alliance.regions} == {
        "weserbergland": ("Nienburg/Weser", "Schaumburg", "Hameln-Pyrmont", "Holzminden"),
        "hildesheim": ("Hildesheim",),
        "region-hannover": ("Region Hannover",),
    }
    assert [region.local_alliance.name for region in alliance.regions] == [
        "Fachkräfte-Initiative Weserbergland+",
        "Fachkräfte für die Region Hildesheim",
        "Fachkräfteallianz Region Hannover",
    ]


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("Nienburg/Weser", "weserbergland"),
        ("Landkreis Nienburg", "weserbergland"),
        ("LK  holzminden", "weserbergland"),
        ("Hildesheim", "hildesheim"),
        ("Hannover", "region-hannover"),
        ("Region Hannover", "region-hannover"),
        ("Goslar", None),
        ("", None),
        ("Landkreis", None),
    ],
)
def test_a_district_is_found_as_people_write_it(
    leine_weser: Settings, written: str, region: str | None
) -> None:
    found = leine_weser.alliance.region_of_district(written)
    assert (found.id if found else None) == region


def test_fareihi_has_six_full_and_three_advisory_members(leine_weser: Settings) -> None:
    region = leine_weser.alliance.region("hildesheim")
    assert region is not None
    kinds = [member.kind for member in region.local_alliance.members]
    assert (kinds.count("full"), kinds.count("advisory")) == (6, 3)


def test_twelve_seats_vote_and_the_universities_since_november_2024(leine_weser: Settings) -> None:
    roster = leine_weser.alliance.roster
    assert tuple(seat.id for seat in roster.on(date(2024, 10, 31))) == SEATS
    assert tuple(seat.id for seat in roster.on(date(2024, 11, 1))) == (*SEATS, "hochschulen")


def test_every_region_is_represented_by_a_seat(leine_weser: Settings) -> None:
    represented = {seat.region for seat in leine_weser.alliance.roster.seats}
    assert represented >= {region.id for region in leine_weser.alliance.regions}


def test_both_chambers_of_crafts_share_one_seat(leine_weser: Settings) -> None:
    seat = leine_weser.alliance.roster.seat("hwk")
    assert seat is not None
    assert len(seat.institutions) == 2


def test_the_office_has_its_own_seat(leine_weser: Settings) -> None:
    assert leine_weser.alliance.office.seat == "arl"


def test_training_runs_outside_votum_and_budget(leine_weser: Settings) -> None:
    kinds = {one.id: (one.votum, one.budget) for one in leine_weser.alliance.types}
    assert kinds == {
        "structure": (True, True),
        "unemployed": (True, True),
        "training": (False, False),
    }


def test_the_chair_signs_the_votum_and_the_office_the_rest(leine_weser: Settings) -> None:
    signed = {
        document: leine_weser.alliance.signatory(document, date(2026, 1, 1))
        for document in ("votum", "berichtsaufforderung")
    }
    assert {name: who.role if who else "" for name, who in signed.items()} == {
        "votum": "chair",
        "berichtsaufforderung": "office",
    }


def test_the_figures_of_today_are_those_of_the_strategy(leine_weser: Settings) -> None:
    figures = leine_weser.programme.figures_on(date(2026, 1, 1))
    assert figures.cap == 500_000_00
    assert figures.highest_rate == 70_00
    assert figures.reference_grant == 350_000_00
    assert figures.longest_years == 3
    assert figures.last_day == date(2028, 12, 31)
    assert figures.criteria_above == 200_000_00
    assert figures.report_months == 1


def test_the_rates_are_those_of_the_directive(leine_weser: Settings) -> None:
    rates = {rate.case: rate.rate for rate in leine_weser.programme.rates}
    assert rates == {"SER": 40_00, "ÜR": 60_00, "Landesmittel": 70_00}


@pytest.mark.parametrize(
    ("level", "year", "euros"),
    [
        ("1a", 2022, 426), ("1b", 2026, 1093), ("2", 2024, 3936), ("3", 2029, 5060),
        ("4", 2025, 5282), ("5", 2026, 6202), ("5", 2027, 6343), ("5", 2028, 6487),
        ("6", 2023, 6640), ("7", 2029, 9311),
    ],
)  # fmt: skip
def test_a_unit_cost_goes_by_level_and_year(
    leine_weser: Settings, level: str, year: int, euros: int
) -> None:
    assert leine_weser.programme.unit_cost(level, year) == euros * 100


def test_unit_costs_rise_with_the_year_and_the_level(leine_weser: Settings) -> None:
    programme = leine_weser.programme
    assert programme.levels == ("1a", "1b", "2", "3", "4", "5", "6", "7")
    table = [
        [programme.unit_cost(level, year) for year in range(2022, 2030)]
        for level in programme.levels
    ]
    for row in [*table, *map(list, zip(*table, strict=True))]:
        assert row == sorted(row, key=lambda cents: cents or 0)
        assert None not in row


def test_where_there_is_no_unit_cost_none_is_made_up(leine_weser: Settings) -> None:
    assert leine_weser.programme.unit_cost("5", 2030) is None
    assert leine_weser.programme.unit_cost("8", 2026) is None


def test_low_pay_is_paid_at_seventy_percent(leine_weser: Settings) -> None:
    assert leine_weser.programme.reduced_factor == 70_00


def test_the_budget_is_a_planning_figure_until_the_last_day(leine_weser: Settings) -> None:
    period = leine_weser.programme.budget_on(date(2028, 12, 31))
    assert period is not None
    assert period.cents == 2_600_000_00
    assert period.assumption
    assert leine_weser.programme.budget_on(date(2029, 1, 1)) is None


def test_what_the_sources_do_not_say_is_marked(leine_weser: Settings) -> None:
    alliance, programme = leine_weser.alliance, leine_weser.programme
    marked: dict[str, Any] = {
        "address": alliance.office.assumption,
        "numbering": alliance.patterns.assumption,
        "signatories": all(one.assumption for one in alliance.signatories),
        "criteria": programme.criteria_above[0].assumption,
        "budget": programme.budget[0].assumption,
    }
    assert all(marked.values()), marked
    assert not programme.cap[0].assumption
    assert not programme.last_day[0].assumption
