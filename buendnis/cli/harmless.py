"""Text from outside, made safe to print: no control characters, no hidden writing direction."""

from __future__ import annotations

import re

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_OTHERS = r"\u2028\u2029\ufeff\ud800-\udfff\U000e0000-\U000e007f"
_HARMFUL = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_OTHERS}]")
_HARMFUL_IN_JSON = f"[\x7f-\x9f{_DIRECTIONS}{_OTHERS}]"  # compiled by re when it is needed


def harmless(text: str) -> str:
    """The text with every harmful character written out as `[U+202E]`.

    Line breaks and tabs stay. Terminal escape sequences lose their escape character.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def one_line(text: str) -> str:
    """Harmless, and without line breaks and tabs: for a cell or a name."""
    return harmless(" ".join(text.split()) if not text.isprintable() else text)


def harmless_json(document: str) -> str:
    """JSON text with harmful characters as JSON escapes: the same value, safe on a screen."""
    if document.isascii():
        return document
    return re.sub(_HARMFUL_IN_JSON, _escaped, document)


def _escaped(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point > 0xFFFF:
        point -= 0x10000
        return f"\\u{0xD800 + (point >> 10):04x}\\u{0xDC00 + (point & 0x3FF):04x}"
    return f"\\u{point:04x}"
