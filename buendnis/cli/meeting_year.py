"""`meeting year`, and what of it stands on the morning page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.parameters import WholeNumber
from buendnis.cli.standing import Ground
from buendnis.cli.tables import Table
from buendnis.cli.words import word
from buendnis.planning.meeting_year import (
    MISSED,
    Counted,
    MeetingYear,
    meeting_year,
    shortfalls,
    years_to_report,
)
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.store.reading import View

_STATUS = {
    "met": T("met"),
    "planned": T("met with what is planned"),
    "open": T("still to be planned"),
    "missed": T("missed"),
}
_FIRST, _LAST = 1990, 2100


@command(
    T("Show whether a year has the meetings that it must have."),
    examples=("buendnis meeting year 2026", "buendnis meeting year 2026 --as-of 2026-09-30"),
    more=(
        T(
            "At least two meetings of the steering group and one assembly a year, as by-laws and "
            "alliance say. It is reported and blocks nothing."
        ),
    ),
    reading=True,
)
@argument("year", T("The calendar year."), type=WholeNumber(_FIRST, _LAST))
def year(call: Invocation, year: int) -> Output:
    """Held, planned and missing meetings of each kind."""
    with reading(call) as view:
        found = year_of(view, Ground(view), year, call.as_of or call.today())
    parts: list[Part] = [
        Heading(T("Meetings in {year}, as of {day}", year=str(year), day=found.day)),
        Table(
            (T("Kind"), T("Required"), T("Held"), T("Planned"), T("Missing"), T("Status")),
            [
                (
                    word(one.kind),
                    one.required,
                    one.held,
                    one.planned,
                    one.missing,
                    _STATUS[one.status],
                )
                for one in found.kinds
            ],
        ),
    ]
    unproven = tuple(name for one in found.kinds for name in one.unproven)
    if unproven:
        parts.append(
            T(
                "Past, but neither closed nor with attendance on record: {meetings}.",
                meetings=unproven,
            )
        )
    if found.partly:
        parts.append(
            T("The record begins on {day}; earlier meetings are not in it.", day=found.begins)
        )
    return Output(year_data(found), tuple(parts))


def year_of(view: View, ground: Ground, year: int, day: date) -> MeetingYear:
    """The meetings of a year in a view."""
    first = next(iter(view.query("SELECT clock FROM event ORDER BY position LIMIT 1")), None)
    begins = _berlin(str(first[0])) if first else day
    return meeting_year(
        view.meetings(),
        year,
        day,
        begins,
        _least(view, ground),
        ground.alliance.assemblies_a_year,
    )


def _least(view: View, ground: Ground) -> int:
    """How often the steering group meets at least: its by-laws say so, read alone, for the morning
    page waits for nothing else of theirs."""
    from buendnis.content import alliance_folder
    from buendnis.settings.loading import read_bylaws

    folder = alliance_folder(view.alliance)
    bylaws, _ = read_bylaws(folder) if folder else (None, [])
    return bylaws.meetings_per_year if bylaws else ground.alliance.meetings_a_year


def reported(view: View, ground: Ground, day: date) -> list[tuple[int, Counted]]:
    """What the morning page says: years and kinds that fall short."""
    return [
        (year, one)
        for year in years_to_report(day)
        for one in shortfalls(year_of(view, ground, year, day))
    ]


def reported_lines(found: Iterable[tuple[int, Counted]]) -> list[Text]:
    """The lines of the morning page."""
    return [_line(year, one) for year, one in found]


def _line(year: int, one: Counted) -> Text:
    values = {
        "year": str(year),
        "kind": word(one.kind),
        "held": len(one.held),
        "required": one.required,
    }
    if one.status == MISSED:
        return T("{year}, {kind}: {held} of {required} meetings were held.", **values)
    return T(
        "{year}, {kind}: {held} of {required} meetings held, {missing} still to be planned.",
        **values,
        missing=one.missing,
    )


def counted_data(year: int, one: Counted) -> dict[str, Any]:
    """One kind of one year, as JSON."""
    return {
        "year": year,
        "kind": one.kind,
        "required": one.required,
        "held": one.held,
        "planned": one.planned,
        "unproven": one.unproven,
        "missing": one.missing,
        "status": one.status,
    }


def year_data(found: MeetingYear) -> dict[str, Any]:
    """A year, as JSON."""
    return {
        "year": found.year,
        "as_of": found.day,
        "record_begins": found.begins,
        "kinds": [counted_data(found.year, one) for one in found.kinds],
    }


def _berlin(clock: str) -> date:
    from buendnis.dates import berlin_day

    return berlin_day(datetime.fromisoformat(clock))
