"""Days and periods: the worked cases, the calendar of Lower Saxony, days as people write them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from buendnis.dates import (
    DayError,
    berlin_day,
    berlin_time,
    holidays_of,
    is_working_day,
    latest_end,
    months_after,
    next_working_day,
    parse_day,
    period_end,
    report_due,
)

CASES = Path(__file__).parents[1] / "cases" / "dates"


def _cases(name: str) -> list[Any]:
    cases = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=f"{case.get('start', case.get('end'))}") for case in cases]


@pytest.mark.parametrize("case", _cases("duration.toml"))
def test_a_duration_ends_the_day_before_the_same_date(case: dict[str, Any]) -> None:
    assert latest_end(case["start"], case["years"]) == case["latest_end"]


@pytest.mark.parametrize("case", _cases("report.toml"))
def test_the_report_is_due_in_each_reading(case: dict[str, Any]) -> None:
    due = report_due(case["end"], case["months"])
    assert dict(due.raw) == case["raw"]
    assert dict(due.shifted) == case["shifted"]
    assert due.earliest == min(case["raw"].values())
    assert due.latest == max(case["shifted"].values())


def test_an_alliance_may_settle_on_fewer_readings() -> None:
    due = report_due(date(2027, 6, 15), 1, readings=("I", "II"))
    assert due.latest == date(2027, 7, 15)


def test_an_unknown_reading_is_refused() -> None:
    with pytest.raises(ValueError, match="reading"):
        period_end(date(2027, 6, 15), 1, "III")


def test_months_never_leave_the_calendar() -> None:
    assert months_after(date(9999, 12, 31), 1) == date.max
    assert next_working_day(date.max) == date.max
    assert report_due(date.max, 1).latest == date.max


@pytest.mark.parametrize(
    "day",
    [
        "2029-01-01",
        "2029-03-30",
        "2029-04-02",
        "2029-05-01",
        "2029-05-10",
        "2029-05-21",
        "2029-10-03",
        "2029-10-31",
        "2029-12-25",
        "2029-12-26",
    ],
)
def test_these_are_the_holidays_of_lower_saxony_in_2029(day: str) -> None:
    assert date.fromisoformat(day) in holidays_of("NI", 2029)
    assert len(holidays_of("NI", 2029)) == 10


def test_our_holidays_are_those_of_the_holidays_library() -> None:
    from holidays.countries.germany import Germany

    for year in range(1995, 2101):
        assert holidays_of("NI", year) == frozenset(Germany(subdiv="NI", years=year))


def test_another_land_has_other_holidays() -> None:
    fronleichnam = date(2026, 6, 4)
    assert is_working_day(fronleichnam, "NI")
    assert not is_working_day(fronleichnam, "BY")


def test_christmas_eve_and_new_years_eve_are_working_days() -> None:
    assert is_working_day(date(2026, 12, 24))
    assert is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 2, 3, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 7, 1)),
    ],
)
def test_the_day_is_the_one_in_germany(moment: datetime, day: date) -> None:
    assert berlin_day(moment) == day


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ("2026-11-26T23:57:12+00:00", "2026-11-27 00:57 CET"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29 03:00 CEST"),
    ],
)
def test_a_moment_of_the_record_is_shown_with_its_zone(clock: str, shown: str) -> None:
    assert berlin_time(clock) == shown


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        berlin_day(datetime(2026, 7, 1, 12, 0))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize("text", ["1900-01-01", "2028-02-29", "2028-12-31", "9999-12-31"])
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    assert parse_day(text).isoformat() == text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31.12.2028", "2028-12-31"),
        ("2027-02-29", "28 days"),
        ("2027-13-01", "month 13"),
        ("2027-00-10", "month 0"),
        ("2027-04-00", "30 days"),
        ("1899-12-31", "outside 1900"),
        ("0000-01-01", "outside 1900"),
        ("2027-2-1", "year-month-day"),
        ("２０２７-01-01", "year-month-day"),
        ("2027-01-01T00:00", "year-month-day"),
        ("", "year-month-day"),
        ("x" * 500, "year-month-day"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(text: str, word: str) -> None:
    with pytest.raises(DayError, match=word) as refused:
        parse_day(text)
    assert len(str(refused.value.message)) < 200


def test_lower_saxony_needs_no_import_of_the_holidays_library() -> None:
    code = (
        "import sys, datetime; from buendnis.dates import report_due;"
        "report_due(datetime.date(2027, 2, 28), 1);"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
