"""Every worked case of `tests/cases/votes/bylaws` comes out as counted by hand from the texts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.votes.board import NAMES
from tests.unit.votes.worked import ABOUT, CASES, IDS, KEYS, agrees, ending, run


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_case_comes_out_as_counted_by_hand(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS | ABOUT
    result = run(case)
    data = result.to_data()
    found = {**data, **data["quorum"]}
    assert {key: found[key] for key in case["expect"]} == case["expect"], result.sentences
    assert (found["cause"] != "") == (found["result"] == "deferred")
    codes = [step["code"] for step in result.derivation]
    assert set(case.get("says", ())) <= set(codes), codes
    assert set(codes).isdisjoint(case.get("unsaid", ())), codes
    assert list(result.sentences) == case.get("reads", list(result.sentences))
    assert codes[-1] == f"result_{ending(result)}"
    assert agrees(case)
    assert all("{" not in sentence for sentence in result.sentences)
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("name", NAMES)
def test_every_by_laws_that_are_shipped_have_cases_of_their_own(name: str) -> None:
    own = [case for case in CASES if case["bylaws"] == name and "change" not in case]
    assert len(own) >= 10
    assert len({case["expect"]["result"] for case in own}) >= 2
