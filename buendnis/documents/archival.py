"""What makes drawn pages a tagged, archival file.

Structure tree, metadata, output intent, bookmarks and the attached data, as PDF/UA-1
(ISO 14289-1) and PDF/A-3b (ISO 19005-3) ask for. The bytes depend on what goes in alone.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from buendnis.documents.page import Page
from buendnis.documents.pdf_form_font import embed_form_font
from buendnis.documents.structure import Element, Mark, Marker

ATTACHED = "daten.json"
PROFILE = Path(__file__).resolve().parent / "profiles" / "srgb.icc"
_INFORMATION = ("Title", "Author", "Subject", "Creator", "Producer")

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{Author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{Subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{Creator}</xmp:CreatorTool>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<pdf:Producer>{Producer}</pdf:Producer>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file claims</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def finished(pages: bytes, page: Page, marker: Marker, data: bytes) -> bytes:
    """The file around drawn pages.

    pages: a PDF whose marked content `marker` has noted. page: title, language and day. data: JSON
    to attach, empty for none.
    """
    with Pdf.open(BytesIO(pages)) as pdf:
        _keep_compressed(pdf)
        embed_form_font(pdf)
        _describe(pdf, page)
        _put_structure(pdf, marker)
        _put_bookmarks(pdf, marker)
        if data:
            _attach(pdf, data, page)
        target = BytesIO()
        pdf.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


def _keep_compressed(pdf: Pdf) -> None:
    """Name the one filter of a stream plainly.

    ReportLab writes a list of one, and what has a list qpdf takes apart and compresses again.
    """
    for found in pdf.objects:
        filters = found.get("/Filter") if isinstance(found, Stream) else None
        if isinstance(filters, Array) and len(filters) == 1:
            found.Filter = filters[0]


def _day(page: Page) -> str:
    return page.day.isoformat() if page.day else "2000-01-01"


def _describe(pdf: Pdf, page: Page) -> None:
    """Language, title, metadata and the colour space that all colours are meant in."""
    root, info = pdf.Root, pdf.docinfo
    stamp = f"D:{_day(page).replace('-', '')}000000+00'00'"
    said = {name: str(info.get(f"/{name}", "")) for name in _INFORMATION}
    for name in list(info.keys()):
        del info[name]
    for name, value in said.items():
        info[f"/{name}"] = String(value)
    info["/CreationDate"] = info["/ModDate"] = String(stamp)
    values = {name: escape(value) for name, value in said.items()}
    xmp = _XMP.format(**values, language=page.language, day=f"{_day(page)}T00:00:00+00:00")
    metadata = pdf.make_stream(xmp.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = metadata
    root.Lang = String(page.language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = pdf.make_stream(_profile())
    profile.N = 3
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                RegistryName=String("http://www.color.org"),
                DestOutputProfile=profile,
            )
        ]
    )


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return PROFILE.read_bytes()


# ---------------------------------------------------------------- structure


def _put_structure(pdf: Pdf, marker: Marker) -> None:
    """The tree of elements, and for each page which element each of its marks belongs to."""
    pages = [page.obj for page in pdf.pages]
    parents: list[list[Any]] = [[None] * marker.count(number) for number in range(len(pages))]
    widgets = _widgets(pages)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree.K = _element(pdf, marker.root, tree, pages, parents, widgets)
    numbers: list[Any] = []
    for number, (page, owners) in enumerate(zip(pages, parents, strict=True)):
        page.StructParents = number
        page.Tabs = Name.S
        numbers += [number, pdf.make_indirect(Array(owners))]
    for number, (widget, owner) in enumerate(widgets.owned, len(pages)):
        widget.StructParent = number
        numbers += [number, owner]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(pages) + len(widgets.owned)
    pdf.Root.StructTreeRoot = tree


class _Widgets:
    """The fields of a form by their names, and those that an element of the tree owns."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[Object, Object]] = {}
        self.owned: list[tuple[Object, Object]] = []


def _widgets(pages: list[Any]) -> _Widgets:
    """The fields on all pages. Of how one looks only the plain state stays, as PDF/A asks for."""
    widgets = _Widgets()
    for page in pages:
        for widget in page.get("/Annots", ()):
            for other in ("/D", "/R"):
                if other in widget.AP:
                    del widget.AP[other]
            widgets.found[str(widget.T)] = (widget, page)
    return widgets


def _element(
    pdf: Pdf,
    element: Element,
    parent: Object,
    pages: list[Any],
    parents: list[list[Any]],
    widgets: _Widgets,
) -> Object:
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.kind}"), P=parent))
    kids: list[Any] = []
    if element.field:
        widget, page = widgets.found[element.field]
        widgets.owned.append((widget, made))
        kids.append(Dictionary(Type=Name.OBJR, Obj=widget, Pg=page))
    for kid in element.kids:
        if isinstance(kid, Mark):
            parents[kid.page][kid.number] = made
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.number))
        elif kid.kids or kid.field or kid.kind in _MAY_BE_EMPTY:
            kids.append(_element(pdf, kid, made, pages, parents, widgets))
    if kids:
        made.K = Array(kids)
    if element.alt:
        made.Alt = String(element.alt)
    if element.title:
        made.T = String(element.title)
    attributes = _attributes(element)
    if attributes:
        made.A = attributes[0] if len(attributes) == 1 else Array(attributes)
    return made


# A table keeps its cells, so that its rows stay equally long.
_MAY_BE_EMPTY = frozenset({"TD", "TH"})


def _attributes(element: Element) -> list[Object]:
    made: list[Object] = []
    if element.scope:
        made.append(Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}")))
    if element.summary:
        made.append(Dictionary(O=Name.Table, Summary=String(element.summary)))
    if element.numbering:
        made.append(Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}")))
    return made


def _put_bookmarks(pdf: Pdf, marker: Marker) -> None:
    """The headings as bookmarks; a deeper heading lies below the one before it."""
    with pdf.open_outline() as outline:
        above: list[tuple[int, pikepdf.OutlineItem]] = []
        for element in marker.root.walk():
            mark = next(element.marks, None) if element.title else None
            if mark is None:
                continue
            level = int(element.kind[1:])
            item = pikepdf.OutlineItem(element.title, mark.page, "XYZ", top=round(element.top + 6))
            while above and above[-1][0] >= level:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((level, item))


def _attach(pdf: Pdf, data: bytes, page: Page) -> None:
    """The data that the pages were made from, as a file in the file."""
    stamp = f"D:{_day(page).replace('-', '')}000000+00'00'"
    spec = pikepdf.AttachedFileSpec(
        pdf,
        data,
        filename=ATTACHED,
        description="Die Angaben dieses Dokuments",
        mime_type="application/json",
        creation_date=stamp,
        mod_date=stamp,
    )
    pdf.attachments[ATTACHED] = spec
    filed = pdf.attachments[ATTACHED].obj
    filed.AFRelationship = Name.Data
    pdf.Root.AF = Array([filed])


def attached(pdf_bytes: bytes) -> bytes | None:
    """The data attached to a document of ours, `None` if there is none.

    Raises `pikepdf.PdfError` for what is no PDF.
    """
    with Pdf.open(BytesIO(pdf_bytes)) as pdf:
        spec = pdf.attachments.get(ATTACHED)
        return bytes(spec.get_file().read_bytes()) if spec is not None else None


def same_pages(one: bytes, other: bytes) -> bool:
    """Whether two files are the same once their streams are decompressed, for another machine packs
    them otherwise. Raises `pikepdf.PdfError` for what is no PDF."""
    return one == other or _plain_form(one) == _plain_form(other)


def _plain_form(body: bytes) -> bytes:
    with Pdf.open(BytesIO(body)) as pdf:
        target = BytesIO()
        pdf.save(
            target,
            static_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return target.getvalue()
