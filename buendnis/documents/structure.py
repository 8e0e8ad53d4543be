"""The structure tree of a PDF: what each mark on a page means, in reading order.

Built beside the pages while they are drawn. Whatever is painted is either content of an element
(PDF/UA-1, ISO 14289-1, 7.1) or an artifact. `archival` writes the tree into the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

ARTIFACT = "/Artifact BMC"
PAGINATION = "/Artifact <</Type /Pagination>> BDC"


@dataclass(slots=True)
class Mark:
    """A piece of content: its page (from 0) and its number on it."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """One element; `kind` is a standard structure type of PDF 1.7.

    alt: alternative text of a figure. scope: `Column` or `Row` of a header cell. numbering: of a
    list, `Disc`, `Decimal` or `None`. summary: of a table, in words. title, top: of a heading, its
    text and the height on its page in points, for the bookmarks. field: of a form, the name of the
    field that stands there.
    """

    kind: str
    kids: list[Element | Mark] = field(default_factory=list)
    alt: str = ""
    scope: str = ""
    numbering: str = ""
    summary: str = ""
    title: str = ""
    top: float = 0.0
    field: str = ""

    def add(self, kind: str, **more: Any) -> Element:
        """A new element as the last child of this one."""
        made = Element(kind, **more)
        self.kids.append(made)
        return made

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    @property
    def marks(self) -> Iterator[Mark]:
        """All marks in and below this element, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.marks
            else:
                yield kid


class Marker:
    """Numbers the marks of each page, and writes them into the page's code.

    While something is marked, what is drawn inside is part of it: an artifact within a paragraph,
    or a line within a figure, opens nothing of its own.
    """

    def __init__(self) -> None:
        self.root = Element("Document")
        self._numbers: dict[int, int] = {}
        self._inside = False

    def count(self, page: int) -> int:
        """How many marks a page has."""
        return self._numbers.get(page, 0)

    @contextmanager
    def content(self, code: list[str], page: int, element: Element) -> Iterator[None]:
        """What is drawn meanwhile is content of the element."""
        if self._inside:
            yield
            return
        number = self._numbers.get(page, 0)
        self._numbers[page] = number + 1
        element.kids.append(Mark(page, number))
        with self._bracket(code, f"/{element.kind} <</MCID {number}>> BDC"):
            yield

    @contextmanager
    def artifact(self, code: list[str], pagination: bool = False) -> Iterator[None]:
        """What is drawn meanwhile has no meaning of its own: lines, grounds, running heads."""
        if self._inside:
            yield
            return
        with self._bracket(code, PAGINATION if pagination else ARTIFACT):
            yield

    @contextmanager
    def _bracket(self, code: list[str], begin: str) -> Iterator[None]:
        code.append(begin)
        self._inside = True
        try:
            yield
        finally:
            self._inside = False
            code.append("EMC")
