"""Charts: drawn as vectors, one figure with all its numbers for whoever does not see them."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from buendnis.documents.markup import parse_markup
from buendnis.documents.page import Page
from buendnis.documents.pdf import render_pdf
from buendnis.documents.pdf_check import read_back
from buendnis.documents.pdf_tags import read_tags
from buendnis.documents.plain import plain_text

CHARTS = {
    "bars": '<bar label="Hildesheim" value="3" text="3,00 €"/>'
    '<bar label="Region Hannover" value="9" text="9,00 €"/>',
    "stacked": '<bar label="2026" text="5,00 €"><part label="Personal" value="2" text="2,00 €"/>'
    '<part label="Sachausgaben" value="3" text="3,00 €"/></bar>'
    '<bar label="2027" text="4,00 €"><part label="Personal" value="4" text="4,00 €"/></bar>',
    "funnel": '<bar label="vorgelegt" value="9" text="9"/>'
    '<bar label="bewilligt" value="0" text="0"/>',
    "timeline": '<span label="Laufzeit" from="2026-01-01" to="2028-12-31" text="bis 31.12.2028"/>'
    '<span label="Bericht" from="2029-01-31" to="2029-01-31" text="31.01.2029"/>',
}
_PAGE = Page(title="Muster", shape="form", brand="Fachkräftebündnis Muster")


def _markup(kind: str, inner: str) -> str:
    figure = f'<figure kind="{kind}" alt="Ein Schaubild.">{inner}</figure>'
    return f'<document><heading level="1">Titel</heading>{figure}</document>'


@pytest.mark.parametrize("kind", sorted(CHARTS))
def test_a_chart_is_one_figure_whose_words_say_every_number(kind: str) -> None:
    tree = parse_markup(_markup(kind, CHARTS[kind]))
    body = render_pdf(tree, _PAGE)
    with pikepdf.Pdf.open(BytesIO(body)) as pdf:
        tags = read_tags(pdf)
    assert tags is not None
    (figure,) = [one for one in tags.walk() if one.kind == "Figure"]
    shown = plain_text(tree).split("[Ein Schaubild.]\n")[1]
    for said in shown.replace(" | ", "\n").splitlines():
        assert said.strip() in figure.alt
    assert not read_back(body).findings


@pytest.mark.parametrize("kind", sorted(CHARTS))
def test_a_chart_is_drawn_and_no_picture(kind: str) -> None:
    with pikepdf.Pdf.open(
        BytesIO(render_pdf(parse_markup(_markup(kind, CHARTS[kind])), _PAGE))
    ) as pdf:
        drawn = [str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])]
        assert "/XObject" not in pdf.pages[0].resources
    assert drawn.count("re") + drawn.count("l") >= 4


def test_a_chart_of_many_rows_goes_on_over_pages() -> None:
    rows = "".join(f'<bar label="Zeile{n}x" value="{n}" text="{n}"/>' for n in range(90))
    body = render_pdf(parse_markup(_markup("bars", rows)), _PAGE)
    pages = pypdfium2.PdfDocument(body)
    words = "".join(page.get_textpage().get_text_range() for page in pages)
    assert len(pages) > 1
    assert all(f"Zeile{n}x" in words for n in range(90))
    assert not read_back(body).findings


@pytest.mark.parametrize("length", [1, 60, 900])
def test_a_long_label_stays_in_its_place(length: int) -> None:
    parts = "".join(
        f'<part label="{"Ausgabe" * length}{n}" value="{n}" text="{n}"/>' for n in range(8)
    )
    inner = f'<bar label="{"Jahr" * length}" text="{"9" * length}">{parts}</bar>'
    page = pypdfium2.PdfDocument(render_pdf(parse_markup(_markup("stacked", inner)), _PAGE))[0]
    text = page.get_textpage()
    for index in range(text.count_rects()):
        left, _, right, _ = text.get_rect(index)
        assert left >= 70
        assert right <= page.get_width() - 55
