"""The tally agrees with the second count, which is written from the texts and knows no `votes`."""

from __future__ import annotations

import ast
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.property import second_count
from tests.property.elections import MOODS, any_bylaws, election
from tests.property.second_count import TEXTS, Election, by_parameters
from tests.unit.votes.board import ANSWERS, DAY, NAMES, bylaws_data, bylaws_of, count, roster, seat
from votes.ballot import Attendance, Ballot, MotionFrame
from votes.bylaws import ByLaws
from votes.recusal import Recusal
from votes.tally import Result, tally

#: Elections for each text, and by-laws of any content with elections for each.
FEW, FEW_BYLAWS = 600, (150, 12)
#: The same for `make proofs`; EACH elections share their question.
MANY, MANY_BYLAWS, EACH = 320_000, (5_000, 100), 50
CIRCULARS = {name: name != "nkomvg" for name in TEXTS}


def counted(bylaws: ByLaws, one: Election) -> Result:
    return count(
        bylaws,
        one.letters,
        kind=one.kind,
        proposal=one.proposal,
        round=one.round,
        chair=one.chair,
        groups=one.groups,
        summons=one.summons,
        not_invited=one.not_invited,
        complaints=one.complaints,
        objections=one.objections,
    )


def outcome(result: Result) -> tuple[str, str, bool]:
    # A circular has no approval; of a missed objection the quorum is not asked.
    return result.result, result.cause, result.quorum.approval


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_tally_agrees_with_the_text_of_the_by_laws(name: str) -> None:
    chance = random.Random(name)
    bylaws, data = bylaws_of(name), bylaws_data(name)
    for _ in range(FEW):
        one = election(chance, circulars=CIRCULARS[name])
        result = counted(bylaws, one)
        assert outcome(result) == TEXTS[name](one), (one, result.sentences)
        assert outcome(result) == by_parameters(data, one), (one, result.sentences)


def test_the_tally_agrees_under_any_by_laws() -> None:
    chance = random.Random("any by-laws")
    outcomes: Counter[str] = Counter()
    number, each = FEW_BYLAWS
    for _ in range(number):
        data, bylaws = any_bylaws(chance)
        for _ in range(each):
            one = election(chance)
            result = counted(bylaws, one)
            assert outcome(result) == by_parameters(data, one), (data, one, result.sentences)
            outcomes[result.cause or result.result] += 1
    assert set(outcomes) == {
        "endorsed",
        "not_endorsed",
        "no_consensus",
        "no_quorum",
        "circular_failed",
    }


def test_there_is_a_text_for_all_by_laws_that_are_shipped() -> None:
    assert set(TEXTS) == set(NAMES)


def test_the_second_count_uses_nothing_of_the_first() -> None:
    tree = ast.parse(Path(second_count.__file__).read_text(encoding="utf-8"))
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    assert {one.partition(".")[0] for one in named if one} == {
        "__future__",
        "collections",
        "dataclasses",
        "fractions",
        "typing",
    }


# ---------------------------------------------------------------- millions


@cache
def _ballot(number: int, letter: str, kind: str) -> Ballot | None:
    answer = ANSWERS.get(letter.upper())
    by, case = ("deputy", "prevented") if letter.islower() else ("member", None)
    origin = "meeting" if kind == "meeting" else "email"
    return Ballot(seat(number), answer, by, origin, case=case) if answer else None


@cache
def _part(number: int, letter: str) -> Attendance:
    by, case = ("deputy", "prevented") if letter.islower() else ("member", None)
    return Attendance(seat(number), by, case)


def _quick(bylaws: ByLaws, kind: str, frame: MotionFrame, letters: str) -> Result:
    rows = list(enumerate(letters, 1))
    ballots = [found for n, letter in rows if (found := _ballot(n, letter, kind))]
    there: Iterable[Attendance] = ()
    if kind == "meeting":
        there = [_part(n, letter) for n, letter in rows if letter != "."]
    recusals = [Recusal(seat(n), "applicant") for n, letter in rows if letter == "R"]
    return tally(frame, ballots, there, recusals, bylaws)


def _frame(one: Election) -> MotionFrame:
    return MotionFrame(
        one.kind,
        one.proposal,
        DAY,
        roster(len(one.letters), one.groups),
        round=one.round,
        chair=None if one.chair is None else seat(one.chair) if one.chair else "",
        summons=one.summons,
        not_invited=tuple(map(seat, one.not_invited)),
        complaints=tuple(map(seat, one.complaints)),
        objections=tuple(map(seat, one.objections)),
    )


@pytest.mark.proofs
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_tally_agrees_with_the_text_in_many_elections(name: str) -> None:
    chance = random.Random(f"many {name}")
    outcomes: Counter[str] = Counter()
    begun = time.perf_counter()
    bylaws, text = bylaws_of(name), TEXTS[name]
    for _ in range(MANY // EACH):
        # One frame serves many elections: only the answers differ.
        one = election(chance, largest=13, circulars=CIRCULARS[name])
        for other, result in _answered(chance, one, EACH, bylaws):
            found = outcome(result)
            assert found == text(other), other
            outcomes[found[1] or found[0]] += 1
    _print(name, outcomes, begun)


@pytest.mark.proofs
def test_the_tally_agrees_under_many_by_laws() -> None:
    chance = random.Random("many by-laws")
    outcomes: Counter[str] = Counter()
    begun = time.perf_counter()
    number, each = MANY_BYLAWS
    for _ in range(number):
        data, bylaws = any_bylaws(chance)
        for _ in range(each // EACH):
            for other, result in _answered(chance, election(chance), EACH, bylaws):
                found = outcome(result)
                assert found == by_parameters(data, other), (data, other)
                outcomes[found[1] or found[0]] += 1
    _print(f"{number} random by-laws", outcomes, begun)


def _answered(
    chance: random.Random, one: Election, number: int, bylaws: ByLaws
) -> Iterator[tuple[Election, Result]]:
    """The same question with so many different answers."""
    frame = _frame(one)
    for _ in range(number):
        letters = "".join(chance.choices(chance.choice(MOODS), k=len(one.letters)))
        yield replace(one, letters=letters), _quick(bylaws, one.kind, frame, letters)


def _print(name: str, outcomes: Counter[str], begun: float) -> None:
    took = time.perf_counter() - begun
    total = sum(outcomes.values())
    lines = [f"{total} elections under {name}: both counts agree in all ({took:.0f} s)"]
    lines += [f"{number:9} {key}" for key, number in sorted(outcomes.items())]
    sys.stdout.write("\n".join(["", *lines, ""]))
