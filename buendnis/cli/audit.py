"""`audit`: the log, its head, its proof, and a copy for others to check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import database, reading
from buendnis.cli.files import refuse_existing
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Output
from buendnis.cli.tables import Column, Fields, Table
from buendnis.dates import berlin_time
from buendnis.texts import T, Text, text_from_data

if TYPE_CHECKING:
    from buendnis.events import Event

REFUSED = "step_refused"
REFUSALS = (REFUSED, "ballot_refused")


@command(
    T("Show the log."),
    examples=(
        "buendnis audit log",
        "buendnis audit log --project LW-2026-001",
        "buendnis audit log --refused --json",
    ),
    reading=True,
)
@option("--project", T("Only the entries of this project."), metavar="ID", default="")
@option("--refused", T("Only refused attempts, with their reasons."), is_flag=True)
def log(call: Invocation, project: str, refused: bool) -> Output:
    """The entries, oldest first."""
    with reading(call) as view:
        if project:
            view.project(project)
        known = view.events(project or None)
        events = [one for one in known if not refused or one.kind in REFUSALS]
    table = Table(
        (
            Column(T("Entry"), whole=True),
            Column(T("Day"), whole=True),
            Column(T("Entered"), whole=True),
            Column(T("Of"), whole=True),
            T("What"),
            T("Actor"),
            T("Person"),
        ),
        [
            (
                one.position,
                one.day,
                berlin_time(one.clock) + (" ⏲" if one.rehearsal else ""),
                one.stream,
                _what(call, one),
                one.actor,
                one.person,
            )
            for one in events
        ],
        T("There is no such entry."),
    )
    return Output([_data(one) for one in events], (table,))


@command(
    T("Recompute the whole record."),
    examples=("buendnis audit verify", "buendnis audit verify --json"),
    more=(
        T("Chain, tables, contents, documents and names are computed again from the log."),
        T("Every decision certificate is counted again, and compared with what it rests on."),
        T("What was erased with its entry is no failure. A failure ends with status 4."),
    ),
)
def verify(call: Invocation) -> Output:
    """What was recomputed; every fault at once."""
    from buendnis.usecases.auditing import audit, require_sound

    report = audit(database(call))
    require_sound(report)
    data = {
        "ok": True,
        "entries": report.entries,
        "head": report.head,
        "checked": report.counts,
        "erased": report.erased,
        "unsealed": report.unsealed,
    }
    fields: list[tuple[Text, Any]] = [
        (T("Entries"), report.entries),
        (T("Projects"), report.counts["project"]),
        (T("Meetings"), report.counts["meeting"]),
        (T("Documents"), report.counts["document"]),
        (T("Stored contents"), report.counts["content"]),
        (T("Names"), report.counts["person"]),
        (T("Decision certificates"), report.counts["certificate"]),
        (T("Erased"), tuple(report.erased) or None),
        (T("Not sealed yet"), tuple(report.unsealed) or None),
        (T("Head of the log"), report.head),
    ]
    return Output(data, (T("The record verifies."), Fields(fields)))


@command(
    T("Show the head of the log."),
    examples=("buendnis audit head", "buendnis audit head --as-of 2026-05-31"),
    more=(T("Whoever keeps the head can prove later that nothing before it was changed."),),
    reading=True,
)
def head(call: Invocation) -> Output:
    """Position and hash of the last entry."""
    with reading(call) as view:
        rows = view.query(
            "SELECT position, hash, clock FROM event WHERE position = ?", (view.last_position,)
        )
    position, found, clock = rows[0] if rows else (0, "", "")
    return Output(
        {"entries": position, "head": found, "entered": clock},
        (Fields(((T("Entries"), position), (T("Head of the log"), found), (T("Entered"), clock))),),
    )


@command(
    T("Write the log as a bundle for others to check."),
    examples=("buendnis audit export protokoll.tar",),
    more=(T("People stand in it by their keys only. The same record gives the same bytes."),),
)
@argument("file", T("The .tar file to write."))
@option("--force", T("Replace a file of that name."), is_flag=True)
def export(call: Invocation, file: str, force: bool) -> Output:
    """The entries line by line, the hashes of contents, and the head."""
    from buendnis.usecases.exporting import export_log

    path = Path(file)
    refuse_existing(path, force=force)
    entries, found = export_log(database(call), path, force=force)
    return Output(
        {"file": path, "entries": entries, "head": found},
        (
            T("Written: {file}, {count} entries.", file=str(path), count=entries),
            T("Head of the log: {head}", head=found),
        ),
    )


def _what(call: Invocation, event: Event) -> Text | str:
    payload = event.payload
    if event.kind in REFUSALS:
        reasons = " ".join(
            call.say(text_from_data(one["message"])) for one in payload.get("violations", ())
        )
        step = payload.get("step") or payload.get("motion", "")
        return T("refused: {step} – {reasons}", step=step, reasons=reasons)
    said = {
        "step_taken": payload.get("step", ""),
        "document_sealed": payload.get("number", ""),
    }.get(event.kind, "")
    return f"{event.kind} {said}".strip()


def _data(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = {
        "entry": event.position,
        "of": event.stream,
        "version": event.version,
        "kind": event.kind,
        "day": event.day,
        "entered": event.clock,
        "rehearsal": event.rehearsal,
        "actor": event.actor,
        "person": event.person,
        "hash": event.hash,
        "payload": event.payload,
    }
    if event.kind in REFUSALS:
        data["violations"] = [
            {
                "rule": one["rule"],
                "field": one["field"],
                "message": text_from_data(one["message"]),
                "remedy": text_from_data(one["remedy"]),
                "source": one["source"],
            }
            for one in event.payload.get("violations", ())
        ]
    return data
