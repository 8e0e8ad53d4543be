"""Reading each table of by-laws. A key that came later may be missing; then nothing changes."""

from __future__ import annotations

from fractions import Fraction

from votes.decisions import ABSTENTIONS, DECISION_BASES, DECISION_RULES
from votes.groups import GROUP_BASES
from votes.parameters import (
    AUDIENCES,
    BEFORE_CLOSE,
    CASES,
    DISCLOSED,
    MOSTLY_RECUSED,
    MUST_ANSWER,
    PARTY_ROLES,
    PRECEDENCE,
    SILENCE,
    TIES,
    Change,
    Circular,
    Decision,
    DeputyRule,
    Disclosure,
    Groups,
    Provenance,
    Quorum,
    RecusalRule,
    Rounds,
)
from votes.quorum import QUORUM_BASES
from votes.reading import Table, quoted


def read_quorum(table: Table) -> Quorum:
    """How many seats a meeting needs."""
    return Quorum(
        table.choice("base", QUORUM_BASES),
        _fraction(table, "fraction", Fraction(1, 2)),
        table.flag("strictly_more"),
        table.whole("least"),
        table.flag("all_invited", False),
        table.flag("presence_heals", False),
        table.flag("second_summons", False),
        table.choice("mostly_recused", MOSTLY_RECUSED, False, "ordinary"),
    )


def read_decision(table: Table) -> Decision:
    """The first decision rule."""
    return Decision(table.choice("rule", DECISION_RULES), *_manner(table, required=True))


def read_rounds(table: Table) -> Rounds:
    """The second decision rule, if there is one."""
    fallback = table.choice("fallback", DECISION_RULES, required=False)
    return Rounds(fallback, table.whole("after"), *_manner(table, required=False))


def _manner(table: Table, required: bool) -> tuple[str, str, str]:
    return (
        table.choice("abstentions", ABSTENTIONS, required, "ignored"),
        table.choice("base", DECISION_BASES, False, "cast"),
        table.choice("ties", TIES, False, "rejected"),
    )


def read_recusal(table: Table) -> RecusalRule:
    """Who is recused, and what follows."""
    return RecusalRule(
        table.choices("recuses", PARTY_ROLES),
        table.choices("hints", PARTY_ROLES),
        table.flag("leaves_base"),
        table.flag("other_institution_steps_in"),
    )


def read_deputies(table: Table) -> DeputyRule:
    """When deputies vote."""
    return DeputyRule(table.choices("cases", CASES), table.choice("precedence", PRECEDENCE))


def read_groups(table: Table) -> Groups:
    """Shares of interest groups; without the table there is no such rule."""
    if not table.has("names"):
        table.raw("names")
        return Groups()
    names = table.texts("names")
    return Groups(
        names,
        _fraction(table, "cap", Fraction(1), False),
        table.choice("cap_of", GROUP_BASES, False, "rights"),
        table.choices("side", names, False),
        _fraction(table, "side_least", Fraction(0), False),
        table.choice("side_of", GROUP_BASES, False, "rights"),
    )


def read_circular(table: Table) -> Circular:
    """The written procedure."""
    return Circular(
        table.flag("allowed"),
        table.flag("needs_reason"),
        table.choice("must_answer", MUST_ANSWER),
        table.choice("silence", SILENCE),
        table.whole("objections_to_meeting"),
        table.whole("shortest_days"),
        table.whole("extensions"),
        table.flag("all_consent", False),
    )


def read_disclosure(table: Table) -> Disclosure:
    """Who sees what, and what of it before the close."""
    public, applicant, minutes, members, auditors = (
        table.choices(one, DISCLOSED) for one in AUDIENCES
    )
    before = table.choice("tally_before_close", BEFORE_CLOSE, required=False, default="seats")
    return Disclosure(public, applicant, minutes, members, auditors, before)


def read_meetings(table: Table) -> tuple[int, int]:
    """How often the body meets in a year at least, and how many days before it is invited."""
    return table.whole("least_per_year"), table.whole("notice_days", False)


def read_change(table: Table) -> Change:
    """When a change needs a new votum."""
    return Change(
        table.texts("new_votum"),
        table.texts("information"),
        table.whole("cost_increase_percent"),
        table.whole("duration_months"),
    )


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


def _fraction(table: Table, key: str, default: Fraction, required: bool = True) -> Fraction:
    """A fraction from 0 to 1, written like `1/2`."""
    text = table.text(key, required)
    above, _, below = text.partition("/")
    # Only plain digits: Fraction itself would read "0.5", "1e-9" and blanks as well.
    if all(x.isascii() and x.isdigit() and len(x) <= 9 for x in (above, below)) and int(below):
        fraction = Fraction(int(above), int(below))
        if fraction <= 1:
            return fraction
    if text:
        table.add("fraction_wrong", table.at(key), value=quoted(text))
    return default
