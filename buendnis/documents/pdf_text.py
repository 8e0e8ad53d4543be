"""Runs as a paragraph of ReportLab's, made directly: nothing that an applicant wrote is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from buendnis.documents.hyphenation import SOFT, hyphenated
from buendnis.documents.markup import Runs
from buendnis.documents.pdf_flowables import Text
from buendnis.documents.pdf_fonts import HYPHEN, font_name, printable

# A hyphen between two words of four letters or more: a line may end with it.
_AFTER_HYPHEN = re.compile(rf"(?<=[^\W\d_]{{4}}){HYPHEN}(?=[^\W\d_]{{4}})")


def set_text(
    runs: Runs, style: ParagraphStyle, strong: bool = False, colour: str = "", whole: bool = False
) -> Text:
    """The runs in a style, long words with soft hyphens; `strong`: all of them; colour: `#0B5563`,
    or empty for that of the style; `whole`: no word is broken, as in a heading."""
    return Text("", style, frags=list(_pieces(runs, style, strong, colour, whole)))


def _pieces(
    runs: Runs, style: ParagraphStyle, strong: bool, colour: str, whole: bool
) -> Iterator[Any]:
    for run in runs:
        bold = strong or run.strong
        text = printable(run.text, font_name(bold, run.emphasis))
        text = (text if whole else _broken(text)).replace("-", HYPHEN)
        text = text if whole else _AFTER_HYPHEN.sub(HYPHEN + SOFT, text)
        words, line_break = _patterns(style, bold, run.emphasis, colour)
        for index, part in enumerate(text.split("\n")):
            if index:
                yield line_break.clone()
            if part:
                yield words.clone(text=part)


@lru_cache(maxsize=128)
def _patterns(style: ParagraphStyle, bold: bool, emphasis: bool, colour: str) -> tuple[Any, Any]:
    """What ReportLab's own parser makes of words and of a line break in such a run."""
    markup = "x<br/>x"
    markup = f"<i>{markup}</i>" if emphasis else markup
    markup = f"<b>{markup}</b>" if bold else markup
    markup = f'<font color="{colour}">{markup}</font>' if colour else markup
    words, line_break, _ = Paragraph(markup, style).frags
    return words, line_break


def _broken(text: str) -> str:
    """Text with soft hyphens, but none in the last word before a change of weight: ReportLab would
    lose the space after it."""
    made = hyphenated(text)
    if made is text or not text.endswith(" "):
        return made
    head, space, last = made.rstrip(" ").rpartition(" ")
    return f"{head}{space}{last.replace(SOFT, '')} "
