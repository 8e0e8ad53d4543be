"""`sketch plan`: the cost plan of a sketch as a workbook, and back into the sketch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from buendnis.cli.files import as_typed, refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import NextStep, Output
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Sketch
    from buendnis.settings.loading import Settings

_USUAL_ALLIANCE = "leine-weser"


@command(
    T("Write the cost plan of a sketch as a workbook or a PDF, or take a workbook back."),
    examples=(
        "buendnis sketch plan idee.toml -o KFP.xlsx",
        "buendnis sketch plan idee.toml -o KFP.pdf",
        "buendnis sketch plan --from KFP.xlsx idee.toml",
        "buendnis sketch plan --from KFP.xlsx idee.toml -o neu.toml",
    ),
    more=(
        T(
            "The workbook reckons by itself: sums, flat rates, and whether costs and funding agree "
            "in each year. Only its yellow cells can be changed."
        ),
        T(
            "With --from, the rows of the workbook take the place of those in the sketch; the rest "
            "of the file, its comments too, stays as it is."
        ),
    ),
)
@argument("file", T("The sketch, as .toml, .xlsx or the .pdf of sketch render."))
@option("-o", "--output", "target", T("The file to write: .xlsx or .pdf, or .toml with --from."))
@option("--from", "source", T("The workbook to take back."), metavar="KFP.xlsx")
@option("--force", T("Replace a file of that name."), is_flag=True)
def plan(
    call: Invocation, file: str, target: str | None, source: str | None, force: bool
) -> Output:
    """The workbook beside the sketch, or the sketch with the workbook's rows."""
    from buendnis.cli.plan_file import is_paper, plan_path, plan_workbook, sums
    from buendnis.cli.sketch_files import read_given
    from buendnis.settings.loading import load_settings

    read = read_given(file)
    if read.sketch is None or read.findings:
        raise Unreadable(T("The sketch cannot be read."), read.findings)
    settings = load_settings(read.sketch.alliance or _USUAL_ALLIANCE)
    if source is not None:
        return _taken_back(call, read.sketch, settings, file, source, target, force)
    path = plan_path(target, str(Path(file).with_suffix("")))
    refuse_existing(path, force=force)
    programme, day = settings.programme, call.today()
    data, shown = sums(read.sketch, programme)
    if is_paper(path):
        from buendnis.documents.issue import render_plan
        from buendnis.facts import Project

        idea = Project("", "", settings.alliance.name, "idea", 0, read.sketch)
        write_whole(path, render_plan(idea, settings.alliance, programme, day), force=force)
        return Output({"file": path, **data}, (T("Written: {file}", file=str(path)), shown))
    content = plan_workbook(read.sketch, programme, programme.figures_on(day))
    write_whole(path, content, force=force)
    following = T(
        "Next: fill in the yellow cells, then "
        "buendnis sketch plan --from {plan} {file} (applicant)",
        plan=as_typed(path),
        file=as_typed(file),
    )
    return Output(
        {"file": path, **data},
        (T("Written: {file}", file=str(path)), shown, NextStep(following)),
    )


def _taken_back(
    call: Invocation,
    sketch: Sketch,
    settings: Settings,
    file: str,
    source: str,
    target: str | None,
    force: bool,
) -> Output:
    """The sketch file with the rows of the workbook; without a target, it takes its place."""
    from buendnis.cli.plan_file import sums
    from buendnis.documents.workbook.read import read_plan

    path = Path(target or file)
    if path.suffix.lower() != ".toml":
        message = T("The sketch is written as .toml, not as “{suffix}”.", suffix=path.suffix[:20])
        remedy = T("Name the new sketch with -o, like -o neu.toml.")
        raise Unreadable(message, [Finding("input", "-o", message, remedy)])
    if target is not None:
        refuse_existing(path, force=force)
    figures = settings.programme.figures_on(call.today())
    new = read_plan(source, settings.programme, figures).put_into(sketch)
    text, kept = _written(call, file, new, settings)
    write_whole(path, text.encode(), force=force or target is None)
    data, shown = sums(new, settings.programme)
    parts = [T("Written: {file}", file=str(path)), shown]
    if not kept:
        parts.insert(1, T("The file was written anew: its own comments are not in it."))
    following = NextStep(T("Next: buendnis sketch check {file} (applicant)", file=as_typed(path)))
    return Output({"file": path, "comments_kept": kept, **data}, (*parts, following))


def _written(call: Invocation, file: str, new: Sketch, settings: Settings) -> tuple[str, bool]:
    """The new text of the sketch, and whether it is the old one but for the rows."""
    from buendnis.reading import read_bytes
    from buendnis.sketch.replace_rows import with_rows
    from buendnis.sketch.write_toml import sketch_toml

    if Path(file).suffix.lower() == ".toml":
        text = with_rows(read_bytes(file).decode("utf-8-sig"), new)
        if text is not None:
            return text, True
    return sketch_toml(new, settings.alliance, call.translate), False
