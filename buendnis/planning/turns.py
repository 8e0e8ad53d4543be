"""Whose turn it is with a project, and which step most likely comes next. A hint, no decision."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from buendnis.facts import Project
from buendnis.rules.conditions import told
from buendnis.workflow.definition import Step, Workflow

_WAITING = (
    ("waiting_us", "office"),
    ("waiting_applicant", "applicant"),
    ("waiting_alliance", "alliance"),
    ("waiting_bank", "bank"),
)
# Steps that lead away from the path that the project is on.
ASIDE = frozenset({"withdrawal", "return", "motion_cancelled", "report_returned", "filing"})


class Turn(Struct, frozen=True):
    """Who has the next step (`office`, `applicant`, `alliance`, empty at the end), of which region
    where it is a local alliance, and the step that most likely comes. The role is one that may take
    that step; `asked` is who is to deliver what it needs, which may be another (`bank` as well)."""

    role: str
    step: Step | None
    regions: tuple[str, ...] = ()
    asked: str = ""


def turn_of(project: Project, workflow: Workflow) -> Turn:
    """Whose turn it is, and with what."""
    asked = next((who for mark, who in _WAITING if workflow.marked(project.state, mark)), "")
    step = likely_step(project, workflow)
    if step is not None and step.records == "votum_sent":
        asked = "office"
    role = asked
    if step is not None and asked and asked not in step.by:
        # What the applicant or the bank delivers is entered by whoever may take the step.
        role = "office" if "office" in step.by else step.by[0]
    regions: tuple[str, ...] = ()
    if role == "alliance":
        stated = project.statements
        regions = tuple(one for one in project.sketch.region_names if one not in stated)
    return Turn(role, step, regions, asked)


def likely_step(project: Project, workflow: Workflow) -> Step | None:
    """The step that leads on: what was decided is told first, else the nearest state ahead in
    the order of the workflow's file, else the filing, else the nearest state behind."""
    motion = project.open_motion
    if motion is not None:
        closing = [one for one in workflow.steps.values() if one.closes_motion == motion.purpose]
        return next((one for one in closing if project.state in one.origins), None)
    if project.last("vote") is not None and not told(project):
        telling = workflow.step_recording("votum_sent", project.state)
        if telling is not None:
            return telling
    order = {name: number for number, name in enumerate(workflow.states)}
    here = order[project.state]
    leads = list(_leads(project.state, workflow))
    ahead = [(order[target], step) for step, target in leads if order[target] > here]
    behind = [(-order[target], step) for step, target in leads if order[target] < here]
    if ahead:
        return min(ahead, key=lambda one: one[0])[1]
    filing = workflow.step_recording("filing", project.state)
    if filing is not None or not behind:
        return filing
    return min(behind, key=lambda one: one[0])[1]


def _leads(state: str, workflow: Workflow) -> Iterator[tuple[Step, str]]:
    for step in workflow.steps_from(state):
        if step.records in ASIDE:
            continue
        for target in step.targets(state):
            if target != state:
                yield step, target
