"""Charts of a page: rows of label, drawing and words, as vectors; one element with all its words.

Every kind is a table of three columns, so that a long label breaks in its place and a chart of
many rows may part at a page's end. What colour says, the words beside it say too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus.tables import TableStyle

from buendnis.documents.figures import Bar, Figure, Span
from buendnis.documents.markup import Run
from buendnis.documents.pdf_flowables import Lines, Text, canvas_of
from buendnis.documents.pdf_fonts import REGULAR, printable
from buendnis.documents.pdf_page import ACCENT, GREY, LINE, PALE, TEXT_WIDTH
from buendnis.documents.pdf_styles import portions, styles
from buendnis.documents.pdf_text import set_text
from buendnis.documents.structure import Element

# Dark and light in turns, so that neighbours differ in print without colour, too.
_COLOURS = tuple(
    HexColor(one)
    for one in (
        *(0x0B5563, 0x9CC3CB, 0x8A4B08, 0xE3B778),
        *(0x3B4A4F, 0xB7C2C5, 0x4B6B2F, 0xC3D3A5),
    )
)
_BAR = 7.0  # points, the height of a bar
_LABEL = 200  # characters of a label or text that are set
_WIDTHS = (TEXT_WIDTH * 0.3, TEXT_WIDTH * 0.47, TEXT_WIDTH * 0.23)


def figure_flowables(block: Figure, root: Element) -> Iterator[Flowable]:
    """A chart with its alternative text below; the text alternative holds every number."""
    chart = Lines(
        [
            [_words(label, "cell"), drawing, _words(text, "right")]
            for label, drawing, text in _rows(block)
        ],
        colWidths=_WIDTHS,
        style=TableStyle(
            [("FONTNAME", (0, 0), (-1, -1), REGULAR), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        ),
    )
    chart.figure = root.add("Figure", alt=block.words)
    yield chart
    if block.part_labels:
        key = Legend(block.part_labels)
        key.figure = chart.figure
        yield key
    caption = root.add("P")
    yield Spacer(0, 2)
    for part in portions((Run(block.alt),)):
        yield set_text(part, styles()["small"]).of(caption)


def _words(text: str, style: str) -> Text:
    return set_text((Run(text[:_LABEL]),), styles()[style])


def _rows(block: Figure) -> Iterator[tuple[str, Flowable, str]]:
    if block.kind == "timeline":
        years = _years(block.spans)
        for span in block.spans:
            yield span.label, SpanLine(span, years), span.text
        yield "", YearLine(years), ""
        return
    longest = max(bar.value for bar in block.bars) or 1
    for bar in block.bars:
        yield bar.label, BarLine(_pieces(bar, block, longest), block.kind == "funnel"), bar.text


def _pieces(bar: Bar, block: Figure, longest: int) -> list[tuple[float, Color]]:
    if not bar.parts:
        return [(bar.value / longest, ACCENT)]
    colours = dict(zip(block.part_labels, _COLOURS, strict=False))
    return [(part.value / longest, colours[part.label]) for part in bar.parts]


class BarLine(Flowable):
    """A horizontal bar of one or more pieces, each a share of the longest bar; `centred` for the
    bars of a funnel."""

    def __init__(self, pieces: Sequence[tuple[float, Color]], centred: bool = False) -> None:
        super().__init__()
        self.pieces, self.centred = pieces, centred

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, _BAR + 2
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(PALE)
        self.canv.rect(0, 0, self.width, _BAR, stroke=0, fill=1)
        whole = self.width * sum(share for share, _ in self.pieces)
        left = (self.width - whole) / 2 if self.centred else 0.0
        for share, colour in self.pieces:
            if not share:  # nothing; a rectangle without width would still show as a line
                continue
            self.canv.setFillColor(colour)
            self.canv.rect(left, 0, self.width * share, _BAR, stroke=0, fill=1)
            left += self.width * share


class SpanLine(Flowable):
    """A row of a timeline: a bar from day to day, or a diamond for one day."""

    def __init__(self, span: Span, years: tuple[int, int]) -> None:
        super().__init__()
        self.span, self.years = span, years

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, _BAR + 2
        return self.width, self.height

    def draw(self) -> None:
        _grid(self, self.years)
        left, right = (
            self.width * _share(day, self.years) for day in (self.span.first, self.span.last)
        )
        self.canv.setFillColor(ACCENT)
        if self.span.first < self.span.last:
            self.canv.rect(left, 0, max(right - left, 1.5), _BAR, stroke=0, fill=1)
            return
        half = _BAR / 2
        path = self.canv.beginPath()
        path.moveTo(left, 0)
        for across, up in ((half, half), (0, _BAR), (-half, half)):
            path.lineTo(left + across, up)
        path.close()
        self.canv.drawPath(path, stroke=0, fill=1)


class YearLine(Flowable):
    """The years below a timeline, as many as have room."""

    def __init__(self, years: tuple[int, int]) -> None:
        super().__init__()
        self.years = years

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 10.0
        return self.width, self.height

    def draw(self) -> None:
        first, last = self.years
        step = max(1, ceil((last - first + 1) * 28 / self.width))
        self.canv.setFont(REGULAR, 6.5)
        self.canv.setFillColor(GREY)
        for year in range(first, last + 1, step):
            self.canv.drawString(self.width * (year - first) / (last - first + 1), 2, f"{year} ")


class Legend(Flowable):
    """What the colours of a stacked bar stand for, in as many lines as it takes."""

    figure: Element | None = None

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self.labels = [printable(label[:_LABEL], REGULAR) for label in labels]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.placed: list[tuple[float, int, str]] = []
        left, line = 0.0, 0
        for label in self.labels:
            while label and stringWidth(label, REGULAR, 7) > width - 14:
                label = label[:-1]
            needed = stringWidth(label, REGULAR, 7) + 22
            if left and left + needed > width:
                left, line = 0.0, line + 1
            self.placed.append((left, line, label))
            left += needed
        self.width, self.height = width, 11.0 * (line + 1) + 3
        return self.width, self.height

    def draw(self) -> None:
        assert self.figure is not None
        with canvas_of(self).content(self.figure):
            for (left, line, label), colour in zip(self.placed, _COLOURS, strict=False):
                base = self.height - 11.0 * (line + 1)
                self.canv.setFillColor(colour)
                self.canv.rect(left, base, 6, 6, stroke=0, fill=1)
                self.canv.setFillColor(GREY)
                self.canv.setFont(REGULAR, 7)
                self.canv.drawString(left + 9, base, f"{label} ")


def _years(spans: Sequence[Span]) -> tuple[int, int]:
    return min(one.first.year for one in spans), max(one.last.year for one in spans)


def _share(day: date, years: tuple[int, int]) -> float:
    """Where a day lies between the first day of the first year and the end of the last."""
    first, last = years
    within = (day - date(day.year, 1, 1)).days / 366
    return (day.year - first + within) / (last - first + 1)


def _grid(flowable: Flowable, years: tuple[int, int]) -> None:
    first, last = years
    flowable.canv.setStrokeColor(LINE)
    flowable.canv.setLineWidth(0.4)
    step = max(1, ceil((last - first + 1) / 40))
    for year in range(0, last - first + 2, step):
        place = flowable.width * year / (last - first + 1)
        flowable.canv.line(place, -3, place, flowable.height + 2)
