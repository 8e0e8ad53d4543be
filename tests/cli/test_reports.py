"""Reports on the whole portfolio, on the screen, as data and as documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from buendnis.documents.pdf_check import read_back
from tests.cli.desk import PROJECT, Desk, submitted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


def test_the_distribution_adds_up(desk: Desk) -> None:
    found = desk.data("report", "distribution")
    rows = {row["name"]: row for row in found["regions"]}
    (row,) = [one for one in rows.values() if one["projects"]]
    assert row["requested"] == found["requested"] != "0.00"
    assert (row["endorsed"], row["granted"], row["share"]) == ("0.00", "0.00", None)
    assert row["name"] in desk.say("report", "distribution")


def test_the_portfolio_names_every_project_and_its_stage(desk: Desk) -> None:
    found = desk.data("report", "portfolio")
    assert found["stages"] == {
        "idea": 1,
        "presented": 1,
        "submitted": 1,
        "endorsed": 0,
        "granted": 0,
        "closed": 0,
    }
    (row,) = found["projects"]
    assert (row["id"], row["state"], row["granted"]) == (PROJECT, "vorgelegt", "0.00")
    assert PROJECT in desk.say("report", "portfolio")


def test_the_screen_speaks_the_language_of_the_reader(desk: Desk) -> None:
    english, german = (
        " ".join(desk.say("--lang", language, "report", "portfolio").split())
        for language in ("en", "de")
    )
    assert ("Submitted" in english, "vorgelegt" in english) == (True, False)
    assert "vorgelegt" in german
    english = desk.say("report", "half-year", "2025-1")
    assert "put before the alliance" in english
    assert "steering group" in english
    assert "vorgelegt" not in english
    assert "Sitzung" not in english


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("distribution", "Verteilung der Mittel auf die Teilräume"),
        ("portfolio", "Übersicht der Projekte"),
        ("half-year", "Halbjahresmeldung"),
    ],
)
def test_a_report_is_a_document_with_a_chart(
    desk: Desk, tmp_path: Path, name: str, title: str
) -> None:
    target = tmp_path / f"{name}.pdf"
    desk.run("report", name, "-o", str(target))
    desk.run("report", name, "-o", str(target), status=1)
    back = read_back(target.read_bytes())
    assert not back.findings
    assert back.tags["Figure"] == 1
    assert title in " ".join(PdfReader(target).pages[0].extract_text().split())
    desk.run("report", name, "-o", str(tmp_path / "report.docx"))


def test_an_empty_record_has_its_reports(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "2025-02-03")
    desk.run("init")
    assert desk.data("report", "portfolio")["projects"] == []
    for name in ("distribution", "portfolio", "assembly", "half-year"):
        desk.run("report", name, "-o", str(tmp_path / f"{name}.pdf"))


def test_a_year_for_the_assembly_is_a_document_with_two_charts(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "jahr.pdf"
    desk.run("report", "assembly", "--year", "2025", "-o", str(target))
    back = read_back(target.read_bytes())
    assert not back.findings
    assert back.tags["Figure"] == 2


def test_a_half_year_has_what_happened_between_its_days(desk: Desk) -> None:
    found = desk.data("report", "half-year", "2025-1")
    assert (found["first"], found["last"]) == ("2025-01-01", "2025-06-30")
    assert [(one["id"], one["what"]) for one in found["happened"]] == [
        (PROJECT, "als Idee aufgenommen"),
        (PROJECT, "der lokalen Allianz vorgelegt"),
        (PROJECT, "dem Bündnis vorgelegt"),
    ]
    assert desk.data("report", "assembly", "--year", "2025")["happened"] == found["happened"]
    later = desk.data("report", "half-year", "2025-2")
    assert (later["happened"], later["meetings"]) == ([], [])
    german = desk.say("--lang", "de", "report", "half-year", "2025-1")
    assert "dem Bündnis vorgelegt" in german


@pytest.mark.parametrize("wrong", ["2025", "2025-3", "H1", "２025-1", "2025-1 "])
def test_what_is_no_half_year_is_refused(desk: Desk, wrong: str) -> None:
    desk.run("report", "half-year", wrong, status=2)


def test_a_file_that_was_put_away_is_told_by_what_it_was(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    desk.run("advance", PROJECT, "withdraw", "--set", "reason=Ein anderes Programm")
    desk.run("advance", PROJECT, "file", "--set", "note=Vorgang beendet")
    assert "Withdrawn, filed" in desk.say("report", "portfolio")
    (row,) = desk.data("report", "portfolio")["projects"]
    assert row["state"] == "zurückgezogen, abgelegt"
