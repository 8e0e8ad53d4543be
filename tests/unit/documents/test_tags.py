"""The tags: what the file's structure says is what the document's tree says, in its order."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Name

from buendnis.canon import canonical
from buendnis.documents.archival import attached
from buendnis.documents.catalogue import catalogue
from buendnis.documents.issue import build, build_tree
from buendnis.documents.markup import (
    Checks,
    Document,
    Entry,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Signature,
    Table,
    parse_markup,
)
from buendnis.documents.page import Page
from buendnis.documents.pdf import render_pdf
from buendnis.documents.pdf_check import read_back
from buendnis.documents.pdf_tags import Tag, read_tags
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.errors import Unreadable
from buendnis.settings.loading import load_settings

SETTINGS = load_settings("leine-weser")
PAGE = Page(title="Muster", shape="form", brand="Bündnis")


def tags_of(body: bytes) -> Tag:
    with pikepdf.Pdf.open(BytesIO(body)) as pdf:
        found = read_tags(pdf)
    assert found is not None
    return found


def outline(tree: Document) -> list[str]:
    """The kinds of the tags that a tree asks for, in reading order."""
    kinds: list[str] = []
    for block in tree.blocks:
        if isinstance(block, Heading):
            kinds.append(f"H{block.level}")
        elif isinstance(block, Paragraph):
            kinds.append("P")
        elif isinstance(block, ListBlock):
            label = [] if block.kind == "plain" else ["Lbl"]
            kinds += ["L", *(["LI", *label, "LBody"] * len(block.items))]
        elif isinstance(block, Table):
            kinds.append("Table")
            for row in block.rows:
                kinds += ["TR", *("TH" if cell.header else "TD" for cell in row.cells)]
        elif isinstance(block, Figure):
            kinds += ["Figure", "P"]
        elif isinstance(block, Checks):
            kinds += ["P", "Form"] * len(block.checks)
        elif isinstance(block, Entry):
            kinds += ["P", "Form"]
        elif isinstance(block, Signature):
            below = block.title or block.place
            kinds += ["P" for part in (block.line, block.name, below) if part]
    return kinds


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_the_structure_is_that_of_the_template(kind: str) -> None:
    data = sample_data(kind, SETTINGS.alliance, SETTINGS.programme)
    source = template_source(kind, "leine-weser")
    body = build(data, source)
    head, text = tags_of(body).kids
    assert {one.kind for one in head.walk()} == {"Sect", "P"}
    assert [one.kind for one in text.walk()][1:] == outline(build_tree(data, source))
    read = read_back(body)
    assert read.findings == ()
    assert read.claims == ("PDF/UA-1", "PDF/A-3b")
    assert attached(body) == read.attached == canonical(data)


def marked(markup: str) -> bytes:
    return render_pdf(parse_markup(f"<document>{markup}</document>"), PAGE)


def test_a_row_of_heads_that_is_repeated_is_read_once() -> None:
    rows = "".join(f"<row><td>{n}</td><td>Text</td></row>" for n in range(200))
    table = "<row><th>Nr.</th><th>Was</th></row>"
    body = marked(
        f'<heading level="1">T</heading><table columns="1 3" summary="s">{table}{rows}</table>'
    )
    tags = tags_of(body)
    heads = [one for one in tags.walk() if one.kind == "TH"]
    assert [len(one.marks) for one in heads] == [1, 1]
    assert [one.scope for one in heads] == ["Column", "Column"]
    assert len([one for one in tags.walk() if one.kind == "TR"]) == 201
    read = read_back(body)
    assert read.pages > 3
    assert read.findings == ()


def test_a_paragraph_over_pages_is_one_paragraph() -> None:
    body = marked(f'<heading level="1">T</heading><p>{"Wort " * 4000}</p>')
    (paragraph,) = [one for one in tags_of(body).kids[1].walk() if one.kind == "P"]
    assert {page for page, _ in paragraph.marks} == set(range(read_back(body).pages))


def test_a_figure_is_one_thing_with_an_alternative_that_says_its_numbers() -> None:
    body = marked(
        '<heading level="1">T</heading><figure alt="Kosten nach Jahren.">'
        '<bar label="2026" value="2" text="2,00 €"/><bar label="2027" value="1" text="1,00 €"/>'
        "</figure>"
    )
    (figure,) = [one for one in tags_of(body).walk() if one.kind == "Figure"]
    assert figure.alt == "Kosten nach Jahren. 2026: 2,00 €; 2027: 1,00 €"
    assert len(figure.marks) == 1


def test_headings_are_bookmarks_at_their_depth() -> None:
    markup = "".join(f'<heading level="{n}">H{n}</heading><p>x</p>' for n in (1, 2, 3, 2, 3))
    with pikepdf.Pdf.open(BytesIO(marked(markup))) as pdf, pdf.open_outline() as found:
        (top,) = found.root
        assert top.title == "H1"
        assert [one.title for one in top.children] == ["H2", "H2"]
        assert [[two.title for two in one.children] for one in top.children] == [["H3"], ["H3"]]


def test_a_level_that_is_left_out_is_refused() -> None:
    for markup in (
        '<heading level="2">a</heading>',
        '<heading level="1">a</heading><heading level="3">b</heading>',
    ):
        with pytest.raises(Unreadable, match="markup"):
            marked(markup)


BROKEN = {
    "names no language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "no structure tree": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "that it is tagged": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "output intent": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "no title": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "not embedded": lambda pdf: next(
        iter(pdf.pages[0].Resources.Font.values())
    ).FontDescriptor.__delitem__("/FontFile2"),
    "outside tags": lambda pdf: pdf.pages[0].contents_add(b"BT /F1 9 Tf (a) Tj ET"),
    "no standard structure": lambda pdf: pdf.Root.StructTreeRoot.K.K[1].__setitem__("/S", Name.Huh),
    "stands twice": lambda pdf: pdf.docinfo.__setitem__("/Title", "anders"),
    "does something by itself": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary()
    ),
}


def test_a_font_of_the_fields_alone_is_looked_at_too() -> None:
    form = '<heading level="1">T</heading><entry name="a" label="Grund" lines="2"/>'
    with pikepdf.Pdf.open(BytesIO(marked(form))) as pdf:
        look = pdf.pages[0].Annots[0].AP.N
        assert [read_back(marked(form)).findings, look.Resources.Font.Helv.BaseFont] == [
            (),
            Name.DejaVuSans,
        ]
        look.Resources.Font.Helv = pikepdf.Dictionary(BaseFont=Name.Other)
        changed = BytesIO()
        pdf.save(changed)
    found = " ".join(str(one.message) for one in read_back(changed.getvalue()).findings)
    assert "Other is not embedded" in found


@pytest.mark.parametrize("said", BROKEN)
def test_what_is_broken_is_found(said: str) -> None:
    with pikepdf.Pdf.open(BytesIO(marked('<heading level="1">T</heading><p>x</p>'))) as pdf:
        BROKEN[said](pdf)
        changed = BytesIO()
        pdf.save(changed)
    found = " ".join(str(one.message) for one in read_back(changed.getvalue()).findings)
    assert said in found


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 20_000))
def test_a_file_of_any_bytes_is_read_or_refused(junk: bytes, at: int) -> None:
    body = marked('<heading level="1">T</heading><p>x</p>')
    for given_bytes in (junk, body[:at], body[:at] + junk + body[at + len(junk) :]):
        try:
            read_back(given_bytes)
        except Unreadable:
            continue
