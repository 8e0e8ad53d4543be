"""Who sits in the body: seats belong to institutions, people hold them from day to day.

Source: Fachkräftestrategie Leine-Weser 2024, Kap. 6 (seats, naming by institutions, deputies).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from msgspec import Struct

from votes.problems import Problem
from votes.reading import Table, quoted

ROLES = ("member", "deputy")


class Institution(Struct, frozen=True):
    """An institution that has part in a seat, and the other names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


class Tenure(Struct, frozen=True):
    """One person on one seat, from a day to a day, both included; `to_day` None is open.

    person: a name, or the reference under which the record knows the person. institution: the one
    of the seat's institutions that named the person. role: `member` or `deputy`. order: 1 for the
    first deputy, 2 for the second; always 1 for a member.
    """

    person: str
    institution: str
    role: str
    order: int
    from_day: date
    to_day: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is in office on that day."""
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


class Seat(Struct, frozen=True):
    """A seat with one vote. `active_to` None is open; both days are included.

    A seat without any tenure is one whose people nobody has entered yet. group: the interest group
    that it counts to, where the by-laws know such groups. places: how many deputies it has, in
    order (Fachkräftestrategie Leine-Weser 2024, Kap. 6: one, the universities two).
    """

    id: str
    title: str
    institutions: tuple[Institution, ...]
    tenures: tuple[Tenure, ...] = ()
    region: str = ""
    active_from: date | None = None
    active_to: date | None = None
    source: str = ""
    assumption: bool = False
    group: str = ""
    places: int = 1

    def active(self, day: date) -> bool:
        """Whether the seat exists on that day; without `active_from`, ever since."""
        begun = self.active_from is None or self.active_from <= day
        return begun and (self.active_to is None or day <= self.active_to)

    @property
    def shared(self) -> bool:
        """Whether several institutions share the seat."""
        return len(self.institutions) > 1


class SeatOnDay(Struct, frozen=True):
    """A seat as it stands on one day: its holder, if any, and its deputies in order.

    people_known: whether any person was entered for that day or a day before it. If not, the
    office's word counts: nobody has said yet who sat there.
    """

    seat: Seat
    holder: Tenure | None
    deputies: tuple[Tenure, ...]
    people_known: bool = True

    @property
    def id(self) -> str:
        """The seat's id."""
        return self.seat.id


class Roster(Struct, frozen=True):
    """All seats of the body, past and coming ones too."""

    seats: tuple[Seat, ...]

    def seat(self, seat_id: str) -> Seat | None:
        """The seat of that id, active or not."""
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    def on(self, day: date) -> tuple[SeatOnDay, ...]:
        """The seats that have a vote on that day, in the order of the data."""
        return tuple(_on(seat, day) for seat in self.seats if seat.active(day))

    def to_data(self) -> dict[str, Any]:
        """The roster as JSON values; `roster_from_data` reads it back to the same roster."""
        return {"seats": [_seat_data(seat) for seat in self.seats]}


def roster_from_data(data: Mapping[str, Any]) -> tuple[Roster, list[Problem]]:
    """The roster from `{"seats": [...]}`, and all that is wrong with it.

    A seat has `id`, `title`, `institutions` (name, aliases), `tenures` (person, institution, role,
    order, from, to), and at will `region`, `active_from`, `active_to`, `source`, `assumption`,
    `group`, `deputies` (how many it has). With problems the roster holds what could be read, and
    must not be used for a vote.
    """
    problems: list[Problem] = []
    top = Table(data, "", problems)
    rows = top.rows("seats")
    top.done()
    if not rows and top.has("seats"):
        top.add("seats_none", "seats")
    seats = tuple(_seat(row) for row in rows)
    seen: set[str] = set()
    for row, seat in zip(rows, seats, strict=True):
        if seat.id and seat.id in seen:
            row.add("entry_twice", row.at("id"), value=quoted(seat.id))
        seen.add(seat.id)
    problems.extend(_two_seats(seats))
    return Roster(seats), problems


def _on(seat: Seat, day: date) -> SeatOnDay:
    present = [one for one in seat.tenures if one.covers(day)]
    holder = next((one for one in present if one.role == "member"), None)
    deputies = sorted((one for one in present if one.role == "deputy"), key=lambda one: one.order)
    known = any(one.from_day <= day for one in seat.tenures)
    return SeatOnDay(seat, holder, tuple(deputies), known)


def _seat(row: Table) -> Seat:
    seat_id = row.text("id")
    title = row.text("title")
    institutions = tuple(_institutions(row, seat_id))
    tenures = tuple(_tenures(row, seat_id, institutions))
    first, last = row.day("active_from", False), row.day("active_to", False)
    _check_order(row, "active_to", first, last)
    seat = Seat(
        seat_id,
        title,
        institutions,
        tenures,
        row.text("region", False),
        first,
        last,
        row.text("source", False),
        row.flag("assumption", False),
        row.text("group", False),
        row.whole("deputies", False, default=1),
    )
    row.done()
    row.problems.extend(_clashes(seat, row.path))
    return seat


def _institutions(row: Table, seat_id: str) -> Iterator[Institution]:
    rows = row.rows("institutions")
    if not rows and row.has("institutions"):
        row.add("institutions_none", row.at("institutions"), seat=quoted(seat_id))
    seen: set[str] = set()
    for one in rows:
        name = one.text("name")
        if name and name in seen:
            one.add("entry_twice", one.at("name"), value=quoted(name))
        seen.add(name)
        yield Institution(name, one.texts("aliases", False))
        one.done()


def _tenures(row: Table, seat_id: str, institutions: tuple[Institution, ...]) -> Iterator[Tenure]:
    known = tuple(one.name for one in institutions)
    for one in row.rows("tenures", False):
        person = one.text("person")
        institution = one.text("institution", False)
        if not institution and len(known) == 1:
            institution = known[0]
        elif not institution:
            one.add("institution_open", one.at("institution"), seat=quoted(seat_id), known=known)
        else:
            named = [x.name for x in institutions if institution in (x.name, *x.aliases)]
            if not named:
                one.add(
                    "institution_foreign",
                    one.at("institution"),
                    institution=quoted(institution),
                    seat=quoted(seat_id),
                    known=known,
                )
            institution = named[0] if named else institution
        role = one.choice("role", ROLES)
        order = one.whole("order", False, default=1, least=1)
        first, last = one.day("from"), one.day("to", False)
        _check_order(one, "to", first, last)
        one.done()
        yield Tenure(person, institution, role, order, first or date.max, last)


def _check_order(row: Table, key: str, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        row.add("day_order", row.at(key), first=first, last=last)


def _meet(one: Tenure, other: Tenure) -> date | None:
    """The first day on which both are in office."""
    day = max(one.from_day, other.from_day)
    # date.max stands for a day that could not be read; that mistake is already reported.
    return day if day != date.max and one.covers(day) and other.covers(day) else None


def _clashes(seat: Seat, path: str) -> Iterator[Problem]:
    for one, other in combinations(seat.tenures, 2):
        day = _meet(one, other)
        if day is None:
            continue
        values: dict[str, Any] = {"seat": quoted(seat.id), "day": day}
        names = {"first": quoted(one.person), "second": quoted(other.person)}
        if one.role == other.role == "member":
            yield Problem(f"{path}.tenures", "members_overlap", {**values, **names})
        elif one.role != other.role and one.person == other.person:
            person = quoted(one.person)
            yield Problem(f"{path}.tenures", "member_and_deputy", {**values, "person": person})
        elif one.role == other.role == "deputy" and one.order == other.order:
            numbered = {**values, **names, "order": one.order}
            yield Problem(f"{path}.tenures", "deputies_overlap", numbered)
        elif one.role == other.role == "deputy" and one.person == other.person:
            person = quoted(one.person)
            yield Problem(f"{path}.tenures", "deputy_twice", {**values, "person": person})


def _two_seats(seats: tuple[Seat, ...]) -> Iterator[Problem]:
    terms: dict[str, list[tuple[int, Tenure]]] = {}
    for number, seat in enumerate(seats):
        for tenure in seat.tenures:
            if tenure.role == "member" and tenure.person:
                terms.setdefault(tenure.person, []).append((number, tenure))
    for person, held in terms.items():
        for (here, one), (there, other) in combinations(held, 2):
            day = _meet(one, other)
            if here != there and day is not None:
                values = {
                    "person": quoted(person),
                    "day": day,
                    "first": quoted(seats[here].id),
                    "second": quoted(seats[there].id),
                }
                yield Problem(f"seats[{there}].tenures", "two_seats", values)


def _seat_data(seat: Seat) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": seat.id,
        "title": seat.title,
        "institutions": [
            {"name": one.name, "aliases": list(one.aliases)} for one in seat.institutions
        ],
        "tenures": [
            {
                "person": one.person,
                "institution": one.institution,
                "role": one.role,
                "order": one.order,
                "from": one.from_day.isoformat(),
                "to": one.to_day.isoformat() if one.to_day else None,
            }
            for one in seat.tenures
        ],
        "region": seat.region,
        "active_from": seat.active_from.isoformat() if seat.active_from else None,
        "active_to": seat.active_to.isoformat() if seat.active_to else None,
        "source": seat.source,
        "assumption": seat.assumption,
        "deputies": seat.places,
    }
    if seat.group:
        data["group"] = seat.group
    return data
