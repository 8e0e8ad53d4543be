"""`deadlines`: what is due, from whom, and until when."""

from __future__ import annotations

from buendnis.cli.acting import reading
from buendnis.cli.due_list import due_data, due_table
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import command, option
from buendnis.cli.output import Output
from buendnis.cli.standing import Ground
from buendnis.planning.agenda import open_dues
from buendnis.planning.motions import resolution_dues
from buendnis.texts import T


@command(
    T("List the open deadlines, the earliest first."),
    examples=("buendnis deadlines", "buendnis deadlines --project LW-2026-001"),
    more=(
        T(
            "The day named is the earliest reading of a deadline; it counts as overdue only after "
            "the latest one, moved to the next working day."
        ),
    ),
    reading=True,
)
@option("--project", T("Only those of this project."), metavar="ID")
def deadlines(call: Invocation, project: str | None) -> Output:
    """Every deadline that a step started and none has ended."""
    day = call.as_of or call.today()
    with reading(call) as view:
        ground = Ground(view)
        projects = [view.project(project)] if project else view.projects()
        programme = ground.programme
        free = [] if project else view.resolutions()
        dues = sorted(
            (
                *(
                    due
                    for one in projects
                    for due in open_dues(one, ground.workflow(one.workflow), programme)
                ),
                *resolution_dues(free),
            ),
            key=lambda due: (due.earliest, due.project, due.deadline.name),
        )
        titles = {one.id: one.sketch.title for one in projects}
        titles |= {one.id: one.title for one in free}
        return Output([due_data(one, day) for one in dues], (due_table(dues, titles, day),))
