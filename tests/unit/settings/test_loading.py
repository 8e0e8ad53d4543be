"""Mistakes in an alliance's files: each is named with file, key path, line and remedy."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from buendnis.errors import Unreadable
from buendnis.settings.loading import load_alliance, load_programme, load_settings

ROOT = Path(__file__).parents[3]
CASES = tomllib.loads(
    (ROOT / "tests" / "cases" / "settings" / "wrong.toml").read_text(encoding="utf-8")
)["case"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of Leine-Weser's files that a test may spoil."""
    target = tmp_path / "workflows" / "leine-weser"
    shutil.copytree(ROOT / "workflows" / "leine-weser", target)
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path))
    return target


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r} any more"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_mistake_is_named_where_it_stands(folder: Path, case: dict[str, Any]) -> None:
    _change(folder / case["file"], case["old"], case["new"])
    with pytest.raises(Unreadable) as refused:
        load_settings("leine-weser")
    found = {finding.field: finding for finding in refused.value.findings}
    assert case["field"] in found, sorted(found)
    finding = found[case["field"]]
    assert case["says"] in str(finding.message)
    assert str(finding.remedy)
    assert finding.rule == "input"
    assert Path(finding.file).name == case["file"]


def test_the_line_of_a_mistake_is_named(folder: Path) -> None:
    _change(folder / "alliance.toml", 'region = "weserbergland"', 'regoin = "weserbergland"')
    text = (folder / "alliance.toml").read_text(encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        load_settings("leine-weser")
    line = text[: text.index("regoin")].count("\n") + 1
    assert [finding.line for finding in refused.value.findings] == [line]


def test_all_mistakes_in_all_files_are_named_at_once(folder: Path) -> None:
    _change(folder / "alliance.toml", 'id = "II"', 'id = "I"')
    _change(folder / "alliance.toml", "founded = 2015-07-22", 'founded = "2015"')
    _change(folder / "programme.toml", 'state = "NI"', "land = 3")
    _change(folder / "bylaws.toml", "[quorum]", "[qourum]")
    with pytest.raises(Unreadable) as refused:
        load_settings("leine-weser")
    places = {(Path(one.file).name, one.field) for one in refused.value.findings}
    assert places >= {
        ("alliance.toml", "fields[1].id"),
        ("alliance.toml", "founded"),
        ("programme.toml", "state"),
        ("programme.toml", "land"),
        ("bylaws.toml", "qourum"),
    }


@pytest.mark.parametrize("name", ["alliance.toml", "programme.toml", "bylaws.toml"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"name = ", b"\0", b"x = 1\n" * 2])
def test_a_file_that_is_no_settings_file_is_refused(
    folder: Path, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(Unreadable):
        load_settings("leine-weser")


def test_an_empty_table_of_settings_lists_what_is_missing(folder: Path) -> None:
    (folder / "alliance.toml").write_text('name = "leine-weser"\n', encoding="utf-8")
    (folder / "programme.toml").write_text('name = "x"\n', encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        load_settings("leine-weser")
    missing = {one.field for one in refused.value.findings}
    assert missing >= {"seats", "regions", "office", "fields", "cap", "last_day", "unit_costs"}


@pytest.mark.parametrize("name", ["", "nirgendwo", "../leine-weser", "leine-weser/..", "x" * 300])
def test_an_unknown_alliance_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(Unreadable, match="leine-weser"):
        load_settings(name)


def test_each_file_loads_by_itself(folder: Path) -> None:
    assert load_alliance(folder).name == "leine-weser"
    assert load_programme(folder).state == "NI"


def test_loading_imports_nothing_heavy() -> None:
    code = (
        "import sys; from buendnis.settings.loading import load_settings;"
        "load_settings('leine-weser');"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'reportlab', 'jinja2', 'asyncio',"
        " 'openpyxl', 'holidays', 'transitions', 'difflib'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
