"""Reports on the whole portfolio, as documents without a number: what they show is in the record,
and they are made anew on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from buendnis.documents.labels import HAPPENED, MEETING_KIND
from buendnis.facts import Meeting, Project, Sketch
from buendnis.money import half_up
from buendnis.planning.distribution import distribution, funnel, granted
from buendnis.planning.period import happenings, meetings_between
from buendnis.settings.loading import Settings

DISTRIBUTION, PORTFOLIO = "verteilungsbericht", "portfoliouebersicht"
YEARLY, HALF_YEARLY = "jahresuebersicht", "halbjahresmeldung"


def distribution_of(projects: Sequence[Project], settings: Settings) -> dict[str, Any]:
    """The block of the distribution: rows with names, sums in cents, and the funnel."""
    names = {one.id: one.name for one in settings.alliance.regions}
    found = distribution(projects, tuple(names))
    return {
        "regions": [
            {
                "name": names[row.region],
                "projects": row.projects,
                "requested": row.requested,
                "endorsed": row.endorsed,
                "granted": row.granted,
                "share": _share(row.granted, found.granted),
            }
            for row in found.regions
        ],
        "requested": found.requested,
        "endorsed": found.endorsed,
        "granted": found.granted,
    }


def _share(part: int, whole: int) -> int | None:
    """Hundredths of a percent, rounded half up; `None` of nothing."""
    return half_up(part * 10_000, whole) if whole else None


def portfolio_of(projects: Sequence[Project], states: Mapping[str, str]) -> dict[str, Any]:
    """The block of the portfolio: how far the projects have come, and each in a row.

    states: what the state of each project, by its id, is called in German.
    """
    return {
        "stages": funnel(projects),
        "projects": [
            {
                "id": one.id,
                "title": one.sketch.title or None,
                "applicant": one.sketch.applicant.name or None,
                "state": states[one.id],
                "total": one.amounts.total,
                "requested": one.amounts.grant,
                "granted": granted(one),
            }
            for one in projects
        ],
    }


def period_of(
    projects: Sequence[Project],
    meetings: Sequence[Meeting],
    settings: Settings,
    states: Mapping[str, str],
    first: date,
    last: date,
) -> dict[str, Any]:
    """The block of a period: what happened in it, its meetings, and where the projects stand.

    first, last: its days, both included. A period to come is empty.
    """
    happened = happenings(projects, first, last)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "happened": [
            {
                "day": one.day.isoformat(),
                "id": one.project.id,
                "title": one.project.sketch.title or None,
                "what": HAPPENED.get(one.what, one.what),
            }
            for one in happened
        ],
        "meetings": [
            {
                "day": one.day.isoformat(),
                "id": one.id,
                "kind": MEETING_KIND[one.kind],
                "place": one.place or None,
                "held": one.closed,
            }
            for one in meetings_between(meetings, first, last)
        ],
        "distribution": distribution_of(projects, settings),
        **portfolio_of(projects, states),
    }


def report_data(
    kind: str, block: Mapping[str, Any], settings: Settings, day: date, fictitious: bool
) -> dict[str, Any]:
    """The data of a report as a document. fictitious: it shows projects that are made up."""
    from buendnis.documents.data import document_data

    name = settings.alliance.name
    nobody = Project("", "", name, "", 0, Sketch(alliance=name), fictitious=fictitious)
    return document_data(
        kind,
        nobody,
        settings.alliance,
        settings.programme,
        None,
        "",
        day,
        "",
        "",
        extras={"distribution": block, "portfolio": block, "period": block},
    )
