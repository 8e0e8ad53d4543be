"""Random elections and random by-laws: what the second count and the laws are tried on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.property.second_count import Election
from tests.unit.votes.board import bylaws_data
from votes.bylaws import ByLaws, bylaws_from_data
from votes.decisions import ABSTENTIONS, DECISION_BASES, DECISION_RULES
from votes.groups import GROUP_BASES
from votes.parameters import MOSTLY_RECUSED, MUST_ANSWER, SILENCE, TIES
from votes.quorum import QUORUM_BASES

#: Letters by mood: mixed, nearly agreed, often absent, often recused, abstaining, split.
MOODS = ("YYYNNAS.Rynas", "YYYYYYYYyYN", "YN.....S", "YNRRRRA.", "YAAAASn", "YNYNYN")
GROUPS = ("PPEESSUU", "PEESU", "PPPES", "EEESSU-")


def election(chance: random.Random, largest: int = 9, circulars: bool = True) -> Election:
    """One election. Seats are few, so that the boundaries are met often."""
    size = chance.randint(1, largest)
    numbers = range(1, size + 1)
    chair = chance.choice((None, 0, chance.choice(numbers), chance.choice(numbers)))
    rare = chance.random
    return Election(
        letters="".join(chance.choices(chance.choice(MOODS), k=size)),
        kind="circular" if circulars and rare() < 0.3 else "meeting",
        proposal="decline" if rare() < 0.3 else "endorse",
        round=chance.choice((1, 2, 3)),
        chair=chair,
        groups="".join(chance.choices(chance.choice(GROUPS), k=size)),
        summons=2 if rare() < 0.2 else 1,
        not_invited=(chance.choice(numbers),) if rare() < 0.15 else (),
        complaints=(chance.choice(numbers),) if rare() < 0.15 else (),
        objections=tuple(set(chance.choices(numbers, k=2))) if rare() < 0.15 else (),
    )


def any_bylaws(chance: random.Random) -> tuple[dict[str, Any], ByLaws]:
    """By-laws with random values that do not contradict themselves, as data and as read."""
    while True:
        data = _attempt(chance)
        bylaws, _ = bylaws_from_data(data)
        if bylaws is not None:
            return data, bylaws


def every_manner() -> Iterator[tuple[str, ByLaws]]:
    """Every decision rule in every manner that does not contradict itself, by a readable name.

    A new rule comes in by itself.
    """
    for rule in DECISION_RULES:
        for base in DECISION_BASES:
            for abstentions in ABSTENTIONS:
                for ties in TIES:
                    change = {
                        "decision.rule": rule,
                        "decision.base": base,
                        "decision.abstentions": abstentions,
                        "decision.ties": ties,
                    }
                    bylaws, _ = bylaws_from_data(bylaws_data("leine-weser", change))
                    if bylaws is not None:
                        yield f"{rule}-{base}-{abstentions}-{ties}", bylaws


def _attempt(chance: random.Random) -> dict[str, Any]:
    pick = chance.choice
    rule = pick(tuple(DECISION_RULES))
    majorities = [name for name, one in DECISION_RULES.items() if one.majority]
    fallback = "" if DECISION_RULES[rule].majority else pick(("", *majorities))
    data = bylaws_data("leine-weser")
    data["quorum"] |= {
        "base": pick(tuple(QUORUM_BASES)),
        "fraction": pick(("0/1", "1/3", "1/2", "2/3", "1/1")),
        "strictly_more": pick((True, False)),
        "least": pick((0, 0, 1, 3)),
        "all_invited": pick((True, False)),
        "presence_heals": pick((True, False)),
        "second_summons": pick((True, False)),
        "mostly_recused": pick(MOSTLY_RECUSED),
    }
    data["decision"] |= {"rule": rule, **_manner(chance, rule)}
    data["rounds"] = {"fallback": fallback, "after": 0, "source": "test"}
    if fallback:
        data["rounds"] |= {"after": pick((1, 2)), **_manner(chance, fallback)}
    data["recusal"] |= {"leaves_base": pick((True, False)), "other_institution_steps_in": False}
    data["deputies"] |= {"cases": pick((["prevented"], []))}
    data["circular"] |= {
        "must_answer": pick(MUST_ANSWER),
        "silence": pick(SILENCE),
        "objections_to_meeting": pick((0, 1, 2)),
        "all_consent": pick((True, False, False)),
        "assumed": [],
    }
    if chance.random() < 0.3:
        data["groups"] = _groups(chance)
    return data


def _manner(chance: random.Random, rule: str) -> dict[str, str]:
    one = DECISION_RULES[rule]
    return {
        "base": chance.choice(one.bases),
        "abstentions": chance.choice(one.abstentions),
        "ties": chance.choice(TIES) if one.chair else "rejected",
    }


def _groups(chance: random.Random) -> dict[str, Any]:
    names = ["public", "economic", "social", "environmental"]
    side = chance.sample(names, chance.choice((0, 1, 2, 3)))
    return {
        "names": names,
        "cap": chance.choice(("49/100", "1/2", "2/3", "1/1")),
        "cap_of": chance.choice(GROUP_BASES),
        "side": side,
        "side_least": chance.choice(("1/3", "1/2")) if side else "0/1",
        "side_of": chance.choice(GROUP_BASES),
        "source": "test",
    }
