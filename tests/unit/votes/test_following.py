"""Who may follow on an open motion when a holder leaves: worked at the boundaries."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.votes.test_appointments import done
from votes.ballot import MotionFrame
from votes.following import Following, follower, has_left, unfollowed
from votes.roster import Roster

OPENED = date(2025, 3, 3)
LEFT = "end dgb M10 on 2025-03-10"
NEW = "appoint dgb Neu from 2025-03-11"
DEPUTY = "appoint dgb Dep deputy 1 from 2025-03-05"
UNIVERSITY = "end hochschulen M13 on 2025-03-10"
SUCCESSOR = "appoint hochschulen Neu at Hochschule Hannover from 2025-03-20"

# (what happened since the opening, seat, who is to follow on which day, has the seat voted,
#  who followed before) → the role in which the person follows, or the codes that say no.
CASES = [
    ("the successor on the first day", [LEFT, NEW], "dgb Neu 2025-03-11", "member"),
    (
        "not on the last day of the holder",
        [LEFT, NEW],
        "dgb Neu 2025-03-10",
        "holder_stays follower_unknown",
    ),
    ("the deputy of a vacant seat", [LEFT, DEPUTY], "dgb Dep 2025-03-11", "deputy"),
    ("no deputy beside a successor", [LEFT, NEW, DEPUTY], "dgb Dep 2025-03-11", "follower_deputy"),
    ("nobody but those of the seat", [LEFT], "dgb M12 2025-03-11", "follower_unknown"),
    ("nobody while the holder stays", [], "dgb M10 2025-03-11", "holder_stays"),
    ("not when the ballot stands", [LEFT, NEW], "dgb Neu 2025-03-11 voted", "left_ballot_stands"),
    ("once", [LEFT, NEW], "dgb Neu 2025-03-11 after=Neu:member", "follower_twice"),
    ("no unknown seat", [], "kammer Neu 2025-03-11", "seat_unknown"),
    (
        "a deputy from another institution of a shared seat",
        [UNIVERSITY],
        "hochschulen D13b 2025-03-11",
        "deputy",
    ),
    ("the first deputy as well", [UNIVERSITY], "hochschulen D13a 2025-03-11", "deputy"),
    (
        "the deputy gives way to a successor",
        [UNIVERSITY, SUCCESSOR],
        "hochschulen Neu 2025-03-20 after=D13b:deputy",
        "member",
    ),
    (
        "but goes on until the day before",
        [UNIVERSITY, SUCCESSOR],
        "hochschulen D13a 2025-03-19 after=D13b:deputy",
        "holder_stays",
    ),
    (
        "somebody who was member and is appointed again",
        [LEFT, "appoint dgb M10 from 2025-03-20"],
        "dgb M10 2025-03-20",
        "holder_stays",
    ),
]


def _frame(roster: Roster) -> MotionFrame:
    return MotionFrame("meeting", "endorse", OPENED, roster)


def _now(roster: Roster, steps: list[str]) -> Roster:
    for step in steps:
        roster, problems = done(roster, step)
        assert problems == [], step
    return roster


@pytest.mark.parametrize(
    ("steps", "asked", "expected"), [one[1:] for one in CASES], ids=[one[0] for one in CASES]
)
def test_who_follows_is_decided_by_who_left_and_who_is_there(
    steps: list[str], asked: str, expected: str, roster: Roster
) -> None:
    seat, person, day, *more = asked.split()
    before = tuple(
        Following(seat, *one.removeprefix("after=").split(":")) for one in more if "=" in one
    )
    term, problems = follower(
        _frame(roster),
        before,
        _now(roster, steps),
        seat,
        person,
        date.fromisoformat(day),
        "voted" in more,
    )
    if term is not None:
        assert (term.person, term.role, problems) == (person, expected, [])
    else:
        assert [one.code for one in problems] == expected.split()
        assert all(one.message and one.remedy for one in problems)


def test_nobody_follows_where_nobody_was_entered(roster: Roster) -> None:
    frame = MotionFrame("meeting", "endorse", date(2015, 7, 21), roster)
    _, problems = follower(frame, (), roster, "dgb", "M10", date(2015, 7, 22), False)
    assert [one.code for one in problems] == ["holder_never"]


@pytest.mark.parametrize(
    ("day", "voted", "followed", "expected"),
    [
        ("2025-03-10", "", "", []),
        ("2025-03-11", "", "", ["left_open"]),
        ("2025-03-11", "dgb", "", ["left_ballot_stands"]),
        ("2025-03-11", "arl", "", ["left_open"]),
        ("2025-03-11", "", "Neu", []),
        ("2025-03-11", "dgb", "Neu", []),
    ],
)
def test_a_seat_whose_holder_left_has_no_new_ballot_until_somebody_follows(
    day: str, voted: str, followed: str, expected: list[str], roster: Roster
) -> None:
    now = _now(roster, [LEFT, NEW])
    followings = [Following("dgb", followed, "member")] if followed else []
    found = unfollowed(
        _frame(roster), followings, now, date.fromisoformat(day), ["dgb", "arl"], [voted]
    )
    assert [one.code for one in found] == expected


def test_the_frozen_roster_is_not_touched_by_what_comes_later(roster: Roster) -> None:
    frame = _frame(roster)
    now = _now(roster, [LEFT, NEW])
    assert has_left(frame, (), now, "dgb", date(2025, 3, 11)) == "M10"
    holder = next(one.holder for one in frame.seats if one.id == "dgb")
    assert holder and (holder.person, holder.to_day) == ("M10", None)


def test_a_seat_that_was_given_up_has_nobody(roster: Roster) -> None:
    gone = Roster(tuple(one for one in roster.seats if one.id != "dgb"))
    assert has_left(_frame(roster), (), gone, "dgb", date(2025, 3, 11)) == "M10"
    assert has_left(_frame(roster), (), gone, "kammer", date(2025, 3, 11)) is None
