"""`project plan`: the cost plan of a recorded project as a workbook or a paper."""

from __future__ import annotations

from buendnis.cli.acting import reading
from buendnis.cli.files import as_typed, refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.texts import T


@command(
    T("Write the cost plan of a project as a workbook or as a PDF."),
    examples=(
        "buendnis project plan LW-2026-001 -o KFP.xlsx",
        "buendnis project plan LW-2026-001 -o KFP.pdf",
    ),
    more=(
        T(
            "The workbook reckons by itself; only its yellow cells can be changed. Filled in, it "
            "comes back with project revise --plan."
        ),
    ),
    reading=True,
)
@argument("id", T("The project."))
@option("-o", "--output", "target", T("The .xlsx or .pdf to write; without it, ID-KFP.xlsx."))
@option("--force", T("Replace a file of that name."), is_flag=True)
def plan(call: Invocation, id: str, target: str | None, force: bool) -> Output:
    """The workbook of the sketch as it stands, with the figures that apply to the project."""
    from buendnis.cli.plan_file import (
        figures_of,
        is_paper,
        owner_of,
        plan_path,
        plan_workbook,
        sums,
    )
    from buendnis.cli.standing import Ground

    with reading(call) as view:
        project = view.project(id)
        settings = Ground(view).settings
    programme, day = settings.programme, call.as_of or call.today()
    path = plan_path(target, project.id)
    refuse_existing(path, force=force)
    if is_paper(path):
        from buendnis.documents.issue import render_plan

        content = render_plan(project, settings.alliance, programme, day)
    else:
        figures = figures_of(project, programme, day)
        content = plan_workbook(project.sketch, programme, figures, owner_of(project))
    write_whole(path, content, force=force)
    data, shown = sums(project.sketch, programme)
    parts: list[Part] = [T("Written: {file}", file=str(path)), shown]
    if not is_paper(path):
        following = T(
            "Next: buendnis project revise {project} --plan {file} --reason TEXT (office)",
            project=project.id,
            file=as_typed(path),
        )
        parts.append(NextStep(following))
    return Output({"project": project.id, "file": path, **data}, tuple(parts))
