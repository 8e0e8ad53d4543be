"""The .docx: the same words in the same order as the tree, in Word's own styles."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from buendnis.documents.catalogue import catalogue
from buendnis.documents.issue import build_tree, build_word
from buendnis.documents.markup import Figure, Heading, ListBlock, Table, parse_markup
from buendnis.documents.page import Page
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.documents.word import render_word
from buendnis.settings.loading import load_settings

SETTINGS = load_settings("leine-weser")
PAGE = Page(title="Muster", shape="form", brand="Bündnis")


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_headings_lists_and_tables_are_those_of_the_tree(kind: str) -> None:
    data = sample_data(kind, SETTINGS.alliance, SETTINGS.programme)
    source = template_source(kind, "leine-weser")
    tree, body = build_tree(data, source), build_word(data, source)
    assert body == build_word(data, source)
    file = docx.Document(BytesIO(body))
    styled = [(one.style.name, one.text) for one in file.paragraphs]
    headings = [(style, text) for style, text in styled if style.startswith("Heading")]
    assert headings == [
        (f"Heading {one.level}", "".join(run.text for run in one.runs))
        for one in tree.blocks
        if isinstance(one, Heading)
    ]
    items = [text for style, text in styled if style.startswith("List")]
    assert items == [
        "".join(run.text for run in runs)
        for one in tree.blocks
        if isinstance(one, ListBlock)
        for runs in one.items
    ]
    expected = [rows_of(one) for one in tree.blocks if isinstance(one, Table | Figure)]
    found = [[[cell.text for cell in row.cells] for row in one.rows] for one in file.tables]
    assert found == expected
    assert all(one._tbl.tblPr.find(qn("w:tblDescription")) is not None for one in file.tables)


def rows_of(block: Table | Figure) -> list[list[str]]:
    if isinstance(block, Figure):
        rows = [[span.label, span.text] for span in block.spans]
        for bar in block.bars:
            rows += [[one.label, one.text] for one in (bar, *bar.parts)]
        return rows
    return [["".join(run.text for run in cell.runs) for cell in row.cells] for row in block.rows]


def word(markup: str) -> docx.document.Document:
    tree = parse_markup(f"<document>{markup}</document>")
    return docx.Document(BytesIO(render_word(tree, PAGE)))


def test_a_head_row_repeats_and_rows_are_not_cut() -> None:
    file = word(
        '<table columns="1 2r" summary="s"><row><th>a</th><th>b</th></row>'
        "<row><td>1</td><td>2</td></row></table>"
    )
    first, second = file.tables[0].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert second._tr.trPr.find(qn("w:tblHeader")) is None
    assert second._tr.trPr.find(qn("w:cantSplit")) is not None


def test_each_numbered_list_counts_from_one() -> None:
    one = '<list kind="number"><item>a</item><item>b</item></list>'
    file = word(f"{one}<p>x</p>{one}")
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_nothing_of_today_is_in_the_file() -> None:
    body = render_word(parse_markup("<document><p>x</p></document>"), PAGE)
    with ZipFile(BytesIO(body)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in parts.read("docProps/core.xml")


def test_markup_of_an_applicant_stays_text() -> None:
    file = word("<p>&lt;w:p&gt; &amp; {{ x }} =1+1</p>")
    assert "<w:p> & {{ x }} =1+1" in [one.text for one in file.paragraphs]
