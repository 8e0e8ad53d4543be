"""Taking ballots that came in: signed ones, and PDF forms that were filled in.

Each is judged in one transaction, with all reasons, and is then recorded, or refused, or found to
be in the record already. A refusal is recorded too, once, and changes no facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.errors import Finding, Refused
from buendnis.events import BALLOTS_RECORDED, STEP_UNDONE, Event
from buendnis.facts import Motion
from buendnis.store.database import Transaction
from buendnis.store.record import (
    load_meeting,
    stream_events,
)
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers
from buendnis.usecases.ballot_refusals import record_refusal
from buendnis.usecases.motions import ELECTION, Found, find_motion, record_on_motion
from buendnis.usecases.office import Office, Who
from buendnis.usecases.roles import KEEPERS, only
from buendnis.usecases.signed_judging import signed_faults, signed_row
from buendnis.usecases.signed_standing import lapsed
from buendnis.workflow.voting import (
    recusals_of,
    vote_findings,
)
from votes.problems import Problem
from votes.signed import read_ballot

RECORDED, KNOWN, REFUSED, UNREADABLE = "recorded", "known", "refused", "unreadable"
EVIDENCE = "ballot"
SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"


class Taken(Struct, frozen=True):
    """What came of one ballot.

    status: `recorded`, `known` (in the record already), `refused` (by a rule), `unreadable`.
    fingerprint: SHA-256 of its bytes. position: of the entry that holds it, 0 without one. stands:
    whether it is the one that counts for its seat now. reasons: why not.
    """

    status: str
    motion: str
    seat: str
    fingerprint: str
    position: int = 0
    stands: bool = False
    reasons: tuple[Finding, ...] = ()


class Judged(Struct, frozen=True):
    """A ballot before it is recorded: the row of the entry, what speaks against it, and whether its
    seat objects to the circular procedure besides."""

    row: dict[str, Any]
    problems: list[Problem]
    objects: bool = False


def take_signed(office: Office, who: Who, data: bytes, name: str) -> Taken:
    """Record the signed ballot in the bytes of a file, if all its reasons to count are there.

    The business day is the day on which it was received. name: the file's, for the record.
    """
    sealed, problems = read_ballot(data)
    if sealed is None:
        return Taken(UNREADABLE, "", "", "", reasons=unreadable(problems))
    ballot = sealed.ballot
    only(who, *KEEPERS, f"seat:{ballot.seat}")
    file = Attachment(EVIDENCE, name, sealed.data)

    def judge(tx: Transaction, found: Found) -> Judged:
        return Judged(signed_row(sealed), signed_faults(tx, who, found, sealed), ballot.objection)

    return taken(office, who, ballot.motion, ballot.seat, sealed.fingerprint, file, judge)


def taken(
    office: Office,
    who: Who,
    motion_id: str,
    seat: str,
    fingerprint: str,
    file: Attachment,
    judge: Callable[[Transaction, Found], Judged],
) -> Taken:
    """One ballot in one transaction: known, refused with all reasons, or recorded."""
    with office.db.transaction() as tx:
        try:
            found = find_motion(tx, motion_id)
        except Refused as error:
            unknown = (Finding("vote", "motion", error.message),)
            return Taken(REFUSED, motion_id, seat, fingerprint, reasons=unknown)
        events = stream_events(tx, found.holder.id)
        position = recorded_in(events, motion_id, fingerprint)
        if position:
            gone = _no_longer_counts(tx, found.motion, seat)
            stands = not gone and any(one.evidence == fingerprint for one in found.motion.ballots)
            return Taken(KNOWN, motion_id, seat, fingerprint, position, stands, gone)
        judged = judge(tx, found)
        reasons = vote_findings(judged.problems, SOURCE)
        if found.motion.purpose == ELECTION:
            reasons = (_secret(motion_id), *reasons)
        if not found.motion.open:
            closed = T("The motion {motion} is closed.", motion=motion_id)
            reasons = (Finding("vote", "motion", closed), *reasons)
        elif who.on < found.motion.opened_on or who.on > who.today:
            reasons = (_day_finding(who, found.motion), *reasons)
        if reasons:
            record_refusal(office, tx, who, found, seat, fingerprint, reasons, events)
            return Taken(REFUSED, motion_id, seat, fingerprint, reasons=reasons)
        payload: dict[str, Any] = {
            "source": judged.row["origin"],
            "version": found.motion.version,
            "ballots": [judged.row],
            "papers": kept_papers(tx, (file,)),
        }
        if judged.objects:
            payload["objections"] = [seat]
        after = record_on_motion(office, tx, who, found, BALLOTS_RECORDED, payload)
        (number,) = tx.query("SELECT MAX(position) FROM event WHERE stream = ?", (found.holder.id,))
        stands = any(one.evidence == fingerprint for one in after.motion.ballots)
        return Taken(RECORDED, motion_id, seat, fingerprint, int(number[0]), stands)


def _no_longer_counts(tx: Transaction, motion: Motion, seat: str) -> tuple[Finding, ...]:
    """Where a seat voted on an open motion, and none of its ballots counts any more: that it has to
    vote again. A seat that is recused has nothing to cast."""
    if not motion.open or seat in {one.seat for one in recusals_of(motion)}:
        return ()
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    counting = {one.seat for one in motion.ballots} - set(lapsed(motion, meeting))
    if seat in counting:
        return ()
    message = T("It does not stand any more, and no ballot of the seat {seat} does.", seat=seat)
    return (Finding("vote", seat, message, T("A new ballot is needed."), SOURCE),)


def recorded_in(events: Iterable[Event], motion_id: str, fingerprint: str) -> int:
    """The entry that recorded a ballot on a motion, 0 if none did. One taken back is none."""
    events = tuple(events)
    undone = {one.payload.get("entry") for one in events if one.kind == STEP_UNDONE}
    for event in events:
        if event.kind == BALLOTS_RECORDED and event.payload["motion"] == motion_id:
            rows = event.payload["ballots"]
            if event.position not in undone and any(
                fingerprint == row.get("evidence") for row in rows
            ):
                return event.position
    return 0


def unreadable(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """What `votes` says of a file that holds no ballot, as findings of unreadable input."""
    return tuple(replace(one, rule="input") for one in vote_findings(list(problems), ""))


def _secret(motion: str) -> Finding:
    """Why a ballot that names its seat is none in an election."""
    message = T("{motion} is an election by secret ballot: no ballot names a seat.", motion=motion)
    remedy = T("Enter the count: vote count {motion} …", motion=motion)
    return Finding("vote", "motion", message, remedy, SOURCE)


def _day_finding(who: Who, motion: Motion) -> Finding:
    return Finding(
        "order",
        "on",
        T(
            "{day} does not fit: the motion was opened on {opened}, today is {today}.",
            day=who.on,
            opened=motion.opened_on,
            today=who.today,
        ),
    )
