"""Work inside one process, start-up aside: deciding a step, and recording it durably.

A decision stands against one bare trigger of `transitions` on a shared machine with an unattached
model; a note that is recorded stands against plain `sqlite3` that inserts as large an entry and
updates as large a row, in the same file, as durably.
"""

from __future__ import annotations

import atexit
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from transitions import Machine

from bench.measure import Contender, Line
from bench.sketches import write_sketches
from buendnis.canon import canonical
from buendnis.facts import Project, Sketch
from buendnis.sketch.reading import read_sketch
from buendnis.store.database import create
from buendnis.store.record import load_project
from buendnis.store.schema import CONNECTION
from buendnis.usecases.advancing import Asked, advance
from buendnis.usecases.intake import import_sketches
from buendnis.usecases.office import Office, Who
from buendnis.workflow.decision import Ground, Request, decide
from buendnis.workflow.definition import Workflow

ALLIANCE = "leine-weser"
PROJECTS = 100
DECISIONS, TRIGGERS, NOTES = 100, 1000, 20
STATEMENT = {
    "presented_on": "2025-02-20",
    "stated_on": "2025-03-01",
    "result": "supported",
    "need": "Der Bedarf besteht.",
    "duplicates": "Keine.",
    "signed_by": "Frau Beispiel",
}


def lines() -> Iterator[Line]:
    """The lines on deciding and recording. Their database goes away when the process ends."""
    closing = ExitStack()
    atexit.register(closing.close)
    folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="buendnis-bench-")))
    office = closing.enter_context(_office(folder))
    who = clerk()
    ids = [one.id for one in import_sketches(office, who, read_all(folder))]
    trigger = _trigger(_assessed(office, ids[-1]))
    for step in ("submit", "note"):
        form = {"text": "Notiz"} if step == "note" else {}
        ours = _decision(office, ids[-1], step, form)
        yield Line(f"decide {step}", ours, trigger, 10.0)
    plain = closing.enter_context(sqlite3.connect(folder / "office.db", isolation_level=None))
    yield Line(
        "record a note durably",
        _notes(office, who, ids[:-1]),
        _plain_notes(plain),
        0.35,
        "at least",
    )


def clerk(actor: str = "office") -> Who:
    """Who acts in all of this."""
    return Who(actor, "Frau Beispiel", datetime(2025, 3, 3, 10, tzinfo=UTC), rehearsal=True)


def read_all(folder: Path) -> list[tuple[str, Sketch]]:
    """A hundred sketches, read from their files."""
    paths = write_sketches(folder / "sketches", PROJECTS)
    return [(path.name, sketch) for path in paths if (sketch := read_sketch(path)[0]) is not None]


def bytes_a_project() -> int:
    """What a decision leaves in memory for each further project, its facts aside."""
    with (
        tempfile.TemporaryDirectory(prefix="buendnis-bench-") as name,
        _office(Path(name)) as office,
    ):
        ids = [one.id for one in import_sketches(office, clerk(), read_all(Path(name)))]
        projects = [_facts(office, one) for one in ids]
        ground = _ground(office, projects[0])
        _decide(ground, projects[0], "present", {})
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        for project in projects[1:]:
            _decide(ground, project, "present", {})
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
    return max(0, grown) // (len(projects) - 1)


def _office(folder: Path) -> Office:
    create(folder / "office.db", ALLIANCE).close()
    return Office(folder / "office.db")


def _facts(office: Office, id: str) -> Project:
    with office.db.transaction() as tx:
        found = load_project(tx, id)
    assert found is not None
    return found


def _ground(office: Office, project: Project) -> Ground:
    with office.db.transaction() as tx:
        return office.ground(tx, project)


def _assessed(office: Office, id: str) -> Workflow:
    """Bring one project to where `submit` is the next step. The workflow it runs under."""
    who = clerk()
    project = advance(office, who, Asked(id, "present")).after
    for region in project.sketch.region_names:
        form = {**STATEMENT, "region": region}
        project = advance(office, who, Asked(id, "record_statement", form)).after
    return _ground(office, project).workflow


def _decide(ground: Ground, project: Project, step: str, form: dict[str, str]) -> bool:
    who = clerk()
    return decide(ground, project, Request(step, who.actor, who.on, who.today, form)).allowed


def _decision(office: Office, id: str, step: str, form: dict[str, str]) -> Contender:
    project, who = _facts(office, id), clerk()
    ground = _ground(office, project)
    request = Request(step, who.actor, who.on, who.today, form)
    assert decide(ground, project, request).allowed

    def act() -> None:
        for _ in range(DECISIONS):
            decide(ground, project, request)

    return Contender(f"decide {step}", act, DECISIONS)


class _Unattached:
    """What a trigger needs of a model."""

    state = ""


def _trigger(workflow: Workflow) -> Contender:
    machine = Machine(
        model=None, states=list(workflow.states), initial=None, auto_transitions=False
    )
    for step in workflow.steps.values():
        for origin in step.origins:
            for target in step.targets(origin):
                machine.add_transition(step.name, origin, target)
    event, model = machine.events["submit"], _Unattached()

    def act() -> None:
        for _ in range(TRIGGERS):
            model.state = "assessed"
            event.trigger(model)

    return Contender("one trigger", act, TRIGGERS)


def _notes(office: Office, who: Who, ids: list[str]) -> Contender:
    turns = count()

    def act() -> None:
        for _ in range(NOTES):
            turn = next(turns)
            note = Asked(ids[turn % len(ids)], "note", {"text": f"Notiz {turn}"})
            advance(office, who, note)

    return Contender("advance note", act, NOTES)


def _plain_notes(connection: sqlite3.Connection) -> Contender:
    """An entry and a row as large as ours, in tables of their own beside ours."""
    for statement in CONNECTION:
        connection.execute(statement)
    for table in ("event", "project"):
        connection.execute(f"CREATE TABLE plain_{table} AS SELECT * FROM {table}")  # noqa: S608
    connection.execute("CREATE UNIQUE INDEX plain_event_key ON plain_event (position)")
    connection.execute("CREATE INDEX plain_event_stream ON plain_event (stream, position)")
    connection.execute("CREATE UNIQUE INDEX plain_project_key ON plain_project (id)")
    entry = list(connection.execute("SELECT * FROM plain_event WHERE position = 1").fetchone())
    entry[4] = canonical({"step": "note", "form": {"text": "Notiz"}, "source": "idea"}).decode()
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT facts, id FROM plain_project ORDER BY id LIMIT ?", (PROJECTS - 1,)
    ).fetchall()
    insert = f"INSERT INTO plain_event VALUES ({', '.join('?' * len(entry))})"  # noqa: S608
    positions = count(10_000)

    def act() -> None:
        for _ in range(NOTES):
            position = next(positions)
            facts, project = rows[position % len(rows)]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(insert, (position, *entry[1:]))
            connection.execute(
                "UPDATE plain_project SET facts = ?, position = ? WHERE id = ?",
                (facts, position, project),
            )
            connection.execute("COMMIT")

    return Contender("plain sqlite3", act, NOTES)
