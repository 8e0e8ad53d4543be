"""The parameters of by-laws, one small record for each table of the file."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

CASES = ("prevented", "vacant", "recused")
ORIGINS = ("signed", "meeting", "text_form")
PARTY_ROLES = ("applicant", "funded", "co_financing", "supporting")
AUDIENCES = ("public", "applicant", "minutes", "members", "auditors")
DISCLOSED = ("result", "numbers", "reasons", "recusals", "seats")
BEFORE_CLOSE = ("seats", "numbers")
CORRECTABLE = ("ballot", "attendance", "recusal")


class Provenance(Struct, frozen=True):
    """Where the values of one table come from. `assumed` names single keys without a source."""

    source: str = ""
    assumption: bool = False
    reason: str = ""
    assumed: tuple[str, ...] = ()


class Quorum(Struct, frozen=True):
    """How many seats a meeting needs: a fraction of a base, and a least number."""

    base: str
    fraction: Fraction
    strictly_more: bool
    least: int


class Decision(Struct, frozen=True):
    """The decision rule and how it treats abstentions."""

    rule: str
    abstentions: str


class Rounds(Struct, frozen=True):
    """A second rule after so many failed rounds; empty and 0 where there is none."""

    fallback: str
    after: int


class RecusalRule(Struct, frozen=True):
    """Which parties of a project recuse a seat, which give a hint, and what a recusal does."""

    recuses: tuple[str, ...]
    hints: tuple[str, ...]
    leaves_base: bool
    other_institution_steps_in: bool


class DeputyRule(Struct, frozen=True):
    """The cases of substitution, and whose ballot stands: the one `first_cast`."""

    cases: tuple[str, ...]
    precedence: str


class Circular(Struct, frozen=True):
    """The written procedure. Days are calendar days; 0 sets no limit.

    must_answer: `entitled`, every entitled seat. silence: `missing`, never consent.
    objections_to_meeting: as many objections to the procedure send the motion to a meeting; with 0
    nobody can object.
    """

    allowed: bool
    needs_reason: bool
    must_answer: str
    silence: str
    objections_to_meeting: int
    shortest_days: int
    extensions: int


class Disclosure(Struct, frozen=True):
    """What each audience sees, the narrowest first.

    tally_before_close: whether members and auditors see single votes before the close as they do
    after it (`seats`), or where it stands without them (`numbers`).
    """

    public: tuple[str, ...]
    applicant: tuple[str, ...]
    minutes: tuple[str, ...]
    members: tuple[str, ...]
    auditors: tuple[str, ...]
    tally_before_close: str = "seats"


class Change(Struct, frozen=True):
    """When a change after the votum needs a new one. The words are the program's, not the body's.

    cost_increase_percent, duration_months: an increase up to and including this is no new votum.
    """

    new_votum: tuple[str, ...]
    information: tuple[str, ...]
    cost_increase_percent: int
    duration_months: int
