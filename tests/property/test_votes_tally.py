"""The tally agrees with a second count, and keeps the laws that every count keeps."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from votes.ballot import Attendance, Ballot, MotionFrame
from votes.bylaws import ByLaws, bylaws_from_data
from votes.decisions import DECISION_RULES, PROPOSALS, Count
from votes.recusal import Recusal
from votes.roster import Institution, Roster, Seat, Tenure
from votes.tally import Result, tally

DAY = date(2025, 1, 15)
START = date(2015, 7, 22)
PROVENANCE = {"source": "test"}


def _bylaws() -> ByLaws:
    found, problems = bylaws_from_data(
        {
            "name": "test",
            "valid_from": START,
            "quorum": {
                "base": "entitled",
                "fraction": "1/2",
                "strictly_more": True,
                "least": 0,
                **PROVENANCE,
            },
            "decision": {"rule": "consensus", "abstentions": "ignored", **PROVENANCE},
            "rounds": {"fallback": "", "after": 0, **PROVENANCE},
            "recusal": {
                "recuses": ["applicant", "funded"],
                "hints": [],
                "leaves_base": True,
                "other_institution_steps_in": True,
                **PROVENANCE,
            },
            "deputies": {
                "cases": ["prevented", "vacant", "recused"],
                "precedence": "first_cast",
                **PROVENANCE,
            },
            "circular": {
                "allowed": True,
                "needs_reason": True,
                "must_answer": "entitled",
                "silence": "missing",
                "objections_to_meeting": 1,
                "shortest_days": 0,
                "extensions": 1,
                **PROVENANCE,
            },
            "disclosure": {
                **{who: [] for who in ("public", "applicant", "minutes", "members", "auditors")},
                **PROVENANCE,
            },
            "origins": {"counted": ["signed", "meeting", "text_form"], **PROVENANCE},
            "corrections": {"second_person": [], **PROVENANCE},
            "meetings": {"least_per_year": 2, **PROVENANCE},
            "change": {
                "new_votum": [],
                "information": [],
                "cost_increase_percent": 0,
                "duration_months": 0,
                **PROVENANCE,
            },
        }
    )
    assert found is not None, problems
    return found


BYLAWS = _bylaws()


def _seat(number: int) -> Seat:
    house = f"House {number}"
    return Seat(
        f"seat-{number}",
        f"Seat {number}",
        (Institution(house),),
        (
            Tenure(f"member {number}", house, "member", 1, START),
            Tenure(f"deputy {number}", house, "deputy", 1, START),
        ),
    )


ROSTER = Roster(tuple(_seat(number) for number in range(15)))

#: One seat of a motion in plain words: recused, who sits there, the answer or None.
Row = tuple[bool, str, str | None]
ROWS = st.lists(
    st.tuples(
        st.booleans() | st.just(False),
        st.sampled_from(["member", "deputy", "absent"]),
        st.sampled_from(["yes", "no", "abstain", None]),
    ),
    min_size=1,
    max_size=15,
)
KINDS = st.sampled_from(["meeting", "circular"])
PROPOSED = st.sampled_from(PROPOSALS)


def _count(rows: list[Row], kind: str, proposal: str, bylaws: ByLaws = BYLAWS) -> Result:
    """The tally of the rows. A row's ballot comes from whoever sits there."""
    frame = MotionFrame(kind, proposal, DAY, Roster(ROSTER.seats[: len(rows)]))
    ballots, attendance, recusals = [], [], []
    for seat, (recused, by, answer) in zip(frame.seats, rows, strict=True):
        case = "prevented" if by == "deputy" else None
        attendance.append(Attendance(seat.id, by, case))
        if recused:
            recusals.append(Recusal(seat.id, "applicant"))
        if answer is not None and (kind == "meeting" or by != "absent"):
            voter = "deputy" if by == "deputy" else "member"
            origin = "meeting" if kind == "meeting" else "email"
            ballots.append(Ballot(seat.id, answer, voter, origin, case=case))
    return tally(frame, ballots, attendance if kind == "meeting" else [], recusals, bylaws)


def _second_count(rows: list[Row], kind: str, proposal: str) -> tuple[str, str]:
    """Result and cause, from the rule's text alone, in fractions, without the program's code.

    The recused leave the base. A meeting needs more than half of the entitled seats, present or
    represented; a circular an answer from every entitled seat. To endorse: at least one yes and no
    no endorses; no yes and at least one no does not endorse. To decline: at least one yes and no
    no does not endorse. All else is deferred.
    """
    entitled = [(by, answer) for recused, by, answer in rows if not recused]
    there = [answer for by, answer in entitled if by != "absent"]
    if kind == "meeting":
        if not entitled or Fraction(len(there), len(entitled)) <= Fraction(1, 2):
            return "deferred", "no_quorum"
    elif len([answer for answer in there if answer]) < len(entitled):
        return "deferred", "circular_failed"
    said = {answer for answer in there if answer in ("yes", "no")}
    table = {
        ("endorse", "yes"): "endorsed",
        ("endorse", "no"): "not_endorsed",
        ("decline", "yes"): "not_endorsed",
    }
    if len(said) == 1 and (proposal, *said) in table:
        return table[(proposal, *said)], ""
    return "deferred", "no_consensus"


@settings(max_examples=400)
@given(ROWS, KINDS, PROPOSED)
def test_two_counts_of_the_same_motion_agree(rows: list[Row], kind: str, proposal: str) -> None:
    result = _count(rows, kind, proposal)
    assert (result.result, result.cause) == _second_count(rows, kind, proposal)


@given(ROWS, KINDS, PROPOSED)
def test_every_seat_is_accounted_for(rows: list[Row], kind: str, proposal: str) -> None:
    result = _count(rows, kind, proposal)
    answers = result.yes + result.no + result.abstain
    assert result.seats == len(rows) == result.entitled + result.recused
    assert answers + result.missing == (result.present if kind == "meeting" else result.entitled)
    assert result.present <= result.entitled
    assert result.missing == len(result.missing_seats)
    assert result.recused == len(result.recused_seats)


@given(ROWS, KINDS, PROPOSED, st.integers(0, 10**6))
def test_who_voted_how_makes_no_difference(
    rows: list[Row], kind: str, proposal: str, seed: int
) -> None:
    shuffled = random.Random(seed).sample(rows, len(rows))
    one, other = _count(rows, kind, proposal), _count(shuffled, kind, proposal)
    names = ("result", "cause", "yes", "no", "abstain", "missing", "quorum", "present")
    assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


@given(ROWS, KINDS, st.data())
def test_one_more_yes_never_takes_an_endorsement_away(
    rows: list[Row], kind: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    recused, by, _ = rows[place]
    more = [*rows[:place], (recused, by, "yes"), *rows[place + 1 :]]
    if _count(rows, kind, "endorse").result == "endorsed":
        assert _count(more, kind, "endorse").result == "endorsed"


@given(ROWS, KINDS, PROPOSED)
def test_nothing_to_nothing_never_passes(rows: list[Row], kind: str, proposal: str) -> None:
    silent: list[Row] = [(r, by, "abstain" if answer else None) for r, by, answer in rows]
    assert _count(silent, kind, proposal).result == "deferred"


@given(ROWS, KINDS, PROPOSED, st.data())
def test_a_recused_ballot_is_never_counted(
    rows: list[Row], kind: str, proposal: str, data: st.DataObject
) -> None:
    changed: list[Row] = [
        (r, by, data.draw(st.sampled_from(["yes", "no", "abstain", None])) if r else answer)
        for r, by, answer in rows
    ]
    one, other = _count(rows, kind, proposal), _count(changed, kind, proposal)
    drop = ("derivation",)
    assert {k: v for k, v in one.to_data().items() if k not in drop} == {
        k: v for k, v in other.to_data().items() if k not in drop
    }


@given(ROWS, KINDS, PROPOSED)
def test_a_deputy_counts_as_much_as_the_member(rows: list[Row], kind: str, proposal: str) -> None:
    own: list[Row] = [(r, "member" if by == "deputy" else by, answer) for r, by, answer in rows]
    one, other = _count(rows, kind, proposal), _count(own, kind, proposal)
    assert replace(one, derivation=()) == replace(other, derivation=())


@given(ROWS, PROPOSED, st.fractions(0, Fraction(9, 10)), st.booleans(), st.integers(0, 16))
def test_a_quorum_is_met_exactly_when_the_fraction_is_reached(
    rows: list[Row], proposal: str, fraction: Fraction, strictly_more: bool, least: int
) -> None:
    quorum = replace(BYLAWS.quorum, fraction=fraction, strictly_more=strictly_more, least=least)
    found = _count(rows, "meeting", proposal, replace(BYLAWS, quorum=quorum))
    part = found.entitled * fraction
    enough = found.present > part if strictly_more else found.present >= part
    assert found.quorum.met == (enough and found.present >= least)
    assert (found.cause == "no_quorum") == (not found.quorum.met)


@pytest.mark.parametrize("name", sorted(DECISION_RULES))
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), PROPOSED)
def test_every_decision_rule_keeps_the_laws_of_its_family(
    name: str, yes: int, no: int, abstain: int, away: int, proposal: str
) -> None:
    def decided(ayes: int, noes: int) -> str:
        present = ayes + noes + abstain
        base = present + away
        count = Count(base, base, present, ayes, noes, abstain)
        verdict = DECISION_RULES[name].decide(count, proposal)
        assert (verdict.cause != "") == (verdict.result == "deferred")
        return verdict.result

    passed = "endorsed" if proposal == "endorse" else "not_endorsed"
    assert decided(0, 0) != passed
    assert not (proposal == "decline" and decided(yes, no) == "endorsed")
    if decided(yes, no) == passed and no:
        assert decided(yes + 1, no - 1) == passed
    if decided(yes, no) == passed:
        assert decided(yes + 1, no) == passed
