"""Real processes at work on one database, and real ends of processes at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from buendnis.facts import Project
from buendnis.usecases.sealing import open_office
from tests.engine.conftest import Open
from tests.engine.worker import DAY
from tests.engine.world import World, a_sketch, broken_links, contents, fold_differences, new_world

WORKER = Path(__file__).with_name("worker.py")


class Crew:
    """A process that forks the workers, so that each begins at once."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.groups = folder, 0
        with (folder / "errors").open("w") as errors:
            self.boss = subprocess.Popen(
                [sys.executable, str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def begin(self, path: Path, what: str, **more: Any) -> tuple[list[int], list[Path]]:
        """Begin `workers` of them; their process ids, and where they write."""
        self.groups += 1
        many = more.pop("workers", 1)
        outs = [self.folder / f"{self.groups}.{number}" for number in range(many)]
        job = {"path": str(path), "what": what, "count": 1, "point": 0, "projects": [], **more}
        jobs = [{**job, "name": f"w{out.name}", "out": str(out)} for out in outs]
        assert self.boss.stdin is not None
        self.boss.stdin.write(json.dumps(jobs) + "\n")
        self.boss.stdin.flush()
        return self._heard(), outs

    def ended(self) -> list[int]:
        """The exit statuses of the last group, when all have ended."""
        return self._heard()

    def together(self, path: Path, what: str, **more: Any) -> list[list[str]]:
        """What each of eight processes that began at the same moment said; none failed."""
        _, outs = self.begin(path, what, workers=8, **more)
        assert self.ended() == [0] * 8, (self.folder / "errors").read_text()
        return [out.read_text().splitlines() for out in outs]

    def _heard(self) -> list[int]:
        assert self.boss.stdout is not None
        return list(json.loads(self.boss.stdout.readline()))


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    crew = Crew(tmp_path_factory.mktemp("crew"))
    yield crew
    crew.boss.communicate(timeout=60)
    assert (crew.folder / "errors").read_text() == ""


def _sound(path: Path) -> World:
    with open_office(path, World(None, DAY).who()) as office:  # type: ignore[arg-type]
        world = World(office, DAY)
        assert not broken_links(path)
        assert not fold_differences(path, office)
        assert all(row[9] for row in contents(path)["document"])
    return world


def _facts(path: Path) -> dict[str, Project]:
    from buendnis.store.reading import open_view

    with open_view(path) as view:
        return {one.id: one for one in view.projects()}


def _texts(project: Project) -> Counter[str]:
    return Counter(note.text for note in project.notes)


@pytest.mark.parametrize("many", [1, 8], ids=["one project", "eight projects"])
def test_eight_processes_lose_no_note_and_meet_no_lock(
    many: int, tmp_path: Path, crew: Crew
) -> None:
    with new_world(tmp_path) as world:
        projects = [world.imported(a_sketch(f"Nr. {number}")) for number in range(many)]
        path = world.office.db.path
    said = crew.together(path, "notes", count=8, projects=projects)
    acknowledged = Counter(line.split()[1] for lines in said for line in lines)
    assert sum(acknowledged.values()) == 64
    stored: Counter[str] = sum((_texts(one) for one in _facts(path).values()), Counter())
    assert stored == acknowledged
    assert sum(one.version for one in _facts(path).values()) == 64 + many
    _sound(path)


def test_a_form_for_an_older_version_is_the_only_conflict(tmp_path: Path, crew: Crew) -> None:
    with new_world(tmp_path) as world:
        project, path = world.imported(), world.office.db.path
    said = crew.together(path, "versions", count=8, projects=[project])
    taken = [line for lines in said for line in lines if line != "conflict"]
    assert len(taken) == 64
    facts = _facts(path)[project]
    assert facts.version == 1 + 64
    assert sorted(_texts(facts)) == sorted(line.split()[1] for line in taken)
    _sound(path)


def test_of_eight_who_take_the_same_step_one_does_and_seven_are_told_why(
    tmp_path: Path, crew: Crew
) -> None:
    with new_world(tmp_path) as world:
        projects = [world.imported(a_sketch(f"Nr. {number}")) for number in range(3)]
        path = world.office.db.path
    said = [
        line.split() for lines in crew.together(path, "race", projects=projects) for line in lines
    ]
    for project in projects:
        assert Counter(word for one, word in said if one == project) == {"taken": 1, "state": 7}
    numbers = [row[0] for row in contents(path)["document"]]
    assert numbers == [f"2025-{number:05}" for number in range(1, 10)]
    refused = [row for row in contents(path)["event"] if row[3] == "step_refused"]
    assert len(refused) == 21
    _sound(path)


def test_eight_who_bring_in_sketches_get_numbers_without_gaps(tmp_path: Path, crew: Crew) -> None:
    with new_world(tmp_path) as world:
        path = world.office.db.path
    said = sorted(line for lines in crew.together(path, "imports", count=3) for line in lines)
    assert said == [f"LW-2025-{number:03}" for number in range(1, 25)]
    assert list(_facts(path)) == said
    _sound(path)


def test_killed_at_every_write_point_what_was_acknowledged_is_there(at: Open, crew: Crew) -> None:
    for point in range(1, 200):
        with at("idea") as (world, project):
            path = world.office.db.path
            before = len(contents(path)["event"])
        _, (out,) = crew.begin(path, "steps", point=point, projects=[project])
        (status,) = crew.ended()
        assert status in (0, -signal.SIGKILL)
        stored = [row for row in contents(path)["event"][before:] if row[3] == "step_taken"]
        positions = [row[0] for row in stored]
        acknowledged = [int(line.split()[0]) for line in out.read_text().splitlines()]
        assert positions[: len(acknowledged)] == acknowledged
        # One more may be there: committed, and killed before it could be said.
        assert len(positions) <= len(acknowledged) + 1
        _sound(path)
        facts = _facts(path)[project]
        assert facts.state == ("idea", "with_alliance", "assessed")[len(positions)]
        if status == 0:
            break
    assert point > 20
    assert facts.state == "assessed"


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_a_random_moment_what_was_acknowledged_is_there(
    seed: int, tmp_path: Path, crew: Crew
) -> None:
    chance = random.Random(seed)
    with new_world(tmp_path) as world:
        project, path = world.imported(), world.office.db.path
    acknowledged: list[str] = []
    for run in range(3):
        workers, outs = crew.begin(path, "notes", workers=2, count=10_000, projects=[project])
        for worker, out in zip(workers, outs, strict=True):
            wanted = chance.randrange(1, 20)
            while not out.exists() or out.read_text().count("\n") < wanted:
                os.sched_yield()
            os.kill(worker, signal.SIGKILL)
        assert crew.ended() == [-signal.SIGKILL] * 2
        for out in outs:
            acknowledged += [line.split()[1] for line in out.read_text().splitlines()]
        stored = _texts(_facts(path)[project])
        assert stored.keys() >= set(acknowledged)
        assert set(stored.values()) == {1}
        assert len(stored) <= len(acknowledged) + 2 * (run + 1)
        _sound(path)
