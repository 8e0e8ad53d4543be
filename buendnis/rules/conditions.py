"""Conditions that a workflow names for its outcomes and documents: pure, without a finding.

A step leads to the first outcome whose condition holds; a document is made where its condition
holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from buendnis.facts import Project
from buendnis.rules.justification import FIELD
from buendnis.rules.situation import Situation

Condition = Callable[[Situation], bool]


def every_region_stated(s: Situation) -> bool:
    """Every region concerned has a statement, the one of this form included (B2)."""
    return not regions_without_statement(s)


def regions_without_statement(s: Situation) -> tuple[str, ...]:
    """The regions of the sketch that no local alliance has given a statement for."""
    stated = set(s.project.statements)
    if s.records == "statement" and "region" in s.form:
        stated.add(s.form["region"])
    return tuple(region for region in s.sketch.region_names if region not in stated)


def another_matter(s: Situation) -> bool:
    """The sketch names another applicant or costs more than the version before it: what the local
    alliance judged stands no longer (a careful reading of Kap. 5)."""
    return applicant_changes(s) or cost_rises(s)


def applicant_changes(s: Situation) -> bool:
    """The sketch names another applicant than the version before it."""
    return s.sketch.applicant.name != s.project.sketch.applicant.name


def cost_rises(s: Situation) -> bool:
    """The sketch costs more in total than the version before it."""
    return s.amounts.total > s.project.amounts.total


def report_owed(s: Situation) -> bool:
    """The final report is owed: the project was started (E5)."""
    return started(s.project)


def started(project: Project) -> bool:
    """Whether the project's start is on record."""
    return project.last("start") is not None


def report_lacks_outlook(s: Situation) -> bool:
    """The report says nothing on continuation and nothing on the use of findings (E6)."""
    return not s.form.get("continuation") and not s.form.get("use_of_findings")


def decision_grants_in_time(s: Situation) -> bool:
    """The NBank granted, and its period ends within the programme's last day (D7)."""
    end = s.day_in_form("to")
    return s.form.get("result") == "granted" and end is not None and end <= s.figures.last_day


def motion_result(project: Project) -> str:
    """The result of the latest closed motion on the project itself, or an empty text."""
    closed = [
        one.result.result
        for one in project.motions
        if one.result is not None and one.purpose == "project"
    ]
    return closed[-1] if closed else ""


def told(project: Project) -> bool:
    """Whether the result of the latest vote has been sent to the applicant. (Both stand in one
    entry where a project was taken over.)"""
    vote, sent = project.last("vote"), project.last("votum_sent")
    return vote is not None and sent is not None and sent.position >= vote.position


def _mode(s: Situation) -> str:
    if s.motion is not None:
        return s.motion.mode
    return "meeting" if s.form.get("meeting") else "circular"


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "every_region_stated": every_region_stated,
        "region_without_statement": lambda s: bool(regions_without_statement(s)),
        "another_matter": another_matter,
        "justification_given": lambda s: bool(s.sketch.justification.strip()),
        "justification_in_form": lambda s: s.given(FIELD),
        "reply_given": lambda s: s.given("reply"),
        "in_meeting": lambda s: _mode(s) == "meeting",
        "by_circular": lambda s: _mode(s) == "circular",
        "vote_endorsed": lambda s: s.result is not None and s.result.result == "endorsed",
        "vote_not_endorsed": lambda s: s.result is not None and s.result.result == "not_endorsed",
        "vote_deferred": lambda s: s.result is not None and s.result.result == "deferred",
        "motion_endorsed": lambda s: motion_result(s.project) == "endorsed",
        "motion_not_endorsed": lambda s: motion_result(s.project) == "not_endorsed",
        "motion_deferred": lambda s: motion_result(s.project) == "deferred",
        "decision_refuses": lambda s: s.form.get("result") == "refused",
        "decision_grants_in_time": decision_grants_in_time,
        "interim_agreed": lambda s: s.given("interim_dates"),
        "report_owed": report_owed,
        "report_lacks_outlook": report_lacks_outlook,
    }
)
