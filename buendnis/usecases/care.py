"""Looking after the record as a whole: founding it, verifying it, copying it, bringing it back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from buendnis.errors import Finding, Refused
from buendnis.events import ALLIANCE_FOUNDED, ALLIANCE_STREAM, PERSON_ERASED
from buendnis.settings.loading import load_settings
from buendnis.store.chain import GENESIS, row_hash
from buendnis.store.copies import copy_to, in_preparation, put_in_place, refuse_existing
from buendnis.store.database import Transaction, create, rebuild_tables
from buendnis.store.mentions import Mentions
from buendnis.store.reading import View, open_view
from buendnis.store.record import append
from buendnis.store.refold import FOLDED, Marks, rows_of
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.store.verify import Report, check_chain
from buendnis.texts import T
from buendnis.usecases.auditing import audit, marks_of, require_sound
from buendnis.usecases.office import Office, Who
from buendnis.workflow.loading import load_workflow, workflow_bytes

_COLUMNS = ", ".join(EVENT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuilding of the tables did: rows in all, and how many of them had been others."""

    rows: int
    changed: int


def found_alliance(path: Path, who: Who, alliance: str) -> None:
    """Create the database of an alliance at `path`, where no file is, with its first entry.

    Raises `Unreadable` for an alliance without data or with wrong data (nothing is created then),
    `Refused` if there is a file already or somebody else than the office asks. The file is there
    with its first entry, or not at all.
    """
    only_office(who)
    load_settings(alliance)
    load_workflow(workflow_bytes(alliance))
    refuse_existing(path)
    with in_preparation(path, make_folder=True) as copy:
        create(copy, alliance).close()
        with Office(copy) as office, office.db.transaction() as tx:
            workflow = office.newest_workflow(tx)
            payload = {"alliance": alliance, "workflow": workflow.fingerprint}
            append(tx, who.entering(), ALLIANCE_STREAM, ALLIANCE_FOUNDED, payload, 1)
        put_in_place(copy, path, live=True)


def only_office(who: Who) -> None:
    """Raise `Refused` for everybody else than the office."""
    if who.actor != "office":
        message = T("“{actor}” may not do this.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=("office",))
        raise Refused(message, [Finding("role", "actor", message, remedy)])


def back_up(path: Path, target: Path) -> Report:
    """Write a copy of the database, verified before it gets its name. Never overwrites.

    Raises `IntegrityFailure` if the copy does not verify: then there is none.
    """
    refuse_existing(target)
    with in_preparation(target) as copy:
        copy_to(path, copy)
        report = audit(copy)
        require_sound(report)
        put_in_place(copy, target, live=False)
    return report


def restore(source: Path, target: Path, until: int | None = None, *, force: bool = False) -> Report:
    """Bring the backup at `source` to `target`, verified; with `until`, the entries up to that one.

    What was erased stays erased: an erasure after `until` is entered again. Raises `Refused` where
    a database is already and `force` is not set, `IntegrityFailure` if the backup does not verify.
    """
    if not force:
        refuse_existing(target)
    with in_preparation(target) as copy:
        report = audit(source)
        require_sound(report)
        if until is None:
            copy_to(source, copy)
        else:
            if not 1 <= until <= report.entries:
                raise Refused(
                    T(
                        "There is no entry {number}; the last one is {last}.",
                        number=until,
                        last=report.entries,
                    )
                )
            _replay(source, copy, until)
        report = audit(copy)
        require_sound(report)
        put_in_place(copy, target, live=True, force=force)
    return report


def upgrade(path: Path, who: Who) -> Rebuilt:
    """Rebuild the tables from the log; the log itself stays as it is.

    Raises `IntegrityFailure` if the chain is broken: then nothing is rebuilt.
    """
    only_office(who)
    chain = Report()
    with open_view(path) as view:
        check_chain(view, chain)
        require_sound(chain)
        marks = marks_of(view)
        with Office(path) as office, office.db.transaction() as tx:
            before = _folded_rows(tx)
            rebuild_tables(tx)
            _fold_all(tx, marks)
            after = _folded_rows(tx)
    return Rebuilt(len(after), len(before ^ after))


def _folded_rows(tx: Transaction) -> set[tuple[Any, ...]]:
    return {
        (table, *row)
        for table in FOLDED
        for row in tx.query(f"SELECT * FROM {table}")  # noqa: S608 - our tables
    }


def _fold_all(tx: Transaction, marks: Marks) -> None:
    rows = tx.query(f"SELECT {_COLUMNS} FROM event ORDER BY stream, position")  # noqa: S608 - ours
    for stream, group in groupby(rows, key=lambda row: row[1]):
        for table, row in rows_of(stream, [event_of(one) for one in group], marks):
            tx.insert(table, row)


def _replay(source: Path, copy: Path, until: int) -> None:
    """A new database with the entries up to `until`, what they name, and the tables they make."""
    with open_view(source) as view, create(copy, view.alliance) as database:
        mentions = Mentions()
        with database.transaction() as tx:
            last = GENESIS
            columns = f"SELECT {_COLUMNS} FROM event"  # noqa: S608 - ours
            for row in view.stream(f"{columns} WHERE position <= ? ORDER BY position", (until,)):
                tx.insert("event", dict(zip(EVENT_COLUMNS, row, strict=True)))
                mentions.note(row[4], event_of(row))
                last = row[-1]
            position = until
            again = view.query(
                f"{columns} WHERE position > ? AND kind = ? ORDER BY position",
                (until, PERSON_ERASED),
            )
            for row in again:
                position += 1
                values = dict(zip(EVENT_COLUMNS, row, strict=True))
                values |= {"position": position, "previous": last}
                values["hash"] = last = row_hash(values)
                tx.insert("event", values)
                mentions.note(row[4], event_of(row))
            _copy_mentioned(view, tx, mentions)
            _fold_all(tx, marks_of(view))


def _copy_mentioned(view: View, tx: Transaction, mentions: Mentions) -> None:
    for row in view.stream("SELECT hash, kind, body, erased FROM content"):
        if row[0] in mentions.roles:
            tx.insert("content", dict(zip(("hash", "kind", "body", "erased"), row, strict=True)))
    for ref, salt, value, _ in view.stream("SELECT ref, salt, value, replaced_by FROM person"):
        if ref in mentions.people:
            after = mentions.rectified.get(ref, "")
            tx.insert("person", {"ref": ref, "salt": salt, "value": value, "replaced_by": after})
