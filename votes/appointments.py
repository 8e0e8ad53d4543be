"""Changing who sits: appointing a person to a seat, ending a term; the roster stays frozen."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from votes.problems import Problem
from votes.reading import quoted
from votes.roster import Roster, Seat, Tenure, roster_from_data


def appointed(roster: Roster, seat_id: str, tenure: Tenure) -> tuple[Roster, list[Problem]]:
    """The roster with one more person on a seat, and what speaks against it."""
    seat = roster.seat(seat_id)
    if seat is None:
        known = tuple(one.id for one in roster.seats)
        return roster, [Problem(seat_id, "seat_unknown", {"seat": seat_id, "known": known})]
    return roster_from_data(_with(roster, replace(seat, tenures=(*seat.tenures, tenure))).to_data())


def ended(
    roster: Roster, seat_id: str, person: str, last_day: date
) -> tuple[Roster, list[Problem]]:
    """The roster with a person's term ending on `last_day`, and what speaks against it."""
    seat = roster.seat(seat_id)
    if seat is None:
        known = tuple(one.id for one in roster.seats)
        return roster, [Problem(seat_id, "seat_unknown", {"seat": seat_id, "known": known})]
    terms = [one for one in seat.tenures if one.person == person and one.covers(last_day)]
    if not terms:
        values = {"person": quoted(person), "seat": seat_id, "day": last_day}
        return roster, [Problem(seat_id, "tenure_unknown", values)]
    tenures = tuple(replace(one, to_day=last_day) if one in terms else one for one in seat.tenures)
    return roster_from_data(_with(roster, replace(seat, tenures=tenures)).to_data())


def _with(roster: Roster, changed: Seat) -> Roster:
    return Roster(tuple(changed if seat.id == changed.id else seat for seat in roster.seats))
