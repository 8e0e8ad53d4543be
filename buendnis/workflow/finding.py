"""Finding a step by the name that a person gave."""

from __future__ import annotations

from buendnis.errors import Finding, Unreadable
from buendnis.facts import Project
from buendnis.texts import T
from buendnis.workflow.definition import Step, Workflow


def known_step(workflow: Workflow, name: str, project: Project) -> Step:
    """The step of that name. Raises `Unreadable` with the nearest names."""
    step = workflow.steps.get(name)
    if step is None:
        from difflib import get_close_matches  # only for a mistake

        possible = [one.name for one in workflow.steps_from(project.state)]
        near = get_close_matches(name[:80], list(workflow.steps), 3) or possible
        message = T("There is no step “{step}”.", step=name[:80])
        remedy = T("Did you mean one of these? {steps}", steps=tuple(near))
        raise Unreadable(message, [Finding("input", "step", message, remedy)])
    return step
