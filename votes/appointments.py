"""Changing who sits: appointing a person to a seat, ending a term. Pure checks, all at once.

A roster that a motion froze is never changed by this; who follows on an open motion is said in
`votes.following`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from votes.problems import Problem
from votes.reading import quoted
from votes.roster import Roster, Seat, Tenure, roster_from_data

_DAY = timedelta(days=1)


def appointed(roster: Roster, seat_id: str, tenure: Tenure) -> tuple[Roster, list[Problem]]:
    """The roster with one more term on a seat (its last one), and what speaks against it.

    The institution may be an alias, or empty where the seat has only one; the new term names it as
    the roster does. What was wrong with the roster before is not said again.
    """
    seat = roster.seat(seat_id)
    if seat is None:
        return roster, [_unknown(roster, seat_id)]
    changed, problems = _read(roster, replace(seat, tenures=(*seat.tenures, tenure)))
    return changed, [*problems, *_places(seat, tenure)]


def ended(
    roster: Roster, seat_id: str, person: str, last_day: date
) -> tuple[Roster, list[Problem]]:
    """The roster with a person's term ending on `last_day`, and what speaks against it.

    On the day before its first day a term that never began is taken back: it is gone then.
    """
    seat = roster.seat(seat_id)
    if seat is None:
        return roster, [_unknown(roster, seat_id)]
    term = term_of(roster, seat_id, person, last_day)
    if term is None:
        values = {"person": quoted(person), "seat": seat_id, "day": last_day}
        return roster, [Problem(seat_id, "tenure_unknown", values)]
    kept = tuple(one for one in seat.tenures if one != term)
    if term.from_day <= last_day:
        kept = tuple(replace(one, to_day=last_day) if one == term else one for one in seat.tenures)
    return _read(roster, replace(seat, tenures=kept))


def term_of(roster: Roster, seat_id: str, person: str, last_day: date) -> Tenure | None:
    """The term of a person on a seat that can end on that day: one that covers it, or else one
    that begins the day after (and is taken back)."""
    seat = roster.seat(seat_id)
    terms = [one for one in seat.tenures if one.person == person] if seat else []
    covering = (one for one in terms if one.covers(last_day))
    following = (one for one in terms if one.from_day == last_day + _DAY)
    return next(covering, None) or next(following, None)


def roster_problems(roster: Roster) -> list[Problem]:
    """What contradicts itself in a roster that was put together from several sources."""
    return roster_from_data(roster.to_data())[1]


def _read(roster: Roster, changed: Seat) -> tuple[Roster, list[Problem]]:
    """The roster with one seat changed, and the mistakes that it had not before."""
    known = roster_problems(roster)
    seats = tuple(changed if seat.id == changed.id else seat for seat in roster.seats)
    after, problems = roster_from_data(Roster(seats).to_data())
    return after, [replace(one, path=changed.id) for one in problems if one not in known]


def _places(seat: Seat, tenure: Tenure) -> Iterator[Problem]:
    """Whether the seat exists in that time, and has a place for this deputy."""
    values = {"seat": seat.id, "day": tenure.from_day, "order": tenure.order}
    if not seat.active(tenure.from_day):
        yield Problem(seat.id, "seat_not_entitled", values)
    if tenure.role != "deputy":
        return
    if tenure.order > seat.places:
        yield Problem(seat.id, "deputy_place", {**values, "places": seat.places})
        return
    there = {
        one.order for one in seat.tenures if one.role == "deputy" and one.covers(tenure.from_day)
    }
    for order in range(1, tenure.order):
        if order not in there:
            yield Problem(seat.id, "deputy_gap", {**values, "missing": order})
            return


def _unknown(roster: Roster, seat_id: str) -> Problem:
    shown = quoted(seat_id)
    known = tuple(one.id for one in roster.seats)
    return Problem(shown, "seat_unknown", {"seat": shown, "known": known})
