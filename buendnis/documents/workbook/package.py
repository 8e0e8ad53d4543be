"""The last touch to a workbook's package: what the formulas come to, and no time of writing.

openpyxl writes a formula without its value, so that a preview would show empty cells; and it puts
the time of writing into the archive.
"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from buendnis.documents.workbook.cells import Cell, Sheet, at

_FORMULA = re.compile(
    r'<c r="(?P<at>[A-Z]+\d+)"(?P<style> s="\d+")?><f>(?P<formula>[^<]*)</f><v ?(?:/>|></v>)</c>'
)
_TIME = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(<)")
_DAY = (1980, 1, 1, 0, 0, 0)
_WRITTEN = "2000-01-01T00:00:00Z"


def finished(content: bytes, sheets: tuple[Sheet, ...]) -> bytes:
    """The package with the value of every formula, and always the same times."""
    pages = {f"xl/worksheets/sheet{n}.xml": one for n, one in enumerate(sheets, start=1)}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name in pages:
                text = _valued(text.decode(), pages[name]).encode()
            elif name == "docProps/core.xml":
                text = _TIME.sub(rf"\g<1>{_WRITTEN}\g<2>", text.decode()).encode()
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(info, text)
    return stream.getvalue()


def _valued(text: str, sheet: Sheet) -> str:
    values = {at(*place): one for place, one in sheet.cells.items() if one.formula}

    def filled(match: re.Match[str]) -> str:
        cell: Cell = values.pop(match["at"])
        kind = ' t="str"' if isinstance(cell.value, str) else ""
        head = f'<c r="{match["at"]}"{match["style"] or ""}{kind}>'
        return f"{head}<f>{match['formula']}</f><v>{_plain(cell.value)}</v></c>"

    done = _FORMULA.sub(filled, text)
    assert not values, sorted(values)
    return done


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return escape(value) if isinstance(value, str) else repr(value)
