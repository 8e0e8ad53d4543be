"""Which round of the vote a new motion is.

The by-laws may let a majority decide after so many rounds without consensus, so a round is counted
only where people voted on the same matter and disagreed.
"""

from __future__ import annotations

from buendnis.facts import Motion, Plan

_SUPPLEMENT = "supplement"


def round_of(motions: tuple[Motion, ...], purpose: str, plan: Plan | None = None) -> int:
    """The round of a new motion, from 1. motions: those of its project or free motion so far. A
    supplement on another `plan` is another matter; a project that is put to the vote again is the
    same one, revised by mediation, and so is a free motion, which has no plan."""
    failed = failed_rounds(motions, purpose)
    return 1 + sum(purpose != _SUPPLEMENT or one == plan for one in failed)


def failed_rounds(motions: tuple[Motion, ...], purpose: str) -> tuple[Plan | None, ...]:
    """The plans of the votes that found no consensus since the last decision, the latest first.

    A vote that came to no counting (no quorum, postponed, a circular that failed, cancelled) is
    none of them, and ends nothing.
    """
    found: list[Plan | None] = []
    for motion in reversed(motions):
        if motion.purpose != purpose or motion.result is None:
            continue
        if motion.result.result != "deferred":
            break
        if motion.result.cause == "no_consensus":
            found.append(motion.plan)
    return tuple(found)
