"""Whether enough seats take part: the quorum of a meeting, and the answers of a circular."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from votes.decisions import Count
from votes.derivation import Step
from votes.parameters import Quorum

#: What a quorum is a part of.
QUORUM_BASES: Mapping[str, Callable[[Count], int]] = {
    "entitled": lambda count: count.base,
    "seats": lambda count: count.seats,
}


class QuorumFinding(Struct, frozen=True):
    """Seats required and reached, and whether the body can decide.

    Of a circular in which every entitled seat must answer: these seats, and the answers. met is
    false also where the numbers suffice, but seats were not invited or a group has too large a
    share. approval: the decision needs the approval of the supervisory authority.
    """

    required: int
    reached: int
    met: bool
    approval: bool = False


class Summons(Struct, frozen=True):
    """How the meeting was called: which summons for this item, who was not duly invited, and which
    seats complain of it."""

    number: int
    not_invited: tuple[str, ...]
    complaints: tuple[str, ...]


def seats_required(base: int, fraction: Fraction, strictly_more: bool, least: int) -> int:
    """The least number of seats that is (more than) the fraction of `base`, and at least `least`.

    Exact: more than 1/2 of 12 is 7, of 13 is 7 as well.
    """
    part = base * fraction
    return max(floor(part) + 1 if strictly_more else ceil(part), least)


def quorum_of_meeting(
    count: Count, rule: Quorum, summons: Summons
) -> tuple[QuorumFinding, list[Step]]:
    """Whether the meeting can decide, and why.

    „Ohne Rücksicht auf die Zahl“ (§ 90 Abs. 2 VwVfG, § 65 Abs. 2, 3 NKomVG) asks for one seat:
    nobody is no body.
    """
    recused = count.seats - count.entitled
    # More than half: exactly half of the seats does not suffice.
    mostly = rule.mostly_recused != "ordinary" and 2 * recused > count.seats
    if mostly:
        required = 1
        steps: list[Step] = [
            {"code": "quorum_mostly_recused", "recused": recused, "seats": count.seats}
        ]
    elif rule.second_summons and summons.number > 1:
        required = 1
        steps = [{"code": "quorum_second_summons", "summons": summons.number}]
    else:
        required, steps = ordinary_quorum(count, rule)
    if count.entitled < required:
        steps.append({"code": "quorum_out_of_reach", "entitled": count.entitled})
    invited = True
    if rule.all_invited and summons.not_invited:
        invited, step = _invitation(count, rule, summons)
        steps.append(step)
    enough = count.present >= required
    approval = mostly and rule.mostly_recused == "any_number_with_approval"
    return QuorumFinding(required, count.present, enough and invited, approval), steps


def ordinary_quorum(count: Count, rule: Quorum) -> tuple[int, list[Step]]:
    """The seats that fraction and least number ask for, and the step that says so."""
    base = QUORUM_BASES[rule.base](count)
    by_fraction = seats_required(base, rule.fraction, rule.strictly_more, 0)
    if rule.least > by_fraction:
        return rule.least, [{"code": "quorum_least", "required": rule.least}]
    fraction = f"{rule.fraction.numerator}/{rule.fraction.denominator}"
    code = "quorum_more_than" if rule.strictly_more else "quorum_at_least"
    values = {"fraction": fraction, "base": base, "required": by_fraction}
    return by_fraction, [{"code": code, **values}]


def _invitation(count: Count, rule: Quorum, summons: Summons) -> tuple[bool, Step]:
    """Whether a missing invitation is healed: all seats are there, and none complains."""
    seats = list(summons.not_invited)
    healed = rule.presence_heals and count.present == count.seats and not summons.complaints
    return healed, {"code": "invitation_healed" if healed else "not_invited", "seats": seats}
