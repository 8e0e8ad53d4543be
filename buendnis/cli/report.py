"""`report`: views of the whole portfolio, on the screen or as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from buendnis.cli.acting import reading
from buendnis.cli.document_kinds import is_word
from buendnis.cli.files import refuse_existing, refuse_other_ending, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Output, Part
from buendnis.cli.standing import Ground, named
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.errors import Finding, Unreadable
from buendnis.facts import Project
from buendnis.money import Cents
from buendnis.settings.loading import Settings
from buendnis.texts import T, Text
from buendnis.workflow.definition import Label, Workflow

_STAGES = {
    "idea": T("ideas"),
    "presented": T("presented"),
    "submitted": T("submitted"),
    "endorsed": T("endorsed"),
    "granted": T("granted"),
    "closed": T("closed"),
}
_HAPPENED = {
    "idea": T("taken up as an idea"),
    "presentation": T("presented to the local alliance"),
    "submission": T("put before the alliance"),
    "application": T("applied for at the NBank"),
    "refused": T("refused by the NBank"),
    "start": T("begun"),
    "end": T("finished"),
    "closing": T("brought to its close"),
    "withdrawal": T("withdrawn"),
}


@command(
    T("Show how the money is spread over the regions."),
    examples=("buendnis report distribution", "buendnis report distribution -o verteilung.pdf"),
    more=(T("By the shares of each sketch. There is no quota; the report informs."),),
    reading=True,
)
@option("-o", "--output", "target", T("The .pdf or .docx to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def distribution(call: Invocation, target: str, force: bool) -> Output:
    """Requested, endorsed and granted by region."""
    from buendnis.usecases.reports import DISTRIBUTION, distribution_of

    projects, settings, _ = _projects(call)
    block = distribution_of(projects, settings)
    if target:
        return _written(call, DISTRIBUTION, block, settings, projects, Path(target), force)
    table = Table(
        (T("Region"), T("Projects"), T("Requested"), T("Endorsed"), T("Granted")),
        [
            (row["name"], row["projects"], *(Cents(row[key]) for key in _SUMS))
            for row in block["regions"]
        ],
    )
    return Output(_money(block), (table,))


@command(
    T("Show the projects and how far they have come."),
    examples=("buendnis report portfolio", "buendnis report portfolio -o portfolio.pdf"),
    reading=True,
)
@option("-o", "--output", "target", T("The .pdf or .docx to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def portfolio(call: Invocation, target: str, force: bool) -> Output:
    """The funnel, and every project in a row."""
    from buendnis.usecases.reports import PORTFOLIO, portfolio_of

    projects, settings, states = _projects(call)
    block = portfolio_of(projects, _german(states))
    if target:
        return _written(call, PORTFOLIO, block, settings, projects, Path(target), force)
    parts: tuple[Part, ...] = (
        Table(
            (T("Stage"), T("Projects")),
            [(_STAGES[stage], count) for stage, count in block["stages"].items()],
        ),
        Table(
            (Column(T("Project"), whole=True), T("Title"), T("State"), T("Requested")),
            [
                (one.id, one.sketch.title, named(states[one.id]), Cents(one.amounts.grant))
                for one in projects
            ],
            T("There is no project yet."),
        ),
    )
    return Output({"stages": block["stages"], "projects": _money(block["projects"])}, parts)


@command(
    T("Show a year, for the assembly of the alliance."),
    examples=("buendnis report assembly", "buendnis report assembly --year 2026 -o jahr.pdf"),
    more=(T("What happened counts by its business day, however late it was entered."),),
    reading=True,
)
@option("--year", T("The year; without it, this one."), type=click.IntRange(2000, 2100))
@option("-o", "--output", "target", T("The .pdf or .docx to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def assembly(call: Invocation, year: int | None, target: str, force: bool) -> Output:
    """What happened in a year, its meetings, and where the projects stand."""
    from buendnis.usecases.reports import YEARLY

    wanted = year or (call.as_of or call.today()).year
    first, last = date(wanted, 1, 1), date(wanted, 12, 31)
    return _period(call, YEARLY, first, last, target, force)


@command(
    T("Show a half-year, for the ministry and the bank."),
    examples=("buendnis report half-year", "buendnis report half-year 2026-1 -o meldung.pdf"),
    more=(T("What happened counts by its business day, however late it was entered."),),
    reading=True,
)
@argument("half", T("YEAR-1 or YEAR-2; without it, the present one."), required=False, default="")
@option("-o", "--output", "target", T("The .pdf or .docx to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def half_year(call: Invocation, half: str, target: str, force: bool) -> Output:
    """What happened in a half-year, its meetings, and where the projects stand."""
    from buendnis.planning.period import half_year as days_of
    from buendnis.usecases.reports import HALF_YEARLY

    day = call.as_of or call.today()
    wanted = half or f"{day.year}-{1 if day.month < 7 else 2}"
    if not re.fullmatch(r"2\d{3}-[12]", wanted, re.ASCII):
        message = T("“{text}” is no half-year.", text=half[:40])
        remedy = T("Write it like 2026-1 or 2026-2.")
        raise Unreadable(message, [Finding("input", "HALF", message, remedy)])
    first, last = days_of(int(wanted[:4]), int(wanted[-1]))
    return _period(call, HALF_YEARLY, first, last, target, force)


def _period(
    call: Invocation, kind: str, first: date, last: date, target: str, force: bool
) -> Output:
    from buendnis.planning.period import happenings, meetings_between
    from buendnis.usecases.reports import period_of

    projects, settings, states = _projects(call)
    with reading(call) as view:
        meetings = view.meetings()
    block = period_of(projects, meetings, settings, _german(states), first, last)
    if target:
        return _written(call, kind, block, settings, projects, Path(target), force)
    parts: tuple[Part, ...] = (
        Table(
            (T("Day"), Column(T("Project"), whole=True), T("Title"), T("Happened")),
            [
                (one.day, one.project.id, one.project.sketch.title, _what(one.what))
                for one in happenings(projects, first, last)
            ],
            T("Nothing is entered in this time."),
        ),
        Table(
            (T("Day"), Column(T("Meeting"), whole=True), T("Kind"), T("Held")),
            [
                (one.day, one.id, word(one.kind), one.closed)
                for one in meetings_between(meetings, first, last)
            ],
            T("No meeting is entered in this time."),
        ),
    )
    return Output(_money(block), parts)


_SUMS = ("requested", "endorsed", "granted")


def _projects(call: Invocation) -> tuple[list[Project], Settings, dict[str, Label]]:
    """The projects, the settings, and the name of each project's state."""
    with reading(call) as view:
        ground, projects = Ground(view), view.projects()
        states = {one.id: _label(one, ground.workflow(one.workflow)) for one in projects}
        return projects, ground.settings, states


def _label(project: Project, workflow: Workflow) -> Label:
    """What a project's state is called; of a file that was put away, what it was before."""
    entry = next((one for one in reversed(project.entries) if one.source != one.target), None)
    if entry is None or entry.records != "filing":
        return workflow.states[project.state].label
    before = workflow.states[entry.source].label
    return Label(f"{before.de}, abgelegt", f"{before.en}, filed")


def _german(states: Mapping[str, Label]) -> dict[str, str]:
    """The states as a document names them, and `--json`, which holds the document's block."""
    return {project: label.de for project, label in states.items()}


def _what(code: str) -> Text:
    """What happened to a project, in the reader's language."""
    return _HAPPENED.get(code) or word(code)


def _written(
    call: Invocation,
    kind: str,
    block: dict[str, Any],
    settings: Settings,
    projects: list[Project],
    path: Path,
    force: bool,
) -> Output:
    from buendnis.documents.issue import build, build_word
    from buendnis.documents.text import template_source
    from buendnis.usecases.reports import report_data

    refuse_existing(path, force=force)
    refuse_other_ending(path, ".pdf", ".docx")
    made_up = any(one.fictitious for one in projects)
    data = report_data(kind, block, settings, call.as_of or call.today(), made_up)
    source = template_source(kind, settings.alliance.name)
    body = build_word(data, source) if is_word(path) else build(data, source)
    write_whole(path, body, force=force)
    return Output({"kind": kind, "file": path}, (T("Written: {file}", file=str(path)),))


def _money(value: Any, key: str = "") -> Any:
    """The block with its cents as money, for `--json`."""
    if isinstance(value, dict):
        return {name: _money(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_money(one) for one in value]
    return Cents(value) if key in (*_SUMS, "total") and isinstance(value, int) else value
