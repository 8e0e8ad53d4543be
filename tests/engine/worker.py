"""Processes at work on a database, begun by the tests.

Each writes one line for each thing that was acknowledged, at once.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from buendnis.errors import Conflict
from buendnis.settings.loading import load_settings
from buendnis.store.database import Transaction
from buendnis.usecases.advancing import Asked, advance
from buendnis.usecases.office import Office
from tests.engine.world import World, fast_documents

DAY = date(2025, 3, 3)


def _set(name: str, value: Any) -> None:
    module, _, attribute = name.rpartition(".")
    setattr(import_module(module), attribute, value)


def _say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def notes(world: World, name: str, count: int, projects: list[str]) -> None:
    """Write `count` notes, one project after the other; each decides on what it finds."""
    for number in range(count):
        text = f"{name}-{number}"
        taken = world.well(projects[number % len(projects)], "note", text=text)
        _say(taken.position, text)


def versions(world: World, name: str, count: int, projects: list[str]) -> None:
    """Write until `count` were taken, each made for the version seen; conflicts are said."""
    (project,) = projects
    done = 0
    while done < count:
        seen = world.project(project).version
        asked = Asked(project, "note", {"text": f"{name}-{done}"}, version=seen)
        try:
            taken = advance(world.office, world.who(), asked)
        except Conflict:
            _say("conflict")
        else:
            assert taken.after.version == seen + 1
            _say(taken.position, f"{name}-{done}")
            done += 1


def race(world: World, _: str, __: int, projects: list[str]) -> None:
    """Take the one step that only one of all can take."""
    for project in projects:
        refused = world.rules(lambda project=project: world.well(project, "present"))  # type: ignore[misc]
        _say(project, ",".join(sorted(refused)) or "taken")


def imports(world: World, name: str, count: int, _: list[str]) -> None:
    """Bring in `count` sketches of its own."""
    from tests.engine.world import a_sketch

    for number in range(count):
        _say(world.imported(a_sketch(f"{name}-{number}")))


def die_at(point: int) -> None:
    """End without any goodbye at the n-th write or commit of this process."""
    reached = 0

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            nonlocal reached
            reached += 1
            if reached == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args)

        return call

    for name in ("insert", "update"):
        setattr(Transaction, name, counting(getattr(Transaction, name)))
    from sqlalchemy import Connection

    real = Connection.exec_driver_sql

    def driver(self: Connection, sql: str, *args: Any) -> Any:
        nonlocal reached
        if sql != "COMMIT":
            return real(self, sql, *args)
        reached += 1
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)
        found = real(self, sql, *args)
        reached += 1
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    Connection.exec_driver_sql = driver  # type: ignore[method-assign]


def steps(world: World, _: str, __: int, projects: list[str]) -> None:
    """Walk a project on, step by step."""
    (project,) = projects
    for name in ("present", "record_statement"):
        taken = world.well(project, name)
        _say(taken.position, name)


def close(world: World, _: str, __: int, projects: list[str]) -> None:
    """Close a vote that everybody has answered."""
    (project,) = projects
    _say(world.well(project, "close_vote").position)


WORK = {
    "notes": notes,
    "versions": versions,
    "race": race,
    "imports": imports,
    "steps": steps,
    "close": close,
}


def child(job: dict[str, Any], gate: int, ready: int) -> None:
    """One process: opens the database, waits at the gate, works, writes what it is told."""
    os.dup2(os.open(job["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), 1)
    if job["point"]:
        die_at(job["point"])
    with Office(Path(job["path"])) as office:
        os.write(ready, b".")
        os.read(gate, 1)
        WORK[job["what"]](World(office, DAY), job["name"], job["count"], job["projects"])


def fork(job: dict[str, Any], gate: tuple[int, int], ready: int) -> int:
    """Begin a child; its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.close(gate[1])
        child(job, gate[0], ready)
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Read jobs, a line of JSON for each group: begin all at once; say their process ids, and when
    all have ended, their statuses. What is slow to import is imported once for all."""
    fast_documents(_set)
    load_settings("leine-weser")
    for line in sys.stdin:
        gate, ready = os.pipe(), os.pipe()
        children = [fork(job, gate, ready[1]) for job in json.loads(line)]
        os.close(ready[1])
        for _ in children:
            os.read(ready[0], 1)
        for one in (*gate, ready[0]):
            os.close(one)
        _say(json.dumps(children))
        _say(json.dumps([os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]))


if __name__ == "__main__":
    main()
