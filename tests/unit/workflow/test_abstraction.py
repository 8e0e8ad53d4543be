"""The check's abstraction is sound: facts that are alike get the same answers, and stay alike."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from buendnis.facts import Project
from buendnis.workflow import decision as deciding
from buendnis.workflow.decision import Ground
from buendnis.workflow.explore import begun, taken, tried, walk
from buendnis.workflow.likeness import READ, Likeness, likeness
from buendnis.workflow.live import ALL, live_facets
from buendnis.workflow.sample import Slice, slices
from buendnis.workflow.trials import READ_FIELDS, Trials

Answer = tuple[str, str, tuple[str, ...], Likeness | None]


def alike(ground: Ground, project: Project, part: Slice) -> Likeness:
    """The likeness with what is dead left out, as the walk compares it."""
    dead = ALL - live_facets(ground.workflow)[project.state]
    if not part.criteria:
        dead |= {"assessed"}
    nothing: dict[str, Any] = dict.fromkeys(dead)
    return likeness(project, ground.settings)._replace(**nothing)


def answers(ground: Ground, project: Project, part: Slice, trials: Trials) -> Iterator[Answer]:
    """What every trial of every step comes to, in the order of the trials."""
    for step in ground.workflow.steps.values():
        if project.state not in step.origins:
            continue
        for trial in trials.of(step, project):
            ready, decision, day = tried(ground, project, trial)
            rules = tuple(sorted(f"{one.rule} {one.field}" for one in decision.refusal))
            after = taken(ready, decision, day) if decision.allowed else None
            yield step.name, decision.target, rules, after and alike(ground, after, part)


def strolls(ground: Ground, part: Slice, count: int, seed: int) -> Iterator[Project]:
    """Projects on random ways through the workflow, every kind of step on the way."""
    chance = random.Random(seed)
    trials = Trials(ground.settings, part)
    for _ in range(count):
        project = begun(ground, chance.choice(part.sketches))
        for _ in range(chance.randint(5, 40)):
            state = project.state
            steps = list(ground.workflow.steps_from(project.state))
            # Steps that move on come first most of the time, or no stroll would reach the end.
            steps.sort(key=lambda one: chance.random() + (set(one.targets(state)) == {state}))
            for step in steps:
                trial = chance.choice(trials.of(step, project))
                ready, decision, day = tried(ground, project, trial)
                if decision.allowed and (step.name != "withdraw" or chance.random() < 0.1):
                    project = taken(ready, decision, day)
                    yield project
                    break


@pytest.mark.parametrize("number", range(9))
def test_facts_that_are_alike_get_the_same_answers(ground: Ground, number: int) -> None:
    part = slices(ground.settings)[number]
    trials = Trials(ground.settings, part)
    first: dict[Likeness, tuple[Project, list[Answer]]] = {}
    compared = 0
    for project in strolls(ground, part, 8, seed=number):
        like = alike(ground, project, part)
        if like not in first:
            first[like] = (project, list(answers(ground, project, part, trials)))
        elif compared < 8 and project.entries[-1] != first[like][0].entries[-1]:
            compared += 1
            assert list(answers(ground, project, part, trials)) == first[like][1]
    assert compared > 2


def test_nothing_reads_a_record_that_the_likeness_leaves_out(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    last, entries_of = Project.last, Project.entries_of

    def noted_last(self: Project, records: str) -> Any:
        asked.add(records)
        return last(self, records)

    def noted_entries(self: Project, records: str) -> Any:
        asked.add(records)
        return entries_of(self, records)

    part = slices(ground.settings)[0]
    projects = [fact.project for fact in walk(ground, part).facts]
    monkeypatch.setattr(Project, "last", noted_last)
    monkeypatch.setattr(Project, "entries_of", noted_entries)
    trials = Trials(ground.settings, part)
    for project in projects:
        for step in ground.workflow.steps_from(project.state):
            tried(ground, project, trials.of(step, project)[0])
    assert asked <= set(READ)
    assert {"vote", "votum_sent", "start"} <= asked


def test_nothing_reads_a_field_that_the_trials_do_not_vary(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    class Noted(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            asked.add(key)
            return super().get(key, default)

        def __getitem__(self, key: str) -> Any:
            asked.add(key)
            return super().__getitem__(key)

    judge = deciding._rule_findings

    def noted(step: Any, situation: Any) -> Any:
        from msgspec.structs import replace

        return judge(step, replace(situation, form=Noted(situation.form)))

    part = slices(ground.settings)[0]
    projects = [fact.project for fact in walk(ground, part).facts]
    monkeypatch.setattr(deciding, "_rule_findings", noted)
    trials = Trials(ground.settings, part)
    for project in projects:
        for step in ground.workflow.steps_from(project.state):
            tried(ground, project, trials.of(step, project)[0])
    assert asked <= READ_FIELDS
    assert {"region", "sent_on", "completed_on"} <= asked
