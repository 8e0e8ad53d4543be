"""Motions, attendance and ballots: who may answer for which seat.

One seat has one ballot. A deputy votes only in the recorded case of substitution, never beside the
member (Fachkräftestrategie Leine-Weser 2024, Kap. 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from votes.bylaws import ByLaws
from votes.problems import Problem
from votes.reading import quoted
from votes.recusal import Recusal, may_step_in
from votes.roster import Roster, SeatOnDay

KINDS = ("meeting", "circular")
ANSWERS = ("yes", "no", "abstain")
ATTENDED = ("member", "deputy", "absent")
#: Where a ballot came from, and which of the by-laws' origins that is.
BALLOT_ORIGINS = {
    "signed": "signed",
    "meeting": "meeting",
    "email": "text_form",
    "paper": "text_form",
}


class MotionFrame(Struct, frozen=True, dict=True):
    """What opening a motion freezes, as far as counting goes.

    kind: `meeting` or `circular`. proposal: `endorse` or `decline`. day: the day whose seats vote.
    roster: the roster as it stood then. round: from 1. vacated: seats whose holder has left since,
    followed by deputy or successor through a recorded entry. objections: seats that object to the
    circular procedure. chair: the seat that chairs, empty for a chair without a seat, None if it is
    not on record. summons: 1, or 2 where the meeting was called again for the same item, and the
    summons said what follows from that. not_invited: seats that were not duly invited; complaints:
    seats that complain of how the meeting was called.
    """

    kind: str
    proposal: str
    day: date
    roster: Roster
    round: int = 1
    vacated: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    chair: str | None = None
    summons: int = 1
    not_invited: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()

    @cached_property
    def seats(self) -> tuple[SeatOnDay, ...]:
        """The seats that have a vote on the day of the motion."""
        return self.roster.on(self.day)

    @cached_property
    def by_id(self) -> Mapping[str, SeatOnDay]:
        """The same seats by their ids."""
        return {seat.id: seat for seat in self.seats}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """The interest group of each seat; empty where none is entered."""
        return {seat.id: seat.seat.group for seat in self.seats}


class Attendance(Struct, frozen=True):
    """Who sits on a seat in a meeting: `member`, `deputy` or `absent`.

    case: with a deputy, the case of substitution: `prevented`, `vacant` or `recused`. A code, never
    a free text, for it may be about health.
    """

    seat: str
    by: str
    case: str | None = None


class Ballot(Struct, frozen=True):
    """One seat's answer to a motion, given by the member or the deputy.

    case: with a deputy in a circular, the case of substitution; in a meeting the attendance has it,
    except `recused`, which belongs to this motion alone. origin: key of `BALLOT_ORIGINS`.
    """

    seat: str
    answer: str
    by: str = "member"
    origin: str = "meeting"
    reason: str = ""
    case: str | None = None


def validate_attendance(
    frame: MotionFrame,
    attendance: Iterable[Attendance],
    bylaws: ByLaws,
    recusals: Iterable[Recusal] = (),
) -> list[Problem]:
    """All that is wrong with an attendance list; the path of a problem is the seat."""
    recused = {one.seat: one for one in recusals}
    problems: list[Problem] = []
    seen: set[str] = set()
    for one in attendance:
        seat = _seat(frame, one.seat, problems)
        if one.seat in seen:
            problems.append(Problem(one.seat, "attendance_twice", {"seat": one.seat}))
        seen.add(one.seat)
        if one.by not in ATTENDED:
            problems.append(_choice(one.seat, one.by, ATTENDED))
        elif seat:
            problems += part_faults(frame, seat, one.by, one.case, bylaws, recused.get(seat.id))
    return problems


def validate_recusals(frame: MotionFrame, recusals: Iterable[Recusal]) -> list[Problem]:
    """All that is wrong with the recusals of a motion."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for one in recusals:
        _seat(frame, one.seat, problems)
        if one.seat in seen:
            problems.append(Problem(one.seat, "recusal_twice", {"seat": one.seat}))
        seen.add(one.seat)
        if not one.because.strip():
            problems.append(Problem(one.seat, "recusal_reason", {"seat": one.seat}))
    return problems


def validate_ballots(
    frame: MotionFrame,
    ballots: Iterable[Ballot],
    attendance: Iterable[Attendance],
    recusals: Iterable[Recusal],
    bylaws: ByLaws,
    recorder_seats: Iterable[str] = (),
) -> list[Problem]:
    """All that is wrong with the ballots of one recording; the path of a problem is the seat.

    recorder_seats: the seats of whoever enters the ballots; nobody records their own.
    """
    there = {one.seat: one for one in attendance}
    recused = {one.seat: one for one in recusals}
    own = frozenset(recorder_seats)
    problems: list[Problem] = []
    seen: set[str] = set()
    for one in ballots:
        if one.seat in seen:
            problems.append(Problem(quoted(one.seat), "ballot_twice", {"seat": quoted(one.seat)}))
        seen.add(one.seat)
        if one.seat in own:
            problems.append(Problem(one.seat, "own_seat", {"seat": one.seat}))
        problems += ballot_faults(frame, one, there.get(one.seat), recused.get(one.seat), bylaws)
    return problems


def ballot_faults(
    frame: MotionFrame,
    ballot: Ballot,
    attendance: Attendance | None,
    recusal: Recusal | None,
    bylaws: ByLaws,
) -> list[Problem]:
    """Why a ballot does not count; empty for one that does."""
    problems: list[Problem] = []
    seat = _seat(frame, ballot.seat, problems)
    if ballot.answer not in ANSWERS:
        problems.append(_choice(ballot.seat, ballot.answer, ANSWERS))
    if ballot.by not in ("member", "deputy"):
        problems.append(_choice(ballot.seat, ballot.by, ("member", "deputy")))
    problems += _origin_faults(frame, ballot, bylaws)
    if seat is None or problems:
        return problems
    if frame.kind == "circular":
        part: Attendance | None = Attendance(ballot.seat, ballot.by, ballot.case)
    else:
        part = attendance
    if recusal and not steps_in(seat, recusal, ballot, part, bylaws):
        return [Problem(seat.id, "seat_recused", {"seat": seat.id})]
    if part is None or part.by == "absent":
        return [Problem(seat.id, "seat_absent", {"seat": seat.id})]
    if recusal:
        return []
    if part.by != ballot.by:
        code = "deputy_beside_member" if ballot.by == "deputy" else "member_represented"
        return [Problem(seat.id, code, {"seat": seat.id})]
    if ballot.case not in (None, part.case):
        # The ballot claims another case than the attendance list has.
        return list(part_faults(frame, seat, ballot.by, ballot.case, bylaws, None))
    return list(part_faults(frame, seat, part.by, part.case, bylaws, None))


def steps_in(
    seat: SeatOnDay,
    recusal: Recusal,
    ballot: Ballot | None,
    part: Attendance | None,
    bylaws: ByLaws,
) -> bool:
    """Whether a deputy from another institution takes the recused member's place on this motion.

    Said by the attendance (`deputy`, `recused`), or by the deputy's ballot with the case `recused`
    of a seat that is not absent.
    """
    if not (bylaws.recusal.other_institution_steps_in and may_step_in(seat, recusal)):
        return False
    if ballot and (ballot.by != "deputy" or part is None or part.by == "absent"):
        return False
    cases = {part.case if part and part.by == "deputy" else None, ballot.case if ballot else None}
    return "recused" in cases


def part_faults(
    frame: MotionFrame,
    seat: SeatOnDay,
    by: str,
    case: str | None,
    bylaws: ByLaws,
    recusal: Recusal | None,
) -> Iterator[Problem]:
    """Why nobody may take part for a seat in this way."""
    values = {"seat": seat.id, "day": frame.day, "known": bylaws.deputies.cases}
    # Whose people are unknown, or changed since the opening, is taken at the recorder's word.
    known = seat.people_known and seat.id not in frame.vacated
    if by != "deputy":
        if case is not None:
            yield Problem(seat.id, "case_without_deputy", values)
        if by == "member" and known and seat.holder is None:
            yield Problem(seat.id, "member_vacant", values)
        return
    if case is None:
        yield Problem(seat.id, "deputy_without_case", values)
    elif case not in bylaws.deputies.cases:
        yield Problem(seat.id, "deputy_case_closed", {**values, "case": quoted(case)})
    elif case == "vacant" and known and seat.holder:
        yield Problem(seat.id, "deputy_case_vacant", {**values, "person": seat.holder.person})
    elif case == "recused" and recusal is None:
        yield Problem(seat.id, "deputy_case_recused", values)
    elif case == "recused" and recusal and not may_step_in(seat, recusal):
        yield Problem(seat.id, "seat_recused", values)
    if known and not seat.deputies:
        yield Problem(seat.id, "deputy_unknown", values)


def answers_of_all_present(
    frame: MotionFrame,
    attendance: Iterable[Attendance],
    recusals: Iterable[Recusal],
    answer: str,
    except_seats: Iterable[str] = (),
    origin: str = "meeting",
) -> tuple[Ballot, ...]:
    """The chair's finding for everybody there: one ballot for each seat present and not recused.

    `except_seats` are left out: those that answered otherwise, and the recorder's own.
    """
    there = {one.seat: one for one in attendance if one.by in ("member", "deputy")}
    left_out = {one.seat for one in recusals} | set(except_seats)
    return tuple(
        Ballot(seat.id, answer, there[seat.id].by, origin, case=there[seat.id].case)
        for seat in frame.seats
        if seat.id in there and seat.id not in left_out
    )


def _seat(frame: MotionFrame, seat_id: str, problems: list[Problem]) -> SeatOnDay | None:
    found = frame.by_id.get(seat_id)
    if found is None and frame.roster.seat(seat_id):
        values = {"seat": seat_id, "day": frame.day}
        problems.append(Problem(seat_id, "seat_not_entitled", values))
    elif found is None:
        known = tuple(seat.id for seat in frame.seats)
        shown = quoted(seat_id)
        problems.append(Problem(shown, "seat_unknown", {"seat": shown, "known": known}))
    return found


def _origin_faults(frame: MotionFrame, ballot: Ballot, bylaws: ByLaws) -> Iterator[Problem]:
    if BALLOT_ORIGINS.get(ballot.origin) not in bylaws.origins:
        admitted = tuple(k for k, kind in BALLOT_ORIGINS.items() if kind in bylaws.origins)
        values = {"origin": quoted(ballot.origin), "known": admitted}
        yield Problem(ballot.seat, "origin_closed", values)
    elif frame.kind == "circular" and ballot.origin == "meeting":
        yield Problem(ballot.seat, "origin_meeting", {})


def _choice(path: str, value: str, known: tuple[str, ...]) -> Problem:
    return Problem(quoted(path), "choice_unknown", {"value": quoted(value), "known": known})
