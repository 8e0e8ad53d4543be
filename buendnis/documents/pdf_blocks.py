"""The blocks of a document as flowables, each with its element of the structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus.tables import TableStyle

from buendnis.documents.figures import Figure
from buendnis.documents.markup import (
    Block,
    Checks,
    Document,
    Entry,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
)
from buendnis.documents.pdf_charts import figure_flowables
from buendnis.documents.pdf_flowables import Lines, Rule
from buendnis.documents.pdf_fonts import REGULAR
from buendnis.documents.pdf_form import checks_flowable, entry_flowables
from buendnis.documents.pdf_page import GREY, TEXT_WIDTH
from buendnis.documents.pdf_styles import item_style, portions, styles, tight
from buendnis.documents.pdf_table import table_flowables
from buendnis.documents.pdf_text import set_text
from buendnis.documents.structure import Element

_ROOM = 24 * mm  # what a heading asks for below its own top, so that it never ends a page
_HEADING = 11 * mm  # what one more heading below it takes
_COLUMN = 1000  # letters of a signature that stands beside another
_SIGNATURE = 75 * mm  # the line to sign on
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
            kept = [one for part in _parts(blocks[:ahead]) for one in _made(part, root, letter)]
            yield KeepTogether(kept)
            del blocks[:ahead]
            continue
        headings = _headings(blocks)
        if headings:
            # Headings that follow one another go with the first lines of the text below them.
            yield CondPageBreak(_ROOM + (headings - 1) * _HEADING)
        for block in blocks[: headings or 1]:
            yield from _block(block, root, letter)
        del blocks[: headings or 1]


def _ahead(blocks: list[Block]) -> int:
    """How many of the next blocks stay together; 0 if the next one may be parted."""
    count = _headings(blocks)
    following = blocks[count:]
    if not following:
        return 0
    for before in (0, 1, 2):
        # A greeting alone would still leave the signature without the text that it is under.
        if _signatures(following[before:]) and all(map(_short, following[:before])):
            return count + before + _signatures(following[before:])
    small = isinstance(following[0], Table) and _small(following[0])
    return count + 1 if small or isinstance(following[0], Figure) else 0


def _headings(blocks: list[Block]) -> int:
    """How many headings stand first."""
    return sum(1 for _ in takewhile(lambda one: isinstance(one, Heading), blocks))


def _signatures(blocks: list[Block]) -> int:
    """How many signatures stand first."""
    return sum(1 for _ in takewhile(lambda one: isinstance(one, Signature), blocks))


def _parts(blocks: list[Block]) -> Iterator[Block | tuple[Signature, Signature]]:
    """The blocks, with two signatures in a row as a pair: they are set side by side."""
    waiting: Signature | None = None
    for block in blocks:
        if isinstance(block, Signature) and waiting is not None:
            yield waiting, block
            waiting = None
        elif isinstance(block, Signature):
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting


def _made(
    part: Block | tuple[Signature, Signature], root: Element, letter: bool
) -> Iterator[Flowable]:
    if isinstance(part, tuple):
        if all(map(_fits_a_column, part)):
            yield from _side_by_side(*part, root)
        else:
            for one in part:
                yield from _signature(one, root)
    else:
        yield from _block(part, root, letter)


def _fits_a_column(block: Signature) -> bool:
    """Whether the words of a signature are few enough for a cell, which no page break parts."""
    return sum(map(len, (block.line, block.name, block.title, block.place))) <= _COLUMN


def _short(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return len(block.items) <= 4 and sum(map(_length, block.items)) < 700
    return isinstance(block, Paragraph) and _length(block.runs) < 700


def _small(table: Table) -> bool:
    cells = (cell for row in table.rows for cell in row.cells)
    return len(table.rows) <= 10 and sum(_length(cell.runs) for cell in cells) < 1200


def _length(runs: Runs) -> int:
    return sum(len(run.text) for run in runs)


def _block(block: Block, root: Element, letter: bool) -> Iterator[Flowable]:
    if isinstance(block, Heading):
        yield from _heading(block, root, letter)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block, root)
    elif isinstance(block, ListBlock):
        yield from _list(block, root)
    elif isinstance(block, Table):
        yield from table_flowables(block, root)
    elif isinstance(block, Figure):
        yield from figure_flowables(block, root)
    elif isinstance(block, Signature):
        yield from _signature(block, root)
    elif isinstance(block, Checks):
        yield checks_flowable(block, root)
        yield Spacer(0, 4)
    elif isinstance(block, Entry):
        yield from entry_flowables(block, root)
        yield Spacer(0, 5)
    elif isinstance(block, PageBreak):
        yield NewPage()


def _plain(runs: Runs) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _heading(block: Heading, root: Element, letter: bool) -> Iterator[Flowable]:
    name = f"heading{block.level}" if block.level > 1 else ("subject" if letter else "title")
    element = root.add(f"H{block.level}", title=_plain(block.runs))
    for part in portions(block.runs):
        yield set_text(part, styles()[name], strong=True, whole=block.level < 3).of(element)


def _paragraph(block: Paragraph, root: Element) -> Iterator[Flowable]:
    parts = list(portions(block.runs))
    style = styles()[block.style]
    element = root.add("P")
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        yield set_text(part, style if last else tight(block.style)).of(element)


def _list(block: ListBlock, root: Element) -> Iterator[Flowable]:
    style = item_style(len(str(len(block.items))) if block.kind == "number" else 0)
    outer = root.add("L", numbering=_NUMBERING[block.kind])
    for number, runs in enumerate(block.items, 1):
        mark = {"bullet": "•", "number": f"{number}.", "plain": ""}[block.kind]
        item = outer.add("LI")
        label = item.add("Lbl") if mark else None
        body = item.add("LBody")
        for index, part in enumerate(portions(runs)):
            made = set_text(part, style).of(body)
            yield made.labelled(mark, label) if label is not None and index == 0 else made
    yield Spacer(0, 4)


def _side_by_side(left: Signature, right: Signature, root: Element) -> Iterator[Flowable]:
    """Two who sign one paper, next to each other, their lines on one height."""
    width = TEXT_WIDTH / 2
    cells = [[_signature(one, root, width - 8 * mm) for one in (left, right)]]
    yield Lines(
        cells,
        colWidths=[width, width],
        style=TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )


def _signature(block: Signature, root: Element, width: float = _SIGNATURE) -> list[Flowable]:
    small, normal = styles()["small"], styles()["normal"]
    made: list[Flowable] = [Spacer(0, 3 * mm)]
    if block.line:
        made.append(set_text((Run(block.line),), normal).of(root.add("P")))
    made.append(Spacer(0, 10 * mm))
    made.append(Rule(width=width, thickness=0.5, color=GREY, hAlign="LEFT", spaceAfter=3))
    below = " · ".join(part for part in (block.title, block.place) if part)
    for text, style in ((block.name, normal), (below, small)):
        if text:
            element = root.add("P")
            made += [set_text(part, style).of(element) for part in portions((Run(text),))]
    return made
