"""The structure tree of a PDF, read back, and what a machine can find wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from buendnis.texts import T, Text

DEEPEST = 60
_STANDARD = frozenset(
    {
        *(
            "Document",
            "Part",
            "Art",
            "Sect",
            "Div",
            "BlockQuote",
            "Caption",
            "TOC",
            "TOCI",
            "Index",
        ),
        *("NonStruct", "Private", "H", "H1", "H2", "H3", "H4", "H5", "H6", "P"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "Warichu", "RB", "RT", "RP", "WT", "WP", "Figure", "Formula", "Form"),
    }
)
_CHILDREN = {
    "L": frozenset({"LI", "Caption", "L"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "Table": frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}),
    "TR": frozenset({"TH", "TD"}),
}
_SOURCE = "PDF/UA-1, 7.{}"


@dataclass(slots=True)
class Tag:
    """One element as the file has it. marks: pairs of page (from 0) and number."""

    kind: str
    alt: str = ""
    scope: str = ""
    kids: list[Tag] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    fields: int = 0

    def walk(self) -> Iterator[Tag]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def read_tags(pdf: Pdf) -> Tag | None:
    """The tree of a file, `None` if it has none. Raises `RecursionError` for one without end."""
    root = pdf.Root.get(Name.StructTreeRoot)
    if root is None:
        return None
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    top = Tag("")
    _read_kids(root, top, pages, -1, 0)
    return top.kids[0] if len(top.kids) == 1 else top


def _read_kids(element: Any, tag: Tag, pages: dict[Any, int], page: int, depth: int) -> None:
    if depth > DEEPEST:
        raise RecursionError("the structure is nested too deeply")
    kids = element.get(Name.K)
    if kids is None:
        return
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            tag.marks.append((page, kid))
        elif not isinstance(kid, Dictionary | pikepdf.Object):
            continue
        elif kid.get(Name.Type) == Name.MCR:
            tag.marks.append((_page(kid, pages, page), int(kid.MCID)))
        elif kid.get(Name.Type) == Name.OBJR:
            tag.fields += 1
        else:
            made = Tag(str(kid.get(Name.S, "/?"))[1:], str(kid.get(Name.Alt, "")), _scope(kid))
            tag.kids.append(made)
            _read_kids(kid, made, pages, _page(kid, pages, page), depth + 1)


def _page(element: Any, pages: dict[Any, int], otherwise: int) -> int:
    page = element.get(Name.Pg)
    return pages.get(page.objgen, otherwise) if page is not None else otherwise


def _scope(element: Any) -> str:
    attributes = element.get(Name.A)
    for one in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(one, Dictionary) and Name.Scope in one:
            return str(one.Scope)[1:]
    return ""


def tag_findings(root: Tag | None) -> Iterator[tuple[bool, Text, str]]:
    """Point for point: whether it holds, what is said if not, and its place in the standard."""
    yield root is not None, T("The file has no structure tree."), _SOURCE.format(1)
    if root is None:
        return
    yield from _headings(root)
    seen: set[tuple[int, int]] = set()
    for tag in root.walk():
        known = tag.kind in _STANDARD
        message = T("“{tag}” is no standard structure type.", tag=tag.kind[:40])
        yield known, message, _SOURCE.format(1)
        twice = [mark for mark in tag.marks if mark in seen]
        seen.update(tag.marks)
        yield not twice, T("Content stands in two tags at once."), _SOURCE.format(1)
        if tag.kind in ("Figure", "Formula"):
            yield bool(tag.alt), T("A figure has no alternative text."), _SOURCE.format(3)
        wrong = [kid.kind for kid in tag.kids if kid.kind not in _CHILDREN.get(tag.kind, _STANDARD)]
        message = T("“{tag}” holds “{kids}”.", tag=tag.kind, kids=", ".join(sorted(set(wrong))))
        yield not wrong, message, _SOURCE.format(2)
        if tag.kind == "Table":
            yield from _table(tag)


def _headings(root: Tag) -> Iterator[tuple[bool, Text, str]]:
    last = 0
    for tag in root.walk():
        if len(tag.kind) == 2 and tag.kind[0] == "H" and tag.kind[1].isdigit():
            level = int(tag.kind[1])
            message = T("A heading of level {level} follows one of {last}.", level=level, last=last)
            yield level <= last + 1, message, _SOURCE.format("4.2")
            last = level
    yield last > 0, T("The file has no heading."), _SOURCE.format("4.2")


def _table(table: Tag) -> Iterator[tuple[bool, Text, str]]:
    rows = [one for one in table.walk() if one.kind == "TR"]
    lengths = {len(row.kids) for row in rows}
    yield len(lengths) == 1, T("The rows of a table differ in length."), _SOURCE.format(5)
    heads = [one for row in rows for one in row.kids if one.kind == "TH"]
    message = T("A header cell does not say whether it heads a column or a row.")
    yield all(one.scope in ("Column", "Row", "Both") for one in heads), message, _SOURCE.format(5)
    yield bool(heads), T("A table has no header cell."), _SOURCE.format(5)
