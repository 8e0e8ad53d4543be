"""`demo`: plays the example into a folder, tells it as it goes, and ends with the board."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from buendnis.cli.board import board_of
from buendnis.cli.findings import FindingList
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command
from buendnis.cli.output import (
    Heading,
    NextStep,
    Output,
    Part,
    has_colour,
    screen_width,
    written_part,
)
from buendnis.demo.folder import DATABASE, DOCUMENTS, fill
from buendnis.demo.playing import ALLIANCE, Told
from buendnis.demo.seating import Scene
from buendnis.demo.sittings import Sat
from buendnis.documents.catalogue import catalogue
from buendnis.texts import T, Text, verbatim
from buendnis.workflow.definition import Workflow
from buendnis.workflow.loading import load_workflow, workflow_bytes


@command(
    T("Fill a folder with a rehearsed example."),
    examples=("buendnis demo", "buendnis demo /tmp/example", "buendnis --lang de demo"),
    more=(
        T(
            "Made-up projects go their ways, each to another end; every page is marked as "
            "fictitious. The folder keeps the database and all documents to explore. An earlier "
            "example in the folder is replaced, anything else is left alone."
        ),
    ),
)
@argument("folder", T("Where it goes; ./demo if not named."), required=False, default="demo")
def demo(call: Invocation, folder: str) -> Output:
    """Plays the example; the story goes to the screen while it is played."""
    workflow = load_workflow(workflow_bytes(ALLIANCE))
    teller = _Teller(call, workflow)
    path = Path(folder)
    database, documents = fill(path, call.today(), teller.tell, teller.tell_scene, teller.tell_sat)
    call.named_db = str(database)
    board = board_of(call)
    data = {
        "folder": str(path),
        "database": str(database),
        "documents": documents,
        "projects": teller.projects,
    }
    closing: tuple[Part, ...] = (
        Heading(T("The board at the end")),
        *board.parts,
        Text(""),
        T(
            "{count} documents lie in {folder}, the record in {database}.",
            count=documents,
            folder=str(path / DOCUMENTS),
            database=str(path / DATABASE),
        ),
        NextStep(
            T(
                "Look around: buendnis --db {database} today, or project show LW-…",
                database=str(database),
            )
        ),
    )
    return Output(data, closing)


class _Teller:
    """Prints the story, one line for each act."""

    def __init__(self, call: Invocation, workflow: Workflow) -> None:
        self._call = call
        self._workflow = workflow
        self._colour, self._width = has_colour(), screen_width()
        self.projects: dict[str, str] = {}

    def tell(self, told: Told) -> None:
        """One act, as it happens."""
        project = told.project
        self.projects[project.id] = project.state
        if self._call.json:
            return
        if told.act.what == "import":
            self._print(Heading(T("{id} {title}", id=project.id, title=project.sketch.title)))
            self._print(told.plot.headline)
        self._print(
            T(
                "{day}  {project}  {what}{refused} → {state}",
                day=told.day,
                project=project.id,
                what=self._what(told.act.what),
                refused=T(" (refused)") if told.refusal else Text(""),
                state=self._workflow.states[project.state].label.in_language(self._call.language),
            )
        )
        if told.documents:
            self._print(verbatim(" " * 12 + ", ".join(_titles(told))))
        if told.refusal is not None:
            self._print(FindingList(told.refusal.findings))

    def tell_scene(self, day: date, scene: Scene) -> None:
        """What happens beside the projects."""
        if not self._call.json:
            self._print(T("{day}  {what}", day=day, what=scene.line))

    def tell_sat(self, sat: Sat) -> None:
        """What happens with a meeting."""
        if not self._call.json:
            line = T("{day}  {meeting}  {what}", day=sat.day, meeting=sat.meeting.id, what=sat.what)
            self._print(line)

    def _what(self, what: str) -> Text | str:
        step = self._workflow.steps.get(what)
        if step is not None:
            return step.label.in_language(self._call.language)
        return _OTHER_ACTS[what]

    def _print(self, part: Part) -> None:
        click.echo(written_part(part, self._colour, self._width), color=self._colour)


def _titles(told: Told) -> tuple[str, ...]:
    """The documents of an act, by number and title."""
    made = (one for one in told.project.documents if one.number in told.documents)
    return tuple(f"{one.number} {catalogue()[one.kind].title}" for one in made)


_OTHER_ACTS = {
    "import": T("the sketch comes in"),
    "ballots": T("the chair establishes the votes"),
    "ballots_by_email": T("answers come by e-mail"),
    "correct": T("an entry is corrected"),
    "remind": T("who has not answered is reminded"),
    "extend_circular": T("the circular is extended"),
    "adopt": T("the meeting adopts a condition"),
    "met": T("the condition is met"),
}
