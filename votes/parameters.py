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
#: What a quorum does that recusals have made impossible.
MOSTLY_RECUSED = ("ordinary", "any_number", "any_number_with_approval")
#: What equal numbers of yes and no mean.
TIES = ("rejected", "chair_decides", "chair_or_rejected")
PRECEDENCE = ("first_cast", "member_supersedes")
MUST_ANSWER = ("entitled", "quorum")
SILENCE = ("missing", "consent")


class Provenance(Struct, frozen=True):
    """Where the values of one table come from. `assumed` names single keys without a source."""

    source: str = ""
    assumption: bool = False
    reason: str = ""
    assumed: tuple[str, ...] = ()


class Quorum(Struct, frozen=True):
    """How many seats a meeting needs, and when it needs fewer.

    base: `entitled`, without the recused where these leave the base, or `seats`, all of them.
    all_invited: a seat that was not duly invited prevents a decision; presence_heals: unless all
    seats are there and none complains. second_summons: at a second summons for the same item any
    number suffices. mostly_recused: what follows if more than half of all seats are recused.
    """

    base: str
    fraction: Fraction
    strictly_more: bool
    least: int
    all_invited: bool = False
    presence_heals: bool = False
    second_summons: bool = False
    mostly_recused: str = "ordinary"


class Decision(Struct, frozen=True):
    """A decision rule, how it treats abstentions, what it is measured against, what a tie means.

    ties: `rejected`; `chair_decides`, left to people where the chair has cast no yes or no;
    `chair_or_rejected`, the same, but rejected where the chair has no vote.
    """

    rule: str
    abstentions: str
    base: str = "cast"
    ties: str = "rejected"


class Rounds(Struct, frozen=True):
    """A second rule after so many failed rounds; empty and 0 where there is none."""

    fallback: str
    after: int
    abstentions: str = "ignored"
    base: str = "cast"
    ties: str = "rejected"

    @property
    def decision(self) -> Decision:
        """The second rule, as the first one is written."""
        return Decision(self.fallback, self.abstentions, self.base, self.ties)


class Groups(Struct, frozen=True):
    """Interest groups: the share that none may exceed, and the side that must be there.

    cap: no group has more than this part of `cap_of`. side, side_least: the groups that together
    must have at least this part of `side_of`. Both bases are `rights`, the seats in the base;
    `present`, the seats that take part; or `cast`, the answers given. No names: no such rule.
    """

    names: tuple[str, ...] = ()
    cap: Fraction = Fraction(1)
    cap_of: str = "rights"
    side: tuple[str, ...] = ()
    side_least: Fraction = Fraction(0)
    side_of: str = "rights"


class RecusalRule(Struct, frozen=True):
    """Which parties of a project recuse a seat, which give a hint, and what a recusal does."""

    recuses: tuple[str, ...]
    hints: tuple[str, ...]
    leaves_base: bool
    other_institution_steps_in: bool


class DeputyRule(Struct, frozen=True):
    """The cases of substitution, and whose ballot stands if both have cast one.

    precedence: the one `first_cast`, or the member's (`member_supersedes`).
    """

    cases: tuple[str, ...]
    precedence: str


class Circular(Struct, frozen=True):
    """The written procedure. Days are calendar days; 0 sets no limit.

    must_answer: `entitled`, every entitled seat, or as many as the `quorum` of a meeting.
    silence: `missing`, or `consent`, which is a yes. objections_to_meeting: as many objections to
    the procedure send the motion to a meeting; with 0 nobody can object. all_consent: without a
    meeting only a yes of every entitled seat, in text form or signed, decides.
    """

    allowed: bool
    needs_reason: bool
    must_answer: str
    silence: str
    objections_to_meeting: int
    shortest_days: int
    extensions: int
    all_consent: bool = False


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
