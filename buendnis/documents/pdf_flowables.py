"""ReportLab's flowables, marked: each knows the element of the structure tree that it is part of.

A flowable that ReportLab cuts at a page's end hands its element on to both parts; a row of heads
that is repeated on the next page is an artifact there.
"""

from __future__ import annotations

from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, HRFlowable
from reportlab.platypus import Paragraph as Para
from reportlab.platypus import Table as Grid

from buendnis.documents.hyphenation import SOFT
from buendnis.documents.pdf_fonts import HYPHEN
from buendnis.documents.pdf_page import PageCanvas
from buendnis.documents.structure import Element


def canvas_of(flowable: Flowable) -> PageCanvas:
    """The canvas that a flowable is drawn on, which takes marks."""
    canvas = flowable.canv
    assert isinstance(canvas, PageCanvas)
    return canvas


class _Lines(PDFTextObject):
    """Text whose lines end with a space, so that the words of two lines stay apart when read; a
    word that is broken there ends with a soft hyphen instead, and is read as one."""

    _last = ""  # what was written last on this line

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - ReportLab's names
        parted = text.endswith(HYPHEN + "-")
        if parted:
            text = text[:-1]  # the word's own hyphen is the one that is shown
        elif text.endswith("-"):
            text = text[:-1] + SOFT
        last = text or self._last
        if TStar and last and not parted and not last.endswith(SOFT):
            text += " "
        self._last = "" if TStar else last
        super()._textOut(text.replace(HYPHEN, "-"), TStar)  # type: ignore[misc]


class Text(Para):
    """A paragraph, or a part of one. label: what stands before it, in an element of its own."""

    element: Element | None = None
    label: str = ""
    label_element: Element | None = None
    repeats = False
    drawn = False
    broken_at = -1.0  # the width that its lines were made for
    size = (0.0, 0.0)

    def of(self, element: Element | None, repeats: bool = False) -> Text:
        """The same paragraph as content of an element; `repeats`: it stands in a head row."""
        self.element, self.repeats = element, repeats
        return self

    def labelled(self, label: str, element: Element) -> Text:
        """The same paragraph with a label (a bullet, a number) before its first line."""
        self.label, self.label_element = label, element
        return self

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        # Tables, kept blocks and frames all ask; the lines of one width stay the same.
        if self.broken_at != availWidth or not hasattr(self, "blPara"):
            self.size = super().wrap(availWidth, availHeight)
            self.broken_at = availWidth
        return self.size

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - ReportLab's names
        parts: list[Flowable] = super().split(availWidth, availHeight)
        for number, part in enumerate(parts):
            if isinstance(part, Text) and part is not self:
                part.of(self.element, self.repeats)
                if number == 0 and self.label_element is not None:
                    part.labelled(self.label, self.label_element)
        return parts

    def beginText(self, x: float, y: float) -> PDFTextObject:  # noqa: N802 - ReportLab's name
        return _Lines(self.canv, x, y)

    def draw(self) -> None:
        canvas = canvas_of(self)
        if self.element is None:
            super().draw()
            return
        if self.repeats and self.drawn:
            with canvas.artifact(pagination=True):
                super().draw()
            return
        self.drawn = True
        if self.label_element is not None:
            with canvas.content(self.label_element):
                self._draw_label()
        if self.element.title and not self.element.top:
            self.element.top = canvas.absolutePosition(0, self.height)[1]
        with canvas.content(self.element):
            super().draw()

    def _draw_label(self) -> None:
        style, first = self.style, self.blPara  # type: ignore[attr-defined]
        if first.kind:
            first = first.lines[0]
        base = self.height - first.fontSize  # where ReportLab sets the first line
        self.canv.setFillColor(style.textColor)
        self.canv.setFont(style.bulletFontName, style.bulletFontSize)
        self.canv.drawString(style.bulletIndent, base, self.label)


class Lines(Grid):
    """A table; its grounds and lines are artifacts, its cells hold marked paragraphs.

    figure: the element that the whole of it is, where it draws a figure.
    """

    figure: Element | None = None

    def draw(self) -> None:
        if self.figure is None:
            super().draw()
            return
        with canvas_of(self).content(self.figure):
            super().draw()

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - ReportLab's names
        parts: list[Flowable] = super().split(availWidth, availHeight)
        for part in parts:
            if isinstance(part, Lines):
                part.figure = self.figure
        return parts

    def _drawBkgrnd(self) -> None:  # noqa: N802 - ReportLab's name
        with canvas_of(self).artifact():
            super()._drawBkgrnd()  # type: ignore[misc]

    def _drawLines(self) -> None:  # noqa: N802 - ReportLab's name
        with canvas_of(self).artifact():
            super()._drawLines()  # type: ignore[misc]


class Rule(HRFlowable):
    """A line across, which means nothing by itself."""

    def draw(self) -> None:
        with canvas_of(self).artifact():
            super().draw()
