"""Laws that every count keeps, under every by-laws that are shipped, every decision rule in every
manner that it allows, and random by-laws without contradictions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace as changed
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.property.elections import any_bylaws, election, every_manner
from tests.property.second_count import Election
from tests.unit.votes.board import NAMES, bylaws_of, count
from votes.bylaws import ByLaws
from votes.decisions import DECISION_RULES, Chair, Count, decided
from votes.parameters import TIES, Decision
from votes.tally import Result

MANNERS = dict(every_manner())
FIXED = {**{name: bylaws_of(name) for name in NAMES}, **MANNERS}
#: One drawn number stands for random by-laws, and for one election under each of all by-laws.
SEEDS = st.integers(0, 2**32)
few = settings(max_examples=12, deadline=None)


def drawn(seed: int) -> Iterator[tuple[ByLaws, Election]]:
    chance = random.Random(seed)
    for bylaws in (*FIXED.values(), any_bylaws(chance)[1]):
        yield bylaws, election(chance)


def counted(bylaws: ByLaws, one: Election, **more: Any) -> Result:
    about = {key: value for key, value in one.__dict__.items() if key != "letters"}
    return count(bylaws, one.letters, **about, **more)


def passes(bylaws: ByLaws, one: Election) -> bool:
    """Whether the motion passes: under an agreement rule to endorse, its opposite may as well."""
    result = counted(bylaws, one).result
    return result == ("endorsed" if one.proposal == "endorse" else "not_endorsed")


def put(one: Election, number: int, letter: str) -> Election:
    letters = one.letters[: number - 1] + letter + one.letters[number:]
    return changed(one, letters=letters)


def flipped(one: Election) -> Election:
    """The opposite motion with the same opinions."""
    swap = str.maketrans("YNyn", "NYny")
    proposal = "decline" if one.proposal == "endorse" else "endorse"
    return changed(one, letters=one.letters.translate(swap), proposal=proposal)


@few
@given(SEEDS)
def test_it_makes_no_difference_who_voted_how(seed: int) -> None:
    for bylaws, one in drawn(seed):
        order = random.Random(seed).sample(range(len(one.letters)), len(one.letters))
        place = {before + 1: after + 1 for after, before in enumerate(order)}
        other = changed(
            one,
            letters="".join(one.letters[before] for before in order),
            groups="".join(one.groups[before] for before in order),
            chair=place.get(one.chair, one.chair) if one.chair else one.chair,
            not_invited=tuple(place[n] for n in one.not_invited),
            complaints=tuple(place[n] for n in one.complaints),
            objections=tuple(place[n] for n in one.objections),
        )
        same = (
            "result",
            "cause",
            "yes",
            "no",
            "abstain",
            "missing",
            "quorum",
            "present",
            "entitled",
        )
        found, again = counted(bylaws, one), counted(bylaws, other)
        assert [getattr(found, key) for key in same] == [getattr(again, key) for key in same]


@few
@given(SEEDS)
def test_one_more_yes_never_takes_a_decision_away(seed: int) -> None:
    for bylaws, one in drawn(seed):
        if not (passes(bylaws, one)):
            continue
        # A vote that was not cast before changes the shares of the groups.
        from_letters = "NAna" if bylaws.groups.names else "NASnas"
        for number, letter in enumerate(one.letters, 1):
            if letter in from_letters:
                yes = "y" if letter.islower() else "Y"
                assert passes(bylaws, put(one, number, yes)), (one, number)


@few
@given(SEEDS)
def test_one_more_no_never_brings_a_decision_about(seed: int) -> None:
    for bylaws, one in drawn(seed):
        if passes(bylaws, one):
            continue
        for number, letter in enumerate(one.letters, 1):
            if letter in "YAya":
                no = "n" if letter.islower() else "N"
                assert not passes(bylaws, put(one, number, no)), (one, number)


@few
@given(SEEDS)
def test_an_added_abstention_never_helps_where_it_counts(seed: int) -> None:
    for bylaws, one in drawn(seed):
        decision = bylaws.decision_of_round(one.round)
        if decision.abstentions == "ignored":
            continue
        # Whoever speaks against can make the tie that the chair decides, where those who are silent
        # are in the base: so it is meant there (§ 8 DHRV), for a no as for an abstention.
        if decision.ties != "rejected" and decision.base != "cast":
            continue
        if not (one.kind == "meeting" and not bylaws.groups.names and not passes(bylaws, one)):
            continue
        for number, letter in enumerate(one.letters, 1):
            # Somebody who was there and silent; who only now comes may make the quorum.
            if letter in "Ss" and set(one.letters.upper()) & set("YNA"):
                abstained = put(one, number, "a" if letter == "s" else "A")
                assert not passes(bylaws, abstained), (one, number)


@few
@given(SEEDS)
def test_an_abstention_that_is_ignored_changes_nothing(seed: int) -> None:
    for bylaws, one in drawn(seed):
        if bylaws.decision_of_round(one.round).abstentions != "ignored":
            continue
        if not (one.kind == "meeting" and not bylaws.groups.names):
            continue
        if not (set(one.letters.upper()) & set("YN")):
            continue
        silent = one.letters.translate(str.maketrans("Aa", "Ss"))
        assert passes(bylaws, one) == passes(bylaws, changed(one, letters=silent))


@few
@given(SEEDS)
def test_a_motion_and_its_opposite_are_treated_alike(seed: int) -> None:
    for bylaws, one in drawn(seed):
        other = changed(flipped(one), letters=one.letters)
        assert passes(bylaws, one) == passes(bylaws, other), "the proposal must not weigh"
        # The chair's vote turns with the opinion; consent by silence does not.
        if bylaws.circular.silence == "missing":
            both = passes(bylaws, one) and passes(bylaws, flipped(one))
            assert not both, "the same opinions endorse and decline"


@few
@given(SEEDS)
def test_what_an_agreement_rule_finds_is_found_of_the_opposite_too(seed: int) -> None:
    for bylaws, one in drawn(seed):
        rule = DECISION_RULES[bylaws.decision_of_round(one.round).rule]
        if not (not rule.majority and bylaws.circular.silence == "missing"):
            continue
        if bylaws.circular.all_consent and one.kind == "circular":
            continue
        one = changed(one, proposal="endorse")
        against = counted(bylaws, one).result == "not_endorsed"
        assert against == passes(bylaws, flipped(one))


@few
@given(SEEDS)
def test_nothing_to_nothing_never_passes(seed: int) -> None:
    for bylaws, one in drawn(seed):
        if not (bylaws.circular.silence == "missing" or one.kind == "meeting"):
            continue
        nobody = one.letters.translate(str.maketrans("YNyn", "ASas"))
        assert not passes(bylaws, changed(one, letters=nobody))
        result = counted(bylaws, changed(one, letters=nobody))
        assert result.result != "endorsed"


@few
@given(SEEDS)
def test_a_recused_ballot_is_never_counted(seed: int) -> None:
    for bylaws, one in drawn(seed):
        one = put(one, 1 + seed % len(one.letters), "R")
        found = [
            {
                k: v
                for k, v in counted(bylaws, one, recused_say=say).to_data().items()
                if k != "derivation"
            }
            for say in ("", "Y", "N", "A")
        ]
        assert found == [found[0]] * 4
        assert found[0]["recused"] == one.letters.count("R")


@few
@given(SEEDS)
def test_a_deputy_counts_as_much_as_the_member(seed: int) -> None:
    for bylaws, one in drawn(seed):
        if "prevented" not in bylaws.deputies.cases:
            continue
        found = counted(bylaws, one)
        for letters in (one.letters.upper(), one.letters.lower().replace("r", "R")):
            other = counted(bylaws, changed(one, letters=letters))
            assert replace(other, derivation=()) == replace(found, derivation=())


@few
@given(SEEDS)
def test_every_seat_is_accounted_for(seed: int) -> None:
    for bylaws, one in drawn(seed):
        result = counted(bylaws, one)
        answers = result.yes + result.no + result.abstain
        expected = result.present if one.kind == "meeting" else result.entitled
        assert result.seats == len(one.letters) == result.entitled + result.recused
        assert answers + result.missing == expected
        assert result.present <= result.entitled
        assert result.missing == len(result.missing_seats)
        assert result.recused == len(result.recused_seats)
        assert (result.cause != "") == (result.result == "deferred")
        assert not (one.proposal == "decline" and result.result == "endorsed")
        assert all("{" not in sentence for sentence in result.sentences)


@few
@given(SEEDS, st.fractions(0, Fraction(9, 10)), st.booleans(), st.integers(0, 9))
def test_a_quorum_is_met_exactly_when_its_fraction_is_reached(
    seed: int, fraction: Fraction, strictly_more: bool, least: int
) -> None:
    bylaws, one = FIXED["leine-weser"], election(random.Random(seed))
    quorum = replace(bylaws.quorum, fraction=fraction, strictly_more=strictly_more, least=least)
    found = counted(replace(bylaws, quorum=quorum), changed(one, kind="meeting"))
    part = found.entitled * fraction
    enough = found.present > part if strictly_more else found.present >= part
    assert found.quorum.met == (enough and found.present >= least)
    assert (found.cause == "no_quorum") == (not found.quorum.met)


NUMBER = st.integers(0, 20)


@pytest.mark.parametrize("rule", DECISION_RULES)
@given(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, st.data())
def test_every_decision_rule_keeps_the_laws_of_its_family(
    rule: str, yes: int, no: int, abstain: int, silent: int, away: int, data: st.DataObject
) -> None:
    one = DECISION_RULES[rule]
    decision = Decision(
        rule,
        data.draw(st.sampled_from(one.abstentions)),
        data.draw(st.sampled_from(one.bases)),
        data.draw(st.sampled_from(TIES)) if one.chair else "rejected",
    )
    proposal = data.draw(st.sampled_from(("endorse", "decline")))
    answers = st.sampled_from(("", "yes", "no", "abstain"))
    chair = Chair(data.draw(st.booleans()), data.draw(st.booleans()), data.draw(answers))
    total = yes + no + abstain + silent + away

    def found(ayes: int, noes: int, abstentions: int = abstain) -> str:
        present = ayes + noes + abstentions + silent
        numbers = Count(total + 2, total + 1, total, present, ayes, noes, abstentions)
        verdict = decided(numbers, proposal, decision, chair)
        assert (verdict.cause != "") == (verdict.result == "deferred")
        assert not (proposal == "decline" and verdict.result == "endorsed")
        return verdict.result

    passed = "endorsed" if proposal == "endorse" else "not_endorsed"
    if proposal == "decline" or one.majority:
        assert found(0, no) != passed
    assert found(0, 0) != "endorsed"
    if found(yes, no) == passed and no and yes:
        assert found(yes + 1, no - 1) == passed
    if found(yes, no) == passed and not one.majority and proposal == "decline":
        assert no == 0


def test_a_new_rule_comes_under_the_laws_by_itself() -> None:
    assert {name.partition("-")[0] for name in MANNERS} == set(DECISION_RULES)
    assert len(MANNERS) >= 20
