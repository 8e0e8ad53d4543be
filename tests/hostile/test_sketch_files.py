"""Files of any content: one clear finding, no traceback, no growth."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from buendnis.facts import Sketch
from buendnis.sketch.reading import read_sketch
from buendnis.sketch.write_xlsx import form_xlsx

FORM = form_xlsx(Sketch(alliance="leine-weser", title="T"))


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def form_with(part: str, content: bytes | None) -> bytes:
    """The form with one part exchanged, or left out."""
    with zipfile.ZipFile(io.BytesIO(FORM)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    if content is None:
        parts.pop(part, None)
    else:
        parts[part] = content
    return archive(parts)


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)
HOSTILE = {
    "empty": b"",
    "text": b"no archive at all",
    "zeros": b"\0" * 5000,
    "an empty archive": archive({}),
    "another archive": archive({"hello.txt": b"hello"}),
    "cut off": FORM[: len(FORM) // 2],
    "cut at the end": FORM[:-10],
    "a bomb": archive({SHEET: b"0" * 60_000_000}),
    "many parts": archive({f"p{n}": b"" for n in range(500)}),
    "entities": form_with(SHEET, LAUGHS),
    "entities in UTF-16": form_with(SHEET, LAUGHS.decode().encode("utf-16")),
    "broken XML": form_with(SHEET, b"<worksheet><sheetData><row>"),
    "no XML": form_with(SHEET, b"\x00\x01\x02"),
    "no sheet": form_with(SHEET, None),
    "no workbook": form_with("xl/workbook.xml", None),
    "no content types": form_with("[Content_Types].xml", None),
    "broken styles": form_with("xl/styles.xml", b"<styleSheet><cellXfs count='x'"),
    "deep XML": form_with(SHEET, b"<a>" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spreadsheet_is_one_clear_finding(name: str, tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(HOSTILE[name])
    sketch, findings = read_sketch(path)
    assert sketch is None
    (finding,) = findings
    assert finding.rule == "input"
    assert finding.file == str(path)
    assert str(finding.remedy)


def test_a_sheet_of_a_million_declared_rows_is_read_only_so_far(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>'
        % (n, n, b"buendnis:form" if n == 1 else b"key")
        for n in range(1, 100_000)
    )
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>' + rows + b"</sheetData></worksheet>"
    )
    path = tmp_path / "s.xlsx"
    path.write_bytes(form_with(SHEET, sheet))
    sketch, findings = read_sketch(path)
    assert sketch is not None
    assert not findings


@pytest.mark.parametrize(
    "text",
    [
        "project = 5\ncosts = 7\ncontent = []\nstaff = {}\napplicant = ''\n",
        "costs = [1, 2]\nfunding = [[{}]]\npartners = ['x']\n",
        "[[project]]\ntitle = 'x'\n",
        "[project]\nregions = [1]\ngoals = 'I.1'\ntitle = 1\nstart = 12:00:00\nend = 1e400\n",
        "[project.regions]\nhildesheim = 99999999999999999999999999999999\n'' = nan\n",
        "[[costs]]\n" * 600,
        "[content]\nneed = 1979-05-27T07:32:00Z\n",
        "[[costs]]\nyear = -5\namount = '99999999999.00'\n[[costs]]\npercent = '-1'\n",
        "[[staff]]\nlevel = '5'\nshare = '100'\nfrom = 1900-01-01\nto = 9999-12-31\n" * 400,
    ],
)
def test_toml_of_wrong_shapes_gives_findings_and_no_more(text: str, tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    sketch, findings = read_sketch(path)
    assert sketch is not None
    assert {one.rule for one in findings} <= {"input", "G1"}
    for one in findings:
        assert len(str(one.message)) < 400
