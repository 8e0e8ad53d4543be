"""`init`, `backup`, `restore`, `db upgrade`: the database as a file."""

from __future__ import annotations

from pathlib import Path

from buendnis.cli.acting import database, who_acts
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import NextStep, Output
from buendnis.cli.parameters import WholeNumber
from buendnis.texts import T


@command(
    T("Create a database for an alliance."),
    examples=("buendnis init", "buendnis --db nordwest.db init --alliance nordwest"),
    more=(T("The file lies where --db or BUENDNIS_DB says; without them, buendnis.db here."),),
)
@option(
    "--alliance",
    T("Whose database it is; without it, leine-weser."),
    default="leine-weser",
    metavar="NAME",
)
def init(call: Invocation, alliance: str) -> Output:
    """A new database with its first entry; refuses to touch a file that is there."""
    from buendnis.usecases.care import found_alliance

    path = database(call)
    found_alliance(path, who_acts(call), alliance)
    return Output(
        {"file": path, "alliance": alliance},
        (
            T("Created: {file}, for the alliance {alliance}.", file=str(path), alliance=alliance),
            NextStep(T("Next: buendnis project import FILE (coordination office)")),
        ),
    )


@command(
    T("Write a backup."),
    examples=("buendnis backup sicherung.db",),
    more=(T("The copy is verified before it gets its name; no file is overwritten."),),
)
@argument("file", T("The file to write."))
def backup(call: Invocation, file: str) -> Output:
    """A compact copy of the database as it is now."""
    from buendnis.usecases.care import back_up

    report = back_up(database(call), Path(file))
    return Output(
        {"file": file, "entries": report.entries, "head": report.head},
        (
            T("Written and verified: {file}, {count} entries.", file=file, count=report.entries),
            T("Head of the log: {head}", head=report.head),
        ),
    )


@command(
    T("Bring a backup back."),
    examples=(
        "buendnis --db neu.db restore sicherung.db",
        "buendnis --db stand.db restore sicherung.db --until 120",
    ),
    more=(
        T("It goes where --db says; a database there is replaced only with --force."),
        T("What was erased stays erased: an erasure after entry N is entered again."),
    ),
)
@argument("file", T("The backup."))
@option(
    "--until",
    T("Only the entries up to this one."),
    metavar="N",
    type=WholeNumber(min=1),
    default=None,
)
@option("--force", T("Replace the database that is there."), is_flag=True)
def restore(call: Invocation, file: str, until: int | None, force: bool) -> Output:
    """The record of a backup, verified before it takes its place."""
    from buendnis.usecases.care import restore as bring_back

    target = database(call)
    report = bring_back(Path(file), target, until, force=force)
    return Output(
        {"file": target, "entries": report.entries, "head": report.head},
        (
            T(
                "Restored and verified: {file}, {count} entries.",
                file=str(target),
                count=report.entries,
            ),
            T("Head of the log: {head}", head=report.head),
        ),
    )


@command(
    T("Rebuild the tables from the log."),
    examples=("buendnis db upgrade",),
    more=(T("The log stays as it is. A broken log is refused."),),
)
def upgrade(call: Invocation) -> Output:
    """The tables folded again from the log."""
    from buendnis.usecases.care import upgrade as rebuild

    done = rebuild(database(call), who_acts(call))
    said = (
        T("The tables were what the log says: {rows} rows.", rows=done.rows)
        if not done.changed
        else T(
            "The tables were rebuilt: {rows} rows; {changed} differed before or after.",
            rows=done.rows,
            changed=done.changed,
        )
    )
    return Output({"rows": done.rows, "changed": done.changed}, (said,))
