"""The markup tree as plain text: for previews, e-mails and comparison."""

from __future__ import annotations

from collections.abc import Iterator

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
    Runs,
    Signature,
    Table,
)


def plain_text(tree: Document) -> str:
    """All that a document says, in its order, one block after the other."""
    return "\n\n".join("\n".join(_lines(block)) for block in tree.blocks) + "\n"


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_text(block.runs)}"
    elif isinstance(block, Paragraph):
        yield ("| " if block.style == "box" else "") + _text(block.runs)
    elif isinstance(block, ListBlock):
        for number, item in enumerate(block.items, 1):
            mark = {"bullet": "- ", "number": f"{number}. ", "plain": "  "}[block.kind]
            yield mark + _text(item)
    elif isinstance(block, Table):
        for row in block.rows:
            yield " | ".join(_text(cell.runs) for cell in row.cells)
    elif isinstance(block, Figure):
        yield f"[{block.alt}]"
        yield from (f"{span.label} | {span.text}" for span in block.spans)
        for bar in block.bars:
            yield f"{bar.label} | {bar.text}"
            yield from (f"  {part.label} | {part.text}" for part in bar.parts)
    elif isinstance(block, Signature):
        yield from (part for part in (block.line, "____", block.name) if part)
        yield " · ".join(part for part in (block.title, block.place) if part)
    elif isinstance(block, Checks):
        yield from (f"[ ] {_text(one.runs)}" for one in block.checks)
    elif isinstance(block, Entry):
        yield from (block.label, "____")
    elif isinstance(block, PageBreak):
        yield "----"
