"""Setting documents: tagged and archival against bare platypus on the same text, and two processes
against one.

Every document is different, for caches lie. The floor lays out the same words in the same fonts and
tables, without head, tags, metadata, attachment or bookmarks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from itertools import count, islice
from multiprocessing import get_context
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from bench.measure import Contender, Failed, Line
from buendnis.canon import canonical
from buendnis.documents.issue import build, build_tree
from buendnis.documents.markup import Document, Heading, ListBlock, Runs, Signature, Table
from buendnis.documents.markup import Paragraph as Words
from buendnis.documents.pdf_fonts import register_fonts
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings
from buendnis.usecases.rendering import Job, set_pages

ALLIANCE, KIND = "leine-weser", "votum"
LETTERS, MANY = 12, 600
_COUNTS = 300_000_000  # as long as the letters take, so that starting weighs as much
_STYLE = ParagraphStyle("words", fontName="DejaVuSans", fontSize=9, leading=13.4, spaceAfter=6)
_CELL = ParagraphStyle("cell", parent=_STYLE, fontSize=8, leading=11.2, spaceAfter=0)


def lines() -> Iterator[Line]:
    """One letter after the other, ours and bare."""
    letters = _letters()
    source = template_source(KIND, ALLIANCE)
    yield Line(
        f"set a letter ({KIND}, three pages)",
        Contender("tagged letters", lambda: _tagged(letters, source), LETTERS),
        Contender("bare platypus", lambda: _bare(letters, source), LETTERS),
        0.6,
        "at least",
    )


def long_lines() -> Iterator[Line]:
    """Many letters in two processes, where there are two processors: half a minute a round each.

    The last one sets no page: it says how much of the second processor there is to be had.
    """
    if (os.cpu_count() or 1) < 2:
        return
    letters = _letters()
    source = template_source(KIND, ALLIANCE)
    yield Line(
        f"set {MANY} letters",
        Contender("two processes", lambda: _together(letters, source, 2)),
        Contender("one process", lambda: _together(letters, source, 1)),
        1.8,
        "at least",
    )
    yield Line(
        "count only (what this machine's processors give)",
        Contender("two counting processes", lambda: _counted(2)),
        Contender("one counting process", lambda: _counted(1)),
        1.8,
        "at least",
    )


def _letters() -> Iterator[dict[str, Any]]:
    """Letters without end, each of another project."""
    settings = load_settings(ALLIANCE)
    for number in count(1):
        data = sample_data(KIND, settings.alliance, settings.programme)
        data["project"]["title"] = f"Lernwerkstatt {number} – Ausbildung für Łódź und Hildesheim"
        data["document"]["number"] = f"2026-{number:05d}"
        for reason in data["votum"]["reasons"]:
            reason["text"] = f"Überzeugend dargelegt in Abschnitt {number}. " * 6
        yield data


def _tagged(letters: Iterator[dict[str, Any]], source: bytes) -> None:
    rl_config.useA85 = 0  # as ours is
    for data in islice(letters, LETTERS):
        if not build(data, source).startswith(b"%PDF"):
            raise Failed("no page was set")


def _bare(letters: Iterator[dict[str, Any]], source: bytes) -> None:
    register_fonts()
    for data in islice(letters, LETTERS):
        target = BytesIO()
        rl_config.useA85 = 1  # as it comes
        paper = SimpleDocTemplate(target, leftMargin=25 * mm, rightMargin=20 * mm, invariant=1)
        paper.build(list(_story(build_tree(data, source))))


def _story(tree: Document) -> Iterator[Flowable]:
    for block in tree.blocks:
        if isinstance(block, Heading | Words):
            yield Paragraph(_marked(block.runs), _STYLE)
        elif isinstance(block, ListBlock):
            for runs in block.items:
                yield Paragraph(_marked(runs), _STYLE, bulletText="•")
        elif isinstance(block, Table):
            rows = [
                [Paragraph(_marked(one.runs), _CELL) for one in row.cells] for row in block.rows
            ]
            yield Grid(rows, colWidths=[165 * mm / len(block.columns)] * len(block.columns))
        elif isinstance(block, Signature):
            yield Spacer(0, 10 * mm)
            yield Paragraph(escape(f"{block.line} {block.name} {block.title}"), _STYLE)


def _marked(runs: Runs) -> str:
    parts = []
    for run in runs:
        text = escape(run.text).replace("\n", "<br/>")
        parts.append(f"<b>{text}</b>" if run.strong else text)
    return "".join(parts)


def _together(letters: Iterator[dict[str, Any]], source: bytes, processes: int) -> None:
    # Each is handed out as it is read, as the commands do.
    jobs = (
        (n, Job(source, canonical(one).decode())) for n, one in enumerate(islice(letters, MANY))
    )
    made = [one for _, one in set_pages(jobs, MANY, processes)]
    if len(made) != MANY or not all(one.pdf for one in made):
        raise Failed("a page is missing")


def _counted(processes: int) -> None:
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        shares = [_COUNTS // processes] * processes
        if sum(pool.map(_count, shares)) != _COUNTS:
            raise Failed("not everything was counted")


def _count(most: int) -> int:
    counted = 0
    while counted < most:
        counted += 1
    return counted
