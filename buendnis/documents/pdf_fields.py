"""Reading the fields of a PDF form that was filled in.

The file is a stranger's: its streams are read within limits, and nothing in it is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from buendnis.errors import Finding, Unreadable
from buendnis.tables import unfit
from buendnis.texts import T, Text

MOST_FIELDS = 2000
LONGEST_VALUE = 10_000
_MEMORY = 50_000_000  # bytes that one packed stream may unfold to
_DEEPEST = 8
_OFF = "Off"


def read_fields(data: bytes) -> dict[str, str]:
    """The fields of a form by their whole names; a box that is not ticked has an empty value.

    Raises `Unreadable` for a file that is no PDF, is locked, has no fields, more than anybody
    fills in, or a value that cannot go into the record.
    """
    import pikepdf
    from pikepdf.settings import set_qpdf_limits

    before: dict[str, Any] = set_qpdf_limits(
        flate_max_memory=_MEMORY, run_length_max_memory=_MEMORY
    )
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            found = dict(_fields(pdf.Root))
    except pikepdf.PasswordError:
        raise _wrong(T("The PDF is locked by a password."), _UNLOCK) from None
    except (
        pikepdf.PdfError,
        pikepdf.DataDecodingError,
        RuntimeError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        MemoryError,
        RecursionError,
    ):
        raise _wrong(T("The PDF cannot be read."), _AGAIN) from None
    finally:
        set_qpdf_limits(**before)
    if not found:
        raise _wrong(T("The PDF has no fields that were filled in on the screen."), _BY_HAND)
    for value in found.values():
        wrong = unfit(value, LONGEST_VALUE)
        if wrong is not None:
            raise _wrong(*wrong)
    return found


_UNLOCK = T("Ask for the file without a password.")
_AGAIN = T("Ask for the form to be filled in and saved once more.")
_BY_HAND = T(
    "If it was printed or scanned, look at it and enter it: vote record --source paper --attach."
)


def _fields(root: Any) -> Iterator[tuple[str, str]]:
    form = root.get("/AcroForm")
    rows = form.get("/Fields", ()) if form is not None else ()
    for count, pair in enumerate(_below(rows, "", None, 0)):
        if count >= MOST_FIELDS:
            raise ValueError("too many fields")
        yield pair


def _below(rows: Any, prefix: str, inherited: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Fields with their children; names are joined by dots, a value may stand at the parent."""
    if depth > _DEEPEST:
        raise ValueError("fields nested too deep")
    for row in rows:
        own = str(row["/T"]) if "/T" in row else ""
        name = ".".join(part for part in (prefix, own) if part)
        value = row.get("/V", inherited)
        kids = row.get("/Kids")
        if kids is not None and any("/T" in kid for kid in kids):
            yield from _below(kids, name, value, depth + 1)
        else:
            # Some viewers set only how the box looks.
            shown = row.get("/AS") if value is None else value
            yield name, _text(shown)


def _text(value: Any) -> str:
    """The value of a field: of a text or a name. Raises `TypeError` for anything else: written
    out, an object is program text that nobody said."""
    import pikepdf

    if value is None:
        return ""
    if not isinstance(value, pikepdf.String | pikepdf.Name):
        raise TypeError("a value that is neither a text nor a name")
    text = str(value)
    if text.startswith("/"):
        text = text[1:]
        return "" if text == _OFF else text
    return "\n".join(text.splitlines()).strip()


def _wrong(message: Text, remedy: Text) -> Unreadable:
    return Unreadable(message, [Finding("input", "form", message, remedy)])
