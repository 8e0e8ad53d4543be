"""How a page's text looks: the styles, and the portions in which long text is set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from buendnis.documents.markup import Run, Runs
from buendnis.documents.pdf_fonts import BOLD, REGULAR
from buendnis.documents.pdf_page import ACCENT, GREY, INK, PALE

_PART = 1500  # characters of a paragraph that are set at once; the search for lines grows faster


@lru_cache(maxsize=1)
def styles() -> dict[str, ParagraphStyle]:
    """Every style by its name."""
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


def portions(runs: Runs) -> Iterator[Runs]:
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


@lru_cache(maxsize=16)
def tight(name: str) -> ParagraphStyle:
    """A style for all but the last portion of a paragraph: no space after it."""
    return ParagraphStyle(f"{name}-tight", parent=styles()[name], spaceAfter=0)


@lru_cache(maxsize=8)
def item_style(digits: int) -> ParagraphStyle:
    """The style of an item whose number has so many digits: every text begins in one line."""
    item = styles()["item"]
    if not digits:
        return item
    return ParagraphStyle(f"item-{digits}", parent=item, leftIndent=12 + 6 * digits)
