"""What is proved of a workflow, judged on what the walk found, not by the rules that guard it.

Each property gives the fact that breaks it, found on a shortest path, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from buendnis.facts import Figures, Project
from buendnis.texts import T, Text
from buendnis.workflow.decision import Ground
from buendnis.workflow.definition import Workflow
from buendnis.workflow.explore import Fact

Broken = Callable[[Ground, Fact], bool]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of every fact: its ID, what it says, and when a fact breaks it."""

    id: str
    says: Text
    broken: Broken


def _applied_without_votum(ground: Ground, fact: Fact) -> bool:
    """P1: the application stands, and a statement, or a sent endorsing votum, is missing."""
    project = fact.project
    if project.state not in _applied_states(ground.workflow):
        return False
    stated = {e.form["region"] for e in project.entries if e.records == "statement"}
    if not stated.issuperset(share.region for share in project.sketch.regions):
        return True
    return not _votum_sent(project)


def _applied_states(workflow: Workflow) -> set[str]:
    """The states that the step leads to which records the application."""
    return {
        target
        for step in workflow.steps.values()
        if step.records == "application"
        for origin in step.origins
        for target in step.targets(origin)
    }


def _votum_sent(project: Project) -> bool:
    """The last vote on the project endorsed it, and its votum went out before the application."""
    course = [e.records for e in project.entries]
    results = [m.result.result for m in project.motions if m.result and m.purpose == "project"]
    if not results or results[-1] != "endorsed" or "application" not in course:
        return False
    application = len(course) - 1 - course[::-1].index("application")
    vote = max((n for n, one in enumerate(course) if one == "vote"), default=-1)
    sent = max((n for n, one in enumerate(course[:application]) if one == "votum_sent"), default=-1)
    return -1 < vote < sent < application


def _unjustified(ground: Ground, fact: Fact) -> bool:
    """P2: past submission the plan, or what was just asked for, is over the cap without reason."""
    project = fact.project
    if not ground.workflow.marked(project.state, "submitted") or _justified(project):
        return False
    figures = _figures(ground, project)
    if _over(project.amounts.total, project.amounts.grant, figures):
        return True
    asked = _asked_last(fact)
    total = asked.get("total_cost", asked.get("new_total_cost", 0))
    grant = asked.get("requested_grant", asked.get("new_grant", project.amounts.grant))
    return _over(total, grant, figures)


def _justified(project: Project) -> bool:
    """The plan says why, or a step did since; the walk attaches no paper that could say it."""
    given = {e.sketch_version for e in project.entries if e.form.get("justification")}
    return bool(project.sketch.justification) or project.sketch_version in given


def _over(total: int, grant: int, figures: Figures) -> bool:
    if total <= figures.cap:
        return False
    return figures.highest_rate is None or grant * 10_000 > figures.cap * figures.highest_rate


def _too_late(ground: Ground, fact: Fact) -> bool:
    """P3: past submission the plan, or what was just asked for, ends after the last day."""
    project = fact.project
    if not ground.workflow.marked(project.state, "submitted"):
        return False
    last = _figures(ground, project).last_day
    asked = _asked_last(fact)
    ends = [project.sketch.end, *(asked.get(key) for key in ("end", "new_end"))]
    return any(end is not None and str(end) > last.isoformat() for end in ends)


def _figures(ground: Ground, project: Project) -> Figures:
    return project.figures or ground.settings.programme.figures_on(project.entries[-1].day)


def _asked_last(fact: Fact) -> dict[str, Any]:
    """What the step asked for that led to the fact; what the bank writes is not asked for by us."""
    if fact.before is None or not fact.project.entries:
        return {}
    entry = fact.project.entries[-1]
    return {} if entry.records in ("decision", "amendment", "end") else dict(entry.form)


PROPERTIES: tuple[Property, ...] = (
    Property(
        "P1",
        T(
            "No path reaches the application without a statement from every region concerned and "
            "an endorsing votum that has been sent."
        ),
        _applied_without_votum,
    ),
    Property(
        "P2",
        T("No project past submission is over the cap without the justification that D3 asks for."),
        _unjustified,
    ),
    Property(
        "P3",
        T("No project past submission is planned to end after the programme's last day."),
        _too_late,
    ),
)
P4 = T("From every fact that can be reached an end can be reached.")
P5 = T("Every step can be taken under some facts.")
P6 = T("Every state is reachable under the rules, and every outcome of a step occurs.")


def broken_by(ground: Ground, fact: Fact) -> Iterator[str]:
    """The IDs of the properties that a fact, or the step that led to it, breaks."""
    for one in PROPERTIES:
        if one.broken(ground, fact):
            yield one.id
