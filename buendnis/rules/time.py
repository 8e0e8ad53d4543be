"""How long a project may run: three years at most, and to the programme's last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from buendnis.dates import latest_end, months_after
from buendnis.errors import Finding
from buendnis.facts import Figures
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_STRATEGY = "Fachkräftestrategie Leine-Weser, Fortschreibung 2024, Kap. 5"


@rule("D6", T("The project runs for three years at most."), _STRATEGY, about="sketch")
def not_too_long(situation: Situation) -> Iterator[Finding]:
    """D6: the end is not after the day before the same date three years on (004:349)."""
    sketch = situation.sketch
    yield from duration_findings(sketch.start, sketch.end, situation.figures, "project.end")


@rule("D7", T("The project ends by the programme's last day."), _STRATEGY, about="sketch")
def ends_in_time(situation: Situation) -> Iterator[Finding]:
    """D7: the planned end is not after the last day, without exception (004:349)."""
    yield from last_day_findings(situation.sketch.end, situation.figures, "project.end")


def latest_possible_end(start: date | None, figures: Figures) -> date:
    """The last day that D6 and D7 together allow for a start; without one, that of D7."""
    if start is None:
        return figures.last_day
    return min(latest_end(start, figures.longest_years), figures.last_day)


def duration_findings(
    start: date | None, end: date | None, figures: Figures, field: str = "project.end"
) -> Iterator[Finding]:
    """The finding of D6 for these days; none where a day is not given."""
    if start is None or end is None:
        return
    if end > latest_end(start, figures.longest_years):
        yield Finding(
            "D6",
            field,
            T(
                "The project would run from {start} to {end}, longer than {years} years.",
                start=start,
                end=end,
                years=figures.longest_years,
            ),
            T("With this start it ends on {latest} at the latest.",
              latest=latest_possible_end(start, figures)),
            _STRATEGY,
        )  # fmt: skip


def last_day_findings(
    end: date | None, figures: Figures, field: str = "project.end"
) -> Iterator[Finding]:
    """The finding of D7 for this end; none where it is not given."""
    if end is not None and end > figures.last_day:
        yield Finding(
            "D7",
            field,
            T("The end {end} is after {last}.", end=end, last=figures.last_day),
            T("Projects end on {last} at the latest, without exception.", last=figures.last_day),
            _STRATEGY,
        )


def late_end_note(
    end: date | None, figures: Figures, field: str = "project.end"
) -> Iterator[Finding]:
    """The note for an end so late that the report falls into the year after the last day."""
    if end is None or end > figures.last_day:
        return
    due = months_after(end, figures.report_months)
    if due.year > figures.last_day.year:
        yield Finding(
            "D7",
            field,
            T("With the end {end} the final report is due on {due}.", end=end, due=due),
            T("The report falls into the year after {last}: plan people and time for it.",
              last=figures.last_day),
            _STRATEGY,
        )  # fmt: skip
