"""Who may answer for which seat: every refusal has its code."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from votes.ballot import (
    Attendance,
    Ballot,
    MotionFrame,
    answers_of_all_present,
    validate_attendance,
    validate_ballots,
    validate_recusals,
)
from votes.bylaws import ByLaws
from votes.recusal import Recusal
from votes.roster import Roster

DAY = date(2025, 2, 15)
HWK = Recusal("hwk", "Handwerkskammer Hannover", ("Handwerkskammer Hannover",))
SHG = Recusal("weserbergland-2", "Landkreis Schaumburg", ("Landkreis Schaumburg",))


@pytest.fixture
def meeting(roster: Roster) -> MotionFrame:
    return MotionFrame("meeting", "endorse", DAY, roster)


@pytest.fixture
def circular(roster: Roster) -> MotionFrame:
    return MotionFrame("circular", "endorse", DAY, roster)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Attendance("dgb", "member"), []),
        (Attendance("hwk", "deputy", "prevented"), []),
        (Attendance("arbeit-2", "deputy", "vacant"), []),
        (Attendance("arbeit-3", "member"), []),
        (Attendance("arbeit-3", "deputy", "vacant"), []),
        (Attendance("hwk", "deputy", "recused"), []),
        (Attendance("dgb", "absent"), []),
        (Attendance("nobody", "member"), ["seat_unknown"]),
        (Attendance("dgb", "guest"), ["choice_unknown"]),
        (Attendance("dgb", "member", "prevented"), ["case_without_deputy"]),
        (Attendance("arbeit-2", "member"), ["member_vacant"]),
        (Attendance("hwk", "deputy"), ["deputy_without_case"]),
        (Attendance("hwk", "deputy", "ill"), ["deputy_case_closed"]),
        (Attendance("hireg", "deputy", "vacant"), ["deputy_case_vacant"]),
        (Attendance("hireg", "deputy", "recused"), ["deputy_case_recused"]),
        (Attendance("weserbergland-2", "deputy", "recused"), ["seat_recused"]),
        (Attendance("dgb", "deputy", "prevented"), ["deputy_unknown"]),
    ],
)
def test_an_attendance_is_admitted_or_refused_with_its_code(
    entry: Attendance, expected: list[str], meeting: MotionFrame, bylaws: ByLaws
) -> None:
    problems = validate_attendance(meeting, [entry], bylaws, [HWK, SHG])
    assert [one.code for one in problems] == expected
    assert all(one.message and one.remedy for one in problems)


def test_a_seat_attends_once(meeting: MotionFrame, bylaws: ByLaws) -> None:
    twice = [Attendance("dgb", "member"), Attendance("dgb", "absent")]
    assert [one.code for one in validate_attendance(meeting, twice, bylaws)] == ["attendance_twice"]


def test_a_seat_without_a_vote_on_the_day_is_told_from_an_unknown_one(
    roster: Roster, bylaws: ByLaws
) -> None:
    before = MotionFrame("meeting", "endorse", date(2024, 10, 31), roster)
    entry = Attendance("hochschulen", "member")
    assert [one.code for one in validate_attendance(before, [entry], bylaws)] == [
        "seat_not_entitled"
    ]
    ballot = Ballot("hochschulen", "yes")
    found = validate_ballots(before, [ballot], [entry], [], bylaws)
    assert [one.code for one in found] == ["seat_not_entitled"]


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        (Ballot("dgb", "yes"), []),
        (Ballot("hireg", "yes", "deputy"), []),
        (Ballot("hireg", "yes", "deputy", case="prevented"), []),
        (Ballot("hwk", "yes", "deputy", case="recused"), []),
        (Ballot("dgb", "perhaps"), ["choice_unknown"]),
        (Ballot("dgb", "yes", "guest"), ["choice_unknown"]),
        (Ballot("nobody", "yes"), ["seat_unknown"]),
        (Ballot("dgb", "yes", "deputy"), ["deputy_beside_member"]),
        (Ballot("hireg", "yes"), ["member_represented"]),
        (Ballot("arl", "yes", "deputy"), ["deputy_without_case"]),
        (Ballot("hwk", "yes"), ["seat_recused"]),
        (Ballot("hwk", "yes", "deputy"), ["seat_recused"]),
        (Ballot("weserbergland-2", "yes", "deputy", case="recused"), ["seat_recused"]),
        (Ballot("arbeitgeber", "yes"), ["seat_absent"]),
        (Ballot("arbeit-1", "yes"), ["seat_absent"]),
        (Ballot("dgb", "yes", origin="rumour"), ["origin_closed"]),
        (Ballot("dgb", "yes", origin="email"), []),
    ],
)
def test_a_ballot_in_a_meeting_is_admitted_or_refused_with_its_code(
    ballot: Ballot, expected: list[str], meeting: MotionFrame, bylaws: ByLaws
) -> None:
    attendance = [
        Attendance("dgb", "member"),
        Attendance("hireg", "deputy", "prevented"),
        Attendance("hwk", "member"),
        Attendance("weserbergland-2", "member"),
        Attendance("arl", "deputy"),
        Attendance("arbeitgeber", "absent"),
    ]
    problems = validate_ballots(meeting, [ballot], attendance, [HWK, SHG], bylaws)
    assert [one.code for one in problems] == expected
    assert all(one.message and one.remedy for one in problems)


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        (Ballot("dgb", "yes", origin="email"), []),
        (Ballot("dgb", "yes", origin="signed"), []),
        (Ballot("dgb", "yes"), ["origin_meeting"]),
        (Ballot("hireg", "yes", "deputy", "paper", case="prevented"), []),
        (Ballot("hireg", "yes", "deputy", "paper"), ["deputy_without_case"]),
        (Ballot("hireg", "yes", "member", "paper", case="prevented"), ["case_without_deputy"]),
        (Ballot("arbeit-2", "yes", origin="email"), ["member_vacant"]),
        (Ballot("arbeit-2", "yes", "deputy", "email", case="vacant"), []),
        (Ballot("hireg", "yes", "deputy", "email", case="recused"), ["deputy_case_recused"]),
        (Ballot("hwk", "yes", "deputy", "email", case="recused"), []),
        (Ballot("hwk", "yes", "deputy", "email", case="prevented"), ["seat_recused"]),
    ],
)
def test_a_ballot_in_a_circular_is_admitted_or_refused_with_its_code(
    ballot: Ballot, expected: list[str], circular: MotionFrame, bylaws: ByLaws
) -> None:
    problems = validate_ballots(circular, [ballot], [], [HWK], bylaws)
    assert [one.code for one in problems] == expected


def test_the_by_laws_say_which_origins_count(circular: MotionFrame, bylaws: ByLaws) -> None:
    strict = replace(bylaws, origins=("signed",))
    ballot = Ballot("dgb", "yes", origin="email")
    found = validate_ballots(circular, [ballot], [], [], strict)
    assert [one.code for one in found] == ["origin_closed"]


def test_a_seat_has_one_ballot_in_a_recording(circular: MotionFrame, bylaws: ByLaws) -> None:
    twice = [Ballot("dgb", "yes", origin="email"), Ballot("dgb", "no", origin="email")]
    found = validate_ballots(circular, twice, [], [], bylaws)
    assert [one.code for one in found] == ["ballot_twice"]


def test_nobody_records_the_ballot_of_their_own_seat(circular: MotionFrame, bylaws: ByLaws) -> None:
    ballots = [Ballot("arl", "yes", origin="email"), Ballot("dgb", "yes", origin="email")]
    found = validate_ballots(circular, ballots, [], [], bylaws, recorder_seats=["arl"])
    assert [(one.path, one.code) for one in found] == [("arl", "own_seat")]


def test_a_holder_who_left_since_the_opening_is_followed(
    circular: MotionFrame, bylaws: ByLaws
) -> None:
    ballot = Ballot("hireg", "yes", "deputy", "email", case="vacant")
    assert validate_ballots(circular, [ballot], [], [], bylaws)
    followed = replace(circular, vacated=("hireg",))
    assert validate_ballots(followed, [ballot], [], [], bylaws) == []


def test_a_recusal_has_a_seat_once_and_a_reason(meeting: MotionFrame) -> None:
    given = [HWK, HWK, Recusal("nobody", "x"), Recusal("dgb", " ")]
    assert [one.code for one in validate_recusals(meeting, given)] == [
        "recusal_twice",
        "seat_unknown",
        "recusal_reason",
    ]


def test_the_answer_of_all_present_is_one_ballot_for_each_seat_that_may_vote(
    meeting: MotionFrame, bylaws: ByLaws
) -> None:
    attendance = [
        Attendance("dgb", "member"),
        Attendance("hireg", "deputy", "prevented"),
        Attendance("hwk", "member"),
        Attendance("arl", "member"),
        Attendance("arbeitgeber", "absent"),
    ]
    ballots = answers_of_all_present(meeting, attendance, [HWK], "yes", except_seats=["arl"])
    assert {(one.seat, one.by) for one in ballots} == {("dgb", "member"), ("hireg", "deputy")}
    assert validate_ballots(meeting, ballots, attendance, [HWK], bylaws) == []
