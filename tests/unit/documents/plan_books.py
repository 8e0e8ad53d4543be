"""Cost plans in workbooks for the tests: written, edited as a person would, and read back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from buendnis.documents.workbook.layout import plan_room, plan_sheets, plan_years
from buendnis.documents.workbook.read import ReadPlan, read_plan
from buendnis.documents.workbook.write import workbook_bytes
from buendnis.facts import Applicant, CostRow, FundingRow, Sketch, StaffRow
from buendnis.settings.loading import load_settings

PROGRAMME = load_settings("leine-weser").programme
FIGURES = PROGRAMME.figures_on(date(2026, 1, 5))
PLAN = Sketch(
    title="Energieberatung",
    applicant=Applicant(name="Muster gGmbH"),
    start=date(2027, 3, 1),
    end=date(2028, 8, 31),
    staff=(
        StaffRow("5", 7500, date(2027, 3, 1), date(2028, 8, 31)),
        StaffRow("2", 3333, date(2027, 6, 1), date(2027, 12, 31), True),
    ),
    costs=(
        CostRow(2027, "fees", 3_000_000),
        CostRow(2027, "personnel", 123_456, label="=SUM(A1)"),
        CostRow(2027, "flat_rate", percent=1555, label="+49 511"),
        CostRow(2028, "travel", 5, label="-x"),
        CostRow(2028, "flat_rate", percent=1),
    ),
    funding=(
        FundingRow(2027, "grant", 4_000_000, "ESF+"),
        FundingRow(2028, "own", 1, "@privat"),
        FundingRow(2028, "revenue", 99),
    ),
)


def book_of(sketch: Sketch, owner: str = "") -> bytes:
    """The workbook of a plan, under the figures of the tests."""
    years = plan_years(sketch, FIGURES)
    sheets = plan_sheets(sketch, PROGRAMME, FIGURES, years, plan_room(sketch), owner)
    return workbook_bytes(sheets, sketch.title)


def edited(content: bytes, cells: Mapping[str, Any]) -> bytes:
    """The workbook with other values in some cells (`Kosten!D5`); a formula is given with `=`,
    and the values of all formulas are gone, as no program has reckoned since."""
    book = load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        title, _, cell = place.partition("!")
        book[title][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_back(content: bytes, folder: Path) -> ReadPlan:
    """The plan as it is read from these bytes."""
    path = folder / "KFP.xlsx"
    path.write_bytes(content)
    return read_plan(path, PROGRAMME, FIGURES)
