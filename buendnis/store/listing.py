"""Lists of projects from the columns of their table: no facts are read, no page costs more than
another. As of an earlier day everything is folded from the log."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from buendnis.facts import Project
from buendnis.money import Cents
from buendnis.store.people import names_of
from buendnis.store.reading import View

_COLUMNS = (
    "id, reference, title, applicant, state, cause, version, lead_region, responsible, start_day,"
    " end_day, total_cents, grant_cents, adopted, fictitious"
)


class Row(Struct, frozen=True):
    """A project in a list. Days are ISO texts, empty if unknown."""

    id: str
    reference: str
    title: str
    applicant: str
    state: str
    cause: str
    version: int
    lead_region: str
    responsible: str
    start: str
    end: str
    total_cost: Cents
    requested_grant: Cents
    adopted: bool
    fictitious: bool


class Wanted(Struct, frozen=True):
    """Which projects: each part may be empty. after: ids beyond this one; limit: 0 for all."""

    state: str = ""
    lead_region: str = ""
    responsible: str = ""
    after: str = ""
    limit: int = 0


def project_rows(view: View, wanted: Wanted) -> list[Row]:
    """The rows that are wanted, in the order of their ids."""
    if view.as_of:
        known = (one for one in view.projects() if _fits(one, wanted))
        return [_row_of(one) for one in islice(known, wanted.limit or None)]
    where, values = _where(view, wanted)
    limit = " LIMIT ?" if wanted.limit else ""
    found = view.query(
        f"SELECT {_COLUMNS} FROM project {where} ORDER BY id{limit}",  # noqa: S608 - our columns
        (*values, wanted.limit) if wanted.limit else values,
    )
    people = names_of(sorted({row[8] for row in found if row[8]}), view.query)
    return [_row(row, people) for row in found]


def _where(view: View, wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    for column, value in (("state", wanted.state), ("lead_region", wanted.lead_region)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.after:
        parts.append("id > ?")
        values.append(wanted.after)
    if wanted.responsible:
        refs = [row[0] for row in _refs_of(view, wanted.responsible)]
        parts.append(f"responsible IN ({', '.join('?' * len(refs))})")
        values += refs
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), tuple(values)


def _refs_of(view: View, name: str) -> list[tuple[Any, ...]]:
    """The keys that a name stands for, those it replaced included."""
    return view.query(
        "WITH RECURSIVE known(ref) AS (SELECT ref FROM person WHERE value = ? UNION"
        " SELECT person.ref FROM person JOIN known ON person.replaced_by = known.ref)"
        " SELECT ref FROM known",
        (name,),
    )


def _row(row: tuple[Any, ...], people: dict[str, str]) -> Row:
    values = list(row)
    values[8] = people.get(row[8], row[8])
    values[11], values[12] = Cents(row[11]), Cents(row[12])
    values[13], values[14] = bool(row[13]), bool(row[14])
    return Row(*values)


def _fits(project: Project, wanted: Wanted) -> bool:
    return (
        wanted.state in ("", project.state)
        and wanted.lead_region in ("", project.sketch.lead_region)
        and wanted.responsible in ("", project.responsible)
        and project.id > wanted.after
    )


def _row_of(project: Project) -> Row:
    sketch = project.sketch
    return Row(
        id=project.id,
        reference=project.reference,
        title=sketch.title,
        applicant=sketch.applicant.name,
        state=project.state,
        cause=project.cause,
        version=project.version,
        lead_region=sketch.lead_region,
        responsible=project.responsible,
        start=sketch.start.isoformat() if sketch.start else "",
        end=sketch.end.isoformat() if sketch.end else "",
        total_cost=Cents(project.amounts.total),
        requested_grant=Cents(project.amounts.grant),
        adopted=project.adopted,
        fictitious=project.fictitious,
    )


def counts_by_state(view: View) -> Iterator[tuple[str, int, Cents, Cents]]:
    """For each state that has projects: how many, their total cost and requested grant."""
    found: list[tuple[Any, ...]]
    if view.as_of:
        sums: dict[str, tuple[int, int, int]] = {}
        for one in view.projects():
            count, total, grant = sums.get(one.state, (0, 0, 0))
            sums[one.state] = (count + 1, total + one.amounts.total, grant + one.amounts.grant)
        found = [(state, *row) for state, row in sums.items()]
    else:
        found = view.query(
            "SELECT state, count(*), sum(total_cents), sum(grant_cents) FROM project GROUP BY state"
        )
    for state, count, total, grant in found:
        yield state, count, Cents(total), Cents(grant)
