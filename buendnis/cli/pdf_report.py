"""`document check FILE`: what a PDF says of itself, and whether the record knows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.canon import fingerprint
from buendnis.cli.acting import database, reading
from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.invocation import Invocation
from buendnis.cli.output import Output
from buendnis.cli.tables import Fields
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.documents.pdf_check import ReadBack

LARGEST = 50_000_000
_UNKNOWN = "unknown"
_STANDING = {
    "sealed": T("these are the sealed bytes"),
    "other": T("the record has other bytes under this number"),
    _UNKNOWN: T("the record does not know this file"),
    "no_record": T("not asked: there is no database here"),
}


def checked_pdf(call: Invocation, path: Path) -> Output:
    """The report on one PDF; exit status 1 if something is wrong with it.

    Raises `Unreadable` for what is no PDF or is larger than 50 MB, `OSError` for no file.
    """
    from buendnis.documents.pdf_check import RULE, read_back

    if path.stat().st_size > LARGEST:
        message = T("{file} is larger than {limit} MB.", file=path.name, limit=LARGEST // 1_000_000)
        raise Unreadable(message, [Finding("input", path.name, message)])
    body = path.read_bytes()
    read = read_back(body, path.name)
    digest = fingerprint(body)
    number = _number(read.attached)
    standing = _standing(call, digest, number)
    findings = list(read.findings)
    if standing == "other":
        findings.append(
            Finding(
                RULE,
                path.name,
                T("{number} was sealed with other bytes.", number=number),
                T("The sealed one: document render {number}.", number=number),
            )
        )
    data = {
        "ok": not findings,
        "file": path,
        "sha256": digest,
        "number": number,
        "record": standing,
        "pages": read.pages,
        "title": read.title,
        "language": read.language,
        "claims": read.claims,
        "tags": read.tags,
        "points": read.points,
        "violations": findings_data(findings),
    }
    return Output(data, _parts(data, read, findings), 1 if findings else 0)


def _parts(data: dict[str, Any], read: ReadBack, findings: list[Finding]) -> tuple[Any, ...]:
    fields = Fields(
        (
            (T("File"), str(data["file"])),
            (T("Fingerprint"), data["sha256"]),
            (T("Number"), data["number"]),
            (T("Record"), _STANDING[data["record"]]),
            (T("Title"), read.title),
            (T("Language"), read.language),
            (T("Pages"), read.pages),
            (T("It says that it is"), ", ".join(read.claims)),
            (T("Tags"), ", ".join(f"{kind} {count}" for kind, count in read.tags.items())),
        )
    )
    said: Text = (
        T(
            "{count} of {points} points that a machine can check do not hold.",
            count=len(findings),
            points=read.points,
        )
        if findings
        else T(
            "All {points} points that a machine can check hold. Whether the file conforms, only a "
            "full checker and a person can say.",
            points=read.points,
        )
    )
    return (fields, *((FindingList(findings),) if findings else ()), said)


def _number(attached: bytes | None) -> str:
    """The document number in the attached data, or empty."""
    try:
        found = json.loads(attached or b"{}")
        return str(found["document"]["number"] or "")[:80]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _standing(call: Invocation, digest: str, number: str) -> str:
    if not database(call).exists():
        return "no_record"
    with reading(call) as view:
        if view.query("SELECT 1 FROM document WHERE pdf = ?", (digest,)):
            return "sealed"
        sealed = view.query("SELECT pdf FROM document WHERE number = ?", (number,))
    return "other" if number and sealed and sealed[0][0] else _UNKNOWN
