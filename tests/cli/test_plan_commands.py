"""The cost plan as a workbook on the command line: for a sketch, and for a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from buendnis.documents.pdf_check import read_back
from tests.cli.desk import PROJECT, SKETCH, Desk, submitted
from tests.unit.documents.plan_books import edited


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def sketch_file(desk: Desk, text: str = SKETCH) -> Path:
    path = desk.folder / "idee.toml"
    path.write_text(text, encoding="utf-8")
    return path


def change(path: Path, **cells: object) -> Path:
    path.write_bytes(
        edited(path.read_bytes(), {one.replace("_", "!"): value for one, value in cells.items()})
    )
    return path


def test_a_sketch_goes_out_as_a_workbook_and_comes_back(desk: Desk) -> None:
    path, book = sketch_file(desk, f"# mein Kommentar\n{SKETCH}"), desk.folder / "KFP.xlsx"
    written = desk.data("sketch", "plan", str(path), "-o", str(book))
    assert written == {
        "file": str(book),
        "total": "12000.00",
        "funding": "12000.00",
        "grant": "8400.00",
        "balanced": True,
    }
    before = path.read_text("utf-8")
    assert desk.data("sketch", "plan", "--from", str(book), str(path))["comments_kept"] is True
    assert path.read_text("utf-8") == before
    change(book, Kosten_D5=13_000, Finanzierung_E6=4600.0)
    answer = desk.data("sketch", "plan", "--from", str(book), str(path))
    assert (answer["total"], answer["balanced"]) == ("13000.00", True)
    assert path.read_text("utf-8") == before.replace("12000.00", "13000.00").replace(
        "3600.00", "4600.00"
    )
    desk.run("sketch", "check", str(path))


def test_the_workbook_lies_beside_the_sketch_unless_named_and_is_not_replaced(desk: Desk) -> None:
    path = sketch_file(desk)
    desk.run("sketch", "plan", str(path))
    book = desk.folder / "idee-KFP.xlsx"
    content = book.read_bytes()
    assert desk.rules("sketch", "plan", str(path)) == [("input", "--force")]
    desk.run("sketch", "plan", str(path), "--force")
    assert book.read_bytes() == content


def test_without_a_text_file_the_sketch_is_written_anew_and_says_so(desk: Desk) -> None:
    form, book, new = (desk.folder / name for name in ("idee.xlsx", "KFP.xlsx", "neu.toml"))
    desk.run("sketch", "new", str(form))
    desk.run("sketch", "plan", str(form), "-o", str(book))
    asked = ("sketch", "plan", "--from", str(book), str(form))
    assert desk.rules(*asked, status=2) == [("input", "-o")]
    assert "comments" in desk.say(*asked, "-o", str(new))
    assert desk.rules(*asked, "-o", str(new)) == [("input", "--force")]


def test_a_wrong_workbook_changes_nothing(desk: Desk) -> None:
    path, book = sketch_file(desk), desk.folder / "KFP.xlsx"
    desk.run("sketch", "plan", str(path), "-o", str(book))
    change(book, Kosten_D5="=6000*2", Personal_C5="viel")
    found = desk.data("sketch", "plan", "--from", str(book), str(path), status=2)["violations"]
    assert [(one["field"], one["line"]) for one in found if one["field"] == "Kosten!D5"] == [
        ("Kosten!D5", 5)
    ]
    assert {one["field"] for one in found} >= {"Kosten!D5", "Personal!B5"}
    assert path.read_text("utf-8") == SKETCH


@pytest.mark.parametrize("name", ["KFP.ods", "KFP"])
def test_a_workbook_is_named_as_one(desk: Desk, name: str) -> None:
    asked = ("sketch", "plan", str(sketch_file(desk)), "-o", str(desk.folder / name))
    assert desk.rules(*asked, status=2) == [("input", "-o")]


def test_a_sketch_form_is_no_cost_plan(desk: Desk) -> None:
    path, form = sketch_file(desk), desk.folder / "form.xlsx"
    desk.run("sketch", "new", str(form))
    (found,) = desk.data("sketch", "plan", "--from", str(form), str(path), status=2)["violations"]
    assert "no cost plan" in found["message"]


def test_a_project_is_revised_by_its_workbook(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    book = desk.folder / "KFP.xlsx"
    written = desk.data("project", "plan", PROJECT, "-o", str(book))
    assert (written["project"], written["total"]) == (PROJECT, "12000.00")
    change(book, Kosten_D5=11_000, Finanzierung_E6=2600)
    revise = ("project", "revise", PROJECT, "--reason", "Kosten gesenkt")
    assert desk.rules(*revise, status=2) == [("input", "--plan")]
    desk.run(*revise, "--plan", str(book))
    shown = desk.data("project", "show", PROJECT)
    assert shown["sketch"]["costs"][0]["amount"] == "11000.00"
    assert shown["sketch"]["content"]["need"] == "Text zu need"
    # The workbook was written for the version before: somebody else may have changed it since.
    (found,) = desk.data(*revise, "--plan", str(book), status=3)["violations"]
    assert found["rule"] == "version"


def test_a_revision_whose_sums_differ_is_refused_by_the_rule(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    book = desk.folder / "KFP.xlsx"
    desk.run("project", "plan", PROJECT, "-o", str(book))
    change(book, Kosten_D5=11_000)
    asked = ("project", "revise", PROJECT, "--reason", "x", "--plan", str(book))
    assert {rule for rule, _ in desk.rules(*asked)} == {"B6"}


def test_another_projects_workbook_is_refused(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    other = sketch_file(desk, SKETCH.replace("Energie", "Neue Energie"))
    second = desk.say("project", "import", str(other))
    book = desk.folder / "KFP.xlsx"
    desk.run("project", "plan", second, "-o", str(book))
    asked = ("project", "revise", PROJECT, "--reason", "x", "--plan", str(book))
    assert desk.rules(*asked, status=2) == [("input", "--plan")]


def test_the_plan_is_a_paper_too(desk: Desk) -> None:
    path, paper = sketch_file(desk), desk.folder / "KFP.pdf"
    written = desk.data("sketch", "plan", str(path), "-o", str(paper))
    assert (written["file"], written["total"]) == (str(paper), "12000.00")
    assert not read_back(paper.read_bytes()).findings
    assert "12.000,00 €" in PdfReader(paper).pages[0].extract_text()
    assert desk.rules("sketch", "plan", str(path), "-o", "KFP.doc", status=2) == [("input", "-o")]


def test_a_projects_plan_is_a_paper_too(tmp_path: Path) -> None:
    desk, paper = submitted(tmp_path), tmp_path / "KFP.pdf"
    desk.run("project", "plan", PROJECT, "-o", str(paper))
    assert PROJECT in PdfReader(paper).pages[0].extract_text()
