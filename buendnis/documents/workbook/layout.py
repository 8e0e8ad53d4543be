"""The whole workbook as sheets of cells, from a sketch and the programme's figures."""

from __future__ import annotations

from collections.abc import Mapping

from buendnis.costs import cost_plan
from buendnis.documents.workbook.cells import Sheet
from buendnis.documents.workbook.money import costs_sheet, funding_sheet
from buendnis.documents.workbook.overview import overview_sheet, personnel_places
from buendnis.documents.workbook.rates import rates_sheet
from buendnis.documents.workbook.staff import staff_sheet
from buendnis.errors import Finding, Unreadable
from buendnis.facts import Figures, Sketch
from buendnis.settings.programme import Programme
from buendnis.texts import T

MOST_YEARS = 12
ROOM = ("staff", "costs", "funding")
_LEAST, _SPARE = {"staff": 12, "costs": 24, "funding": 24}, 8


def plan_years(sketch: Sketch, figures: Figures) -> tuple[int, ...]:
    """The years that the plan has columns for: the project's, those of its rows, and those up to
    the programme's last day. Raises `Unreadable` where they are more than a page can hold."""
    years = {row.year for row in sketch.costs} | {row.year for row in sketch.funding}
    spans = [(row.start.year, row.end.year) for row in sketch.staff if row.start <= row.end]
    if sketch.start is not None:
        spans.append((sketch.start.year, (sketch.end or sketch.start).year))
    for first, last in spans:
        years.update(range(first, min(last, first + MOST_YEARS) + 1))
    first = min(years, default=figures.day.year)
    if first + MOST_YEARS > figures.last_day.year:
        years.update(range(max(years, default=first), figures.last_day.year + 1))
    if not years:
        years = {first}
    if len(years) > MOST_YEARS:
        message = T(
            "The plan has {count} years; the workbook has room for {most}.",
            count=len(years),
            most=MOST_YEARS,
        )
        finding = Finding("input", "costs", message, T("Check the years of its rows."))
        raise Unreadable(T("The cost plan cannot be written as a workbook."), [finding])
    return tuple(sorted(years))


def plan_room(sketch: Sketch) -> dict[str, int]:
    """How many input rows each sheet has: those that are filled, and some more."""
    return {name: max(_LEAST[name], len(getattr(sketch, name)) + _SPARE) for name in ROOM}


def plan_sheets(
    sketch: Sketch,
    programme: Programme,
    figures: Figures,
    years: tuple[int, ...],
    room: Mapping[str, int],
    owner: str = "",
) -> tuple[Sheet, ...]:
    """The sheets in their order. owner: the project and the version of its sketch, if recorded."""
    plan = cost_plan(sketch, programme)
    rates, places = rates_sheet(programme, figures, years)
    staff = staff_sheet(sketch, programme, years, room["staff"], places)
    costs = costs_sheet(sketch, plan, room["costs"], places, personnel_places(years))
    funding = funding_sheet(sketch, room["funding"], places)
    inputs = (staff, costs, funding)
    overview = overview_sheet(sketch, plan, figures, years, places, inputs, owner)
    return overview, *inputs, rates
