"""Deadlines that a project's steps started and have not ended.

A day is named by its earliest, unshifted reading; a deadline counts as overdue only after its
latest one (Fachkräftestrategie Leine-Weser 2024, Kap. 5; §§ 187 to 193 BGB as yardstick).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from buendnis.dates import ReportDue, months_after, report_due
from buendnis.facts import Entry, Motion, Project
from buendnis.planning.due import Due
from buendnis.planning.motions import circular_due, condition_dues
from buendnis.rules.in_force import in_force
from buendnis.settings.programme import Programme
from buendnis.workflow.definition import Deadline, Workflow

# Months after the end; the agreement on the evaluation says so, too (templates).
MEASURED_AGAIN = (6, 12)


def deadlines_of(project: Project, workflow: Workflow, programme: Programme) -> tuple[Due, ...]:
    """The open deadlines of a project, the earliest first. What a vote started ends with the vote,
    however that ended."""
    found: dict[str, list[Due]] = {}
    for entry in project.entries:
        step = workflow.steps.get(entry.step)
        if step is None:
            continue
        for name in step.ends:
            deadline = workflow.deadlines[name]
            if deadline.computed == "measured_again":
                _measured(found.get(name, []), entry.day_of("measured_on") or entry.day)
            elif not step.field(deadline.answer):
                _settle(found.get(name, []), entry)
            elif entry.form.get(deadline.answer):
                _answer(found.get(name, []), entry.day_of(deadline.field))
        for name in step.starts:
            deadline = workflow.deadlines[name]
            if deadline.answer and entry.form.get(deadline.answer):
                continue
            motion = _opened_by(project, entry)
            if motion is not None and deadline.field == "until":
                found.setdefault(name, []).extend(circular_due(project.id, deadline, motion))
                continue
            found.setdefault(name, []).extend(
                Due(
                    project.id, deadline, earliest, latest, deadline.due_from, entry.position, about
                )
                for earliest, latest, about in _days(deadline, project, entry, programme)
            )
    over = {one.position for one in project.motions if not one.open}
    still = [one for dues in found.values() for one in dues if one.position not in over]
    still += condition_dues(project, workflow)
    return tuple(sorted(still, key=lambda one: (one.earliest, one.deadline.name)))


def _opened_by(project: Project, entry: Entry) -> Motion | None:
    return next((one for one in project.motions if one.position == entry.position), None)


def _settle(dues: list[Due], entry: Entry) -> None:
    """Take away what an entry settles: those of the entry that its form names; all, if it leads to
    another state; else the earliest."""
    named = entry.form.get("entry")
    if named is not None:
        dues[:] = [one for one in dues if one.position != named]
    elif entry.source != entry.target:
        dues.clear()
    elif dues:
        dues.remove(min(dues, key=lambda one: one.earliest))


def _measured(dues: list[Due], day: date) -> None:
    """Take away what was measured on a day: each time that lies no more than a month after it."""
    dues[:] = [one for one in dues if one.earliest > months_after(day, 1)]


def _answer(dues: list[Due], day: date | None) -> None:
    """Take away the one of the day that the answer names, else the earliest."""
    if dues:
        of_day = [one for one in dues if one.earliest == day]
        dues.remove(of_day[0] if of_day else min(dues, key=lambda one: one.earliest))


def report_deadline(project: Project, programme: Programme) -> ReportDue | None:
    """When the final report of an ended project is due, or `None`: it never started, or runs."""
    end = project.last("end")
    if end is None or project.last("start") is None:
        return None
    return _report_due(end.day_of("ended_on") or end.day, project, programme)


def planned_report(project: Project, programme: Programme) -> ReportDue | None:
    """When the final report would be due if the project ends as planned, or as was granted."""
    end = in_force(project).end
    return _report_due(end, project, programme) if end else None


def _report_due(end: date, project: Project, programme: Programme) -> ReportDue:
    figures = project.figures or programme.figures_on(end)
    return report_due(end, figures.report_months, programme.state, programme.report_readings)


def _days(
    deadline: Deadline, project: Project, entry: Entry, programme: Programme
) -> Iterator[tuple[date, date, str]]:
    subject = str(entry.form.get("text", ""))[:60]
    if deadline.computed == "report_due":
        if project.last("start") is not None:
            due = _report_due(entry.day_of("ended_on") or entry.day, project, programme)
            yield due.earliest, due.latest, subject
        return
    if deadline.computed == "measured_again":
        # Who never began, or planned to measure nothing, has nothing to measure again.
        if project.last("start") is not None and project.sketch.indicators:
            ended = entry.day_of("ended_on") or entry.day
            for months in MEASURED_AGAIN:
                day = months_after(ended, months)
                yield day, day, subject
        return
    if deadline.computed == "decision_copy":
        after, since = programme.decision_copy_days, entry.day_of("completed_on") or entry.day
        if after is not None:
            day = since + timedelta(days=after.value)
            yield day, day, subject
        return
    value = entry.form.get(deadline.field)
    for text in sorted(value) if isinstance(value, list) else [value] if value else []:
        day = date.fromisoformat(text)
        yield day, day, subject


__all__ = ["Due", "deadlines_of", "planned_report", "report_deadline"]
