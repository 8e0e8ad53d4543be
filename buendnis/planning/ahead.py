"""What still lies ahead of a project on its way through the workflow, and the next sitting.

For whoever is advised: which steps are left (strategy's stages, Fachkräftestrategie Leine-Weser
2024, Kap. 5), and when the steering group meets next. A hint, no decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from buendnis.facts import Meeting, Project
from buendnis.planning.meeting_year import STEERING
from buendnis.planning.turns import ASIDE
from buendnis.workflow.definition import Step, Workflow

# What the steps of the way record, in its order.
WAY = (
    "presentation",
    "statement",
    "submission",
    "vote",
    "votum_sent",
    "application",
    "decision",
    "start",
    "end",
    "report",
    "closing",
)


def steps_ahead(project: Project, workflow: Workflow) -> tuple[str, ...]:
    """What is still to be recorded on the way from the project's state on, in the order of `WAY`.

    Empty where nothing leads on: at the end, and where only the filing is left.
    """
    found: set[str] = set()
    seen, waiting = {project.state}, [project.state]
    while waiting:
        for step, target in _onward(waiting.pop(), workflow):
            found.add(step.records)
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return tuple(one for one in WAY if one in found)


def next_sitting(meetings: Iterable[Meeting], day: date) -> Meeting | None:
    """The earliest steering-group meeting on or after a day that is planned and not over."""
    ahead = [
        one
        for one in meetings
        if one.kind == STEERING and one.day >= day and not one.closed and not one.called_off
    ]
    return min(ahead, key=lambda one: (one.day, one.id), default=None)


def _onward(state: str, workflow: Workflow) -> Iterator[tuple[Step, str]]:
    """The steps to states further down the workflow's file. Where there is none, and no filing
    either, it goes on from the nearest state before (what was deferred is voted on again)."""
    order = {name: number for number, name in enumerate(workflow.states)}
    leads = [
        (step, target)
        for step in workflow.steps_from(state)
        if step.records not in ASIDE
        for target in step.targets(state)
    ]
    ahead = [one for one in leads if order[one[1]] > order[state]]
    behind = [one for one in leads if order[one[1]] < order[state]]
    if not ahead and behind and workflow.step_recording("filing", state) is None:
        ahead = [max(behind, key=lambda one: order[one[1]])]
    yield from ahead
