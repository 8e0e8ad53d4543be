"""By-laws as data: how a body reaches its decisions. Each table names its source.

A table without a source is marked as an assumption and says why; single assumed keys of a sourced
table stand in `assumed`. By-laws that contradict themselves are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from votes.bylaws_checks import (
    check_abstentions,
    check_disclosure,
    check_quorum,
    check_rounds,
    read_fraction,
    read_provenance,
)
from votes.decisions import ABSTENTIONS, DECISION_RULES, QUORUM_BASES
from votes.parameters import (
    AUDIENCES,
    CASES,
    CORRECTABLE,
    DISCLOSED,
    ORIGINS,
    PARTY_ROLES,
    Change,
    Circular,
    Decision,
    DeputyRule,
    Disclosure,
    Provenance,
    Quorum,
    RecusalRule,
    Rounds,
)
from votes.problems import Problem
from votes.reading import Table


class ByLaws(Struct, frozen=True):
    """All voting rules of one body from a day on."""

    name: str
    valid_from: date
    quorum: Quorum
    decision: Decision
    rounds: Rounds
    recusal: RecusalRule
    deputies: DeputyRule
    circular: Circular
    disclosure: Disclosure
    origins: tuple[str, ...]
    second_person: tuple[str, ...]
    meetings_per_year: int
    change: Change
    notice_days: int = 0
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    def rule_of_round(self, number: int) -> str:
        """The decision rule of the round with that number, from 1."""
        failed = number - 1
        if self.rounds.fallback and failed >= self.rounds.after:
            return self.rounds.fallback
        return self.decision.rule

    def source_of(self, key: str) -> tuple[str, bool]:
        """The source of a value such as `quorum.fraction`, and whether it is an assumption."""
        table, _, name = key.partition(".")
        found = self.provenance[table]
        return found.source, found.assumption or name in found.assumed

    def to_data(self) -> dict[str, Any]:
        """The by-laws as JSON values; `bylaws_from_data` reads them back to the same."""
        data: dict[str, Any] = {"name": self.name, "valid_from": self.valid_from.isoformat()}
        for name in (
            "quorum",
            "decision",
            "rounds",
            "recusal",
            "deputies",
            "circular",
            "disclosure",
            "change",
        ):
            data[name] = _plain(getattr(self, name))
        data["origins"] = {"counted": list(self.origins)}
        data["corrections"] = {"second_person": list(self.second_person)}
        data["meetings"] = {
            "least_per_year": self.meetings_per_year,
            "notice_days": self.notice_days,
        }
        for name, found in self.provenance.items():
            data[name].update(_plain(found))
        return data


def bylaws_from_data(data: Mapping[str, Any]) -> tuple[ByLaws | None, list[Problem]]:
    """The by-laws from the tables of a file (or of `to_data`), or None with all mistakes."""
    problems: list[Problem] = []
    top = Table(data, "", problems)
    provenance: dict[str, Provenance] = {}

    def opened(name: str) -> Table:
        return top.table(name)

    def closed(table: Table) -> None:
        provenance[table.path] = read_provenance(table)
        table.done()

    name = top.text("name")
    valid_from = top.day("valid_from")

    table = opened("quorum")
    quorum = Quorum(
        table.choice("base", QUORUM_BASES),
        read_fraction(table, "fraction"),
        table.flag("strictly_more"),
        table.whole("least"),
    )
    check_quorum(table, quorum)
    closed(table)

    table = opened("decision")
    decision = Decision(
        table.choice("rule", DECISION_RULES), table.choice("abstentions", ABSTENTIONS)
    )
    check_abstentions(table, decision)
    closed(table)

    table = opened("rounds")
    rounds = Rounds(table.choice("fallback", DECISION_RULES, required=False), table.whole("after"))
    closed(table)
    check_rounds(table, rounds, decision, provenance["rounds"])

    table = opened("recusal")
    recusal = RecusalRule(
        table.choices("recuses", PARTY_ROLES),
        table.choices("hints", PARTY_ROLES),
        table.flag("leaves_base"),
        table.flag("other_institution_steps_in"),
    )
    for role in recusal.recuses:
        if role in recusal.hints:
            table.add("recusal_clash", table.at("hints"), role=role)
    closed(table)

    table = opened("deputies")
    deputies = DeputyRule(
        table.choices("cases", CASES), table.choice("precedence", ("first_cast",))
    )
    if recusal.other_institution_steps_in and "recused" not in deputies.cases:
        table.add("stand_in_clash", table.at("cases"))
    if "recused" in deputies.cases and not recusal.other_institution_steps_in:
        table.add("case_recused_clash", table.at("cases"))
    closed(table)

    table = opened("circular")
    circular = Circular(
        table.flag("allowed"),
        table.flag("needs_reason"),
        table.choice("must_answer", ("entitled",)),
        table.choice("silence", ("missing",)),
        table.whole("objections_to_meeting"),
        table.whole("shortest_days"),
        table.whole("extensions"),
    )
    if not circular.allowed:
        for key in ("objections_to_meeting", "shortest_days", "extensions"):
            if getattr(circular, key):
                table.add("circular_clash", table.at(key), key=key)
    closed(table)

    table = opened("disclosure")
    disclosure = Disclosure(*(table.choices(one, DISCLOSED) for one in AUDIENCES))
    check_disclosure(table, disclosure)
    closed(table)

    table = opened("origins")
    origins = table.choices("counted", ORIGINS)
    if circular.allowed and origins == ("meeting",):
        table.add("origins_clash", table.at("counted"))
    closed(table)

    table = opened("corrections")
    second_person = table.choices("second_person", CORRECTABLE)
    closed(table)

    table = opened("meetings")
    meetings_per_year = table.whole("least_per_year")
    notice_days = table.whole("notice_days", False)
    closed(table)

    table = opened("change")
    change = Change(
        table.texts("new_votum"),
        table.texts("information"),
        table.whole("cost_increase_percent"),
        table.whole("duration_months"),
    )
    closed(table)

    top.done()
    if problems or valid_from is None:
        return None, problems
    return (
        ByLaws(
            name,
            valid_from,
            quorum,
            decision,
            rounds,
            recusal,
            deputies,
            circular,
            disclosure,
            origins,
            second_person,
            meetings_per_year,
            change,
            notice_days,
            provenance,
        ),
        [],
    )


def _plain(value: Struct) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name in value.__struct_fields__:
        found = getattr(value, name)
        if isinstance(found, tuple):
            found = list(found)
        elif isinstance(found, Fraction):
            found = f"{found.numerator}/{found.denominator}"
        plain[name] = found
    return plain
