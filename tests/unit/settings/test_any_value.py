"""Whatever stands in a settings file: a finding, or settings, and nothing else."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from buendnis.reading import data_table
from buendnis.settings import alliance_file, programme_file
from buendnis.settings.alliance_file import read_alliance
from buendnis.settings.programme_file import read_programme

FOLDER = Path(__file__).parents[3] / "workflows" / "leine-weser"
ODD: list[Any] = [
    "", "x", "\x07", "{", 0, -1, 10**30, 1.5, float("nan"), True, [], [1], ["", ""], [[]], {},
    {"x": 1}, [{}], [{"id": 1}], date(1000, 1, 1), date.max, datetime(2026, 1, 1, tzinfo=UTC),
    time(1),
]  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every key path of the data; of a list only the first and the last entry."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for number in {0, len(value) - 1} if value else ():
            yield from _places(value[number], (*path, number))


def _spoiled(data: dict[str, Any], path: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    spoiled = copy.deepcopy(data)
    target: Any = spoiled
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = odd
    return spoiled


@pytest.mark.parametrize(
    ("module", "read", "name"),
    [
        (alliance_file, read_alliance, "alliance.toml"),
        (programme_file, read_programme, "programme.toml"),
    ],
)
def test_no_value_of_any_kind_breaks_the_reading(
    module: Any, read: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    places = list(_places(data))
    assert len(places) > 50
    for number, path in enumerate(places):
        for odd in ODD[number % 3 :: 3]:
            table = data_table(_spoiled(data, path, odd), name)
            monkeypatch.setattr(module, "read_toml", lambda _path, table=table: table)
            _, findings = read(FOLDER)
            for finding in findings:
                assert str(finding.message)
                assert str(finding.remedy)
