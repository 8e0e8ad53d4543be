"""Reading a PDF back: what it says of itself, and where it breaks what a machine can check.

The points are those of PDF/UA-1 (ISO 14289-1) and PDF/A-3 (ISO 19005-3) that need no eye: tags,
reading order and alternatives are there and consistent, fonts are embedded, metadata and output
intent are in place. Whether an alternative text is a good one, only a person can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from msgspec import Struct
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from buendnis.documents.pdf_tags import Tag, read_tags, tag_findings
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

RULE = "pdf"
UA, A = "PDF/UA-1, 7.{}", "PDF/A-3, 6.{}"
# Operators that paint: what they paint has a meaning or is an artifact.
_PAINTING = frozenset(
    {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}
)
MOST_FINDINGS = 50
# What a file that is none, or that was made to be read wrongly, can raise.
_UNFIT = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pikepdf.DataDecodingError,
    RecursionError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
)

_BROKEN = T("That is no PDF, or a broken one."), T("Ask for the file once more.")
_LOCKED = T("The PDF is locked by a password."), T("Ask for the file without a password.")


class ReadBack(Struct, frozen=True):
    """What was read. pages: how many. tags: how many of each kind. points: names of what was
    checked. findings: what is broken. attached: the data in the file, `None` without any."""

    pages: int
    title: str
    language: str
    claims: tuple[str, ...]
    tags: dict[str, int]
    points: int
    findings: tuple[Finding, ...]
    attached: bytes | None


def read_back(body: bytes, name: str = "") -> ReadBack:
    """Read a PDF and check it. Raises `Unreadable` for what is none, or is locked."""
    try:
        with Pdf.open(BytesIO(body)) as pdf:
            return _read(pdf, name)
    except _UNFIT as error:
        message, remedy = _BROKEN
        if isinstance(error, pikepdf.PasswordError):
            message, remedy = _LOCKED
        raise Unreadable(message, [Finding("input", name, message, remedy)]) from None


def _read(pdf: Pdf, name: str) -> ReadBack:
    found: list[Finding] = []
    points = 0
    tags = read_tags(pdf)
    for check in (_file, _metadata, _fonts, _contents, _attachments):
        for holds, message, source in check(pdf):
            points += 1
            if not holds and len(found) < MOST_FINDINGS:
                found.append(Finding(RULE, name, message, source=source))
    for holds, message, source in tag_findings(tags):
        points += 1
        if not holds and len(found) < MOST_FINDINGS:
            found.append(Finding(RULE, name, message, source=source))
    xmp = _xmp(pdf)
    return ReadBack(
        pages=len(pdf.pages),
        title=xmp.get("dc:title", ""),
        language=str(pdf.Root.get(Name.Lang, "")),
        claims=_claims(xmp),
        tags=_counted(tags),
        points=points,
        findings=tuple(found),
        attached=_data(pdf),
    )


Checked = Iterator[tuple[bool, Text, str]]


def _file(pdf: Pdf) -> Checked:
    root = pdf.Root
    yield not pdf.is_encrypted, T("The file is encrypted."), A.format("1.3")
    marked = bool(root.get(Name.MarkInfo, Dictionary()).get(Name.Marked, False))
    yield marked, T("The file does not say that it is tagged."), UA.format(1)
    yield bool(str(root.get(Name.Lang, ""))), T("The file names no language."), UA.format(2)
    shown = bool(root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False))
    yield shown, T("A reader is not told to show the title."), UA.format(1)
    intents = list(root.get(Name.OutputIntents, []))
    profiles = [one.get(Name.DestOutputProfile) for one in intents]
    there = any(one is not None and int(one.get(Name.N, 0)) == 3 for one in profiles)
    yield there, T("There is no output intent with a colour profile."), A.format("2.3")
    for key in (Name.OpenAction, Name.AA):
        absent = key not in root
        yield absent, T("The file does something by itself ({key}).", key=str(key)), A.format("5.1")
    scripts = root.get(Name.Names, Dictionary()).get(Name.JavaScript)
    yield scripts is None, T("There is a script in the file."), A.format("5.1")
    for number, page in enumerate(pdf.pages, 1):
        ordered = page.obj.get(Name.Tabs) == Name.S
        message = T("Page {page} does not follow the structure when tabbing.", page=number)
        yield ordered or not page.obj.get(Name.Annots), message, UA.format("18.3")


def _xmp(pdf: Pdf) -> dict[str, str]:
    """The metadata that matter here, empty where there are none that can be read."""
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
            return {key: str(data.get(key, "")) for key in _METADATA}
    except (ValueError, KeyError, pikepdf.PdfError):
        return {}


_METADATA = ("dc:title", "pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "xmp:CreateDate")


def _claims(xmp: dict[str, str]) -> tuple[str, ...]:
    claims = []
    if xmp.get("pdfuaid:part"):
        claims.append(f"PDF/UA-{xmp['pdfuaid:part']}")
    if xmp.get("pdfaid:part"):
        claims.append(f"PDF/A-{xmp['pdfaid:part']}{xmp.get('pdfaid:conformance', '').lower()}")
    return tuple(claims)


def _metadata(pdf: Pdf) -> Checked:
    xmp = _xmp(pdf)
    yield bool(xmp.get("dc:title")), T("The metadata have no title."), UA.format(1)
    yield xmp.get("pdfuaid:part") == "1", T("The metadata do not claim PDF/UA-1."), "PDF/UA-1, 5"
    claimed = xmp.get("pdfaid:part") == "3"
    yield claimed, T("The metadata do not claim PDF/A-3."), A.format("6.4")
    title = str(pdf.docinfo.get(Name.Title, "")) if Name.Info in pdf.trailer else ""
    same = not title or title == xmp.get("dc:title")
    yield same, T("The title stands twice, and differently."), A.format("6.3")


def _fonts(pdf: Pdf) -> Checked:
    seen: set[tuple[int, int]] = set()
    for font in _all_fonts(pdf):
        if font.objgen in seen and font.objgen != (0, 0):
            continue
        seen.add(font.objgen)
        said = str(font.get(Name.BaseFont, "?")).lstrip("/")
        descriptor = font.get(Name.FontDescriptor)
        if descriptor is None and Name.DescendantFonts in font:
            descriptor = font.DescendantFonts[0].get(Name.FontDescriptor)
        files = (Name.FontFile, Name.FontFile2, Name.FontFile3)
        embedded = descriptor is not None and any(key in descriptor for key in files)
        yield embedded, T("The font {font} is not embedded.", font=said), A.format("2.11.4")
        mapped = Name.ToUnicode in font or font.get(Name.Encoding) in _KNOWN_ENCODINGS
        message = T("The font {font} does not say what its characters mean.", font=said)
        yield mapped, message, UA.format("21.7")
        table = font.get(Name.ToUnicode)
        if isinstance(table, Stream):
            message = T("The font {font} gives some of its characters no whole letter.", font=said)
            yield _whole_letters(table.read_bytes()), message, UA.format("21.7")


# A character of a table, and what it means.
_MEANING = re.compile(rb"<[0-9A-Fa-f\s]*>\s*<([0-9A-Fa-f\s]*)>")


def _whole_letters(table: bytes) -> bool:
    """Whether every single character stands for text in UTF-16, four digits a unit and surrogates
    in pairs (ISO 32000-1, 9.10.3)."""
    for part in table.split(b"beginbfchar")[1:]:
        for digits in _MEANING.findall(part.partition(b"endbfchar")[0]):
            try:
                bytes.fromhex(digits.decode()).decode("utf-16-be")
            except ValueError:  # an odd number of digits, half a unit, or half a pair
                return False
    return True


# Their characters are known without a table.
_KNOWN_ENCODINGS = (Name.WinAnsiEncoding, Name.MacRomanEncoding)


def _all_fonts(pdf: Pdf) -> Iterator[Object]:
    """The fonts of the pages, of the fields on them, and those that a form's fields may use."""
    form = pdf.Root.get(Name.AcroForm, Dictionary())
    holders = [form.get(Name.DR, Dictionary())]
    for page in pdf.pages:
        holders.append(page.resources)
        for annotation in page.get(Name.Annots, ()):
            looks = annotation.get(Name.AP, Dictionary()).values()
            for look in looks:
                states = [look] if isinstance(look, Stream) else look.values()
                holders += [state.get(Name.Resources, Dictionary()) for state in states]
    for holder in holders:
        yield from holder.get(Name.Font, Dictionary()).values()


def _contents(pdf: Pdf) -> Checked:
    """Everything that is painted is content of a tag or an artifact; marks do not nest."""
    for number, page in enumerate(pdf.pages, 1):
        loose, nested, depth, marks = 0, 0, 0, 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
                nested += depth > 1
                marks += operator == "BDC" and _is_mark(instruction.operands)
            elif operator == "EMC":
                depth -= 1
            elif operator in _PAINTING and depth <= 0 and not _empty(instruction):
                loose += 1
        message = T("Page {page} paints {count} times outside tags.", page=number, count=loose)
        yield not loose, message, UA.format(1)
        message = T("Page {page} has marks within marks.", page=number)
        yield not nested and depth == 0, message, UA.format(1)
        tagged = marks == 0 or Name.StructParents in page.obj
        message = T("Page {page} has content that belongs to no tag.", page=number)
        yield tagged, message, UA.format(1)


def _is_mark(operands: Any) -> bool:
    return len(operands) == 2 and isinstance(operands[1], Dictionary) and Name.MCID in operands[1]


def _empty(instruction: Any) -> bool:
    operands = list(instruction.operands)
    return bool(operands) and operands[0] == pikepdf.String("")


def _attachments(pdf: Pdf) -> Checked:
    linked = {one.objgen for one in pdf.Root.get(Name.AF, [])}
    for name, spec in pdf.attachments.items():
        known = spec.obj.objgen in linked and Name.AFRelationship in spec.obj
        message = T("The attached file {file} does not say what it is for.", file=name[:80])
        yield known, message, A.format("8")


def _counted(tags: Tag | None) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in tags.walk() if tags is not None else ():
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return dict(sorted(counts.items()))


def _data(pdf: Pdf) -> bytes | None:
    for spec in pdf.attachments.values():
        if spec.obj.get(Name.AFRelationship) == Name.Data:
            return bytes(spec.get_file().read_bytes())
    return None
