"""What goes wrong is said in a sentence, with the right exit status, and never as a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from buendnis.cli.main import Program
from buendnis.cli.options import command
from buendnis.cli.output import Output
from buendnis.cli.registry import Section
from buendnis.errors import (
    BuendnisError,
    Conflict,
    Finding,
    IntegrityFailure,
    Refused,
    Unreadable,
)
from buendnis.texts import T, verbatim

FINDING = Finding(
    "D7",
    "project.end",
    verbatim("The end is too late."),
    verbatim("End earlier."),
    "Fachkräftestrategie",
    "idee.toml",
    7,
)


def failing_with(error: BaseException) -> Program:
    @command(verbatim("Fails."))
    def fail(call: object) -> Output:
        raise error

    program = Program("buendnis", T("Fails."), (Section(T("Commands"), {}),))
    program.add_command(fail, "fail")
    program.entries = {"fail": None}  # type: ignore[dict-item]
    return program


@pytest.mark.parametrize(
    ("kind", "status"), [(Refused, 1), (Unreadable, 2), (Conflict, 3), (IntegrityFailure, 4)]
)
def test_each_expected_error_has_its_exit_status(kind: type[BuendnisError], status: int) -> None:
    result = CliRunner().invoke(failing_with(kind("so it is")), ["fail", "--lang", "en"])
    assert result.exit_code == status
    assert "so it is" in result.stderr
    assert result.stdout == ""


def test_a_finding_is_listed_with_rule_place_message_remedy_and_source() -> None:
    program = failing_with(Refused("No.", [FINDING]))
    text = CliRunner().invoke(program, ["fail", "--lang", "en"]).stderr
    for part in (
        "[D7]",
        "idee.toml:7, project.end",
        "The end is too late.",
        "Remedy: End earlier.",
        "Source: Fachkräftestrategie",
    ):
        assert part in text


def test_a_refusal_as_json_has_the_documented_violations() -> None:
    program = failing_with(Refused("No.", [FINDING]))
    result = CliRunner().invoke(program, ["--json", "fail"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["violations"] == [
        {
            "rule": "D7",
            "field": "project.end",
            "message": "The end is too late.",
            "remedy": "End earlier.",
            "source": "Fachkräftestrategie",
            "file": "idee.toml",
            "line": 7,
        }
    ]


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (OSError(errno.ENOSPC, "x"), "disk is full"),
        (OSError(errno.EROFS, "x"), "only be read"),
        (FileNotFoundError(errno.ENOENT, "x", "weg.toml"), "weg.toml"),
        (PermissionError(errno.EACCES, "x", "zu.toml"), "may not"),
        (OSError(12345, "strange"), "strange"),
        (MemoryError(), "memory"),
        (RecursionError(), "nested"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "UTF-8"),
        (KeyError("odd"), "fault in the program"),
        (EOFError(), "ended before"),
    ],
)
def test_what_the_system_refuses_is_a_sentence_and_status_2(
    error: BaseException, word: str
) -> None:
    result = CliRunner().invoke(failing_with(error), ["fail", "--lang", "en"])
    assert result.exit_code == 2
    assert word in result.stderr
    assert "Traceback" not in result.output


def test_an_interruption_is_said_and_ends_with_130() -> None:
    result = CliRunner().invoke(failing_with(KeyboardInterrupt()), ["fail", "--lang", "en"])
    assert result.exit_code == 130
    assert "Interrupted" in result.stderr


def test_a_file_name_cannot_write_to_the_terminal() -> None:
    error = FileNotFoundError(errno.ENOENT, "x", "a\x1b[2Jb\u202ec")
    text = CliRunner().invoke(failing_with(error), ["fail"]).stderr
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[U+202E]" in text


def test_wrong_usage_as_json_is_one_document_with_status_2() -> None:
    program = failing_with(click.UsageError("so not"))
    result = CliRunner().invoke(program, ["fail", "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["violations"][0]["rule"] == "input"


def test_an_unknown_command_names_the_one_that_was_meant() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "buendnis", "--lang", "en", "bord"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "'board'" in done.stderr


def test_a_reader_that_goes_away_gets_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "buendnis", "--help"], stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")  # noqa: PTH110
def test_a_full_disk_behind_the_output_is_said() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "buendnis", "--lang", "en", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 2
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
