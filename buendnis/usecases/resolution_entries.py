"""What the entries of a free motion have in common: their days, their papers, what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.canon import canonical, parsed
from buendnis.errors import Finding
from buendnis.facts import Meeting, Motion, MotionResult, Resolution
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.record import record_on_resolution
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.issuing import prepared, seal_pending
from buendnis.usecases.office import (
    Office,
    Who,
    not_ahead,
)

CHANNELS = ("email", "post", "portal", "by_hand")  # how a result is told
VORLAGE, AUSFERTIGUNG = "beschlussvorlage_frei", "beschlussausfertigung"


class Resolved(Struct, frozen=True):
    """A free motion after an entry: the resolution, the motion concerned, the numbers of the
    documents that were made, and those that were sealed."""

    resolution: Resolution
    motion: Motion
    documents: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()


class FreeEntry(Struct, frozen=True):
    """An entry on a free motion that is asked for, within a transaction.

    findings: what speaks against it; while there are any, it is not written. write: appends it, and
    returns what came of it, not sealed yet. result: the one that a close has.
    """

    findings: tuple[Finding, ...]
    write: Callable[[], Resolved]
    result: MotionResult | None = None


def written(entry: FreeEntry) -> Resolved:
    """Write an entry. Raises `Refused` with all that speaks against it."""
    if entry.findings:
        raise refusals_of(entry.findings)
    return entry.write()


def not_before(who: Who, motion: Motion) -> list[Finding]:
    """A day after today, or before the motion was opened (or closed, for a new round)."""
    not_ahead(who)
    earliest = motion.opened_on if motion.open else motion.closed_on or motion.opened_on
    if who.on >= earliest:
        return []
    message = T("{day} is before {earliest}.", day=who.on, earliest=earliest)
    return [Finding("order", "on", message, T("Correct the day."))]


def documents(
    office: Office,
    tx: Transaction,
    who: Who,
    kind: str,
    resolution: Resolution,
    motion: Motion,
    meeting: Meeting | None,
) -> list[dict[str, Any]]:
    """The row of one document. Its data name people by keys, as the motion does."""
    from buendnis.documents.resolution import resolution_data

    named = _meeting_name(meeting)
    sealed = parsed(canonical(seal(plain(motion), tx.query, tx.insert)), Motion)

    def data(number: str, prepared_by: str) -> dict[str, Any]:
        alliance = office.settings.alliance
        return resolution_data(
            kind, resolution, sealed, alliance, number, who.on, prepared_by, named
        )

    return prepared(office, tx, who, {kind: data})


def _meeting_name(meeting: Meeting | None) -> str:
    from buendnis.documents.german import day_text

    if meeting is None:
        return ""
    return f"Sitzung der Lenkungsgruppe am {day_text(meeting.day.isoformat())} ({meeting.id})"


def recorded(
    tx: Transaction,
    who: Who,
    resolution: Resolution | None,
    id: str,
    motion_id: str,
    kind: str,
    payload: Mapping[str, Any],
) -> Resolved:
    """Append an entry to a free motion's stream. id, motion_id: of the free motion, and of the
    motion concerned."""
    after = record_on_resolution(tx, who.entering(), resolution, id, kind, payload)
    motion = next(one for one in after.motions if one.id == motion_id)
    return Resolved(after, motion, tuple(row["number"] for row in payload.get("documents", ())))


def sealed(office: Office, who: Who, done: Resolved) -> Resolved:
    """Seal the documents of an entry, after its transaction."""
    return replace(done, sealed=tuple(seal_pending(office, who))) if done.documents else done


def plain(value: Any) -> Any:
    """A record as JSON values."""
    return parsed(canonical(value), object)
