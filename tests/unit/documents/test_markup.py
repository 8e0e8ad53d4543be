"""The markup takes its small subset and refuses everything else, with the line."""

from __future__ import annotations

from datetime import date

import pytest

from buendnis.documents.figures import Figure, Span
from buendnis.documents.markup import (
    Cell,
    Heading,
    ListBlock,
    MarkupError,
    Paragraph,
    Run,
    Table,
    parse_markup,
)


def _blocks(text: str) -> tuple[object, ...]:
    return parse_markup(f"<document>{text}</document>").blocks


def test_a_heading_and_a_paragraph_keep_their_words() -> None:
    assert _blocks('<heading level="1">Ziel</heading><p>Ein <strong>Wort</strong>.</p>') == (
        Heading(1, (Run("Ziel"),)),
        Paragraph((Run("Ein "), Run("Wort", strong=True), Run("."))),
    )


def test_white_space_folds_and_only_a_break_makes_a_new_line() -> None:
    (paragraph,) = _blocks("<p>  eins\n   zwei<break/>drei  </p>")
    assert paragraph == Paragraph((Run("eins zwei\ndrei"),))


def test_a_row_of_header_cells_is_a_head_row() -> None:
    (table,) = _blocks(
        '<table columns="3 2r" summary="s"><row><th>a</th><th>b</th></row>'
        "<row><td>c</td><td>d</td></row></table>"
    )
    assert isinstance(table, Table)
    assert [row.head for row in table.rows] == [True, False]
    assert [column.align for column in table.columns] == ["left", "right"]
    assert table.rows[1].cells == (Cell((Run("c"),)), Cell((Run("d"),)))


def test_a_list_holds_its_items() -> None:
    (block,) = _blocks('<list kind="number"><item>eins</item><item>zwei</item></list>')
    assert block == ListBlock(((Run("eins"),), (Run("zwei"),)), "number")


def _timeline(first: str, last: str) -> str:
    span = f'<span label="a" from="{first}" to="{last}" text="b"/>'
    return f'<figure alt="a" kind="timeline">{span}</figure>'


def _stacked(parts: int) -> str:
    inner = "".join(f'<part label="{n}" value="{n}" text="d"/>' for n in range(parts))
    return f'<figure alt="a" kind="stacked"><bar label="a" text="b">{inner}</bar></figure>'


def test_charts_of_other_kinds_are_read() -> None:
    (stacked,) = _blocks(_stacked(3))
    assert isinstance(stacked, Figure)
    assert (stacked.bars[0].value, stacked.part_labels) == (3, ("0", "1", "2"))
    (timeline,) = _blocks(_timeline("2026-01-01", "2026-12-31"))
    assert isinstance(timeline, Figure)
    assert timeline.spans == (Span("a", date(2026, 1, 1), date(2026, 12, 31), "b"),)


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<p onclick='x'>a</p>",
        "<p><p>a</p></p>",
        "lose",
        "<p></p>",
        "<p> </p>",
        '<p style="huge">a</p>',
        '<heading level="4">a</heading>',
        "<heading>a</heading>",
        "<list></list>",
        '<list kind="x"><item>a</item></list>',
        "<item>a</item>",
        '<table columns="1" summary="s"></table>',
        '<table columns="1 1" summary="s"><row><th>a</th></row></table>',
        '<table columns="1" summary="s"><row><td>a</td></row></table>',
        '<table columns="0" summary="s"><row><th>a</th></row></table>',
        '<table columns="x" summary="s"><row><th>a</th></row></table>',
        '<table columns="1" summary=""><row><th>a</th></row></table>',
        '<figure alt=""><bar label="a" value="1" text="b"/></figure>',
        '<figure alt="a"/>',
        '<figure alt="a"><bar label="a" value="-1" text="b"/></figure>',
        '<figure alt="a"><bar label="a" text="b"/></figure>',
        '<figure alt="a" kind="pie"><bar label="a" value="1" text="b"/></figure>',
        '<figure alt="a" kind="stacked"><bar label="a" value="1" text="b"/></figure>',
        _stacked(1).replace("stacked", "bars"),
        '<figure alt="a" kind="timeline"><bar label="a" value="1" text="b"/></figure>',
        '<figure alt="a"><span label="a" from="2026-01-01" to="2026-01-02" text="b"/></figure>',
        _timeline("x", "2026-01-02"),
        _timeline("2027-01-01", "2026-01-02"),
        _stacked(9),
        "<p>a",
        "<p>&unknown;</p>",
    ],
)
def test_what_lies_outside_the_subset_is_refused(text: str) -> None:
    with pytest.raises(MarkupError):
        _blocks(text)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE document [<!ENTITY a "b">]><document><p>&a;</p></document>',
        '<?xml version="1.0"?><document><p>a</p></document>',
        "<document><?php x?><p>a</p></document>",
        "<p>a</p>",
        "",
        "<document/><document/>",
    ],
)
def test_declarations_entities_and_other_roots_are_refused(text: str) -> None:
    with pytest.raises(MarkupError):
        parse_markup(text)


def test_the_finding_names_file_and_line() -> None:
    with pytest.raises(MarkupError) as caught:
        parse_markup("<document>\n<p>a</p>\n<img/>\n</document>", "templates/votum")
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("templates/votum", 3)
