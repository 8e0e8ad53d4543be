"""A cost plan of any content: one clear refusal with its place, no traceback, no growth."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from buendnis.errors import Unreadable
from tests.unit.documents.plan_books import PLAN, book_of, read_back

BOOK = book_of(PLAN)
COSTS = "xl/worksheets/sheet3.xml"
OVERVIEW = "xl/worksheets/sheet1.xml"


def book_with(part: str, content: bytes | None) -> bytes:
    """The workbook with one part exchanged, or left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BOOK)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
            elif content is not None:
                target.writestr(name, content)
    return stream.getvalue()


def part_of(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        return archive.read(name)


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    content = part_of(part)
    assert old in content
    return book_with(part, content.replace(old, new, 1))


ENTITY = b'<!DOCTYPE l [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
MANY = b"".join(b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (n, n) for n in range(100, 60_000))
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "text": b"no archive",
    "cut off": BOOK[: len(BOOK) // 2],
    "cut at the end": BOOK[:-10],
    "a bomb": book_with(COSTS, b"0" * 60_000_000),
    "entities": book_with(COSTS, ENTITY),
    "broken XML": book_with(COSTS, b"<worksheet><sheetData><row>"),
    "deep XML": book_with(COSTS, b"<a>" * 100_000),
    "a sheet less": book_with(COSTS, None),
    "broken styles": book_with("xl/styles.xml", b"<styleSheet><cellXfs count='x'"),
    "no mark": replaced(COSTS, b"buendnis:plan:1:costs", b"etwas anderes"),
    "an older mark": replaced(COSTS, b"buendnis:plan:1:costs", b"buendnis:plan:0:costs"),
    "a mark twice": replaced(COSTS, b"plan:1:costs", b"plan:1:staff"),
    "rows without end": replaced(COSTS, b"</sheetData>", MANY + b"</sheetData>"),
    "a year that is none": replaced(OVERVIEW, b"<v>2027</v>", b"<v>1e308</v>"),
    "a year without end": replaced(OVERVIEW, b"<v>2027</v>", b"<v>Infinity</v>"),
    "years turned": replaced(OVERVIEW, b"<v>2027</v>", b"<v>2029</v>"),
    "an endless amount": replaced(COSTS, b"<v>30000</v>", b"<v>1e308</v>"),
    "no number": replaced(COSTS, b"<v>30000</v>", b"<v>nan</v>"),
    "an error": book_with(
        COSTS, re.sub(rb'(<c r="D5"[^>]*)( t="n")?>', rb'\1 t="e">', part_of(COSTS), count=1)
        .replace(b' t="n" t="e"', b' t="e"').replace(b"<v>30000</v>", b"<v>#REF!</v>", 1)
    ),
    "a formula as an input": replaced(COSTS, b"<v>30000</v>", b"<f>HYPERLINK(1)</f><v>30000</v>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_refused_with_a_remedy(kind: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_back(HOSTILE[kind], tmp_path)
    assert 1 <= len(refused.value.findings) < 3000
    for one in refused.value.findings:
        assert one.rule == "input"
        assert one.file
        assert len(str(one.message)) < 400
        assert str(one.remedy)


@pytest.mark.parametrize("kind", ["an endless amount", "an error",
                                  "a formula as an input"])  # fmt: skip
def test_a_wrong_value_is_named_with_its_cell(kind: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_back(HOSTILE[kind], tmp_path)
    assert [one.field for one in refused.value.findings] == ["Kosten!D5"]
