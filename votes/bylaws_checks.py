"""What each table of by-laws must say of its origin, and what would contradict itself."""

from __future__ import annotations

from fractions import Fraction

from votes.decisions import ABSTENTIONS, DECISION_RULES
from votes.parameters import Decision, Disclosure, Provenance, Quorum, Rounds
from votes.reading import Table, quoted


def read_provenance(table: Table) -> Provenance:
    """Source, assumption and reason of a table whose own keys were all read before."""
    values = table.read
    found = Provenance(
        table.text("source", False),
        table.flag("assumption", False),
        table.text("reason", False),
        table.texts("assumed", False),
    )
    if not found.source and not found.assumption:
        table.add("provenance_missing", table.path, table=table.path)
    if (found.assumption or found.assumed) and not found.reason:
        table.add("reason_missing", table.path, table=table.path)
    for key in found.assumed:
        if key not in values:
            at = table.at("assumed")
            table.add("assumed_unknown", at, key=quoted(key), table=table.path, known=values)
    return found


def read_fraction(table: Table, key: str) -> Fraction:
    """A fraction from 0 to 1, written like `1/2`."""
    text = table.text(key)
    above, _, below = text.partition("/")
    # Only plain digits: Fraction itself would read "0.5", "1e-9" and blanks as well.
    if all(x.isascii() and x.isdigit() and len(x) <= 9 for x in (above, below)) and int(below):
        fraction = Fraction(int(above), int(below))
        if fraction <= 1:
            return fraction
    if text:
        table.add("fraction_wrong", table.at(key), value=quoted(text))
    return Fraction(1, 2)


def check_quorum(table: Table, quorum: Quorum) -> None:
    """A quorum that nobody can reach, or that nobody being there reaches, is a problem."""
    if quorum.strictly_more and quorum.fraction == 1:
        table.add("quorum_impossible", table.at("fraction"))
    if quorum.fraction == 0 and not quorum.strictly_more and quorum.least == 0:
        table.add("quorum_nobody", table.at("fraction"))


def check_abstentions(table: Table, decision: Decision) -> None:
    """The way of treating abstentions must make sense with the rule."""
    rule = DECISION_RULES.get(decision.rule)
    known = decision.abstentions in ABSTENTIONS
    if rule and known and decision.abstentions not in rule.abstentions:
        table.add(
            "abstention_clash",
            table.at("abstentions"),
            rule=decision.rule,
            abstentions=decision.abstentions,
            known=rule.abstentions,
        )


def check_rounds(table: Table, rounds: Rounds, decision: Decision, found: Provenance) -> None:
    """A second rule comes with its rounds; a majority needs a source of its own."""
    if bool(rounds.fallback) != bool(rounds.after):
        table.add("fallback_rounds", table.at("after"))
    if rounds.fallback and rounds.fallback == decision.rule:
        table.add("fallback_same", table.at("fallback"))
    rule = DECISION_RULES.get(rounds.fallback)
    if rule and rule.majority and (found.assumption or "fallback" in found.assumed):
        table.add("fallback_assumed", table.at("fallback"))


def check_disclosure(table: Table, disclosure: Disclosure) -> None:
    """Nobody farther away sees more: public, then applicant or minutes, then members, auditors."""
    steps = (
        ("public", "applicant"),
        ("public", "minutes"),
        ("applicant", "members"),
        ("minutes", "members"),
        ("members", "auditors"),
    )
    for wider, narrower in steps:
        more = tuple(
            one for one in getattr(disclosure, wider) if one not in getattr(disclosure, narrower)
        )
        if more:
            table.add(
                "disclosure_clash", table.at(wider), wider=wider, narrower=narrower, what=more
            )
