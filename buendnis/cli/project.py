"""`project`: bringing projects in, listing and showing them, revising and filing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from buendnis.cli.acting import reading, writing
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Plain
from buendnis.cli.parameters import WholeNumber
from buendnis.cli.progress import progress
from buendnis.errors import Finding, Unreadable, refusal
from buendnis.texts import T

if TYPE_CHECKING:
    from datetime import date

    from buendnis.facts import Sketch


@command(
    T("Bring sketches into the record, each as a project of its own."),
    examples=(
        "buendnis project import idee.toml",
        "buendnis project import eingang/*.toml eingang/*.xlsx",
    ),
    more=(
        T("All are brought in, or none. One id is printed for each sketch, in their order."),
        T("A sketch that is in the record already is refused, and its project named."),
    ),
)
@argument(
    "files",
    T("Sketches, as .toml, .xlsx, or the .pdf of sketch render."),
    nargs=-1,
    required=True,
    metavar="FILE…",
)
@option("--fictitious", T("Mark them as made up, for rehearsals."), is_flag=True)
@on_option()
def import_(call: Invocation, files: tuple[str, ...], fictitious: bool, on: date | None) -> Output:
    """Each sketch becomes a project at the workflow's initial state."""
    sketches = _read_all(files)
    from buendnis.usecases.intake import import_sketches

    with writing(call, on) as (office, who):
        projects = import_sketches(office, who, sketches, fictitious)
    data = [
        {
            "id": one.id,
            "reference": one.reference,
            "state": one.state,
            "version": one.version,
            "file": name,
        }
        for one, (name, _) in zip(projects, sketches, strict=True)
    ]
    following = NextStep(T("Next: buendnis next {project} (office)", project=projects[0].id))
    return Output(data, (Plain("\n".join(one.id for one in projects)), following))


def _read_all(files: tuple[str, ...]) -> list[tuple[str, Sketch]]:
    """The sketches of all files; raises with everything that is wrong in any of them."""
    from buendnis.cli.sketch_files import read_given

    sketches: list[tuple[str, Sketch]] = []
    findings: list[Finding] = []
    for name in progress(files, T("Reading the sketches"), len(files)):
        read = read_given(name)
        findings += read.findings
        if read.sketch is not None:
            sketches.append((name, read.sketch))
    if findings:
        raise refusal(T("Nothing was imported."), findings)
    return sketches


@command(
    T("List the projects."),
    examples=(
        "buendnis project list",
        "buendnis project list --state submitted --region hildesheim",
        "buendnis project list --limit 50 --after LW-2026-050",
    ),
    reading=True,
)
@option("--state", T("Only those in this state."), metavar="STATE")
@option("--region", T("Only those with this lead region."), metavar="REGION")
@option("--responsible", T("Only those that this person looks after."), metavar="PERSON")
@option("--limit", T("So many at most."), type=WholeNumber(1, 1_000_000), metavar="N")
@option("--after", T("Only those after this id, for the next page."), metavar="ID")
def list_(
    call: Invocation,
    state: str | None,
    region: str | None,
    responsible: str | None,
    limit: int | None,
    after: str | None,
) -> Output:
    """A page of projects, from columns alone."""
    from buendnis.cli.project_list import listed

    with reading(call) as view:
        return listed(view, state, region, responsible, limit, after)


@command(
    T("Show everything important about one project."),
    examples=("buendnis project show LW-2026-001", "buendnis project show LW-2026-001 --json"),
    reading=True,
)
@argument("id", T("The project."))
def show(call: Invocation, id: str) -> Output:
    """One project as a page, or as the documented JSON with its version."""
    from buendnis.cli.project_page import page_of

    with reading(call) as view:
        return page_of(view, id, call.as_of or call.today())


@command(
    T("Enter a new version of a project's sketch."),
    examples=(
        'buendnis project revise LW-2026-001 idee2.toml --reason "Kosten gesenkt"',
        'buendnis project revise LW-2026-001 --plan KFP.xlsx --reason "Kosten gesenkt"',
    ),
    more=(
        T("It takes the step that records a revision from the project's state."),
        T("While the steering group votes, nothing is revised."),
    ),
)
@argument("id", T("The project."))
@argument("file", T("The new version, as .toml or .xlsx."), required=False)
@option("--plan", T("Instead: only its cost plan, from project plan."), metavar="KFP.xlsx")
@option("--reason", T("Why it is revised."), required=True, metavar="TEXT")
@option(
    "--if-version",
    "version",
    T("Only if the project is at this version."),
    type=WholeNumber(1),
    metavar="N",
)
@on_option()
def revise(
    call: Invocation,
    id: str,
    file: str | None,
    plan: str | None,
    reason: str,
    version: int | None,
    on: date | None,
) -> Output:
    """The revision, judged by the rules of its state."""
    from buendnis.cli.given import read_revision
    from buendnis.cli.plan_file import revised_plan
    from buendnis.cli.step_answer import answer_of
    from buendnis.usecases.recording import take_recording

    if (file is None) == (plan is None):
        message = T("Name a sketch, or a cost plan with --plan: one of the two.")
        raise Unreadable(message, [Finding("input", "--plan", message)])
    sketch = None if file is None else read_revision(file)
    with writing(call, on) as (office, who):
        if plan is not None:
            sketch, found = revised_plan(office, id, plan, call.today())
            version = found if version is None else version
        taken = take_recording(
            office, who, id, "revision", {"reason": reason}, sketch=sketch, version=version
        )
        return answer_of(office, taken)


@command(
    T("Name who looks after a project."),
    examples=('buendnis project assign LW-2026-001 "Frau Büro"',),
)
@argument("id", T("The project."))
@argument("name", T("Who looks after it."), metavar="PERSON")
@on_option()
def assign(call: Invocation, id: str, name: str, on: date | None) -> Output:
    """The person is in the record by a key; lists can be filtered by the name."""
    from buendnis.cli.step_answer import answer_of
    from buendnis.usecases.recording import take_recording

    with writing(call, on) as (office, who):
        return answer_of(
            office, take_recording(office, who, id, "assignment", {"responsible": name})
        )


@command(
    T("Take over projects that were begun elsewhere, at their state."),
    examples=("buendnis project adopt altprojekt.toml", "buendnis project adopt bestand.xlsx"),
    more=(
        T(
            "A .toml is a sketch file with a table [adopted]: state, reference, figures_day, "
            "total_cost, requested_grant, responsible; [adopted.votum] with decided_on, result, "
            "sent_on, channel; [[adopted.entries]] with step, day and form; [[adopted.papers]] "
            "with kind, file, received_on."
        ),
        T(
            "An .xlsx holds one project a row; the first row names the same key paths, like "
            "project.title, adopted.state, adopted.votum.result or entries.record_decision.grant."
        ),
        T("All are taken over, or none. They are marked as taken over and listed apart."),
    ),
)
@argument("files", T("The projects, as .toml or .xlsx."), nargs=-1, required=True, metavar="FILE…")
@option("--fictitious", T("Mark them as made up, for rehearsals."), is_flag=True)
@on_option()
def adopt(call: Invocation, files: tuple[str, ...], fictitious: bool, on: date | None) -> Output:
    """Each project stands at its state, with dates, amounts, votum and papers."""
    from buendnis.usecases.adopting import read_adopted
    from buendnis.usecases.intake import adopt_projects

    with writing(call, on) as (office, who):
        with office.db.transaction() as tx:
            workflow = office.newest_workflow(tx)
        alliance = office.settings.alliance
        found = [one for name in files for one in read_adopted(name, workflow, alliance)]
        projects = adopt_projects(office, who, found, fictitious)
    data = [
        {
            "id": one.id,
            "reference": one.reference,
            "state": one.state,
            "version": one.version,
            "file": name,
        }
        for one, (name, _) in zip(projects, found, strict=True)
    ]
    following = NextStep(T("Next: buendnis next {project} (office)", project=projects[0].id))
    return Output(data, (Plain("\n".join(one.id for one in projects)), following))
