"""One binder (Sitzungsmappe) of finished PDFs: bookmarks and page numbers, and no other change.

The bytes are a pure function of the parts. (What tags a part has for screen readers stays with the
part: whoever needs them reads the papers one by one.)
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from msgspec import Struct

_A4 = (595.28, 841.89)


class Part(Struct, frozen=True):
    """One part of the binder. level: 1, or 2 for what belongs to the part before it. pdf: its
    bytes, `None` for a paper that is no PDF. fingerprint: SHA-256 of the paper."""

    title: str
    level: int
    pdf: bytes | None
    fingerprint: str = ""


class Placed(Struct, frozen=True):
    """Where a part lies in the binder: its first page (from 1; 0 without pages) and how many."""

    title: str
    level: int
    page: int
    pages: int
    fingerprint: str


def pages_of(pdf: bytes | None) -> int:
    """How many pages a PDF has; 0 for what is none, or is locked by a password."""
    import pikepdf

    if pdf is None:
        return 0
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            return len(opened.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return 0


def placed(parts: Sequence[Part], first: int) -> tuple[Placed, ...]:
    """Where each part lies if the first of them begins on page `first`."""
    found, page = [], first
    for one in parts:
        pages = pages_of(one.pdf)
        place = page if pages else 0
        found.append(Placed(one.title, one.level, place, pages, one.fingerprint))
        page += pages
    return tuple(found)


def bind(title: str, label: str, parts: Sequence[Part]) -> tuple[bytes, int]:
    """The binder and the number of its pages. label: what stands before each page's number."""
    import pikepdf

    with pikepdf.new() as binder:
        starts: list[tuple[Part, int]] = []
        for one in parts:
            if not pages_of(one.pdf):
                continue
            assert one.pdf is not None
            starts.append((one, len(binder.pages)))
            with pikepdf.open(BytesIO(one.pdf)) as opened:
                binder.pages.extend(opened.pages)
        _number(binder, label)
        _bookmark(binder, starts)
        binder.docinfo["/Title"] = title
        binder.docinfo["/Creator"] = "buendnis"
        binder.docinfo["/Producer"] = "buendnis"
        binder.Root["/Lang"] = pikepdf.String("de")
        binder.Root["/PageMode"] = pikepdf.Name("/UseOutlines")
        binder.Root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
        pages = len(binder.pages)
        buffer = BytesIO()
        binder.save(buffer, deterministic_id=True)
    return buffer.getvalue(), pages


def _number(binder: Any, label: str) -> None:
    """The binder's page numbers over every page, in each page's own size."""
    import pikepdf

    from buendnis.documents.pdf_numbers import page_numbers

    sizes = [_size(page) for page in binder.pages]
    if not sizes:
        return
    with pikepdf.open(BytesIO(page_numbers(label, sizes))) as numbers:
        for number, (page, over) in enumerate(zip(binder.pages, numbers.pages, strict=True), 1):
            form = binder.copy_foreign(over.as_form_xobject())
            # pikepdf would draw a name by chance; pages may share their resources.
            name = page.add_resource(
                form, pikepdf.Name("/XObject"), name=pikepdf.Name(f"/Mappe{number}")
            )
            placed_at = pikepdf.Rectangle(page.trimbox)
            shown = page.calc_form_xobject_placement(form, name, placed_at)
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"Q\n" + shown)
            page.contents_coalesce()


def _size(page: Any) -> tuple[float, float]:
    box = [float(value) for value in page.trimbox]
    width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
    if not width or not height:
        return _A4
    turned = int(page.obj.get("/Rotate", 0)) % 180
    return (height, width) if turned else (width, height)


def _bookmark(binder: Any, starts: Sequence[tuple[Part, int]]) -> None:
    import pikepdf

    with binder.open_outline() as outline:
        above = None
        for one, page in starts:
            item = pikepdf.OutlineItem(one.title, page)
            if one.level > 1 and above is not None:
                above.children.append(item)
            else:
                outline.root.append(item)
                above = item
