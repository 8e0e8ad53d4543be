"""The four DejaVu Sans fonts: registered once, and what each of them can print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

from buendnis.letters import BOLD, FONTS, REGULAR, UNSEEN

__all__ = [
    "BOLD",
    "BOLD_OBLIQUE",
    "HYPHEN",
    "OBLIQUE",
    "REGULAR",
    "font_name",
    "printable",
    "register_fonts",
]

OBLIQUE, BOLD_OBLIQUE = "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"

# Stands for a hyphen of the text while its lines are made, as wide as one, so that at a line's end
# it is not taken for one that breaking a word has put there. No text holds it: the fonts lack it.
HYPHEN = "\ue02d"


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the fonts known to ReportLab, once in a process."""
    # Streams as bytes: nothing that carries a file is limited to letters any more.
    rl_config.useA85 = 0
    ttfonts.makeToUnicodeCMap = _unicode_map
    for name in (REGULAR, BOLD, OBLIQUE, BOLD_OBLIQUE):
        font = TTFont(name, str(FONTS / f"{name}.ttf"))
        widths = font.face.charWidths
        widths[ord(HYPHEN)] = widths[ord("-")]
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=OBLIQUE, boldItalic=BOLD_OBLIQUE
    )


# ReportLab's own, before ours stands in its place.
_reportlab_map = ttfonts.makeToUnicodeCMap
# A letter beyond the first 65,536, as ReportLab writes it at the end of a line of the map.
_BEYOND = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


def _unicode_map(fontname: str, subset: Sequence[int]) -> str:
    """What the characters of a font mean, for whoever copies or reads out the text.

    subset: their code points. ReportLab writes each as one number; one of more than four digits
    has to be a pair of surrogates (ISO 32000-1, 9.10.3), or a reader takes it for another letter.
    """
    return _BEYOND.sub(
        lambda match: f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>",
        _reportlab_map(fontname, subset),
    )


def font_name(strong: bool, emphasis: bool) -> str:
    """The font of a run of text."""
    if strong:
        return BOLD_OBLIQUE if emphasis else BOLD
    return OBLIQUE if emphasis else REGULAR


def printable(text: str, font: str) -> str:
    """Text as the font can print it: composed, without steering characters, and a character
    that the font lacks as `[U+XXXX]`."""
    if text.isascii():
        return text
    known, text = _glyphs(font), unicodedata.normalize("NFC", text)
    if known.issuperset(text):
        return text
    return "".join(char if char in known else _name(char) for char in text if char not in UNSEEN)


@lru_cache(maxsize=4)
def _glyphs(font: str) -> frozenset[str]:
    register_fonts()
    glyphs = pdfmetrics.getFont(font).face.charToGlyph  # type: ignore[attr-defined]
    return (frozenset(chr(code) for code in glyphs) | {"\n"}) - UNSEEN


def _name(char: str) -> str:
    return f"[U+{ord(char):04X}]"
