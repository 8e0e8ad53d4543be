"""What would contradict itself in by-laws: each contradiction with its key path and its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from votes.decisions import ABSTENTIONS, DECISION_RULES
from votes.parameters import Decision, Disclosure, Provenance, Rounds
from votes.reading import Table

if TYPE_CHECKING:
    from votes.bylaws import ByLaws

_AGAINST_ALL = ("present", "entitled", "seats")


def check_together(tables: Mapping[str, Table], bylaws: ByLaws) -> None:
    """Note every contradiction at the table where it is best mended."""
    _check_quorum(tables["quorum"], bylaws)
    check_decision(tables["decision"], bylaws.decision)
    _check_rounds(tables["rounds"], bylaws.rounds, bylaws.decision, bylaws.provenance["rounds"])
    _check_recusal(tables["recusal"], tables["deputies"], bylaws)
    _check_circular(tables["circular"], bylaws)
    if bylaws.circular.allowed and bylaws.origins == ("meeting",):
        tables["origins"].add("origins_clash", tables["origins"].at("counted"))
    _check_disclosure(tables["disclosure"], bylaws.disclosure)
    if "groups" in tables:
        _check_groups(tables["groups"], bylaws)


def _check_quorum(table: Table, bylaws: ByLaws) -> None:
    """A quorum out of everybody's reach, one that nobody reaches, or a rule that never works."""
    quorum = bylaws.quorum
    if quorum.strictly_more and quorum.fraction == 1:
        table.add("quorum_impossible", table.at("fraction"))
    if quorum.fraction == 0 and not quorum.strictly_more and quorum.least == 0:
        table.add("quorum_nobody", table.at("fraction"))
    if quorum.presence_heals and not quorum.all_invited:
        table.add("presence_heals_nothing", table.at("presence_heals"))
    leave = quorum.base == "entitled" and bylaws.recusal.leaves_base and quorum.least == 0
    if quorum.mostly_recused != "ordinary" and leave:
        table.add("mostly_recused_idle", table.at("mostly_recused"))


def check_decision(table: Table, decision: Decision) -> None:
    """Base, abstentions and ties must make sense with the rule, and with each other."""
    rule = DECISION_RULES.get(decision.rule)
    if rule is None:
        return
    values = {"rule": decision.rule, "base": decision.base, "abstentions": decision.abstentions}
    if decision.abstentions in ABSTENTIONS and decision.abstentions not in rule.abstentions:
        at = table.at("abstentions")
        table.add("abstention_clash", at, **values, known=rule.abstentions)
    elif decision.base in _AGAINST_ALL and decision.base not in rule.bases:
        table.add("base_clash", table.at("base"), **values, known=rule.bases)
    elif decision.base in _AGAINST_ALL and decision.abstentions == "ignored":
        known = tuple(one for one in rule.abstentions if one != "ignored")
        table.add("abstention_base_clash", table.at("abstentions"), **values, known=known)
    if decision.ties in ("chair_decides", "chair_or_rejected") and not rule.chair:
        table.add("ties_clash", table.at("ties"), **values, ties=decision.ties)


def _check_rounds(table: Table, rounds: Rounds, decision: Decision, found: Provenance) -> None:
    """A second rule comes with its rounds; it is a majority, and needs a source of its own."""
    if bool(rounds.fallback) != bool(rounds.after):
        table.add("fallback_rounds", table.at("after"))
    if not rounds.fallback:
        if rounds.decision != Rounds("", 0).decision:
            table.add("fallback_manner", table.at("fallback"))
        return
    first, second = DECISION_RULES.get(decision.rule), DECISION_RULES.get(rounds.fallback)
    if rounds.fallback == decision.rule:
        table.add("fallback_same", table.at("fallback"))
    elif second and not second.majority:
        known = tuple(name for name, rule in DECISION_RULES.items() if rule.majority)
        at = table.at("fallback")
        table.add("fallback_no_majority", at, rule=rounds.fallback, known=known)
    elif first and first.majority:
        table.add("fallback_never", table.at("fallback"), rule=decision.rule)
    if second and second.majority and (found.assumption or "fallback" in found.assumed):
        table.add("fallback_assumed", table.at("fallback"))
    check_decision(table, rounds.decision)


def _check_recusal(table: Table, deputies_table: Table, bylaws: ByLaws) -> None:
    recusal, deputies = bylaws.recusal, bylaws.deputies
    for role in recusal.recuses:
        if role in recusal.hints:
            table.add("recusal_clash", table.at("hints"), role=role)
    if recusal.other_institution_steps_in and "recused" not in deputies.cases:
        deputies_table.add("stand_in_clash", deputies_table.at("cases"))
    if "recused" in deputies.cases and not recusal.other_institution_steps_in:
        deputies_table.add("case_recused_clash", deputies_table.at("cases"))


def _check_circular(table: Table, bylaws: ByLaws) -> None:
    """What is excluded needs no rule; silence is consent only where a source says so."""
    circular, found = bylaws.circular, bylaws.provenance["circular"]
    if not circular.allowed:
        ruled = ["objections_to_meeting", "shortest_days", "extensions", "all_consent"]
        for key in ruled:
            if getattr(circular, key):
                table.add("circular_clash", table.at(key), key=key)
    if circular.silence == "consent":
        if circular.must_answer == "entitled":
            table.add("silence_answers", table.at("must_answer"))
        if circular.all_consent:
            table.add("silence_all_consent", table.at("all_consent"))
        if found.assumption or "silence" in found.assumed:
            table.add("silence_assumed", table.at("silence"))
    elif circular.all_consent and circular.must_answer == "quorum":
        table.add("all_consent_answers", table.at("must_answer"))


def _check_disclosure(table: Table, disclosure: Disclosure) -> None:
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


def _check_groups(table: Table, bylaws: ByLaws) -> None:
    """Shares that no composition of the body can have, or that every composition has."""
    groups = bylaws.groups
    if not groups.names:
        if table.has("names"):
            table.add("groups_none", table.at("names"))
        return
    if groups.cap == 1 and not groups.side:
        table.add("groups_idle", table.at("cap"))
    # All groups at their cap together must be able to fill the whole.
    if groups.cap * len(groups.names) < 1:
        values = {"cap": _written(groups.cap.numerator, groups.cap.denominator)}
        table.add("groups_cap", table.at("cap"), **values, count=len(groups.names))
    if bool(groups.side) != bool(groups.side_least):
        table.add("groups_side", table.at("side_least"))
    elif groups.side and set(groups.side) >= set(groups.names):
        table.add("groups_side_all", table.at("side"))
    elif groups.side_of == groups.cap_of and groups.cap * len(groups.side) < groups.side_least:
        table.add("groups_side_cap", table.at("side_least"))


def _written(above: int, below: int) -> str:
    return f"{above}/{below}"
