"""What the page on voting with one's own key tells people to type works, in its order."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.ballot_box import Box
from tests.cli.desk import PROJECT, submitted
from tests.docs.test_readme import ROOT, lines, script

PAGE = ROOT / "docs" / "handbuch" / "eigener-schluessel.md"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are for a shell")


@pytest.fixture
def box(tmp_path: Path) -> Box:
    submitted(tmp_path)
    box = Box(tmp_path)
    words = ("--circular", "--until", "2025-05-31", "--reason", "Frist der NBank")
    box.run("motion", "open", "--project", PROJECT, *words)
    shim = tmp_path / "bin" / "buendnis"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m buendnis "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    return box


def run(box: Box, text: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": f"{box.folder / 'bin'}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }
    env |= {"BUENDNIS_NOW": box.today, "BUENDNIS_PERSON": "Petra Probe", "HOME": str(box.folder)}
    return subprocess.run(
        ["bash", "-c", text],
        cwd=box.folder,
        env=env,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_every_command_of_the_page_works_from_the_key_to_the_receipt(box: Box) -> None:
    typed = lines(PAGE.read_text("utf-8"))
    done = run(box, script(typed), "y\n" * 5)
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-2000:]
    receipt = json.loads((box.folder / "quittung.json").read_text())
    assert receipt["stands"] is True
    said = subprocess.run(["sha256sum", box.folder / "stimme2.jws"], capture_output=True, text=True)
    assert said.stdout.split()[0] == receipt["ballot"]
    assert box.standing() == "yes"


@pytest.mark.outside
def test_the_lines_for_openssl_verify_the_ballot(box: Box) -> None:
    page = PAGE.read_text("utf-8")
    typed = [one for one in lines(page) if "stimme2" not in one[0] and "eingang" not in one[0]]
    assert run(box, script(typed[:5]), "y\n" * 5).returncode == 0
    (block,) = re.findall(r"^```bash\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    done = run(box, "set -e\n" + block)
    assert done.returncode == 0, done.stderr
    assert "Verified Successfully" in done.stdout


def test_the_lines_for_powershell_name_commands_and_options_that_exist(box: Box) -> None:
    (block,) = re.findall(r"^```powershell\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.M)
    for line in block.replace("`\n", " ").splitlines():
        if line.startswith("buendnis "):
            words = line.split()[1:3]
            said = box.run(*words, "--help").output
            assert all(option in said for option in re.findall(r"--[a-z]+", line)), line
