"""The sketch as a spreadsheet form, for people who would rather fill in cells than a text file.

Column A of the first sheet, and row 1 of the others, carry the keys of the sketch file and are
hidden; labels are in the reader's language. Choices are offered by data validation. What stands
in a cell is a value, never a formula, whatever it begins with.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from buendnis.facts import Sketch
from buendnis.settings.alliance import Alliance
from buendnis.sketch.fields import ALLIANCE, SECTIONS, Field, Section
from buendnis.sketch.read_xlsx import FORM_SHEET, MARK
from buendnis.sketch.reading import sketch_to_data
from buendnis.texts import T, Text, Translate

_CELL = 16_000  # a cell holds 32,767 characters as UTF-16 counts them
_EMPTY_ROWS = 20
_ACCENT = "1F4E5F"
_PALE = "EEF3F5"


def form_xlsx(
    sketch: Sketch, alliance: Alliance | None = None, translate: Translate | None = None
) -> bytes:
    """The form for a sketch (`Sketch(alliance=…)` for an empty one) as the bytes of an .xlsx."""
    from openpyxl import Workbook  # only a spreadsheet needs it, and it is slow to import

    book = Workbook()
    form = book.active
    say = _speaker(translate)
    data = sketch_to_data(sketch)
    _form_sheet(form, data, alliance, say)
    for section in SECTIONS:
        if section.rows:
            _row_sheet(book.create_sheet(), section, data[section.name], say)
    if alliance is not None:
        _goal_sheet(book.create_sheet(), alliance, say)
    book.properties.title = sketch.title or say(T("Project sketch"))
    book.properties.creator = "buendnis"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


Say = Callable[[Text], str]


def _speaker(translate: Translate | None) -> Say:
    return lambda text: text.render(translate)


def _form_sheet(sheet: Any, data: Mapping[str, Any], alliance: Alliance | None, say: Say) -> None:
    sheet.title = _title(say(T("Sketch")))
    _put(sheet, 1, 1, FORM_SHEET)
    _put(sheet, 1, 2, say(T("Project sketch")))
    _put(sheet, 1, 3, say(T("Fill in this column; nothing else needs to be changed.")))
    _head(sheet, 1, 3)
    row = _field_row(sheet, 2, ALLIANCE.key, ALLIANCE, data["alliance"], say)
    for section in SECTIONS:
        if section.rows:
            continue
        _put(sheet, row, 2, say(section.label))
        _head(sheet, row, 3)
        row += 1
        values = data[section.name]
        for field in section.fields:
            path = f"{section.name}.{field.key}"
            if field.kind == "shares":
                row = _share_rows(sheet, row, path, field, values.get(field.key), alliance, say)
            else:
                row = _field_row(sheet, row, path, field, values.get(field.key), say)
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width = 34
    sheet.column_dimensions["C"].width = 80
    sheet.column_dimensions["D"].width = 60
    sheet.freeze_panes = "C2"


def _field_row(sheet: Any, row: int, path: str, field: Field, value: Any, say: Say) -> int:
    _put(sheet, row, 1, path)
    _put(sheet, row, 2, _label(field, say))
    cells = _written(field, value)
    for number, cell in enumerate(cells):
        _put(sheet, row, 3 + number, cell, field)
    if field.kind == "choice":
        _offer(sheet, f"C{row}", field.choices)
    if field.kind == "text":
        sheet.row_dimensions[row].height = 60
    return row + 1


def _share_rows(
    sheet: Any,
    row: int,
    path: str,
    field: Field,
    shares: Mapping[str, int] | None,
    alliance: Alliance | None,
    say: Say,
) -> int:
    """One row for each region, so that only the share has to be filled in."""
    names = {region.id: region.name for region in alliance.regions} if alliance else {}
    given = shares or {}
    for region in [*given, *(name for name in names if name not in given)]:
        _put(sheet, row, 1, f"{path}#{region}")
        _put(sheet, row, 2, f"{say(field.label)}: {names.get(region, region)} (%)")
        _put(sheet, row, 3, given.get(region), field)
        row += 1
    return row


def _row_sheet(sheet: Any, section: Section, rows: list[dict[str, Any]], say: Say) -> None:
    sheet.title = _title(say(section.label))
    _put(sheet, 1, 1, f"{MARK}{section.name}")
    for column, field in enumerate(section.fields, start=2):
        _put(sheet, 1, column, field.key)
        _put(sheet, 2, column, _label(field, say))
        sheet.column_dimensions[_letter(column)].width = 40 if field.kind == "line" else 18
        if field.kind == "choice":
            last = len(rows) + 2 + _EMPTY_ROWS
            _offer(sheet, f"{_letter(column)}3:{_letter(column)}{last}", field.choices)
        if field.kind == "flag":
            last = len(rows) + 2 + _EMPTY_ROWS
            _offer(sheet, f"{_letter(column)}3:{_letter(column)}{last}", ("yes", "no"))
    _head(sheet, 2, len(section.fields) + 1)
    for number, row in enumerate(rows, start=3):
        for column, field in enumerate(section.fields, start=2):
            for cell in _written(field, row.get(field.key)):
                _put(sheet, number, column, cell, field)
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "B3"


def _goal_sheet(sheet: Any, alliance: Alliance, say: Say) -> None:
    sheet.title = _title(say(T("Goals to choose from")))
    for row, goal in enumerate(alliance.goals, start=1):
        _put(sheet, row, 1, goal.id)
        _put(sheet, row, 2, goal.text)
    sheet.column_dimensions["B"].width = 120


def _label(field: Field, say: Say) -> str:
    return f"{say(field.label)}\n{say(field.help)}" if field.help.msgid else say(field.label)


def _written(field: Field, value: Any) -> list[Any]:
    """A value of the machine form as the values of one cell or, for long texts, of several."""
    if value in (None, "", [], False):
        return []
    if field.kind in ("list", "choices"):
        return ["\n".join(value)]
    if field.kind == "day":
        return [date.fromisoformat(value)]
    if field.kind in ("amount", "percent"):
        return [Decimal(value)]
    if field.kind == "flag":
        return ["yes"]
    if isinstance(value, str):
        return [value[start : start + _CELL] for start in range(0, len(value), _CELL)]
    return [value]


def _put(sheet: Any, row: int, column: int, value: Any, field: Field | None = None) -> None:
    from openpyxl.styles import Alignment

    if value is None:
        return
    cell = sheet.cell(row=row, column=column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = stays a text
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if field is not None and field.kind == "day":
        cell.number_format = "yyyy-mm-dd"
    elif field is not None and field.kind in ("amount", "percent"):
        cell.number_format = "#,##0.00"


def _head(sheet: Any, row: int, columns: int) -> None:
    from openpyxl.styles import Font, PatternFill

    for column in range(2, columns + 1):
        cell = sheet.cell(row=row, column=column)
        cell.font = Font(bold=True, color=_ACCENT)
        cell.fill = PatternFill("solid", fgColor=_PALE)


def _offer(sheet: Any, cells: str, choices: tuple[str, ...]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    sheet.add_data_validation(validation)
    validation.add(cells)


def _letter(column: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column - 1]


def _title(words: str) -> str:
    """A sheet's name: spreadsheet programs allow 31 characters and not all of them."""
    return "".join(one for one in words if one not in "[]:*?/\\")[:31]
