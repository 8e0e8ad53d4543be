"""Days and points of time as people write them on the command line."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from buendnis.errors import Finding, Unreadable
from buendnis.texts import T

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# Deadlines are counted from the day it is: it must not be the calendar's first or last one.
_CLOCK_YEARS = range(1900, 9000)
_GERMAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def parse_day(text: str) -> date:
    """A day written `2028-12-31` or `31.12.2028`; raises `ValueError` for anything else."""
    if match := _ISO.fullmatch(text.strip()):
        year, month, day = match.groups()
    elif match := _GERMAN.fullmatch(text.strip()):
        day, month, year = match.groups()
    else:
        raise ValueError(text)
    found = date(int(year), int(month), int(day))
    if not 1900 <= found.year <= 9999:
        raise ValueError(text)
    return found


def clock_time(text: str) -> datetime:
    """The point of time that `BUENDNIS_NOW` names: a day (noon) or day and time, UTC unless an
    offset is written. Raises `Unreadable`."""
    try:
        if len(text) == 10:
            found = datetime.combine(parse_day(text), time(12), UTC)
        else:
            found = datetime.fromisoformat(text)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        if found.year not in _CLOCK_YEARS:
            raise ValueError(text)
        return found
    except (ValueError, OverflowError):
        raise Unreadable(
            T("BUENDNIS_NOW is “{text}”, which is no point of time.", text=text[:80]),
            [
                Finding(
                    "input",
                    "BUENDNIS_NOW",
                    T("BUENDNIS_NOW is “{text}”, which is no point of time.", text=text[:80]),
                    T("Write it like 2026-03-01 or 2026-03-01T09:30:00+01:00, or remove it."),
                )
            ],
        ) from None
