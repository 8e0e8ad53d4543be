"""The calendar file, read back by libraries that did not write it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from msgspec.structs import replace

from buendnis.documents.calendar_file import ZONE, CalendarEntry, calendar_file

ENTRY = CalendarEntry(
    uid="M-2026-01@leine-weser.buendnis",
    title="Sitzung der Lenkungsgruppe – FKB Leine-Weser",
    day=date(2026, 3, 20),
    starts_at="14:00",
    ends_at="16:30",
    place="Hildesheim, Kreishaus; Saal 2",
    text="TOP 1: Begrüßung\nTOP 2: Łódź, " + "sehr lang " * 20,
    stamp=datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC),
    sequence=0,
    organiser="Koordinierungsstelle",
    email="",
)


def read(entry: CalendarEntry) -> vobject.base.Component:
    return vobject.readOne(calendar_file(entry).decode())


def test_another_library_reads_what_was_meant() -> None:
    event = read(ENTRY).vevent
    assert event.uid.value == ENTRY.uid
    assert event.summary.value == ENTRY.title
    assert event.location.value == ENTRY.place
    assert event.description.value == ENTRY.text
    assert event.sequence.value == "0"
    assert event.dtstamp.value == ENTRY.stamp
    assert event.organizer.value == "invalid:nomail"
    assert event.organizer.params["CN"] == ["Koordinierungsstelle"]
    assert not hasattr(event, "attendee"), "nobody's address is made up"


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 28), 13),  # the day before summer time begins
        (date(2026, 3, 29), 12),  # the day itself, after the change
        (date(2026, 7, 1), 12),
        (date(2026, 10, 24), 12),  # the day before it ends
        (date(2026, 10, 25), 13),
        (date(2027, 3, 27), 13),
        (date(2027, 3, 28), 12),
        (date(2031, 10, 26), 13),
    ],
)
def test_the_zone_that_is_written_out_knows_summer_and_winter(day: date, utc: int) -> None:
    entry = replace(ENTRY, day=day)
    start = read(entry).vevent.dtstart.value
    assert start.astimezone(UTC) == datetime(day.year, day.month, day.day, utc, tzinfo=UTC)
    # The zone alone, as an independent reader of VTIMEZONE understands it.
    zone = tzical(StringIO(calendar_file(entry).decode())).get(ZONE)
    for hour in (0, 1, 4, 12, 23):
        local = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - a wall clock
        known = local.replace(tzinfo=ZoneInfo(ZONE)).utcoffset()
        assert local.replace(tzinfo=zone).utcoffset() == known, hour


def test_without_a_time_it_is_the_whole_day() -> None:
    text = calendar_file(replace(ENTRY, starts_at="", ends_at="")).decode()
    event = vobject.readOne(text).vevent
    assert event.dtstart.value == date(2026, 3, 20)
    assert event.dtend.value - event.dtstart.value == timedelta(days=1)
    assert "VTIMEZONE" not in text


def test_a_meeting_without_an_end_has_none() -> None:
    assert not hasattr(read(replace(ENTRY, ends_at="")).vevent, "dtend")


def test_a_cancellation_has_the_same_uid_and_a_later_version() -> None:
    calendar = read(replace(ENTRY, cancelled=True, sequence=1))
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.status.value == "CANCELLED"
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (ENTRY.uid, "1")


def test_the_bytes_are_the_same_each_time_and_every_line_is_short() -> None:
    body = calendar_file(ENTRY)
    assert body == calendar_file(ENTRY)
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_an_address_of_the_office_is_given_where_it_has_one() -> None:
    event = read(replace(ENTRY, email="office@example.org")).vevent
    assert event.organizer.value == "mailto:office@example.org"
