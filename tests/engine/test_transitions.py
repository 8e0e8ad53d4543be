"""The library's table holds what the workflow allows, and nothing that the library adds."""

from __future__ import annotations

import pytest

from buendnis.workflow.definition import Workflow
from buendnis.workflow.engine import machine, next_state
from buendnis.workflow.loading import load_workflow, workflow_bytes


@pytest.fixture(scope="module")
def workflow() -> Workflow:
    return load_workflow(workflow_bytes("leine-weser"))


def test_there_is_no_automatic_step_to_any_state(workflow: Workflow) -> None:
    names = set(machine(workflow).events)
    assert names == set(workflow.steps)
    assert not [name for name in names if name.startswith("to_")]


def test_no_state_is_set_before_a_project_comes(workflow: Workflow) -> None:
    built = machine(workflow)
    assert built.initial is None
    assert not built.models


def test_the_table_has_every_state_with_every_step_and_target_and_no_other(
    workflow: Workflow,
) -> None:
    for name, step in workflow.steps.items():
        for source in workflow.states:
            reached = {
                target for target in workflow.states if _leads(workflow, name, source, target)
            }
            expected = set(step.targets(source)) if source in step.origins else set()
            assert reached == expected, (name, source)


def _leads(workflow: Workflow, step: str, source: str, target: str) -> bool:
    try:
        return next_state(workflow, step, source, target) == target
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("step", "source", "target"),
    [
        ("present", "idea", "applied"),
        ("present", "idea", "nowhere"),
        ("present", "nowhere", "with_alliance"),
        ("to_applied", "idea", "applied"),
        ("buendnis.cli.main", "idea", "with_alliance"),
    ],
)
def test_an_unknown_or_wrong_target_is_an_error_and_never_a_quiet_no(
    workflow: Workflow, step: str, source: str, target: str
) -> None:
    with pytest.raises(ValueError, match=r"no step|not a registered"):
        next_state(workflow, step, source, target)


def test_one_machine_serves_all_projects_of_a_workflow(workflow: Workflow) -> None:
    again = load_workflow(workflow_bytes("leine-weser"))
    assert machine(again) is machine(workflow)
    other = load_workflow(workflow_bytes("leine-weser") + b"\n# another version\n")
    assert machine(other) is not machine(workflow)
