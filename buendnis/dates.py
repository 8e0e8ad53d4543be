"""Days and periods: the calendar arithmetic that rules, deadlines and letters share.

Nothing here reads the clock. A period moves to the next working day (§ 193 BGB); a fixed date and
a funding period do not (§ 31 (4), (5) VwVfG), so callers shift only where they have a period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from msgspec import Struct, field

from buendnis.texts import T, Text

FIRST_YEAR, LAST_YEAR = 1900, 9999
LAST_DAY = date.max
READINGS = ("I", "II", "M")

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_TYPED = re.compile(r"(?<![0-9.-])([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![0-9.-])")
_ONE = timedelta(days=1)
_COMPUTED_SINCE = 1995  # Buß- und Bettag was a working day from then on; earlier law differs


class DayError(ValueError):
    """A text that is no day; `message` says why, as a sentence for a person."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def parse_day(text: str) -> date:
    """The day written as `2028-12-31`, in a year from 1900 to 9999. Raises `DayError`."""
    match = _ISO.fullmatch(text)
    if match is None:
        german = _GERMAN.fullmatch(text)
        if german is not None:
            meant = f"{german[3]}-{int(german[2]):02}-{int(german[1]):02}"
            raise DayError(
                T("“{text}” is not written as a day: write {meant}.", text=text, meant=meant)
            )
        raise DayError(
            T(
                "“{text}” is not a day: write year-month-day, for example 2028-12-31.",
                text=text[:80],
            )
        )
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DayError(
            T(
                "The year {year} is outside {first} to {last}.",
                year=str(year),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    if not 1 <= month <= 12:
        raise DayError(
            T("“{text}” is impossible: there is no month {month}.", text=text, month=month)
        )
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise DayError(
            T("“{text}” is impossible: that month has {length} days.", text=text, length=length)
        )
    return date(year, month, day)


def german_days_as_iso(text: str) -> str:
    """What a person types, its days written `2026-12-31` where they stood as `31.12.2026`."""
    return _TYPED.sub(lambda day: f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}", text.strip())


def berlin_day(moment: datetime) -> date:
    """The day in Germany at a moment of UTC. Raises `ValueError` without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    # Imported here: most commands are given the day, and reading the zone costs their start.
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/Berlin")).date()


def berlin_time(clock: str) -> str:
    """A moment of the record (`2026-03-20T14:00:00+00:00`) as the clocks in Germany showed it, with
    their zone: `2026-03-20 15:00 CET`."""
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(clock).astimezone(ZoneInfo("Europe/Berlin"))
    return f"{moment:%Y-%m-%d %H:%M %Z}"


# ---------------------------------------------------------------- periods


def months_after(day: date, months: int) -> date:
    """The end of a period of whole months that an event on `day` starts (§§ 187 I, 188 II BGB).

    Where the month has no such day, its last day (§ 188 III). Past the calendar, its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > LAST_YEAR:
        return LAST_DAY
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_end(start: date, years: int) -> date:
    """The last day of a duration of whole years that begins with `start` (rule D6).

    The day before the same date `years` on; 1 March stands for a missing 29 February.
    Source: Fachkräftestrategie Leine-Weser 2024, Kap. 5; §§ 187 II, 188 II BGB as yardstick.
    """
    if start.year + years > LAST_YEAR:
        return LAST_DAY
    missing = (start.month, start.day) == (2, 29) and monthrange(start.year + years, 2)[1] == 28
    same = date(start.year + years, 3, 1) if missing else start.replace(year=start.year + years)
    return same - _ONE


def end_of_month(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def period_end(end: date, months: int, reading: str) -> date:
    """`months` after the end of a project, unshifted, in one of three readings.

    `I`: the end is an event within the day (§ 187 I BGB). `II`: the end is the expiry of the day,
    so the period begins with the next (§ 187 II). `M`: the end of the calendar month that many
    months on. `I` and `II` differ only for an end on the last day of a shorter month.
    """
    by_event = months_after(end, months)
    if reading == "I":
        return by_event
    if reading == "M" or (reading == "II" and end == end_of_month(end)):
        return end_of_month(by_event)
    if reading == "II":
        return by_event
    raise ValueError(f"unknown reading {reading!r}")


class ReportDue(Struct, frozen=True):
    """When the final report is due.

    earliest: the earliest reading, unshifted; letters and calendars name it. latest: the latest
    reading, shifted to a working day; after it the report counts as overdue. raw, shifted: each
    reading by its name, for the record.
    """

    earliest: date
    latest: date
    raw: Mapping[str, date] = field(default_factory=dict)
    shifted: Mapping[str, date] = field(default_factory=dict)


def report_due(
    end: date, months: int, state: str = "NI", readings: tuple[str, ...] = READINGS
) -> ReportDue:
    """When the report of a project that ends on `end` is due, `months` later (rule E5)."""
    raw = {reading: period_end(end, months, reading) for reading in readings}
    shifted = {reading: next_working_day(day, state) for reading, day in raw.items()}
    return ReportDue(min(raw.values()), max(shifted.values()), raw, shifted)


# ---------------------------------------------------------------- working days


def next_working_day(day: date, state: str = "NI") -> date:
    """The day itself if it is a working day, else the next one (§ 193 BGB)."""
    while not is_working_day(day, state) and day < LAST_DAY:
        day += _ONE
    return day


def is_working_day(day: date, state: str = "NI") -> bool:
    """Neither Saturday, Sunday nor a holiday of the Land. 24 and 31 December are working days."""
    return day.weekday() < 5 and day not in holidays_of(state, day.year)


@cache
def holidays_of(state: str, year: int) -> frozenset[date]:
    """The statutory holidays of a German Land (`NI`) in a year, without any network."""
    if state == "NI" and year >= _COMPUTED_SINCE:
        return _lower_saxony(year)
    # The one door to `holidays`. It takes a tenth of a second to import, more than a whole
    # reading command, so Lower Saxony's few holidays are computed and tested against it.
    from holidays.countries.germany import Germany

    return frozenset(Germany(subdiv=state, years=year, language="de"))


def _lower_saxony(year: int) -> frozenset[date]:
    """Niedersächsisches Feiertagsgesetz § 2; Reformationstag since 2018, and once in 2017."""
    fixed = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)]
    if year >= 2017:
        fixed.append((10, 31))
    easter = _easter(year)
    moving = (timedelta(days=days) for days in (-2, 1, 39, 50))
    return frozenset(
        [date(year, month, day) for month, day in fixed] + [easter + days for days in moving]
    )


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Gauss with the corrections of Lichtenberg."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    cycle = year % 19
    seed = (19 * cycle + moon) % 30
    full_moon = 21 + seed - (seed // 29 + (seed // 28 - seed // 29) * (cycle // 11))
    first_sunday = 7 - (year + year // 4 + sun) % 7
    distance = 7 - (full_moon - first_sunday) % 7
    return date(year, 3, 1) + timedelta(days=full_moon + distance - 1)
