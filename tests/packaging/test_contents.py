"""What is shipped is what is kept: no file is missing, none slips in."""

from __future__ import annotations

import re
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.environments import ROOT

PACKAGES = ("buendnis", "votes")
CONTENT = ("workflows", "templates")


def kept(folder: str) -> set[str]:
    """The files under `folder` that the repository keeps, new ones included."""
    if not (ROOT / ".git").exists():  # an unpacked sdist keeps all it has
        found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
        return {path.as_posix() for path in found if "__pycache__" not in path.parts}
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", folder],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


def files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_has_every_file_of_a_package_and_no_other(wheel: Path, package: str) -> None:
    shipped = {name for name in files(wheel) if name.startswith(f"{package}/")}
    assert {name for name in shipped if "/_content/" not in name} == kept(package)


@pytest.mark.parametrize("folder", CONTENT)
def test_the_wheel_has_every_file_that_says_what_happens_and_what_is_written(
    wheel: Path, folder: str
) -> None:
    prefix = "buendnis/_content/"
    shipped = {name for name in files(wheel) if name.startswith(f"{prefix}{folder}/")}
    assert shipped, f"no file of {folder}/ is in the wheel"
    assert {name.removeprefix(prefix) for name in shipped} == kept(folder)


def test_the_wheel_puts_nothing_else_beside_other_peoples_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in files(wheel)}
    (metadata,) = (top for top in tops if top.endswith(".dist-info"))
    assert tops == {*PACKAGES, metadata}
    assert f"{metadata}/licenses/LICENSE" in files(wheel)


def test_a_wheel_made_from_the_sdist_is_the_wheel_made_from_the_checkout(
    wheel: Path, wheel_of_sdist: Path
) -> None:
    assert wheel.name == wheel_of_sdist.name
    assert wheel.read_bytes() == wheel_of_sdist.read_bytes()


def test_the_sdist_has_what_it_takes_to_run_the_tests(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"Makefile", "requirements.lock", "pyproject.toml", "README.md", "CHANGELOG.md"}
    assert wanted | kept("tests") | kept("bench") | kept("docs") <= names


def test_every_library_that_is_asked_for_is_locked_to_a_version_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = locked_versions()
    unmet = [line for line in asked if not met(Requirement(line), locked)]
    assert not unmet, f"not in requirements.lock (`make lock`): {unmet}"


def test_every_locked_version_has_its_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    bare = [one.split()[0] for one in entries if "==" in one and "--hash=sha256:" not in one]
    assert not bare


def met(requirement: Requirement, locked: dict[str, str]) -> bool:
    version = locked.get(canonicalize_name(requirement.name))
    return version is not None and version in requirement.specifier


def locked_versions() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}
