"""`workflow`: checking, showing, drawing and comparing workflows, and moving projects to them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import Heading, NextStep, Output, Part, Plain
from buendnis.cli.progress import progress
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.workflow_pages import (
    changes,
    changes_data,
    check_data,
    check_parts,
    show_data,
)
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from datetime import date

    from buendnis.workflow.definition import Workflow

USUAL_ALLIANCE = "leine-weser"


@command(
    T("Check that a workflow is sound."),
    examples=(
        "buendnis workflow check",
        "buendnis workflow check leine-weser --quick",
        "buendnis workflow check workflows/leine-weser/workflow.toml",
    ),
    more=(
        T(
            "Names and structure are checked first. Then every fact that the steps can reach is "
            "explored, and the properties are proved or refuted by a shortest path."
        ),
        T("Exit status: 0 everything holds, 1 a property does not hold, 2 the file has mistakes."),
    ),
)
@argument("source", T("A workflow file, or the name of an alliance."), required=False,
          metavar="[FILE|ALLIANCE]")  # fmt: skip
@option("--quick", T("Names and structure only; prove nothing."), is_flag=True)
def check(call: Invocation, source: str | None, quick: bool) -> Output:
    """The proof, or what refutes it."""
    workflow = _workflow(source or USUAL_ALLIANCE)
    _check_documents(workflow, source or USUAL_ALLIANCE)
    if quick:
        return _checked_quickly(workflow)
    from buendnis.settings.loading import load_settings
    from buendnis.workflow.check import explored, judged
    from buendnis.workflow.decision import Ground
    from buendnis.workflow.sample import slices

    ground = Ground(workflow, load_settings(workflow.alliance))
    parts = slices(ground.settings)
    began = time.monotonic()
    walks = progress(explored(ground, parts), T("Exploring"), len(parts))
    report = judged(ground, walks)
    seconds = round(time.monotonic() - began, 1)
    data = check_data(workflow, report, seconds, call.language)
    parts_shown = tuple(check_parts(workflow, report, seconds, call.language))
    return Output(data, parts_shown, 0 if report.sound else 1)


@command(
    T("Show states, steps, roles and rules of a workflow."),
    examples=("buendnis workflow show", "buendnis workflow show leine-weser --json"),
)
@argument("source", T("A workflow file, or the name of an alliance."), required=False,
          metavar="[ALLIANCE]")  # fmt: skip
def show(call: Invocation, source: str | None) -> Output:
    """The workflow as tables."""
    workflow = _workflow(source or USUAL_ALLIANCE)
    data = show_data(workflow)
    language = call.language
    states = Table(
        (Column(T("State"), whole=True), T("Name"), T("Properties")),
        [(row["state"], row[language], ", ".join(row["marks"])) for row in data["states"]],
    )
    steps = Table(
        (Column(T("Step"), whole=True), T("Name"), T("From"), T("To"), T("By"), T("Rules")),
        [
            (
                row["step"],
                row[language],
                T("any state") if len(row["from"]) == len(workflow.states) else row["from"],
                tuple(dict.fromkeys(one["state"] for one in row["to"])),
                row["by"],
                row["rules"],
            )
            for row in data["steps"]
        ],
    )
    rules = Table(
        (Column(T("Rule"), whole=True), T("What it says"), T("Source")),
        [(row["rule"], row["title"], row["source"]) for row in data["rules"]],
    )
    parts: tuple[Part, ...] = (
        Fields(((T("Alliance"), workflow.alliance), (T("Version"), str(workflow.version)))),
        Heading(T("States")), states, Heading(T("Steps")), steps, Heading(T("Rules")), rules,
    )  # fmt: skip
    return Output(data, parts)


@command(
    T("Draw the workflow, as Mermaid or SVG."),
    examples=("buendnis workflow graph", "buendnis workflow graph -o ablauf.svg"),
)
@argument("source", T("A workflow file, or the name of an alliance."), required=False,
          metavar="[FILE|ALLIANCE]")  # fmt: skip
@option("-o", "--output", "target", T("The file to write: .mmd or .svg."), metavar="FILE")
@option("--force", T("Replace a file of that name."), is_flag=True)
def graph(call: Invocation, source: str | None, target: str | None, force: bool) -> Output:
    """The picture in a file, or as Mermaid on standard output."""
    from buendnis.workflow.drawing import svg
    from buendnis.workflow.export import mermaid

    workflow = _workflow(source or USUAL_ALLIANCE)
    if target is None:
        text = mermaid(workflow)
        return Output({"mermaid": text}, (Plain(text.rstrip("\n")),))
    path = Path(target)
    makers = {".mmd": mermaid, ".svg": svg}
    make = makers.get(path.suffix.lower())
    if make is None:
        message = T("A graph ends in .mmd or .svg, not in “{suffix}”.", suffix=path.suffix[:20])
        raise Unreadable(message, [Finding("input", "-o", message, T("Name it ablauf.svg."))])
    refuse_existing(path, force=force)
    write_whole(path, make(workflow).encode(), force=force)
    return Output({"file": path}, (T("Written: {file}", file=str(path)),))


@command(
    T("Compare two workflows."),
    examples=(
        "buendnis workflow diff old.toml new.toml",
        "buendnis workflow diff old.toml",
        "buendnis workflow diff --db buendnis.db",
    ),
    more=(
        T(
            "Without NEW, the workflow in its alliance's folder. Without OLD, each version that "
            "projects of the database run under."
        ),
    ),
)
@argument("old", T("The older workflow: a file, or an alliance."), required=False, metavar="[OLD]")
@argument("new", T("The newer one."), required=False, metavar="[NEW]")
def diff(call: Invocation, old: str | None, new: str | None) -> Output:
    """What changed, and which projects run under which version."""
    from buendnis.workflow.comparing import differences

    if old is not None:
        before = _workflow(old)
        after = _workflow(new or before.alliance)
        found = differences(before, after)
        return Output({"changes": changes_data(found)}, (changes(found),))
    versions = []
    parts: list[Part] = []
    for before, after, projects in _running(call):
        found = differences(before, after)
        versions.append(
            {
                "workflow": before.fingerprint,
                "version": before.version,
                "newest": before.fingerprint == after.fingerprint,
                "projects": projects,
                "changes": changes_data(found),
            }
        )
        parts.append(
            Heading(
                T(
                    "Version {version} ({print}), projects: {projects}",
                    version=str(before.version),
                    print=before.fingerprint[:8],
                    projects=projects,
                )
            )
        )
        parts.append(changes(found))
    shown = parts or [T("There is no project in the record.")]
    return Output({"versions": versions}, tuple(shown))


@command(
    T("Move projects to the newest workflow."),
    examples=("buendnis workflow move LW-2026-001", "buendnis workflow move --all"),
)
@argument("project", T("The project to move."), required=False, metavar="[ID]")
@option("--all", "every", T("Move all projects whose state still exists."), is_flag=True)
@on_option()
def move(call: Invocation, project: str | None, every: bool, on: date | None) -> Output:
    """Each project under the workflow as it lies in the folder now."""
    if (project is None) == (not every):
        message = T("Name one project, or say --all.")
        raise Unreadable(message, [Finding("input", "ID", message)])
    from buendnis.cli.acting import writing
    from buendnis.usecases.moving import move_projects

    with writing(call, on) as (office, who):
        done = move_projects(office, who, None if every else [str(project)])
    rows = [
        (one.project, one.state, _outcome(one.moved, one.before == one.after), one.misfits)
        for one in done
    ]
    table = Table(
        (Column(T("Project"), whole=True), T("State"), T("Result"), T("What no longer fits")), rows
    )
    data = {
        "projects": [
            {
                "project": one.project,
                "state": one.state,
                "moved": one.moved,
                "from": one.before,
                "to": one.after,
                "misfits": one.misfits,
            }
            for one in done
        ]
    }
    stuck = any(not one.moved and one.before != one.after for one in done)
    following = NextStep(T("Next: buendnis board (office)"))
    return Output(data, (table, following), 1 if stuck else 0)


def _outcome(moved: bool, same: bool) -> Text:
    if moved:
        return T("moved")
    return T("is at the newest already") if same else T("stays")


def _workflow(source: str) -> Workflow:
    """The workflow of a file, or of the alliance of that name."""
    from buendnis.workflow.loading import load_workflow, workflow_bytes

    if source.endswith(".toml") or "/" in source or "\\" in source:
        return load_workflow(Path(source))
    return load_workflow(workflow_bytes(source))


def _check_documents(workflow: Workflow, source: str) -> None:
    """Raises `Unreadable` for documents that no template exists for."""
    from buendnis.documents.catalogue import catalogue
    from buendnis.workflow.structure import check_documents

    wrong = [
        Finding(
            "input",
            f"steps.{step}",
            T("There is no template for the document “{name}”.", name=document),
            T("Add the folder templates/{name}, or name another document.", name=document),
            file=source,
        )
        for step, document in check_documents(workflow, catalogue())
    ]
    if wrong:
        raise Unreadable(T("The workflow names documents that do not exist."), wrong)


def _checked_quickly(workflow: Workflow) -> Output:
    data = {
        "alliance": workflow.alliance,
        "version": workflow.version,
        "sound": None,
        "states": len(workflow.states),
        "steps": len(workflow.steps),
    }
    said = T(
        "Names and structure are right: {states} states, {steps} steps. Nothing was proved.",
        states=len(workflow.states),
        steps=len(workflow.steps),
    )
    return Output(data, (said,))


def _running(call: Invocation) -> list[tuple[Workflow, Workflow, list[str]]]:
    """Each version that projects run under, the newest one, and the projects."""
    from buendnis.cli.acting import reading
    from buendnis.workflow.loading import load_workflow, workflow_bytes

    found = []
    with reading(call) as view:
        after = load_workflow(workflow_bytes(view.alliance))
        by_version: dict[str, list[str]] = {}
        for name, digest in view.query("SELECT id, workflow FROM project ORDER BY id"):
            by_version.setdefault(digest, []).append(name)
        for digest, projects in by_version.items():
            source = view.content(digest)
            if source is None:
                raise Unreadable(T("The workflow of the project is not in the database."))
            found.append((load_workflow(source), after, projects))
    return found
