"""The binder: every page of every part, numbered and bookmarked, and the same bytes each time."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from buendnis.documents.binder import Part, bind, pages_of, placed


def pdf(*texts: str, size: tuple[float, float] = (595.28, 841.89), turned: int = 0) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for text in texts:
        if turned:
            canvas.setPageRotation(turned)
        canvas.drawString(100, 100, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def shared_resources() -> bytes:
    """Two pages that share one dictionary of resources, as other programs write them."""
    with pikepdf.open(BytesIO(pdf("links", "rechts"))) as opened:
        opened.pages[1].obj.Resources = opened.pages[0].obj.Resources
        buffer = BytesIO()
        opened.save(buffer)
    return buffer.getvalue()


def locked() -> bytes:
    with pikepdf.open(BytesIO(pdf("geheim"))) as opened:
        buffer = BytesIO()
        opened.save(buffer, encryption=pikepdf.Encryption(user="u", owner="o"))
    return buffer.getvalue()


PARTS = (
    Part("Deckblatt", 1, pdf("vorn")),
    Part("TOP 1: Łódź", 1, pdf("eins", "zwei")),
    Part("Anlage", 2, shared_resources()),
    Part("Brief (brief.docx)", 2, b"PK no PDF"),
    Part("Gelöscht", 1, None),
    Part("Quer", 1, pdf("quer", size=(841.89, 595.28))),
    Part("Gedreht", 1, pdf("gedreht", turned=90)),
)


def test_every_page_is_there_with_its_number() -> None:
    body, pages = bind("Sitzungsmappe", "Mappe", PARTS)
    reader = pypdf.PdfReader(BytesIO(body))
    texts = [page.extract_text() for page in reader.pages]
    assert pages == len(texts) == 7
    for number, (text, words) in enumerate(
        zip(texts, ("vorn", "eins", "zwei", "links", "rechts", "quer", "gedreht"), strict=True), 1
    ):
        assert words in text
        assert f"Mappe {number} / 7" in text
        assert text.count("Mappe") == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "Sitzungsmappe"


def test_bookmarks_lead_to_the_first_pages_and_attachments_lie_below() -> None:
    reader = pypdf.PdfReader(BytesIO(bind("t", "Mappe", PARTS)[0]))
    found = []

    def walk(items: list[object], level: int) -> None:
        for one in items:
            if isinstance(one, list):
                walk(one, level + 1)
            else:
                assert isinstance(one, pypdf.generic.Destination)
                found.append((level, one.title, reader.get_destination_page_number(one)))

    walk(reader.outline, 1)
    assert found == [
        (1, "Deckblatt", 0),
        (1, "TOP 1: Łódź", 1),
        (2, "Anlage", 3),
        (1, "Quer", 5),
        (1, "Gedreht", 6),
    ]


def test_the_same_parts_make_the_same_bytes() -> None:
    assert bind("t", "Mappe", PARTS) == bind("t", "Mappe", PARTS)


def test_where_the_parts_lie_is_told_before_they_are_bound() -> None:
    found = [(one.title, one.page, one.pages) for one in placed(PARTS[1:], 2)]
    assert found == [
        ("TOP 1: Łódź", 2, 2),
        ("Anlage", 4, 2),
        ("Brief (brief.docx)", 0, 0),
        ("Gelöscht", 0, 0),
        ("Quer", 6, 1),
        ("Gedreht", 7, 1),
    ]


@pytest.mark.parametrize("body", [None, b"", b"%PDF-1.7\nbroken", locked()])
def test_what_cannot_be_bound_has_no_pages(body: bytes | None) -> None:
    assert pages_of(body) == 0
