"""Passages between two marks of a page: found, and put in anew.

A passage begins with `<!-- generated: NAME -->` and ends with `<!-- end of NAME -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
_PASSAGE = re.compile(
    r"(?P<head><!-- generated: (?P<name>[a-z-]+) -->\n).*?(?P<foot><!-- end of (?P=name) -->)",
    re.DOTALL,
)
Passage = Callable[[], str]


def pages() -> tuple[Path, ...]:
    """All pages that have a generated passage, in the order of their paths."""
    return tuple(
        path
        for path in sorted(DOCS.rglob("*.md"))
        if _PASSAGE.search(path.read_text(encoding="utf-8"))
    )


def names_in(text: str) -> tuple[str, ...]:
    """The names of the passages of a page."""
    return tuple(match["name"] for match in _PASSAGE.finditer(text))


def renewed(text: str, passages: Mapping[str, Passage]) -> str:
    """The page with every passage made anew. Raises `KeyError` for a name that nobody makes."""

    def anew(match: re.Match[str]) -> str:
        return f"{match['head']}\n{passages[match['name']]().strip()}\n\n{match['foot']}"

    return _PASSAGE.sub(anew, text)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of Markdown; bars and line breaks within cells are made harmless."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
