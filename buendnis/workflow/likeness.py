"""When two facts are the same for every step to come: the abstraction that the check explores.

Kept is what rules, conditions and the decision read of a project: state, plan, statements, votes,
what was asked for, what was sent. Left out is what nothing reads: positions, versions, texts,
papers (the walk files none), and the days of entries, because every step is tried on the earliest
day it can be taken.
Of what is recorded again and again the last entry counts, or whether there is one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from buendnis.facts import Figures, Motion, Plan, Project
from buendnis.rules.alliance import NEGATIVE
from buendnis.rules.conditions import motion_result, told
from buendnis.rules.grant import application_lies_there, closed_motions, endorsed_plans
from buendnis.rules.justification import justified_beside
from buendnis.settings.loading import Settings
from buendnis.workflow.definition import MOTION_PURPOSES
from buendnis.workflow.rounds import failed_rounds

# Every record that is read later: by rules, conditions, or the decision itself.
READ = (
    "application",
    "assessment",
    "start",
    "end",
    "report",
    "statement",
    "application_revision",
    "decision",
    "amendment",
    "vote",
    "votum_sent",
    "supplement_vote",
    "supplement_sent",
)


class Likeness(NamedTuple):
    """What steps to come depend on. Two projects with the same likeness get the same decisions.

    sketch: its title, which is unique among the samples. stated: the regions with a statement, and
    whether it is negative. assessed to reported: whether there is such a
    record, of the application whether it still lies at the bank; outlook: whether a
    report has what E6 asks for. justified: a step gave the justification
    beside the sketch. asked: start, end, total and grant that were asked for or granted,
    in place of the sketch's. told: whether the latest vote has been sent, `None` without a vote;
    endorsed: what it found. untold: a refusal by vote is the last change of state, and not told.
    plan: what was endorsed and sent last, and what of all that was is told apart: regions, goals,
    applicant, partners; waiting: what was endorsed and is not sent yet. rounds: the plans of rounds
    without consensus, as far as the by-laws tell them apart.
    """

    state: str
    cause: str
    sketch: str
    figures: Figures | None
    stated: tuple[tuple[str, bool], ...]
    assessed: bool
    applied: bool
    started: bool
    ended: bool
    reported: bool
    outlook: bool
    justified: bool
    asked: tuple[date | None, date | None, int | None, int | None]
    told: bool | None
    endorsed: bool
    untold: bool
    supplement_waits: bool
    plan: tuple[Hashable, ...]
    waiting: tuple[tuple[str, Plan | None], ...]
    motion: tuple[Hashable, ...]
    rounds: tuple[tuple[Plan | None, ...], ...]


def likeness(project: Project, settings: Settings) -> Likeness:
    """The likeness of a project under the settings of its alliance."""
    kinds = {entry.records for entry in project.entries}
    moved = next((one for one in reversed(project.entries) if one.source != one.target), None)
    by_vote = moved is not None and moved.records == "vote"
    stated, result, sent = project.statements, motion_result(project), told(project)
    return Likeness(
        state=project.state,
        cause=project.cause if project.cause == "no_consensus" else "",
        sketch=project.sketch.title,
        figures=_figures(project, settings),
        stated=tuple((one, stated[one].form["result"] == NEGATIVE) for one in sorted(stated)),
        assessed="assessment" in kinds,
        applied=application_lies_there(project),
        started="start" in kinds,
        ended="end" in kinds,
        reported="report" in kinds,
        outlook=any(
            one.form.get("continuation") or one.form.get("use_of_findings")
            for one in project.entries_of("report")
        ),
        justified=justified_beside(project),
        asked=_asked(project),
        told=sent if "vote" in kinds else None,
        endorsed=result == "endorsed",
        untold=by_vote and result == "not_endorsed" and not sent,
        supplement_waits=_supplement_waits(project),
        plan=_in_force(project),
        waiting=tuple(_waiting(project)),
        motion=_open(project.open_motion, settings),
        rounds=tuple(_rounds(project, purpose, settings) for purpose in MOTION_PURPOSES),
    )


def _figures(project: Project, settings: Settings) -> Figures | None:
    """The stamped figures, if they are others than those of the day they were stamped for."""
    stamped = project.figures
    if stamped is None or stamped == settings.programme.figures_on(stamped.day):
        return None
    return replace(stamped, day=date.min)


def _asked(project: Project) -> tuple[date | None, date | None, int | None, int | None]:
    """What the record puts in place of the sketch's plan, as `Situation.asked` reads it."""
    start: date | None = None
    end: date | None = None
    total: int | None = None
    grant: int | None = None
    for entry in project.entries:
        if entry.records in ("application", "application_revision"):
            start, end = entry.day_of("start") or start, entry.day_of("end") or end
            total = entry.form.get("total_cost", total)
            grant = entry.form.get("requested_grant", grant)
        elif entry.records == "decision":
            start, end = entry.day_of("from") or start, entry.day_of("to") or end
        elif entry.records == "amendment" and entry.form["result"] == "granted":
            end = entry.day_of("new_end") or end
    return start, end, total, grant


def _supplement_waits(project: Project) -> bool:
    vote, sent = project.last("supplement_vote"), project.last("supplement_sent")
    return vote is not None and (sent is None or sent.position < vote.position)


def _in_force(project: Project) -> tuple[Hashable, ...]:
    """The latest plan that was endorsed and sent, and the matters of all of them, each once."""
    plans = endorsed_plans(project)
    matters = dict.fromkeys(
        (one.regions, one.goals, one.applicant, one.funded_partners) for one in plans
    )
    return (*plans[-1:], *matters)


def _waiting(project: Project) -> Iterator[tuple[str, Plan | None]]:
    """What was endorsed last and is still to be sent, of each purpose: what was endorsed before it
    and not sent is told no more."""
    for purpose in MOTION_PURPOSES:
        for motion, sent in closed_motions(project, purpose)[-1:]:
            if not sent and motion.result is not None and motion.result.result == "endorsed":
                yield purpose, motion.plan


def _open(motion: Motion | None, settings: Settings) -> tuple[Hashable, ...]:
    if motion is None:
        return ()
    number = min(motion.round, _most_rounds(settings))
    return (motion.purpose, motion.mode, motion.proposal, number, motion.plan)


def _rounds(project: Project, purpose: str, settings: Settings) -> tuple[Plan | None, ...]:
    """The plans of the failed rounds, of each as many as the by-laws tell apart. The rounds of a
    project are one matter, whatever was revised."""
    failed = failed_rounds(project.motions, purpose)
    if purpose == MOTION_PURPOSES[0]:
        failed = (None,) * len(failed)
    most = _most_rounds(settings) - 1
    return tuple(one for n, one in enumerate(failed) if failed[:n].count(one) < most)


def _most_rounds(settings: Settings) -> int:
    """From this round on the by-laws treat every round alike."""
    rounds = settings.bylaws.rounds
    return rounds.after + 1 if rounds.fallback else 1
