"""A database for each state, made once and copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.engine.world import STATES, World, fast_documents, in_state, opened

Open = Callable[[str], AbstractContextManager[tuple[World, str]]]


@pytest.fixture(autouse=True)
def documents_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    fast_documents(monkeypatch.setattr)


@pytest.fixture(scope="session")
def at_each_state(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[Path, str, date]]:
    """For each state: a closed database, its one project, and the day it is there."""
    folder, found = tmp_path_factory.mktemp("states"), {}
    with pytest.MonkeyPatch.context() as patch:
        fast_documents(patch.setattr)
        for state in STATES:
            with in_state(folder, state) as (world, project):
                found[state] = (world.office.db.path, project, world.today)
    return found


@pytest.fixture
def at(at_each_state: dict[str, tuple[Path, str, date]], tmp_path: Path) -> Open:
    """`with at("voting") as (world, project)`: a copy of that state's database, opened."""
    numbers = iter(range(1000))

    @contextmanager
    def open_copy(state: str) -> Iterator[tuple[World, str]]:
        source, project, today = at_each_state[state]
        path = tmp_path / f"{state}-{next(numbers)}.db"
        shutil.copy(source, path)
        with opened(path, today) as world:
            yield world, project

    return open_copy
