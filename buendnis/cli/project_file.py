"""`project file`: the file of a project as a folder, for the document system and the auditors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from buendnis.cli.acting import reading
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Output, Part
from buendnis.cli.progress import progress
from buendnis.cli.standing import Ground
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Project
    from buendnis.store.reading import View
    from buendnis.usecases.filing import Filed


@command(
    T("Write the file of a project: every paper, a table of contents, the course of things."),
    examples=(
        "buendnis project file LW-2026-001 -o akten",
        "buendnis project file --all -o akten",
    ),
    more=(
        T(
            "Each project gets a folder of its own, which is there whole or not at all. A folder "
            "that holds the same state already is left as it is, so an interrupted call goes on."
        ),
    ),
    reading=True,
)
@argument("id", T("The project."), required=False)
@option("--all", "every", T("All projects."), is_flag=True)
@option("-o", "--output", "target", T("The folder to write into."), required=True, metavar="DIR")
def file(call: Invocation, id: str | None, every: bool, target: str) -> Output:
    """One folder for each project."""
    if (id is not None) == every:
        raise click.UsageError(call.say(T("Name a project, or say --all.")))
    with reading(call) as view:
        projects = view.projects() if id is None else [view.project(id)]
        filed = list(_written(view, projects, Path(target)))
    data = [
        {
            "project": one.project,
            "folder": one.folder,
            "papers": one.papers,
            "written": one.written,
        }
        for one in filed
    ]
    return Output(data, tuple(_parts(filed)))


def _written(view: View, projects: list[Project], folder: Path) -> Iterator[Filed]:
    # Papers that were never sealed are rendered here, which needs the libraries for it.
    from buendnis.usecases.filing import write_file

    ground = Ground(view)
    for project in progress(projects, T("Writing the files"), len(projects)):
        workflow = ground.workflow(project.workflow)
        yield write_file(view, project, workflow, folder)


def _parts(filed: list[Filed]) -> Iterator[Part]:
    for one in filed:
        if one.written:
            yield T("Written: {file}", file=str(one.folder))
        else:
            yield T("Up to date: {file}", file=str(one.folder))
