"""The only door to `transitions`: one shared machine for each workflow, used as its table.

The machine holds every (step, from, to) that the checked definition allows and nothing else: no
automatic transitions, no initial state that overwrites a loaded one, no queue, no callbacks. What
decides is `buendnis.workflow.decision`; the machine says whether the table has such a transition.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from buendnis.workflow.definition import Workflow

if TYPE_CHECKING:
    from transitions import EventData, Machine


class _Case:
    """What one look into the table needs: where the project stands, where the decision leads."""

    __slots__ = ("state", "target")

    def __init__(self, state: str, target: str) -> None:
        self.state = state
        self.target = target


class _Leads:
    """Whether the decision leads to this transition's target."""

    __slots__ = ("target",)

    def __init__(self, target: str) -> None:
        self.target = target

    def __call__(self, event: EventData) -> bool:
        return bool(getattr(event.model, "target", "") == self.target)


def next_state(workflow: Workflow, step: str, source: str, target: str) -> str:
    """The state after `step` from `source`, which must be `target`.

    Raises `ValueError` if the workflow has no such transition: then decision and table disagree.
    """
    # Imported with the first step that is possible: it costs start-up time, and a list takes none.
    from transitions import MachineError

    case = _Case(source, target)
    try:
        moved = machine(workflow).events[step].trigger(case)
    except (MachineError, KeyError):
        moved = False
    if not moved or case.state != target:
        raise ValueError(f"the workflow has no step {step} from {source} to {target}")
    return case.state


def machine(workflow: Workflow) -> Machine:
    """The shared machine of a workflow."""
    return _machine(workflow.fingerprint, _Shape(workflow))


class _Shape:
    """A workflow as cache key: two with the same fingerprint have the same table."""

    __slots__ = ("workflow",)

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow

    def __hash__(self) -> int:
        return hash(self.workflow.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and (
            self.workflow.fingerprint == other.workflow.fingerprint
        )


@lru_cache(maxsize=16)
def _machine(_fingerprint: str, shape: _Shape) -> Machine:
    from transitions import Machine

    workflow = shape.workflow
    built = Machine(
        model=None,
        states=list(workflow.states),
        initial=None,
        auto_transitions=False,
        send_event=True,
        queued=False,
        ignore_invalid_triggers=False,
    )
    for step in workflow.steps.values():
        for origin in step.origins:
            for target in step.targets(origin):
                built.add_transition(step.name, origin, target, conditions=[_Leads(target)])
    return built
