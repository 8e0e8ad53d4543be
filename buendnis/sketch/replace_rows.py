"""Other rows of the cost plan in a sketch file, with the rest of the file as the person wrote it.

The text is cut at its table headers: rows that stay keep their lines and comments, new ones are
written, and everything outside of `[[staff]]`, `[[costs]]` and `[[funding]]` is left alone.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from buendnis.errors import Unreadable
from buendnis.facts import Sketch
from buendnis.reading import toml_table
from buendnis.sketch.fields import COSTS, FUNDING, STAFF, Section
from buendnis.sketch.reading import sketch_of, sketch_to_data
from buendnis.sketch.write_toml import row_lines
from buendnis.toml_scan import table_headers

_SECTIONS = {one.name: one for one in (STAFF, COSTS, FUNDING)}
Rows = Sequence[Mapping[str, Any]]


class _Block(Struct, frozen=True):
    """Lines from one header to the next: the table itself (a further row of the same kind with the
    comment right above it), and what stands before the next one."""

    name: str
    lines: list[str]
    after: list[str]


def with_rows(text: str, new: Sketch) -> str | None:
    """The text of a sketch file with the plan's rows of `new`; `None` where the file is written in
    a way that cannot be cut (rows in one line), or would not read back as `new`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    old = _read(text)
    if old is None:
        return None
    before, wanted = sketch_to_data(old), sketch_to_data(new)
    top, blocks = _cut(text)
    for name, section in _SECTIONS.items():
        if before[name] != wanted[name]:
            found = [one for one in blocks if one.name == name]
            if len(found) != len(before[name]):
                return None
            blocks = _exchanged(blocks, found, section, before[name], wanted[name])
    lines = [*top, *(line for one in blocks for line in (*one.lines, *one.after))]
    done = "\n".join(lines)
    return done if _read(done) == new else None


def _read(text: str) -> Sketch | None:
    try:
        table = toml_table(text.encode())
    except Unreadable:
        return None
    sketch = sketch_of(table)
    return None if table.findings else sketch


def _cut(text: str) -> tuple[list[str], list[_Block]]:
    lines, headers = text.split("\n"), table_headers(text)
    if not headers:
        return lines, []
    ends = [line - 1 for line, _ in headers[1:]] + [len(lines)]
    blocks: list[_Block] = []
    for (line, name), end in zip(headers, ends, strict=True):
        last = end
        while last > line and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
            last -= 1
        above: list[str] = []
        if blocks and blocks[-1].name == name:
            after = blocks[-1].after
            while after and after[-1].startswith("#"):
                above.insert(0, after.pop())
        blocks.append(_Block(name, [*above, *lines[line - 1 : last]], lines[last:end]))
    return lines[: headers[0][0] - 1], blocks


def _exchanged(
    blocks: list[_Block], found: list[_Block], section: Section, before: Rows, wanted: Rows
) -> list[_Block]:
    """The blocks with the rows of one section exchanged, at the place of its first one."""
    rows: list[_Block] = []
    keys = [[repr(sorted(row.items())) for row in side] for side in (before, wanted)]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            rows += found[first:last]
        else:
            rows += [
                _Block(section.name, list(row_lines(section, row)), [""])
                for row in wanted[start:end]
            ]
    # What stood behind the last row belongs to what follows, and stays there.
    if found and rows:
        rows = [
            *(_Block(one.name, one.lines, one.after or [""]) for one in rows[:-1]),
            _Block(section.name, rows[-1].lines, found[-1].after),
        ]
    if not found:
        return _added(blocks, rows)
    done: list[_Block] = []
    for one in blocks:
        if one is found[0]:
            done += rows if rows else [_Block("", [], found[-1].after)]
        elif not any(one is other for other in found):
            done.append(one)
    return done


def _added(blocks: list[_Block], rows: list[_Block]) -> list[_Block]:
    """New rows where the file has none of their kind: behind its commented example, if the form's
    still stands there, otherwise at the end."""
    example = f"# [[{rows[0].name}]]"
    for number, one in enumerate(blocks):
        if example in one.after:
            cut = one.after.index(example)
            while cut < len(one.after) and one.after[cut].startswith("#"):
                cut += 1
            head = _Block(one.name, one.lines, [*one.after[:cut], ""])
            tail = _Block(rows[-1].name, rows[-1].lines, one.after[cut:] or [""])
            return [*blocks[:number], head, *rows[:-1], tail, *blocks[number + 1 :]]
    if blocks:
        end = blocks[-1]
        behind = end.after[:-1] if end.after and not end.after[-1] else end.after
        blocks = [*blocks[:-1], _Block(end.name, end.lines, [*behind, ""])]
    return [*blocks, *rows]
