"""Rules of execution and evaluation (E5, E6, E8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from buendnis.errors import Finding
from buendnis.rules.conditions import started
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"


@rule("E5", T("A project that was started owes its final report"), _SOURCE)
def report_is_there(s: Situation) -> Iterator[Finding]:
    """What ended after its start is not filed without a report."""
    project = s.project
    if project.last("end") and started(project) and project.last("report") is None:
        yield Finding(
            "E5",
            "report",
            T("The project was started and owes its final report."),
            T("Record the report: advance {project} receive_report.", project=project.id),
            _SOURCE,
        )


@rule("E5.owed", T("Only a report that is owed is reminded of"), _SOURCE)
def report_is_owed(s: Situation) -> Iterator[Finding]:
    """What ended before its start owes no report."""
    if not started(s.project):
        yield Finding(
            "E5.owed",
            "report",
            T("The project was never started and owes no report."),
            T("File the project: advance {project} file.", project=s.project.id),
            _SOURCE,
        )


@rule("E6", T("The report speaks of continuation or of the use of findings"), _SOURCE)
def report_has_outlook(s: Situation) -> Iterator[Finding]:
    """The reports together say something on continuation or on the use of findings."""
    reports = list(s.project.entries_of("report"))
    if not any(r.form.get("continuation") or r.form.get("use_of_findings") for r in reports):
        yield Finding(
            "E6",
            "continuation",
            T("The report says nothing on continuation and nothing on the use of findings."),
            T(
                "Ask for the supplement and record it: advance {project} receive_report.",
                project=s.project.id,
            ),
            _SOURCE,
        )


@rule("E8", T("Agreed days lie after the start"), _SOURCE)
def agreed_days_follow_the_start(s: Situation) -> Iterator[Finding]:
    """No interim report is due before the project starts."""
    start = s.day_in_form("started_on")
    for text in s.form.get("interim_dates", ()):
        day = date.fromisoformat(text)
        if start and day < start:
            yield Finding(
                "E8",
                "interim_dates",
                T("{day} lies before the start on {start}.", day=day, start=start),
                T("Agree on a later day."),
                _SOURCE,
            )
