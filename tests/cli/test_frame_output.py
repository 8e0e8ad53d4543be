"""Answers are printed once: readable for people, stable for programs, harmless on every screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buendnis.cli.harmless import harmless, harmless_json, one_line
from buendnis.cli.language import speaking
from buendnis.cli.output import (
    FindingList,
    Heading,
    NextStep,
    Output,
    Part,
    Plain,
    as_document,
    jsonable,
    show,
    written_part,
)
from buendnis.cli.tables import Column, Fields, Table, display_width, wrapped
from buendnis.errors import Finding
from buendnis.money import Cents
from buendnis.texts import T, verbatim


def text_of(part: Part, width: int = 0, language: str = "en") -> str:
    with speaking(language):
        return written_part(part, colour=False, width=width)


@dataclass(frozen=True)
class Answer:
    amount: Cents
    day: date
    text: object


def test_money_is_a_string_with_two_decimals_and_days_are_iso() -> None:
    answer = Answer(Cents(50_000_001), date(2028, 12, 31), verbatim("Akte"))
    assert jsonable({"one": answer, "many": (Cents(5), None, True, 7)}) == {
        "one": {"amount": "500000.01", "day": "2028-12-31", "text": "Akte"},
        "many": ["0.05", None, True, 7],
    }


def test_times_are_told_in_utc() -> None:
    time = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert jsonable(time) == "2026-06-30T22:30:00Z"
    assert jsonable(datetime(2026, 7, 1, tzinfo=UTC)) == "2026-07-01T00:00:00Z"


def test_paths_are_texts_and_sets_of_rows_are_lists() -> None:
    assert jsonable([Path("a"), iter([1, 2])]) == ["a", [1, 2]]


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists, max_leaves=9))
def test_a_document_keeps_its_value_and_hides_nothing(value: Any) -> None:
    document = as_document(value)
    if "\\ud" not in document:  # a lone surrogate has no JSON text of its own
        assert json.loads(document) == value
    assert harmless_json(document) == document
    assert harmless(document) == document


@given(st.text(st.characters(codec=None)))
def test_no_text_reaches_the_screen_with_controls_or_hidden_directions(text: str) -> None:
    shown = harmless(text)
    assert not any(char in shown for char in "\x1b\x07\x08\r\x9b\u202e\u2066\u200f\u2028\x7f")
    shown.encode("utf-8")
    assert "\n" not in one_line(text)


def test_what_is_harmful_stays_visible() -> None:
    assert harmless("a\x1b[31mb\u202ec") == "a[U+001B][31mb[U+202E]c"
    assert harmless("Łódź — „ja“\n\t€") == "Łódź — „ja“\n\t€"


def test_amounts_stand_to_the_right_in_the_readers_form() -> None:
    table = Table(
        (T("Project"), T("Grant")),
        [("Kurz", Cents(35_000_000)), ("Ein längerer Name", Cents(1))],
    )
    lines = text_of(table, language="de").splitlines()
    assert lines[2].endswith("350.000,00 €")
    assert lines[3].endswith("      0,01 €")
    assert len(lines[2]) == len(lines[3])
    assert "350,000.00 €" in text_of(table)


def test_an_empty_table_says_so() -> None:
    assert text_of(Table((T("Project"),), [], T("No project yet."))) == "No project yet."


@given(
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), min_size=1, max_size=5),
    st.integers(40, 120),
)
def test_a_table_never_leaves_the_screen(rows: list[tuple[str, str]], width: int) -> None:
    table = Table((T("Project"), T("Note")), rows)
    assert all(display_width(line) <= width for line in text_of(table, width).splitlines())


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"])), st.integers(8, 30)
)
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    assert "".join(wrapped(text, width)) == text


def test_wrapping_breaks_between_words() -> None:
    assert wrapped("Beratung für kleine Betriebe", 12) == ["Beratung für", "kleine", "Betriebe"]


def test_wide_letters_count_twice() -> None:
    assert display_width("漢字") == 4
    assert display_width("e\u0301") == 1


def test_a_column_that_stays_whole_is_never_wrapped() -> None:
    table = Table((Column(T("Id"), whole=True), T("Note")), [("LW-2026-0001-X", "wort " * 30)])
    assert "LW-2026-0001-X" in text_of(table, 40)


def test_fields_leave_out_what_is_empty() -> None:
    block = Fields(((T("Title"), "Energie"), (T("End"), date(2027, 12, 31)), (T("Note"), "")))
    assert text_of(block).splitlines() == ["Title  Energie", "End    2027-12-31"]
    assert "31.12.2027" in text_of(block, language="de")


def test_the_next_step_is_one_line() -> None:
    assert text_of(NextStep(verbatim("present (office)"))) == "→ present (office)"


def test_a_finding_without_a_file_names_its_field() -> None:
    finding = Finding("D3", "over_cap", verbatim("Zu viel."))
    assert text_of(FindingList([finding])) == "  [D3] over_cap\n      Zu viel."


def test_headings_and_plain_lines_are_harmless_too() -> None:
    assert "\x1b" not in text_of(Heading(verbatim("a\x1bb"))) + text_of(Plain("a\x1bb"))


def test_colour_is_only_for_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show(Output({}, (Heading(verbatim("Titel")), NextStep(verbatim("weiter")))), as_json=False)
    assert "\x1b" not in capsys.readouterr().out
    assert "\x1b" in written_part(Heading(verbatim("Titel")), colour=True, width=80)


def run_with_code_page(*arguments: str) -> bytes:
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, "-m", "buendnis", *arguments], env=environment, capture_output=True
    ).stdout


def test_output_is_utf8_even_on_a_western_code_page() -> None:
    shown = run_with_code_page("--help", "--lang", "de").decode("utf-8")
    assert "…" in shown


def test_an_argument_that_is_no_text_is_no_encoding_error() -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"buendnis", b"\xff\xfe", b"--json"], capture_output=True
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    done.stdout.decode("utf-8")
