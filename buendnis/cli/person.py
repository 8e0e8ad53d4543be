"""`person`: what is known of a person; setting a name right, and erasing it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading, writing
from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, as_document
from buendnis.cli.tables import Column, Fields, Table
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.knowing import Known


@command(
    T("Show what is known of a person."),
    examples=('buendnis person show "Erika Muster"',),
    more=(T("Papers that came from outside are not searched for names."),),
)
@argument("name", T("The name (or address) as it was entered."))
def show(call: Invocation, name: str) -> Output:
    """Where a name stands: entries and documents."""
    from buendnis.usecases.knowing import known_of

    with reading(call) as view:
        known = known_of(view, name)
    table = Table(
        (
            Column(T("Entry"), whole=True),
            Column(T("Day"), whole=True),
            Column(T("Of"), whole=True),
            T("What"),
            T("As"),
        ),
        [(one.entry, one.day, one.stream, one.kind, one.places) for one in known.mentions],
        T("No entry names this person."),
    )
    fields = Fields(
        (
            (T("Name"), known.name),
            (T("Former names"), known.former or None),
            (T("Documents"), known.documents or None),
        )
    )
    return Output(_data(known), (fields, table))


@command(
    T("Write what is known of a person."),
    examples=('buendnis person export "Erika Muster" -o auskunft.json',),
)
@argument("name", T("The name (or address) as it was entered."))
@option("-o", "--output", "target", T("The file to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def export(call: Invocation, name: str, target: str, force: bool) -> Output:
    """Everything as one JSON document, on the screen or in a file."""
    from buendnis.cli.output import Plain
    from buendnis.usecases.knowing import exported

    with reading(call) as view:
        data = exported(view, name)
    text = as_document(data)
    if not target:
        return Output(data, (Plain(text),))
    refuse_existing(Path(target), force=force)
    write_whole(Path(target), f"{text}\n".encode(), force=force)
    return Output(data, (T("Written: {file}", file=target),))


@command(
    T("Correct what is known of a person."),
    examples=('buendnis person rectify "Erika Muser" --to "Erika Muster" --reason Schreibfehler',),
    more=(T("Issued documents stay as they are; what is read from now on has the new name."),),
)
@argument("name", T("The name as it was entered."))
@option("--to", T("The right name."), metavar="NAME", required=True)
@option("--reason", T("Why; it must not name the person."), metavar="TEXT", required=True)
@on_option()
def rectify(call: Invocation, name: str, to: str, reason: str, on: date | None) -> Output:
    """The name set right by an entry of its own."""
    from buendnis.usecases.people import rectify as set_right

    with writing(call, on) as (office, who):
        known = set_right(office, who, name, to, reason)
    return Output(
        {**_data(known), "name": to},
        (
            T("Rectified. Entries that name the person: {count}", count=len(known.mentions)),
            NextStep(T("Next: look at it with buendnis person show (office)")),
        ),
    )


@command(
    T("Remove the names of a person."),
    examples=(
        'buendnis person erase "Erika Muster" --basis "Art. 17 DSGVO" --reason "Antrag vom 01.03."',
    ),
    more=(
        T("Name and former names go, and the PDFs that show them; entries and hashes stay."),
        T("Look through papers from outside, and through backups, yourself."),
    ),
)
@argument("name", T("The name (or address) as it was entered."))
@option("--basis", T("The legal basis."), metavar="TEXT", required=True)
@option("--reason", T("Why; it must not name the person."), metavar="TEXT", required=True)
@on_option()
def erase(call: Invocation, name: str, basis: str, reason: str, on: date | None) -> Output:
    """The erasure, by an entry that says what is gone."""
    from buendnis.usecases.people import erase as remove

    with writing(call, on) as (office, who):
        known = remove(office, who, name, basis, reason)
    return Output(
        {"keys": known.refs, "entries": len(known.mentions), "documents": known.documents},
        (
            T("Erased. Entries that named the person: {count}", count=len(known.mentions)),
            T("Documents without their PDF now: {numbers}", numbers=known.documents or "–"),
            NextStep(T("Next: look through backups and papers from outside (office)")),
        ),
    )


def _data(known: Known) -> dict[str, Any]:
    return {
        "name": known.name,
        "former_names": known.former,
        "keys": known.refs,
        "entries": [
            {
                "entry": one.entry,
                "of": one.stream,
                "kind": one.kind,
                "day": one.day,
                "places": one.places,
            }
            for one in known.mentions
        ],
        "documents": known.documents,
    }
