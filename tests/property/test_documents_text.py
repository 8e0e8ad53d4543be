"""No text of an applicant breaks a document, and none leaves its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from buendnis.documents.data import document_data
from buendnis.documents.issue import build_tree
from buendnis.documents.markup import Document, ListBlock, Table
from buendnis.documents.page import page_of
from buendnis.documents.pdf import render_pdf
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import DAY, sample_project
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


def _tree(text: str, kind: str) -> tuple[dict[str, Any], Document]:
    project = _with(text, kind)
    entry = project.last("statement") if kind == "aussage" else project.entries[-1]
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


@pytest.mark.parametrize("kind", _KINDS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_TEXTS)
def test_any_text_makes_pages(kind: str, text: str) -> None:
    data, tree = _tree(text, kind)
    assert render_pdf(tree, page_of(data)).startswith(b"%PDF")


@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_text_in_every_field_of_a_sketch_is_only_text(text: str) -> None:
    data, tree = _tree(text, "projektskizze")
    assert render_pdf(tree, page_of(data)).startswith(b"%PDF")
    words = plain_text(tree)
    if text.isprintable() and "\u202e" not in text:
        assert " ".join(text.split()) in words
