"""What speaks against a signed ballot: its key, its day, what it is bound to, its chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from buendnis.dates import berlin_day
from buendnis.facts import MemberKey, Motion, RecordedBallot
from buendnis.store.database import Transaction
from buendnis.store.record import (
    load_meeting,
    load_membership,
)
from buendnis.usecases.motions import Found
from buendnis.usecases.office import Who
from buendnis.usecases.packets import fingerprints_of
from buendnis.usecases.signed_standing import lapsed
from buendnis.workflow.voting import (
    attendance_of,
    bylaws_of,
    frame_of,
    recusals_of,
)
from votes.ballot import Ballot, validate_ballots
from votes.chain import rival, standing
from votes.circular import validate_objections
from votes.precedence import precedence_faults
from votes.problems import Problem
from votes.reading import quoted
from votes.signed import Sealed, SignedBallot

SIGNED = "signed"
# A member's clock may run ahead of the office's by so much.
_AHEAD = timedelta(hours=1)


def signed_faults(tx: Transaction, who: Who, found: Found, sealed: Sealed) -> list[Problem]:
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
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    problems += _chain_faults(motion, ballot, ballot.seat in lapsed(motion, meeting))
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
        values = {"found": quoted(ballot.version), "wanted": found.motion.version}
        yield Problem(ballot.seat, "ballot_version", values)
        return
    question, papers = fingerprints_of(tx, found.holder, found.motion)
    if ballot.papers != papers:
        yield Problem(ballot.seat, "ballot_papers")
    if ballot.question != question:
        yield Problem(ballot.seat, "ballot_question")


def _chain_faults(motion: Motion, ballot: SignedBallot, gone: bool) -> Iterator[Problem]:
    """What stands already where the ballot would stand: one of the other role, as the by-laws say
    whose counts, or another signed one that names the same ballot as replaced. gone: what stands no
    longer counts, and blocks no ballot of the other role."""
    there = next((one for one in motion.ballots if one.seat == ballot.seat), None)
    if there is None:
        return
    if not gone:
        yield from precedence(motion, there, ballot.seat, ballot.by)
    linked = [
        one
        for one in (there, *motion.earlier)
        if one.origin == SIGNED and (one.seat, one.by) == (ballot.seat, ballot.by)
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


def signed_row(sealed: Sealed) -> dict[str, Any]:
    """The row of the entry that records a signed ballot."""
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


def late_faults(motion: Motion, days: Iterable[date], seat: str) -> Iterator[Problem]:
    """Why a ballot of a circular comes too late: cast or received after its last day."""
    latest = max(days)
    if motion.until is not None and latest > motion.until:
        yield Problem(seat, "ballot_late", {"day": latest, "until": motion.until})
