"""The counting rules, as small families that do not know each other.

A by-laws file names one of each family. A new majority is one function here, entered under its
name; the laws that every rule obeys test it by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

ENDORSE, DECLINE = PROPOSALS = ("endorse", "decline")
ENDORSED, NOT_ENDORSED, DEFERRED = RESULTS = ("endorsed", "not_endorsed", "deferred")
NO_CONSENSUS, NO_QUORUM, CIRCULAR_FAILED = CAUSES = (
    "no_consensus",
    "no_quorum",
    "circular_failed",
)


class Count(Struct, frozen=True):
    """The numbers that a rule may look at, all of them seats.

    base: the seats that quorum and majorities are measured against (without the recused, where
    they leave the base). entitled: the seats that may vote on this motion. present: those of them
    that take part.
    """

    base: int
    entitled: int
    present: int
    yes: int
    no: int
    abstain: int


class Verdict(Struct, frozen=True):
    """What a rule finds: result, its cause if deferred, and the code of the reason."""

    result: str
    cause: str
    code: str


Decide = Callable[[Count, str], Verdict]


class DecisionRule(Struct, frozen=True):
    """A rule and the ways of treating abstentions that make sense with it.

    majority: whether it can pass a motion against a no; consensus rules cannot.
    """

    decide: Decide
    abstentions: tuple[str, ...]
    majority: bool


def consensus(count: Count, proposal: str) -> Verdict:
    """Agreement without an open objection; abstaining is no objection.

    To endorse: at least one yes and no no endorses; no yes and at least one no is agreement too,
    not to endorse. To decline: at least one yes and no no declines. All else is left to people.
    Source: Fachkräftestrategie Leine-Weser 2024, Kap. 6: „sollen im Einvernehmen erfolgen“.
    """
    agreed = count.yes > 0 and count.no == 0
    if proposal == ENDORSE:
        if agreed:
            return Verdict(ENDORSED, "", "consensus_endorse")
        if count.yes == 0 and count.no > 0:
            return Verdict(NOT_ENDORSED, "", "consensus_against")
    elif agreed:
        return Verdict(NOT_ENDORSED, "", "consensus_decline")
    code = "nothing_said" if count.yes == count.no == 0 else "consensus_failed"
    return Verdict(DEFERRED, NO_CONSENSUS, code)


DECISION_RULES: Mapping[str, DecisionRule] = {
    "consensus": DecisionRule(consensus, abstentions=("ignored",), majority=False),
}

#: How abstentions enter the count: from (yes, no, abstain) to the yes and no that are counted.
ABSTENTIONS: Mapping[str, Callable[[int, int, int], tuple[int, int]]] = {
    "ignored": lambda yes, no, _abstain: (yes, no),
}

#: What a quorum is a part of.
QUORUM_BASES: Mapping[str, Callable[[Count], int]] = {
    "entitled": lambda count: count.base,
}


def seats_required(base: int, fraction: Fraction, strictly_more: bool, least: int) -> int:
    """The least number of seats that is (more than) the fraction of `base`, and at least `least`.

    Exact: more than 1/2 of 12 is 7, of 13 is 7 as well.
    """
    part = base * fraction
    return max(floor(part) + 1 if strictly_more else ceil(part), least)
