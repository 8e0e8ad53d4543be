"""`motion packet`: what a seat needs to decide, in one file for e-mail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output
from buendnis.cli.tables import Column, Fields, Table
from buendnis.errors import Refused
from buendnis.texts import T

CHANNEL = "email"


@command(
    T("Write what a seat needs to decide, for e-mail."),
    examples=(
        "buendnis motion packet LW-2026-001-V1 -o vorlage.zip",
        "buendnis motion packet LW-2026-001-V1 --all -o versand --sent",
    ),
    more=(
        T("The question, all papers and the ballot form, with the fingerprint of both."),
        T("The same motion gives the same bytes. Only --sent writes to the record."),
    ),
    reading=True,
)
@argument("motion", T("The motion's id."))
@option("-o", "--output", "target", T("The file, or a folder."), metavar="PATH", required=True)
@option("--seat", "seats", T("Address it to a seat."), metavar="SEAT", multiple=True)
@option("--all", "everybody", T("One packet for each seat, in a folder."), is_flag=True)
@option("--sent", T("Record that it was sent by e-mail."), is_flag=True)
@option("--force", T("Replace a file of that name."), is_flag=True)
@on_option()
def packet(
    call: Invocation,
    motion: str,
    target: str,
    seats: tuple[str, ...],
    everybody: bool,
    sent: bool,
    force: bool,
    on: date | None,
) -> Output:
    """The files that were written, with the fingerprints that a ballot will name."""
    from buendnis.settings.loading import load_settings
    from buendnis.usecases.packets import make_packets

    if seats and everybody:
        raise click.UsageError(call.say(T("Give --seat or --all, not both.")))
    if sent and call.as_of:
        raise click.UsageError(call.say(T("What is answered as of a day is not sent.")))
    with reading(call) as view:
        title = load_settings(view.alliance).alliance.title
        made = make_packets(view, motion, title, seats)
        if everybody:
            made = make_packets(view, motion, title, made[0].packet.seat_ids)
    folder = Path(target)
    if folder.is_dir() or target.endswith(("/", "\\")) or len(made) > 1:
        if folder.exists() and not folder.is_dir():
            raise Refused(T("{file} is a file; several packets need a folder.", file=target[:80]))
        files = [folder / one.name for one in made]
    else:
        files = [folder]
    for file in files:
        refuse_existing(file, force=force)
    if len(files) > 1 or files[0] != folder:
        folder.mkdir(exist_ok=True)
    for file, one in zip(files, made, strict=True):
        write_whole(file, one.body, force=force)
    entry = 0
    if sent:
        from buendnis.usecases.packets_sent import mark_sent

        with writing(call, on) as (office, who):
            entry = mark_sent(office, who, motion, seats, CHANNEL)
    frame = made[0].packet
    data = {
        "motion": frame.motion,
        "version": frame.version,
        "question": frame.question_fingerprint,
        "papers": frame.papers_fingerprint,
        "files": files,
        "seats": [one.packet.seat for one in made],
        "contents": frame.papers,
        "entry": entry or None,
    }
    fields = Fields(
        (
            (T("Motion"), frame.motion),
            (T("Version"), frame.version),
            (T("Fingerprint of the question"), frame.question_fingerprint),
            (T("Fingerprint of the papers"), frame.papers_fingerprint),
        )
    )
    table = Table(
        (Column(T("Paper"), whole=True), T("Title"), Column(T("Fingerprint"), whole=True)),
        [(one.file, one.title, one.hash[:16]) for one in frame.papers],
        T("There is no paper."),
    )
    following = NextStep(T("Next: send {file} by e-mail (office)", file=files[0].name))
    return Output(data, (fields, table, following))
