"""The workflow as a picture: its arrows as data, and as a Mermaid diagram."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from buendnis.workflow.definition import Step, Workflow


@dataclass(frozen=True, slots=True)
class Arrow:
    """All steps that lead from one state to another one, in the order of the file."""

    source: str
    target: str
    steps: tuple[Step, ...]


def arrows(workflow: Workflow) -> tuple[Arrow, ...]:
    """The arrows between different states, in the order of the states."""
    found: dict[tuple[str, str], list[Step]] = {}
    for state in workflow.states:
        for step in workflow.steps_from(state):
            for target in step.targets(state):
                if target != state:
                    found.setdefault((state, target), []).append(step)
    return tuple(Arrow(source, target, tuple(steps)) for (source, target), steps in found.items())


def staying(workflow: Workflow, state: str) -> tuple[Step, ...]:
    """The steps that can be taken in a state and leave it."""
    return tuple(step for step in workflow.steps_from(state) if state in step.targets(state))


def mermaid(workflow: Workflow, language: str = "de") -> str:
    """The workflow as a Mermaid state diagram."""
    return "\n".join(_mermaid_lines(workflow, language)) + "\n"


def _mermaid_lines(workflow: Workflow, language: str) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in workflow.states.values():
        yield f'    state "{_plain(state.label.in_language(language))}" as {state.name}'
    yield f"    [*] --> {workflow.initial}"
    for arrow in arrows(workflow):
        labels = " / ".join(_plain(one.label.in_language(language)) for one in arrow.steps)
        yield f"    {arrow.source} --> {arrow.target} : {labels}"
    for name in workflow.states:
        if workflow.marked(name, "final"):
            yield f"    {name} --> [*]"


def _plain(text: str) -> str:
    """Without what means something to Mermaid."""
    return "".join(" " if char in '":;#<>{}\n\r' else char for char in text)
