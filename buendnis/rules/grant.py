"""Rules after the votum: application, changes, decision, withdrawal (D asked for, E4)."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.dates import months_after
from buendnis.errors import Finding
from buendnis.facts import Motion, Plan, Project
from buendnis.money import Cents
from buendnis.rules.conditions import applicant_changes, cost_rises
from buendnis.rules.justification import FIELD, justified
from buendnis.rules.money import cap_findings
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.rules.time import duration_findings, last_day_findings
from buendnis.texts import T, Text

_STRATEGY = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"
# The records of a vote and of the letter that tells it, by the purpose of the motion.
_RECORDS = {
    "project": ("vote", "votum_sent"),
    "supplement": ("supplement_vote", "supplement_sent"),
}
_ENDS = ("end", "new_end")
_BYLAWS = "Geschäftsordnung, Schwellen der Änderung (Annahme)"


@rule("D3.asked", T("What is asked for keeps the cap, or is justified"), _STRATEGY)
def asked_keeps_the_cap(s: Situation) -> Iterator[Finding]:
    """D3 for the amounts of an application or a change; a grant alone can break it as well. The
    justification comes with the step, or is on record for this version."""
    if any(
        s.given(key) for key in ("total_cost", "new_total_cost", "requested_grant", "new_grant")
    ):
        plan = s.asked
        yield from cap_findings(
            plan.total,
            plan.grant,
            s.figures,
            justified(s),
            FIELD,
            T(
                "Give the separate justification (--set justification=TEXT, or "
                "--attach begruendung=FILE), or plan with less."
            ),
        )


@rule("D6.asked", T("What is asked for keeps the longest duration"), _STRATEGY)
def asked_keeps_the_duration(s: Situation) -> Iterator[Finding]:
    """D6 for the days of an application, a change or an extension, where it names one: what the
    bank has granted binds us, and is no request of ours."""
    plan = s.asked
    if plan.start and plan.end and any(s.given(key) for key in ("start", *_ENDS)):
        yield from duration_findings(plan.start, plan.end, s.figures, _end_field(s))


@rule("D7.asked", T("What is asked for ends by the last day"), _STRATEGY)
def asked_ends_in_time(s: Situation) -> Iterator[Finding]:
    """D7 for the end of an application, a change or an extension, where it names one."""
    plan = s.asked
    if plan.end and any(s.given(key) for key in _ENDS):
        yield from last_day_findings(plan.end, s.figures, _end_field(s))


def _end_field(s: Situation) -> str:
    return "new_end" if "new_end" in s.form else "end"


@rule("E4", T("The decision's copy is filed"), _STRATEGY)
def decision_copy_is_there(s: Situation) -> Iterator[Finding]:
    """The copy of the NBank's decision comes along, or the reason why there is none yet."""
    if "bescheid" not in s.attached and not s.given("without_copy"):
        yield Finding(
            "E4",
            "bescheid",
            T("The copy of the NBank's decision is missing."),
            T("Attach it (--attach bescheid=FILE), or say why not (--set without_copy=TEXT)."),
            _STRATEGY,
        )


@rule("withdrawal", T("An application is withdrawn with its project"), _STRATEGY)
def application_is_withdrawn(s: Situation) -> Iterator[Finding]:
    """While the bank has an application of ours, the day of its withdrawal is named. One that it
    has refused is over."""
    if application_lies_there(s.project) and not s.given("application_withdrawn_on"):
        yield Finding(
            "withdrawal",
            "application_withdrawn_on",
            T("The project has an application at the NBank."),
            T("Name the day it was withdrawn (--set application_withdrawn_on=DAY)."),
            _STRATEGY,
        )


def application_lies_there(project: Project) -> bool:
    """There is an application that the bank has not refused since."""
    application, decision = project.last("application"), project.last("decision")
    if application is None:
        return False
    refused = decision is not None and decision.form.get("result") == "refused"
    return not (refused and decision is not None and decision.position >= application.position)


@rule("same_matter", T("What the local alliance judged stays the same"), _STRATEGY)
def same_matter(s: Situation) -> Iterator[Finding]:
    """Another applicant or higher cost goes back to the local alliance; another region is B2.
    Where the plan still lies with its applicant, the revision itself leads back (`another_matter`).
    """
    if applicant_changes(s):
        yield _back(s, "applicant.name", T("The applicant changes."))
    if cost_rises(s):
        yield _back(
            s,
            "costs",
            T(
                "Total cost rises from {old} to {new}.",
                old=Cents(s.project.amounts.total),
                new=Cents(s.amounts.total),
            ),
        )


def _back(s: Situation, field: str, message: Text) -> Finding:
    return Finding(
        "same_matter",
        field,
        message,
        T(
            "Return it to the local alliance first: advance {project} return_to_alliance.",
            project=s.project.id,
        ),
        _STRATEGY,
    )


@rule("supplement", T("A material change after the votum needs a new votum"), _BYLAWS)
def change_is_covered(s: Situation) -> Iterator[Finding]:
    """The plan asked for keeps within the thresholds of the plan that was endorsed and sent. While
    a supplement is on its way, nothing is applied for and nothing is revised."""
    if s.bylaws is None:
        return
    if s.records in ("application", "revision"):
        yield from _supplement_on_its_way(s)
    basis = endorsed_plan(s.project)
    if basis is None:
        return
    for field, message in material_changes(basis, s.asked, s):
        yield Finding(
            "supplement",
            field,
            message,
            T(
                "A supplement must be endorsed and sent first: motion open --project {project} …",
                project=s.project.id,
            ),
            _BYLAWS,
        )


def _supplement_on_its_way(s: Situation) -> Iterator[Finding]:
    """A supplement is being voted on, or was endorsed and is still to be sent."""
    project = s.project
    motion = project.open_motion
    if motion is not None and motion.purpose == "supplement":
        message = T("The supplement {motion} is being voted on.", motion=motion.id)
        remedy = T("Close it and send its result first.")
    elif s.records == "application" and _supplement_waits(project):
        message = T("The supplement is endorsed, and its votum has not been sent yet.")
        remedy = T("Send it: advance {project} send_supplement.", project=project.id)
    else:
        return
    yield Finding("supplement", "motion", message, remedy, _BYLAWS)


def _supplement_waits(project: Project) -> bool:
    """Whether the latest supplement was endorsed and its result is still to be sent."""
    closed = closed_motions(project, "supplement")
    return bool(closed) and _endorsed(closed[-1][0]) and not closed[-1][1]


def endorsed_plan(project: Project) -> Plan | None:
    """The plan of the latest motion that was endorsed and whose result was sent."""
    plans = endorsed_plans(project)
    return plans[-1] if plans else None


def endorsed_plans(project: Project) -> tuple[Plan, ...]:
    """The plan of the latest motion on the project that was endorsed and sent, and those of the
    supplements after it, oldest first."""
    votum = _in_force(project, "project")[-1:]
    since = votum[-1].position if votum else 0
    later = [one for one in _in_force(project, "supplement") if one.position >= since]
    return tuple(one.plan for one in (*votum, *later) if one.plan is not None)


def _in_force(project: Project, purpose: str) -> list[Motion]:
    return [one for one, sent in closed_motions(project, purpose) if sent and _endorsed(one)]


def closed_motions(project: Project, purpose: str) -> list[tuple[Motion, bool]]:
    """The counted motions of a purpose, and whether the result of each was sent: a letter tells the
    result that was found last before it."""
    vote, sending = _RECORDS[purpose]
    motions = [one for one in project.motions if one.purpose == purpose and one.result is not None]
    if not motions:
        return []
    # Motions are closed in the order in which they opened, for one is open at a time.
    closed = [one.position for one in project.entries_of(vote)][-len(motions) :]
    closed = closed if len(closed) == len(motions) else [one.position for one in motions]
    sent = [one.position for one in project.entries_of(sending)]
    ends = [*closed[1:], project.position + 1]
    return [
        (motion, any(at <= one < end for one in sent))
        for motion, at, end in zip(motions, closed, ends, strict=True)
    ]


def _endorsed(motion: Motion) -> bool:
    return motion.result is not None and motion.result.result == "endorsed"


def material_changes(basis: Plan, asked: Plan, s: Situation) -> Iterator[tuple[str, Text]]:
    """What of `asked` goes past the thresholds, as (field, sentence)."""
    assert s.bylaws is not None
    limits = s.bylaws.change
    if asked.total > basis.total + basis.total * limits.cost_increase_percent // 100:
        yield (
            "total_cost",
            T(
                "Total cost rises from {old} to {new}.",
                old=Cents(basis.total),
                new=Cents(asked.total),
            ),
        )
    elif basis.total <= s.figures.cap < asked.total:
        yield "total_cost", T("Total cost crosses the cap of {cap}.", cap=Cents(s.figures.cap))
    if asked.grant > basis.grant + basis.grant * limits.cost_increase_percent // 100:
        yield (
            "requested_grant",
            T(
                "The requested grant rises from {old} to {new}.",
                old=Cents(basis.grant),
                new=Cents(asked.grant),
            ),
        )
    # An end that only the bank has written is no change of ours.
    ours = s.sketch is not s.project.sketch or any(s.given(key) for key in _ENDS)
    latest = months_after(basis.end, limits.duration_months) if basis.end else None
    if ours and latest and asked.end and asked.end > latest:
        yield "end", T("The end moves from {old} to {new}.", old=basis.end, new=asked.end)
    plans = endorsed_plans(s.project)
    for field, old, new, known in (
        ("regions", basis.regions, asked.regions, [one.regions for one in plans]),
        ("goals", basis.goals, asked.goals, [one.goals for one in plans]),
        (
            "partners",
            basis.funded_partners,
            asked.funded_partners,
            [one.funded_partners for one in plans],
        ),
    ):
        # Until the sketch follows what a supplement endorsed, it says what the votum endorsed.
        if sorted(new) not in [sorted(one) for one in known]:
            yield field, T("{field} changes from {old} to {new}.", field=field, old=old, new=new)
    if asked.applicant not in [one.applicant for one in plans]:
        yield "applicant.name", T("The applicant changes.")
    kind = s.form.get("kind")
    if kind in _PART and not _supplemented(plans, _PART[kind]):
        yield "kind", T("A change of {kind} is material.", kind=kind)


# What of a plan a change of this kind changes.
_PART = {
    "region": "regions",
    "goal": "goals",
    "applicant": "applicant",
    "partner": "funded_partners",
}


def _supplemented(plans: tuple[Plan, ...], part: str) -> bool:
    """Whether a supplement that is in force changed this part of the plan."""
    return any(getattr(one, part) != getattr(plans[0], part) for one in plans[1:])
