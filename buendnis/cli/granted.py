"""What is granted and what was settled, as lines of a project's page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from buendnis.facts import Project
from buendnis.money import Cents
from buendnis.rules.in_force import Granted, InForce, Settled, in_force
from buendnis.settings.programme import Programme
from buendnis.texts import T, Text


def granted_fields(project: Project) -> Iterator[tuple[Text, Any]]:
    """The lines of a page: the Bescheid with its amendments, and the settlement; none without."""
    found = in_force(project)
    granted, settled = found.granted, found.settled
    if granted is not None:
        yield T("Granted"), _of(granted.grant, granted.cost)
        yield T("Granted period"), _period(granted)
        yield T("Decided on"), granted.decided_on
        yield T("Amended on"), granted.amended_on
    if settled is not None:
        yield T("Paid out"), _of(settled.paid, settled.cost)
        yield T("Claimed back"), _cents(settled.claimed_back)


def late_mark(project: Project, programme: Programme, day: date) -> Iterator[Text]:
    """What marks a project whose granted period ends after the programme's last day (D7): it is
    recorded, never refused."""
    last = _last_day(project, programme, day)
    if in_force(project).ends_after(last):
        yield T("the granted period ends after {last}", last=last)


def in_force_data(project: Project, programme: Programme, day: date) -> dict[str, Any]:
    """What is in force as JSON; sums and days are those asked for where nothing is granted.

    `late` says that the granted period ends after the programme's last day, by the project's own
    figures or those of the day.
    """
    found, last = in_force(project), _last_day(project, programme, day)
    return {
        "total_cost": Cents(found.total),
        "grant": Cents(found.grant),
        "start": found.start,
        "end": found.end,
        "granted": _granted_data(found, found.granted, last),
        "settled": _settled_data(found.settled),
    }


def _last_day(project: Project, programme: Programme, day: date) -> date:
    return (project.figures or programme.figures_on(day)).last_day


def _granted_data(found: InForce, granted: Granted | None, last: date) -> dict[str, Any] | None:
    if granted is None:
        return None
    return {
        "eligible_cost": _cents(granted.cost),
        "grant": _cents(granted.grant),
        "start": granted.start,
        "end": granted.end,
        "decided_on": granted.decided_on,
        "amended_on": granted.amended_on,
        "amendments": granted.amendments,
        "late": found.ends_after(last),
    }


def _settled_data(settled: Settled | None) -> dict[str, Any] | None:
    if settled is None:
        return None
    return {
        "eligible_cost": _cents(settled.cost),
        "paid": _cents(settled.paid),
        "claimed_back": _cents(settled.claimed_back),
        "day": settled.on,
    }


def _of(grant: int | None, cost: int | None) -> Text | Cents | None:
    if grant is None or cost is None:
        return _cents(grant)
    return T("{grant}, of {cost} eligible cost", grant=Cents(grant), cost=Cents(cost))


def _period(granted: Granted) -> Text | date | None:
    if granted.start is None or granted.end is None:
        return granted.end
    return T("{start} to {end}", start=granted.start, end=granted.end)


def _cents(value: int | None) -> Cents | None:
    return None if value is None else Cents(value)
