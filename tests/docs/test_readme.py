"""What the README tells people to type works, in its order, in an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
EXAMPLE = ROOT / "docs" / "beispiele" / "energieberatung.toml"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
STATUS = re.compile(r"#\s*exit status (\d+)")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are for a shell")


def lines(page: str) -> list[tuple[str, int]]:
    """Each command of the page's `sh` blocks with the exit status that the page promises."""
    found = []
    for block in BLOCK.findall(page):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip():
                promised = STATUS.search(line)
                found.append((line, int(promised[1]) if promised else 0))
    return found


def script(commands: list[tuple[str, int]]) -> str:
    """A shell script that stops at the first command which ends otherwise than promised."""
    parts = ["set -u"]
    for number, (line, status) in enumerate(commands):
        parts += [
            line,
            f'[ "$?" = {status} ] || {{ echo "line {number}: status is not {status}"; exit 99; }}',
        ]
    return "\n".join(parts) + "\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment where `buendnis` is this checkout's, and nothing is set that could help."""
    shim = tmp_path / "bin" / "buendnis"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m buendnis "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BUENDNIS_")}
    return kept | {
        "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "TZ": "Europe/Berlin",
        "LANG": "C.UTF-8",
    }


def test_the_readme_shows_commands_for_each_kind_of_user() -> None:
    typed = " ".join(line for line, _ in lines(README.read_text("utf-8")))
    for word in ("demo", "sketch check", "init", "next", "advance", "motion tally"):
        assert f"buendnis {word}" in typed


def test_every_command_of_the_readme_ends_as_the_readme_says(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "idee.toml")
    commands = lines(README.read_text("utf-8"))
    done = subprocess.run(
        ["bash", "-c", script(commands)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    told = done.stdout.strip().splitlines()[-1:] or [""]
    number = re.match(r"line (\d+):", told[0])
    line = commands[int(number[1])][0] if number else ""
    assert done.returncode == 0, f"{line}\n{told[0]}\n{done.stderr[-2000:]}"
    assert (folder / "idee.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "buendnis.db").is_file()
