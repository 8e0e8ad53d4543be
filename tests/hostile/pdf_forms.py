"""Filling in the ballot form as members' programs do, and PDFs that do harm."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from io import BytesIO

import pikepdf
import pypdf
from pypdf.generic import NameObject


def prefix_of(form: bytes) -> str:
    """What the names of the form's fields begin with."""
    with pikepdf.open(BytesIO(form)) as pdf:
        return ":".join(str(pdf.Root.AcroForm.Fields[0].T).split(":")[:4])


def filled(form: bytes, ticks: Iterable[str], reason: str = "", prefix: str = "") -> bytes:
    """The form with boxes ticked (`answer:yes`), as pikepdf saves it."""
    wanted = {f"{prefix_of(form)}:{one}" for one in ticks}
    with pikepdf.open(BytesIO(form)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            name = str(field.T)
            if name in wanted:
                field.V = field.AS = pikepdf.Name.Yes
                wanted.remove(name)
            elif name.endswith(":reason") and reason:
                field.V = pikepdf.String(reason)
            if prefix:
                field.T = pikepdf.String(name.replace(prefix_of(form), prefix))
        assert not wanted
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def filled_elsewhere(form: bytes, ticks: Iterable[str], reason: str) -> bytes:
    """The same by another library, which adds its changes at the file's end."""
    prefix = prefix_of(form)
    writer = pypdf.PdfWriter(BytesIO(form), incremental=True)
    values = {f"{prefix}:{one}": NameObject("/Yes") for one in ticks}
    for page in writer.pages:
        writer.update_page_form_field_values(
            page, {**values, f"{prefix}:reason": reason}, auto_regenerate=False
        )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def a_pdf(root: str, more: Iterable[tuple[int, bytes]] = ()) -> bytes:
    """A small PDF by hand: its catalogue's values, and further objects."""
    objects = [
        (1, f"<< /Type /Catalog /Pages 200 0 R {root} >>".encode()),
        (200, b"<< /Type /Pages /Kids [201 0 R] /Count 1 >>"),
        (201, b"<< /Type /Page /Parent 200 0 R /MediaBox [0 0 100 100] >>"),
        *more,
    ]
    body, places = b"%PDF-1.7\n", {}
    for number, text in objects:
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(body)
    size = max(places) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        known = number in places
        body += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if known else b"f")
    return body + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def a_bomb() -> bytes:
    """A PDF whose table of contents unfolds from 200 KB to 200 MB as soon as it is opened."""
    packed = zlib.compress(bytes(200_000_000), 9)
    body = a_pdf("").partition(b"xref")[0]
    head = b"2 0 obj\n<< /Type /XRef /Size 50000000 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode "
    stream = head + b"/Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    return body + stream + b"startxref\n%d\n%%%%EOF\n" % len(body)


def harmful() -> dict[str, bytes]:
    """PDFs that ask for much: by what they do."""
    loop = [(2, b"<< /T (a) /Kids [2 0 R] >>")]
    chain = [(n, b"<< /T (a) /Kids [%d 0 R] >>" % (n + 1)) for n in range(2, 100)]
    many = b" ".join(b"<< /T (f%d) /FT /Tx /V (x) >>" % n for n in range(5000))
    return {
        "no form": a_pdf(""),
        "no fields": a_pdf("/AcroForm << /Fields [] >>"),
        "fields that are none": a_pdf("/AcroForm << /Fields 7 >>"),
        "a form that is none": a_pdf("/AcroForm 7"),
        "a field that is none": a_pdf("/AcroForm << /Fields [7 null (x)] >>"),
        "a loop": a_pdf("/AcroForm << /Fields [2 0 R] >>", loop),
        "a deep chain": a_pdf("/AcroForm << /Fields [2 0 R] >>", [*chain, (100, b"<< >>")]),
        "many fields": a_pdf("/AcroForm << /Fields 2 0 R >>", [(2, b"[" + many + b"]")]),
        "a bomb": a_bomb(),
        "a long text": a_pdf(
            "/AcroForm << /Fields [2 0 R] >>", [(2, b"<< /T (a) /V (" + b"x" * 20_000 + b") >>")]
        ),
        "another form": a_pdf("/AcroForm << /Fields [<< /T (name) /V (Max) >>] >>"),
    }
