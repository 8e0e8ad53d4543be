"""A certificate counts again to what it says, whatever was voted, and no change goes unseen."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.certificates import (
    KINDS,
    PROPOSED,
    ROWS,
    SHIPPED,
    Row,
    at,
    beside,
    certificate,
    counted,
    drawing,
    other,
    paths,
    shipped,
)
from votes.canonical import canonical
from votes.certificate import PARTS, assembled, certified, values_in, values_of
from votes.disclosure import opening, opening_problems, view
from votes.numbers import from_numbers
from votes.recount import certificate_from_bytes, depth_of, recompute
from votes.tally import tally

APPLICANT = frozenset({"result", "numbers", "reasons"})
EVERYTHING = frozenset({"result", "numbers", "reasons", "recusals", "seats"})


@settings(max_examples=150, deadline=None)
@given(ROWS, KINDS, PROPOSED)
def test_every_certificate_counts_again_to_what_the_tally_finds(
    rows: list[Row], kind: str, proposal: str
) -> None:
    of = counted(rows, kind, proposal)
    made = certificate(of)
    assert recompute(made) == []
    assert depth_of(made) == "seats"
    result = tally(of.frame, of.ballots, of.attendance, of.recusals, of.bylaws)
    values = values_in(made)
    assert values["outcome"] == {"result": result.result, "cause": result.cause}
    assert values["derivation"]["steps"] == [dict(one) for one in result.derivation]


@settings(max_examples=150, deadline=None)
@given(ROWS, KINDS, PROPOSED)
def test_numbers_alone_lead_to_the_same_result(rows: list[Row], kind: str, proposal: str) -> None:
    of = counted(rows, kind, proposal)
    made = view(certificate(of), APPLICANT)
    assert recompute(made) == []
    assert depth_of(made) == "numbers"
    one, again = of.result(), from_numbers(made["parts"]["numbers"]["value"], of.bylaws)
    assert (one.result, one.cause, one.quorum) == (again.result, again.cause, again.quorum)


def sha256(value: Any) -> str:
    """As the handbook says it, with the standard library alone."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def test_root_and_lines_are_what_the_handbook_says() -> None:
    rows: list[Row] = [(False, "member", "yes"), (True, "member", None), (False, "deputy", "no")]
    made = certificate(counted(rows))
    parts = made["parts"]
    found = [[name, sha256([one["salt"], name, one["value"]])] for name, one in parts.items()]
    assert sha256(found) == made["root"]
    handbook = (Path(__file__).parents[2] / "docs/handbuch/nachrechnen.md").read_text("utf-8")
    named = re.findall(r"`([a-z]+)`", "".join(re.findall(r"^\| (`.*?) \|", handbook, re.MULTILINE)))
    assert named[: len(PARTS)] == [name for name, _ in found] == [*PARTS]
    for ballot in parts["ballots"]["value"]:
        row = {key: value for key, value in ballot.items() if key != "salt"}
        line = sha256([ballot["salt"], "ballot", row])
        assert line in parts["lines"]["value"][ballot["answer"]]


@settings(max_examples=60, deadline=None)
@given(ROWS, KINDS, PROPOSED)
def test_a_certificate_is_written_and_read_back_to_the_same_bytes(
    rows: list[Row], kind: str, proposal: str
) -> None:
    of = counted(rows, kind, proposal)
    made = certificate(of)
    body = canonical(made)
    independent = json.dumps(made, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert body == independent.encode()
    assert certificate_from_bytes(body) == (made, [])
    values = values_of(of, beside(of))
    assert canonical(values_in(made)) == canonical(values)
    assert canonical(certified(values, drawing())) == body


@pytest.mark.parametrize("file", SHIPPED, ids=lambda one: one.stem)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, kind=KINDS, proposal=PROPOSED)
def test_certificates_hold_under_all_bylaws_and_say_whether_numbers_are_enough(
    file: Path, rows: list[Row], kind: str, proposal: str
) -> None:
    of = counted(rows, kind, proposal, shipped(file))
    made = certificate(of)
    assert recompute(made) == []
    shown = view(made, APPLICANT)
    assert recompute(shown) == []
    numbers = shown["parts"]["numbers"]["value"]
    assert depth_of(shown) == ("numbers" if numbers["recounts"] else "outcome")
    again, one = from_numbers(numbers, of.bylaws), of.result()
    same = (one.result, one.cause, one.quorum) == (again.result, again.cause, again.quorum)
    assert numbers["recounts"] == same


@settings(max_examples=150, deadline=None)
@given(ROWS, KINDS, PROPOSED, st.booleans(), st.data())
def test_a_change_at_any_leaf_is_found(
    rows: list[Row], kind: str, proposal: str, whole: bool, data: st.DataObject
) -> None:
    made = certificate(counted(rows, kind, proposal))
    shown = copy.deepcopy(made if whole else view(made, APPLICANT))
    path = data.draw(st.sampled_from(paths(shown)))
    at(shown, path[:-1])[path[-1]] = other(at(shown, path))
    assert recompute(shown), path


def resealed(made: dict[str, Any]) -> dict[str, Any]:
    """The certificate as a forger leaves it who knows how the root is made."""
    return assembled(made["parts"])


@settings(max_examples=150, deadline=None)
@given(ROWS, KINDS, PROPOSED, st.data())
def test_a_forger_who_seals_again_is_found_wherever_the_count_looks(
    rows: list[Row], kind: str, proposal: str, data: st.DataObject
) -> None:
    made = copy.deepcopy(certificate(counted(rows, kind, proposal)))
    judged = {"outcome", "numbers", "lines", "derivation"}
    names = [name for name in PARTS if name in judged]
    every = [("parts", n, "value", *p) for n in names for p in paths(made["parts"][n]["value"])]
    path = data.draw(st.sampled_from(every))
    at(made, path[:-1])[path[-1]] = other(at(made, path))
    assert recompute(resealed(made)), path


@settings(max_examples=100, deadline=None)
@given(ROWS, KINDS, PROPOSED, st.data())
def test_a_forged_answer_is_found_by_the_lines_even_when_numbers_and_result_follow(
    rows: list[Row], kind: str, proposal: str, data: st.DataObject
) -> None:
    of = counted(rows, kind, proposal)
    if not of.ballots:
        return
    honest = certificate(of)
    forged = copy.deepcopy(honest)
    seat = data.draw(st.sampled_from([one.seat for one in of.ballots]))
    row = next(one for one in forged["parts"]["ballots"]["value"] if one["seat"] == seat)
    row["answer"] = other(row["answer"]) if row["answer"] != "abstain" else "yes"
    again = certified(values_in(forged), drawing(1))
    opened = opening(honest, seat)
    assert opened is not None
    assert opening_problems(view(honest, APPLICANT), opened) == []
    assert opening_problems(view(again, APPLICANT), opened) != []


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(0, 2**32), st.data())
def test_who_sees_the_numbers_learns_no_seat_from_them(
    rows: list[Row], seed: int, data: st.DataObject
) -> None:
    """With the seats dealt anew, nothing changes in the view but salted hashes."""
    rows = rows[:11]  # with more seats, the first one objects to the procedure
    dealt = data.draw(st.permutations(rows))
    one, two = counted(rows), counted(dealt)
    shown = view(certificate(one, seed), APPLICANT)
    again = view(certificate(two, seed + 1), APPLICANT)
    for name in ("motion", "outcome", "bylaws", "numbers"):
        assert shown["parts"][name]["value"] == again["parts"][name]["value"]
    lines, others = (each["parts"]["lines"]["value"] for each in (shown, again))
    assert {key: len(found) for key, found in lines.items()} == {
        key: len(found) for key, found in others.items()
    }
    text = canonical(shown).decode()
    assert not [seat.id for seat in one.frame.seats if seat.id in text]
    assert all(found == sorted(found) for found in lines.values())


def test_the_same_ballots_commit_to_other_lines_each_time() -> None:
    rows: list[Row] = [(False, "member", "yes")] * 13
    views = [view(certificate(counted(rows), seed), APPLICANT) for seed in range(20)]
    lines = [one for each in views for one in each["parts"]["lines"]["value"]["yes"]]
    assert len({*lines}) == 20 * 13


@dataclass
class Tried:
    """How many changes were tried, and which went unseen."""

    count: int = 0
    unseen: list[tuple[Any, ...]] = field(default_factory=list)


def changes(made: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The certificate with one leaf changed, for each leaf; or with a leaf taken away."""
    for path in paths(made):
        changed = copy.deepcopy(made)
        at(changed, path[:-1])[path[-1]] = other(at(made, path))
        yield path, changed
        shorter = copy.deepcopy(made)
        del at(shorter, path[:-1])[path[-1]]
        yield path, shorter


@pytest.mark.parametrize("words", [APPLICANT, EVERYTHING], ids=["applicant", "auditors"])
def test_every_single_leaf_of_one_certificate_is_guarded(words: frozenset[str]) -> None:
    rows: list[Row] = [(False, "member", "yes"), (True, "member", None), (False, "deputy", "no")]
    made = view(certificate(counted(rows)), words)
    tried = Tried()
    for path, changed in changes(made):
        tried.count += 1
        if not recompute(changed):
            tried.unseen.append(path)
    assert tried.unseen == []
    assert tried.count > 100


@pytest.mark.proofs
def test_many_certificates_are_changed_at_every_leaf() -> None:
    import random

    chance, tried, made_so_far = random.Random(7), Tried(), 0
    answers, there = ["yes", "no", "abstain", None], ["member", "deputy", "absent"]
    for _ in range(40):
        rows: list[Row] = [
            (chance.random() < 0.1, chance.choice(there), chance.choice(answers))
            for _ in range(chance.randint(1, 8))
        ]
        kind = chance.choice(["meeting", "circular"])
        made = certificate(counted(rows, kind, chance.choice(["endorse", "decline"])))
        made_so_far += 1
        for path, changed in changes(view(made, chance.choice([APPLICANT, EVERYTHING]))):
            tried.count += 1
            if not recompute(changed):
                tried.unseen.append(path)
    print(  # noqa: T201 - the number is what the proof shows
        f"{made_so_far} certificates, {tried.count} changes, unseen: {len(tried.unseen)}"
    )
    assert tried.unseen == []
