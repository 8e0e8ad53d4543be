"""Page numbers to lay over finished pages: a PDF with one transparent page for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from buendnis.documents.pdf_fonts import BOLD, printable, register_fonts
from buendnis.documents.pdf_page import ACCENT, LEFT


def page_numbers(label: str, sizes: Sequence[tuple[float, float]]) -> bytes:
    """One page for each of the sizes (width and height in points), with `label 3 / 40` at its
    upper left, where the letterhead leaves room."""
    register_fonts()
    buffer = BytesIO()
    options: dict[str, Any] = {"invariant": 1, "pageCompression": 1, "initialFontName": BOLD}
    canvas = Canvas(buffer, **options)
    shown = printable(label, BOLD)
    for number, (width, height) in enumerate(sizes, 1):
        canvas.setPageSize((width, height))
        canvas.setFont(BOLD, 7)
        canvas.setFillColor(ACCENT)
        canvas.drawString(LEFT, height - 10 * mm, f"{shown} {number} / {len(sizes)}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
