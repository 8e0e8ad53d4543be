"""By-laws as data: how a body reaches its decisions. Each table names its source.

A table without a source is marked as an assumption and says why; single assumed keys of a sourced
table stand in `assumed`. By-laws that contradict themselves are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from msgspec import Struct, field

from votes.bylaws_checks import check_together
from votes.bylaws_tables import (
    read_change,
    read_circular,
    read_decision,
    read_deputies,
    read_disclosure,
    read_groups,
    read_meetings,
    read_provenance,
    read_quorum,
    read_recusal,
    read_rounds,
)
from votes.parameters import (
    CORRECTABLE,
    ORIGINS,
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
from votes.problems import Problem
from votes.reading import Table

T = TypeVar("T")


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
    groups: Groups = Groups()
    notice_days: int = 0
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    def decision_of_round(self, number: int) -> Decision:
        """How the round with that number, from 1, is decided."""
        if self.rounds.fallback and number > self.rounds.after:
            return self.rounds.decision
        return self.decision

    def rule_of_round(self, number: int) -> str:
        """The decision rule of the round with that number, from 1."""
        return self.decision_of_round(number).rule

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
        if self.groups.names:
            data["groups"] = _plain(self.groups)
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
    tables: dict[str, Table] = {}
    provenance: dict[str, Provenance] = {}

    def read(name: str, reader: Callable[[Table], T], required: bool = True) -> T:
        table = top.table(name, required)
        found = reader(table)
        if required or top.has(name):
            tables[name] = table
            provenance[name] = read_provenance(table)
        table.done()
        return found

    name = top.text("name")
    valid_from = top.day("valid_from")
    least_per_year, notice_days = read("meetings", read_meetings)
    bylaws = ByLaws(
        name,
        valid_from or date.min,
        read("quorum", read_quorum),
        read("decision", read_decision),
        read("rounds", read_rounds),
        read("recusal", read_recusal),
        read("deputies", read_deputies),
        read("circular", read_circular),
        read("disclosure", read_disclosure),
        read("origins", lambda table: table.choices("counted", ORIGINS)),
        read("corrections", lambda table: table.choices("second_person", CORRECTABLE)),
        least_per_year,
        read("change", read_change),
        read("groups", read_groups, required=False),
        notice_days,
        provenance,
    )
    top.done()
    check_together(tables, bylaws)
    return (None, problems) if problems else (bylaws, [])


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
