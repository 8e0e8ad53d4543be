"""The fold of one more ballot: which one of its seat stands then."""

from __future__ import annotations

from msgspec.structs import replace

from buendnis.facts import Motion, RecordedBallot
from votes.chain import standing

SIGNED = "signed"


def with_ballot(motion: Motion, new: RecordedBallot) -> Motion:
    """The motion after one more ballot.

    Ballots with a fingerprint form a chain, in which each names the one it replaces; the order in
    which they came does not matter. Of the others, which are recorded, the last one counts. None
    of them takes the place of a chain, unless it names the ballot that no longer counted.
    """
    others = tuple(one for one in motion.ballots if one.seat != new.seat)
    former = [one for one in motion.ballots if one.seat == new.seat]
    linked = [one for one in (*former, *motion.earlier, new) if one.ballot and one.seat == new.seat]
    if new.origin == SIGNED and new.replaces:
        # Who signs again goes by the last signed ballot: an e-mail that took its place gives way.
        linked = [one for one in linked if one.origin == SIGNED or one.replaces != new.replaces]
    # Member and deputy have a chain each. A ballot of the other role is taken only where the
    # by-laws let it take the place, or where the one that stood no longer counted.
    stands = standing([one for one in linked if one.by == new.by]) or new
    if not new.ballot:
        chained = next((one for one in former if one.ballot), None)
        # A record names the signed ballot whose place it takes because it no longer counted.
        stands = new if chained is None or new.replaces == chained.ballot else chained
    earlier = [one for one in linked if one is not stands]
    kept = tuple(one for one in motion.earlier if one.seat != new.seat)
    return replace(
        motion,
        ballots=tuple(sorted((*others, stands), key=lambda one: one.seat)),
        earlier=tuple(sorted((*kept, *earlier), key=lambda one: (one.seat, one.position))),
    )
