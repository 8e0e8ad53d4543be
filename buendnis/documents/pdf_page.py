"""The page around the text, as ReportLab draws it: measures in points from the lower left.

A letter follows DIN 5008 form B: address window from 45 mm, text from about 98 mm, fold marks
at 105 and 210 mm, hole mark at 148.5 mm.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from hashlib import md5
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from buendnis.documents.page import Page
from buendnis.documents.pdf_fonts import BOLD, REGULAR, printable
from buendnis.documents.structure import Element, Marker

WIDTH, HEIGHT = A4
LEFT, RIGHT = 25 * mm, 20 * mm
TEXT_WIDTH = WIDTH - LEFT - RIGHT
BOTTOM = 27 * mm
TOP_LETTER = 97 * mm
TOP_FORM = 47 * mm
TOP_NEXT = 31 * mm

ACCENT = HexColor(0x0B5563)
INK = HexColor(0x1C2326)
GREY = HexColor(0x5F6B70)
LINE = HexColor(0xC8D2D5)
PALE = HexColor(0xEDF3F4)
WARM = HexColor(0x8A4B08)
GHOST = HexColor(0xEEF0F1)

_LOGO_HEIGHT, _LOGO_WIDTH = 14 * mm, 40 * mm
_LOGO_PIXELS = (800, 800)  # more than a printer shows in this place
_WINDOW_WIDTH = 80 * mm
_WINDOW_LINES = 6
_BLOCK_LEFT = 125 * mm


class PageCanvas(Canvas):
    """A canvas that knows at the end how many pages there are, for "Seite 1 von 3", and that notes
    what is content of which element, and what is an artifact."""

    page: Page
    marker: Marker

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kept: list[dict[str, Any]] = []

    def take(self, page: Page, marker: Marker) -> None:
        """What to draw around the pages. The file's date is the document's own, never the
        clock's and never one from the environment."""
        self.page, self.marker = page, marker
        day = page.day or date(2000, 1, 1)
        document = self._doc  # type: ignore[attr-defined]
        document._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        # The file's ID begins with SOURCE_DATE_EPOCH, if that is set; ours has the content alone.
        document.signature = md5(b"buendnis", usedforsecurity=False)

    def content(self, element: Element) -> AbstractContextManager[None]:
        """What is drawn meanwhile is content of the element."""
        return self.marker.content(self._code, len(self._kept), element)  # type: ignore[attr-defined]

    def artifact(self, pagination: bool = False) -> AbstractContextManager[None]:
        """What is drawn meanwhile is an artifact."""
        return self.marker.artifact(self._code, pagination)  # type: ignore[attr-defined]

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]
        # The fields of a form name their page while it is drawn, and pages are added at the end.
        self._doc.pageCounter += 1  # type: ignore[attr-defined]

    def save(self) -> None:
        self._doc.pageCounter = 1  # type: ignore[attr-defined]
        for number, kept in enumerate(self._kept, 1):
            self.__dict__.update(kept)
            with self.artifact(pagination=True):
                _draw_footer(self, self.page, number, len(self._kept))
            super().showPage()
        super().save()


def draw_ground(canvas: PageCanvas, page: Page) -> None:
    """What lies under the text of every page: the draft mark."""
    if not page.draft:
        return
    with canvas.artifact():
        canvas.saveState()
        canvas.setFillColor(GHOST)
        canvas.setFont(BOLD, 96)
        canvas.translate(WIDTH / 2, HEIGHT / 2 - 20 * mm)
        canvas.rotate(52)
        canvas.drawCentredString(0, -30, "ENTWURF")
        canvas.restoreState()


def draw_first(canvas: PageCanvas, page: Page, head: Element) -> None:
    """The first page: brand, letterhead, and for a letter address and information block.

    What a reader needs of it (marks, sender, address, information) is content of `head`.
    """
    if _words(page):
        with canvas.content(head.add("P")):
            _draw_marks(canvas, page)
    taken = _draw_logo(canvas, page, head) if page.logo else 0.0
    canvas.setFillColor(ACCENT)
    brand_size = _fitting(page.brand, BOLD, 15, 96 * mm - taken)
    with canvas.content(head.add("P")):
        room = 100 * mm - taken
        _text(canvas, LEFT + taken, HEIGHT - 20 * mm, page.brand, BOLD, brand_size, room)
    with canvas.artifact():
        canvas.rect(LEFT, HEIGHT - 24.2 * mm, 18 * mm, 0.9 * mm, stroke=0, fill=1)
    canvas.setFillColor(GREY)
    if page.letterhead:
        with canvas.content(head.add("P")):
            for index, line in enumerate(page.letterhead[:4]):
                _text(canvas, LEFT, HEIGHT - (29 + 3.6 * index) * mm, line, REGULAR, 7, 92 * mm)
    if page.shape == "letter":
        with canvas.artifact():
            _draw_folds(canvas)
        _draw_window(canvas, page, head)
        _draw_information(canvas, page, 50 * mm, head)
    else:
        _draw_information(canvas, page, 19 * mm, head)
    canvas.setFillColor(INK)


def _draw_logo(canvas: PageCanvas, page: Page, head: Element) -> float:
    """The logo above the line, before the brand; returns the width that it takes.

    On white, for transparency would need a colour space of its own in the archive.
    """
    with Image.open(BytesIO(page.logo)) as picture:
        picture.thumbnail(_LOGO_PIXELS)
        seen = picture.convert("RGBA")
    flat = Image.new("RGBA", seen.size, "white")
    flat.alpha_composite(seen)
    across, up = flat.size
    height = min(_LOGO_HEIGHT, _LOGO_WIDTH * up / across)
    width = height * across / up
    with canvas.content(head.add("Figure", alt=page.logo_alt)):
        canvas.drawImage(
            ImageReader(flat.convert("RGB")), LEFT, HEIGHT - 22 * mm, width=width, height=height
        )
    return width + 4 * mm


def draw_next(canvas: PageCanvas, page: Page) -> None:
    """Every further page: one quiet line that says what this is, which only repeats."""
    with canvas.artifact(pagination=True):
        _draw_marks(canvas, page)
        canvas.setFillColor(ACCENT)
        _text(canvas, LEFT, HEIGHT - 19 * mm, page.brand, BOLD, 8, 100 * mm)
        canvas.setFillColor(GREY)
        what = " · ".join(part for part in (page.title, page.reference) if part)
        _text(canvas, LEFT, HEIGHT - 23 * mm, what, REGULAR, 7, TEXT_WIDTH)
        _rule(canvas, HEIGHT - 25 * mm)
    canvas.setFillColor(INK)


def _words(page: Page) -> str:
    return " · ".join((*page.marks, *(("ENTWURF",) if page.draft else ())))


def _draw_marks(canvas: Canvas, page: Page) -> None:
    words = _words(page)
    if not words:
        return
    width = stringWidth(words, BOLD, 7) + 5 * mm
    canvas.setStrokeColor(WARM)
    canvas.setFillColor(WARM)
    canvas.setLineWidth(0.6)
    top = HEIGHT - 11.6 * mm
    canvas.roundRect(WIDTH - RIGHT - width, top, width, 4.8 * mm, 1.2 * mm, stroke=1, fill=0)
    canvas.setFont(BOLD, 7)
    canvas.drawCentredString(WIDTH - RIGHT - width / 2, top + 1.55 * mm, words)


def _draw_folds(canvas: Canvas) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    for down, length in ((105 * mm, 4 * mm), (148.5 * mm, 6 * mm), (210 * mm, 4 * mm)):
        canvas.line(5 * mm, HEIGHT - down, 5 * mm + length, HEIGHT - down)


def _draw_window(canvas: PageCanvas, page: Page, head: Element) -> None:
    # The sender's line repeats the letterhead, for the window of the envelope.
    with canvas.artifact():
        canvas.setFillColor(GREY)
        size = _fitting(page.sender_line, REGULAR, 6.5, _WINDOW_WIDTH)
        _text(canvas, LEFT, HEIGHT - 50.5 * mm, page.sender_line, REGULAR, size, _WINDOW_WIDTH)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.line(LEFT, HEIGHT - 51.8 * mm, LEFT + _WINDOW_WIDTH, HEIGHT - 51.8 * mm)
    canvas.setFillColor(INK)
    lines: list[str] = []
    for part in page.recipient:
        lines += simpleSplit(printable(part[:400], REGULAR), REGULAR, 9.5, _WINDOW_WIDTH)
    if len(lines) > _WINDOW_LINES:
        lines = [*lines[: _WINDOW_LINES - 1], lines[_WINDOW_LINES - 1] + " …"]
    if not lines:
        return
    with canvas.content(head.add("P")):
        for index, line in enumerate(lines):
            _text(canvas, LEFT, HEIGHT - (58 + 4.7 * index) * mm, line, REGULAR, 9.5, _WINDOW_WIDTH)


def _draw_information(canvas: PageCanvas, page: Page, down: float, head: Element) -> None:
    """Label and value, one pair a line; a long value goes on below its label."""
    place = HEIGHT - down
    for label, value in page.information:
        with canvas.content(head.add("P")):
            place = _draw_pair(canvas, label, value, place)


def _draw_pair(canvas: Canvas, label: str, value: str, place: float) -> float:
    canvas.setFillColor(GREY)
    _text(canvas, _BLOCK_LEFT, place, label, REGULAR, 7, 24 * mm)
    canvas.setFillColor(INK)
    left = _BLOCK_LEFT + 24 * mm
    width = WIDTH - RIGHT - left
    shown = printable(value[:200], REGULAR)
    parts = simpleSplit(shown, REGULAR, 7.5, width) or [""]
    if len(parts) > 2:
        parts = [parts[0], parts[1] + " …"]
    for part in parts:
        _text(canvas, left, place, part, REGULAR, 7.5, width)
        place -= 3.9 * mm
    return place - 0.5 * mm


def _draw_footer(canvas: Canvas, page: Page, number: int, pages: int) -> None:
    _rule(canvas, 20 * mm)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 7)
    count = f"Seite {number} von {pages}"
    canvas.drawRightString(WIDTH - RIGHT, 16.4 * mm, count)
    room = TEXT_WIDTH - stringWidth(count, REGULAR, 7) - 6 * mm
    named = (f"Nr. {page.number}" if page.number else "", page.reference, page.title)
    _text(canvas, LEFT, 16.4 * mm, " · ".join(one for one in named if one), REGULAR, 7, room)
    low = [" · ".join(page.footer)] if page.footer else []
    if page.publicity and number == 1:
        low.append(page.publicity)
    if page.head:
        low.append(f"Stand des Protokolls: {page.head}")
    for index, line in enumerate(low):
        size = _fitting(line, REGULAR, 6, TEXT_WIDTH)
        _text(canvas, LEFT, (13.2 - 2.9 * index) * mm, line, REGULAR, size, TEXT_WIDTH)


def _rule(canvas: Canvas, height: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, height, WIDTH - RIGHT, height)


def _fitting(text: str, font: str, size: float, width: float) -> float:
    """The size at which a line fits its width, never below two thirds."""
    needed = stringWidth(printable(text[:400], font), font, size)
    return max(size * 2 / 3, size * min(1.0, width / needed)) if needed else size


def _text(
    canvas: Canvas, left: float, base: float, text: str, font: str, size: float, width: float
) -> None:
    """One line that never leaves its place: what does not fit is cut with an ellipsis."""
    shown = printable(text[:600], font)
    if stringWidth(shown, font, size) > width:
        while shown and stringWidth(shown + "…", font, size) > width:
            shown = shown[:-1]
        shown += "…"
    canvas.setFont(font, size)
    # The space keeps the words of two lines apart when they are read.
    canvas.drawString(left, base, f"{shown} ")
