"""The counting rules, as small families that do not know each other.

A by-laws file names one of each family. A new majority is one function here, entered under its
name; the laws that every rule obeys test it by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from votes.parameters import Decision

ENDORSE, DECLINE = PROPOSALS = ("endorse", "decline")
ENDORSED, NOT_ENDORSED, DEFERRED = RESULTS = ("endorsed", "not_endorsed", "deferred")
NO_CONSENSUS, NO_QUORUM, CIRCULAR_FAILED = CAUSES = (
    "no_consensus",
    "no_quorum",
    "circular_failed",
)


class Count(Struct, frozen=True):
    """The numbers that a rule may look at, all of them seats.

    seats: all seats of the body. base: those that quorum and majorities are measured against
    (without the recused, where they leave the base). entitled: the seats that may vote on this
    motion. present: those of them that take part, consent by silence included.
    """

    seats: int
    base: int
    entitled: int
    present: int
    yes: int
    no: int
    abstain: int


class Chair(Struct, frozen=True):
    """Who breaks a tie. known: whether it is on record who chairs; entitled: whether the chair has
    a vote on this motion; answer: `yes`, `no`, `abstain`, or empty."""

    known: bool
    entitled: bool
    answer: str


class Asked(Struct, frozen=True):
    """What a rule is asked: the yes and no that count, and the seats they are measured against."""

    yes: int
    no: int
    base: int


class Verdict(Struct, frozen=True):
    """What a rule finds: result, its cause if deferred, and the code of the reason."""

    result: str
    cause: str
    code: str


class DecisionRule(Struct, frozen=True):
    """A rule, what it can be measured against, and the abstentions that make sense with it.

    majority: whether it can pass a motion against a no; a missed majority rejects, a missed
    agreement leaves the matter to people. chair: whether a chair's vote can break a tie under it.
    """

    passes: Callable[[Asked], bool]
    bases: tuple[str, ...]
    abstentions: tuple[str, ...]
    majority: bool
    chair: bool = False


def consensus(asked: Asked) -> bool:
    """Agreement without an open objection; abstaining is no objection.

    Source: Fachkräftestrategie Leine-Weser 2024, Kap. 6: „sollen im Einvernehmen erfolgen“.
    """
    return asked.yes > 0 and asked.no == 0


def unanimity(asked: Asked) -> bool:
    """Every seat that it is measured against says yes.

    Source: OVG Niedersachsen, 11.10.2023, 10 LC 117/22: measured against yes and no, an abstention
    does not stand in the way.
    """
    return 0 < asked.yes == asked.base


def simple(asked: Asked) -> bool:
    """More yes than no. Source: § 66 Abs. 1 NKomVG."""
    return asked.yes > asked.no


def absolute(asked: Asked) -> bool:
    """Yes from more than half of the base."""
    return 2 * asked.yes > asked.base


def two_thirds(asked: Asked) -> bool:
    """Yes from at least two thirds of the base; of nobody there are no two thirds."""
    return asked.yes > 0 and 3 * asked.yes >= 2 * asked.base


#: What a decision can be measured against: from the count, and the yes and no that count.
DECISION_BASES: Mapping[str, Callable[[Count, int, int], int]] = {
    "cast": lambda _count, yes, no: yes + no,
    "present": lambda count, _yes, _no: count.present,
    "entitled": lambda count, _yes, _no: count.base,
    "seats": lambda count, _yes, _no: count.seats,
}

_ANY = tuple(DECISION_BASES)

DECISION_RULES: Mapping[str, DecisionRule] = {
    "consensus": DecisionRule(consensus, ("cast",), ("ignored",), majority=False),
    "unanimity": DecisionRule(unanimity, _ANY, ("ignored", "break_unanimity"), majority=False),
    "simple": DecisionRule(simple, ("cast",), ("ignored", "as_no"), majority=True, chair=True),
    "absolute": DecisionRule(absolute, _ANY, ("ignored", "as_no"), majority=True, chair=True),
    "two_thirds": DecisionRule(two_thirds, _ANY, ("ignored", "as_no"), majority=True),
}

#: How abstentions enter the count: from (yes, no, abstain) to the yes and no that are counted.
ABSTENTIONS: Mapping[str, Callable[[int, int, int], tuple[int, int]]] = {
    "ignored": lambda yes, no, _abstain: (yes, no),
    "as_no": lambda yes, no, abstain: (yes, no + abstain),
    "break_unanimity": lambda yes, no, abstain: (yes, no + abstain),
}


def asked_of(count: Count, decision: Decision) -> Asked:
    """The question to the rule: abstentions treated, base measured."""
    yes, no = ABSTENTIONS[decision.abstentions](count.yes, count.no, count.abstain)
    return Asked(yes, no, DECISION_BASES[decision.base](count, yes, no))


def decided(count: Count, proposal: str, decision: Decision, chair: Chair) -> Verdict:
    """What the rule finds of a motion to endorse or to decline.

    A motion to endorse that passes endorses, one to decline that passes does not endorse. A
    majority that is missed rejects; a rejected motion to decline decides nothing, for nobody
    proposed to endorse. Under an agreement rule a motion to endorse whose opposite would pass is
    not endorsed; all else is left to people. Where nobody voted, nothing is decided.
    """
    rule = DECISION_RULES[decision.rule]
    asked = asked_of(count, decision)
    if count.yes == count.no == count.abstain == 0:
        return Verdict(DEFERRED, NO_CONSENSUS, "nobody_voted")
    if rule.passes(asked):
        code = "majority_reached" if rule.majority else f"{decision.rule}_{proposal}"
        return _passed(proposal, code)
    if not rule.majority:
        opposite = asked_of(replace(count, yes=count.no, no=count.yes), decision)
        if proposal == ENDORSE and rule.passes(opposite):
            return Verdict(NOT_ENDORSED, "", f"{decision.rule}_against")
        code = "nothing_said" if count.yes == count.no == 0 else f"{decision.rule}_failed"
        return Verdict(DEFERRED, NO_CONSENSUS, code)
    if _tied(asked):
        return _tie(proposal, decision.ties, chair)
    return _rejected(proposal, "majority_missed")


def _tied(asked: Asked) -> bool:
    """As many yes as no, and one more yes would be the majority.

    Without the second half, three to three of eight members could pass by the chair's vote where
    four to two could not.
    """
    return 0 < asked.yes == asked.no and 2 * asked.yes == asked.base


def _tie(proposal: str, ties: str, chair: Chair) -> Verdict:
    if ties == "rejected":
        return _rejected(proposal, "tie_rejected")
    if ties == "chair_or_rejected" and chair.known and not chair.entitled:
        return _rejected(proposal, "tie_chair_without_vote")
    if chair.answer == "yes":
        return _passed(proposal, "tie_chair_yes")
    if chair.answer == "no":
        return _rejected(proposal, "tie_chair_no")
    return Verdict(DEFERRED, NO_CONSENSUS, "tie_chair_silent" if chair.known else "tie_chair_open")


def _passed(proposal: str, code: str) -> Verdict:
    return Verdict(ENDORSED if proposal == ENDORSE else NOT_ENDORSED, "", code)


def _rejected(proposal: str, code: str) -> Verdict:
    if proposal == ENDORSE:
        return Verdict(NOT_ENDORSED, "", code)
    return Verdict(DEFERRED, NO_CONSENSUS, code)
