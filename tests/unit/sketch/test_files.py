"""The sketch as a file: written, read back, filled in as a spreadsheet, asked for."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from buendnis.facts import (
    Applicant,
    CostRow,
    FundingRow,
    Indicator,
    Partner,
    Share,
    Sketch,
    StaffRow,
)
from buendnis.settings.alliance import Alliance
from buendnis.settings.loading import load_settings
from buendnis.sketch.check import check_sketch
from buendnis.sketch.fields import SECTIONS
from buendnis.sketch.interview import Question, interview
from buendnis.sketch.reading import (
    read_sketch,
    read_sketch_file,
    sketch_from_data,
    sketch_to_data,
)
from buendnis.sketch.write_toml import sketch_toml, template_toml
from buendnis.sketch.write_xlsx import form_xlsx

FULL = Sketch(
    alliance="leine-weser",
    title='Ein "Titel" mit \\ und €',
    type="structure",
    kind="pilot",
    start=date(2026, 3, 1),
    end=date(2027, 12, 31),
    regions=(Share("hildesheim", 60), Share("weserbergland", 40)),
    lead_region="hildesheim",
    districts=("Hildesheim", "Nienburg/Weser"),
    goals=("I.3", "II.1"),
    predecessor="davor",
    level="several",
    effect=("structure", "qualification"),
    call="Aufruf",
    digitalisation="=1+1",
    green_economy="+49",
    applicant=Applicant("HAWK", "university", "N. N.", "a@example.org", "Weg 1", "Leitung", "N."),
    partners=(Partner("Kammer", "funded"), Partner("Land", "co_financing")),
    content={"need": 'Zeile 1\nZeile 2\n"""', "measures": "m" * 40_000, "management": "x"},
    indicators=(Indicator("Betriebe", "Stück", "0", "40"),),
    staff=(
        StaffRow("5", 7500, date(2026, 3, 1), date(2027, 12, 31)),
        StaffRow("1a", 1, date(2026, 3, 1), date(2026, 3, 31), reduced=True),
    ),
    costs=(
        CostRow(2026, "travel", cents=12_000_00, label="Bahn"),
        CostRow(2026, "flat_rate", percent=1500),
        CostRow(2027, "other", cents=999_999_999_99),
    ),
    funding=(FundingRow(2026, "grant", 1, "ESF+"), FundingRow(2027, "own", 0)),
    justification="weil",
)


@pytest.fixture(scope="module")
def alliance() -> Alliance:
    return load_settings("leine-weser").alliance


def written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_full_sketch_reads_back_from_toml(tmp_path: Path, alliance: Alliance) -> None:
    path = written(tmp_path, "s.toml", sketch_toml(FULL, alliance))
    assert read_sketch(path) == (FULL, [])


def test_a_full_sketch_reads_back_from_the_spreadsheet(tmp_path: Path, alliance: Alliance) -> None:
    path = written(tmp_path, "s.xlsx", form_xlsx(FULL, alliance))
    assert read_sketch(path) == (FULL, [])


def test_the_machine_form_reads_back_to_the_same_sketch() -> None:
    assert sketch_from_data(sketch_to_data(FULL)) == FULL
    assert sketch_from_data(sketch_to_data(Sketch())) == Sketch()


def test_a_new_form_is_an_empty_sketch_without_mistakes(tmp_path: Path, alliance: Alliance) -> None:
    empty = Sketch(alliance="leine-weser")
    assert read_sketch(written(tmp_path, "n.toml", template_toml(alliance))) == (empty, [])
    assert read_sketch(written(tmp_path, "n.xlsx", form_xlsx(empty, alliance))) == (empty, [])


def test_a_new_form_names_every_field_goal_and_region(alliance: Alliance) -> None:
    form = template_toml(alliance)
    for section in SECTIONS:
        assert f"[{section.name}]" in form
        for field in section.fields:
            assert f"{field.key}" in form
    assert all(goal.id in form for goal in alliance.goals)
    assert all(region.id in form for region in alliance.regions)


def test_comments_are_in_the_readers_language(alliance: Alliance) -> None:
    form = template_toml(alliance, lambda words: f"«{words}»")
    assert "# «Title»" in form
    assert "# Title" not in form


def test_the_form_offers_choices_and_holds_no_formula() -> None:
    book = load_workbook(io.BytesIO(form_xlsx(FULL)))
    offered = [one.formula1 for sheet in book for one in sheet.data_validations.dataValidation]
    assert '"structure,unemployed,training"' in offered
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def changed_form(alliance: Alliance, changes: dict[str, Any], sheet: int = 0) -> bytes:
    book = load_workbook(io.BytesIO(form_xlsx(FULL, alliance)))
    for place, value in changes.items():
        book.worksheets[sheet][place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_formula_is_a_mistake_with_its_row(tmp_path: Path, alliance: Alliance) -> None:
    book = load_workbook(io.BytesIO(form_xlsx(FULL, alliance)))
    index, sheet = next((n, s) for n, s in enumerate(book) if s["A1"].value == "buendnis:costs")
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "amount")
    path = written(tmp_path, "f.xlsx", changed_form(alliance, {f"{column}3": "=6000*2"}, index))
    _, findings = read_sketch(path)
    assert [(one.rule, one.field, one.line) for one in findings] == [
        ("input", "costs[0].amount", 3),
    ]


def test_a_broken_cent_in_a_cell_is_no_amount(tmp_path: Path, alliance: Alliance) -> None:
    book = load_workbook(io.BytesIO(form_xlsx(FULL, alliance)))
    index, sheet = next((n, s) for n, s in enumerate(book) if s["A1"].value == "buendnis:costs")
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "amount")
    path = written(tmp_path, "c.xlsx", changed_form(alliance, {f"{column}3": 12.345}, index))
    assert [one.field for one in read_sketch(path)[1]] == ["costs[0].amount"]


def test_renamed_sheets_still_read(tmp_path: Path, alliance: Alliance) -> None:
    book = load_workbook(io.BytesIO(form_xlsx(FULL, alliance)))
    for number, sheet in enumerate(book):
        sheet.title = f"Blatt {number}"
    stream = io.BytesIO()
    book.save(stream)
    assert read_sketch(written(tmp_path, "r.xlsx", stream.getvalue())) == (FULL, [])


def test_rules_name_the_line_where_the_value_stands(tmp_path: Path) -> None:
    settings = load_settings("leine-weser")
    path = written(
        tmp_path, "l.toml", "[project]\nstart = 2026-01-01\nend = 2029-06-30\ngoals = []\n"
    )
    read = read_sketch_file(path)
    report = check_sketch(
        read.sketch,
        read.findings,
        "submit",
        settings.alliance,
        settings.programme,
        date(2025, 11, 3),
        origin=read.origin,
    )
    places = {one.rule: (one.file, one.line) for one in report.violations}
    assert places["D7"] == (str(path), 3)
    assert places["A1"][0] == str(path)
    document = report.to_data()
    assert document["ok"] is False
    assert set(document) == {"ok", "violations", "hints"}
    assert set(document["violations"][0]) >= {"rule", "field", "message", "remedy", "source"}


def test_what_only_a_later_step_needs_is_a_hint(tmp_path: Path) -> None:
    settings = load_settings("leine-weser")
    sketch = Sketch(alliance="leine-weser", title="T", type="training")
    report = check_sketch(
        sketch, [], "present", settings.alliance, settings.programme, date(2025, 11, 3)
    )
    assert "T1" not in {one.rule for one in report.violations}
    assert "T1" in {one.rule for one in report.hints}


def test_what_a_spreadsheet_leaves_empty_is_named_with_its_row(
    tmp_path: Path, alliance: Alliance
) -> None:
    settings = load_settings("leine-weser")
    path = tmp_path / "leer.xlsx"
    path.write_bytes(form_xlsx(Sketch(alliance="leine-weser"), alliance))
    read = read_sketch_file(path)
    report = check_sketch(
        read.sketch,
        read.findings,
        "submit",
        settings.alliance,
        settings.programme,
        date(2025, 11, 3),
        origin=read.origin,
    )
    sheet = load_workbook(path).worksheets[0]
    keys = [str(cells[0].value).partition("#")[0] for cells in sheet.rows]
    rows = {key: number for number, key in reversed(list(enumerate(keys, 1)))}
    places = {one.field: one.line for one in report.violations if one.field in rows}
    assert {"project.title", "project.start", "project.regions", "content.need"} <= set(places)
    assert places == {field: rows[field] for field in places}


def conversation(data: dict[str, Any], alliance: Alliance, answers: dict[str, list[str]]) -> Any:
    asked: list[Question] = []
    talk = interview(data, alliance)
    question = next(talk)
    while True:
        asked.append(question)
        waiting = answers.get(question.field, [])
        try:
            question = talk.send(waiting.pop(0) if waiting else "")
        except StopIteration as end:
            return end.value, asked


def test_the_interview_asks_every_field_and_makes_a_sketch(alliance: Alliance) -> None:
    answers = {
        "project.title": ["Titel"],
        "project.start": ["2026-03-01"],
        "project.regions": ["hildesheim 60, weserbergland=40"],
        "project.goals": ["I.3, II.1"],
        "project.effect": ["structure"],
        "staff": ["yes", "no"],
        "staff[0].level": ["5"],
        "staff[0].share": ["75"],
        "staff[0].from": ["2026-03-01"],
        "staff[0].to": ["2026-12-31"],
        "costs": ["ja"],
        "costs[0].year": ["2026"],
        "costs[0].category": ["travel"],
        "costs[0].amount": ["1.200,00"],
    }
    sketch, asked = conversation({}, alliance, answers)
    assert sketch.title == "Titel"
    assert sketch.regions == (Share("hildesheim", 60), Share("weserbergland", 40))
    assert sketch.goals == ("I.3", "II.1")
    assert sketch.staff == (StaffRow("5", 7500, date(2026, 3, 1), date(2026, 12, 31)),)
    assert sketch.costs == (CostRow(2026, "travel", cents=1200_00),)
    fields = {one.field for one in asked}
    for section in SECTIONS:
        if not section.rows:
            assert fields >= {f"{section.name}.{field.key}" for field in section.fields}


def test_a_wrong_answer_is_asked_again_with_the_reason(alliance: Alliance) -> None:
    sketch, asked = conversation(
        {}, alliance, {"project.start": ["März 2026", "2027-02-29", "2026-03-01"]}
    )
    starts = [one for one in asked if one.field == "project.start"]
    assert [one.problem is None for one in starts] == [True, False, False]
    assert "2026-03-01" in str(starts[1].problem)
    assert sketch.start == date(2026, 3, 1)


def test_yes_or_no_is_asked_until_it_is_one_of_them(alliance: Alliance) -> None:
    answers = {
        "costs": ["2026", "vielleicht", "Ja", "nein"],
        "costs[0].year": ["2026"],
        "costs[0].category": ["travel"],
        "costs[0].amount": ["100,00"],
    }
    sketch, asked = conversation({}, alliance, answers)
    assert sketch.costs == (CostRow(2026, "travel", cents=100_00),)
    problems = [one.problem is None for one in asked if one.field == "costs"]
    assert problems == [True, False, False, True]


def test_a_day_may_be_answered_as_german_writes_it(alliance: Alliance) -> None:
    sketch, asked = conversation({}, alliance, {"project.start": ["31.2.2026", "1.3.2026"]})
    (_, again) = [one for one in asked if one.field == "project.start"]
    assert "2026-02-31" in str(again.problem)
    assert sketch.start == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("project.goals", "I.3, X.9", "I.3"),
        ("project.regions", "harz 60, hildesheim 40", "hildesheim"),
        ("project.lead_region", "harz", "hildesheim"),
        ("project.districts", "Goslar", "Hildesheim"),
    ],
)
def test_what_the_alliance_does_not_have_is_asked_again(
    alliance: Alliance, field: str, wrong: str, right: str
) -> None:
    _, asked = conversation({}, alliance, {field: [wrong, right]})
    first, again = [one for one in asked if one.field == field]
    assert first.problem is None
    assert right in str(again.problem)


def test_a_goal_is_chosen_by_its_wording(alliance: Alliance) -> None:
    _, asked = conversation({}, alliance, {})
    (goals,) = [one for one in asked if one.field == "project.goals"]
    assert dict(zip(goals.choices, goals.wordings, strict=True))["I.3"].startswith("Stärkung")


def test_the_interview_goes_on_where_a_file_was_left(alliance: Alliance) -> None:
    data = sketch_to_data(Sketch(alliance="leine-weser", title="da", goals=("I.1",)))
    sketch, asked = conversation(data, alliance, {"project.kind": ["new"]})
    fields = {one.field for one in asked}
    assert "project.title" not in fields and "project.goals" not in fields
    assert (sketch.title, sketch.goals, sketch.kind) == ("da", ("I.1",), "new")


def test_letters_that_the_paper_cannot_show_are_hinted(alliance: Alliance) -> None:
    programme = load_settings("leine-weser").programme
    data = {
        "alliance": "leine-weser",
        "project": {"title": "Łódź 𝖨"},
        "content": {"need": "Größe, Ελλάδα, Київ: 漢字, 漢 und 字", "measures": "Ruhe"},
        "partners": [{"name": "ACME 株式会社", "role": "funded"}],
    }
    report = check_sketch(
        sketch_from_data(data), (), "present", alliance, programme, date(2026, 3, 1)
    )
    found = {one.field: one for one in report.hints if one.rule == "letters"}
    assert set(found) == {"project.title", "content.need", "partners[0].name"}
    assert "漢 (U+6F22), 字 (U+5B57)." in str(found["content.need"].message)
    assert "U+1D5A8" in str(found["project.title"].message)  # the heading is bold
    assert "letters" not in {one.rule for one in report.violations}


def test_checking_a_toml_file_imports_nothing_heavy() -> None:
    code = (
        "import sys, buendnis.sketch.check, buendnis.settings.loading;"
        "buendnis.settings.loading.load_settings('leine-weser');"
        "import buendnis.letters; buendnis.letters.unprintable('漢');"
        "heavy = 'sqlmodel sqlalchemy reportlab jinja2 asyncio openpyxl transitions holidays';"
        "print([name for name in heavy.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("today", "word"), [("2026-03-01", "not in the future"), ("2026-02-28", "before the grant")]
)
def test_the_hint_on_the_start_says_whether_it_is_still_to_come(today: str, word: str) -> None:
    settings = load_settings("leine-weser")
    report = check_sketch(
        FULL, [], "submit", settings.alliance, settings.programme, date.fromisoformat(today)
    )
    (hint,) = [one for one in report.hints if one.rule == "start"]
    assert word in str(hint.message)
