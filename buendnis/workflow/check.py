"""Whether a workflow is sound: the walk through all slices, and what it proves or refutes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from buendnis.texts import T, Text
from buendnis.workflow.decision import Ground
from buendnis.workflow.definition import SAME, Label, Outcome, Step
from buendnis.workflow.explore import Fact, Walk, walk
from buendnis.workflow.properties import P4, P5, P6, PROPERTIES, broken_by
from buendnis.workflow.sample import NAMES, Slice


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of a path: its name and label, from where to where, and its form in short."""

    step: str
    label: Label
    source: str
    target: str
    form: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A property that does not hold: what was found, and the shortest path that shows it.
    sketch: what the path begins with."""

    property: str
    message: Text
    sketch: Text = Text("")
    path: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """One property and whether it holds."""

    property: str
    says: Text
    holds: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found. facts: how many were reached that differ; decisions: how many were
    asked for; slices: the questions that were tried, with the numbers of each."""

    states: int
    steps: int
    facts: int
    decisions: int
    slices: tuple[tuple[Text, int, int], ...]
    proofs: tuple[Proof, ...]
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Every property holds."""
        return not self.faults


def explored(ground: Ground, parts: Iterable[Slice]) -> Iterator[Walk]:
    """The walks through the slices, one after another."""
    # Facts are kept to the end and refer to nothing in circles; collecting would only cost time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for part in parts:
            yield walk(ground, part, broken_by)
    finally:
        if collecting:
            gc.enable()


def judged(ground: Ground, walks: Iterable[Walk]) -> Report:
    """What the walks prove of the workflow, or the faults with their shortest paths."""
    found = list(walks)
    faults = (*_broken(ground, found), *_stuck(ground, found), *_dead_steps(ground, found),
              *_missing(ground, found))  # fmt: skip
    wrong = {one.property for one in faults}
    said = [(one.id, one.says) for one in PROPERTIES] + [("P4", P4), ("P5", P5), ("P6", P6)]
    return Report(
        states=len(ground.workflow.states),
        steps=len(ground.workflow.steps),
        facts=sum(len(one.facts) for one in found),
        decisions=sum(one.decisions for one in found),
        slices=tuple((one.part.about, len(one.facts), one.decisions) for one in found),
        proofs=tuple(Proof(name, says, name not in wrong) for name, says in said),
        faults=faults,
    )


def _broken(ground: Ground, walks: list[Walk]) -> Iterator[Fault]:
    for one in PROPERTIES:
        paths = [walk.broken[one.id].path() for walk in walks if one.id in walk.broken]
        if paths:
            yield _fault(ground, one.id, _refuted(one.id), min(paths, key=len))


def _refuted(id: str) -> Text:
    return {
        "P1": T(
            "The application is reached without a statement from every region concerned, or "
            "without an endorsing votum that has been sent."
        ),
        "P2": T("A project past submission is over the cap, and its justification is missing."),
        "P3": T("A project past submission is planned to end after the last day."),
    }[id]


def _stuck(ground: Ground, walks: list[Walk]) -> Iterator[Fault]:
    """P4: the first fact from which no arrows lead to a final state."""
    paths = [fact.path() for fact in (_first_stuck(ground, one) for one in walks) if fact]
    if paths:
        message = T("From here no end can be reached any more.")
        yield _fault(ground, "P4", message, min(paths, key=len))


def _first_stuck(ground: Ground, found: Walk) -> Fact | None:
    before: dict[int, list[int]] = {}
    for source, target in found.arrows:
        before.setdefault(target, []).append(source)
    waiting = [f.number for f in found.facts if ground.workflow.marked(f.project.state, "final")]
    ending = set(waiting)
    while waiting:
        for source in before.get(waiting.pop(), ()):
            if source not in ending:
                ending.add(source)
                waiting.append(source)
    return next((fact for fact in found.facts if fact.number not in ending), None)


def _dead_steps(ground: Ground, walks: list[Walk]) -> Iterator[Fault]:
    """P5: steps that were never taken although one of their states was reached."""
    reached = _reached(walks)
    taken = {step for one in walks for step in one.taken}
    for step in ground.workflow.steps.values():
        if step.name not in taken and reached & set(step.origins):
            yield Fault("P5", _why_never(step, walks))


def _why_never(step: Step, walks: list[Walk]) -> Text:
    refusals = [one.refused[step.name].by for one in walks if step.name in one.refused]
    sets = sorted({frozenset(one) for by in refusals for one in by}, key=sorted)
    rules = sorted(set().union(*sets))
    for rule in rules:
        if all(rule in one for one in sets):
            return T(
                "The step {step} can never be taken: {rule} refuses it under all facts.",
                step=step.name,
                rule=rule,
            )
    for one, other in combinations(rules, 2):
        if all(one in refused or other in refused for refused in sets):
            return T(
                "The step {step} can never be taken: {one} and {other} contradict each other, "
                "every trial is refused by one of them.",
                step=step.name,
                one=one,
                other=other,
            )
    return T(
        "The step {step} can never be taken; it is refused by: {rules}.",
        step=step.name,
        rules=tuple(rules),
    )


def _missing(ground: Ground, walks: list[Walk]) -> Iterator[Fault]:
    """P6: states that no facts lead to, and outcomes that never occur."""
    reached = _reached(walks)
    for state in ground.workflow.states:
        if state not in reached:
            yield Fault("P6", T("The state {state} is never reached under the rules.", state=state))
    pairs: dict[str, set[tuple[str, str]]] = {}
    for one in walks:
        for name, found in one.taken.items():
            pairs.setdefault(name, set()).update(found)
    for step in ground.workflow.steps.values():
        for outcome in step.outcomes:
            if step.name in pairs and not _occurs(step, outcome, pairs[step.name]):
                yield Fault(
                    "P6",
                    T(
                        "The outcome “{state}” of the step {step} never occurs.",
                        state=outcome.state,
                        step=step.name,
                    ),
                )


def _occurs(step: Step, outcome: Outcome, pairs: set[tuple[str, str]]) -> bool:
    origins = outcome.origins or step.origins
    return any(
        source in origins and target == (source if outcome.state == SAME else outcome.state)
        for source, target in pairs
    )


def _reached(walks: list[Walk]) -> set[str]:
    return {fact.project.state for one in walks for fact in one.facts}


def _fault(ground: Ground, property: str, message: Text, facts: list[Fact]) -> Fault:
    path = tuple(
        Taken(
            step=fact.trial.step,
            label=ground.workflow.steps[fact.trial.step].label,
            source=fact.before.project.state,
            target=fact.project.state,
            form=fact.trial.said,
        )
        for fact in facts
        if fact.trial is not None and fact.before is not None
    )
    return Fault(property, message, NAMES[facts[0].project.sketch.title], path)
