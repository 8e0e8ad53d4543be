"""`sketch`: for applicants. It needs no database and no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from buendnis.cli.files import as_typed, refuse_existing, refuse_other_ending, write_whole
from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Aside, Heading, NextStep, Output, Part
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.settings.alliance import Alliance
    from buendnis.settings.programme import Programme
    from buendnis.sketch.check import SketchReport
    from buendnis.sketch.reading import SketchFile

USUAL_ALLIANCE = "leine-weser"
STEPS = ("present", "submit")


@command(
    T("Write a sketch to fill in, or ask for it."),
    examples=(
        "buendnis sketch new idee.toml",
        "buendnis sketch new idee.xlsx --lang de",
        "buendnis sketch new",
    ),
    more=(
        T(
            "With a file, an empty form is written, with a comment for each field. Without one, "
            "the fields are asked one by one and every answer is stored; a half-filled sketch is "
            "taken up where it was left."
        ),
    ),
)
@argument("file", T("The form to write, as .toml or .xlsx."), required=False)
@option("--alliance", T("The alliance that the sketch is for."), default=USUAL_ALLIANCE)
@option("--force", T("Replace a file of that name."), is_flag=True)
def new(call: Invocation, file: str | None, alliance: str, force: bool) -> Output:
    """A form in a file, or the interview, which stores each answer."""
    from buendnis.settings.loading import load_alliance

    ours = load_alliance(_folder_of(alliance[:80]))
    if file is None:
        from buendnis.cli.interview import interviewed

        path = interviewed(call, ours)
    else:
        path = Path(file)
        refuse_existing(path, force=force)
        write_whole(path, _form(call, path, ours), force=force)
    return Output(
        {"file": path},
        (
            T("Written: {file}", file=str(path)),
            NextStep(
                T(
                    "Next: fill it in, then buendnis sketch check {file} (applicant)",
                    file=as_typed(path),
                )
            ),
        ),
    )


@command(
    T("Say at once what is wrong with a sketch."),
    examples=(
        "buendnis sketch check idee.toml",
        "buendnis sketch check idee.xlsx --for present",
        "buendnis sketch check idee.toml --letter > brief.txt",
    ),
    more=(
        T(
            "Exit status: 0 nothing is wrong, 1 a rule speaks against it, 2 something cannot be "
            "read."
        ),
    ),
)
@argument("file", T("The sketch, as .toml, .xlsx or the .pdf of sketch render."))
@option(
    "--for",
    "step",
    T("The step to check for: present to the local alliance, or submit (default)."),
    type=click.Choice(STEPS),
    default="submit",
)
@option("--letter", T("Write the findings as a letter to the applicant."), is_flag=True)
def check(call: Invocation, file: str, step: str, letter: bool) -> Output:
    """Every finding at once, as a list, a letter or the documented JSON."""
    read = _read(file)
    alliance, programme = _settings(read)
    report = _checked(call, read, alliance, programme, step)
    data = report.to_data(call.translate, call.language)
    status = 0 if report.ok else 2 if report.unreadable else 1
    if letter:
        from buendnis.cli.letter import letter_of

        written = letter_of(report, read.sketch, alliance, call.today(), step)
        return Output({**data, "letter": written.text}, (written,), status)
    return Output(data, _parts(report, file, step), status)


@command(
    T("Set a sketch as a PDF."),
    examples=("buendnis sketch render idee.toml", "buendnis sketch render idee.toml -o idee.pdf"),
)
@argument("file", T("The sketch, as .toml, .xlsx or the .pdf of sketch render."))
@option("-o", "--output", "target", T("The PDF to write; without it, FILE with .pdf."))
@option("--force", T("Replace a file of that name."), is_flag=True)
def render(call: Invocation, file: str, target: str | None, force: bool) -> Output:
    """The sketch as the applicant's paper; it is written whole or not at all."""
    read = _read(file)
    sketch = read.sketch
    if sketch is None or read.findings:
        raise Unreadable(T("The sketch cannot be set."), read.findings)
    path = Path(target) if target else Path(file).with_suffix(".pdf")
    refuse_existing(path, force=force)
    refuse_other_ending(path, ".pdf")
    alliance, programme = _settings(read)
    # The doors to Jinja2 and ReportLab open here, for no other command of this group needs them.
    from buendnis.costs import cost_plan
    from buendnis.documents.issue import render_sketch

    paper = render_sketch(sketch, alliance, programme, call.today())
    write_whole(path, paper, force=force)
    unpriced = cost_plan(sketch, programme).findings
    asides = (T("These rows are in no sum of the paper:"), Aside(unpriced)) if unpriced else ()
    return Output(
        {"file": path, "bytes": len(paper), "unpriced": findings_data(unpriced)},
        (
            T("Written: {file}", file=str(path)),
            *asides,
            NextStep(T("Next: buendnis sketch check {file} (applicant)", file=as_typed(file))),
        ),
    )


def _form(call: Invocation, path: Path, alliance: Alliance) -> bytes:
    if path.suffix.lower() == ".xlsx":
        from buendnis.facts import Sketch
        from buendnis.sketch.write_xlsx import form_xlsx

        return form_xlsx(Sketch(alliance=alliance.name), alliance, call.translate)
    if path.suffix.lower() == ".toml":
        from buendnis.sketch.write_toml import template_toml

        return template_toml(alliance, call.translate).encode()
    message = T("A form ends in .toml or .xlsx, not in “{suffix}”.", suffix=path.suffix[:20])
    remedy = T("Name it like idee.toml.")
    raise Unreadable(message, [Finding("input", "FILE", message, remedy)])


def _read(file: str) -> SketchFile:
    from buendnis.cli.sketch_files import read_given

    return read_given(file)


def _settings(read: SketchFile) -> tuple[Alliance, Programme]:
    """Alliance and programme that the sketch names; the usual ones if it names none, or one that
    we do not know (which the check then says)."""
    from buendnis.content import alliance_folder
    from buendnis.settings.loading import load_alliance, load_programme

    named = read.sketch.alliance if read.sketch else ""
    folder = (alliance_folder(named) if named else None) or _folder_of(USUAL_ALLIANCE)
    return load_alliance(folder), load_programme(folder)


def _folder_of(name: str) -> Path:
    from buendnis.content import alliance_folder, alliances

    folder = alliance_folder(name)
    if folder is None:
        message = T("There is no alliance “{name}”. Known: {known}.", name=name, known=alliances())
        remedy = T("Name one of them, or look at BUENDNIS_CONTENT.")
        raise Unreadable(message, [Finding("input", "--alliance", message, remedy)])
    return folder


def _checked(
    call: Invocation, read: SketchFile, alliance: Alliance, programme: Programme, step: str
) -> SketchReport:
    from buendnis.sketch.check import check_sketch

    return check_sketch(
        read.sketch, read.findings, step, alliance, programme, call.today(), origin=read.origin
    )


def _parts(report: SketchReport, file: str, step: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    if report.ok:
        parts.append(T("Nothing speaks against this sketch."))
    else:
        count = len(report.violations)
        parts.append(Heading(T("Speaks against this sketch: {count}", count=count)))
        parts.append(FindingList(report.violations))
    if report.hints:
        parts.append(Heading(T("Hints, which block nothing: {count}", count=len(report.hints))))
        parts.append(FindingList(report.hints))
    if not report.ok:
        again = T(
            "Next: mend these, then buendnis sketch check {file} (applicant)", file=as_typed(file)
        )
        parts.append(NextStep(again))
    elif step == "present":
        parts.append(NextStep(T("Next: send it to the local alliance (applicant)")))
    else:
        parts.append(NextStep(T("Next: send it to the coordination office (applicant)")))
    return tuple(parts)
