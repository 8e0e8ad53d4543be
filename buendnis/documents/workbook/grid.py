"""The door to openpyxl for reading a cost plan: every cell of its sheets, with and without value.

The archive's size, parts and declarations are checked first, as for the sketch form. Formulas are
never evaluated here; what a spreadsheet program left as their value is only compared.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from buendnis.documents.workbook.cells import MARK
from buendnis.errors import Finding, Unreadable
from buendnis.reading import quoted, read_bytes
from buendnis.sketch.read_xlsx import check_parts
from buendnis.texts import T, Text

_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 1300, 60, 20
# What must be written out in a cell. Of texts that are stored apart from their cells, openpyxl has
# undone `_x005F_` already, so that any other escape here is the person's own text.
_ESCAPE = re.compile("_x(00[01][0-9A-F]|005F|FFF[EF])_", re.IGNORECASE)


class Found(Struct, frozen=True):
    """A cell as the file has it. value: of a formula, what it last came to (`None`: unknown)."""

    value: Any
    formula: bool = False
    error: bool = False


class Grid(Struct):
    """A sheet as the file has it: its title there, and the cells that hold something."""

    title: str
    cells: dict[tuple[int, int], Found] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Any:
        """The value of a cell, `None` where it is empty."""
        found = self.cells.get((row, column))
        return None if found is None else found.value


def read_grids(path: str | Path) -> dict[str, Grid]:
    """The sheets of a cost plan by their mark. Raises `Unreadable` where it is no spreadsheet."""
    name = str(path)
    content = read_bytes(path)
    check_parts(content, name)
    grids: dict[str, Grid] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for title, row, column, found in _cells(content):
                if (row, column) == (1, 1):
                    mark = str(found.value)
                    if mark.startswith(MARK):
                        grids[mark.removeprefix(MARK)] = Grid(title)
                grid = next((one for one in grids.values() if one.title == title), None)
                if grid is not None:
                    grid.cells[row, column] = found
    except Exception as error:  # noqa: BLE001 - openpyxl lets anything through for a broken file
        raise unreadable(
            name,
            T("The spreadsheet is damaged ({kind}).", kind=type(error).__name__),
            T("Open it in a spreadsheet program and save it again as .xlsx."),
        ) from None
    return grids


def unreadable(name: str, message: Text, remedy: Text) -> Unreadable:
    """One finding about the whole file."""
    finding = Finding("input", "", message, remedy, file=name)
    return Unreadable(T("{file} cannot be read.", file=quoted(name)), [finding])


def _cells(content: bytes) -> Iterator[tuple[str, int, int, Found]]:
    """The filled cells of each sheet: formulas from one reading, their values from another."""
    from openpyxl import load_workbook  # only a spreadsheet needs it, and it is slow to import

    books = [
        load_workbook(BytesIO(content), read_only=True, keep_links=False, data_only=values)
        for values in (False, True)
    ]
    try:
        titles = [sheet.title for sheet in books[0].worksheets[:_MOST_SHEETS]]
        for title in titles:
            rows = []
            for book in books:
                sheet = book[title]
                sheet.reset_dimensions()
                rows.append(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS))
            for number, pair in enumerate(zip(*rows, strict=False), start=1):
                for column, (cell, known) in enumerate(zip(*pair, strict=False), start=1):
                    if cell.value is None or cell.value == "":
                        continue
                    formula = cell.data_type == "f"
                    value = _read(known.value if formula else cell.value)
                    error = not formula and cell.data_type == "e"
                    yield title, number, column, Found(value, formula, error)
    finally:
        for book in books:
            book.close()


def _read(value: Any) -> Any:
    if isinstance(value, str):
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
    return value
