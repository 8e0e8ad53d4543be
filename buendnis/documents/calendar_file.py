"""A meeting as a calendar file (iCalendar, RFC 5545): the only door to `icalendar`.

The bytes are a pure function of what goes in. The time zone is written out by rule, as it has been
since 1996, and not read from the machine's own tables, which differ.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

ZONE = "Europe/Berlin"
_NOBODY = "invalid:nomail"  # an organiser is required, and may have no address


class CalendarEntry(Struct, frozen=True):
    """What a calendar shows of a meeting.

    uid: the same for every version of the entry. starts_at, ends_at: local times such as `14:00`,
    empty for a whole day. stamp: when this version was written, in UTC. sequence: 0 for the first
    version. cancelled: the meeting does not take place. url, organiser: empty if there is none.
    """

    uid: str
    title: str
    day: date
    starts_at: str
    ends_at: str
    place: str
    text: str
    stamp: datetime
    sequence: int
    organiser: str
    email: str
    cancelled: bool = False


def calendar_file(entry: CalendarEntry) -> bytes:
    """The file. It is published, not an invitation that a program answers: nobody but the office
    knows the members' addresses (RFC 5546, PUBLISH and CANCEL)."""
    # Imported where a file is made: it takes longer than a whole reading command.
    from icalendar import Calendar, Event, vCalAddress, vText

    calendar = Calendar()
    calendar.add("prodid", "-//buendnis//Sitzungen//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    if entry.starts_at:
        calendar.add_component(_zone())
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    _add_times(event, entry)
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    organiser = vCalAddress(f"mailto:{entry.email}" if entry.email else _NOBODY)
    organiser.params["CN"] = vText(entry.organiser)
    event.add("organizer", organiser)
    event.add("transp", "OPAQUE" if entry.starts_at else "TRANSPARENT")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _add_times(event: Any, entry: CalendarEntry) -> None:
    if not entry.starts_at:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        return
    event.add("dtstart", _local(entry.day, entry.starts_at))
    if entry.ends_at:
        event.add("dtend", _local(entry.day, entry.ends_at))


def _local(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(ZONE))


def _zone() -> Any:
    """Germany's time: summer from the last Sunday in March, winter from the last in October
    (directive 2000/84/EC)."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    winter, summer = timedelta(hours=1), timedelta(hours=2)
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, begins, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, winter, summer),  # noqa: DTZ001
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, summer, winter),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)  # local time without a zone, as the format wants it
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
