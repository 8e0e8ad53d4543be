"""What happened in a span of days: with the projects, and in meetings.

For the yearly assembly and for the half-yearly exchange of experience that the ministry and the
bank hold (Fachkräftestrategie 2024, Kap. 6). Pure views of the facts, by business days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from buendnis.facts import Meeting, Project

_RECORDS = ("presentation", "submission", "application", "start", "end", "closing", "withdrawal")


class Happening(Struct, frozen=True):
    """Something that happened to a project. what: `idea`, the record of a step, the result of a
    vote (`endorsed`, `not_endorsed`, `deferred`) or of a decision (`granted`, `refused`)."""

    day: date
    project: Project
    what: str


def half_year(year: int, half: int) -> tuple[date, date]:
    """First and last day of the first (1) or the second (2) half of a year."""
    if half == 1:
        return date(year, 1, 1), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


def happenings(projects: Iterable[Project], first: date, last: date) -> list[Happening]:
    """What happened from the first to the last day, both included, in the order of the days."""
    found = [one for project in projects for one in _of(project) if first <= one.day <= last]
    return sorted(found, key=lambda one: (one.day, one.project.id))


def meetings_between(meetings: Iterable[Meeting], first: date, last: date) -> list[Meeting]:
    """The meetings of these days that were not called off, in the order of their days."""
    within = [one for one in meetings if first <= one.day <= last and not one.called_off]
    return sorted(within, key=lambda one: (one.day, one.id))


def _of(project: Project) -> Iterator[Happening]:
    if project.created_on and not project.adopted:
        yield Happening(project.created_on, project, "idea")
    for entry in project.entries:
        if entry.records in _RECORDS:
            yield Happening(entry.day, project, entry.records)
        elif entry.records == "decision":
            yield Happening(entry.day, project, str(entry.form.get("result")))
    for motion in project.motions:
        if motion.result is not None and motion.closed_on is not None:
            yield Happening(motion.closed_on, project, motion.result.result)
