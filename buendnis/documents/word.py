"""The markup tree as a Word document, for offices that still edit: the only door to python-docx.

Real styles (headings, lists, tables with a head row that repeats), letterhead and page numbers,
from the same tree as the PDF. The bytes are a pure function of tree and page: the same again on
another day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from buendnis.documents.figures import Figure
from buendnis.documents.markup import (
    Block,
    Checks,
    Document,
    Entry,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Runs,
    Signature,
    Table,
)
from buendnis.documents.page import Page

_ACCENT, _GREY = RGBColor(0x0B, 0x55, 0x63), RGBColor(0x5F, 0x6B, 0x70)
_PALE = "EDF3F4"
_WIDTH = Mm(165)
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
_LISTS = {"bullet": "List Bullet", "number": "List Number", "plain": "List Continue"}
_BOX = "Hinweis"
_LINE = "_" * 40
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_word(tree: Document, page: Page) -> bytes:
    """The .docx of a document: what the PDF says, in styles that Word knows."""
    file = WordDocument()
    _set_page(file, page)
    _set_styles(file)
    _write_head(file, page)
    for block in tree.blocks:
        _write(file, block)
    _write_footer(file, page)
    buffer = BytesIO()
    file.save(buffer)
    return _repeatable(buffer.getvalue())


def _set_page(file: Any, page: Page) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    properties = file.core_properties
    day = page.day or date(2000, 1, 1)
    properties.title, properties.author = page.title, page.brand
    properties.subject = " · ".join(part for part in (page.number, page.reference) if part)
    properties.comments, properties.language = "", page.language
    properties.last_modified_by, properties.revision = page.brand, 1
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def _set_styles(file: Any) -> None:
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "DejaVu Sans", Pt(9)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "DejaVu Sans")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in ((1, 13), (2, 10), (3, 9)):
        style = file.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = "DejaVu Sans", Pt(size), True
        style.font.color.rgb = _ACCENT
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{name}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(9), Pt(4)
    footer = file.styles["Footer"]
    footer.paragraph_format.space_after = Pt(0)
    _set_box(file)


def _set_box(file: Any) -> None:
    """The style of a paragraph that must not be overlooked: a ground, and a bar at its left."""
    style = file.styles.add_style(_BOX, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(2)
    properties = style.element.get_or_add_pPr()
    borders, bar, ground = (OxmlElement(f"w:{name}") for name in ("pBdr", "left", "shd"))
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "0B5563")):
        bar.set(qn(f"w:{name}"), value)
    borders.append(bar)
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), _PALE)
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")
    properties.insert_element_before(ground, "w:spacing", "w:ind", "w:jc")


def _write_head(file: Any, page: Page) -> None:
    """Brand and letterhead, and for a letter the address; then what the PDF shows at the right."""
    marks = (*page.marks, *(("ENTWURF",) if page.draft else ()))
    if marks:
        _line(file, " · ".join(marks), 8, RGBColor(0x8A, 0x4B, 0x08), bold=True)
    if page.logo:
        there = file.add_paragraph().add_run().add_picture(BytesIO(page.logo), height=Mm(14))
        there._inline.docPr.set("descr", page.logo_alt)
    _line(file, page.brand, 14, _ACCENT, bold=True)
    for line in page.letterhead:
        _line(file, line, 7.5, _GREY)
    if page.shape == "letter" and page.recipient:
        made = file.add_paragraph()
        made.paragraph_format.space_before = Pt(18)
        _broken(made, page.recipient)
    if page.information:
        made = file.add_paragraph()
        made.paragraph_format.space_before = Pt(6)
        _broken(made, [f"{label}: {value}" for label, value in page.information])


def _line(file: Any, text: str, size: float, colour: RGBColor, bold: bool = False) -> None:
    made = file.add_paragraph()
    made.paragraph_format.space_after = Pt(0)
    run = made.add_run(_plain(text))
    run.font.size, run.font.color.rgb, run.bold = Pt(size), colour, bold


def _broken(paragraph: Any, lines: Any) -> None:
    for index, line in enumerate(lines):
        run = paragraph.add_run(_plain(line))
        if index < len(lines) - 1:
            run.add_break()


def _write_footer(file: Any, page: Page) -> None:
    made = file.sections[0].footer.paragraphs[0]
    named = (f"Nr. {page.number}" if page.number else "", page.reference, page.title)
    made.add_run(" · ".join(part for part in named if part) + " · Seite ").font.size = Pt(7)
    _field(made, "PAGE")
    made.add_run(" von ").font.size = Pt(7)
    _field(made, "NUMPAGES")
    for line in (" · ".join(page.footer), page.publicity):
        if line:
            below = file.sections[0].footer.add_paragraph(style="Footer")
            below.add_run(_plain(line)).font.size = Pt(6.5)


def _field(paragraph: Any, code: str) -> None:
    """A number that Word counts itself."""
    run = paragraph.add_run()
    run.font.size = Pt(7)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        run._r.append(part)


# ---------------------------------------------------------------- blocks


def _write(file: Any, block: Block) -> None:
    if isinstance(block, Heading):
        _runs(file.add_heading(level=block.level), block.runs)
    elif isinstance(block, Paragraph):
        _runs(file.add_paragraph(style=_BOX if block.style == "box" else None), block.runs)
    elif isinstance(block, ListBlock):
        _list(file, block)
    elif isinstance(block, Table):
        _table(file, block)
    elif isinstance(block, Figure):
        _figure(file, block)
    elif isinstance(block, Signature):
        for line in _signature_lines(block):
            made = file.add_paragraph(_plain(line))
            made.paragraph_format.keep_with_next = True
    elif isinstance(block, Checks):
        for one in block.checks:
            _runs(file.add_paragraph(), (Run("☐ "), *one.runs))
    elif isinstance(block, Entry):
        file.add_paragraph(f"{_plain(block.label)}: {_LINE}")
    elif isinstance(block, PageBreak):
        file.add_page_break()


def _list(file: Any, block: ListBlock) -> None:
    numbering = _numbering(file) if block.kind == "number" else 0
    for runs in block.items:
        made = file.add_paragraph(style=_LISTS[block.kind])
        _runs(made, runs)
        if numbering:
            made._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering
            made._p.pPr.numPr.get_or_add_ilvl().val = 0


def _numbering(file: Any) -> int:
    """A new count from 1: Word would otherwise go on where the last list ended."""
    definitions = file.part.numbering_part.numbering_definitions._numbering
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    abstract = definitions.num_having_numId(style).abstractNumId.val
    made = definitions.add_num(abstract)
    made.add_lvlOverride(0).add_startOverride(1)
    return int(made.numId)


def _table(file: Any, block: Table) -> None:
    total = sum(column.share for column in block.columns)
    table = file.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    for column, there in zip(block.columns, table.columns, strict=True):
        there.width = int(_WIDTH * column.share / total)
    leading = True
    for row in block.rows:
        leading = leading and row.head
        _row(table.add_row(), row, block, total, leading)
    _describe(table, block.summary)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(there: Any, row: Row, block: Table, total: int, repeats: bool) -> None:
    properties = there._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, column, place in zip(row.cells, block.columns, there.cells, strict=True):
        place.width = int(_WIDTH * column.share / total)
        paragraph = place.paragraphs[0]
        paragraph.alignment = _ALIGNED[column.align]
        paragraph.paragraph_format.space_before = Pt(1.5)
        paragraph.paragraph_format.space_after = Pt(1.5)
        _runs(paragraph, cell.runs, strong=cell.header or row.total)
        if row.head:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), _PALE)
            place._tc.get_or_add_tcPr().append(shade)


def _describe(table: Any, summary: str) -> None:
    """What the table shows, for whoever hears it."""
    said = OxmlElement("w:tblDescription")
    said.set(qn("w:val"), summary)
    table._tbl.tblPr.append(said)


def _figure(file: Any, block: Figure) -> None:
    """A chart as the table of its numbers, under its alternative text."""
    _runs_plain(file.add_paragraph(), block.alt)
    table = file.add_table(rows=0, cols=2, style="Table Grid")
    for label, text, of_a_part in _figure_rows(block):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = _plain(label), _plain(text)
        cells[0].paragraphs[0].paragraph_format.left_indent = Mm(4) if of_a_part else None
        cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _describe(table, block.alt)


def _figure_rows(block: Figure) -> Iterator[tuple[str, str, bool]]:
    """Label, text, and whether it is a part of the row above."""
    yield from ((span.label, span.text, False) for span in block.spans)
    for bar in block.bars:
        yield bar.label, bar.text, False
        yield from ((part.label, part.text, True) for part in bar.parts)


def _signature_lines(block: Signature) -> Iterator[str]:
    if block.line:
        yield block.line
    yield _LINE
    yield from (part for part in (block.name, block.title, block.place) if part)


def _runs(paragraph: Any, runs: Runs, strong: bool = False) -> None:
    for run in runs:
        for index, part in enumerate(run.text.split("\n")):
            made = paragraph.add_run()
            if index:
                made.add_break()
            made.add_text(_plain(part))
            made.bold = (strong or run.strong) or None
            made.italic = run.emphasis or None


def _runs_plain(paragraph: Any, text: str) -> None:
    paragraph.add_run(_plain(text))


def _plain(text: str) -> str:
    """Text as XML 1.0 can hold it; the tree has made the rest visible."""
    return text.replace("\t", " ").replace("\r", " ")


def _repeatable(body: bytes) -> bytes:
    """The same archive with no clock in it, its parts in their order."""
    target = BytesIO()
    with ZipFile(BytesIO(body)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            made.writestr(info, source.read(name))
    return target.getvalue()
