"""What each audience sees: tables of words, parts and steps; secret ballots; the by-laws' word."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.property.certificates import BYLAWS, Row, certificate, counted
from votes.bylaws import bylaws_from_data
from votes.certificate import PARTS, assembled, values_in
from votes.disclosure import ALWAYS, disclosed, open_parts, opening, shown_steps, view
from votes.parameters import AUDIENCES
from votes.recount import depth_of, recompute

ROWS: list[Row] = [(False, "member", "yes")] * 5 + [
    (True, "member", None),
    (False, "absent", None),
    (False, "deputy", "abstain"),
    (False, "member", None),
]

# words → the parts that are open besides motion and outcome.
PARTS_OF: dict[tuple[str, ...], set[str]] = {
    (): set(),
    ("result",): set(),
    ("numbers",): {"bylaws", "numbers", "lines"},
    ("reasons",): {"reasons", "conditions"},
    ("recusals",): {"recusals"},
    ("seats",): {"roster", "frame", "attendance", "ballots", "secret"},
    ("numbers", "recusals"): {"bylaws", "numbers", "lines", "recusals"},
    ("result", "numbers", "reasons", "recusals", "seats"): {*PARTS} - {*ALWAYS},
}


@pytest.mark.parametrize("words", PARTS_OF)
def test_words_open_parts_and_nothing_else(words: tuple[str, ...]) -> None:
    assert open_parts(frozenset(words)) == PARTS_OF[words] | {*ALWAYS}
    shown = view(certificate(counted(ROWS)), frozenset(words))
    assert recompute(shown) == []
    for name, part in shown["parts"].items():
        assert set(part) == (
            {"salt", "value"} if name in open_parts(frozenset(words)) else {"commitment"}
        )


DISCLOSED = {
    "public": {"result"},
    "applicant": {"result", "numbers", "reasons"},
    "minutes": {"result", "numbers", "recusals"},
    "members": {"result", "numbers", "reasons", "recusals", "seats"},
    "auditors": {"result", "numbers", "reasons", "recusals", "seats"},
}


def test_the_bylaws_of_the_motion_say_what_is_disclosed() -> None:
    made = certificate(counted(ROWS))
    assert {one: disclosed(made, one) for one in AUDIENCES} == DISCLOSED
    with pytest.raises(ValueError):
        disclosed(made, "press")


# step of the derivation → the words without which it is not shown.
NEEDS = {
    "proposes_endorse": set(),
    "seats": set(),
    "recused_leave": {"recusals"},
    "entitled": set(),
    "present": set(),
    "represented": {"seats"},
    "absent": {"seats"},
    "silent": {"seats"},
    "answers": set(),
    "quorum_met": set(),
}


@pytest.mark.parametrize("code", NEEDS)
def test_a_step_that_names_seats_is_shown_to_whom_they_are(code: str) -> None:
    steps = counted(ROWS).result().derivation
    assert code in {one["code"] for one in steps}
    for words in (set(), {"seats"}, {"recusals"}, {"seats", "recusals"}):
        shown = {one["code"] for one in shown_steps(steps, frozenset(words))}
        assert (code in shown) == (NEEDS[code] <= words)


def test_a_void_ballot_of_the_recused_needs_both_words() -> None:
    steps = [{"code": "void_recused", "seats": ["dgb"]}, {"code": "void_other", "seats": ["hwk"]}]
    assert shown_steps(steps, frozenset({"seats"})) == (steps[1],)
    assert shown_steps(steps, frozenset({"recusals"})) == ()


OTHERS = [
    ({"code": "side_enough_cast", "groups": ["a", "b"], "count": 1, "total": 2, "least": 1}, True),
    ({"code": "tie_chair_yes"}, False),
    ({"code": "tie_chair_no"}, False),
    ({"code": "tie_chair_silent"}, False),
    ({"code": "tie_rejected"}, True),
]


@pytest.mark.parametrize(("step", "shown"), OTHERS, ids=lambda one: str(one)[:30])
def test_groups_are_no_seats_and_the_chairs_vote_is_one(step: dict[str, Any], shown: bool) -> None:
    assert bool(shown_steps([step], frozenset({"numbers"}))) == shown
    assert shown_steps([step], frozenset({"seats"})) == (step,)


def test_a_seat_without_a_ballot_has_no_opening() -> None:
    made = certificate(counted(ROWS))
    assert opening(made, "seat-6") is None
    assert opening(made, "mars") is None


# ---------------------------------------------------------------- secret ballots


def secret(
    sums: dict[str, int], result: tuple[str, str], elected: str = "", blank: int = 0
) -> dict[str, Any]:
    """The certificate of a secret ballot of eight: who took part, the sums, nobody's answer."""
    rows: list[Row] = [(False, "member", None)] * 9 + [(True, "member", None)]
    counts = {
        "participants": [f"seat-{number}" for number in range(8)],
        "sums": sums,
        "blank": blank,
        "invalid": 0,
        "counted_by": ["§p-" + "a" * 32, "§p-" + "b" * 32],
    }
    return certificate(counted(rows), secret=counts, outcome=result, elected=elected)


SECRET: dict[str, tuple[dict[str, int], tuple[str, str], str, str]] = {
    "agreed": ({"yes": 7, "no": 0, "abstain": 1}, ("endorsed", ""), "", "numbers"),
    "not agreed": ({"yes": 7, "no": 1}, ("deferred", "no_consensus"), "", "numbers"),
    "another result than the sums": ({"yes": 7, "no": 1}, ("endorsed", ""), "", "outcome"),
    "an election": ({"§p-1": 5, "§p-2": 3}, ("elected", ""), "§p-1", "outcome"),
    "nobody": ({"§p-1": 4, "§p-2": 4}, ("not_elected", ""), "", "outcome"),
}


@pytest.mark.parametrize("name", SECRET)
def test_a_secret_ballot_counts_again_from_its_sums_as_far_as_they_tell(name: str) -> None:
    sums, result, elected, depth = SECRET[name]
    made = secret(sums, result, elected)
    assert recompute(made) == []
    assert depth_of(made) == depth
    assert made["parts"]["lines"]["value"] == {"yes": [], "no": [], "abstain": [], "void": []}
    assert values_in(made)["derivation"]["steps"] == []
    shown = view(made, frozenset({"result", "numbers"}))
    assert recompute(shown) == []
    numbers = shown["parts"]["numbers"]["value"]
    assert (numbers["sums"], numbers["participants"], numbers["missing"]) == (sums, 8, 1)


FORGED_SUMS = [
    {"sums": {"§p-1": 9, "§p-2": 3}},
    {"sums": {"§p-1": 9, "§p-2": -1}},
    {"sums": {"§p-1": 6, "§p-2": 1}},
    {"blank": 1},
    {"invalid": -1},
    {"participants": ["seat-0"]},
    {"sums": {"§p-2": 8}},
]


@pytest.mark.parametrize("change", FORGED_SUMS, ids=str)
@pytest.mark.parametrize("name", ["secret", "numbers"])
def test_forged_sums_are_found_also_when_sealed_again(name: str, change: dict[str, Any]) -> None:
    made = copy.deepcopy(secret({"§p-1": 5, "§p-2": 3}, ("elected", ""), "§p-1"))
    given = dict(change)
    if name == "numbers" and "participants" in given:
        given["participants"] = 1
    made["parts"][name]["value"].update(given)
    assert recompute(assembled(made["parts"]))


def test_only_of_a_secret_ballot_somebody_is_elected() -> None:
    made = copy.deepcopy(certificate(counted(ROWS)))
    made["parts"]["outcome"]["value"]["elected"] = "§p-1"
    assert recompute(assembled(made["parts"]))


# ---------------------------------------------------------------- the by-laws


def bylaws_data(**disclosure: Any) -> dict[str, Any]:
    data = BYLAWS.to_data()
    data["disclosure"] |= disclosure
    return data


@pytest.mark.parametrize("value", ["seats", "numbers"])
def test_the_bylaws_say_what_is_shown_before_the_close(value: str) -> None:
    found, problems = bylaws_from_data(bylaws_data(tally_before_close=value))
    assert problems == [] and found is not None
    assert found.disclosure.tally_before_close == value
    assert bylaws_from_data(found.to_data()) == (found, [])


def test_bylaws_that_do_not_say_it_show_the_same_before_as_after() -> None:
    data = bylaws_data()
    del data["disclosure"]["tally_before_close"]
    found, _ = bylaws_from_data(data)
    assert found is not None and found.disclosure.tally_before_close == "seats"


@pytest.mark.parametrize("value", ["everything", 3, True, ["numbers"]])
def test_another_word_before_the_close_is_refused(value: object) -> None:
    found, problems = bylaws_from_data(bylaws_data(tally_before_close=value))
    assert found is None
    assert [one.path for one in problems] == ["disclosure.tally_before_close"]
