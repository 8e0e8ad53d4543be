"""Verifying a record: for the command, for backups, and without anything that writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from buendnis.errors import IntegrityFailure
from buendnis.store.reading import View, open_view
from buendnis.store.refold import Marks
from buendnis.store.verify import Report, damaged, verify
from buendnis.texts import T
from buendnis.usecases.auditing_certificates import check_certificates
from buendnis.usecases.signed_audit import check_signed
from buendnis.workflow.loading import load_workflow

SUBMITTED = "submitted"


def audit(path: Path) -> Report:
    """Verify the record at `path`: chain, fold, contents, people. A file that cannot be read as a
    database is reported, not raised; one that is missing or none of ours is raised."""
    with open_view(path) as view:
        try:
            report = verify(view, marks_of(view))
            if report.sound:
                # Entries that are known to make sense are looked into further.
                check_signed(view, report)
            check_certificates(view, report)
            return report
        except sqlite3.DatabaseError as error:
            if any(one in str(error) for one in ("locked", "readonly", "unable to open")):
                raise  # the file is sound as far as anybody knows; it cannot be read from here
            return damaged(error)


def require_sound(report: Report) -> None:
    """Raise `IntegrityFailure` with every fault of a report that has any."""
    if not report.sound:
        raise IntegrityFailure(
            T("{count} faults were found.", count=len(report.faults)), report.faults
        )


def marks_of(view: View) -> Marks:
    """For the hash of a workflow in the database: which of its states are past the submission."""
    known: dict[str, Mapping[str, bool]] = {}

    def marks(workflow: str) -> Mapping[str, bool]:
        if workflow not in known:
            source = view.content(workflow)
            if source is None:
                raise ValueError(f"the workflow {workflow[:16]} is missing")
            read = load_workflow(source)
            known[workflow] = {name: read.marked(name, SUBMITTED) for name in read.states}
        return known[workflow]

    return marks
