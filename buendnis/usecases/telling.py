"""Telling each member the vote that was recorded for the seat, so that it can be objected to.

It goes with the finding of a circular or with the minutes of the vote; a signed ballot needs none,
for its member has the receipt.
"""

from __future__ import annotations

from msgspec import Struct

from buendnis.errors import Finding, Refused
from buendnis.events import VOTES_TOLD
from buendnis.facts import Motion, Project
from buendnis.store.database import Transaction
from buendnis.store.people import reveal_plain
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.entitled import SOURCE
from buendnis.usecases.evidence import known_addresses
from buendnis.usecases.motions import Found, find_motion, record_on_motion
from buendnis.usecases.office import Office, Who, only_roles
from buendnis.workflow.voting import frame_of

FINDINGS = ("feststellung_umlauf", "niederschrift")


class Told(Struct, frozen=True):
    """One seat and the vote that is recorded for it: answer, who gave it, where it came from, and
    the address that its last recorded mail came from, empty if there was none."""

    seat: str
    title: str
    answer: str
    by: str
    origin: str
    people: tuple[str, ...] = ()
    address: str = ""


class Telling(Struct, frozen=True):
    """Whom a motion's recorded votes are told, and the number of the finding that goes along."""

    found: Found
    told: tuple[Told, ...]
    finding: str = ""


def tell_votes(office: Office, who: Who, motion_id: str) -> Telling:
    """Record that each seat is told its recorded vote. Raises `Refused` while the vote is open, and
    where no vote was recorded."""
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        found = find_motion(tx, motion_id)
        motion = found.motion
        if motion.open or motion.result is None:
            message = T("The motion {motion} has no result yet.", motion=motion.id)
            remedy = T("Close it first: motion close {motion}", motion=motion.id)
            raise refusals_of((Finding("vote", "motion", message, remedy, SOURCE),))
        told = tuple(_told(tx, motion))
        if not told:
            raise Refused(T("No vote was recorded on {motion}.", motion=motion.id))
        number = _finding(found)
        payload = {"seats": [one.seat for one in told], "document": number}
        after = record_on_motion(office, tx, who, found, VOTES_TOLD, payload)
        return Telling(after, told, number)


def _told(tx: Transaction, motion: Motion) -> list[Told]:
    ballots = {one.seat: one for one in motion.ballots if one.origin != "signed"}
    found: list[Told] = []
    for one in frame_of(motion).seats:
        ballot = ballots.get(one.id)
        if ballot is None:
            continue
        people = (one.holder, *one.deputies)
        names = tuple(reveal_plain(each.person, tx.query) for each in people if each is not None)
        known = known_addresses(tx, one.id)
        found.append(
            Told(
                one.id,
                one.seat.title,
                ballot.answer,
                ballot.by,
                ballot.origin,
                names,
                known[0] if known else "",
            )
        )
    return found


def _finding(found: Found) -> str:
    """The number of the latest finding or minutes of the motion, empty for a free motion."""
    holder, motion = found.holder, found.motion
    if not isinstance(holder, Project):
        return ""
    numbers = [
        one.number
        for one in holder.documents
        if one.kind in FINDINGS and one.position > motion.position and not one.replaced_by
    ]
    return numbers[0] if numbers else ""
