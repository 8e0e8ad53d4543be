"""The roster and the by-laws that all tests of the vote use."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from votes.bylaws import ByLaws, bylaws_from_data
from votes.roster import Roster, roster_from_data

ROOT = Path(__file__).parents[3]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def roster_data() -> dict[str, Any]:
    return _read(ROOT / "tests" / "cases" / "votes" / "roster.toml")


@pytest.fixture
def bylaws_data() -> dict[str, Any]:
    return _read(ROOT / "workflows" / "leine-weser" / "bylaws.toml")


@pytest.fixture
def roster(roster_data: dict[str, Any]) -> Roster:
    found, problems = roster_from_data(roster_data)
    assert problems == []
    return found


@pytest.fixture
def bylaws(bylaws_data: dict[str, Any]) -> ByLaws:
    found, problems = bylaws_from_data(bylaws_data)
    assert problems == []
    assert found is not None
    return found
