"""The roster says who sits where on which day, and finds every mistake at once."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from votes.appointments import appointed, ended
from votes.roster import Roster, Tenure, roster_from_data

BASE: dict[str, Any] = {
    "id": "hwk",
    "title": "Handwerk",
    "institutions": [{"name": "HWK Hannover", "aliases": ["Kammer"]}, {"name": "HWK Hildesheim"}],
    "tenures": [
        {"person": "A", "institution": "Kammer", "role": "member", "from": date(2024, 1, 1)},
    ],
}


def _codes(**changes: Any) -> list[tuple[str, str]]:
    seat = copy.deepcopy(BASE) | changes
    seat = {key: value for key, value in seat.items() if value is not None}
    _, problems = roster_from_data({"seats": [seat]})
    assert all(one.message and one.remedy for one in problems)
    return [(one.path, one.code) for one in problems]


def _tenure(person: str, role: str, first: date, **more: Any) -> dict[str, Any]:
    return {"person": person, "institution": "Kammer", "role": role, "from": first, **more}


def test_a_seat_has_its_vote_from_its_first_to_its_last_day(roster: Roster) -> None:
    assert len(roster.on(date(2024, 10, 31))) == 12
    assert [seat.id for seat in roster.on(date(2024, 11, 1))][-1] == "hochschulen"


def test_holder_and_deputies_are_those_of_the_day_in_order(roster: Roster) -> None:
    seats = {seat.id: seat for seat in roster.on(date(2025, 2, 1))}
    assert seats["arbeit-2"].holder is None
    assert [one.person for one in seats["arbeit-2"].deputies] == ["D8"]
    assert [one.person for one in seats["hochschulen"].deputies] == ["D13a", "D13b"]
    before = {seat.id: seat for seat in roster.on(date(2025, 1, 31))}
    holder = before["arbeit-2"].holder
    assert holder is not None and holder.person == "M8"


def test_a_frozen_roster_comes_back_the_same(roster: Roster) -> None:
    stored = json.loads(json.dumps(roster.to_data()))
    assert roster_from_data(stored) == (roster, [])


def test_an_alias_is_stored_as_the_institution_it_means(roster: Roster) -> None:
    seat = roster.seat("hwk")
    assert seat is not None
    assert seat.tenures[1].institution == "Handwerkskammer Hildesheim-Südniedersachsen"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"colour": "red"}, [("seats[0].colour", "key_unknown")]),
        ({"title": None}, [("seats[0].title", "key_missing")]),
        ({"title": 7}, [("seats[0].title", "type_wrong")]),
        ({"title": " "}, [("seats[0].title", "text_empty")]),
        ({"title": "a\x1b[31m"}, [("seats[0].title", "text_control")]),
        ({"active_from": "2024-02-30"}, [("seats[0].active_from", "type_wrong")]),
        (
            {"active_from": date(2025, 1, 1), "active_to": date(2024, 1, 1)},
            [("seats[0].active_to", "day_order")],
        ),
        ({"institutions": [], "tenures": []}, [("seats[0].institutions", "institutions_none")]),
        ({"tenures": "A"}, [("seats[0].tenures", "type_wrong")]),
        (
            {"tenures": [{"person": "A", "role": "member", "from": date(2024, 1, 1)}]},
            [("seats[0].tenures[0].institution", "institution_open")],
        ),
        (
            {"tenures": [_tenure("A", "member", date(2024, 1, 1), institution="IHK")]},
            [("seats[0].tenures[0].institution", "institution_foreign")],
        ),
        (
            {"tenures": [_tenure("A", "chair", date(2024, 1, 1))]},
            [("seats[0].tenures[0].role", "choice_unknown")],
        ),
        (
            {"tenures": [_tenure("A", "deputy", date(2024, 1, 1), order=0)]},
            [("seats[0].tenures[0].order", "number_zero")],
        ),
        (
            {
                "tenures": [
                    _tenure("A", "member", date(2024, 1, 1), to=date(2024, 6, 30)),
                    _tenure("B", "member", date(2024, 6, 30)),
                ]
            },
            [("seats[0].tenures", "members_overlap")],
        ),
        (
            {
                "tenures": [
                    _tenure("A", "member", date(2024, 1, 1), to=date(2024, 6, 30)),
                    _tenure("B", "member", date(2024, 7, 1)),
                ]
            },
            [],
        ),
        (
            {
                "tenures": [
                    _tenure("A", "deputy", date(2024, 1, 1)),
                    _tenure("B", "deputy", date(2024, 1, 1)),
                ]
            },
            [("seats[0].tenures", "deputies_overlap")],
        ),
        (
            {
                "tenures": [
                    _tenure("A", "deputy", date(2024, 1, 1)),
                    _tenure("A", "member", date(2024, 1, 1)),
                ]
            },
            [("seats[0].tenures", "member_and_deputy")],
        ),
    ],
)
def test_a_mistake_in_a_seat_is_named_with_its_place(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert _codes(**changes) == expected


def test_all_mistakes_are_named_at_once() -> None:
    assert len(_codes(colour="red", title="", region=3, active_from="soon")) == 4


def test_one_id_and_one_person_belong_to_one_seat() -> None:
    other = copy.deepcopy(BASE)
    _, problems = roster_from_data({"seats": [BASE, other]})
    assert [one.code for one in problems] == ["entry_twice", "two_seats"]


@pytest.mark.parametrize("data", [{}, {"seats": []}, {"seats": 3}, {"seats": [1]}, {"x": 1}])
def test_data_of_another_shape_are_problems_and_no_crash(data: dict[str, Any]) -> None:
    _, problems = roster_from_data(data)
    assert problems


def test_a_successor_is_appointed_after_the_term_ended(roster: Roster) -> None:
    new = Tenure("Neu", "Deutscher Gewerkschaftsbund", "member", 1, date(2025, 3, 1))
    _, problems = appointed(roster, "dgb", new)
    assert [one.code for one in problems] == ["members_overlap"]
    changed, problems = ended(roster, "dgb", "M10", date(2025, 2, 28))
    assert problems == []
    changed, problems = appointed(changed, "dgb", new)
    assert problems == []
    holders = [
        seat.holder.person
        for day in (date(2025, 2, 28), date(2025, 3, 1))
        for seat in changed.on(day)
        if seat.id == "dgb" and seat.holder
    ]
    assert holders == ["M10", "Neu"]


def test_an_unknown_seat_or_term_cannot_be_changed(roster: Roster) -> None:
    new = Tenure("Neu", "", "member", 1, date(2025, 3, 1))
    assert [one.code for one in appointed(roster, "x", new)[1]] == ["seat_unknown"]
    assert [one.code for one in ended(roster, "x", "M10", date(2025, 1, 1))[1]] == ["seat_unknown"]
    found = ended(roster, "dgb", "Niemand", date(2025, 1, 1))[1]
    assert [one.code for one in found] == ["tenure_unknown"]
