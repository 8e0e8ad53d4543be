"""What is asked of the free motions of a meeting, when all its motions are opened, closed, sent or
taken off: the entry that would be made if each were taken alone.

What cannot be read in one's form is a reason of its row, beside those of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from buendnis.errors import BuendnisError, Finding
from buendnis.facts import Meeting, Motion, Resolution
from buendnis.store.database import Transaction
from buendnis.texts import T, Text
from buendnis.usecases.judging import Asking, Judged
from buendnis.usecases.motions import Found
from buendnis.usecases.office import Office, Who
from buendnis.usecases.resolution_entries import FreeEntry
from buendnis.usecases.resolution_results import cancelling, closing, telling
from buendnis.usecases.resolutions import Way, reopening

_TYPED = ("mediation", "elected", "reason")  # what a form may lack


def opening_free(
    office: Office,
    tx: Transaction,
    who: Who,
    meeting: Meeting,
    holder: Resolution,
    form: Mapping[str, Any],
) -> Asking:
    """The next round, in this meeting, of a free motion that was deferred or taken off; one that
    is open elsewhere, or was decided, is refused. form: `mediation`, after a failed consensus."""

    def ask() -> FreeEntry:
        mediation = str(form.get("mediation", ""))
        return reopening(office, tx, who, holder, mediation, Way(meeting=meeting.id))

    row = Judged(holder.id, holder.title, kind=holder.kind)
    return _asked(row, form, ("mediation",), ask)


def closing_free(
    office: Office,
    tx: Transaction,
    who: Who,
    holder: Resolution,
    motion: Motion,
    form: Mapping[str, Any],
) -> Asking:
    """The close of an open free motion. form: as of `close_resolution`."""
    return _asked(
        _row(holder, motion),
        form,
        None,
        lambda: closing(office, tx, who, Found(holder, motion), form),
    )


def sending_free(
    tx: Transaction,
    who: Who,
    holder: Resolution,
    motion: Motion,
    channel: str,
    form: Mapping[str, Any],
) -> Asking:
    """Telling the members the result; once they were told, there is nothing to do. form: another
    `channel`."""
    row = _row(holder, motion)
    if any(one.motion == motion.id and not one.for_whom for one in holder.sent):
        return Asking(replace(row, already=T("The members were told already.")))
    told = str(form.get("channel", channel))
    return _asked(row, form, ("channel",), lambda: telling(tx, who, Found(holder, motion), told))


def cancelling_free(
    tx: Transaction, who: Who, holder: Resolution, motion: Motion, reason: str
) -> Asking:
    """Taking an open free motion off, for a reason."""
    return _asked(
        _row(holder, motion), {}, (), lambda: cancelling(tx, who, Found(holder, motion), reason)
    )


def _row(holder: Resolution, motion: Motion) -> Judged:
    return Judged(holder.id, holder.title, motion.id, holder.kind)


def _asked(
    row: Judged,
    form: Mapping[str, Any],
    known: tuple[str, ...] | None,
    ask: Callable[[], FreeEntry],
) -> Asking:
    """The entry with its reasons, each named by its motion. known: the fields of the form; `None`
    where the entry looks for itself."""
    named = row.motion or row.id
    wrong = tuple(
        Finding(
            "input",
            key[:80],
            T("The form has no field “{key}”.", key=key[:80]),
            T("Use one of: {known}.", known=known or ()),
        )
        for key in form
        if known is not None and key not in known
    )
    entry, findings = None, wrong
    try:
        entry = ask()
        findings += entry.findings
    except BuendnisError as error:
        findings += error.findings or (Finding("input", "form", error.message),)
    placed = tuple(_placed(named, one, form) for one in findings)
    result = entry.result if entry is not None else None
    return Asking(replace(row, findings=placed, result=result), entry=entry)


def _placed(named: str, finding: Finding, form: Mapping[str, Any]) -> Finding:
    """A reason with the motion that it is about; what a form lacks, as it is typed here."""
    remedy: Text = finding.remedy
    if finding.field in _TYPED and not form.get(finding.field):
        remedy = T("Add --set {motion}.{field}=…", motion=named, field=finding.field)
        if finding.field == "elected" and not form.get("nobody"):
            remedy = T(
                "Say who: --set {motion}.elected=NAME, or --set {motion}.nobody=true.",
                motion=named,
            )
    message = T("{motion}: {message}", motion=named, message=finding.message)
    return replace(finding, field=f"{named}.{finding.field}", message=message, remedy=remedy)
