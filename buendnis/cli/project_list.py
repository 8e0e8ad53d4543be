"""The list of projects, as a table or as JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.output import Output, Part
from buendnis.cli.standing import Ground, state_name
from buendnis.cli.tables import Column, Table
from buendnis.errors import Finding, Unreadable
from buendnis.store.listing import Row, Wanted, project_rows
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.store.reading import View


def listed(
    view: View,
    state: str | None,
    region: str | None,
    responsible: str | None,
    limit: int | None,
    after: str | None,
) -> Output:
    """A page of projects. Raises `Unreadable` for a state or region that nobody knows."""
    ground = Ground(view)
    workflow = ground.newest()
    if state and state not in workflow.states:
        raise _unknown(
            "--state",
            T("There is no state “{state}”.", state=state[:80]),
            tuple(workflow.states),
        )
    if region and ground.alliance.region(region) is None:
        raise _unknown(
            "--region",
            T("There is no region “{region}”.", region=region[:80]),
            tuple(one.id for one in ground.alliance.regions),
        )
    wanted = Wanted(state or "", region or "", responsible or "", after or "", limit or 0)
    rows = project_rows(view, wanted)
    parts: list[Part] = [
        Table(
            (
                Column(T("Project"), whole=True),
                Column(T("State"), whole=True),
                T("Title"),
                Column(T("Applicant"), spare=True),
                T("Total cost"),
                Column(T("Requested grant"), spare=True),
                Column(T("Planned end"), whole=True, spare=True),
                Column(T("Responsible"), spare=True),
            ),
            [
                (
                    one.id,
                    state_name(workflow, one.state),
                    one.title,
                    one.applicant,
                    one.total_cost,
                    one.requested_grant,
                    date.fromisoformat(one.end) if one.end else "",
                    one.responsible,
                )
                for one in rows
            ],
            T("There are no such projects."),
        )
    ]
    if limit and len(rows) == limit:
        parts.append(
            T("More: project list --limit {limit} --after {id}", limit=limit, id=rows[-1].id)
        )
    return Output([_data(one) for one in rows], tuple(parts))


def _data(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "reference": row.reference,
        "title": row.title,
        "applicant": row.applicant,
        "state": row.state,
        "cause": row.cause,
        "version": row.version,
        "lead_region": row.lead_region,
        "responsible": row.responsible,
        "start": row.start or None,
        "end": row.end or None,
        "total_cost": row.total_cost,
        "requested_grant": row.requested_grant,
        "adopted": row.adopted,
        "fictitious": row.fictitious,
    }


def _unknown(option: str, message: Any, known: tuple[str, ...]) -> Unreadable:
    remedy = T("Known here: {keys}.", keys=known)
    return Unreadable(message, [Finding("input", option, message, remedy)])
