"""The exhaustive walk: every fact that the steps can reach from the sample sketches, breadth first.

It runs the decision function and the fold of the program itself; only the likeness of facts
(`likeness`) and the finite set of trials (`trials`) are the check's own. Breadth first, so that the
first path to a fact is a shortest one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from buendnis.canon import canonical, parsed
from buendnis.costs import cost_plan
from buendnis.events import BALLOTS_RECORDED, PROJECT_IMPORTED, STEP_TAKEN, Event
from buendnis.facts import Project, Sketch
from buendnis.fold import apply
from buendnis.workflow.decision import Decision, Ground, decide
from buendnis.workflow.definition import SAME, Step
from buendnis.workflow.entry import entry_payload
from buendnis.workflow.likeness import READ, Likeness, likeness
from buendnis.workflow.live import ALL, live_facets
from buendnis.workflow.sample import Slice, first_day
from buendnis.workflow.trials import Trial, Trials, day_of

_ID = "P"


@dataclass(slots=True)
class Fact:
    """A reached fact: the project that was found first, and how: the fact before it, and the trial
    that led here. `number` counts from 0 in the order of the walk."""

    number: int
    project: Project
    likeness: Likeness
    before: Fact | None = None
    trial: Trial | None = None

    def path(self) -> list[Fact]:
        """From the start to this fact."""
        found: list[Fact] = []
        fact: Fact | None = self
        while fact is not None:
            found.append(fact)
            fact = fact.before
        return found[::-1]


@dataclass(slots=True)
class Refusals:
    """Why a step was never taken: the sets of rules that refused it, without repetition."""

    tried: int = 0
    by: set[frozenset[str]] = field(default_factory=set)


@dataclass(slots=True)
class Walk:
    """What the walk through one slice found.

    arrows: from a fact to the facts its steps lead to, by number. taken: for each step the targets
    it led to, by source state. refused: the refusals of each step, from its own states only.
    broken: for each property that is broken the first fact, or step, found to break it.
    """

    part: Slice
    facts: list[Fact] = field(default_factory=list)
    arrows: list[tuple[int, int]] = field(default_factory=list)
    decisions: int = 0
    taken: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    refused: dict[str, Refusals] = field(default_factory=dict)
    broken: dict[str, Fact] = field(default_factory=dict)


Watch = Callable[[Ground, Fact], Iterable[str]]


def walk(ground: Ground, part: Slice, watch: Watch = lambda _ground, _fact: ()) -> Walk:
    """Explore one slice to its end. watch: the IDs of the properties that a fact breaks; it is
    asked after every step that is taken, even to facts that are known already."""
    return _Walker(ground, part, watch).run()


class _Walker:
    def __init__(self, ground: Ground, part: Slice, watch: Watch) -> None:
        self.ground = ground
        self.watch = watch
        self.trials = Trials(ground.settings, part)
        self.found = Walk(part)
        live = live_facets(ground.workflow)
        # What is dead in a state is set to `None` there, so that facts differ in live ones only.
        unread = frozenset() if part.criteria else frozenset({"assessed"})
        self.dead: dict[str, dict[str, Any]] = {
            state: dict.fromkeys((ALL - live[state]) | unread) for state in live
        }
        self.known: dict[Likeness, Fact] = {}
        self.seen_states: set[str] = set()
        self.idle = {s.name for s in ground.workflow.steps.values() if _reads_nothing(s)}

    def run(self) -> Walk:
        waiting: deque[Fact] = deque()
        for sketch in self.found.part.sketches:
            waiting.append(self._reach(begun(self.ground, sketch), None, None))
        while waiting:
            fact = waiting.popleft()
            for after, trial in self._steps(fact):
                self._look(after, fact, trial)
                like = self._likeness(after)
                known = self.known.get(like)
                if known is None:
                    known = self._reach(after, fact, trial, like)
                    waiting.append(known)
                if known is not fact:
                    self.found.arrows.append((fact.number, known.number))
        return self.found

    def _likeness(self, project: Project) -> Likeness:
        return likeness(project, self.ground.settings)._replace(**self.dead[project.state])

    def _reach(
        self, project: Project, before: Fact | None, trial: Trial | None,
        like: Likeness | None = None,
    ) -> Fact:  # fmt: skip
        like = like or self._likeness(project)
        fact = Fact(len(self.found.facts), project, like, before, trial)
        self.found.facts.append(fact)
        self.known[like] = fact
        return fact

    def _look(self, after: Project, before: Fact, trial: Trial) -> None:
        reached = Fact(-1, after, before.likeness, before, trial)
        for name in self.watch(self.ground, reached):
            self.found.broken.setdefault(name, reached)

    def _steps(self, fact: Fact) -> Iterator[tuple[Project, Trial]]:
        """The facts after every step that can be taken. What depends on the state alone (foreign
        steps, rare trials, steps that read and change nothing) is tried once in each state."""
        project = fact.project
        first = project.state not in self.seen_states
        self.seen_states.add(project.state)
        for step in self.ground.workflow.steps.values():
            own = project.state in step.origins
            if not first and (not own or step.name in self.idle):
                continue
            for trial in self.trials.of(step, project):
                if trial.rare and not first:
                    continue
                ready, decision, day = tried(self.ground, project, trial)
                self.found.decisions += 1
                if decision.allowed:
                    self._note_taken(decision)
                    yield taken(ready, decision, day), trial
                elif own and not trial.rare:
                    refusals = self.found.refused.setdefault(step.name, Refusals())
                    refusals.tried += 1
                    refusals.by.add(frozenset(one.rule for one in decision.refusal))

    def _note_taken(self, decision: Decision) -> None:
        pair = (decision.source, decision.target)
        self.found.taken.setdefault(decision.step, set()).add(pair)


def begun(ground: Ground, sketch: Sketch) -> Project:
    """A project that has just been imported with this sketch."""
    amounts = cost_plan(sketch, ground.settings.programme).amounts()
    payload = {
        "reference": _ID,
        "alliance": ground.settings.alliance.name,
        "state": ground.workflow.initial,
        "sketch": _plain(sketch),
        "amounts": _plain(amounts),
        "workflow": ground.workflow.fingerprint,
        "fictitious": True,
    }
    return apply(None, _event(PROJECT_IMPORTED, 1, first_day(ground.settings), payload))


def tried(ground: Ground, project: Project, trial: Trial) -> tuple[Project, Decision, date]:
    """The decision on a trial, the facts it was made on, with the ballots of its scene, and the
    day it was made for."""
    day = day_of(project)
    motion = project.open_motion
    if trial.scene is not None and motion is not None:
        day += timedelta(days=trial.scene.later)
        if trial.scene.ballots:
            rows = [
                {"seat": seat, "answer": answer, "by": by, "origin": _origin(motion.mode)}
                for seat, answer, by in trial.scene.ballots
            ]
            payload = {"motion": motion.id, "ballots": rows}
            project = apply(project, _event(BALLOTS_RECORDED, project.version + 1, day, payload))
    return project, decide(ground, project, trial.request(project, day)), day


def taken(project: Project, decision: Decision, day: date) -> Project:
    """The facts after a step that was allowed on that day."""
    return apply(project, _event(STEP_TAKEN, project.version + 1, day, entry_payload(decision)))


def _event(kind: str, version: int, day: date, payload: dict[str, Any]) -> Event:
    return Event(version, _ID, version, kind, payload, "office", "", day, "")


def _origin(mode: str) -> str:
    return "meeting" if mode == "meeting" else "email"


def _reads_nothing(step: Step) -> bool:
    """Whether the answer to a step depends on state and form alone, and it leaves all alike."""
    stays = all(one.state == SAME and not one.when for one in step.outcomes)
    moves_motion = step.opens_motion or step.closes_motion or step.cancels_motion
    changes = step.brings_sketch or step.stamps_figures or moves_motion
    return bool(stays and not step.rules and not changes and step.records not in READ)


def _plain(value: Any) -> Any:
    return parsed(canonical(value), object)
