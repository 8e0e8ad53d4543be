"""A calendar year's meetings: at least two of the steering group (F8), one assembly (F15).

It is reported and blocks nothing. A meeting counts as held when its day has come and it was closed
or its attendance is on record; one that was called off counts as neither held nor planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from buendnis.facts import Meeting

STEERING, ASSEMBLY = "steering", "assembly"
MET, PLANNED, OPEN, MISSED = "met", "planned", "open", "missed"
_AHEAD_FROM = 7  # from July on a meeting that is not even planned is reported
_AFTER_UNTIL = 6  # until June the year before is


class Counted(Struct, frozen=True):
    """One kind of meeting in a year.

    status: `met`; `planned` (it will be, with what is planned); `open` (meetings are still to be
    planned); `missed` (the year is over). unproven: meetings that are past, and of which neither
    the close nor the attendance is on record.
    """

    kind: str
    required: int
    held: tuple[str, ...]
    planned: tuple[str, ...]
    unproven: tuple[str, ...]
    status: str

    @property
    def missing(self) -> int:
        """How many are neither held nor planned."""
        return max(0, self.required - len(self.held) - len(self.planned))


class MeetingYear(Struct, frozen=True):
    """A year's meetings as they stand on a day. begins: the first day that the record knows."""

    year: int
    day: date
    begins: date
    kinds: tuple[Counted, ...]

    @property
    def partly(self) -> bool:
        """Whether the record began within the year, so that earlier meetings may be missing."""
        return self.begins > date(self.year, 1, 1)


def meeting_year(
    meetings: Iterable[Meeting],
    year: int,
    day: date,
    begins: date,
    steering: int,
    assemblies: int,
) -> MeetingYear:
    """The meetings of a year on a day. steering, assemblies: how many the rules ask for."""
    of_year = [one for one in meetings if one.day.year == year and not one.called_off]
    begins = min([begins, *(one.day for one in of_year)])
    kinds = [
        _counted(kind, required, [one for one in of_year if one.kind == kind], year, day)
        for kind, required in ((STEERING, steering), (ASSEMBLY, assemblies))
    ]
    return MeetingYear(year, day, begins, tuple(kinds))


def years_to_report(day: date) -> tuple[int, ...]:
    """Whose shortfalls are worth a line on a day: this year's from July on, and until June those
    of the year before."""
    before = (day.year - 1,) if day.month <= _AFTER_UNTIL else ()
    return (*before, *((day.year,) if day.month >= _AHEAD_FROM else ()))


def shortfalls(year: MeetingYear) -> tuple[Counted, ...]:
    """What is to be reported: kinds that were missed, or for which meetings are to be planned."""
    if year.begins.year > year.year:
        return ()  # nothing of that year is in this record
    return tuple(one for one in year.kinds if one.status in (OPEN, MISSED))


def _counted(kind: str, required: int, found: list[Meeting], year: int, day: date) -> Counted:
    proven = {one.id for one in found if one.day <= day and (one.closed or one.attendance)}
    held = tuple(one.id for one in found if one.id in proven)
    planned = tuple(one.id for one in found if one.day >= day and one.id not in proven)
    unproven = tuple(one.id for one in found if one.day < day and one.id not in proven)
    if len(held) >= required:
        status = MET
    elif day.year > year:
        status = MISSED
    else:
        status = PLANNED if len(held) + len(planned) >= required else OPEN
    return Counted(kind, required, held, planned, unproven, status)
