"""The markup tree as a PDF: with `pdf_page` and `pdf_fonts` the only door to ReportLab.

Heavy; import it where a page is really made. The bytes are a pure function of tree and page:
no clock, no locale, no path is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
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
    Cell,
    Checks,
    Column,
    Document,
    Entry,
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
from buendnis.documents.page import Page
from buendnis.documents.pdf_fonts import BOLD, REGULAR, font_name, printable, register_fonts
from buendnis.documents.pdf_form import TickBox, WritingField
from buendnis.documents.pdf_page import (
    ACCENT,
    BOTTOM,
    GREY,
    HEIGHT,
    INK,
    LEFT,
    LINE,
    PALE,
    TEXT_WIDTH,
    TOP_FORM,
    TOP_LETTER,
    TOP_NEXT,
    PageCanvas,
    draw_first,
    draw_ground,
    draw_next,
)

_PART = 1500  # characters of a paragraph that are set at once; the search for lines grows faster
_CELL = 60 * mm  # a cell higher than this is cut into rows that may part at a page's end
_PADDING = 5


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


# ---------------------------------------------------------------- looks


@lru_cache(maxsize=1)
def _styles() -> dict[str, ParagraphStyle]:
    base = ParagraphStyle(
        "normal",
        fontName=REGULAR,
        fontSize=9,
        leading=13.4,
        textColor=INK,
        spaceAfter=6,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )

    def like(name: str, **options: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=base, **options)

    table = like("cell", fontSize=8, leading=11.2, spaceAfter=0)
    return {
        "normal": base,
        "lead": like("lead", fontSize=10, leading=15, textColor=GREY, spaceAfter=9),
        "small": like("small", fontSize=7.5, leading=10.8, textColor=GREY, spaceAfter=4),
        "box": like(
            "box",
            backColor=PALE,
            borderColor=ACCENT,
            borderPadding=(6, 8, 7, 8),
            leftIndent=8,
            rightIndent=8,
            spaceBefore=10,
            spaceAfter=14,
        ),
        "item": like(
            "item",
            leftIndent=14,
            bulletIndent=2,
            bulletFontName=REGULAR,
            bulletFontSize=9,
            spaceAfter=3,
        ),
        "title": like(
            "title", fontName=BOLD, fontSize=15, leading=20, textColor=ACCENT, spaceAfter=8
        ),
        "subject": like("subject", fontName=BOLD, fontSize=10, leading=14.5, spaceAfter=10),
        "heading2": like(
            "heading2",
            fontName=BOLD,
            fontSize=10,
            leading=14,
            textColor=ACCENT,
            spaceBefore=9,
            spaceAfter=4,
        ),
        "heading3": like(
            "heading3", fontName=BOLD, fontSize=9, leading=13, spaceBefore=6, spaceAfter=3
        ),
        "cell": table,
        "left": table,
        "right": ParagraphStyle("right", parent=table, alignment=TA_RIGHT),
        "center": ParagraphStyle("center", parent=table, alignment=TA_CENTER),
    }


def _marked(runs: Runs, strong: bool = False, colour: str = "") -> str:
    """Runs in ReportLab's own markup, every character of theirs escaped."""
    parts = []
    for run in runs:
        bold = strong or run.strong
        text = escape(printable(run.text, font_name(bold, run.emphasis)))
        text = text.replace("\n", "<br/>")
        if run.emphasis:
            text = f"<i>{text}</i>"
        parts.append(f"<b>{text}</b>" if bold else text)
    inner = "".join(parts)
    return f'<font color="{colour}">{inner}</font>' if colour else inner


def _portions(runs: Runs) -> Iterator[Runs]:
    """Long text in portions that end at a space where there is one: time stays linear."""
    portion: list[Run] = []
    length = 0
    for run in runs:
        text = run.text
        while length + len(text) > _PART:
            cut = text.rfind(" ", 0, _PART - length) + 1 or _PART - length
            portion.append(Run(text[:cut], run.strong, run.emphasis))
            yield tuple(portion)
            portion, length, text = [], 0, text[cut:]
        if text:
            portion.append(Run(text, run.strong, run.emphasis))
            length += len(text)
    if portion:
        yield tuple(portion)


# ---------------------------------------------------------------- blocks


def _story(tree: Document, letter: bool) -> Iterator[Flowable]:
    """The blocks in order; what belongs together is kept on one page.

    A heading goes with what follows it, a small table is not parted, and a signature never
    stands alone.
    """
    blocks = list(tree.blocks)
    while blocks:
        ahead = _ahead(blocks)
        if ahead:
            kept = [flowable for block in blocks[:ahead] for flowable in _block(block, letter)]
            yield KeepTogether(kept)
            del blocks[:ahead]
        else:
            yield from _block(blocks.pop(0), letter, room=True)


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


def _block(block: Block, letter: bool, room: bool = False) -> Iterator[Flowable]:
    """One block. room: a heading asks for room below it, as nothing else keeps it company."""
    if isinstance(block, Heading):
        if room:
            yield CondPageBreak(24 * mm)
        yield from _heading(block, letter)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block)
    elif isinstance(block, ListBlock):
        yield from _list(block)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Figure):
        yield from _figure(block)
    elif isinstance(block, Signature):
        yield from _signature(block)
    elif isinstance(block, Checks):
        yield from _checks(block)
    elif isinstance(block, Entry):
        yield from _entry(block)
    elif isinstance(block, PageBreak):
        yield NewPage()


def _checks(block: Checks) -> Iterator[Flowable]:
    """Boxes with their words beside them, column by column as one reads."""
    style = _styles()["cell"] if block.columns > 1 else _styles()["normal"]
    cells = [
        [TickBox(one.name, "".join(run.text for run in one.runs)), Para(_marked(one.runs), style)]
        for one in block.checks
    ]
    height = -(-len(cells) // block.columns)
    rows = [
        [
            cell
            for column in range(block.columns)
            for cell in (
                cells[row + column * height] if row + column * height < len(cells) else ["", ""]
            )
        ]
        for row in range(height)
    ]
    width = TEXT_WIDTH / block.columns
    commands = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ]
    widths = [18, width - 18] * block.columns
    yield Grid(rows, colWidths=widths, style=TableStyle(commands))
    yield Spacer(0, 4)


def _entry(block: Entry) -> Iterator[Flowable]:
    yield Para(_marked((Run(block.label),)), _styles()["small"])
    yield WritingField(block.name, block.label, block.lines)
    yield Spacer(0, 5)


def _heading(block: Heading, letter: bool) -> Iterator[Flowable]:
    name = f"heading{block.level}" if block.level > 1 else ("subject" if letter else "title")
    for part in _portions(block.runs):
        yield Para(_marked(part, strong=True), _styles()[name])


def _paragraph(block: Paragraph) -> Iterator[Flowable]:
    portions = list(_portions(block.runs))
    style = _styles()[block.style]
    for index, part in enumerate(portions):
        last = index == len(portions) - 1
        yield Para(_marked(part), style if last else _tight(block.style))


@lru_cache(maxsize=16)
def _tight(name: str) -> ParagraphStyle:
    """A style for all but the last portion of a paragraph: no space after it."""
    return ParagraphStyle(f"{name}-tight", parent=_styles()[name], spaceAfter=0)


def _list(block: ListBlock) -> Iterator[Flowable]:
    for number, runs in enumerate(block.items, 1):
        mark = {"bullet": "•", "number": f"{number}.", "plain": None}[block.kind]
        for index, part in enumerate(_portions(runs)):
            yield Para(_marked(part), _styles()["item"], bulletText=None if index else mark)
    yield Spacer(0, 4)


def _signature(block: Signature) -> list[Flowable]:
    small, normal = _styles()["small"], _styles()["normal"]
    made: list[Flowable] = [Spacer(0, 3 * mm)]
    if block.line:
        made.append(Para(_marked((Run(block.line),)), normal))
    made.append(Spacer(0, 10 * mm))
    made.append(HRFlowable(width=75 * mm, thickness=0.5, color=GREY, hAlign="LEFT", spaceAfter=3))
    if block.name:
        made += [Para(_marked(part), normal) for part in _portions((Run(block.name),))]
    below = " · ".join(part for part in (block.title, block.place) if part)
    if below:
        made += [Para(_marked(part), small) for part in _portions((Run(below),))]
    return made


def _table(block: Table) -> Iterator[Flowable]:
    total = sum(column.share for column in block.columns)
    widths = [TEXT_WIDTH * column.share / total for column in block.columns]
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
        parts = list(_table_rows(row, block.columns, widths))
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
    yield Grid(rows, colWidths=widths, repeatRows=repeated, style=TableStyle(commands))
    yield Spacer(0, 9)


def _table_rows(
    row: Row, columns: tuple[Column, ...], widths: list[float]
) -> Iterator[list[list[Flowable]]]:
    """One row, as several where a cell is high, so that a page's end may come in between."""
    cut = [
        _cell_parts(cell, column, width - 2 * _PADDING, row)
        for cell, column, width in zip(row.cells, columns, widths, strict=True)
    ]
    for index in range(max(len(parts) for parts in cut)):
        yield [[parts[index]] if index < len(parts) else [] for parts in cut]


def _cell_parts(cell: Cell, column: Column, width: float, row: Row) -> list[Flowable]:
    style = _styles()[column.align]
    strong = row.total or row.head or cell.header
    colour = "" if row.total or not cell.header else ("#0B5563" if row.head else "#5F6B70")
    made: list[Flowable] = []
    for portion in _portions(cell.runs):
        rest: Flowable | None = Para(_marked(portion, strong, colour), style)
        while rest is not None:
            parts = rest.split(width, _CELL)
            made.append(parts[0] if parts else rest)
            rest = parts[1] if len(parts) > 1 else None
    return made


class _BarLine(Flowable):
    """A horizontal bar, as long as its share of the longest."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 9.0
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(PALE)
        self.canv.rect(0, 0, self.width, 7, stroke=0, fill=1)
        self.canv.setFillColor(ACCENT)
        self.canv.rect(0, 0, self.width * self.share, 7, stroke=0, fill=1)


def _figure(block: Figure) -> Iterator[Flowable]:
    longest = max(bar.value for bar in block.bars) or 1
    styles = _styles()
    rows = [
        [
            Para(_marked((Run(bar.label[:200]),)), styles["cell"]),
            _BarLine(bar.value / longest),
            Para(_marked((Run(bar.text[:200]),)), styles["right"]),
        ]
        for bar in block.bars
    ]
    widths = [TEXT_WIDTH * 0.3, TEXT_WIDTH * 0.47, TEXT_WIDTH * 0.23]
    yield Grid(
        rows,
        colWidths=widths,
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), REGULAR), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        ),
    )
    for part in _portions((Run(block.alt),)):
        yield Para(_marked(part), styles["small"])
