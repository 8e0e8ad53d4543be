"""Tables of a page, each with its elements of the structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus.tables import TableStyle

from buendnis.documents.markup import Cell, Column, Row, Table
from buendnis.documents.pdf_flowables import Lines
from buendnis.documents.pdf_fonts import REGULAR
from buendnis.documents.pdf_page import ACCENT, LINE, PALE, TEXT_WIDTH
from buendnis.documents.pdf_styles import portions, styles
from buendnis.documents.pdf_text import set_text
from buendnis.documents.structure import Element

_CELL = 60 * mm  # a cell higher than this is cut into rows that may part at a page's end
_PADDING = 5
# A text that fills so many lines at most, were every letter the widest, is never that high.
_WIDEST, _SAFE = 9.0, 6


def table_flowables(block: Table, root: Element) -> Iterator[Flowable]:
    """A table; its head is repeated on every page that it reaches."""
    total = sum(column.share for column in block.columns)
    widths = [TEXT_WIDTH * column.share / total for column in block.columns]
    element = root.add("Table", summary=block.summary)
    rows: list[list[list[Flowable]]] = []
    commands: list[Any] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.4),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
    ]
    heads = 0
    leading = True
    for row in block.rows:
        leading = leading and row.head
        parts = list(_table_rows(row, block.columns, widths, element.add("TR")))
        first, last = len(rows), len(rows) + len(parts) - 1
        rows += parts
        if leading:
            heads += len(parts)
        if row.head:
            commands.append(("BACKGROUND", (0, first), (-1, last), PALE))
            commands.append(("LINEBELOW", (0, last), (-1, last), 0.9, ACCENT))
        elif row.total:
            commands.append(("LINEABOVE", (0, first), (-1, first), 0.9, ACCENT))
            commands.append(("LINEBELOW", (0, last), (-1, last), 0.4, LINE))
        else:
            commands.append(("LINEBELOW", (0, last), (-1, last), 0.4, LINE))
    # Head rows that were cut, or that nothing follows, cannot be repeated.
    repeated = heads if heads <= 2 and heads < len(rows) else 0
    yield Spacer(0, 2)
    yield Lines(rows, colWidths=widths, repeatRows=repeated, style=TableStyle(commands))
    yield Spacer(0, 9)


def _table_rows(
    row: Row, columns: tuple[Column, ...], widths: list[float], element: Element
) -> Iterator[list[list[Flowable]]]:
    """One row, as several where a cell is high, so that a page's end may come in between."""
    cut = [
        _cell_parts(cell, column, width - 2 * _PADDING, row, element)
        for cell, column, width in zip(row.cells, columns, widths, strict=True)
    ]
    for index in range(max(len(parts) for parts in cut)):
        yield [[parts[index]] if index < len(parts) else [] for parts in cut]


def _cell_parts(
    cell: Cell, column: Column, width: float, row: Row, parent: Element
) -> list[Flowable]:
    if cell.header:
        element = parent.add("TH", scope="Column" if row.head else "Row")
    else:
        element = parent.add("TD")
    style = styles()[column.align]
    strong = row.total or row.head or cell.header
    colour = "" if row.total or not cell.header else ("#0B5563" if row.head else "#5F6B70")
    made: list[Flowable] = []
    for portion in portions(cell.runs):
        text = set_text(portion, style, strong, colour).of(element, row.head)
        if sum(len(run.text) for run in portion) * _WIDEST < width * _SAFE:
            made.append(text)
            continue
        rest: Flowable | None = text
        while rest is not None:
            parts = rest.split(width, _CELL)
            made.append(parts[0] if parts else rest)
            rest = parts[1] if len(parts) > 1 else None
    return made
