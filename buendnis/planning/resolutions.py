"""Whose turn it is with a free motion, and with what. A hint, no decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from buendnis.facts import Meeting, Motion, Resolution
from buendnis.workflow.voting import counted

VOTE, CLOSE, COUNT, SEND, REOPEN = "vote", "close", "count", "send", "reopen"
RECOUNT = "recount"


class FreeTurn(Struct, frozen=True):
    """A free motion that waits. role: `office`, or `members`, whose vote is awaited. what: `vote`,
    `close`, `count` (an election), `send`, `reopen` or `recount` (a new result is put
    in force). until: the day of the meeting, or the last
    of the circular. missing: seats of a circular that have not answered."""

    resolution: Resolution
    motion: Motion
    role: str
    what: str
    until: date | None = None
    missing: int = 0


def free_turns(
    resolutions: Iterable[Resolution], meetings: Mapping[str, Meeting], day: date
) -> Iterator[FreeTurn]:
    """The free motions that wait on a day, with whom; what was told or cancelled waits for none."""
    for one in resolutions:
        motion = one.motions[-1]
        if motion.open:
            yield _open_turn(one, motion, meetings.get(motion.meeting), day)
            continue
        told = any(sent.motion == motion.id for sent in one.sent)
        if motion.recount_pending and not told:
            yield FreeTurn(one, motion, "office", RECOUNT)
        elif motion.result is not None and motion.result.result == "deferred":
            yield FreeTurn(one, motion, "office", REOPEN)
        elif motion.result is not None and not told:
            yield FreeTurn(one, motion, "office", SEND)


def _open_turn(
    resolution: Resolution, motion: Motion, meeting: Meeting | None, day: date
) -> FreeTurn:
    if motion.mode == "circular":
        missing = counted(motion, None).missing
        waits = bool(missing) and motion.until is not None and day <= motion.until
        role, what = ("members", VOTE) if waits else ("office", CLOSE)
        return FreeTurn(resolution, motion, role, what, motion.until, missing)
    on = meeting.day if meeting is not None else None
    if on is not None and day < on:
        return FreeTurn(resolution, motion, "members", VOTE, on)
    uncounted = motion.purpose == "election" and motion.secret is None
    return FreeTurn(resolution, motion, "office", COUNT if uncounted else CLOSE, on)
