"""What lies ahead: the open deadlines of the projects, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from buendnis.facts import Project
from buendnis.planning.deadlines import Due, deadlines_of
from buendnis.planning.turns import Turn, turn_of
from buendnis.settings.programme import Programme
from buendnis.workflow.definition import Workflow

SOON = timedelta(days=14)

WorkflowOf = Callable[[str], Workflow]


class Standing(Struct, frozen=True):
    """Where one project stands: whose turn it is, since when, and what is due on it."""

    project: Project
    turn: Turn
    since: date | None
    dues: tuple[Due, ...]

    def overdue(self, day: date) -> bool:
        """Whether one of its deadlines has passed, by its latest reading."""
        return any(one.overdue(day) for one in self.dues)


def standings(
    projects: Iterable[Project], workflow_of: WorkflowOf, programme: Programme
) -> Iterator[Standing]:
    """Where each project stands. workflow_of: the workflow of a fingerprint."""
    for project in projects:
        workflow = workflow_of(project.workflow)
        yield Standing(
            project,
            turn_of(project, workflow),
            _since(project),
            open_dues(project, workflow, programme),
        )


def open_dues(project: Project, workflow: Workflow, programme: Programme) -> tuple[Due, ...]:
    """The open deadlines of a project. At the end of its way only those are left that a step from
    there can still end: follow-ups, and what is measured again."""
    dues = deadlines_of(project, workflow, programme)
    if workflow.marked(project.state, "final"):
        ending = {name for step in workflow.steps_from(project.state) for name in step.ends}
        return tuple(one for one in dues if one.deadline.name in ending)
    return dues


def _since(project: Project) -> date | None:
    for entry in reversed(project.entries):
        if entry.source != entry.target:
            return entry.day
    return project.created_on
