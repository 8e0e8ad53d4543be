"""What the embedded fonts can print, read from the fonts' own tables without a library.

The check of a sketch needs this answer, and importing ReportLab for it would take longer than the
whole check. A test compares it with what ReportLab finds in the same files.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "documents" / "fonts"
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"

# Characters that steer the line (direction, joining, invisible breaks) and print nothing. They
# stay in the data and in the markup; on the page they could move text out of its place.
UNSEEN = frozenset(
    chr(code)
    for first, last in (
        (0x00AD, 0x00AD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)
_SPACES = frozenset("\t\n\r")
_FULL = 12  # the format of a table that knows letters beyond the first 65,536


def unprintable(text: str, font: str = REGULAR) -> tuple[str, ...]:
    """The characters of a text that the font lacks, each once, in their order.

    font: the name of its file. Line breaks, tabs and characters that print nothing are none.
    """
    if text.isascii():
        return ()
    # Imported where a text is not plain ASCII: an extension of its own, and it costs start-up time.
    from unicodedata import normalize

    # Composed, as the documents set it: the font has ü, and may lack what u and dots make.
    seen = dict.fromkeys(normalize("NFC", text))
    return tuple(
        char for char in seen if not (char in UNSEEN or char in _SPACES or _has(font, ord(char)))
    )


def _has(font: str, code: int) -> bool:
    firsts, lasts = spans(font)
    place = bisect_right(firsts, code) - 1
    return place >= 0 and code <= lasts[place]


@lru_cache(maxsize=4)
def spans(font: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the spans that a font has, ascending.

    Source: OpenType, table `cmap`, format 12. Raises `LookupError` for a font without such a table.
    """
    with (FONTS / f"{font}.ttf").open("rb") as file:
        tables = struct.unpack(">4xH6x", file.read(12))[0]
        for _ in range(tables):
            tag, start, size = struct.unpack(">4s4xII", file.read(16))
            if tag == b"cmap":
                file.seek(start)
                return _spans(file.read(size))
    raise LookupError(font)


def _spans(cmap: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    (count,) = struct.unpack_from(">2xH", cmap)
    for number in range(count):
        (start,) = struct.unpack_from(">4xI", cmap, 4 + 8 * number)
        (kind,) = struct.unpack_from(">H", cmap, start)
        if kind == _FULL:
            (groups,) = struct.unpack_from(">I", cmap, start + 12)
            values = struct.unpack_from(f">{3 * groups}I", cmap, start + 16)
            return values[0::3], values[1::3]
    raise LookupError("cmap")
