"""Taking ballots that came in: signed ones, and PDF forms that were filled in.

Each is judged in one transaction, with all reasons, and is then recorded, or refused, or found to
be in the record already. A refusal is recorded too, once, and changes no facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.dates import berlin_day
from buendnis.errors import Finding, Refused
from buendnis.events import BALLOTS_RECORDED, STEP_UNDONE, Event
from buendnis.facts import MemberKey, Motion, RecordedBallot
from buendnis.store.database import Transaction
from buendnis.store.record import (
    load_meeting,
    load_membership,
    stream_events,
)
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers
from buendnis.usecases.ballot_refusals import record_refusal
from buendnis.usecases.motions import Found, find_motion, record_on_motion
from buendnis.usecases.office import Office, Who
from buendnis.usecases.packets import fingerprints_of
from buendnis.usecases.roles import KEEPERS, only
from buendnis.workflow.voting import (
    attendance_of,
    bylaws_of,
    frame_of,
    recusals_of,
    vote_findings,
)
from votes.ballot import Ballot, validate_ballots
from votes.chain import rival, standing
from votes.circular import validate_objections
from votes.precedence import precedence_faults
from votes.problems import Problem
from votes.signed import Sealed, SignedBallot, read_ballot

RECORDED, KNOWN, REFUSED, UNREADABLE = "recorded", "known", "refused", "unreadable"
EVIDENCE = "ballot"
SIGNED = "signed"
SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"
# A member's clock may run ahead of the office's by so much.
_AHEAD = timedelta(hours=1)


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
        return Judged(_row(sealed), _judged(tx, who, found, sealed), ballot.objection)

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
            stands = any(one.evidence == fingerprint for one in found.motion.ballots)
            return Taken(KNOWN, motion_id, seat, fingerprint, position, stands)
        judged = judge(tx, found)
        reasons = vote_findings(judged.problems, SOURCE)
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


def late_faults(motion: Motion, days: Iterable[date], seat: str) -> Iterator[Problem]:
    """Why a ballot of a circular comes too late: cast or received after its last day."""
    latest = max(days)
    if motion.until is not None and latest > motion.until:
        yield Problem(seat, "ballot_late", {"day": latest, "until": motion.until})


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


# ---------------------------------------------------------------- judging a signed ballot


def _judged(tx: Transaction, who: Who, found: Found, sealed: Sealed) -> list[Problem]:
    """All that speaks against a signed ballot. Where the signature does not hold, nothing that it
    says is worth a look."""
    ballot, motion = sealed.ballot, found.motion
    key = load_membership(tx).key(ballot.key)
    if key is None:
        return [Problem(ballot.seat, "ballot_key_unknown", {"key": ballot.key})]
    if not sealed.signed_by(key.jwk):
        return [Problem(ballot.seat, "ballot_signature")]
    problems = [*_key_faults(who, motion, ballot, key), *_time_faults(who, motion, ballot)]
    problems += _binding_faults(tx, found, ballot)
    if not motion.open or ballot.version != motion.version:
        return problems
    problems += _chain_faults(motion, ballot)
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    counted = Ballot(
        ballot.seat, ballot.answer, ballot.by, SIGNED, ballot.reason, ballot.case or None
    )
    problems += validate_ballots(
        frame_of(motion),
        [counted],
        attendance_of(meeting),
        recusals_of(motion),
        bylaws_of(motion),
    )
    if ballot.objection:
        objecting = (frame_of(motion), (ballot.seat,), recusals_of(motion), bylaws_of(motion))
        problems += validate_objections(*objecting)
    return problems


def _key_faults(
    who: Who, motion: Motion, ballot: SignedBallot, key: MemberKey
) -> Iterator[Problem]:
    cast = berlin_day(ballot.cast)
    if key.seat != ballot.seat:
        values = {"other": key.seat, "seat": ballot.seat}
        yield Problem(ballot.seat, "ballot_key_seat", values)
    elif key.role != ballot.by:
        yield Problem(ballot.seat, f"ballot_key_{key.role}")
    elif not _in_office(motion, key):
        yield Problem(ballot.seat, "ballot_key_person", {"seat": ballot.seat})
    if min(cast, who.on) < key.from_day:
        yield Problem(ballot.seat, "ballot_key_early", {"first": key.from_day})
    # The day of receipt counts as well: whoever found the key can write any day into a ballot.
    if key.revoked_from is not None and max(cast, who.on) >= key.revoked_from:
        revoked = {"first": key.revoked_from, "reason": key.reason}
        yield Problem(ballot.seat, "ballot_key_revoked", revoked)


def _in_office(motion: Motion, key: MemberKey) -> bool:
    """Whether the key's holder sits there, as far as it is known who does: by the roster that the
    motion froze, and those who followed since."""
    seat = next((one for one in frame_of(motion).seats if one.id == key.seat), None)
    followers = [one for one in motion.followers if (one.seat, one.role) == (key.seat, key.role)]
    if followers:
        return any(one.person == key.person for one in followers)
    if seat is None or not seat.people_known:
        return True
    there = seat.deputies if key.role == "deputy" else tuple(filter(None, (seat.holder,)))
    return any(one.person == key.person for one in there)


def _time_faults(who: Who, motion: Motion, ballot: SignedBallot) -> Iterator[Problem]:
    cast = berlin_day(ballot.cast)
    if cast < motion.opened_on:
        yield Problem(ballot.seat, "ballot_early", {"day": cast, "opened": motion.opened_on})
    if ballot.cast > who.now + _AHEAD:
        yield Problem(ballot.seat, "ballot_ahead", {"moment": ballot.cast_at})
    else:
        yield from late_faults(motion, (cast, who.on), ballot.seat)


def _binding_faults(tx: Transaction, found: Found, ballot: SignedBallot) -> Iterator[Problem]:
    if ballot.version != found.motion.version:
        values = {"found": ballot.version, "wanted": found.motion.version}
        yield Problem(ballot.seat, "ballot_version", values)
        return
    question, papers = fingerprints_of(tx, found.holder, found.motion)
    if ballot.papers != papers:
        yield Problem(ballot.seat, "ballot_papers")
    if ballot.question != question:
        yield Problem(ballot.seat, "ballot_question")


def _chain_faults(motion: Motion, ballot: SignedBallot) -> Iterator[Problem]:
    """What stands already where the ballot would stand: one of the other role, as the by-laws say
    whose counts, or another one that names the same ballot as replaced."""
    there = next((one for one in motion.ballots if one.seat == ballot.seat), None)
    if there is None:
        return
    yield from precedence(motion, there, ballot.seat, ballot.by)
    linked = [
        one
        for one in (there, *motion.earlier)
        if one.ballot and (one.seat, one.by) == (ballot.seat, ballot.by)
    ]
    other = rival(linked, ballot.replaces)
    if other is not None:
        last = standing(linked)
        assert last is not None
        values = {"ballot": other.ballot, "last": last.ballot}
        yield Problem(ballot.seat, "ballot_rival", values)


def precedence(motion: Motion, there: RecordedBallot, seat: str, by: str) -> list[Problem]:
    """Why a ballot of the member or the deputy cannot take the place of the one that stands."""
    before = Ballot(there.seat, there.answer, there.by, there.origin)
    return precedence_faults(before, Ballot(seat, there.answer, by), bylaws_of(motion))


def _row(sealed: Sealed) -> dict[str, Any]:
    ballot = sealed.ballot
    return {
        "seat": ballot.seat,
        "answer": ballot.answer,
        "by": ballot.by,
        "case": ballot.case,
        "origin": SIGNED,
        "reason": ballot.reason,
        "conditions": list(ballot.conditions),
        "evidence": sealed.fingerprint,
        "key": ballot.key,
        "ballot": sealed.fingerprint,
        "replaces": ballot.replaces,
        "cast_at": ballot.cast_at,
    }
