"""The cost plan as a workbook for the command line: written, and taken back into a sketch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from buendnis.cli.output import Part
from buendnis.cli.tables import Fields
from buendnis.costs import CostPlan, cost_plan
from buendnis.errors import Conflict, Finding, Unreadable
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Figures, Project, Sketch
    from buendnis.settings.programme import Programme
    from buendnis.usecases.office import Office


def plan_workbook(sketch: Sketch, programme: Programme, figures: Figures, owner: str = "") -> bytes:
    """The workbook of a sketch's cost plan. Raises `Unreadable` for what no sheet can hold."""
    # The door to openpyxl opens here, for no other command needs it.
    from buendnis.documents.workbook.layout import plan_room, plan_sheets, plan_years
    from buendnis.documents.workbook.write import workbook_bytes

    years = plan_years(sketch, figures)
    sheets = plan_sheets(sketch, programme, figures, years, plan_room(sketch), owner)
    return workbook_bytes(sheets, sketch.title)


def is_paper(path: Path) -> bool:
    """Whether a plan is written as a paper to look at, and not as a workbook."""
    return path.suffix.lower() == ".pdf"


def owner_of(project: Project) -> str:
    """What a project's workbook says of whose it is: the project and the version of its sketch."""
    return f"{project.id} v{project.sketch_version}"


def figures_of(project: Project, programme: Programme, day: date) -> Figures:
    """The figures that apply to a project: those stored with it, or today's."""
    if project.figures is None:
        return programme.figures_on(day)
    return programme.figures_for_running(project.figures, day)


def plan_path(target: str | None, name: str) -> Path:
    """The file to write. Raises `Unreadable` where it ends in neither .xlsx nor .pdf."""
    path = Path(target) if target else Path(f"{name}-KFP.xlsx")
    if path.suffix.lower() not in (".xlsx", ".pdf"):
        message = T("A cost plan ends in .xlsx or .pdf, not in “{suffix}”.",
                    suffix=path.suffix[:20])  # fmt: skip
        remedy = T("Name it like KFP.xlsx.")
        raise Unreadable(message, [Finding("input", "-o", message, remedy)])
    return path


def revised_plan(office: Office, id: str, path: str, day: date) -> tuple[Sketch, int]:
    """A project's sketch with the cost plan of a workbook, and the project's version that it was
    put into: another one in the meantime is a conflict.

    Raises `Unreadable` for what is wrong in it or if it is another project's, `Conflict` if the
    sketch was revised since it was written.
    """
    from buendnis.documents.workbook.read import read_plan
    from buendnis.store.reading import unknown_project
    from buendnis.store.record import load_project

    with office.db.transaction() as tx:
        project = load_project(tx, id)
    if project is None:
        raise unknown_project(id)
    programme = office.settings.programme
    read = read_plan(path, programme, figures_of(project, programme, day))
    if read.owner and read.owner != owner_of(project):
        if read.owner.startswith(f"{project.id} v"):
            message = T("The sketch of {project} was revised since this cost plan was written.",
                        project=project.id)  # fmt: skip
            remedy = T("Write it anew: buendnis project plan {project}", project=project.id)
            raise Conflict(message, [Finding("version", "--plan", message, remedy, file=path)])
        message = T("The cost plan is for {found}, not for {wanted}.",
                    found=read.owner[:80], wanted=project.id)  # fmt: skip
        remedy = T("Write it anew: buendnis project plan {project}", project=project.id)
        raise Unreadable(message, [Finding("input", "--plan", message, remedy, file=path)])
    return read.put_into(project.sketch), project.version


def sums(sketch: Sketch, programme: Programme) -> tuple[dict[str, object], Part]:
    """What a cost plan comes to, as data and for a person."""
    plan: CostPlan = cost_plan(sketch, programme)
    amounts = plan.amounts()
    data: dict[str, object] = {
        "total": plan.total,
        "funding": plan.money(),
        "grant": amounts.grant,
        "balanced": all(plan.cost(year) == plan.money(year) for year in plan.years),
    }
    shown = Fields(
        (
            (T("Total cost"), plan.total),
            (T("Funding"), plan.money()),
            (T("Requested grant"), plan.grant),
        )
    )
    return data, shown
