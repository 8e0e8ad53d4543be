"""Deadlines as rows of a table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from buendnis.cli.standing import named, role_name, spoken
from buendnis.cli.tables import Column, Table
from buendnis.planning.deadlines import Due
from buendnis.texts import T, Text


def due_data(due: Due, day: date) -> dict[str, Any]:
    """One deadline as JSON. due: the day to name; latest: overdue only after it."""
    return {
        "project": due.project,
        "deadline": due.deadline.name,
        "label": spoken(named(due.deadline.label)),
        "due": due.earliest,
        "latest": due.latest,
        "by": due.of,
        "subject": due.subject,
        "missing": list(due.missing),
        "overdue": due.overdue(day),
        "days_left": due.days_left(day),
        "entry": due.position,
    }


def due_table(dues: Sequence[Due], titles: Mapping[str, str], day: date) -> Table:
    """Deadlines with their projects; `titles` are the projects' titles by id."""
    return Table(
        (
            Column(T("Due"), whole=True),
            Column(T("Project"), whole=True),
            T("Title"),
            T("Deadline"),
            T("Owed by"),
            T("Note"),
        ),
        [
            (
                one.earliest,
                one.project,
                titles.get(one.project, ""),
                _what(one),
                role_name(one.of),
                _mark(one, day),
            )
            for one in dues
        ],
        T("Nothing is due."),
    )


def _what(due: Due) -> Text:
    label = named(due.deadline.label)
    if due.missing:
        return T("{label}, without an answer: {seats}", label=label, seats=due.missing)
    return T("{label}: {subject}", label=label, subject=due.subject) if due.subject else label


def _mark(due: Due, day: date) -> Text | str:
    if due.overdue(day):
        return T("overdue")
    left = due.days_left(day)
    if left == 0:
        return T("today")
    return T("in {count} days", count=left) if left > 0 else T("within the last days")
