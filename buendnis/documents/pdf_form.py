"""Fields of a form that is filled in on the screen, as ReportLab draws them.

A box is drawn by lines and not by a font, so it looks the same in every viewer; it is drawn on the
page as well, for viewers that show no fields, and for paper.
"""

from __future__ import annotations

from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from buendnis.documents.pdf_page import GREY, INK, TEXT_WIDTH

_BOX = 10
_LINE = 14
_LONGEST = 2000


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
        return TEXT_WIDTH, self.height

    def draw(self) -> None:
        _outline(self.canv, TEXT_WIDTH, self.height)
        self.canv.acroForm.textfield(
            name=self.name,
            tooltip=self.words[:200],
            width=int(TEXT_WIDTH),
            height=int(self.height),
            borderColor=GREY,
            fillColor=white,
            textColor=INK,
            borderWidth=1,
            fontName="Helvetica",
            fontSize=9,
            maxlen=_LONGEST,
            fieldFlags="multiline" if self.lines > 1 else "",
            relative=True,
        )


def _outline(canvas: Canvas, width: float, height: float) -> None:
    canvas.saveState()
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.5)
    canvas.rect(0.25, 0.25, width - 0.5, height - 0.5, stroke=1, fill=0)
    canvas.restoreState()
