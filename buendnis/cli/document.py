"""`document`: what was issued, as a list and as files; and the templates behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import reading
from buendnis.cli.document_kinds import is_word, settings_of
from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Output, Part
from buendnis.cli.progress import progress
from buendnis.cli.tables import Column, Table
from buendnis.errors import Finding, IntegrityFailure, Refused
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.store.reading import View
    from buendnis.usecases.papers import Issued

_SAID = {
    "same": T("same bytes"),
    "different": T("other bytes than the sealed ones"),
    "erased": T("erased"),
    "unsealed": T("not sealed yet"),
    "rectified": T("differs: a name in it was rectified; the sealed bytes are valid"),
}


@command(
    T("List the documents."),
    examples=("buendnis document list", "buendnis document list --project LW-2026-001 --json"),
    reading=True,
)
@option("--project", T("Only the documents of this project."), metavar="ID", default="")
def list_(call: Invocation, project: str) -> Output:
    """The documents by their numbers."""
    from buendnis.usecases.papers import documents

    with reading(call) as view:
        found = documents(view, project)
    table = Table(
        (
            Column(T("Number"), whole=True),
            Column(T("Day"), whole=True),
            Column(T("Project"), whole=True),
            T("Document"),
            T("Status"),
        ),
        [(one.number, one.day, one.project, one.title, _status(one)) for one in found],
        T("No document was issued."),
    )
    return Output([_data(one) for one in found], (table,))


@command(
    T("Write a document as a file."),
    examples=(
        "buendnis document render 2026-00042 -o votum.pdf",
        "buendnis document render 2026-00042 -o votum.docx",
        "buendnis document render --all -o ausgang",
        "buendnis document render --check",
    ),
    more=(
        T("What is written are the sealed bytes; what is not sealed yet is rendered."),
        T("A name that ends in .docx gives the same text for Word, to be edited."),
        T("--all goes on where an interrupted call ended; no file is ever half written."),
        T("--check renders all documents again and compares the bytes; a difference ends with 4."),
    ),
)
@argument("number", T("The document's number."), required=False, default="")
@option("--all", "every", T("All documents, into a folder."), is_flag=True)
@option("--check", T("Render again and compare with the sealed bytes."), is_flag=True)
@option(
    "-o",
    "--output",
    "target",
    T("The PDF to write, or the folder for --all; without it, NUMBER_KIND.pdf here."),
    metavar="FILE",
    default="",
)
@option("--force", T("Replace files of these names."), is_flag=True)
def render(
    call: Invocation, number: str, every: bool, check: bool, target: str, force: bool
) -> Output:
    """One document or all of them, as they were sealed."""
    from buendnis.usecases.papers import document, documents

    if number and every:
        raise click.UsageError(call.say(T("Name a document or say --all, not both.")))
    if not number and not every and not check:
        raise click.UsageError(call.say(T("Name a document, or say --all.")))
    with reading(call) as view:
        found = [document(view, number)] if number else documents(view)
        if check:
            return _checked(view, found)
        if every:
            return _written_all(view, found, Path(target or "."), force)
        return _written(view, found[0], Path(target or _file_name(found[0])), force)


@command(
    T("Check a PDF, or without one the templates."),
    examples=(
        "buendnis document check votum.pdf",
        "buendnis document check",
        "buendnis document check --alliance leine-weser",
    ),
    more=(
        T(
            "A PDF is read back: its tags, fonts, metadata and attached data, against the points "
            "of PDF/UA-1 and PDF/A-3 that a machine can check. That is no statement of conformance."
        ),
        T("Each template is read, and written once about a made-up project."),
    ),
)
@argument("file", T("The PDF."), required=False, default="", metavar="[FILE]")
@option("--alliance", T("Whose templates; without it, the database's."), default="")
def check(call: Invocation, file: str, alliance: str) -> Output:
    """What is wrong with a PDF, or with the templates, by file, line and field."""
    if file:
        from buendnis.cli.pdf_report import checked_pdf

        return checked_pdf(call, Path(file))
    from buendnis.documents.catalogue import catalogue
    from buendnis.documents.check import check_documents

    settings = settings_of(call, alliance)
    findings = check_documents(settings.alliance, settings.programme)
    if findings:
        raise Refused(T("The templates cannot be used."), findings)
    count = len(catalogue())
    return Output(
        {"ok": True, "templates": count, "violations": []},
        (T("All {count} templates can be used.", count=count),),
    )


def _written(view: View, issued: Issued, path: Path, force: bool) -> Output:
    from buendnis.usecases.papers import pdf_of, word_of

    refuse_existing(path, force=force)
    body = word_of(view, issued) if is_word(path) else pdf_of(view, issued)
    if body is None:
        raise Refused(T("The document {number} was erased.", number=issued.number))
    write_whole(path, body, force=force)
    return Output(
        {**_data(issued), "file": path, "bytes": len(body)},
        (T("Written: {file}", file=str(path)),),
    )


def _written_all(view: View, found: list[Issued], folder: Path, force: bool) -> Output:
    from buendnis.usecases.papers import bodies

    folder.mkdir(parents=True, exist_ok=True)
    files: list[str] = []
    erased: list[str] = []
    for one, body in progress(bodies(view, found), T("Writing documents"), len(found)):
        path = folder / _file_name(one)
        if body is None:
            erased.append(one.number)
            continue
        if force or not _is_there(path, body):
            write_whole(path, body, force=force)
        files.append(str(path))
    parts: list[Part] = [
        T("Written into {folder}: {count} documents.", folder=str(folder), count=len(files))
    ]
    if erased:
        parts.append(T("Erased, and not written: {numbers}.", numbers=tuple(erased)))
    return Output({"folder": folder, "files": files, "erased": erased}, tuple(parts))


def _checked(view: View, found: list[Issued]) -> Output:
    from buendnis.usecases.papers import all_compared

    results = list(progress(all_compared(view, found), T("Rendering documents"), len(found)))
    wrong = [one for one, said in results if said == "different"]
    if wrong:
        raise IntegrityFailure(
            T("{count} documents render to other bytes.", count=len(wrong)),
            [
                Finding(
                    "document",
                    one.number,
                    T("{number} renders to other bytes than the sealed ones.", number=one.number),
                    T("The sealed bytes are the original. Were other libraries installed?"),
                )
                for one in wrong
            ],
        )
    rows = [(one.number, one.title, _SAID[said]) for one, said in results]
    table = Table((Column(T("Number"), whole=True), T("Document"), T("Rendered again")), rows)
    data = [{"number": one.number, "kind": one.kind, "result": said} for one, said in results]
    return Output(data, (table,))


def _is_there(path: Path, body: bytes) -> bool:
    """Whether an earlier call that was interrupted has written this file already."""
    return path.is_file() and path.stat().st_size == len(body) and path.read_bytes() == body


def _status(one: Issued) -> Text | str:
    if one.replaced_by == "undone":
        return T("taken back")
    if one.replaced_by == "recounted":
        return T("its result no longer holds")
    if one.replaced_by:
        return T("replaced by {number}", number=one.replaced_by)
    if one.draft:
        return T("draft for another's signature")
    return "" if one.pdf else T("not sealed yet")


def _file_name(one: Issued) -> str:
    number = "".join(sign if sign.isalnum() or sign in "-._" else "-" for sign in one.number)
    return f"{number}_{one.kind}.pdf"


def _data(one: Issued) -> dict[str, Any]:
    return {
        "number": one.number,
        "project": one.project,
        "kind": one.kind,
        "title": one.title,
        "day": one.day,
        "draft": one.draft,
        "sealed": bool(one.pdf),
        "pdf": one.pdf,
        "head": one.head,
        "replaced_by": one.replaced_by,
    }
