"""What a command does not use, it does not import: that is how it is there at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.ballot_box import circular
from tests.cli.desk import MOTION, PROJECT, submitted

SIGNING = {"cryptography", "joserfc", "pikepdf"}
ALWAYS = {"asyncio", "jinja2", "openpyxl", "reportlab", "sqlalchemy", "sqlmodel"} | SIGNING
# What a member's machine needs for a ballot: no database, no page, no spreadsheet.
ALONE = ALWAYS - {"cryptography", "joserfc"} | {"sqlite3", "holidays", "transitions", "pydantic"}
# What reading does not need either: `next` alone decides steps, and asks the table of transitions.
READING = ALWAYS | {"difflib", "hashlib", "holidays", "json", "pydantic", "secrets", "transitions"}

COMMANDS = {
    "--help": READING | {"msgspec", "sqlite3", "votes"},
    "sketch check skizze.toml": READING | {"sqlite3", "votes.tally"},
    "project list": READING | {"votes.tally"},
    f"project show {PROJECT}": ALWAYS,
    "board": READING,
    "today": READING,
    "deadlines": ALWAYS,
    # Before a vote opens the names of the parties are compared with those of the institutions.
    f"next {PROJECT}": READING - {"transitions", "hashlib", "difflib"},
    f"advance {PROJECT} note --set text=Notiz": {"jinja2", "openpyxl", "reportlab"} | SIGNING,
}
MEMBER = {
    "key new -o neu.pem": ALONE,
    "vote cast vorlage.zip --seat dgb --answer yes --key dgb.pem -o s.jws --yes": ALONE,
}
VOTING = {
    f"motion packet {MOTION} -o p.zip": ALWAYS,
    "key list": ALWAYS,
    "vote import s.jws": {"jinja2", "openpyxl", "reportlab", "pikepdf"},
    f"vote receipt {MOTION} --seat dgb": ALWAYS,
}

PROBE = """
import sys
from buendnis.cli.main import main
kept, sys.argv = sys.stderr, ["buendnis", *sys.argv[1:]]
status = 0
try:
    main()
except SystemExit as end:
    status = end.code
loaded = sorted(sys.modules)
print(status, *loaded, file=kept)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return submitted(tmp_path_factory.mktemp("office")).folder


def modules_of(folder: Path, words: str) -> set[str]:
    """The modules that a command has imported when it is done."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("BUENDNIS_")}
    env |= {"BUENDNIS_NOW": "2025-04-10", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words.split()],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
    )
    status, *loaded = done.stderr.splitlines()[-1].split()
    assert status == "0", done.stderr
    return set(loaded)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_imports_no_library_that_it_does_not_use(folder: Path, words: str) -> None:
    loaded = modules_of(folder, words)
    assert "buendnis.cli.main" in loaded
    assert sorted(loaded & COMMANDS[words]) == []


def test_a_member_signs_with_little_and_without_a_database(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    box = circular(tmp_path_factory.mktemp("member"))
    box.db.unlink()
    for words, unwanted in MEMBER.items():
        assert sorted(modules_of(box.folder, words) & unwanted) == [], words
    assert not box.db.exists()


def test_what_the_office_does_with_ballots_imports_no_more_than_it_uses(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    box = circular(tmp_path_factory.mktemp("votes"))
    box.cast("dgb").rename(box.folder / "s.jws")
    for words, unwanted in VOTING.items():
        assert sorted(modules_of(box.folder, words) & unwanted) == [], words
