"""Every worked case of `tests/cases/votes/tally.toml` comes out as counted by hand."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.votes.worked import codes_of_the_cases
from votes.ballot import Attendance, Ballot, MotionFrame
from votes.bylaws import ByLaws
from votes.derivation import SENTENCES
from votes.recusal import Recusal
from votes.roster import Roster
from votes.tally import Result, tally

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "votes" / "tally.toml").read_text(encoding="utf-8")
)["case"]


def _part(text: str) -> tuple[str, str | None]:
    by, _, case = text.partition(":")
    return by, case or None


def _ballot(seat: str, text: str, parts: dict[str, str], kind: str) -> Ballot:
    part, _, answer = text.rpartition("=")
    by, case = _part(part or (parts.get(seat, "member") if kind == "meeting" else "member"))
    by = "member" if by == "absent" else by
    return Ballot(seat, answer, by, "meeting" if kind == "meeting" else "email", case=case)


def _run(case: dict[str, Any], roster: Roster, bylaws: ByLaws) -> Result:
    kind = case.get("kind", "meeting")
    frame = MotionFrame(
        kind,
        case.get("proposal", "endorse"),
        case["day"],
        roster,
        objections=tuple(case.get("objections", ())),
    )
    ids = [seat.id for seat in frame.seats]
    parts = dict.fromkeys(ids, case.get("rest", "absent")) | case.get("attend", {})
    attendance = [Attendance(seat, *_part(text)) for seat, text in parts.items()]
    answers: dict[str, str] = {}
    if "all" in case:
        there = ids if kind == "circular" else [s for s in ids if parts[s] != "absent"]
        answers = dict.fromkeys((s for s in there if s not in case.get("silent", ())), case["all"])
    answers |= case.get("ballots", {})
    ballots = [_ballot(seat, text, parts, kind) for seat, text in answers.items()]
    recusals = [Recusal(s, "applicant", tuple(i)) for s, i in case.get("recused", {}).items()]
    given = attendance if kind == "meeting" else []
    return tally(frame, ballots, given, recusals, bylaws)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_case_comes_out_as_counted_by_hand(
    case: dict[str, Any], roster: Roster, bylaws: ByLaws
) -> None:
    result = _run(case, roster, bylaws)
    data = result.to_data()
    found = {**data, **data["quorum"]}
    assert {key: found[key] for key in case["expect"]} == case["expect"], result.sentences


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_step_of_the_derivation_can_be_said_and_stored(
    case: dict[str, Any], roster: Roster, bylaws: ByLaws
) -> None:
    result = _run(case, roster, bylaws)
    assert all("{" not in sentence for sentence in result.sentences)
    assert json.loads(json.dumps(result.to_data())) == result.to_data()
    codes = [step["code"] for step in result.derivation]
    assert codes[0].startswith("proposes_")
    assert codes[-1] == f"result_{result.cause or result.result}"


def test_the_cases_together_use_every_sentence_there_is(roster: Roster, bylaws: ByLaws) -> None:
    quorum = replace(bylaws.quorum, strictly_more=False)
    variants = (
        bylaws,
        replace(bylaws, quorum=quorum),
        replace(bylaws, quorum=replace(quorum, least=9)),
        replace(bylaws, recusal=replace(bylaws.recusal, leaves_base=False)),
    )
    used = {
        step["code"]
        for case in CASES
        for variant in variants
        for step in _run(case, roster, variant).derivation
    }
    # An election has its sums from paper; its sentences are made where it is closed.
    counted = {code for code in SENTENCES if not code.startswith("secret_")}
    assert used | codes_of_the_cases() == counted


def test_two_ballots_of_one_seat_are_never_counted(roster: Roster, bylaws: ByLaws) -> None:
    frame = MotionFrame("meeting", "endorse", CASES[0]["day"], roster)
    twice = [Ballot("dgb", "yes"), Ballot("dgb", "no")]
    with pytest.raises(ValueError, match="two ballots of one seat"):
        tally(frame, twice, [Attendance("dgb", "member")], [], bylaws)


def test_where_the_recused_stay_in_the_base_the_quorum_is_higher(
    roster: Roster, bylaws: ByLaws
) -> None:
    case = next(one for one in CASES if "leave eleven in the base" in one["name"])
    stay = replace(bylaws, recusal=replace(bylaws.recusal, leaves_base=False))
    result = _run(case, roster, stay)
    assert (result.entitled, result.quorum.required, result.cause) == (11, 7, "no_quorum")


def test_a_stand_in_represents_the_seat_even_beside_the_recused_member(
    roster: Roster, bylaws: ByLaws
) -> None:
    case = next(one for one in CASES if "other chamber steps in" in one["name"])
    steps = {step["code"]: step for step in _run(case, roster, bylaws).derivation}
    assert steps["stand_in"]["seats"] == steps["represented"]["seats"] == ["hwk"]
