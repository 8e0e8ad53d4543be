"""The installed program works from anywhere, and takes its data from nowhere but itself."""

from __future__ import annotations

import os
import sys
import venv
from pathlib import Path

import pytest

import buendnis
from buendnis.content import alliances
from tests.packaging.environments import ROOT, Environment

COMMANDS = [("buendnis",), ("python", "-m", "buendnis")]
ALL_MODULES = """
import importlib, pkgutil, buendnis, votes
for package in (buendnis, votes):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""


@pytest.fixture(params=["the root", "an empty folder", "a folder with the same names in it"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where a person may happen to stand."""
    if request.param == "the root":
        return Path(tmp_path.anchor)
    if request.param == "a folder with the same names in it":
        for name in ("workflows", "templates", "buendnis", "votes"):
            foreign = tmp_path / name / "leine-weser"
            foreign.mkdir(parents=True)
            for file in ("alliance.toml", "workflow.toml", "bylaws.toml", "programme.toml"):
                (foreign / file).write_text("someone = 'else'\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_program_says_its_version_from_any_place(
    installed: Environment, place: Path, command: tuple[str, ...]
) -> None:
    done = installed.run(*command, "--version", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    assert buendnis.__version__ in done.stdout


def test_the_shipped_workflow_is_found_sound_from_any_place(
    installed: Environment, place: Path
) -> None:
    # The proof itself is tested elsewhere; here it counts that workflow and templates are found.
    done = installed.run("buendnis", "workflow", "check", "--quick", cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_program_finds_every_alliance_and_only_its_own(
    installed: Environment, place: Path
) -> None:
    found = installed.python(
        "from buendnis.content import alliances; print(*alliances())", cwd=place
    )
    assert tuple(found.split()) == alliances() != ()


def test_what_is_installed_is_what_runs(installed: Environment, tmp_path: Path) -> None:
    where = Path(installed.python("import buendnis; print(buendnis.__file__)", cwd=tmp_path))
    editable = where.is_relative_to(ROOT)
    assert editable or where.is_relative_to(installed.folder)
    content = installed.python(
        "from buendnis.content import content_folders; print(*content_folders())", cwd=tmp_path
    )
    assert content == str(ROOT if editable else where.parent / "_content")


def test_every_module_can_be_imported(installed: Environment, tmp_path: Path) -> None:
    installed.python(ALL_MODULES, cwd=tmp_path)


@pytest.mark.network
def test_the_libraries_that_the_wheel_asks_for_are_enough(wheel: Path, tmp_path: Path) -> None:
    fresh = Environment(tmp_path / "fresh")
    venv.create(fresh.folder, with_pip=True, symlinks=os.name != "nt")
    installed = fresh.run("python", "-m", "pip", "install", "--quiet", str(wheel), cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    fresh.python(ALL_MODULES, cwd=tmp_path)
    done = fresh.run("buendnis", "workflow", "check", "--quick", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sys.prefix not in fresh.python("import sys; print(sys.path)", cwd=tmp_path)
