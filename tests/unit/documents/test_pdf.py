"""The pages: what stands on each, what stays whole, and that nothing of today is in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from buendnis.documents.markup import parse_markup
from buendnis.documents.page import Page
from buendnis.documents.pdf import render_pdf
from buendnis.documents.pdf_check import read_back
from buendnis.documents.pdf_fonts import BOLD, REGULAR, printable, register_fonts
from buendnis.letters import spans, unprintable

_ROOT = Path(__file__).resolve().parents[3]
_PAGE = Page(
    title="Votum und Stellungnahme",
    shape="letter",
    brand="Fachkräftebündnis Muster",
    letterhead=("Koordinierungsstelle",),
    sender_line="Muster · Weg 1 · 31134 Hildesheim",
    recipient=("Musterträger gGmbH", "31134 Hildesheim"),
    information=(("Unser Zeichen", "FKB 2026/001"), ("Datum", "01.06.2026")),
    footer=("Amt Muster",),
    number="2026-00042",
    reference="FKB 2026/001",
    head="42 abcdef",
    day=date(2026, 6, 1),
)


def _pages(markup: str, page: Page = _PAGE) -> list[str]:
    reader = pypdf.PdfReader(BytesIO(render_pdf(parse_markup(markup), page)))
    return [one.extract_text() for one in reader.pages]


def _document(inner: str) -> str:
    return f"<document>{inner}</document>"


_LONG = _document("<p>Absatz</p>" * 150)


def test_a_letter_shows_address_signs_number_and_head_of_the_log() -> None:
    (text,) = _pages(_document("<p>Guten Tag</p>"))
    for part in (
        "Fachkräftebündnis Muster",
        "Musterträger gGmbH",
        "Unser Zeichen",
        "FKB 2026/001",
        "Nr. 2026-00042",
        "Stand des Protokolls: 42 abcdef",
        "Seite 1 von 1",
        "Guten Tag",
    ):
        assert part in text


def test_only_a_letter_has_an_address() -> None:
    (text,) = _pages(_document("<p>a</p>"), replace(_PAGE, shape="form"))
    assert "Musterträger" not in text


def test_every_page_is_counted_and_names_the_document() -> None:
    pages = _pages(_LONG)
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"Seite {number} von {len(pages)}" in text
        assert "Votum und Stellungnahme" in text
        assert "42 abcdef" in text


def test_the_line_on_the_support_stands_on_the_first_page() -> None:
    first, *rest = _pages(_LONG, replace(_PAGE, publicity="Kofinanziert von der EU"))
    assert "Kofinanziert von der EU" in first
    assert not any("Kofinanziert" in text for text in rest)


@pytest.mark.parametrize(("shape", "expected"), [("letter", [105.0, 148.5, 210.0]), ("form", [])])
def test_a_letter_has_marks_to_fold_and_to_punch(shape: str, expected: list[float]) -> None:
    body = render_pdf(parse_markup(_document("<p>a</p>")), replace(_PAGE, shape=shape))
    with pikepdf.Pdf.open(BytesIO(body)) as pdf:
        lines = [
            [float(one) for one in step.operands]
            for step in pikepdf.parse_content_stream(pdf.pages[0])
            if str(step.operator) == "m"
        ]
        height = float(pdf.pages[0].mediabox[3])
    marks = [round((height - up) / mm, 1) for across, up in lines if across < 10 * mm]
    assert marks == expected


def test_amounts_end_on_one_line_and_a_plan_of_sixty_lines_loses_none() -> None:
    amounts = [f"{n}.{n % 10}00,00\u00a0€" for n in range(100, 160)]
    rows = "".join(f"<row><td>Ausgabe {n}</td><td>{n}</td></row>" for n in amounts)
    head = "<row><th>Art</th><th>Betrag</th></row>"
    markup = _document(f'<table columns="3 2r" summary="s">{head}{rows}</table>')
    ends, words = set(), ""
    with pypdfium2.PdfDocument(render_pdf(parse_markup(markup), _PAGE)) as file:
        assert len(file) > 1
        for page in file:
            text = page.get_textpage()
            content = text.get_text_range()
            words += content
            signs = [index for index, sign in enumerate(content) if sign == "€"]
            # The label of a row holds its amount, too, and is not aligned.
            ends |= {round(text.get_charbox(index)[2]) for index in signs[1::2]}
    assert len(ends) == 1
    assert all(words.count(amount.replace("\u00a0", " ")) == 2 for amount in amounts) or all(
        words.count(amount) == 2 for amount in amounts
    )


def test_marks_stand_on_every_page() -> None:
    marked = replace(_PAGE, draft=True, marks=("Fiktive Werte – Vorführdaten",))
    for text in _pages(_LONG, marked):
        assert "ENTWURF" in text
        assert "Fiktive Werte – Vorführdaten" in text
    assert not any("ENTWURF" in text for text in _pages(_LONG))


def test_a_long_table_repeats_its_head_and_loses_no_row() -> None:
    rows = "".join(f"<row><td>Zeile{n}x</td><td>{n},00 €</td></row>" for n in range(120))
    head = "<row><th>Kopfspalte</th><th>Betrag</th></row>"
    pages = _pages(_document(f'<table columns="3 2r" summary="s">{head}{rows}</table>'))
    assert len(pages) > 2
    assert all("Kopfspalte" in text for text in pages)
    whole = "\n".join(pages)
    assert all(f"Zeile{n}x" in whole for n in range(120))


def test_a_cell_longer_than_a_page_goes_on_over_pages() -> None:
    words = " ".join(f"w{n}" for n in range(3000))
    row = f"<row><th>Text</th><td>{words}</td></row>"
    pages = _pages(_document(f'<table columns="3 7" summary="s">{row}</table>'))
    assert len(pages) > 1
    assert " ".join(pages).split().count("w2999") == 1


def test_a_word_without_end_breaks_and_is_whole() -> None:
    pages = _pages(_document(f"<p>{'abcdefghij' * 2000}</p>"))
    assert len(pages) > 1
    assert "".join("".join(pages).split()).count("abcdefghij") >= 1900


@pytest.mark.parametrize("columns", [1, 8, 40])
def test_a_table_may_be_narrow_or_wide(columns: int) -> None:
    head = "<row>" + "<th>Spalte</th>" * columns + "</row>"
    body = "<row>" + "<td>1.234.567,00</td>" * columns + "</row>"
    widths = " ".join(["1"] * columns)
    assert _pages(_document(f'<table columns="{widths}" summary="s">{head}{body}</table>'))


def test_a_signature_never_stands_alone() -> None:
    for count in range(28, 60):
        markup = "<p>Zeile</p>" * count + "<p>Mit freundlichen Grüßen</p>"
        markup += '<signature line="Im Auftrag" name="N. N."/>'
        last = _pages(_document(markup))[-1]
        assert "Im Auftrag" not in last or "Mit freundlichen Grüßen" in last


def test_a_heading_goes_with_its_text() -> None:
    for count in range(20, 60):
        markup = "<p>Zeile</p>" * count + '<heading level="1">Titelzeile</heading><p>Folgetext</p>'
        for text in _pages(_document(markup)):
            assert ("Titelzeile" in text) == ("Folgetext" in text)


def test_headings_one_below_the_other_go_with_the_text_below_them() -> None:
    for count in range(20, 60):
        markup = "<p>Zeile</p>" * count + '<heading level="1">Haupttitel</heading>'
        markup += '<heading level="2">Untertitel</heading><p>Folgetext</p>'
        for text in _pages(_document(markup)):
            assert ("Haupttitel" in text) == ("Folgetext" in text)


def test_a_greeting_takes_a_sentence_with_it() -> None:
    for count in range(28, 60):
        markup = "<p>Zeile</p>" * count + "<p>Schlusssatz</p><p>Mit freundlichen Grüßen</p>"
        markup += '<signature line="Im Auftrag" name="N. N."/>'
        last = _pages(_document(markup))[-1]
        assert "Im Auftrag" not in last or "Schlusssatz" in last


def test_two_who_sign_one_paper_sign_on_one_page() -> None:
    for count in range(28, 60):
        markup = "<p>Zeile</p>" * count + '<signature line="Im Auftrag" name="Frau A"/>'
        markup += '<signature line="Ort, Datum" name="Herr B" title="Projektträger"/>'
        for text in _pages(_document(markup)):
            assert ("Frau A" in text) == ("Herr B" in text)


def test_the_texts_of_a_numbered_list_begin_in_one_line() -> None:
    items = "".join(f"<item>Punkt{n}</item>" for n in range(1, 13))
    reader = pypdf.PdfReader(
        BytesIO(render_pdf(parse_markup(_document(f'<list kind="number">{items}</list>')), _PAGE))
    )
    begins: set[float] = set()

    def visit(text: str, _cm: object, place: list[float], *_: object) -> None:
        if text.strip().startswith("Punkt"):
            begins.add(round(place[4], 1))

    reader.pages[0].extract_text(visitor_text=visit)
    assert len(begins) == 1


def test_letters_of_europe_are_set_exactly() -> None:
    words = "Łódź Ελλάδα Привет Čeština ßẞ ñ ø €"
    (text,) = _pages(_document(f"<p>{words}</p>"))
    assert words in text


def test_what_the_font_lacks_is_named() -> None:
    assert printable("漢a😀", REGULAR) == "[U+6F22]a😀"
    assert printable("a漢", BOLD) == "a[U+6F22]"
    (text,) = _pages(_document("<p>漢</p>"))
    assert "[U+6F22]" in text


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_what_the_check_of_a_sketch_holds_printable_is_printable(font: str) -> None:
    register_fonts()
    there = set(pdfmetrics.getFont(font).face.charToGlyph)
    firsts, lasts = spans(font)
    found: set[int] = set()
    for first, last in zip(firsts, lasts, strict=True):
        found.update(range(first, last + 1))
    assert found == there
    text = "漢 Łódź 😀 \u202eu\u0308\n"
    named = re.findall(r"\[U.*?\]", printable(text, font))
    assert named == [f"[U+{ord(one):04X}]" for one in unprintable(text, font)]


def test_letters_beyond_the_first_plane_are_read_out_as_they_are() -> None:
    body = render_pdf(
        parse_markup(_document('<heading level="1">Gut 😀 und 𝔸ber, łódź</heading>')), _PAGE
    )
    assert "Gut 😀 und 𝔸ber, łódź" in pypdf.PdfReader(BytesIO(body)).pages[0].extract_text()
    with pypdfium2.PdfDocument(body) as file:
        assert "Gut 😀 und 𝔸ber, łódź" in file[0].get_textpage().get_text_range()
    assert not read_back(body).findings


def test_a_table_that_gives_half_a_letter_is_found() -> None:
    body = render_pdf(parse_markup(_document('<heading level="1">Gut 😀</heading>')), _PAGE)
    with pikepdf.Pdf.open(BytesIO(body)) as pdf:
        for font in pdf.pages[0].resources.Font.values():
            table = font.ToUnicode.read_bytes()
            font.ToUnicode.write(table.replace(b"<D83DDE00>", b"<1F600>"))
        target = BytesIO()
        pdf.save(target)
    (finding,) = read_back(target.getvalue()).findings
    assert "DejaVuSans" in str(finding.message)


def test_signs_that_turn_the_line_are_not_printed() -> None:
    assert printable("a\u202eb\u200fc\u2066d\u00ade\ufeff", REGULAR) == "abcde"


def test_composed_and_decomposed_letters_look_alike() -> None:
    assert printable("u\u0308", REGULAR) == "ü"


def test_markup_in_page_texts_is_only_text() -> None:
    odd = "<b>&amp;</b>"
    page = replace(_PAGE, recipient=(odd,), reference=odd, brand=odd, title=odd)
    (text,) = _pages(_document("<p>a</p>"), page)
    assert text.count(odd) >= 3


def test_a_long_recipient_stays_in_its_window() -> None:
    page = replace(_PAGE, recipient=tuple(f"Zeile {n} " + "lang " * 60 for n in range(9)))
    (text,) = _pages(_document("<p>a</p>"), page)
    assert "Zeile 0" in text
    assert "Zeile 8" not in text


def test_title_language_and_fonts_are_in_the_file() -> None:
    markup = '<p>a <strong>b</strong></p><list kind="number"><item>c</item></list>'
    table = '<table columns="1 1" summary="s"><row><th>d</th><td></td></row></table>'
    content = render_pdf(parse_markup(_document(markup + table)), replace(_PAGE, draft=True))
    reader = pypdf.PdfReader(BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Votum und Stellungnahme"
    assert str(reader.metadata.creation_date)[:10] == "2026-06-01"
    assert reader.trailer["/Root"]["/Lang"] == "de"
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/FontDescriptor"].get_object()
            assert "DejaVuSans" in descriptor["/FontName"]
            assert "/FontFile2" in descriptor


_SCRIPT = """
import sys, hashlib
from buendnis.documents.issue import build
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings
s = load_settings("leine-weser")
data = sample_data("votum", s.alliance, s.programme)
print(hashlib.sha256(build(data, template_source("votum"))).hexdigest())
"""


def test_the_bytes_are_the_same_under_another_zone_locale_day_and_hash_seed() -> None:
    prints = set()
    for zone, locale, seed, epoch in (
        ("Europe/Berlin", "de_DE.UTF-8", "1", None),
        ("Pacific/Kiritimati", "C", "2", "86400"),
        ("America/Adak", "tr_TR.UTF-8", "3", "4102444800"),
    ):
        environment = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(_ROOT),
        }
        script = _SCRIPT
        if epoch is not None:
            environment["SOURCE_DATE_EPOCH"] = epoch
            script = f"import time; time.time = lambda: {epoch}.5\n" + script
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        prints.add(done.stdout.strip())
    assert len(prints) == 1


def test_rendering_twice_in_one_process_gives_the_same_bytes() -> None:
    tree = parse_markup(_LONG)
    first = render_pdf(tree, _PAGE)
    render_pdf(parse_markup(_document("<p>Ж</p>")), _PAGE)
    assert render_pdf(tree, _PAGE) == first
