"""The blocks of a document as flowables, each with its element of the structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus.tables import TableStyle

from buendnis.documents.markup import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Runs,
    Signature,
    Table,
)
from buendnis.documents.pdf_flowables import BarLine, Lines, Rule, Text
from buendnis.documents.pdf_fonts import REGULAR
from buendnis.documents.pdf_page import ACCENT, GREY, LINE, PALE, TEXT_WIDTH
from buendnis.documents.pdf_styles import item_style, marked, portions, styles, tight
from buendnis.documents.structure import Element

_CELL = 60 * mm  # a cell higher than this is cut into rows that may part at a page's end
_PADDING = 5
_NUMBERING = {"bullet": "Disc", "number": "Decimal", "plain": "None"}


def story(tree: Document, root: Element, letter: bool) -> Iterator[Flowable]:
    """The blocks in order; what belongs together is kept on one page.

    A heading goes with what follows it, a small table is not parted, and a signature never
    stands alone. The elements of the blocks are added to `root` in their order.
    """
    blocks = list(tree.blocks)
    while blocks:
        ahead = _ahead(blocks)
        if ahead:
            kept = [one for block in blocks[:ahead] for one in _block(block, root, letter)]
            yield KeepTogether(kept)
            del blocks[:ahead]
        else:
            yield from _block(blocks.pop(0), root, letter, room=True)


def _ahead(blocks: list[Block]) -> int:
    """How many of the next blocks stay together; 0 if the next one may be parted."""
    count = 0
    while count < len(blocks) and isinstance(blocks[count], Heading):
        count += 1
    following = blocks[count : count + 2]
    if not following:
        return 0
    if len(following) == 2 and isinstance(following[1], Signature) and _short(following[0]):
        return count + 2
    small = isinstance(following[0], Table) and _small(following[0])
    return count + 1 if small or isinstance(following[0], Figure | Signature) else 0


def _short(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return len(block.items) <= 4 and sum(map(_length, block.items)) < 700
    return isinstance(block, Paragraph) and _length(block.runs) < 700


def _small(table: Table) -> bool:
    cells = (cell for row in table.rows for cell in row.cells)
    return len(table.rows) <= 10 and sum(_length(cell.runs) for cell in cells) < 1200


def _length(runs: Runs) -> int:
    return sum(len(run.text) for run in runs)


def _plain(runs: Runs) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _block(block: Block, root: Element, letter: bool, room: bool = False) -> Iterator[Flowable]:
    """One block. room: a heading asks for room below it, as nothing else keeps it company."""
    if isinstance(block, Heading):
        if room:
            yield CondPageBreak(24 * mm)
        yield from _heading(block, root, letter)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block, root)
    elif isinstance(block, ListBlock):
        yield from _list(block, root)
    elif isinstance(block, Table):
        yield from _table(block, root)
    elif isinstance(block, Figure):
        yield from _figure(block, root)
    elif isinstance(block, Signature):
        yield from _signature(block, root)
    elif isinstance(block, PageBreak):
        yield NewPage()


def _heading(block: Heading, root: Element, letter: bool) -> Iterator[Flowable]:
    name = f"heading{block.level}" if block.level > 1 else ("subject" if letter else "title")
    element = root.add(f"H{block.level}", title=_plain(block.runs))
    for part in portions(block.runs):
        yield Text(marked(part, strong=True), styles()[name]).of(element)


def _paragraph(block: Paragraph, root: Element) -> Iterator[Flowable]:
    parts = list(portions(block.runs))
    element = root.add("P")
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        style = styles()[block.style] if last else tight(block.style)
        yield Text(marked(part), style).of(element)


def _list(block: ListBlock, root: Element) -> Iterator[Flowable]:
    outer = root.add("L", numbering=_NUMBERING[block.kind])
    digits = len(str(len(block.items))) + 1 if block.kind == "number" else 1
    for number, runs in enumerate(block.items, 1):
        mark = {"bullet": "•", "number": f"{number}.", "plain": ""}[block.kind]
        item = outer.add("LI")
        label = item.add("Lbl") if mark else None
        body = item.add("LBody")
        parts = list(portions(runs))
        for index, part in enumerate(parts):
            made = Text(marked(part), item_style(digits, index == len(parts) - 1)).of(body)
            yield made.labelled(mark, label) if label is not None and index == 0 else made
    yield Spacer(0, 4)


def _signature(block: Signature, root: Element) -> list[Flowable]:
    small, normal = styles()["small"], styles()["normal"]
    made: list[Flowable] = [Spacer(0, 3 * mm)]
    if block.line:
        made.append(Text(marked((Run(block.line),)), normal).of(root.add("P")))
    made.append(Spacer(0, 10 * mm))
    made.append(Rule(width=75 * mm, thickness=0.5, color=GREY, hAlign="LEFT", spaceAfter=3))
    below = " · ".join(part for part in (block.title, block.place) if part)
    for text, style in ((block.name, normal), (below, small)):
        if text:
            element = root.add("P")
            made += [Text(marked(part), style).of(element) for part in portions((Run(text),))]
    return made


def _table(block: Table, root: Element) -> Iterator[Flowable]:
    total = sum(column.share for column in block.columns)
    widths = [TEXT_WIDTH * column.share / total for column in block.columns]
    element = root.add("Table", summary=block.summary)
    rows: list[list[list[Flowable]]] = []
    commands: list[Any] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
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
        rest: Flowable | None = Text(marked(portion, strong, colour), style).of(element, row.head)
        while rest is not None:
            parts = rest.split(width, _CELL)
            made.append(parts[0] if parts else rest)
            rest = parts[1] if len(parts) > 1 else None
    return made


def _figure(block: Figure, root: Element) -> Iterator[Flowable]:
    longest = max(bar.value for bar in block.bars) or 1
    looks = styles()
    rows = [
        [
            Text(marked((Run(bar.label[:200]),)), looks["cell"]),
            BarLine(bar.value / longest),
            Text(marked((Run(bar.text[:200]),)), looks["right"]),
        ]
        for bar in block.bars
    ]
    widths = [TEXT_WIDTH * 0.3, TEXT_WIDTH * 0.47, TEXT_WIDTH * 0.23]
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in block.bars)
    chart = Lines(
        rows,
        colWidths=widths,
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), REGULAR), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        ),
    )
    chart.figure = root.add("Figure", alt=f"{block.alt} {words}")
    yield chart
    caption = root.add("P")
    for part in portions((Run(block.alt),)):
        yield Text(marked(part), looks["small"]).of(caption)
