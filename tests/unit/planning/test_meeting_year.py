"""A year's meetings: what counts as held, and when a shortfall is reported."""

from __future__ import annotations

from datetime import date

import pytest

from buendnis.facts import Attendance, Meeting
from buendnis.planning.meeting_year import meeting_year, shortfalls, years_to_report

BEGIN = date(2024, 5, 1)
THERE = (Attendance("dgb", "member"),)


def a_meeting(day: date, kind: str = "steering", state: str = "closed") -> Meeting:
    return Meeting(
        f"M-{day.isoformat()}-{kind}",
        "leine-weser",
        kind,
        day,
        closed=state in ("closed", "called_off"),
        attendance=THERE if state == "attended" else (),
        called_off="Sturm" if state == "called_off" else "",
    )


def status(day: date, *meetings: Meeting, year: int = 2026, kind: int = 0) -> tuple[str, int]:
    found = meeting_year(meetings, year, day, BEGIN, 2, 1).kinds[kind]
    return found.status, found.missing


MARCH, OCTOBER = date(2026, 3, 10), date(2026, 10, 20)


@pytest.mark.parametrize(
    ("day", "meetings", "expected"),
    [
        (date(2026, 1, 1), [], ("open", 2)),
        (date(2026, 2, 1), [(MARCH, "planned"), (OCTOBER, "planned")], ("planned", 0)),
        (MARCH, [(MARCH, "planned"), (OCTOBER, "planned")], ("planned", 0)),
        (date(2026, 3, 11), [(MARCH, "planned"), (OCTOBER, "planned")], ("open", 1)),
        (date(2026, 3, 11), [(MARCH, "attended"), (OCTOBER, "planned")], ("planned", 0)),
        (date(2026, 3, 11), [(MARCH, "called_off"), (OCTOBER, "planned")], ("open", 1)),
        (OCTOBER, [(MARCH, "closed"), (OCTOBER, "attended")], ("met", 0)),
        (date(2026, 12, 31), [(MARCH, "closed")], ("open", 1)),
        (date(2027, 1, 1), [(MARCH, "closed")], ("missed", 1)),
        (date(2027, 1, 1), [(MARCH, "closed"), (OCTOBER, "closed")], ("met", 0)),
        (date(2027, 1, 1), [(MARCH, "closed"), (OCTOBER, "planned")], ("missed", 1)),
        (date(2027, 1, 1), [(MARCH, "closed"), (date(2025, 12, 31), "closed")], ("missed", 1)),
        (date(2027, 1, 1), [(MARCH, "closed"), (date(2027, 1, 1), "closed")], ("missed", 1)),
    ],
)
def test_two_meetings_a_year(
    day: date, meetings: list[tuple[date, str]], expected: tuple[str, int]
) -> None:
    assert status(day, *(a_meeting(on, state=state) for on, state in meetings)) == expected


def test_other_kinds_do_not_count_for_it() -> None:
    two = [a_meeting(MARCH, "exchange"), a_meeting(OCTOBER, "assembly")]
    assert status(date(2026, 12, 31), *two) == ("open", 2)
    assert status(date(2026, 12, 31), *two, kind=1) == ("met", 0)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 1, 1), (2025,)),
        (date(2026, 6, 30), (2025,)),
        (date(2026, 7, 1), (2026,)),
        (date(2026, 12, 31), (2026,)),
    ],
)
def test_a_shortfall_is_said_ahead_of_the_years_end_and_after_it(
    day: date, years: tuple[int, ...]
) -> None:
    assert years_to_report(day) == years


def test_what_is_planned_or_met_is_no_shortfall() -> None:
    planned = [a_meeting(date(2026, 11, 1), state="planned") for _ in range(2)]
    found = meeting_year(planned, 2026, date(2026, 8, 1), BEGIN, 2, 1)
    assert [one.kind for one in shortfalls(found)] == ["assembly"]


def test_a_year_before_the_record_is_not_reported() -> None:
    before = meeting_year([], 2023, date(2024, 5, 2), BEGIN, 2, 1)
    assert shortfalls(before) == ()
    begun = meeting_year([], 2024, date(2025, 1, 2), BEGIN, 2, 1)
    assert begun.partly
    assert len(shortfalls(begun)) == 2


def test_a_meeting_that_was_entered_late_belongs_to_the_record() -> None:
    late = a_meeting(date(2023, 11, 3))
    found = meeting_year([late], 2023, date(2024, 6, 1), BEGIN, 2, 1)
    assert found.begins == late.day
    assert [one.held for one in found.kinds] == [(late.id,), ()]
