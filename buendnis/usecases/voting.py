"""Opening and closing a motion: the steps of the workflow that do so, found by what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buendnis.errors import Refused
from buendnis.facts import Motion, Project
from buendnis.rules.circular import period_end
from buendnis.store.reading import unknown_project
from buendnis.store.record import load_project
from buendnis.texts import T
from buendnis.usecases.advancing import Advanced, Asked, advance
from buendnis.usecases.motions import holder_id, unknown_motion
from buendnis.usecases.office import Office, Who
from buendnis.workflow.definition import Step, Workflow

PROJECT, SUPPLEMENT = "project", "supplement"


def open_motion(
    office: Office, who: Who, project_id: str, form: Mapping[str, Any], days: int | None = None
) -> Advanced:
    """Open a vote on a project by the step of its workflow that opens one from its state.

    form: the step's form; a `change` asks for a supplement. days: a circular's period, in place of
    its last day; its end moves to the next working day. Raises `Refused` with all reasons.
    """
    if days is not None:
        state = office.settings.programme.state
        form = {**form, "until": period_end(who.on, days, state).isoformat()}
    project, workflow = _read(office, project_id)
    step = opening_step(workflow, project, form)
    return advance(office, who, Asked(project_id, step.name, form))


def opening_step(workflow: Workflow, project: Project, form: Mapping[str, Any]) -> Step:
    """The step that opens a vote on a project; a `change` in the form asks for a supplement.

    Raises `Refused` where the workflow has none.
    """
    fitting = [one for one in workflow.steps_from(project.state) if one.opens_motion]
    purpose = SUPPLEMENT if form.get("change") else PROJECT
    step = _step(fitting, purpose) or next(iter(fitting), None)
    # None leaves from this state: the decision function says so, and the refusal is recorded.
    step = step or _step([one for one in workflow.steps.values() if one.opens_motion], purpose)
    if step is None:
        raise Refused(T("The workflow has no step that opens a vote."))
    return step


def close_motion(office: Office, who: Who, motion_id: str, form: Mapping[str, Any]) -> Advanced:
    """Close the motion of that id by the step of the workflow that closes its kind.

    Raises `Refused` with all reasons: no such motion, closed already, or what rules say.
    """
    project_id = holder_id(motion_id)
    project, workflow = _read(office, project_id, motion_id)
    motion = next((one for one in project.motions if one.id == motion_id), None)
    if motion is None:
        raise unknown_motion(motion_id)
    if not motion.open:
        raise Refused(T("The motion {motion} is closed.", motion=motion.id))
    step = closing_step(workflow, project, motion)
    return advance(office, who, Asked(project_id, step.name, form))


def closing_step(workflow: Workflow, project: Project, motion: Motion) -> Step:
    """The step that closes a motion of this kind. Raises `Refused` where there is none."""
    closing = [one for one in workflow.steps.values() if one.closes_motion == motion.purpose]
    step = next((one for one in closing if project.state in one.origins), None)
    step = step or next(iter(closing), None)
    if step is None:
        raise Refused(T("The workflow has no step that closes this vote."))
    return step


def _read(office: Office, project_id: str, motion_id: str = "") -> tuple[Project, Workflow]:
    """The facts as they are now; `advance` reads and judges them again in its transaction."""
    with office.db.transaction() as tx:
        project = load_project(tx, project_id)
        if project is None:
            raise unknown_motion(motion_id) if motion_id else unknown_project(project_id)
        return project, office.workflow_of(tx, project.workflow)


def _step(steps: list[Step], purpose: str) -> Step | None:
    return next((one for one in steps if one.opens_motion == purpose), None)
