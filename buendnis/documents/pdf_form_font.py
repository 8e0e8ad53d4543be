"""The font of what is written into a form's fields: embedded, as PDF/A asks for (6.2.11.4).

ReportLab knows only the fonts of a viewer there. Ours takes the place of the one it names, in
every field at once. A viewer sets the text itself while someone types, and can do so only with a
font of one byte a letter that holds all of them: the letters of Western Europe, of DejaVu Sans
(`make form-font`). For others (Łódź, Ștefan) it takes one of its own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfbase.ttfonts import TTFontFace

from buendnis.documents.pdf_fonts import REGULAR
from buendnis.letters import FONTS

FORM_FONT = FONTS / "DejaVuSans-Form.ttf"
_FIRST, _LAST = 32, 255
_NOT_SYMBOLIC = 1 << 5


def embed_form_font(pdf: Pdf) -> None:
    """Put the embedded font in the place of each that the form's fields name."""
    form = pdf.Root.get(Name.AcroForm)
    named = form.DR.Font if form is not None and Name.DR in form else Dictionary()
    for font in named.values():
        for key in list(font.keys()):
            del font[key]
        for key, value in _entries(pdf).items():
            font[key] = value


def _entries(pdf: Pdf) -> dict[str, Any]:
    face = _face()
    program = pdf.make_stream(FORM_FONT.read_bytes())
    program.Length1 = len(FORM_FONT.read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{REGULAR}"),
        Flags=_NOT_SYMBOLIC,
        FontBBox=Array([round(side) for side in face.bbox]),
        ItalicAngle=0,
        Ascent=round(face.ascent),
        Descent=round(face.descent),
        CapHeight=round(face.capHeight),
        StemV=round(face.stemV),
        FontFile2=program,
    )
    return {
        "/Type": Name.Font,
        "/Subtype": Name.TrueType,
        "/BaseFont": Name(f"/{REGULAR}"),
        "/Encoding": Name.WinAnsiEncoding,
        "/FirstChar": _FIRST,
        "/LastChar": _LAST,
        "/Widths": Array(_widths(face)),
        "/FontDescriptor": pdf.make_indirect(descriptor),
    }


@lru_cache(maxsize=1)
def _face() -> Any:
    return TTFontFace(str(FORM_FONT))


def _widths(face: Any) -> list[int]:
    """Of each byte, in thousandths of the size."""
    letters = (bytes([code]).decode("cp1252", "replace") for code in range(_FIRST, _LAST + 1))
    return [round(face.charWidths.get(ord(one), face.defaultWidth)) for one in letters]
