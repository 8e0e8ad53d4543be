"""Templates as an office works with them: listed, overridden, watched, and told what is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from buendnis.cli import document_preview
from buendnis.cli.main import program
from buendnis.documents.catalogue import catalogue
from tests.cli.desk import Desk


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's own content: a votum in its own words."""
    own = tmp_path / "own" / "templates" / "votum"
    own.mkdir(parents=True)
    (own / "template.xml").write_text(
        '<document>\n<heading level="1">Unser Votum</heading>\n'
        "<p>{{ project.title }}</p>\n</document>",
        encoding="utf-8",
    )
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path / "own"))
    return own / "template.xml"


def _desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "2026-01-05")


def test_every_kind_is_listed_with_its_steps_and_fields(tmp_path: Path) -> None:
    rows = {row["kind"]: row for row in _desk(tmp_path).data("document", "kinds")}
    assert set(rows) == set(catalogue())
    votum = rows["votum"]
    assert votum["shipped"]
    assert votum["steps"] == [{"step": "send_votum", "issued": True, "when": "motion_endorsed"}]
    assert {"project.title", "votum.decided_on", "form.channel"} <= set(votum["fields"])
    named = {one["step"] for row in rows.values() for one in row["steps"]}
    assert {"request_decision", "remind_report", "finish", "start"} <= named


def test_one_kind_is_shown_for_people(tmp_path: Path) -> None:
    said = _desk(tmp_path).say("document", "kinds", "aenderungsanzeige")
    assert "Änderungsanzeige" in said
    assert "extend" in said
    assert "form.requested_on" in said


def test_an_offices_own_wording_is_used_and_named(tmp_path: Path, office: Path) -> None:
    desk = _desk(tmp_path)
    (row,) = [one for one in desk.data("document", "kinds") if one["kind"] == "votum"]
    assert (row["shipped"], row["file"]) == (False, str(office))
    assert "Unser Votum" in desk.say("document", "preview", "votum")


@pytest.mark.parametrize(
    ("wrong", "line", "remedy"),
    [
        ("<p>{{ project.titel }}</p>", 3, "title"),
        (
            "{% if votum.decided_on is given %}\n<p>{{ project.aplicant.name }}</p>{% endif %}",
            4,
            "applicant",
        ),
        ("{% if false %}<p>{{ votum.reasns }}</p>{% endif %}", 3, "reasons"),
        ("<p>{{ project.start|datum }}</p>", 3, "date"),
        ("<p>{{ projekt.title }}</p>", 0, "project"),
        ("<p>{% if %}</p>", 3, ""),
        ("{% for one in votum.reasons %}<p>x</p>", 3, ""),
        ("<p>{{ assessment[0].aspect }}</p>", 0, "Add it to “blocks”"),
        ("<paragraph>a</paragraph>", 3, ""),
        (
            '{% from "_layout/macros.xml" import projekt_facts %}{{ projekt_facts() }}',
            3,
            "project_facts",
        ),
        ("{% if project.title is givn %}<p>a</p>{% endif %}", 3, "given"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_what_is_like_it(
    tmp_path: Path, office: Path, wrong: str, line: int, remedy: str
) -> None:
    office.write_text(
        f'<document>\n<heading level="1">V</heading>\n{wrong}\n</document>', encoding="utf-8"
    )
    found = _desk(tmp_path).data("document", "check", status=1)["violations"]
    (one,) = [row for row in found if "/votum" in row["file"]]
    assert one["line"] == line
    assert remedy in one["remedy"]


def test_watching_writes_again_on_change_and_ends_with_130(
    tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "muster.docx"
    turns: list[bytes] = []
    text = office.read_text(encoding="utf-8")
    edits = (text.replace("Unser", "Neues"), text.replace("title", "titel"), text)

    def pause(_seconds: float) -> None:
        turns.append(target.read_bytes())
        if len(turns) > len(edits):
            raise KeyboardInterrupt
        office.write_text(edits[len(turns) - 1], encoding="utf-8")
        os.utime(office, ns=(len(turns), len(turns)))

    real = document_preview.changes

    def watched(kind: str, alliance: str) -> Any:
        return real(kind, alliance, pause)

    monkeypatch.setattr(document_preview, "changes", watched)
    asked = ["--lang", "en", "document", "preview", "votum", "-o", str(target), "--watch"]
    result = CliRunner().invoke(program, asked)
    assert result.exit_code == 130
    assert result.stdout.count("Written:") == 3, "the mistake in between wrote nothing"
    assert "project.titel" in result.stderr
    first, second, broken, last = turns
    assert first != second == broken != last == first
