"""`vote receipt`: the proof that a ballot is in the record, and checking it against a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from buendnis.cli.acting import reading
from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.words import word
from buendnis.errors import IntegrityFailure
from buendnis.reading import read_bytes
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.receipts import Receipt

LARGEST = 1_000_000


@command(
    T("Prove that a ballot is in the record."),
    examples=(
        "buendnis vote receipt LW-2026-001-V1 --seat dgb -o quittung.json",
        "buendnis vote receipt --check quittung.json",
    ),
    more=(
        T("Compare the fingerprint with the one that vote cast said: it is SHA-256 of the ballot."),
        T("Compare the head with the foot of a letter that left the house on that day or later."),
        T("--check follows the whole log, and exits with 4 where the ballot is no longer there."),
    ),
    reading=True,
)
@argument("motion", T("The motion's id."), required=False, default="")
@option("--seat", T("The seat."), metavar="SEAT", default="")
@option("-o", "--output", "target", T("The file to write."), metavar="FILE", default="")
@option(
    "--check", "check", T("A receipt to compare with the database."), metavar="FILE", default=""
)
def receipt(call: Invocation, motion: str, seat: str, target: str, check: str) -> Output:
    """The ballot's fingerprint, its entry, and the head of the log."""
    from buendnis.usecases.receipts import check_receipt, read_receipt, receipts_of

    if bool(check) == bool(motion) or bool(motion) != bool(seat):
        raise click.UsageError(call.say(T("Give a motion with --seat, or --check with a file.")))
    if check:
        said = read_receipt(read_bytes(check, LARGEST), check)
        with reading(call) as view:
            faults = check_receipt(view, said)
        if faults:
            raise IntegrityFailure(T("The record contradicts the receipt."), faults)
        lines: tuple[Part, ...] = (
            T("The ballot is in the record: entry {position}.", position=said.position),
            _fields(said),
        )
        return Output({"ok": True, **said.to_data()}, lines)
    with reading(call) as view:
        found = receipts_of(view, motion, seat)
    chosen = next((one for one in found if one.stands), found[-1])
    if target:
        from buendnis.canon import canonical

        refuse_existing(Path(target), force=False)
        write_whole(Path(target), canonical(chosen) + b"\n")
    parts: list[Part] = [_fields(chosen)]
    if len(found) > 1:
        parts.append(_table(found))
    parts.append(
        NextStep(T("Next: compare the fingerprint with that of your ballot file (member)"))
    )
    data = {**chosen.to_data(), "all": [one.to_data() for one in found]}
    return Output(data, tuple(parts))


def _fields(one: Receipt) -> Fields:
    return Fields(
        (
            (T("Motion"), one.motion),
            (T("Seat"), one.seat),
            (T("Fingerprint of the ballot"), one.ballot),
            (T("Origin"), word(one.origin)),
            (T("Counts"), word("yes" if one.stands else "no")),
            (T("Entry"), one.position),
            (T("Hash of the entry"), one.entry),
            (T("Head of the log"), f"{one.head_position} {one.head}"),
        )
    )


def _table(found: list[Receipt]) -> Table:
    return Table(
        (Column(T("Entry"), whole=True), T("Fingerprint"), T("Origin"), T("Counts")),
        [
            (one.position, one.ballot, word(one.origin), word("yes" if one.stands else "no"))
            for one in found
        ],
        T("There is no ballot."),
    )
