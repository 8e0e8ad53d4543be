"""Steps that a command knows by what they record (a note, a revision), not by their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buendnis.errors import Refused
from buendnis.facts import Sketch
from buendnis.store.reading import unknown_project
from buendnis.store.record import load_project
from buendnis.texts import T
from buendnis.usecases.advancing import Advanced, Asked, Attachment, advance
from buendnis.usecases.office import Office, Who


def take_recording(
    office: Office,
    who: Who,
    project_id: str,
    records: str,
    form: Mapping[str, Any],
    attachments: tuple[Attachment, ...] = (),
    sketch: Sketch | None = None,
    version: int | None = None,
) -> Advanced:
    """Take the step that records this kind of fact from the project's state.

    Raises as `advance` does; `Refused` where the workflow has no such step at all. From a state
    without one, a step of that kind is asked for and refused, so that the attempt is recorded.
    """
    with office.db.transaction() as tx:
        project = load_project(tx, project_id)
        if project is None:
            raise unknown_project(project_id)
        workflow = office.workflow_of(tx, project.workflow)
    step = workflow.step_recording(records, project.state) or next(
        (one for one in workflow.steps.values() if one.records == records), None
    )
    if step is None:
        raise Refused(T("The workflow of {project} has no step for this.", project=project_id))
    return advance(office, who, Asked(project_id, step.name, form, attachments, sketch, version))
