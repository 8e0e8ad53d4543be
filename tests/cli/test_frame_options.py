"""Global options stand before or after the command; the environment fills what is not said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from buendnis.cli.invocation import Invocation
from buendnis.cli.main import Program
from buendnis.cli.options import command, on_option
from buendnis.cli.output import Output
from buendnis.cli.registry import Section
from buendnis.errors import Unreadable
from buendnis.texts import T, verbatim


@pytest.fixture(autouse=True)
def _no_settings_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("BUENDNIS_DB", "BUENDNIS_NOW", "BUENDNIS_PERSON"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def ask(*arguments: str, reading: bool = True) -> tuple[dict[str, Any], Result]:
    seen: dict[str, Any] = {}

    @command(verbatim("Looks."), reading=reading)
    @on_option()
    def look(call: Invocation, on: object) -> Output:
        seen.update(
            db=call.db,
            json=call.json,
            language=call.language,
            actor=call.actor,
            person=call.person,
            as_of=call.as_of,
            on=on,
        )
        return Output({"done": True}, (verbatim("done"),))

    program = Program("buendnis", T("Looks."), (Section(T("Commands"), {}),))
    program.add_command(look, "look")
    program.entries = {"look": None}  # type: ignore[dict-item]
    return seen, CliRunner().invoke(program, list(arguments))


OPTIONS = ("--db", "x.db", "--actor", "seat:dgb", "--person", "Erika Muster", "--lang", "de")


@pytest.mark.parametrize("arguments", [(*OPTIONS, "look"), ("look", *OPTIONS)])
def test_a_global_option_may_stand_before_or_after_the_command(arguments: tuple[str, ...]) -> None:
    seen, result = ask(*arguments)
    assert result.exit_code == 0
    assert (seen["db"], seen["actor"], seen["person"], seen["language"]) == (
        "x.db",
        "seat:dgb",
        "Erika Muster",
        "de",
    )


def test_of_two_the_one_after_the_command_counts() -> None:
    assert ask("--db", "a.db", "look", "--db", "b.db")[0]["db"] == "b.db"
    assert ask("--db", "a.db", "look")[0]["db"] == "a.db"


def test_without_options_the_environment_counts_and_else_the_usual(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "emuster")
    seen, _ = ask("look")
    assert (seen["db"], seen["actor"], seen["person"]) == ("buendnis.db", "office", "emuster")
    monkeypatch.setenv("BUENDNIS_DB", "other.db")
    monkeypatch.setenv("BUENDNIS_PERSON", "Erika Muster")
    seen, _ = ask("look")
    assert (seen["db"], seen["person"]) == ("other.db", "Erika Muster")


def test_the_person_comes_from_the_users_own_settings(tmp_path: Path) -> None:
    (tmp_path / "buendnis").mkdir()
    (tmp_path / "buendnis" / "settings.toml").write_text('person = "Max Muster"\n')
    assert ask("look")[0]["person"] == "Max Muster"


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "buendnis").mkdir()
    (tmp_path / "buendnis" / "settings.toml").write_text("person = Max")
    _, result = ask("look")
    assert result.exit_code == 2
    assert "settings.toml" in result.stderr


@pytest.mark.parametrize("wrong", ["boss", "seat", "seat:", "seat:a b", "office:x", "seat:\x1b"])
def test_who_is_no_actor_is_refused(wrong: str) -> None:
    _, result = ask("look", "--actor", wrong, "--lang", "en")
    assert result.exit_code == 2
    assert "no actor" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("written", ["2028-12-31", "31.12.2028"])
def test_a_day_is_written_in_either_form(written: str) -> None:
    seen, _ = ask("look", "--as-of", written, "--on", written)
    assert str(seen["as_of"]) == str(seen["on"]) == "2028-12-31"


@pytest.mark.parametrize(
    "wrong", ["2027-02-29", "31.11.2028", "tomorrow", "0001-01-01", "２０２８-12-31"]
)
def test_an_impossible_day_is_refused_with_the_forms_to_write(wrong: str) -> None:
    _, result = ask("look", "--on", wrong, "--lang", "en")
    assert result.exit_code == 2
    assert "2028-12-31 or 31.12.2028" in result.stderr


def test_only_reading_commands_look_back() -> None:
    assert ask("look", "--as-of", "2028-12-31", reading=False)[1].exit_code == 2


def test_json_is_answered_instead_of_text() -> None:
    assert ask("look", "--json")[1].stdout == '{\n  "done": true\n}\n'
    assert ask("--json", "look")[1].stdout == '{\n  "done": true\n}\n'
    assert ask("look")[1].stdout == "done\n"


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T09:30:00", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ("2026-03-01T09:30:00+01:00", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ("2026-03-01T09:30:00Z", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_rehearsal_sets_the_clock(
    written: str, time: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Invocation().rehearsal
    monkeypatch.setenv("BUENDNIS_NOW", written)
    assert Invocation().now() == time
    assert Invocation().rehearsal


@pytest.mark.parametrize(
    "wrong", ["soon", "2026-02-30", "2026-03-01T25:00:00", "0001-01-01T00:00+23:00"]
)
def test_a_clock_that_cannot_be_set_is_refused(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUENDNIS_NOW", wrong)
    with pytest.raises(Unreadable, match="BUENDNIS_NOW"):
        Invocation().now()


def test_the_office_lives_in_berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUENDNIS_NOW", "2026-06-30T22:30:00Z")
    assert Invocation().today().isoformat() == "2026-07-01"
