"""Long words are broken where German breaks them, and are read as one again."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pypdfium2
import pytest

from buendnis.documents.hyphenation import ENDS, LONG, SOFT, hyphenated
from buendnis.documents.markup import parse_markup
from buendnis.documents.page import Page
from buendnis.documents.pdf import render_pdf

_PAGE = Page(title="Muster", shape="form", brand="Bündnis")
_WORDS = (
    "Fachkräftesicherung",
    "Doppelstrukturprüfung",
    "Verstetigungsmöglichkeiten",
    "Koordinierungsstelle",
    "Donaudampfschifffahrtsgesellschaft",
    "Weiterbildungsverbünde",
    "AUSGABENVERTEILUNG",
)


@pytest.mark.parametrize(
    "parts",
    [
        "Fachkräfte|strategie",
        "Fachkräfte|bündnis",
        "Weser|bergland",
        "Lenkungs|gruppe",
        "Koordinierungs|stelle",
        "Projekt|träger",
        "Werkstatt|ausstattung",
        "Kreislauf|wirtschaft",
        "Bedarfs|analyse",
        "Nachhaltigkeits|strategie",
        "Verstetigungs|möglichkeiten",
        "Eingangs|bestätigung",
        "Zwischen|nachricht",
        "Abschluss|bericht",
    ],
)
def test_a_compound_is_broken_between_its_words(parts: str) -> None:
    assert hyphenated(parts.replace("|", "")) == parts.replace("|", SOFT)


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("Verstetigung", "Vers|tetigung"),
        ("Kreislaufes", "Kreisl|aufes"),
        ("Bedarfsfalls", "Beda|rfsfalls"),
    ],
)
def test_no_word_is_broken_where_no_syllable_begins(word: str, wrong: str) -> None:
    assert wrong.split("|", maxsplit=1)[0] + SOFT not in hyphenated(word)


@pytest.mark.parametrize(
    "text", ["Haus", "x" * 61, "12345678901234", "Ausgaben", "500.000,00 €", "a-b " * 9, ""]
)
def test_only_long_words_are_broken(text: str) -> None:
    assert hyphenated(text) == text


def test_what_is_broken_is_the_same_word() -> None:
    text = "Die Fachkräftesicherungs- und Verstetigungsmöglichkeiten (Übertragbarkeitsprüfung)."
    assert hyphenated(text).replace(SOFT, "") == text
    for word in _WORDS:
        first, *_, last = hyphenated(word).split(SOFT)
        assert min(len(first), len(last)) >= ENDS
        assert len(word) >= LONG


@pytest.mark.parametrize("strong", ["", "strong"])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_broken_word_is_read_whole(strong: str, narrow: bool) -> None:
    text = " ".join(f"{'x' * (n % 7)} {word}s-, {word}" for n in range(6) for word in _WORDS)
    inner = f"<{strong}>{text}</{strong}>" if strong else text
    markup = f"<p>{inner}<emphasis> Ende</emphasis></p>"
    if narrow:
        head = "<row><th>a</th><th>b</th></row>"
        row = f"<row><td>{inner}</td><td>c</td></row>"
        markup = f'<table columns="1 3" summary="s">{head}{row}</table>'
    body = render_pdf(parse_markup(f"<document>{markup}</document>"), _PAGE)
    read = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages)
    assert read.count(SOFT) > 3
    whole = read.replace(f"{SOFT}\n", "").replace(SOFT, "")
    for word in _WORDS:
        assert whole.split().count(word) >= 5, word
        assert whole.split().count(f"{word}s-,") >= 5, word


def test_a_line_that_ends_with_a_hyphen_of_its_own_keeps_it() -> None:
    text = " ".join(["Aus- und Weiterbildungsverbund-"] * 60)
    body = render_pdf(parse_markup(f"<document><p>{text}</p></document>"), _PAGE)
    page = pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range()
    read = pypdf.PdfReader(BytesIO(body)).pages[0].extract_text().replace(f"{SOFT}\n", "")
    assert read.split().count("Aus-") == read.split().count("Weiterbildungsverbund-") == 60
    assert "\ue02d" not in page


@pytest.mark.parametrize("tag", ["strong", "emphasis"])
def test_words_of_two_weights_keep_the_space_between_them(tag: str) -> None:
    text = "".join(f"{word} <{tag}>{word}</{tag}> {word}, " for word in _WORDS)
    body = render_pdf(parse_markup(f"<document><p>{text}</p></document>"), _PAGE)
    read = pypdf.PdfReader(BytesIO(body)).pages[0].extract_text().replace(f"{SOFT}\n", "")
    for word in _WORDS:
        assert f"{word} {word} {word}," in " ".join(read.split())


def test_a_narrow_cell_parts_a_word_at_its_own_hyphen() -> None:
    head = "<row><th>a</th><th>b</th></row>"
    row = "<row><td>Welcome-Center-Außenstelle</td><td>c</td></row>"
    table = f'<table columns="1 6" summary="s">{head}{row}</table>'
    body = render_pdf(parse_markup(f"<document>{table}</document>"), _PAGE)
    lines = pypdf.PdfReader(BytesIO(body)).pages[0].extract_text().split("\n")
    assert any(line.strip().endswith("Center-") for line in lines), lines
    assert not any("--" in line or f"-{SOFT}" in line for line in lines)
