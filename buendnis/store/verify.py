"""Recomputing the record: the chain, the fold, the contents, the people. Plain SQL, read only.

Nothing that a table says is believed: every row of every table but `schema_*` is computed again
from the log, and every stored byte from its hash. What was erased must have its erasure in the log.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import msgspec

from buendnis.canon import canonical
from buendnis.errors import BuendnisError, Finding
from buendnis.store.chain import COLUMNS, GENESIS
from buendnis.store.mentions import Mentions
from buendnis.store.people import key_of
from buendnis.store.reading import View
from buendnis.store.refold import FOLDED, Marks, rows_of
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.store.schema import TRIGGERS
from buendnis.texts import T, Text

RULE = "audit"
TABLES = frozenset({"event", "content", "person", *FOLDED})
MOST_FAULTS = 100
# What reading a forged entry can raise; anything else is a fault of the program.
_UNFIT = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    AssertionError,
    msgspec.MsgspecError,
    BuendnisError,
)


@dataclass(slots=True)
class Report:
    """What was found. entries: how many there are; head: the hash of the last one. faults: what
    does not verify. erased: numbers of documents and hashes of contents that were erased as the log
    says; unsealed: documents whose PDF is still to be made."""

    entries: int = 0
    head: str = GENESIS
    faults: list[Finding] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    unsealed: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether everything verifies."""
        return not self.faults

    def fault(self, place: str, message: Text) -> None:
        """Note a fault; after a hundred the rest is not listed."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Finding(RULE, place, message))


def verify(view: View, marks: Marks) -> Report:
    """Verify everything. marks: for the hash of a workflow, which of its states are past the
    submission; raises `ValueError` or `BuendnisError` where it cannot be read."""
    report = Report()
    _check_file(view, report)
    check_chain(view, report)
    mentions = Mentions()
    _check_fold(view, report, mentions, marks)
    _check_contents(view, report, mentions)
    _check_people(view, report, mentions)
    report.erased = sorted(set(report.erased))
    return report


def check_chain(view: View, report: Report) -> None:
    """Follow the chain from the first entry to the last, in constant memory."""
    columns = ", ".join((*COLUMNS, "hash"))
    previous, expected = GENESIS, 1
    sha256, encode = hashlib.sha256, canonical
    for row in view.stream(f"SELECT {columns} FROM event ORDER BY position"):  # noqa: S608 - ours
        if (
            row[11] != sha256(encode(row[:11])).hexdigest()
            or row[10] != previous
            or row[0] != expected
        ):
            _tell_break(report, row, previous, expected)
            expected = row[0]
        previous = row[11]
        expected += 1
        report.entries += 1
    report.head = previous


def _tell_break(report: Report, row: Sequence[Any], previous: str, expected: int) -> None:
    place = f"event {row[0]}"
    if row[0] != expected:
        report.fault(place, T("Entries before {position} are missing.", position=row[0]))
    if row[10] != previous:
        report.fault(
            place, T("Entry {position} does not follow the one before it.", position=row[0])
        )
    if row[11] != hashlib.sha256(canonical(row[:11])).hexdigest():
        report.fault(place, T("Entry {position} was altered.", position=row[0]))


def _check_file(view: View, report: Report) -> None:
    for (said,) in view.stream("PRAGMA quick_check(10)"):
        if said != "ok":
            report.fault("file", T("The database file is damaged: {reason}.", reason=said[:200]))
    found = dict(view.query("SELECT name, sql FROM sqlite_schema"))
    for trigger in TRIGGERS:
        name = trigger.split()[2]
        if found.get(name) != trigger:
            report.fault(name, T("The protection “{name}” is missing or altered.", name=name))
    kinds = view.query("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    for (name,) in kinds:
        if name not in TABLES and not name.startswith(("schema_", "sqlite_")):
            report.fault(name, T("The table “{name}” is none of the record's.", name=name[:80]))


def _check_fold(view: View, report: Report, mentions: Mentions, marks: Marks) -> None:
    """Fold every stream again and compare it with the tables, one stream at a time."""
    columns = ", ".join(EVENT_COLUMNS)
    rows = view.stream(f"SELECT {columns} FROM event ORDER BY stream, position")  # noqa: S608 - ours
    seen: dict[str, set[str]] = {name: set() for name in FOLDED}
    for stream, group in groupby(rows, key=lambda row: row[1]):
        try:
            events = []
            for row in group:
                event = event_of(row)
                mentions.note(row[4], event)
                events.append(event)
            expected = list(rows_of(stream, events, marks))
        except _UNFIT as error:
            report.fault(
                str(stream)[:80],
                T(
                    "The entries of {stream} make no sense: {reason}.",
                    stream=str(stream)[:80],
                    reason=f"{type(error).__name__} {error}"[:200],
                ),
            )
            # Its rows cannot be compared, but they are known to belong to a stream.
            for table, key in FOLDED.items():
                where = "stream" if table == "document" else key
                found = view.query(f"SELECT {key} FROM {table} WHERE {where} = ?", (stream,))  # noqa: S608 - ours
                seen[table] |= {one for (one,) in found}
            continue
        for table, wanted in expected:
            seen[table].add(wanted[FOLDED[table]])
            _compare(view, report, table, wanted)
    for table, key in FOLDED.items():
        report.counts[table] = len(seen[table])
        for (name,) in view.stream(f"SELECT {key} FROM {table}"):  # noqa: S608 - ours
            if name not in seen[table]:
                report.fault(f"{table} {name}", T("{row} is in no entry.", row=f"{table} {name}"))


def _compare(view: View, report: Report, table: str, row: Mapping[str, Any]) -> None:
    key = FOLDED[table]
    name = f"{table} {row[key]}"
    found = view.query(
        f"SELECT {', '.join(row)} FROM {table} WHERE {key} = ?",  # noqa: S608 - our columns
        (row[key],),
    )
    if not found:
        report.fault(name, T("{row} is missing.", row=name))
        return
    for column, is_there in zip(row, found[0], strict=True):
        if is_there != row[column]:
            report.fault(
                f"{name}, {column}",
                T("{row}: “{column}” is not what the log says.", row=name, column=column),
            )
    if table == "document" and not row["pdf"]:
        report.unsealed.append(row["number"])


def _check_contents(view: View, report: Report, mentions: Mentions) -> None:
    there: set[str] = set()
    for name, kind, body, erased in view.stream("SELECT hash, kind, body, erased FROM content"):
        there.add(name)
        place = f"content {name[:16]}"
        if not mentions.knows(name):
            report.fault(place, T("{row} is in no entry.", row=place))
        elif kind not in mentions.roles.get(name, {kind}):
            report.fault(place, T("{row} is no “{kind}”.", row=place, kind=kind[:40]))
        if body is None or erased:
            if body is not None or name not in mentions.erased_contents:
                report.fault(place, T("{row} was erased, and no entry says so.", row=place))
            else:
                report.erased += mentions.documents.get(name, [name])
        elif hashlib.sha256(body).hexdigest() != name:
            report.fault(place, T("{row} was altered.", row=place))
    report.counts["content"] = len(there)
    for name in mentions.roles:
        if name not in there:
            report.fault(f"content {name[:16]}", T("{row} is missing.", row=f"content {name[:16]}"))


def _check_people(view: View, report: Report, mentions: Mentions) -> None:
    there: set[str] = set()
    for ref, salt, value, after in view.stream("SELECT ref, salt, value, replaced_by FROM person"):
        there.add(ref)
        place = f"person {ref[:12]}"
        if ref not in mentions.people:
            report.fault(place, T("{row} is in no entry.", row=place))
        if value is None or salt is None:
            if value is not None or salt is not None or ref not in mentions.erased_people:
                report.fault(place, T("{row} was erased, and no entry says so.", row=place))
        elif key_of(salt, value) != ref:
            report.fault(place, T("{row} was altered.", row=place))
        if after != mentions.rectified.get(ref, ""):
            report.fault(place, T("{row} stands for another name than the log says.", row=place))
    report.counts["person"] = len(there)
    for ref in sorted(mentions.people - there):
        report.fault(f"person {ref[:12]}", T("{row} is missing.", row=f"person {ref[:12]}"))


def damaged(error: sqlite3.DatabaseError) -> Report:
    """The report on a file that SQLite itself cannot read."""
    report = Report()
    report.fault("file", T("The database file is damaged: {reason}.", reason=str(error)[:200]))
    return report
