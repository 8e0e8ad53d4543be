"""Recusals while a vote is open: declared by the member, decided by the others, or lifted.

Source: § 20 (4) VwVfG as model (the body decides without the person); an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buendnis.errors import Finding, Refused
from buendnis.events import SEAT_RECUSED
from buendnis.facts import Motion
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.entitled import SOURCE
from buendnis.usecases.motions import find_open_motion, record_on_motion
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.usecases.recording_ballots import Recorded
from buendnis.workflow.voting import attendance_of, frame_of, recusals_of, vote_findings
from votes.ballot import ANSWERS, validate_recusals
from votes.recusal import Recusal

DECLARED, DECIDED = "declared", "decided"


def recuse_seat(
    office: Office,
    who: Who,
    motion_id: str,
    seat: str,
    because: str,
    decided: Mapping[str, int] | None = None,
) -> Recorded:
    """Record that a seat may not vote on a motion; an earlier ballot of it is void.

    The office, the chair, or the seat itself may declare it. decided: how the others voted on it
    (`yes`, `no`, `abstain`), without the seat; without a majority of yes the seat stays, and that
    is recorded too.
    """
    if who.actor != f"seat:{seat}" or decided is not None:
        only_roles(who, RECORDERS)
    because = required_text(because, "because")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        motion = found.motion
        recusals = (*recusals_of(motion), Recusal(seat, because))
        wrong = list(vote_findings(validate_recusals(frame_of(motion), recusals), SOURCE))
        payload: dict[str, Any] = {"seat": seat, "because": because, "found": DECLARED}
        if decided is not None:
            wrong += _decision_faults(tx, motion, seat, decided)
            counts = {one: decided.get(one, 0) for one in ANSWERS}
            carried = counts["yes"] > counts["no"]
            payload |= {"found": DECIDED, "decided": counts, "recused": carried}
        if wrong:
            raise refusals_of(tuple(wrong))
        after = record_on_motion(office, tx, who, found, SEAT_RECUSED, payload)
        return Recorded(after.holder, after.motion, (seat,))


def lift_recusal(office: Office, who: Who, motion_id: str, seat: str, because: str) -> Recorded:
    """Set a wrong recusal right: an entry of its own, which names the wrong one and says why.

    A ballot that the recusal voided stays void; whoever stood in for the seat does so no longer.
    """
    only_roles(who, RECORDERS)
    because = required_text(because, "because")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        recusal = next((one for one in found.motion.recusals if one.seat == seat), None)
        if recusal is None:
            raise Refused(T("The seat {seat} is not recused.", seat=seat[:80]))
        payload = {
            "seat": seat,
            "because": because,
            "found": recusal.found,
            "recused": False,
            "corrects": recusal.position or found.motion.position,
        }
        after = record_on_motion(office, tx, who, found, SEAT_RECUSED, payload)
        return Recorded(after.holder, after.motion, (seat,))


def _decision_faults(
    tx: Transaction, motion: Motion, seat: str, decided: Mapping[str, int]
) -> list[Finding]:
    """Why a decision of the others cannot be one: nobody voted, or more than there are."""
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    out = {one.seat for one in motion.recusals} | {seat}
    others = {one.id for one in frame_of(motion).seats} - out
    if meeting is not None and meeting.attendance:
        others &= {one.seat for one in attendance_of(meeting) if one.by != "absent"}
    total = sum(decided.values())
    if 0 < total <= len(others) and not set(decided) - set(ANSWERS):
        return []
    return [
        Finding(
            "vote",
            "decided",
            T(
                "{total} votes are named; {count} seats can decide without the seat {seat}.",
                total=total,
                count=len(others),
                seat=seat[:80],
            ),
            T("Write it like --decided yes=9,no=1,abstain=0."),
            SOURCE,
        )
    ]
