"""The door to openpyxl for the cost plan: sheets of cells become an .xlsx for people to fill in.

Only inputs can be changed; the rest is protected (without a password: it keeps from mistakes, not
from people). A text that begins like a formula stays a text. The same plan gives the same bytes.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from buendnis.documents.workbook.cells import FIRST_ROW, Cell, Offer, Sheet, at, letter
from buendnis.documents.workbook.package import finished
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T

_ACCENT, _PALE, _INPUT, _LINE = "1F4E5F", "E4ECEF", "FFF9DB", "B7C4CA"
_FONT = "Calibri"
_GREEN, _AMBER, _RED = ("DDF1E1", "14532D"), ("FFF0C7", "6B4A00"), ("FBDCDC", "7A1010")
_FORMATS = {
    "amount": "#,##0.00 €",
    "sum": "#,##0.00 €",
    "percent": "0.00%",
    "day": "dd.mm.yyyy",
    "year": "0",
    "head_year": "0",
    "count": "0",
    "sum_count": "0",
    "text": "@",
}
_HEADS = {
    "head": "head",
    "head_right": "head_right",
    "head_year": "head_right",
    "head_check": "head_check",
}
_FORMULA_LIKE = ("=", "+", "-", "@")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CELL = 32_000  # a cell holds 32,767 characters as UTF-16 counts them
_WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - no time of writing: the same plan, the same bytes


def workbook_bytes(sheets: tuple[Sheet, ...], title: str) -> bytes:
    """The .xlsx of the sheets. Raises `Unreadable` for a text that no cell can hold."""
    from openpyxl import Workbook  # only a spreadsheet needs it, and it is slow to import
    from openpyxl.workbook.protection import WorkbookProtection

    book = Workbook()
    for number, sheet in enumerate(sheets):
        _write(book.create_sheet(sheet.title, number), sheet)
    del book[book.sheetnames[-1]]  # the empty one that every new workbook has
    book.security = WorkbookProtection(lockStructure=True)
    book.calculation.fullCalcOnLoad = True
    book.properties.title = escaped(title[:200]) or "Kosten- und Finanzierungsplan"
    book.properties.creator = "buendnis"
    book.properties.created = _WRITTEN
    stream = io.BytesIO()
    book.save(stream)
    return finished(stream.getvalue(), sheets)


def escaped(text: str) -> str:
    """A text as a spreadsheet stores it: what looks like its own escape, and characters that XML
    has not, written out."""
    text = _ESCAPED.sub("_x005F_", text)
    return text.replace("\r", "_x000D_").replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


def _write(page: Any, sheet: Sheet) -> None:
    looks = _Looks()
    for (row, column), cell in sheet.cells.items():
        target = page.cell(row=row, column=column)
        if cell.formula:
            target.value = f"={cell.formula}"
        elif isinstance(cell.value, str):
            target.value = escaped(cell.value)
            target.data_type = "s"  # a text that begins with = stays a text
            target.quotePrefix = cell.value.startswith(_FORMULA_LIKE)
            if len(cell.value.encode("utf-16-le")) > 2 * _CELL:
                raise _too_long(sheet, row, cell)
        elif cell.value is not None:
            target.value = cell.value
        _set(target, cell, looks)
    for column in sheet.hidden:
        page.column_dimensions[letter(column)].hidden = True
    for column, width in sheet.widths.items():
        page.column_dimensions[letter(column)].width = width
    page.row_dimensions[1].hidden = True
    page.row_dimensions[2].height = 22
    for row, height in sheet.heights.items():
        page.row_dimensions[row].height = height
    page.freeze_panes = f"C{sheet.heads[1] + 1}"
    page.sheet_view.showGridLines = False
    _offer(page, sheet.offers)
    _judge(page, sheet.checks)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # these stay allowed
    _print(page, sheet)


def _too_long(sheet: Sheet, row: int, cell: Cell) -> Unreadable:
    field = f"{sheet.name}[{row - FIRST_ROW}].{cell.key}" if cell.key else sheet.name
    message = T("The text is longer than a cell of a spreadsheet can hold.")
    finding = Finding("input", field, message, T("Shorten it."))
    return Unreadable(T("The cost plan cannot be written as a workbook."), [finding])


class _Looks:
    """The styles that cells share, made once for a sheet."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        self.free = Protection(locked=False)
        self.title = Font(name=_FONT, bold=True, size=15, color=_ACCENT)
        self.note = Font(name=_FONT, color="555555")
        self.bold = Font(name=_FONT, bold=True, color=_ACCENT)
        self.pale = PatternFill("solid", fgColor=_PALE)
        self.input = PatternFill("solid", fgColor=_INPUT)
        self.wrapped = Alignment(wrap_text=True, vertical="top")
        self.check = Alignment(wrap_text=True, horizontal="left", vertical="top", indent=1)
        self.head = Alignment(wrap_text=True, vertical="center")
        self.head_check = Alignment(wrap_text=True, horizontal="left", vertical="center", indent=1)
        self.middle = Alignment(horizontal="center", vertical="top")
        self.right = Alignment(horizontal="right", vertical="top")
        self.head_right = Alignment(horizontal="right", vertical="center", wrap_text=True)
        thin = Side(style="hair", color=_LINE)
        self.box = Border(left=thin, right=thin, top=thin, bottom=thin)
        self.above = Border(top=Side(style="thin", color=_ACCENT))


def _set(target: Any, cell: Cell, looks: _Looks) -> None:
    look = cell.look
    if look in _FORMATS:
        target.number_format = _FORMATS[look]
    if look == "title":
        target.font = looks.title
    elif look == "note":
        target.font = looks.note
    elif look in _HEADS:
        target.font, target.fill = looks.bold, looks.pale
        target.alignment = getattr(looks, _HEADS[look])
    elif look.startswith("sum"):
        target.font, target.border = looks.bold, looks.above
    elif look == "check":
        target.alignment = looks.check
    elif look in ("text", "words"):
        target.alignment = looks.wrapped
    elif look == "year":
        target.alignment = looks.middle
    elif look != "hidden":
        target.alignment = looks.right
    if cell.key:
        target.protection, target.fill, target.border = looks.free, looks.input, looks.box


def _offer(page: Any, offers: list[Offer]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    kinds: dict[str, dict[str, Any]] = {
        "amount": {"type": "decimal", "operator": "between", "formula1": "0",
                   "formula2": "999999999.99"},
        "percent": {"type": "decimal", "operator": "between", "formula1": "0.0001",
                    "formula2": "1"},
        "day": {"type": "date", "operator": "between", "formula1": "36526", "formula2": "73050"},
    }  # fmt: skip
    for offer in offers:
        how = kinds.get(offer.kind, {"type": "list", "formula1": offer.source})
        validation = DataValidation(allow_blank=True, showErrorMessage=True, **how)
        validation.errorTitle, validation.error = "Nicht möglich", offer.hint
        page.add_data_validation(validation)
        validation.add(offer.cells)


def _judge(page: Any, checks: list[str]) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill

    for cells in checks:
        first = cells.partition(":")[0]
        for formula, (fill, ink) in (
            (f'OR({first}="stimmt",{first}="eingehalten")', _GREEN),
            (f'ISNUMBER(SEARCH("nicht nötig",{first}))', _AMBER),
            (f'AND({first}<>"",{first}<>"Prüfung")', _RED),
        ):
            rule = FormulaRule(  # type: ignore[no-untyped-call]
                formula=[formula],
                stopIfTrue=True,
                font=Font(color=ink),
                fill=PatternFill("solid", bgColor=fill),
            )
            page.conditional_formatting.add(cells, rule)


def _print(page: Any, sheet: Sheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{sheet.heads[0]}:{sheet.heads[1]}"
    bottom, right = (max(place[n] for place in sheet.cells) for n in (0, 1))
    page.print_area = f"B2:{at(bottom, right)}"
    page.oddFooter.left.text = "&A"
    page.oddFooter.right.text = "Seite &P von &N"
