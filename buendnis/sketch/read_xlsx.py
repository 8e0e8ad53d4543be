"""The sketch form as a spreadsheet, read back into the shape of the sketch file.

Each sheet of the form carries its mark in A1 and the keys in hidden cells, so that people may
rename, colour and widen what they like. Formulas are never evaluated: a cell with one is a
mistake. Size, number of parts and declared content are checked before openpyxl sees the file.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from buendnis.errors import Finding, Unreadable
from buendnis.reading import Table, quoted, read_bytes
from buendnis.sketch.fields import ALLIANCE, SECTIONS, Field, Section
from buendnis.tables import Source
from buendnis.texts import T, Text
from buendnis.toml_scan import line_of

MARK = "buendnis:"
FORM_SHEET = f"{MARK}form"
MOST_PARTS = 200
MOST_CONTENT = 20_000_000
MOST_ROWS = 1200
MOST_COLUMNS = 30


class _Form(Struct):
    """What has been read so far, with the row of each key path and the cells with formulas."""

    data: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    found: bool = False


def read_xlsx(path: str | Path) -> Table:
    """The table of a form in a spreadsheet; raises `Unreadable` where it is no form of ours."""
    name = str(path)
    content = read_bytes(path)
    check_parts(content, name)
    form = _Form()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for sheet in _sheets(content):
                _read_sheet(sheet, form)
    except Exception as error:  # noqa: BLE001 - openpyxl lets anything through for a broken file
        raise _unreadable(
            name,
            T("The spreadsheet is damaged ({kind}).", kind=type(error).__name__),
            T("Open it in a spreadsheet program and save it again as .xlsx."),
        ) from None
    if not form.found:
        raise _unreadable(
            name,
            T("This spreadsheet is no sketch form."),
            T("Make a form with: buendnis sketch new sketch.xlsx"),
        )
    source = Source(name, lambda key: line_of(form.rows, key))
    for place in form.formulas:
        source.add(
            place,
            T("The cell has a formula; formulas are not evaluated."),
            T("Write the value itself."),
        )
    return Table(form.data, source)


def read_rows(path: str | Path) -> list[dict[str, Any]]:
    """The rows of a spreadsheet's first sheet, by the titles in its first row; `row` is the
    number of each. Raises `Unreadable` where it is no spreadsheet, or holds formulas."""
    name = str(path)
    content = read_bytes(path)
    check_parts(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for sheet in _sheets(content):
                return _titled_rows(sheet, name)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl lets anything through for a broken file
        raise _unreadable(
            name,
            T("The spreadsheet is damaged ({kind}).", kind=type(error).__name__),
            T("Open it in a spreadsheet program and save it again as .xlsx."),
        ) from None
    return []


def _titled_rows(sheet: Any, name: str) -> list[dict[str, Any]]:
    sheet.reset_dimensions()
    titles: list[str] = []
    found: list[dict[str, Any]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=10_000, max_col=200), start=1):
        if number == 1:
            titles = [_word(cell.value) for cell in cells]
            continue
        row: dict[str, Any] = {}
        for title, cell in zip(titles, cells, strict=False):
            if not title or cell.value is None or cell.value == "":
                continue
            if cell.data_type == "f":
                raise _unreadable(
                    name,
                    T("The cell has a formula; formulas are not evaluated."),
                    T("Write the value itself, in row {row}, column {title}.", row=number,
                      title=title[:80]),
                )  # fmt: skip
            row[title] = _plain(cell.value)
        if row:
            found.append({**row, "row": number})
    return found


def check_parts(content: bytes, name: str) -> None:
    """Refuse archives that would grow, and XML that declares entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_CONTENT:
                raise _unreadable(
                    name,
                    T("The spreadsheet holds far more than a form."),
                    T("Copy the values into a new form."),
                )
            for part in parts:
                text = archive.read(part)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"<\0!\0" in text:
                    raise _unreadable(
                        name,
                        T("The spreadsheet declares entities, which no form needs."),
                        T("Copy the values into a new form."),
                    )
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - a hostile archive raises many things
        raise _unreadable(
            name, T("This is no spreadsheet in the form .xlsx."), T("Save it as .xlsx.")
        ) from None


def _sheets(content: bytes) -> Iterator[Any]:
    from openpyxl import load_workbook  # a spreadsheet alone needs it, and it is slow to import

    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        yield from book.worksheets[:20]
    finally:
        book.close()


def _read_sheet(sheet: Any, form: _Form) -> None:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
    mark = ""
    keys: list[str] = []
    found: list[dict[str, Any]] = []
    for number, cells in enumerate(rows, start=1):
        if number == 1:
            mark = str(cells[0].value) if cells else ""
            if not mark.startswith(MARK):
                return
            form.found = form.found or mark == FORM_SHEET
            keys = [_word(cell.value) for cell in cells[1:]]
        elif mark == FORM_SHEET:
            _read_field(cells, number, form)
        elif number > 2:
            _read_row(mark.removeprefix(MARK), keys, cells, number, found, form)
    if mark != FORM_SHEET and found:
        form.data[mark.removeprefix(MARK)] = found


def _read_field(cells: Any, number: int, form: _Form) -> None:
    """One row of the form sheet: key path, label, value (long texts go on to the right)."""
    path = _word(cells[0].value) if cells else ""
    if not path or len(cells) < 3:
        return
    # What is left empty has its row too: a rule that misses it says where to write it.
    form.rows.setdefault(path.partition("#")[0], number)
    if any(cell.data_type == "f" for cell in cells[2:]):
        form.formulas.append(path)
        form.rows[path] = number
        return
    kind = _KINDS.get(path.split("#")[0])
    values = [cell.value for cell in cells[2:] if cell.value is not None]
    value = _plain(values[0]) if len(values) == 1 else "".join(str(one) for one in values)
    if not values or value == "":
        return
    _put(form, path, _converted(value, kind), number)


def _put(form: _Form, path: str, value: Any, number: int) -> None:
    """Put a value at its path; `project.regions#hildesheim` is a key of a table of data."""
    path, _, inner = path.partition("#")
    *tables, key = path.split(".")[:4]
    target = form.data
    for name in [*tables, *([key] if inner else [])]:
        below = target.setdefault(name, {})
        if not isinstance(below, dict):
            return
        target = below
    form.rows[f"{path}.{inner}" if inner else path] = number
    target[inner or key] = value


def _read_row(
    section: str, keys: list[str], cells: Any, number: int, found: list[dict[str, Any]], form: _Form
) -> None:
    fields = _ROWS.get(section, {})
    row: dict[str, Any] = {}
    path = f"{section}[{len(found)}]"
    formulas: list[str] = []
    for key, cell in zip(keys, cells[1:], strict=False):
        if not key:
            continue
        if cell.data_type == "f":
            formulas.append(f"{path}.{key}")
        elif cell.value is not None and cell.value != "":
            kind = fields[key].kind if key in fields else None
            row[key] = _converted(_plain(cell.value), kind)
    if row or formulas:
        form.rows[path] = number
        form.formulas += formulas
        found.append(row)


def _plain(value: Any) -> Any:
    """A cell's value in the types of the sketch file: no times, no whole numbers as floats."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n")
    return value


def _converted(value: Any, kind: str | None) -> Any:
    """A cell as the kind of its field takes it; what does not fit stays and is found wrong."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind in ("line", "text", "choice") and (number or isinstance(value, date)):
        return str(value)
    if kind in ("list", "choices"):
        return [one.strip() for one in str(value).replace(";", "\n").split("\n") if one.strip()]
    if kind in ("amount", "percent") and number:
        exact = Decimal(repr(value))
        cents = exact.quantize(Decimal("0.01")) if abs(exact) < 10**12 else exact
        return f"{cents:.2f}" if cents == exact else str(value)
    if kind == "flag" and isinstance(value, str):
        return _FLAGS.get(value.strip().lower(), value)
    if kind in ("year", "shares") and isinstance(value, str) and value.strip().isdecimal():
        return int(value.strip()[:9])
    if isinstance(value, str) and kind in ("day", "amount", "percent", "line", "choice"):
        return value.strip()
    return value


_FLAGS = {"yes": True, "ja": True, "no": False, "nein": False, "true": True, "false": False}


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _kinds() -> dict[str, str]:
    kinds = {ALLIANCE.key: ALLIANCE.kind}
    for section in SECTIONS:
        if not section.rows:
            for one in section.fields:
                kinds[f"{section.name}.{one.key}"] = one.kind
    return {key: str(kind) for key, kind in kinds.items()}


def _row_fields(sections: tuple[Section, ...]) -> dict[str, dict[str, Field]]:
    return {one.name: {field.key: field for field in one.fields} for one in sections if one.rows}


_KINDS = _kinds()
_ROWS = _row_fields(SECTIONS)


def _unreadable(name: str, message: Text, remedy: Text) -> Unreadable:
    finding = Finding("input", "", message, remedy, file=name)
    return Unreadable(T("{file} cannot be read.", file=quoted(name)), [finding])
