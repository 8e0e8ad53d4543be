"""The markup tree as a PDF: tagged, archival, with its data attached.

With its neighbours `pdf_*` the only door to ReportLab. Heavy; import it where a page is really
made. The bytes are a pure function of tree, page and data: no clock, no locale, no path is in them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from buendnis.documents.archival import finished
from buendnis.documents.markup import Document
from buendnis.documents.page import Page
from buendnis.documents.pdf_blocks import story
from buendnis.documents.pdf_fonts import REGULAR, printable, register_fonts
from buendnis.documents.pdf_page import (
    BOTTOM,
    HEIGHT,
    LEFT,
    TEXT_WIDTH,
    TOP_FORM,
    TOP_LETTER,
    TOP_NEXT,
    PageCanvas,
    draw_first,
    draw_ground,
    draw_next,
)
from buendnis.documents.structure import Marker


def render_pdf(tree: Document, page: Page, data: bytes = b"") -> bytes:
    """The PDF of a document, with fonts embedded, page numbers and a structure tree.

    data: JSON that is attached to it, if there is any.
    """
    register_fonts()
    marker = Marker()
    return finished(_pages(tree, page, marker), page, marker, data)


def _pages(tree: Document, page: Page, marker: Marker) -> bytes:
    """The pages as ReportLab writes them; what was drawn is noted in `marker`."""
    buffer = BytesIO()
    template = BaseDocTemplate(
        buffer,
        title=printable(page.title, REGULAR),
        author=printable(page.brand, REGULAR),
        subject=" · ".join(part for part in (page.number, page.reference) if part),
        creator="buendnis",
        producer="buendnis",
        invariant=1,
        pageCompression=1,
    )
    top = TOP_LETTER if page.shape == "letter" else TOP_FORM
    head = marker.root.add("Sect")
    body = marker.root.add("Sect")

    def first(canvas: PageCanvas, page: Page) -> None:
        draw_first(canvas, page, head)

    template.addPageTemplates(
        [
            _page_template("first", top, page, first),
            _page_template("next", TOP_NEXT, page, draw_next),
        ]
    )
    flowables: list[Flowable] = [
        NextPageTemplate("next"),
        *story(tree, body, page.shape == "letter"),
    ]
    template.build(flowables, canvasmaker=partial(_canvas, page, marker))
    return buffer.getvalue()


def _canvas(page: Page, marker: Marker, *arguments: Any, **options: Any) -> PageCanvas:
    # Without this ReportLab begins every page with a font that is not embedded.
    canvas = PageCanvas(*arguments, **{**options, "initialFontName": REGULAR})
    canvas.take(page, marker)
    return canvas


def _page_template(
    name: str, top: float, page: Page, draw: Callable[[PageCanvas, Page], None]
) -> PageTemplate:
    frame = Frame(LEFT, BOTTOM, TEXT_WIDTH, HEIGHT - top - BOTTOM, 0, 0, 0, 0, id=name)

    def on_page(canvas: Canvas, _template: object) -> None:
        assert isinstance(canvas, PageCanvas)
        canvas.saveState()
        draw_ground(canvas, page)
        draw(canvas, page)
        canvas.restoreState()

    return PageTemplate(name, [frame], onPage=on_page)
