"""What a person reads is in words, not in the record's codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from buendnis.cli.main import program
from buendnis.cli.tables import Column, Table, written_table
from buendnis.texts import verbatim
from tests.cli.desk import MOTION, PROJECT, Desk, voting


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = voting(tmp_path)
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    return desk


def _german(desk: Desk, *words: str, **env: str) -> str:
    env = {"BUENDNIS_NOW": desk.today, "BUENDNIS_DB": str(desk.db), "NO_COLOR": "1", **env}
    result = CliRunner().invoke(program, ["--lang", "de", *words], env=env)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_course_in_a_file_is_plain_german(desk: Desk, tmp_path: Path) -> None:
    desk.run("project", "file", PROJECT, "-o", str(tmp_path / "akten"))
    course = (tmp_path / "akten" / PROJECT / "01_Verlauf.txt").read_text("utf-8")
    for words in (
        "Olaf Büro, Koordinierungsstelle)",
        "Teilraum: Landkreis Hildesheim",
        "Ergebnis: unterstützt",
        "Vollständigkeitsprüfung",
        "Beschlussvorschlag: befürworten",
        "Deutscher Gewerkschaftsbund: ja",
    ):
        assert words in course
    for code in ("supported", "vollstaendigkeitspruefung", ": yes", ", office)", "endorse"):
        assert code not in course


def test_history_and_page_name_people_and_papers(desk: Desk) -> None:
    desk.today = "2025-04-11"
    actor = ("--actor", "alliance:hildesheim")
    desk.run(*actor, "advance", PROJECT, "advise", "--set", "date=2025-04-11",
             "--set", "adviser=A", "--set", "topics=B", "--set", "advice=C")  # fmt: skip
    for page in ("history", "show"):
        said = _german(desk, "project", page, PROJECT)
        assert "lokale Fachkräfteallianz Landkreis Hildesheim" in said
        assert "Vollständigkeitsprüfung" in said
        assert "alliance:hildesheim" not in said
        assert "vollstaendigkeitspruefung" not in said


def test_a_correction_names_the_papers_that_show_the_old_value(desk: Desk) -> None:
    entries = desk.data("project", "show", PROJECT)["entries"]
    (entry,) = [one["entry"] for one in entries if one["step"] == "record_statement"]
    wrong = ("--set", "stated_on=2025-02-28", "--reason", "verlesen")
    said = _german(desk, "correct", PROJECT, str(entry), *wrong)
    assert "(Vollständigkeitsprüfung) zeigt den alten Wert" in said
    assert "vollstaendigkeitspruefung" not in said


def test_the_morning_page_shows_the_meetings_ahead(desk: Desk) -> None:
    desk.today = "2025-04-11"
    ahead = desk.say("meeting", "new", "--on", "2025-06-03", "--place", "Hameln")
    assert [one["meeting"] for one in desk.data("today")["meetings"]] == [ahead]
    title = _german(desk, "today").split(ahead)[0].splitlines()[-3:]
    assert "Vorhabenart" not in "\n".join(title)


def test_a_narrow_screen_leaves_spare_columns_out() -> None:
    columns = (
        Column(verbatim("Projekt"), whole=True),
        verbatim("Titel"),
        Column(verbatim("Träger"), spare=True),
        Column(verbatim("Betreut"), spare=True),
    )
    table = Table(columns, [("LW-2026-001", "x" * 60, "y" * 60, "z" * 30)])

    def titles(width: int) -> list[str]:
        return written_table(table, width, lambda text, **_: text).splitlines()[0].split()

    assert titles(0) == ["Projekt", "Titel", "Träger", "Betreut"]
    assert titles(120) == ["Projekt", "Titel", "Träger", "Betreut"]
    assert titles(70) == ["Projekt", "Titel", "Träger"]
    assert titles(40) == ["Projekt", "Titel"]
