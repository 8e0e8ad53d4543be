"""A secret ballot on paper: what the record may hold of it, and whether the count adds up.

The record holds who took part, the sums, and the two people who counted; no ballot names a seat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from votes.ballot import Attendance, Ballot, MotionFrame, ballot_faults
from votes.bylaws import ByLaws
from votes.problems import Problem
from votes.reading import quoted
from votes.recusal import Recusal
from votes.tally import tally


def count_problems(
    frame: MotionFrame,
    participants: Sequence[str],
    sums: Sequence[tuple[str, int]],
    blank: int,
    invalid: int,
    counted_by: Sequence[str],
    attendance: Iterable[Attendance],
    recusals: Iterable[Recusal],
    bylaws: ByLaws,
) -> list[Problem]:
    """All that is wrong with the count of a secret ballot in which each seat has one vote.

    participants: seats whose paper went into the box. sums: candidates and their votes. Whoever
    takes part must be entitled, present and not recused; every paper is counted once; two people
    counted; the quorum of the by-laws is met.
    """
    there, recused = tuple(attendance), tuple(recusals)
    problems = [
        *_participants(frame, participants, there, recused, bylaws),
        *_sums(participants, sums, blank, invalid),
        *_counters(counted_by),
    ]
    quorum = tally(frame, (), there, recused, bylaws).quorum
    if not quorum.met:
        values = {"reached": quorum.reached, "required": quorum.required}
        problems.append(Problem("quorum", "count_no_quorum", values))
    return problems


def _participants(
    frame: MotionFrame,
    participants: Sequence[str],
    attendance: tuple[Attendance, ...],
    recusals: tuple[Recusal, ...],
    bylaws: ByLaws,
) -> list[Problem]:
    there = {one.seat: one for one in attendance}
    recused = {one.seat: one for one in recusals}
    problems: list[Problem] = []
    if not participants:
        problems.append(Problem("participants", "participants_none", {}))
    for number, seat in enumerate(participants):
        if seat in participants[:number]:
            problems.append(Problem(quoted(seat), "ballot_twice", {"seat": quoted(seat)}))
            continue
        part = there.get(seat)
        by = part.by if part is not None and part.by != "absent" else "member"
        case = part.case if part is not None and by == "deputy" else None
        # Only whether the seat may vote at all is asked; no answer of it is known.
        asked = Ballot(seat, "abstain", by, "meeting", case=case)
        problems += ballot_faults(frame, asked, part, recused.get(seat), bylaws)
    return problems


def _sums(
    participants: Sequence[str], sums: Sequence[tuple[str, int]], blank: int, invalid: int
) -> list[Problem]:
    problems: list[Problem] = []
    names = [name for name, _ in sums]
    if not names:
        problems.append(Problem("sum", "candidates_none", {}))
    for number, name in enumerate(names):
        if _plain(name) in map(_plain, names[:number]):
            problems.append(Problem("sum", "candidate_twice", {"person": quoted(name)}))
    if min(blank, invalid, *(votes for _, votes in sums), 0) < 0:
        problems.append(Problem("sum", "sums_negative", {}))
    counted = sum(votes for _, votes in sums) + blank + invalid
    if counted != len(participants):
        values = {"counted": counted, "participants": len(participants)}
        problems.append(Problem("sum", "sums_differ", values))
    return problems


def _counters(counted_by: Sequence[str]) -> list[Problem]:
    different = {_plain(name) for name in counted_by}
    if len(counted_by) != 2 or len(different) != 2:
        return [Problem("counted_by", "counters_two", {"count": len(different)})]
    return []


def _plain(name: str) -> str:
    """A name for comparing: without case and doubled spaces."""
    return " ".join(name.casefold().split())
