"""The count of a secret ballot: what adds up, and everything that does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from votes.ballot import Attendance, MotionFrame
from votes.bylaws import ByLaws
from votes.recusal import Recusal
from votes.roster import Roster
from votes.secret import count_problems

DAY = date(2025, 1, 15)
ALL = [
    *("region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk"),
    *("arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl", "hochschulen"),
]
GOOD: dict[str, Any] = {
    "there": 13,
    "took_part": ALL,
    "sums": [("A", 9), ("B", 2)],
    "blank": 1,
    "invalid": 1,
    "counted_by": ["Eins", "Zwei"],
    "recused": [],
}


def codes(roster: Roster, bylaws: ByLaws, **changes: Any) -> list[str]:
    case = GOOD | changes
    attendance = [
        Attendance(seat, "member" if number < case["there"] else "absent")
        for number, seat in enumerate(ALL)
    ]
    attendance = [case.get("instead", {}).get(one.seat, one) for one in attendance]
    problems = count_problems(
        MotionFrame("meeting", "endorse", DAY, roster),
        case["took_part"],
        case["sums"],
        case["blank"],
        case["invalid"],
        case["counted_by"],
        attendance,
        [Recusal(seat, "Kandidat") for seat in case["recused"]],
        bylaws,
    )
    assert all(one.message and one.remedy for one in problems)
    return sorted({one.code for one in problems})


def shares(count: int) -> list[tuple[str, int]]:
    return [("A", count)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        # Seven of thirteen are the quorum, six are not.
        ({"there": 7, "took_part": ALL[:7], "sums": shares(5)}, []),
        ({"there": 6, "took_part": ALL[:6], "sums": shares(4)}, ["count_no_quorum"]),
        # Who is present need not take part.
        ({"took_part": ALL[:12], "sums": shares(10)}, []),
        ({"took_part": ALL[:12]}, ["sums_differ"]),
        ({"blank": 0}, ["sums_differ"]),
        ({"sums": [("A", 9), ("B", 3)]}, ["sums_differ"]),
        ({"sums": [("A", 12), ("B", -1)]}, ["sums_negative"]),
        ({"sums": [("A", 9), ("a ", 2)]}, ["candidate_twice"]),
        ({"sums": [], "blank": 13, "invalid": 0}, ["candidates_none"]),
        ({"sums": shares(0), "blank": 13, "invalid": 0}, []),
        ({"took_part": [*ALL[:12], "dgb"]}, ["ballot_twice"]),
        ({"took_part": [*ALL[:12], "kammer"]}, ["seat_unknown"]),
        ({"there": 12}, ["seat_absent"]),
        ({"recused": ["dgb"]}, ["seat_recused"]),
        ({"recused": ["hwk"], "instead": {"hwk": Attendance("hwk", "deputy", "recused")}}, []),
        ({"instead": {"dgb": Attendance("dgb", "deputy", "prevented")}}, ["deputy_unknown"]),
        ({"instead": {"arl": Attendance("arl", "deputy", "prevented")}}, []),
        ({"counted_by": ["Eins"]}, ["counters_two"]),
        ({"counted_by": ["Eins", "eins "]}, ["counters_two"]),
        ({"counted_by": ["Eins", "Zwei", "Drei"]}, ["counters_two"]),
        ({"took_part": [], "sums": shares(0), "blank": 0, "invalid": 0}, ["participants_none"]),
        (
            {"there": 6, "counted_by": [], "sums": []},
            ["candidates_none", "count_no_quorum", "counters_two", "seat_absent", "sums_differ"],
        ),
    ],
)
def test_a_count_adds_up_or_says_why_not(
    changes: dict[str, Any], expected: list[str], roster: Roster, bylaws: ByLaws
) -> None:
    assert codes(roster, bylaws, **changes) == expected


def test_a_seat_has_a_vote_from_its_first_day(roster: Roster, bylaws: ByLaws) -> None:
    for day, expected in ((date(2024, 10, 31), ["seat_not_entitled"]), (date(2024, 11, 1), [])):
        frame = MotionFrame("meeting", "endorse", day, roster)
        there = [Attendance(seat, "member") for seat in ALL]
        found = count_problems(frame, ALL, [("A", 13)], 0, 0, ["E", "Z"], there, (), bylaws)
        assert [one.code for one in found] == expected
