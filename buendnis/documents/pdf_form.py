"""Fields of a form that is filled in on the screen, as ReportLab draws them.

A box is drawn by lines and not by a font, so it looks the same in every viewer; it is drawn on the
page as well, for viewers that show no fields, and for paper. In the structure tree each field is an
element of its own beside its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from reportlab.platypus.tables import TableStyle

from buendnis.documents.markup import Check, Checks, Entry, Run
from buendnis.documents.pdf_flowables import Lines
from buendnis.documents.pdf_fonts import REGULAR
from buendnis.documents.pdf_page import GREY, INK, TEXT_WIDTH, PageCanvas
from buendnis.documents.pdf_styles import styles
from buendnis.documents.pdf_text import set_text
from buendnis.documents.structure import Element

_BOX = 10
_LINE = 14
_WIDTH = int(TEXT_WIDTH)
_LONGEST = 2000
_LOOKS: list[Any] = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
]
_COLUMNS: list[Any] = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("TOP", "BOTTOM", "LEFT", "RIGHT")),
]


def checks_flowable(block: Checks, root: Element) -> Flowable:
    """Boxes with their words beside them, column by column as one reads.

    Each column is drawn for itself: the fields of a page come in the order of their drawing.
    """
    style = styles()["cell" if block.columns > 1 else "normal"]
    cells = [_check(one, root.add("P"), style) for one in block.checks]
    height = -(-len(cells) // block.columns)
    width = TEXT_WIDTH / block.columns
    if block.columns == 1:
        return _column(cells, width)
    columns = [_column(cells[at : at + height], width) for at in range(0, len(cells), height)]
    return Lines(
        [columns], colWidths=[width] * len(columns), style=TableStyle(_COLUMNS), hAlign="LEFT"
    )


def _column(cells: list[list[Any]], width: float) -> Flowable:
    return Lines(cells, colWidths=[18, width - 18], style=TableStyle(_LOOKS))


def entry_flowables(block: Entry, root: Element) -> Iterator[Flowable]:
    """What is asked for, and the field below it."""
    element = root.add("P")
    yield set_text((Run(block.label),), styles()["small"]).of(element)
    element.add("Form", field=block.name)
    yield WritingField(block.name, block.label, block.lines)


def _check(one: Check, element: Element, style: Any) -> list[Any]:
    element.add("Form", field=one.name)
    words = "".join(run.text for run in one.runs)
    return [TickBox(one.name, words), set_text(one.runs, style).of(element)]


class TickBox(Flowable):
    """A box to tick. words: what a screen reader says of it."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.name, self.words = name, words
        self.width = self.height = _BOX

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return _BOX, _BOX

    def draw(self) -> None:
        _outline(self.canv, _BOX, _BOX)
        self.canv.acroForm.checkbox(
            name=self.name,
            tooltip=self.words[:200],
            size=_BOX,
            buttonStyle="cross",
            borderColor=INK,
            fillColor=white,
            textColor=INK,
            borderWidth=1,
            fieldFlags="",
            relative=True,
        )


class WritingField(Flowable):
    """A field to write in, as wide as the text."""

    def __init__(self, name: str, words: str, lines: int) -> None:
        super().__init__()
        self.name, self.words, self.lines = name, words, lines
        self.height = lines * _LINE + 4

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return _WIDTH, self.height

    def draw(self) -> None:
        _outline(self.canv, _WIDTH, self.height)
        self.canv.acroForm.textfield(
            name=self.name,
            tooltip=self.words[:200],
            width=_WIDTH,
            height=int(self.height),
            borderColor=GREY,
            fillColor=white,
            textColor=INK,
            borderWidth=1,
            fontName="Helvetica",  # `embed_form_font` puts ours in its place
            fontSize=9,
            maxlen=_LONGEST,
            fieldFlags="multiline" if self.lines > 1 else "",
            relative=True,
        )


def _outline(canvas: Canvas, width: float, height: float) -> None:
    """The field's edge on the page, for paper; it has no meaning of its own."""
    assert isinstance(canvas, PageCanvas)
    with canvas.artifact():
        canvas.saveState()
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.5)
        canvas.rect(0.25, 0.25, width - 0.5, height - 0.5, stroke=1, fill=0)
        canvas.restoreState()
