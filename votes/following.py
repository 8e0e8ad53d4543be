"""Who follows a holder that leaves while a motion is open.

Opening a motion freezes its seats. A holder who leaves meanwhile is followed by the successor, or
while nobody holds the seat by a deputy, through a recorded entry; a ballot cast in office stands,
and then nobody follows. Source: the office's practice, as no text rules it (assumption).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from votes.ballot import MotionFrame
from votes.problems import Problem
from votes.reading import quoted
from votes.roster import Roster, SeatOnDay, Tenure


class Following(Struct, frozen=True):
    """A recorded entry: on this seat a person goes on for the motion, as `member` or `deputy`."""

    seat: str
    person: str
    role: str


def has_left(
    frame: MotionFrame, followings: Iterable[Following], now: Roster, seat_id: str, day: date
) -> str | None:
    """Who sat on a seat for the motion and does not on `day` any more, or `None`.

    That is the holder whom the motion froze, or whoever followed last. A deputy who followed gives
    way to a successor. now: the roster as it is known; a seat nobody was entered for gives `None`.
    """
    sits = _sitting(_seat(frame, seat_id), followings, seat_id)
    if sits is None:
        return None
    there = _now(now, seat_id, day)
    if there is None:
        return sits.person
    if sits.role == "member":
        stays = there.holder is not None and there.holder.person == sits.person
    else:
        stays = there.holder is None and any(x.person == sits.person for x in there.deputies)
    return None if stays else sits.person


def was_in_office(
    frame: MotionFrame, followings: Iterable[Following], now: Roster, seat_id: str, day: date
) -> bool:
    """Whether who sits on a seat for the motion was in office on `day`, as far as is known now.

    A deputy's ballot, once cast, stands beside a successor who came later. Of a seat that nobody
    was entered for, the office's word counts.
    """
    sits = _sitting(_seat(frame, seat_id), followings, seat_id)
    if sits is None:
        return True
    there = _now(now, seat_id, day)
    if there is None:
        return False
    if sits.role == "member":
        return there.holder is not None and there.holder.person == sits.person
    return any(one.person == sits.person for one in there.deputies)


def unfollowed(
    frame: MotionFrame,
    followings: Iterable[Following],
    now: Roster,
    day: date,
    seats: Iterable[str],
    voted: Iterable[str],
) -> list[Problem]:
    """Why ballots of these seats cannot be entered on `day`: somebody left, and nobody follows.

    voted: seats that have a standing ballot; it was cast in office and is not replaced.
    """
    followings, standing = tuple(followings), frozenset(voted)
    problems = []
    for seat in seats:
        left = has_left(frame, followings, now, seat, day)
        if left is not None:
            code = "left_ballot_stands" if seat in standing else "left_open"
            problems.append(Problem(seat, code, {"seat": seat, "person": quoted(left)}))
    return problems


def follower(
    frame: MotionFrame,
    followings: Iterable[Following],
    now: Roster,
    seat_id: str,
    person: str,
    day: date,
    voted: bool,
) -> tuple[Tenure | None, list[Problem]]:
    """The term by which a person follows on a seat, or `None` with all that speaks against it.

    voted: whether the seat has a standing ballot.
    """
    followings = tuple(followings)
    frozen, there = _seat(frame, seat_id), _now(now, seat_id, day)
    values = {"seat": seat_id, "day": day, "person": quoted(person)}
    if frozen is None:
        shown = quoted(seat_id)
        known = tuple(one.id for one in frame.seats)
        return None, [Problem(shown, "seat_unknown", {"seat": shown, "known": known})]
    problems: list[Problem] = []
    sits = _sitting(frozen, followings, seat_id)
    if sits is None:
        problems.append(Problem(seat_id, "holder_never", values))
    elif has_left(frame, followings, now, seat_id, day) is None:
        followed = any(one.seat == seat_id for one in followings)
        code = "follower_twice" if followed and sits.person == person else "holder_stays"
        problems.append(Problem(seat_id, code, {**values, "person": quoted(sits.person)}))
    if voted:
        problems.append(Problem(seat_id, "left_ballot_stands", values))
    term = _term(there, person)
    if term is None:
        known = tuple(one.person for one in _people(there))
        problems.append(Problem(seat_id, "follower_unknown", {**values, "known": known}))
    elif term.role == "deputy" and there and there.holder:
        holder = quoted(there.holder.person)
        problems.append(Problem(seat_id, "follower_deputy", {**values, "holder": holder}))
    return (None if problems else term), problems


def _sitting(
    frozen: SeatOnDay | None, followings: Iterable[Following], seat_id: str
) -> Following | None:
    """Who sits on a seat for the motion: who followed last, or else the holder it froze."""
    mine = [one for one in followings if one.seat == seat_id]
    if mine:
        return mine[-1]
    if frozen is None or frozen.holder is None:
        return None
    return Following(seat_id, frozen.holder.person, "member")


def _seat(frame: MotionFrame, seat_id: str) -> SeatOnDay | None:
    return next((one for one in frame.seats if one.id == seat_id), None)


def _now(roster: Roster, seat_id: str, day: date) -> SeatOnDay | None:
    return next((one for one in roster.on(day) if one.id == seat_id), None)


def _people(seat: SeatOnDay | None) -> tuple[Tenure, ...]:
    if seat is None:
        return ()
    return (*((seat.holder,) if seat.holder else ()), *seat.deputies)


def _term(seat: SeatOnDay | None, person: str) -> Tenure | None:
    return next((one for one in _people(seat) if one.person == person), None)
