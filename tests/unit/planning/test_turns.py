"""Whose turn it is: somebody who may take the step, and who delivers what it needs."""

from __future__ import annotations

import pytest

from buendnis.facts import Project
from buendnis.planning.turns import turn_of
from buendnis.workflow.loading import load_workflow, workflow_bytes
from tests.engine.world import a_sketch

WORKFLOW = load_workflow(workflow_bytes("leine-weser"))


@pytest.mark.parametrize("state", WORKFLOW.states)
def test_whoever_has_the_next_step_may_take_it(state: str) -> None:
    turn = turn_of(Project("LW-1", "", "leine-weser", state, 1, a_sketch()), WORKFLOW)
    assert turn.step is None or turn.role in turn.step.by


def test_the_mark_of_the_state_says_who_delivers() -> None:
    found = {}
    for state in ("idea", "applied", "running", "submitted"):
        turn = turn_of(Project("LW-1", "", "leine-weser", state, 1, a_sketch()), WORKFLOW)
        found[state] = (turn.role, turn.asked)
    assert found == {
        "idea": ("applicant", "applicant"),
        "applied": ("office", "bank"),
        "running": ("office", "applicant"),
        "submitted": ("office", "office"),
    }
