"""The blocks of what is planned: the project as its sketch describes it, and its money."""

from __future__ import annotations

from typing import Any

from buendnis.costs import CostPlan, cost_plan
from buendnis.documents.case import Case, given
from buendnis.documents.labels import (
    APPLICANT,
    CONTENT,
    COST,
    EFFECT,
    FUNDING,
    KIND,
    LEVEL,
    PARTNER,
    TYPE,
    label,
)
from buendnis.facts import Sketch
from buendnis.rules.justification import on_record
from buendnis.settings.alliance import Alliance

_FULL = 10_000


def project_block(case: Case) -> dict[str, Any]:
    """The sketch with its labels: goals in the strategy's words, regions and districts by name."""
    project, sketch, alliance = case.project, case.project.sketch, case.alliance
    return {
        "id": given(project.id),
        "reference": given(project.reference),
        "responsible": given(project.responsible),
        "version": project.sketch_version,
        "adopted": project.adopted,
        "title": given(sketch.title),
        "type": label(TYPE, sketch.type),
        "kind": label(KIND, sketch.kind),
        "level": label(LEVEL, sketch.level),
        "effect": ", ".join(EFFECT.get(one, one) for one in sketch.effect) or None,
        "start": sketch.start.isoformat() if sketch.start else None,
        "end": sketch.end.isoformat() if sketch.end else None,
        "last_day": case.figures.last_day.isoformat(),
        "regions": _regions(sketch, alliance),
        "districts": given(", ".join(sketch.districts)),
        "goals": _goals(sketch, alliance),
        "predecessor": given(sketch.predecessor),
        "call": _call(sketch, alliance),
        "digitalisation": given(sketch.digitalisation),
        "green_economy": given(sketch.green_economy),
        "applicant": {
            "name": given(sketch.applicant.name),
            "type": label(APPLICANT, sketch.applicant.type),
            "contact": given(sketch.applicant.contact),
            "email": given(sketch.applicant.email),
            "address": given(sketch.applicant.address),
            "represented_by": given(sketch.applicant.represented_by),
            "project_lead": given(sketch.applicant.project_lead),
        },
        "partners": [
            {"name": one.name, "role": label(PARTNER, one.role)} for one in sketch.partners
        ],
        "content": {key: given(sketch.content.get(key, "")) for key in CONTENT},
        "texts": [
            {"label": name, "text": sketch.content[key]}
            for key, name in CONTENT.items()
            if sketch.content.get(key, "").strip()
        ],
        "indicators": [
            {
                "name": one.name,
                "unit": given(one.unit),
                "baseline": given(one.baseline),
                "target": given(one.target),
            }
            for one in sketch.indicators
        ],
        "justification": given(sketch.justification),
    }


def costs_block(case: Case) -> dict[str, Any]:
    """The cost plan by year and category, its funding, and how it stands to the cap."""
    plan = cost_plan(case.project.sketch, case.programme)
    figures = case.figures
    reference = figures.reference_grant
    over = plan.total > figures.cap
    return {
        "years": [str(year) for year in plan.years],
        "rows": [
            _sums(COST[category], "", [plan.cost(year, category) for year in plan.years])
            | {"lines": _lines(plan, category)}
            for category in plan.categories
        ],
        "totals": [plan.cost(year) for year in plan.years],
        "total": plan.total,
        "funding": _funding(plan),
        "funding_totals": [plan.money(year) for year in plan.years],
        "funding_total": plan.money(),
        "balanced": all(plan.cost(year) == plan.money(year) for year in plan.years),
        "grant": plan.grant,
        "other_money": plan.money() - plan.grant,
        "rate": plan.grant * _FULL // plan.total if plan.total else None,
        "staff": [
            {
                "level": one.row.level,
                "year": str(one.year),
                "share": one.row.share,
                "months": one.months,
                "rate": one.rate,
                "monthly": one.monthly,
                "cents": one.cents,
                "reduced": one.row.reduced,
            }
            for one in plan.staff
        ],
        "cap": figures.cap,
        "over_cap": over,
        "excess": plan.total - figures.cap if over else None,
        "reference_grant": reference,
        "needs_justification": over and (reference is None or plan.grant > reference),
        "justified": on_record(case.project),
        "criteria_above": figures.criteria_above,
        "needs_criteria": plan.grant > figures.criteria_above,
    }


def _lines(plan: CostPlan, category: str) -> list[dict[str, Any]]:
    """Each single cost of a category in the sketch's order: what for, the year, whole cents."""
    # A line of staff has its level for a label; a bare number says nothing to a reader.
    staff = {(one.year, one.cents, one.row.level) for one in plan.staff}
    return [
        {
            "label": f"Stufe {line.label}"
            if category == "personnel" and (line.year, line.cents, line.label) in staff
            else given(line.label.strip()),
            "year": str(line.year),
            "cents": int(line.cents),
        }
        for line in plan.lines
        if line.category == category
    ]


def _funding(plan: CostPlan) -> list[dict[str, Any]]:
    kept: dict[tuple[str, str], None] = {}
    for source in plan.sources:
        for row in plan.funding:
            if row.source == source:
                kept[(source, row.provider)] = None
    return [
        _sums(
            FUNDING[source],
            provider,
            [
                sum(
                    row.cents
                    for row in plan.funding
                    if (row.year, row.source, row.provider) == (year, source, provider)
                )
                for year in plan.years
            ],
        )
        for source, provider in kept
    ]


def _sums(name: str, detail: str, by_year: list[Any]) -> dict[str, Any]:
    return {
        "label": name,
        "detail": given(detail),
        "by_year": [int(cents) for cents in by_year],
        "total": sum(by_year),
    }


def _regions(sketch: Sketch, alliance: Alliance) -> list[dict[str, Any]]:
    rows = []
    for share in sketch.regions:
        region = alliance.region(share.region)
        rows.append(
            {
                "name": region.name if region else share.region,
                "percent": share.percent * 100,
                "lead": share.region == sketch.lead_region,
                "alliance": region.local_alliance.name if region else None,
            }
        )
    return rows


def _goals(sketch: Sketch, alliance: Alliance) -> list[dict[str, Any]]:
    rows = []
    for one in sketch.goals:
        goal = alliance.goal(one)
        field = alliance.field(goal.field) if goal else None
        rows.append(
            {
                "id": one,
                "text": goal.text if goal else None,
                "field": field.title if field else None,
            }
        )
    return rows


def _call(sketch: Sketch, alliance: Alliance) -> str | None:
    call = alliance.call(sketch.call)
    return call.title if call else given(sketch.call)
