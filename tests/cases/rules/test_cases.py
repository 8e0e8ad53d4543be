"""Worked cases of the rules a sketch meets: one good sketch, changed as each case says."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from buendnis.reading import data_table
from buendnis.settings.loading import Settings, load_settings
from buendnis.sketch.check import check_sketch
from buendnis.sketch.reading import sketch_of

HERE = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8")).get("cases", [])
]


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings("leine-weser")


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy of the data with the value at each key path exchanged; `absent` takes it away."""
    data = copy.deepcopy(data)
    for path, value in changes.items():
        *tables, key = path.split("/")
        target: Any = data
        for name in tables:
            target = target[int(name)] if isinstance(target, list) else target.setdefault(name, {})
        if value == "absent":
            target.pop(key, None)
        else:
            target[key] = value
    return data


@pytest.mark.parametrize("case", CASES)
def test_a_sketch_meets_exactly_the_rules_that_the_case_names(
    case: dict[str, Any], settings: Settings
) -> None:
    good = tomllib.loads((HERE / "good.toml").read_text(encoding="utf-8"))["sketch"]
    table = data_table(changed(good, case.get("set", {})))
    report = check_sketch(
        sketch_of(table),
        table.findings,
        case.get("step", "submit"),
        settings.alliance,
        settings.programme,
        date.fromisoformat(case.get("today", "2025-11-03")),
    )
    found = sorted({f"{one.rule} {one.field}" for one in report.violations})
    assert found == sorted(case["refused"])
    assert report.ok == (not case["refused"])
    hinted = {f"{one.rule} {one.field}" for one in report.hints}
    assert set(case.get("hinted", [])) <= hinted
    assert not set(case.get("not_hinted", [])) & hinted
    assert all(str(one.message) and str(one.remedy) for one in report.violations)
