"""By-laws are data with sources; what contradicts itself is refused."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from votes.bylaws import ByLaws, bylaws_from_data
from votes.parameters import Rounds
from votes.quorum import seats_required


def _codes(data: dict[str, Any], changes: dict[str, Any]) -> list[tuple[str, str]]:
    data = copy.deepcopy(data)
    for path, value in changes.items():
        table, _, key = path.partition(".")
        if not key:
            data[table] = value
        elif value is None:
            del data[table][key]
        else:
            data[table][key] = value
    bylaws, problems = bylaws_from_data(data)
    assert (bylaws is None) == bool(problems)
    assert all(one.message and one.remedy for one in problems)
    return [(one.path, one.code) for one in problems]


def test_leine_weser_decides_by_consensus_with_more_than_half(bylaws: ByLaws) -> None:
    assert bylaws.decision.rule == "consensus"
    assert (bylaws.quorum.fraction, bylaws.quorum.strictly_more) == (Fraction(1, 2), True)
    assert bylaws.rule_of_round(9) == "consensus"


def test_a_second_rule_comes_after_the_failed_rounds(bylaws: ByLaws) -> None:
    later = replace(bylaws, rounds=Rounds("absolute", 2))
    found = [later.rule_of_round(number) for number in (1, 2, 3, 4)]
    assert found == ["consensus", "consensus", "absolute", "absolute"]


def test_what_the_strategy_says_has_a_source_and_the_rest_is_assumed(bylaws: ByLaws) -> None:
    chapter = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"
    assert bylaws.source_of("decision.rule") == (chapter, False)
    assert bylaws.source_of("circular.allowed") == (chapter, False)
    assert bylaws.source_of("circular.silence") == (chapter, True)
    assert bylaws.source_of("quorum.fraction") == ("", True)


def test_frozen_by_laws_come_back_the_same(bylaws: ByLaws) -> None:
    assert bylaws_from_data(json.loads(json.dumps(bylaws.to_data()))) == (bylaws, [])


def test_an_empty_file_misses_each_table_once() -> None:
    bylaws, problems = bylaws_from_data({})
    assert bylaws is None
    assert {one.code for one in problems} == {"key_missing"}
    assert len(problems) == 13


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"majority": 1}, [("majority", "key_unknown")]),
        ({"quorum": 3}, None),
        ({"quorum.majority": 1}, [("quorum.majority", "key_unknown")]),
        ({"quorum.base": "chairs"}, [("quorum.base", "choice_unknown")]),
        ({"quorum.least": -1}, [("quorum.least", "number_negative")]),
        ({"quorum.least": True}, [("quorum.least", "type_wrong")]),
        ({"quorum.fraction": 0.5}, [("quorum.fraction", "type_wrong")]),
        ({"quorum.fraction": "0.5"}, [("quorum.fraction", "fraction_wrong")]),
        ({"quorum.fraction": "1/0"}, [("quorum.fraction", "fraction_wrong")]),
        ({"quorum.fraction": "3/2"}, [("quorum.fraction", "fraction_wrong")]),
        ({"quorum.fraction": "1/1"}, [("quorum.fraction", "quorum_impossible")]),
        (
            {"quorum.fraction": "0/1", "quorum.strictly_more": False},
            [("quorum.fraction", "quorum_nobody")],
        ),
        ({"quorum.assumption": False}, [("quorum", "provenance_missing")]),
        ({"quorum.reason": ""}, [("quorum", "reason_missing")]),
        ({"decision.assumed": ["colour"]}, [("decision.assumed", "assumed_unknown")]),
        ({"decision.rule": "dice"}, [("decision.rule", "choice_unknown")]),
        ({"rounds.after": 2}, [("rounds.after", "fallback_rounds")]),
        (
            {"rounds.fallback": "consensus", "rounds.after": 1},
            [("rounds.fallback", "fallback_same")],
        ),
        ({"recusal.hints": ["applicant"]}, [("recusal.hints", "recusal_clash")]),
        ({"deputies.cases": ["prevented"]}, [("deputies.cases", "stand_in_clash")]),
        (
            {"recusal.other_institution_steps_in": False},
            [("deputies.cases", "case_recused_clash")],
        ),
        (
            {"circular.allowed": False},
            [
                ("circular.objections_to_meeting", "circular_clash"),
                ("circular.extensions", "circular_clash"),
            ],
        ),
        ({"origins.counted": ["meeting"]}, [("origins.counted", "origins_clash")]),
        (
            {"disclosure.public": ["result", "seats"]},
            [("disclosure.public", "disclosure_clash")] * 2,
        ),
        ({"change.duration_months": "3"}, [("change.duration_months", "type_wrong")]),
    ],
)
def test_a_mistake_in_the_by_laws_is_named_with_its_place(
    bylaws_data: dict[str, Any],
    changes: dict[str, Any],
    expected: list[tuple[str, str]] | None,
) -> None:
    found = _codes(bylaws_data, changes)
    if expected is None:
        assert ("quorum", "type_wrong") in found
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("base", "fraction", "strictly_more", "least", "required"),
    [
        (12, "1/2", True, 0, 7),
        (13, "1/2", True, 0, 7),
        (12, "1/2", False, 0, 6),
        (13, "1/2", False, 0, 7),
        (12, "2/3", False, 0, 8),
        (12, "2/3", True, 0, 9),
        (3, "1/2", True, 3, 3),
        (0, "1/2", True, 0, 1),
    ],
)
def test_seats_required_are_exact(
    base: int, fraction: str, strictly_more: bool, least: int, required: int
) -> None:
    assert seats_required(base, Fraction(fraction), strictly_more, least) == required
