"""The markup tree as a PDF: with the other modules of that name the only door to ReportLab.

Heavy; import it where a page is really made. The bytes are a pure function of tree and page:
no clock, no locale, no path is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from itertools import takewhile
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Para
from reportlab.platypus import Table as Grid
from reportlab.platypus.tables import TableStyle

from buendnis.documents.markup import (
    Block,
    Document,
    Figure,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
)
from buendnis.documents.page import Page
from buendnis.documents.pdf_fonts import REGULAR, printable, register_fonts
from buendnis.documents.pdf_page import (
    BOTTOM,
    GREY,
    HEIGHT,
    LEFT,
    TEXT_WIDTH,
    TOP_FORM,
    TOP_LETTER,
    TOP_NEXT,
    PageCanvas,
    draw_first,
    draw_ground,
    draw_next,
)
from buendnis.documents.pdf_styles import item_style, marked, portions, styles, tight
from buendnis.documents.pdf_table import figure_flowables, table_flowables

_ROOM = 24 * mm  # what a heading asks for below its own top, so that it never ends a page
_HEADING = 11 * mm  # what one more heading below it takes
_SIGNATURE = 75 * mm  # the line to sign on


def render_pdf(tree: Document, page: Page) -> bytes:
    """The PDF of a document, with fonts embedded and page numbers."""
    register_fonts()
    buffer = BytesIO()
    template = BaseDocTemplate(
        buffer,
        title=printable(page.title, REGULAR),
        author=printable(page.brand, REGULAR),
        subject=" · ".join(part for part in (page.number, page.reference) if part),
        creator="buendnis",
        producer="buendnis",
        lang=page.language,
        invariant=1,
        pageCompression=1,
        displayDocTitle=True,
    )
    top = TOP_LETTER if page.shape == "letter" else TOP_FORM
    template.addPageTemplates(
        [
            _page_template("first", top, page, draw_first),
            _page_template("next", TOP_NEXT, page, draw_next),
        ]
    )
    story: list[Flowable] = [NextPageTemplate("next"), *_story(tree, page.shape == "letter")]
    template.build(story, canvasmaker=partial(_canvas, page))
    return buffer.getvalue()


def _canvas(page: Page, *arguments: Any, **options: Any) -> PageCanvas:
    # Without this ReportLab begins every page with a font that is not embedded.
    canvas = PageCanvas(*arguments, **{**options, "initialFontName": REGULAR})
    canvas.take(page)
    return canvas


def _page_template(
    name: str, top: float, page: Page, draw: Callable[[Canvas, Page], None]
) -> PageTemplate:
    frame = Frame(LEFT, BOTTOM, TEXT_WIDTH, HEIGHT - top - BOTTOM, 0, 0, 0, 0, id=name)

    def on_page(canvas: Canvas, _template: object) -> None:
        canvas.saveState()
        draw_ground(canvas, page)
        draw(canvas, page)
        canvas.restoreState()

    return PageTemplate(name, [frame], onPage=on_page)


def _story(tree: Document, letter: bool) -> Iterator[Flowable]:
    """The blocks in order; what belongs together is kept on one page.

    A heading goes with what follows it, a small table is not parted, and a signature never
    stands alone.
    """
    blocks = list(tree.blocks)
    while blocks:
        ahead = _ahead(blocks)
        if ahead:
            kept = [one for part in _parts(blocks[:ahead]) for one in _made(part, letter)]
            yield KeepTogether(kept)
            del blocks[:ahead]
            continue
        headings = _headings(blocks)
        if headings:
            # Headings that follow one another go with the first lines of the text below them.
            yield CondPageBreak(_ROOM + (headings - 1) * _HEADING)
        for block in blocks[: headings or 1]:
            yield from _block(block, letter)
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


def _made(part: Block | tuple[Signature, Signature], letter: bool) -> Iterator[Flowable]:
    if isinstance(part, tuple):
        yield from _side_by_side(*part)
    else:
        yield from _block(part, letter)


def _short(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return len(block.items) <= 4 and sum(map(_length, block.items)) < 700
    return isinstance(block, Paragraph) and _length(block.runs) < 700


def _small(table: Table) -> bool:
    cells = (cell for row in table.rows for cell in row.cells)
    return len(table.rows) <= 10 and sum(_length(cell.runs) for cell in cells) < 1200


def _length(runs: Runs) -> int:
    return sum(len(run.text) for run in runs)


def _block(block: Block, letter: bool) -> Iterator[Flowable]:
    if isinstance(block, Heading):
        yield from _heading(block, letter)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block)
    elif isinstance(block, ListBlock):
        yield from _list(block)
    elif isinstance(block, Table):
        yield from table_flowables(block)
    elif isinstance(block, Figure):
        yield from figure_flowables(block)
    elif isinstance(block, Signature):
        yield from _signature(block)
    elif isinstance(block, PageBreak):
        yield NewPage()


def _heading(block: Heading, letter: bool) -> Iterator[Flowable]:
    name = f"heading{block.level}" if block.level > 1 else ("subject" if letter else "title")
    for part in portions(block.runs):
        yield Para(marked(part, strong=True), styles()[name])


def _paragraph(block: Paragraph) -> Iterator[Flowable]:
    parts = list(portions(block.runs))
    style = styles()[block.style]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        yield Para(marked(part), style if last else tight(block.style))


def _list(block: ListBlock) -> Iterator[Flowable]:
    style = item_style(len(str(len(block.items))) if block.kind == "number" else 0)
    for number, runs in enumerate(block.items, 1):
        mark = {"bullet": "•", "number": f"{number}.", "plain": None}[block.kind]
        for index, part in enumerate(portions(runs)):
            yield Para(marked(part), style, bulletText=None if index else mark)
    yield Spacer(0, 4)


def _side_by_side(left: Signature, right: Signature) -> Iterator[Flowable]:
    """Two who sign one paper, next to each other, their lines on one height."""
    width = TEXT_WIDTH / 2
    cells = [[_signature(one, width - 8 * mm) for one in (left, right)]]
    yield Grid(
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


def _signature(block: Signature, width: float = _SIGNATURE) -> list[Flowable]:
    small, normal = styles()["small"], styles()["normal"]
    made: list[Flowable] = [Spacer(0, 3 * mm)]
    if block.line:
        made.append(Para(marked((Run(block.line),)), normal))
    made.append(Spacer(0, 10 * mm))
    made.append(HRFlowable(width=width, thickness=0.5, color=GREY, hAlign="LEFT", spaceAfter=3))
    if block.name:
        made += [Para(marked(part), normal) for part in portions((Run(block.name),))]
    below = " · ".join(part for part in (block.title, block.place) if part)
    if below:
        made += [Para(marked(part), small) for part in portions((Run(below),))]
    return made
