"""Rules after the votum: application, changes, decision, withdrawal (D asked for, E4)."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.dates import months_after
from buendnis.errors import Finding
from buendnis.facts import Motion, Plan, Project
from buendnis.money import Cents
from buendnis.rules.money import cap_findings
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.rules.time import duration_findings, last_day_findings
from buendnis.texts import T, Text

_STRATEGY = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"
_BYLAWS = "Geschäftsordnung, Schwellen der Änderung (Annahme)"


@rule("D3.asked", T("What is asked for keeps the cap, or is justified"), _STRATEGY)
def asked_keeps_the_cap(s: Situation) -> Iterator[Finding]:
    """D3 for the amounts of an application or a change."""
    if s.given("total_cost") or s.given("new_total_cost"):
        plan = s.asked
        yield from cap_findings(
            plan.total, plan.grant, s.figures, bool(s.sketch.justification.strip()), "total_cost"
        )


@rule("D6.asked", T("What is asked for keeps the longest duration"), _STRATEGY)
def asked_keeps_the_duration(s: Situation) -> Iterator[Finding]:
    """D6 for the days of an application, a change or an extension."""
    plan = s.asked
    if plan.start and plan.end:
        yield from duration_findings(plan.start, plan.end, s.figures, _end_field(s))


@rule("D7.asked", T("What is asked for ends by the last day"), _STRATEGY)
def asked_ends_in_time(s: Situation) -> Iterator[Finding]:
    """D7 for the days of an application, a change or an extension."""
    plan = s.asked
    if plan.end:
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
    """Once applied, the day on which the application was withdrawn is named."""
    if s.project.last("application") is not None and not s.given("application_withdrawn_on"):
        yield Finding(
            "withdrawal",
            "application_withdrawn_on",
            T("The project has an application at the NBank."),
            T("Name the day it was withdrawn (--set application_withdrawn_on=DAY)."),
            _STRATEGY,
        )


@rule("same_matter", T("What the local alliance judged stays the same"), _STRATEGY)
def same_matter(s: Situation) -> Iterator[Finding]:
    """Another applicant or higher cost goes back to the local alliance; another region is B2."""
    if s.sketch.applicant.name != s.project.sketch.applicant.name:
        yield _back(s, "applicant.name", T("The applicant changes."))
    if s.amounts.total > s.project.amounts.total:
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
    """The plan asked for keeps within the thresholds of the plan that was endorsed and sent."""
    if s.bylaws is None:
        return
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


def endorsed_plan(project: Project) -> Plan | None:
    """The plan of the latest motion that was endorsed and whose result was sent."""
    plan: Plan | None = None
    sent = {
        "project": [one.position for one in project.entries_of("votum_sent")],
        "supplement": [one.position for one in project.entries_of("supplement_sent")],
    }
    for motion in project.motions:
        if _endorsed(motion) and any(at >= motion.position for at in sent[motion.purpose]):
            plan = motion.plan
    return plan


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
    if basis.end and asked.end and asked.end > months_after(basis.end, limits.duration_months):
        yield "end", T("The end moves from {old} to {new}.", old=basis.end, new=asked.end)
    for field, old, new in (
        ("regions", basis.regions, asked.regions),
        ("goals", basis.goals, asked.goals),
        ("partners", basis.funded_partners, asked.funded_partners),
    ):
        if sorted(old) != sorted(new):
            yield field, T("{field} changes from {old} to {new}.", field=field, old=old, new=new)
    if basis.applicant != asked.applicant:
        yield "applicant.name", T("The applicant changes.")
    if s.form.get("kind") in ("region", "goal", "applicant", "partner"):
        yield "kind", T("A change of {kind} is material.", kind=s.form["kind"])
