"""`next`, `form`, `advance`: what a project can do, and doing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading, writing
from buendnis.cli.files import as_typed, refuse_existing, write_whole
from buendnis.cli.given import placed, read_attachments, read_form_file, read_revision, values_of
from buendnis.cli.invocation import Invocation
from buendnis.cli.keeping import kept_conflict, refused_answers
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part, Plain
from buendnis.cli.parameters import WholeNumber
from buendnis.errors import Conflict, Refused, Unreadable
from buendnis.texts import T

if TYPE_CHECKING:
    from datetime import date

    from buendnis.usecases.advancing import Advanced, Asked
    from buendnis.usecases.office import Office, Who


@command(
    T("Show the steps that a project can take now, and what speaks against the others."),
    examples=("buendnis next LW-2026-001", "buendnis next LW-2026-001 --json"),
    more=(
        T(
            "A step is possible if nothing speaks against it; what its form still needs is listed. "
            "The same is decided when the step is taken."
        ),
    ),
    reading=True,
)
@argument("id", T("The project."))
def next_(call: Invocation, id: str) -> Output:
    """Every step from the project's state, judged without a form."""
    from buendnis.cli.next_page import steps_page

    with reading(call) as view:
        return steps_page(view, id, call.actor, call.as_of or call.today())


@command(
    T("Write the form of a step to fill in, as TOML."),
    examples=(
        "buendnis form LW-2026-001 apply -o antrag.toml",
        "buendnis form LW-2026-001 apply",
    ),
    more=(
        T(
            "It carries the project's version: if the project changes meanwhile, advance --form "
            "refuses it and nothing is overwritten."
        ),
    ),
)
@argument("id", T("The project."))
@argument("step", T("The step, as buendnis next names it."))
@option("-o", "--output", "target", T("The file to write; without it, it is printed."))
@option("--force", T("Replace a file of that name."), is_flag=True)
def form(call: Invocation, id: str, step: str, target: str | None, force: bool) -> Output:
    """The form as a file, or on standard output."""
    from buendnis.cli.form_file import form_toml
    from buendnis.cli.standing import Ground
    from buendnis.workflow.finding import known_step

    with reading(call) as view:
        project = view.project(id)
        found = known_step(Ground(view).workflow(project.workflow), step, project)
    text = form_toml(project.id, project.sketch.title, project.version, found)
    data: dict[str, Any] = {
        "project": project.id,
        "step": found.name,
        "version": project.version,
        "fields": [
            {
                "name": one.name,
                "type": one.type,
                "required": one.required,
                "choices": list(one.choices),
                "default": one.default,
            }
            for one in found.fields
        ],
        "papers": list(dict.fromkeys((*found.papers, *found.receives))),
    }
    if target is None:
        return Output(data, (Plain(text.rstrip("\n")),))
    path = Path(target)
    refuse_existing(path, force=force)
    write_whole(path, text.encode(), force=force)
    following = T(
        "Next: fill it in, then buendnis advance {project} {step} --form {file}",
        project=project.id,
        step=found.name,
        file=as_typed(target),
    )
    return Output({**data, "file": path}, (T("Written: {file}", file=target), NextStep(following)))


@command(
    T("Take a step with a project."),
    examples=(
        "buendnis advance LW-2026-001 present",
        "buendnis advance LW-2026-001 send_votum --set sent_on=2026-05-04 --set channel=email",
        "buendnis advance LW-2026-001 record_decision --form form.toml --attach bescheid=b.pdf",
        "buendnis advance LW-2026-001 submit --dry-run",
        "buendnis advance LW-2026-001 send_votum --form form.toml --draft",
    ),
    more=(
        T("On a terminal it asks for what the form still needs."),
        T("Keys with a dot nest: --set reasons.continuation=TEXT."),
        T(
            "Exit status: 0 done, 1 a rule speaks against it, 2 something cannot be read, 3 the "
            "project was changed meanwhile."
        ),
    ),
)
@argument("id", T("The project."))
@argument("step", T("The step, as buendnis next names it."))
@option("--set", "pairs", T("A value of the form."), multiple=True, metavar="KEY=VALUE")
@option("--form", "form_path", T("A form that was filled in."), metavar="FILE")
@option("--attach", "papers", T("A paper that came along."), multiple=True, metavar="KIND=FILE")
@option("--sketch", "sketch_path", T("The revised sketch, if the step brings one."), metavar="FILE")
@option(
    "--if-version",
    "version",
    T("Only if the project is at this version."),
    type=WholeNumber(1),
    metavar="N",
)
@option("--dry-run", "dry", T("Decide only, and change nothing."), is_flag=True)
@option("--draft", T("Write the papers of the step as drafts, and change nothing."), is_flag=True)
@option("-o", "--output", "target", T("The folder for the drafts; without it, entwurf."))
@on_option()
def advance(
    call: Invocation,
    id: str,
    step: str,
    pairs: tuple[str, ...],
    form_path: str | None,
    papers: tuple[str, ...],
    sketch_path: str | None,
    version: int | None,
    dry: bool,
    draft: bool,
    target: str | None,
    on: date | None,
) -> Output:
    """One step, taken or refused with all reasons."""
    from buendnis.cli.asking import completed, on_terminal
    from buendnis.cli.step_answer import answer_of
    from buendnis.usecases.advancing import Asked

    filled = read_form_file(form_path, id, step) if form_path else None
    asked = Asked(
        id,
        step,
        {**(filled.values if filled else {}), **values_of(pairs)},
        read_attachments(papers),
        read_revision(sketch_path) if sketch_path else None,
        version if version is not None else filled.version if filled else None,
        dry,
    )
    typed = dict(asked.form)
    with writing(call, on) as (office, who):
        try:
            if on_terminal(call):
                asked = completed(office, who, asked)
            if draft:
                return _drafted(office, who, asked, Path(target or "entwurf"))
            return answer_of(office, _taken(office, who, asked), dry)
        except (Refused, Unreadable) as error:
            raise refused_answers(office, asked, typed, placed(error, filled)) from None
        except Conflict as error:
            raise kept_conflict(office, asked, filled, error) from None


def _taken(office: Office, who: Who, asked: Asked) -> Advanced:
    from buendnis.usecases.advancing import advance as take_step

    return take_step(office, who, asked)


def _drafted(office: Office, who: Who, asked: Asked, folder: Path) -> Output:
    """The step's papers as drafts, each written whole."""
    from buendnis.usecases.drafting import draft_papers

    drafts = draft_papers(office, who, asked)
    folder.mkdir(parents=True, exist_ok=True)
    files: list[str] = []
    for kind, pdf in drafts:
        path = folder / f"ENTWURF_{asked.project}_{kind}.pdf"
        write_whole(path, pdf, force=True)
        files.append(str(path))
    parts: tuple[Part, ...] = tuple(T("Written: {file}", file=one) for one in files)
    following = NextStep(
        T(
            "Next: have it co-signed, then buendnis advance {project} {step} (office)",
            project=asked.project,
            step=asked.step,
        )
    )
    none = T("The step makes no papers.")
    data = {"project": asked.project, "step": asked.step, "draft": True, "files": files}
    return Output(data, (*(parts or (none,)), following))
