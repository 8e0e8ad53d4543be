"""Whole commands, as a person starts them, against the import they cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Contender, Failed, Line
from bench.sketches import write_sketches

PROJECTS = 100
PROGRAM = str(Path(sys.executable).with_name("buendnis"))


@dataclass(frozen=True)
class Office:
    """A folder with a database of 100 projects in it, and their IDs."""

    folder: Path
    sketch: str
    projects: tuple[str, ...]


def environment() -> dict[str, str]:
    """The caller's environment without the program's own settings."""
    return {key: value for key, value in os.environ.items() if not key.startswith("BUENDNIS_")}


def run(folder: Path, *command: str, allowed: tuple[int, ...] = (0,)) -> str:
    """What the command prints; `Failed` with its last words if its exit status is another."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in allowed:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing was said").splitlines()
        raise Failed(f"exit status {done.returncode}, {said[-1][:120]}")
    return done.stdout


def make_office(folder: Path) -> Office:
    """100 projects, imported by the program itself; without them if it refuses."""
    sketches = write_sketches(folder / "sketches", PROJECTS)
    first = str(sketches[0].relative_to(folder))
    try:
        run(folder, PROGRAM, "init")
        said = run(folder, PROGRAM, "project", "import", *map(str, sketches))
    except Failed as reason:
        print(f"No database of {PROJECTS} projects: {reason}", file=sys.stderr)
        return Office(folder, first, ())
    return Office(
        folder, first, tuple(line for line in said.splitlines() if line and " " not in line)
    )


def lines(office: Office) -> Iterator[Line]:
    """The lines on starting up."""
    click = imports(office, "click")
    first = office.projects[0] if office.projects else "none"
    yield Line("--help", command(office, "--help"), click, 1.4)
    check = command(office, "sketch", "check", office.sketch, allowed=(0, 1))
    yield Line("sketch check", check, click, 2.2)
    for words in (("board",), ("today",), ("project", "list"), ("next", first), ("deadlines",)):
        yield Line(f"{' '.join(words)} (reads)", command(office, *words), click, 3.0)
    yield Line("advance (writes)", advance(office), imports(office, "sqlmodel"), 1.35)


def command(office: Office, *words: str, allowed: tuple[int, ...] = (0,)) -> Contender:
    """A command that can be given again and again."""
    return Contender(
        " ".join(("buendnis", *words)),
        lambda: void(run(office.folder, PROGRAM, *words, allowed=allowed)),
    )


def advance(office: Office) -> Contender:
    """A step without a document, on another project in each round."""
    turns = iter(range(sys.maxsize))

    def act() -> None:
        if not office.projects:
            raise Failed("there is no project")
        turn = next(turns)
        project = office.projects[turn % len(office.projects)]
        run(office.folder, PROGRAM, "advance", project, "note", "--set", f"text=Notiz {turn}")

    return Contender("buendnis advance", act)


def imports(office: Office, library: str) -> Contender:
    """A bare interpreter that imports one library."""
    return Contender(
        f"import {library}",
        lambda: void(run(office.folder, sys.executable, "-c", f"import {library}")),
    )


def void(_: object) -> None:
    """Drop an answer."""
