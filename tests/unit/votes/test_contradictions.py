"""By-laws that contradict themselves are refused, with the key path and what would mend it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import votes.bylaws_checks
from tests.unit.votes.board import DAY, NAMES, bylaws_data, bylaws_of, roster
from votes.bylaws import bylaws_from_data
from votes.fitting import validate_fit

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "votes" / "contradictions.toml").read_text("utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_a_contradiction_is_refused_where_it_stands(case: dict[str, Any]) -> None:
    bylaws, problems = bylaws_from_data(bylaws_data(case["bylaws"], case["change"]))
    assert bylaws is None
    assert [[one.path, one.code] for one in problems] == case["found"], [*map(str, problems)]
    assert all("{" not in one.message + one.remedy for one in problems)


def test_every_contradiction_that_is_looked_for_has_a_case() -> None:
    code = Path(votes.bylaws_checks.__file__).read_text(encoding="utf-8")
    looked_for = set(re.findall(r"\.add\(\s*\"([a-z_]+)\"", code))
    assert len(looked_for) > 20
    assert looked_for <= {found for case in CASES for _, found in case["found"]}


@pytest.mark.parametrize("name", NAMES)
def test_by_laws_of_an_earlier_version_read_as_they_did(name: str) -> None:
    """A motion keeps the by-laws as they were frozen, without the keys that came later."""
    data = bylaws_data(name)
    later = {
        "quorum": ("all_invited", "presence_heals", "second_summons", "mostly_recused"),
        "decision": ("base", "ties"),
        "rounds": ("base", "abstentions", "ties"),
        "circular": ("all_consent",),
    }
    for table, keys in later.items():
        for key in keys:
            data[table].pop(key, None)
        if "assumed" in data[table]:
            data[table]["assumed"] = [one for one in data[table]["assumed"] if one not in keys]
    data.pop("groups", None)
    if name == "dhrv":
        data["rounds"]["abstentions"] = "as_no"
    bylaws, problems = bylaws_from_data(data)
    assert problems == []
    assert bylaws is not None
    assert (bylaws.quorum.all_invited, bylaws.quorum.mostly_recused) == (False, "ordinary")
    assert (bylaws.decision.base, bylaws.decision.ties) == ("cast", "rejected")
    assert bylaws.groups.names == ()


@pytest.mark.parametrize(
    ("name", "change", "size", "groups", "expected"),
    [
        ("leine-weser", {}, 13, "", []),
        ("dhrv", {}, 8, "", []),
        ("dhrv", {}, 6, "", []),
        ("dhrv", {}, 5, "", [("quorum.least", "quorum_beyond")]),
        ("vwvfg", {"circular.objections_to_meeting": 3}, 3, "", []),
        (
            "vwvfg",
            {"circular.objections_to_meeting": 4},
            3,
            "",
            [("circular.objections_to_meeting", "objections_beyond")],
        ),
        ("leader", {}, 4, "PESU", []),
        ("leader", {}, 3, "PE-", [("groups.names", "group_unknown")]),
        ("leader", {}, 1, "", [("groups.names", "group_unknown")]),
    ],
)
def test_by_laws_that_do_not_fit_the_body_are_found(
    name: str, change: dict[str, Any], size: int, groups: str, expected: list[tuple[str, str]]
) -> None:
    problems = validate_fit(bylaws_of(name, change), roster(size, groups).seats)
    assert [(one.path, one.code) for one in problems] == expected
    assert all("{" not in one.message + one.remedy for one in problems)
    assert len(roster(size, groups).on(DAY)) == size
