"""The fold of one more ballot: which one of its seat stands then."""

from __future__ import annotations

from msgspec.structs import replace

from buendnis.facts import Motion, RecordedBallot
from votes.chain import standing


def with_ballot(motion: Motion, new: RecordedBallot) -> Motion:
    """The motion after one more ballot.

    Ballots with a fingerprint form a chain, in which each names the one it replaces; the order in
    which they came does not matter. Of the others, which are recorded, the last one counts, and
    none of them takes the place of a chain.
    """
    others = tuple(one for one in motion.ballots if one.seat != new.seat)
    former = [one for one in motion.ballots if one.seat == new.seat]
    linked = [one for one in (*former, *motion.earlier, new) if one.ballot and one.seat == new.seat]
    # Member and deputy have a chain each. Both are there only where the by-laws let the member's
    # ballot take the place of the deputy's.
    of_member = [one for one in linked if one.by == "member"]
    stands = standing(of_member or linked) or new
    earlier = [one for one in linked if one is not stands]
    kept = tuple(one for one in motion.earlier if one.seat != new.seat)
    return replace(
        motion,
        ballots=tuple(sorted((*others, stands), key=lambda one: one.seat)),
        earlier=tuple(sorted((*kept, *earlier), key=lambda one: (one.seat, one.position))),
    )
