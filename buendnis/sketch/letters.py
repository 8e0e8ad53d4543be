"""Which texts of a sketch hold characters that its paper cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from buendnis.errors import Finding
from buendnis.facts import Sketch
from buendnis.letters import BOLD, REGULAR, unprintable
from buendnis.sketch.reading import sketch_to_data
from buendnis.texts import T

RULE = "letters"
_TITLE = "project.title"  # set in bold, as a heading
_NAMED = 8


def letter_notes(sketch: Sketch) -> Iterator[Finding]:
    """A hint for each text with characters that the embedded font lacks; it blocks nothing.

    What the font lacks is printed as `[U+XXXX]`, and hinted before.
    """
    for field, text in _texts(sketch_to_data(sketch)):
        lacking = unprintable(text, REGULAR)
        if field == _TITLE:
            lacking = tuple(dict.fromkeys((*lacking, *unprintable(text, BOLD))))
        if lacking:
            yield Finding(
                RULE,
                field,
                T(
                    "The papers cannot show these characters: {letters}.",
                    letters=tuple(_named(one) for one in lacking[:_NAMED])
                    + (("…",) if len(lacking) > _NAMED else ()),
                ),
                T(
                    "Write them in another way; the paper prints {instead} in such a place.",
                    instead=f"[U+{ord(lacking[0]):04X}]",
                ),
            )


def _named(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    return f"{letter} ({code})" if letter.isprintable() else code


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a sketch, each with its place in the file."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _texts(one, f"{path}[{number}]")
