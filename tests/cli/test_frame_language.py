"""The language is the reader's: by --lang, else by the usual rules of the locale."""

from __future__ import annotations

import gettext

import pytest
from click.testing import CliRunner

from buendnis.cli.language import chosen_language, language, say, speaking
from buendnis.cli.main import program
from buendnis.texts import T

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _no_locale_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "de_DE"}, "de"),
        ({"LANG": "de_DE", "LC_ALL": ""}, "de"),
        ({"LANG": "de_DE", "LANGUAGE": "en:de"}, "en"),
        ({"LANG": "en_US", "LANGUAGE": "fr:de"}, "de"),
        ({"LANG": "C", "LANGUAGE": "de"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "de_DE"}, "en"),
        ({"LANGUAGE": "de"}, "de"),
    ],
)
def test_the_locale_says_the_language(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert chosen_language() == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "de"],
        ["--lang=de"],
        ["sketch", "--lang", "de", "check"],
        ["--lang", "en", "--lang=de"],
    ],
)
def test_the_option_counts_wherever_it_stands(arguments: list[str]) -> None:
    assert chosen_language(arguments) == "de"
    assert chosen_language(["--", *arguments]) == "en"


def test_a_language_that_we_do_not_speak_is_wrong_usage() -> None:
    result = CliRunner().invoke(program, ["--lang", "fr", "sketch", "check", "x"])
    assert result.exit_code == 2
    assert "'fr'" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["--help"], ["sketch", "--help"], ["sketch", "check", "--help"]]
)
def test_help_is_german_throughout(arguments: list[str]) -> None:
    shown = CliRunner().invoke(program, [*arguments, "--lang", "de"]).output
    assert shown.startswith("Aufruf:")
    for word in ("Usage", "Options", "OPTIONS", "Commands", "COMMAND", "Show", "Examples", "exit"):
        assert word not in shown


def test_clicks_own_errors_are_german_too() -> None:
    shown = CliRunner().invoke(program, ["--lang", "de", "sketch", "check"]).stderr
    assert "Fehler: Es fehlt das Argument 'FILE'." in shown
    shown = CliRunner().invoke(program, ["--lang", "de", "sketch", "chek"]).stderr
    assert "Meinten Sie 'check'?" in shown


def test_one_call_in_german_leaves_the_next_in_english() -> None:
    before = gettext.textdomain()
    with speaking("de"):
        assert say(T("yes")) == "ja"
    assert language() == "en"
    assert say(T("yes")) == "yes"
    assert gettext.textdomain() == before
    assert "Usage:" in CliRunner().invoke(program, ["--help", "--lang", "en"]).output
