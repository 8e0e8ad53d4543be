"""Any sequence of appointments and ends gives the roster of a small model that knows days only.

The model keeps, for each seat, place and day, one name. It shares no code with the roster: a term
is written day by day, and refused if one of its days is not free.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buendnis.events import SEAT_APPOINTED, SEAT_ENDED, Event
from buendnis.fold import fold_membership
from buendnis.settings.loading import load_settings
from buendnis.settings.seats import with_membership
from votes.appointments import appointed, ended, roster_problems, term_of
from votes.roster import Roster, Tenure

FIRST = date(2024, 10, 28)
DAYS = 14  # the seat of the universities begins on the fifth of them
SEATS = {"dgb": 1, "arl": 1, "hochschulen": 2}
BEGINS = {"hochschulen": 4}
PEOPLE = ("A", "B", "C", "D")
PLACES = {"dgb": "DGB", "arl": "ArL Leine-Weser", "hochschulen": "HAWK"}

Place = tuple[str, int]  # a seat, and 0 for its member or the number of a deputy
Sits = dict[tuple[str, int, int], str]  # seat, place, day → person

CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["appoint", "appoint", "end"]),
        st.sampled_from(sorted(SEATS)),
        st.sampled_from(PEOPLE),
        st.integers(0, 3),
        st.integers(0, DAYS - 1),
    ),
    max_size=25,
)


class Model:
    """Who sits where on each day; terms are runs of days that were entered together."""

    def __init__(self) -> None:
        self.sits: Sits = {}
        self.terms: dict[tuple[str, int, int], str] = {}  # seat, place, first day → person

    def appoint(self, seat: str, person: str, place: int, day: int) -> bool:
        days = range(day, DAYS)
        if place > SEATS[seat] or day < BEGINS.get(seat, 0):
            return False
        if any((seat, other, day) not in self.sits for other in range(1, place)):
            return False
        for one in days:
            if (seat, place, one) in self.sits:
                return False
            for (other, number, when), who in self.sits.items():
                if who == person and when == one:
                    both_members = place == number == 0
                    if other == seat or both_members:
                        return False
        for one in days:
            self.sits[seat, place, one] = person
        self.terms[seat, place, day] = person
        return True

    def end(self, seat: str, person: str, day: int) -> bool:
        covering = [
            (first, place)
            for (name, place, first), who in self.terms.items()
            if name == seat
            and who == person
            and first <= day
            and all(self.sits.get((seat, place, d)) == person for d in range(first, day + 1))
            and not any(
                self.terms.get((seat, place, d)) is not None for d in range(first + 1, day + 1)
            )
        ]
        following = [
            (first, place)
            for (name, place, first), who in self.terms.items()
            if name == seat and who == person and first == day + 1
        ]
        for first, place in (covering or following)[:1]:
            stop = next((d for d in range(first + 1, DAYS) if (seat, place, d) in self.terms), DAYS)
            for d in range(max(first, day + 1), stop):
                self.sits.pop((seat, place, d), None)
            if day < first:
                del self.terms[seat, place, first]
            return True
        return False


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _event(number: int, kind: str, payload: dict[str, object]) -> Event:
    return Event(number, "alliance", number, kind, payload, "office", "", FIRST, "")


def _seen(roster: Roster) -> Sits:
    found: Sits = {}
    for number in range(DAYS):
        for seat in roster.on(_day(number)):
            if seat.holder:
                found[seat.id, 0, number] = seat.holder.person
            for one in seat.deputies:
                assert (seat.id, one.order, number) not in found
                found[seat.id, one.order, number] = one.person
    return found


def _run(changes: list[tuple[str, str, str, int, int]]) -> tuple[int, int]:
    """All changes, on the model and on the roster. Returns how many were taken and refused."""
    start = load_settings("leine-weser")
    roster, model, events, taken = start.alliance.roster, Model(), list[Event](), 0
    for kind, seat, person, place, number in changes:
        day = _day(number)
        if kind == "appoint":
            expected = model.appoint(seat, person, place, number)
            role, order = ("deputy", place) if place else ("member", 1)
            after, problems = appointed(
                roster, seat, Tenure(person, PLACES[seat], role, order, day)
            )
            row = {"person": person, "institution": PLACES[seat], "role": role, "order": order}
            entry = _event(len(events) + 1, SEAT_APPOINTED, {"seat": seat, **row, "from": str(day)})
        else:
            expected = model.end(seat, person, number)
            term = term_of(roster, seat, person, day)
            after, problems = ended(roster, seat, person, day)
            row = (
                {"role": term.role, "order": term.order, "from": str(term.from_day)} if term else {}
            )
            payload = {"seat": seat, "person": person, **row, "to": str(day)}
            entry = _event(len(events) + 1, SEAT_ENDED, payload)
        assert (not problems) == expected, (kind, seat, person, place, number, problems)
        if expected:
            roster, taken = after, taken + 1
            events.append(entry)
        assert _seen(roster) == model.sits
    folded = with_membership(start, fold_membership(events)).alliance.roster
    assert _seen(folded) == model.sits
    assert roster_problems(folded) == []
    return taken, len(changes) - taken


@given(CHANGES)
@settings(max_examples=60, deadline=None)
def test_any_sequence_of_changes_gives_the_roster_of_the_model(
    changes: list[tuple[str, str, str, int, int]],
) -> None:
    _run(changes)


@pytest.mark.proofs
def test_many_sequences_of_changes_give_the_roster_of_the_model() -> None:
    counts = [0, 0]

    @given(CHANGES)
    @settings(max_examples=2_000, deadline=None)
    def run(changes: list[tuple[str, str, str, int, int]]) -> None:
        for number, one in enumerate(_run(changes)):
            counts[number] += one

    run()
    print(f"changes of the roster: {counts[0]} taken, {counts[1]} refused, none against the model")  # noqa: T201
