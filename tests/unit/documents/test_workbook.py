"""The cost plan as a workbook: what is in it, what can be changed, and how it comes back."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from buendnis.costs import CATEGORIES, FUNDING_SOURCES, cost_plan
from buendnis.documents.workbook.write import escaped
from buendnis.errors import Unreadable
from buendnis.facts import CostRow, FundingRow, Sketch, StaffRow
from tests.unit.documents.plan_books import FIGURES, PLAN, PROGRAMME, book_of, edited, read_back

BOOK = book_of(PLAN)
INPUTS = {"Personal": "BCDEF", "Kosten": "BCDEF", "Finanzierung": "BCDE"}


def opened(content: bytes = BOOK, **how: Any) -> Any:
    return load_workbook(io.BytesIO(content), **how)


def cents(value: float) -> int:
    return round(value * 100)


def test_the_same_plan_gives_the_same_bytes_without_a_time_of_writing() -> None:
    assert book_of(PLAN) == BOOK
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened().properties
    assert properties.created == properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001


def test_only_the_inputs_can_be_changed() -> None:
    book = opened()
    free = {
        (page.title, cell.column_letter)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert free == {(title, one) for title, letters in INPUTS.items() for one in letters}
    assert all(page.protection.sheet and not page.protection.password for page in book)
    assert book.security.lockStructure
    for page in book:
        for row in page.iter_rows():
            assert all(cell.protection.locked for cell in row if cell.data_type == "f")


def test_a_text_that_begins_like_a_formula_is_none() -> None:
    page = opened()["Kosten"]
    for row, words in ((6, "=SUM(A1)"), (7, "+49 511"), (8, "-x")):
        cell = page[f"F{row}"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)
        assert cell.number_format == "@"


def test_each_page_prints_on_a4_landscape_with_its_heads_again() -> None:
    for page in opened():
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToWidth == 1
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows in ("$4:$4", "$5:$5")
        assert page.print_area


def test_years_kinds_sources_levels_and_amounts_are_validated() -> None:
    found = {
        page.title: sorted(
            (one.type, str(one.sqref)) for one in page.data_validations.dataValidation
        )
        for page in opened()
    }
    assert found["Personal"] == [
        ("date", "D5:D16"),
        ("date", "E5:E16"),
        ("decimal", "C5:C16"),
        ("list", "B5:B16"),
        ("list", "F5:F16"),
    ]
    assert [one[0] for one in found["Kosten"]] == ["decimal", "decimal", "list", "list"]
    assert [one[0] for one in found["Finanzierung"]] == ["decimal", "list", "list"]


def test_amounts_have_the_german_format_and_checks_their_colours() -> None:
    book = opened()
    assert book["Übersicht"]["C6"].number_format == "#,##0.00 €"
    for title in ("Übersicht", *INPUTS):
        assert list(book[title].conditional_formatting)


def test_every_sum_is_a_formula_with_the_value_of_the_cost_plan() -> None:
    plan = cost_plan(PLAN, PROGRAMME)
    formulas, values = opened()["Übersicht"], opened(data_only=True)["Übersicht"]
    rows = [
        *((6 + n, lambda year, one=one: plan.cost(year, one)) for n, one in enumerate(CATEGORIES)),
        (13, plan.cost),
        *(
            (16 + n, lambda year, one=one: plan.money(year, one))
            for n, one in enumerate(FUNDING_SOURCES)
        ),
        (21, plan.money),
        (24, lambda year: plan.money(year) - plan.cost(year)),
    ]
    for row, amount in rows:
        for letter, year in (("C", 2027), ("D", 2028), ("E", None)):
            assert formulas[f"{letter}{row}"].data_type == "f"
            assert cents(values[f"{letter}{row}"].value) == amount(year)


@pytest.mark.parametrize(
    ("total", "grant", "cap", "judged"),
    [
        (50_000_000, 35_000_000, "eingehalten", "stimmt"),
        (50_000_001, 35_000_000, "überschritten um 0,01 €",
         "über der Obergrenze, Begründung nicht nötig"),
        (62_000_000, 35_000_001, "überschritten um 120.000,00 €", "gesonderte Begründung nötig"),
    ],
)  # fmt: skip
def test_cap_and_reference_are_judged_as_rule_d3_does(
    total: int, grant: int, cap: str, judged: str
) -> None:
    sketch = replace(
        PLAN,
        staff=(),
        costs=(CostRow(2027, "other", total),),
        funding=(FundingRow(2027, "grant", grant), FundingRow(2027, "own", total - grant)),
    )
    page = opened(book_of(sketch), data_only=True)["Übersicht"]
    checks = {page[f"B{row}"].value: page[f"F{row}"].value for row in range(27, 33)}
    assert checks["Obergrenze der Gesamtausgaben"] == cap
    assert checks["Beantragte Zuwendung"] == judged
    assert cents(page["C30"].value) == FIGURES.reference_grant
    assert [page[f"{one}25"].value for one in "CDEF"] == ["stimmt"] * 4


def test_what_does_not_agree_says_by_how_much() -> None:
    plan = replace(PLAN, staff=(), costs=(CostRow(2027, "fees", 123_456_789),), funding=())
    page = opened(book_of(plan), data_only=True)["Übersicht"]
    off = "weicht ab um 1.234.567,89 €"
    assert [page[f"{one}25"].value for one in "CDEF"] == [off, "stimmt", off, "nicht ausgeglichen"]


NO_PERIOD = "Zeitraum ist nicht vom Ersten bis zum Letzten eines Monats"


@pytest.mark.parametrize(
    ("level", "start", "end", "judged"),
    [
        ("9z", date(2027, 1, 1), date(2027, 1, 31), "Funktionsstufe ohne Satz"),
        ("5", date(2027, 1, 2), date(2027, 1, 31), NO_PERIOD),
        ("5", date(2027, 1, 1), date(2027, 1, 30), NO_PERIOD),
        ("5", date(2027, 2, 1), date(2027, 1, 31), NO_PERIOD),
        (
            "5",
            date(2028, 1, 1),
            date(2030, 1, 31),
            "nicht jeder Monat hat einen Satz und ein Jahr im Plan",
        ),
        ("5", date(2028, 2, 1), date(2028, 2, 29), "stimmt"),
    ],
)
def test_staff_that_cannot_be_costed_is_named_in_its_row(
    level: str, start: date, end: date, judged: str
) -> None:
    row = StaffRow(level, 100, start, end)
    page = opened(book_of(Sketch(staff=(row,))), data_only=True)["Personal"]
    assert [cell.value for cell in page[5]][-1] == judged


@pytest.mark.parametrize(
    "sketch",
    [
        PLAN,
        Sketch(),
        Sketch(costs=tuple(CostRow(2027, "other", n) for n in range(500))),
        Sketch(staff=(StaffRow("=1+1", 1, date(2027, 1, 1), date(2027, 1, 31)),)),
        Sketch(costs=(CostRow(2027, "fees", 99_999_999_999, label="a\n\tb _x0041_ €\uffff"),)),
    ],
)
def test_a_plan_comes_back_as_it_was(sketch: Sketch, tmp_path: Path) -> None:
    for content in (book_of(sketch, "P v1"), edited(book_of(sketch, "P v1"), {})):
        read = read_back(content, tmp_path)
        assert read.put_into(sketch) == sketch
        assert read.owner == "P v1"


def test_new_values_are_taken_from_the_inputs(tmp_path: Path) -> None:
    content = edited(
        BOOK,
        {
            "Kosten!B12": "2028",
            "Kosten!C12": "reisekosten",
            "Kosten!D12": "1.200,50 €",
            "Kosten!F12": 7,
            "Personal!B7": 7,
            "Personal!C7": 0.5,
            "Personal!D7": date(2028, 1, 1),
            "Personal!E7": date(2028, 8, 31),
            "Personal!F7": "nein",
            "Finanzierung!B5": None,
            "Finanzierung!C5": None,
            "Finanzierung!D5": None,
            "Finanzierung!E5": None,
        },
    )
    plan = read_back(content, tmp_path).put_into(PLAN)
    assert plan.costs == (*PLAN.costs, CostRow(2028, "travel", 120_050, label="7"))
    assert plan.staff[2:] == (StaffRow("7", 5000, date(2028, 1, 1), date(2028, 8, 31)),)
    assert plan.funding == PLAN.funding[1:]


WRONG: dict[str, tuple[Any, str]] = {
    "Kosten!D5": ("=1+1", "formula"),
    "Kosten!D8": ("500.000", "no clear amount"),
    "Kosten!B5": (2099, "no column for 2099"),
    "Kosten!C5": ("Kaffee", "none of the possible words"),
    "Kosten!E5": (0.15, "Only a flat rate"),
    "Kosten!E7": (1.5, "out of range"),
    "Kosten!F5": (True, "right type"),
    "Finanzierung!E5": (1.005, "more than two decimals"),
    "Finanzierung!E6": (-3, "negative"),
    "Finanzierung!E7": (None, "empty"),
    "Finanzierung!B7": (2027.5, "no year"),
    "Finanzierung!C5": (5, "none of the possible words"),
    "Personal!C5": (0.33333, "more than two decimals"),
    "Personal!D5": (True, "no day"),
    "Personal!E5": ("31.12.2027", "form of a day"),
    "Personal!F5": ("vielleicht", "none of the possible words"),
    "Personal!B5": ("=A1", "formula"),
    "Übersicht!C6": (1000, "formula of this cell was overwritten"),
    "Übersicht!F28": (5, "no part of the plan"),
    "Personal!J5": (99, "formula of this cell was overwritten"),
    "Sätze!C5": (1, "Here stands 1"),
    "Sätze!C15": (900000, "Here stands 900000"),
    "Kosten!D40": (12, "no part of the plan"),
    "Kosten!D29": ("x", "no part of the plan"),
}


@pytest.mark.parametrize("place", WRONG)
def test_what_cannot_be_taken_is_refused_with_its_cell(place: str, tmp_path: Path) -> None:
    value, words = WRONG[place]
    with pytest.raises(Unreadable) as refused:
        read_back(edited(BOOK, {place: value}), tmp_path)
    (found,) = [one for one in refused.value.findings if one.field == place]
    assert words in str(found.message)
    assert str(found.remedy)
    assert found.line == int("".join(filter(str.isdigit, place.partition("!")[2])))


def test_a_value_that_its_formula_does_not_come_to_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet3.xml"
    assert b"<v>30000</v></c>" in parts[name]
    parts[name] = parts[name].replace(b"</f><v>30000</v>", b"</f><v>31000</v>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    with pytest.raises(Unreadable) as refused:
        read_back(stream.getvalue(), tmp_path)
    assert [one.field for one in refused.value.findings] == ["Kosten!G5"]


def test_every_formula_carries_its_value_for_previews() -> None:
    formulas, values = opened(), opened(data_only=True)
    places = [
        (page.title, cell.coordinate)
        for page in formulas
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(places) > 200
    filled = [place for place in places if values[place[0]][place[1]].value is not None]
    # What a row without inputs comes to is an empty text.
    assert {title for title, _ in set(places) - set(filled)} <= set(INPUTS)
    assert ("Übersicht", "E13") in filled


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a", "a"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x41_", "_x41_"),
        ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"),
        ("\uffff", "_xFFFF_"),
    ],
)
def test_what_looks_like_an_escape_is_written_out(text: str, stored: str) -> None:
    assert escaped(text) == stored


def test_more_years_than_a_page_holds_and_longer_texts_than_a_cell_are_refused() -> None:
    rows = tuple(CostRow(year, "fees", 1) for year in range(2000, 2020))
    with pytest.raises(Unreadable, match="20 years"):
        book_of(Sketch(costs=rows))
    with pytest.raises(Unreadable, match="longer than a cell"):
        book_of(Sketch(costs=(CostRow(2027, "fees", 1, label="x" * 40_000),)))
