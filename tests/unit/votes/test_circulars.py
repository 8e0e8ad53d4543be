"""Objections; consent by silence; whose ballot stands; what is known before a motion opens."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.votes.board import DAY, START, bylaws_of, roster, seat
from votes.ballot import Attendance, Ballot, MotionFrame, validate_ballots
from votes.circular import validate_objections
from votes.precedence import precedence_faults, standing_ballots
from votes.recusal import Recusal
from votes.roster import Roster, Seat, roster_from_data
from votes.shipped import shipped_bylaws, shipped_file, shipped_names
from votes.tally import quorum_at_best, tally


@pytest.mark.parametrize(
    ("kind", "limit", "seats", "own", "expected"),
    [
        ("circular", 2, ("s1",), (), []),
        ("circular", 2, (), (), []),
        ("meeting", 2, ("s1",), (), [("s1", "objection_meeting")]),
        ("circular", 0, ("s1",), (), [("s1", "objection_closed")]),
        ("circular", 2, ("s9",), (), [("s9", "seat_unknown")]),
        ("circular", 2, ("s2",), (), [("s2", "objection_recused")]),
        ("circular", 2, ("s1",), ("s1",), [("s1", "objection_own")]),
        ("circular", 2, ("s1",), ("s3",), []),
        (
            "circular",
            2,
            ("s9", "s1", "s2", "s3"),
            ("s3",),
            [("s9", "seat_unknown"), ("s2", "objection_recused"), ("s3", "objection_own")],
        ),
    ],
)
def test_who_may_object_to_the_written_procedure(
    kind: Any,
    limit: int,
    seats: tuple[str, ...],
    own: tuple[str, ...],
    expected: list[tuple[str, str]],
) -> None:
    bylaws = bylaws_of("leine-weser", {"circular.objections_to_meeting": limit})
    frame = MotionFrame(kind, "endorse", DAY, roster(3))
    found = validate_objections(frame, seats, [Recusal("s2", "applicant")], bylaws, own)
    assert [(one.path, one.code) for one in found] == expected
    for one in found:
        assert "{" not in one.message + one.remedy
        if one.code == "seat_unknown":
            assert "s1, s2, s3" in one.remedy
        elif one.code in ("objection_recused", "objection_own"):
            assert one.path in one.message


def _cast(text: str) -> list[Ballot]:
    """`member=yes deputy=no`: the ballots of one seat in the order in which they were cast."""
    return [Ballot("s1", *reversed(one.split("=")), "email") for one in text.split()]


@pytest.mark.parametrize(
    ("precedence", "cast", "stands", "lapsed"),
    [
        ("first_cast", "member=yes", "member=yes", ""),
        ("first_cast", "deputy=no member=yes", "deputy=no", "member=yes"),
        ("first_cast", "member=yes deputy=no", "member=yes", "deputy=no"),
        ("first_cast", "deputy=no deputy=yes", "deputy=yes", "deputy=no"),
        (
            "first_cast",
            "deputy=no member=yes deputy=abstain",
            "deputy=abstain",
            "member=yes deputy=no",
        ),
        ("member_supersedes", "deputy=no member=yes", "member=yes", "deputy=no"),
        ("member_supersedes", "member=yes deputy=no", "member=yes", "deputy=no"),
        ("member_supersedes", "member=yes member=no", "member=no", "member=yes"),
        ("member_supersedes", "deputy=no", "deputy=no", ""),
        (
            "member_supersedes",
            "deputy=no member=yes deputy=abstain",
            "member=yes",
            "deputy=no deputy=abstain",
        ),
    ],
)
def test_one_ballot_of_member_and_deputy_stands(
    precedence: str, cast: str, stands: str, lapsed: str
) -> None:
    bylaws = bylaws_of("vwvfg", {"deputies.precedence": precedence})
    standing, gone = standing_ballots(_cast(cast), bylaws)
    assert list(standing) == _cast(stands)
    assert list(gone) == _cast(lapsed)


def test_the_ballots_of_other_seats_are_not_touched() -> None:
    bylaws = bylaws_of("vwvfg")
    both = [Ballot("s1", "yes", "deputy"), Ballot("s2", "no", "member")]
    assert standing_ballots(both, bylaws) == (tuple(both), ())


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        ("vwvfg", None, "member", None),
        ("vwvfg", "deputy", "member", "deputy_voted_first"),
        ("vwvfg", "member", "deputy", "member_voted_first"),
        ("vwvfg", "member", "member", None),
        ("leader", "deputy", "member", None),
        ("leader", "member", "deputy", "member_voted_first"),
    ],
)
def test_a_ballot_beside_the_one_that_stands_is_refused_with_the_reason(
    name: str, before: str | None, after: str, code: str | None
) -> None:
    standing = Ballot("s1", "yes", before) if before else None
    found = precedence_faults(standing, Ballot("s1", "no", after), shipped_bylaws(name))
    assert [one.code for one in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("name", "size", "recused", "met", "required"),
    [
        ("leine-weser", 13, 12, True, 1),
        ("leine-weser", 13, 13, False, 1),
        ("dhrv", 8, 2, True, 6),
        ("dhrv", 8, 3, False, 6),
        ("nkomvg", 12, 5, True, 7),
        ("nkomvg", 12, 6, False, 7),
        ("nkomvg", 12, 7, True, 1),
        ("vwvfg", 4, 1, True, 3),
        ("vwvfg", 4, 2, False, 3),
    ],
)
def test_a_quorum_that_recusals_break_is_known_before_the_motion_opens(
    name: str, size: int, recused: int, met: bool, required: int
) -> None:
    frame = MotionFrame("meeting", "endorse", DAY, roster(size))
    recusals = [Recusal(seat(number), "applicant") for number in range(1, recused + 1)]
    found = quorum_at_best(frame, recusals, bylaws_of(name))
    assert (found.met, found.required, found.reached) == (met, required, size - recused)


def _with(body: Roster, **changes: Any) -> Roster:
    return Roster((replace(body.seats[0], **changes), *body.seats[1:]))


def _vacant(body: Roster) -> Roster:
    return _with(body, tenures=body.seats[0].tenures[1:])


def test_the_deputy_of_a_vacant_seat_is_expected_to_come() -> None:
    frame = MotionFrame("meeting", "endorse", DAY, _vacant(roster(3)))
    assert quorum_at_best(frame, (), bylaws_of("vwvfg")).reached == 3
    frame = MotionFrame("meeting", "endorse", DAY, _with(roster(3), tenures=()))
    assert quorum_at_best(frame, (), bylaws_of("vwvfg")).reached == 3
    left = replace(roster(3).seats[0].tenures[0], to_day=START)
    frame = MotionFrame("meeting", "endorse", DAY, _with(roster(3), tenures=(left,)))
    assert quorum_at_best(frame, (), bylaws_of("vwvfg")).reached == 2


CONSENT = {
    "circular.must_answer": "quorum",
    "circular.silence": "consent",
    "circular.assumed": [],
}


@pytest.mark.parametrize(
    ("body", "vacated", "yes"),
    [
        (roster(3), (), 3),
        (_with(roster(3), tenures=()), (), 3),
        (_vacant(roster(3)), (), 2),
        (roster(3), ("s1",), 2),
    ],
    ids=["held", "people not entered", "vacant", "holder has left"],
)
def test_an_empty_chair_does_not_consent_by_silence(
    body: Roster, vacated: tuple[str, ...], yes: int
) -> None:
    frame = MotionFrame("circular", "endorse", DAY, body, vacated=vacated)
    ballots = [Ballot("s2", "yes", "member", "email"), Ballot("s3", "yes", "member", "email")]
    result = tally(frame, ballots, (), (), bylaws_of("leine-weser", CONSENT))
    assert (result.yes, result.missing) == (yes, 3 - yes)
    assert result.result == "endorsed"


def test_a_seat_keeps_its_group_through_the_record() -> None:
    body = roster(2, "PE")
    assert roster_from_data(body.to_data()) == (body, [])
    assert "group" not in roster(1).to_data()["seats"][0]
    assert MotionFrame("meeting", "endorse", DAY, body).groups == {"s1": "public", "s2": "economic"}


def test_shipped_by_laws_are_found_by_name() -> None:
    assert shipped_names() == ("dhrv", "leader", "nkomvg", "vwvfg")
    assert all(shipped_file(name).is_file() for name in shipped_names())
    with pytest.raises(LookupError, match="known: dhrv, leader, nkomvg, vwvfg"):
        shipped_bylaws("../vwvfg")


def test_every_value_that_is_shipped_has_a_source_or_a_reason() -> None:
    for name in shipped_names():
        bylaws = shipped_bylaws(name)
        for table, found in bylaws.provenance.items():
            assert found.source or found.reason, (name, table)


def test_attendance_and_ballots_of_a_frame_are_checked_by_seat() -> None:
    frame = MotionFrame("meeting", "endorse", DAY, roster(2))
    assert isinstance(frame.by_id["s1"].seat, Seat)
    found = validate_ballots(
        frame, [Ballot("s3", "yes")], [Attendance("s1", "member")], [], bylaws_of("vwvfg")
    )
    assert [one.code for one in found] == ["seat_unknown"]


def test_seats_whose_people_nobody_entered_are_expected_to_come() -> None:
    body = Roster(tuple(replace(one, tenures=()) for one in roster(3).seats))
    frame = MotionFrame("meeting", "endorse", DAY, body)
    assert quorum_at_best(frame, (), bylaws_of("nkomvg")).reached == 3


def test_ballots_may_come_one_by_one() -> None:
    frame = MotionFrame("meeting", "endorse", DAY, roster(3))
    there = [Attendance(seat(number), "member") for number in (1, 2, 3)]
    ballots = (Ballot(seat(number), "yes") for number in (1, 2, 3))
    assert tally(frame, ballots, iter(there), (), bylaws_of("vwvfg")).yes == 3
