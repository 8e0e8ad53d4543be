"""What changed from one version of a workflow to another, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from buendnis.texts import T, Text
from buendnis.workflow.definition import Deadline, State, Step, Workflow

_Part = TypeVar("_Part", State, Step, Deadline)


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. part: `state`, `step` or `deadline`; change: `added`, `removed` or `changed`;
    key: which of its keys changed, else empty."""

    part: str
    name: str
    change: str
    message: Text
    key: str = ""


def differences(old: Workflow, new: Workflow) -> tuple[Difference, ...]:
    """Everything in which two workflows differ, states first."""
    found: list[Difference] = []
    if old.initial != new.initial:
        message = T(
            "Projects begin in {new}, no longer in {old}.", new=new.initial, old=old.initial
        )
        found.append(Difference("state", new.initial, "changed", message, "initial"))
    found += _compared("state", old.states, new.states, _STATE)
    found += _compared("step", old.steps, new.steps, _STEP)
    found += _compared("deadline", old.deadlines, new.deadlines, _DEADLINE)
    return tuple(found)


_Say = tuple[Callable[[str], Text], Callable[[str], Text], Callable[[str, str], Text]]
_STATE: _Say = (
    lambda name: T("New state: {name}.", name=name),
    lambda name: T("The state {name} is gone.", name=name),
    lambda name, key: T("State {name}: {key} changed.", name=name, key=key),
)
_STEP: _Say = (
    lambda name: T("New step: {name}.", name=name),
    lambda name: T("The step {name} is gone.", name=name),
    lambda name, key: T("Step {name}: {key} changed.", name=name, key=key),
)
_DEADLINE: _Say = (
    lambda name: T("New deadline: {name}.", name=name),
    lambda name: T("The deadline {name} is gone.", name=name),
    lambda name, key: T("Deadline {name}: {key} changed.", name=name, key=key),
)


def _compared(
    part: str, old: Mapping[str, _Part], new: Mapping[str, _Part], say: _Say
) -> Iterator[Difference]:
    added, removed, changed = say
    for name in (*new, *(one for one in old if one not in new)):
        if name not in old:
            yield Difference(part, name, "added", added(name))
        elif name not in new:
            yield Difference(part, name, "removed", removed(name))
        else:
            for key in _changed_keys(old[name], new[name]):
                yield Difference(part, name, "changed", changed(name, key), key)


def _changed_keys(old: Any, new: Any) -> list[str]:
    return [key for key in old.__struct_fields__ if getattr(old, key) != getattr(new, key)]
