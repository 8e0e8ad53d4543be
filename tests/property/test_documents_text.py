"""No text of an applicant breaks a document, and none leaves its place."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reportlab.lib.units import mm

from buendnis.documents.catalogue import catalogue
from buendnis.documents.data import document_data, document_kind
from buendnis.documents.issue import build_tree
from buendnis.documents.markup import Document, ListBlock, Table
from buendnis.documents.page import page_of
from buendnis.documents.pdf import render_pdf
from buendnis.documents.pdf_check import read_back
from buendnis.documents.pdf_page import HEIGHT, LEFT, RIGHT, WIDTH
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import DAY, sample_data, sample_entry, sample_project
from buendnis.documents.text import template_source
from buendnis.facts import Applicant, Indicator, Partner, Project
from buendnis.settings.loading import load_settings

_SETTINGS = load_settings("leine-weser")
_HOSTILE = (
    "</p></document><script>",
    '"/><signature name="',
    "{{ project.title }}{% raw %}",
    "<b>&amp;&#0;]]><![CDATA[",
    "<para><font size=99>",
    "<br/><img src='file:///etc/passwd'/>",
    "\u202egnp.exe\u2066",
    "%s %d {0} {x}",
    "e\u0301\u0302\u0303" * 20,
    "\x00\x1b[31m\x7f\x85",
    "👩‍👩‍👧 漢字 שלום مرحبا",
    "A" * 5000,
    "\ud800",
)
_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_TEXTS = st.one_of(st.sampled_from(_HOSTILE), st.text(max_size=60)).filter(str.strip)
_ONE_LINE = _TEXTS.filter(lambda text: not any(end in text for end in _LINE_ENDS))


def _with(text: str, kind: str) -> Project:
    """The sample with the text in every place that an applicant fills."""
    project = sample_project(kind, _SETTINGS.alliance)
    sketch = project.sketch
    sketch = replace(
        sketch,
        title=text,
        predecessor=text,
        districts=(text,),
        digitalisation=text,
        green_economy=text,
        call=text,
        applicant=Applicant(text, "other", text, text, "", text, text),
        partners=(Partner(text, "funded"),),
        content=dict.fromkeys(sketch.content, text),
        indicators=(Indicator(text, text, text, text),),
        funding=tuple(replace(row, provider=text) for row in sketch.funding),
        justification=text,
    )
    return replace(
        project, sketch=sketch, entries=tuple(_filled(one, text) for one in project.entries)
    )


def _filled(entry: Any, text: str) -> Any:
    free = {"reply", "need", "duplicates", "notes", "course", "success", "continuation", "reason"}
    form = {
        key: text if key in free and isinstance(value, str) else value
        for key, value in entry.form.items()
    }
    return replace(entry, form=form)


# What people write into the papers of a meeting, a free motion or a report.
_WRITTEN = {
    *("added", "applicant", "because", "called_off", "complaints", "conditions", "course"),
    *("elected", "evidence", "institution", "kept_by", "label", "mediation", "name", "note"),
    *("not_invited", "owner", "papers", "person", "place", "presided_by", "question", "reason"),
    *("seat", "text", "title"),
}


def _written(data: Any, text: str, key: str = "") -> Any:
    """The data with the text in every place that somebody writes into."""
    if isinstance(data, dict):
        return {name: _written(value, text, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_written(value, text, key) for value in data]
    return text if isinstance(data, str) and key in _WRITTEN else data


def _of_a_project(kind: str) -> bool:
    found = document_kind(kind)
    reports = {"resolution", "distribution", "portfolio", "period"}
    return not found.of_meeting and not reports & set(found.blocks)


def _tree(text: str, kind: str) -> tuple[dict[str, Any], Document]:
    if not _of_a_project(kind):
        sample = sample_data(kind, _SETTINGS.alliance, _SETTINGS.programme)
        frame = {name: sample[name] for name in ("document", "alliance")}
        data = _written(sample, text) | frame
        return data, build_tree(data, template_source(kind))
    project = _with(text, kind)
    entry = sample_entry(kind, project)
    data = document_data(
        kind,
        project,
        _SETTINGS.alliance,
        _SETTINGS.programme,
        entry,
        "1",
        DAY,
        text,
        text,
        extras={"hints": [text], "your_reference": text, "meeting": text},
    )
    return data, build_tree(data, template_source(kind))


def _shape(tree: Document) -> list[object]:
    shape: list[object] = []
    for block in tree.blocks:
        rows = [len(row.cells) for row in block.rows] if isinstance(block, Table) else None
        items = len(block.items) if isinstance(block, ListBlock) else None
        shape.append((type(block).__name__, getattr(block, "level", None), rows, items))
    return shape


_KINDS = ("ideenblatt", "projektskizze", "beschlussvorlage", "kostenplan", "steckbrief", "aussage")


@pytest.mark.parametrize("kind", _KINDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_ONE_LINE)
def test_a_text_changes_no_structure(kind: str, text: str) -> None:
    plain = "Wort"
    assert _shape(_tree(text, kind)[1]) == _shape(_tree(plain, kind)[1])


def _assert_whole(text: str, kind: str) -> None:
    """The pages are set, nothing leaves its place, and what is read back of the tags is sound."""
    data, tree = _tree(text, kind)
    body = render_pdf(tree, page_of(data))
    back = read_back(body)
    assert not back.findings, [str(one.message) for one in back.findings]
    for number, (left, low, right, high) in _boxes(body):
        assert left >= LEFT - _SLACK, (number, left)
        assert right <= WIDTH - RIGHT + _SLACK, (number, right)
        assert low >= _FOOT, (number, low)
        assert high <= HEIGHT - _HEAD, (number, high)


# Marks of a font reach a little over the place that their letters have.
_SLACK, _FOOT, _HEAD = 3, 6 * mm, 5 * mm
_COMBINING = ("Mn", "Me", "Mc", "Cf", "Cc", "Cs")


def _boxes(body: bytes) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Page and box of every character that shows; one that is laid over another has its place."""
    with pypdfium2.PdfDocument(body) as file:
        for number, page in enumerate(file, 1):
            words = page.get_textpage()
            for index, char in enumerate(words.get_text_range()[: words.count_chars()]):
                if not char.isspace() and unicodedata.category(char) not in _COMBINING:
                    yield number, words.get_charbox(index)


def _texts(kind: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text=_TEXTS)
    def any_text(text: str) -> None:
        _assert_whole(text, kind)

    any_text()


@pytest.mark.parametrize("kind", _KINDS)
def test_any_text_keeps_its_place_on_tagged_pages(kind: str) -> None:
    _texts(kind, 6)


@pytest.mark.proofs
@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_any_text_keeps_its_place_in_every_document(kind: str) -> None:
    _texts(kind, 100)
    sys.stdout.write(f"{kind}: 100 texts in every field kept their places, the tags sound\n")


@pytest.mark.parametrize("text", _HOSTILE)
@pytest.mark.parametrize(
    "kind", ["beschlussvorlage", "votum", "evaluationsvereinbarung", "sitzungsniederschrift"]
)
def test_hostile_text_keeps_its_place(kind: str, text: str) -> None:
    _assert_whole(text, kind)


@pytest.mark.parametrize("pages", [1, 8, 40])
def test_long_texts_of_applicants_fill_pages_and_stay_in_them(pages: int) -> None:
    words = "Fachkräftesicherung in Łódź und Hildesheim, von Ștefan Müller-Lüdenscheidt. "
    text = "\n".join([words * 9] * (7 * pages))
    project = sample_project("projektskizze", _SETTINGS.alliance)
    content = {**project.sketch.content, "measures": text}
    project = replace(project, sketch=replace(project.sketch, content=content))
    data = document_data(
        "projektskizze", project, _SETTINGS.alliance, _SETTINGS.programme, None, "1", DAY, "", ""
    )
    body = render_pdf(build_tree(data, template_source("projektskizze")), page_of(data))
    back = read_back(body)
    assert pages <= back.pages <= 2 * pages + 5
    assert not back.findings
    for number, (left, low, right, high) in _boxes(body):
        assert LEFT - _SLACK <= left <= right <= WIDTH - RIGHT + _SLACK, number
        assert _FOOT <= low <= high <= HEIGHT - _HEAD, number


@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_text_in_every_field_of_a_sketch_is_only_text(text: str) -> None:
    data, tree = _tree(text, "projektskizze")
    assert render_pdf(tree, page_of(data)).startswith(b"%PDF")
    words = plain_text(tree)
    if text.isprintable() and "\u202e" not in text:
        assert " ".join(text.split()) in words
