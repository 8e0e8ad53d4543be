"""`document mail` and `document file`: documents on their way out, and copies that come back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.drafts import write_drafts
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import Output
from buendnis.texts import T


@command(
    T("Write documents as e-mail drafts, to be sent."),
    examples=(
        "buendnis document mail 2026-00042 -o ausgang",
        "buendnis document mail 2026-00042 2026-00043 --to frau.muster@example.org -o ausgang",
        "buendnis document mail --project LW-2026-001 -o ausgang",
    ),
    more=(
        T(
            "Each draft (.eml) has reference, text and the sealed PDF, and opens in the mail "
            "program unsent. The address is that of the applicant, where the letter goes there."
        ),
        T(
            "A cover sheet for a local alliance takes the papers along that it lists; what has to "
            "be added by hand is named."
        ),
        T("An interrupted call goes on: what is written already is left as it is."),
    ),
    reading=True,
)
@argument("numbers", T("The documents' numbers."), nargs=-1, metavar="[NUMBER]…")
@option("--project", T("All letters of this project, meeting or free motion."), metavar="ID")
@option("--to", T("An address, instead of the known one."), multiple=True, metavar="ADDRESS")
@option("-o", "--output", "target", T("The folder to write into."), required=True, metavar="DIR")
@option("--force", T("Replace files of these names."), is_flag=True)
def mail(
    call: Invocation,
    numbers: tuple[str, ...],
    project: str | None,
    to: tuple[str, ...],
    target: str,
    force: bool,
) -> Output:
    """One draft for each document."""
    from buendnis.documents.catalogue import catalogue
    from buendnis.settings.loading import load_settings
    from buendnis.usecases.mailing import document_drafts
    from buendnis.usecases.papers import document, documents

    if bool(numbers) == bool(project):
        raise click.UsageError(call.say(T("Name documents, or a --project.")))
    for one in to:
        if "@" not in one or any(not sign.isprintable() for sign in one):
            raise click.UsageError(call.say(T("“{text}” is no address.", text=one[:80])))
    with reading(call) as view:
        if project:
            letters = {kind for kind, one in catalogue().items() if one.shape == "letter"}
            issued = [
                one
                for one in documents(view, project)
                if one.kind in letters and not one.draft and not one.replaced_by
            ]
        else:
            issued = [document(view, number) for number in dict.fromkeys(numbers)]
        alliance = load_settings(view.alliance).alliance
        drafts = document_drafts(view, alliance, issued, to)
        return write_drafts(drafts, Path(target), len(issued), force)


@command(
    T("File the signed or the edited copy of a document."),
    examples=(
        "buendnis document file 2026-00042 --signed votum-unterschrieben.pdf",
        "buendnis document file 2026-00042 --edited votum.docx",
    ),
    more=(T("The sealed PDF stays the original; the copy lies beside it, marked as what it is."),),
)
@argument("number", T("The document's number."))
@option("--signed", T("The scan with the signatures."), metavar="FILE")
@option("--edited", T("The version that was edited in Word and went out."), metavar="FILE")
@on_option()
def file(
    call: Invocation, number: str, signed: str | None, edited: str | None, on: date | None
) -> Output:
    """The copy in the record, by the number of its document."""
    from buendnis.usecases.copies_filed import EDITED, SIGNED, file_copy

    if bool(signed) == bool(edited):
        raise click.UsageError(call.say(T("Give --signed or --edited, one of both.")))
    kind = SIGNED if signed else EDITED
    (copy,) = read_attachments([f"{kind}={signed or edited}"])
    with writing(call, on) as (office, who):
        done = file_copy(office, who, number, kind, copy)
    return Output(
        {"number": done.number, "kind": done.kind, "project": done.holder.id, "file": copy.name},
        (T("Filed beside {number}: {file}.", number=number, file=copy.name),),
    )
