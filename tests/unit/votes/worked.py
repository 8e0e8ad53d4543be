"""The worked cases of by-laws, read and counted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.unit.votes.board import bylaws_of, count
from votes.decisions import DECISION_RULES
from votes.tally import Result

FOLDER = Path(__file__).parents[2] / "cases" / "votes" / "bylaws"
KEYS = {
    "kind",
    "proposal",
    "round",
    "chair",
    "groups",
    "summons",
    "not_invited",
    "complaints",
    "objections",
}
ABOUT = {"name", "bylaws", "change", "votes", "expect", "says", "unsaid", "reads"}


def _cases() -> list[dict[str, Any]]:
    return [
        {"bylaws": file.stem, **case}
        for file in sorted(FOLDER.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


CASES = _cases()
IDS = [f"{one['bylaws']}: {one['name']}" for one in CASES]


def run(case: dict[str, Any]) -> Result:
    bylaws = bylaws_of(case["bylaws"], case.get("change"))
    return count(bylaws, case["votes"], **{key: case[key] for key in KEYS & set(case)})


def agrees(case: dict[str, Any]) -> bool:
    """Whether the case comes out as counted by hand, and says what it should."""
    result = run(case)
    data = result.to_data()
    found = {**data, **data["quorum"]}
    codes = [step["code"] for step in data["derivation"]]
    return (
        {key: found[key] for key in case["expect"]} == case["expect"]
        and set(case.get("says", ())) <= set(codes)
        and set(codes).isdisjoint(case.get("unsaid", ()))
        and case.get("reads", list(result.sentences)) == list(result.sentences)
        and codes[-1] == f"result_{ending(result)}"
    )


def ending(result: Result) -> str:
    """How the derivation must end: with the result, or with why there is none."""
    if result.cause == "no_consensus" and DECISION_RULES[result.rule].majority:
        return "undecided"
    if result.cause == "no_quorum" and result.quorum.reached >= result.quorum.required:
        return "cannot_decide"
    return result.cause or result.result


def codes_of_the_cases() -> set[str]:
    """The codes of all steps that the cases' derivations have."""
    return {step["code"] for case in CASES for step in run(case).derivation}
