"""What counting needs of a motion comes from its facts: procedure, chair, summons, followers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from buendnis.facts import Attendance, Follower, Meeting, Motion, RecordedBallot, Recusal
from buendnis.workflow.voting import ballots_of, counted, frame_of, recusals_of
from tests.unit.votes.board import DAY, bylaws_data, bylaws_of, roster, seat


def motion(name: str = "vwvfg", size: int = 5, **facts: Any) -> Motion:
    return Motion(
        id="LW-2025-001-V1",
        position=1,
        purpose="project",
        proposal="endorse",
        opened_on=DAY,
        sketch_version=1,
        round=facts.pop("round", 1),
        mode=facts.pop("mode", "meeting"),
        roster=tuple(roster(size).to_data()["seats"]),
        bylaws=bylaws_of(name).to_data(),
        **facts,
    )


def ballots(answers: str, origin: str) -> tuple[RecordedBallot, ...]:
    words = {"Y": "yes", "N": "no", "A": "abstain"}
    return tuple(
        RecordedBallot(seat(number), words[letter], origin, number)
        for number, letter in enumerate(answers, 1)
        if letter in words
    )


def meeting(answers: str) -> Meeting:
    there = (
        Attendance(seat(n), "absent" if x == "." else "member") for n, x in enumerate(answers, 1)
    )
    return Meeting("M-2025-01", "Test", "steering", DAY, attendance=tuple(there))


def test_a_frame_says_who_chairs_who_left_who_objects_and_which_summons_it_is() -> None:
    bare = frame_of(motion())
    assert (bare.chair, bare.summons, bare.vacated, bare.objections) == (None, 1, (), ())
    followers = (
        Follower("s2", "Neu", "House 2", "member", 7),
        Follower("s2", "Neuer", "House 2", "member", 9),
        Follower("s1", "Neu", "House 1", "deputy", 8),
    )
    full = frame_of(motion(chair="s3", summons=2, objections=("s4",), followers=followers))
    assert (full.chair, full.summons, full.vacated) == ("s3", 2, ("s1", "s2"))
    assert full.objections == ("s4",)
    assert [one.id for one in full.seats] == ["s1", "s2", "s3", "s4", "s5"]


@pytest.mark.parametrize(
    ("facts", "answers", "result"),
    [
        ({}, "YYNN.", "deferred"),
        ({"chair": "s1"}, "YYNN.", "endorsed"),
        ({"chair": "s3"}, "YYNN.", "not_endorsed"),
        ({}, "Y....", "deferred"),
        ({"summons": 2}, "Y....", "endorsed"),
        ({"mode": "circular"}, "YYYYY", "endorsed"),
        ({"mode": "circular", "objections": ("s5",)}, "YYYYY", "deferred"),
    ],
)
def test_the_facts_of_a_motion_decide_its_count(
    facts: dict[str, Any], answers: str, result: str
) -> None:
    circular = facts.get("mode") == "circular"
    one = motion(ballots=ballots(answers, "email" if circular else "meeting"), **facts)
    assert counted(one, None if circular else meeting(answers)).result == result


def test_a_deputys_case_comes_from_the_ballot_or_the_attendance() -> None:
    deputy = RecordedBallot("s1", "yes", "email", 1, by="deputy", case="vacant")
    assert ballots_of(motion(ballots=(deputy,)), None)[0].case == "vacant"
    there = replace(meeting("....."), attendance=(Attendance("s1", "deputy", "prevented"),))
    without = replace(deputy, case="", origin="meeting")
    assert ballots_of(motion(ballots=(without,)), there)[0].case == "prevented"
    assert ballots_of(motion(ballots=(without,)), None)[0].case is None
    member = replace(deputy, by="member")
    assert ballots_of(motion(ballots=(member,)), None)[0].case is None


def test_a_recusal_keeps_the_institutions_that_are_concerned() -> None:
    found = Recusal("s1", "applicant", "institution", ("House 1",))
    assert recusals_of(motion(recusals=(found,)))[0].institutions == ("House 1",)


def test_by_laws_that_were_frozen_before_a_key_came_are_counted_as_then() -> None:
    data = bylaws_data("leine-weser")
    for table, key in (
        ("quorum", "all_invited"),
        ("decision", "ties"),
        ("circular", "all_consent"),
    ):
        del data[table][key]
        if "assumed" in data[table]:
            data[table]["assumed"] = [one for one in data[table]["assumed"] if one != key]
    data["valid_from"] = date(2024, 6, 18).isoformat()
    old = replace(motion(ballots=ballots("YYY..", "meeting")), bylaws=data)
    assert counted(old, meeting("YYY..")).result == "endorsed"
