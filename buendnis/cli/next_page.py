"""What a project can do now: every step from its state, judged by the one decision function."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.standing import Ground, Sittings, named, next_step, role_name, state_name
from buendnis.cli.tables import Column, Table
from buendnis.facts import Meeting, Project
from buendnis.texts import T
from buendnis.workflow import decision
from buendnis.workflow.decision import Decision, Request, decide
from buendnis.workflow.definition import Step

if TYPE_CHECKING:
    from buendnis.store.reading import View


def steps_page(view: View, id: str, actor: str, day: date) -> Output:
    """The steps of one project for an actor. Raises `Refused` if there is no such project."""
    project = view.project(id)
    ground = Ground(view)
    workflow = ground.workflow(project.workflow)
    basis = decision.Ground(workflow, ground.settings)
    judged = [
        (step, decide(basis, project, _request(view, project, step, actor, day)))
        for step in workflow.steps_from(project.state)
    ]
    data = {
        "project": project.id,
        "state": project.state,
        "version": project.version,
        "steps": [_data(project, step, one) for step, one in judged],
    }
    sittings = Sittings(day, tuple(view.meetings()))
    following = next_step(project, workflow, ground.alliance, sittings)
    return Output(data, (*_parts(ground, project, judged), following))


def _request(view: View, project: Project, step: Step, actor: str, day: date) -> Request:
    """The bare question, as a run without a form would put it."""
    return Request(step.name, actor, day, day, meeting=_meeting(view, project, step))


def _meeting(view: View, project: Project, step: Step) -> Meeting | None:
    motion = project.open_motion
    if not step.closes_motion or motion is None or not motion.meeting:
        return None
    return view.meeting(motion.meeting)


def actors_of(project: Project, step: Step) -> list[str]:
    """Who may take a step, as `--actor` names them."""
    found: list[str] = []
    for role in step.by:
        if role == "applicant":
            found.append(f"applicant:{project.id}")
        elif role == "alliance":
            found += [f"alliance:{region}" for region in project.sketch.region_names]
        else:
            found.append(role)
    return found


def _data(project: Project, step: Step, judged: Decision) -> dict[str, Any]:
    return {
        "step": step.name,
        "possible": judged.possible,
        "actors": actors_of(project, step),
        "needs": list(judged.needs),
        "violations": findings_data(judged.violations),
    }


def _parts(ground: Ground, project: Project, judged: list[tuple[Step, Decision]]) -> Iterator[Part]:
    workflow = ground.workflow(project.workflow)
    yield Heading(
        T(
            "{project}, {state}: {title}",
            project=project.id,
            state=state_name(workflow, project.state),
            title=project.sketch.title,
        )
    )
    possible = [(step, one) for step, one in judged if one.possible]
    yield Table(
        (Column(T("Step"), whole=True), T("Meaning"), T("By"), T("Needs")),
        [
            (
                step.name,
                named(step.label),
                tuple(role_name(role) for role in step.by),
                tuple(one.needs),
            )
            for step, one in possible
        ],
        T("No step is possible now."),
    )
    for step, one in judged:
        if not one.possible:
            yield Heading(T("Not possible: {step}", step=step.name))
            yield FindingList(one.violations)
        asked = [each for each in one.asked if each.rule == "recusal"]
        if asked or one.hints:
            yield Heading(T("To be known before: {step}", step=step.name))
            yield FindingList((*asked, *one.hints))
