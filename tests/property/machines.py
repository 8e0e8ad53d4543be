"""How the state machines are run: a few histories that stay the same, or many by chance."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_machine(
    machine: type[RuleBasedStateMachine], examples: int, steps: int, chance: bool
) -> None:
    """chance: other histories every time. Shrinking takes minutes here, and the failing history
    reads well as it is."""
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=not chance,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=profile)  # type: ignore[no-untyped-call]
