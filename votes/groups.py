"""Interest groups: none may have too large a share, and one side must have a large enough one.

Source: Verordnung (EU) Nr. 1303/2013, Art. 32 Abs. 2 Buchst. b, Art. 34 Abs. 3 Buchst. b.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from votes.derivation import Step
from votes.parameters import Groups

GROUP_BASES = ("rights", "present", "cast")


class Parts(Struct, frozen=True):
    """The seats by what they have part in; the names are those of `GROUP_BASES`."""

    rights: tuple[str, ...]
    present: tuple[str, ...]
    cast: tuple[str, ...]


def groups_allow(
    rule: Groups, parts: Parts, group_of: Mapping[str, str]
) -> tuple[bool, list[Step]]:
    """Whether the shares of the groups allow a decision, and why.

    A seat whose group nobody entered makes the shares unknown, and what is unknown allows nothing.
    """
    if not rule.names:
        return True, []
    known = frozenset(rule.names)
    every = dict.fromkeys((*parts.rights, *parts.present, *parts.cast))
    groupless = [seat for seat in every if group_of.get(seat, "") not in known]
    if groupless:
        return False, [{"code": "groups_unknown", "seats": groupless}]
    allowed = True
    steps: list[Step] = []
    if rule.cap < 1:
        seats = getattr(parts, rule.cap_of)
        shares = {name: _seats_of((name,), seats, group_of) for name in rule.names}
        limit = Fraction(len(seats)) * rule.cap
        above = [name for name, count in shares.items() if count > limit]
        values = {"cap": _written(rule.cap), "total": len(seats)}
        for name in above:
            count = shares[name]
            steps.append(
                {"code": f"group_above_{rule.cap_of}", "group": name, "count": count} | values
            )
        if not above:
            steps.append({"code": f"groups_within_{rule.cap_of}"} | values)
        allowed = not above
    if rule.side:
        seats = getattr(parts, rule.side_of)
        count = _seats_of(rule.side, seats, group_of)
        enough = count >= Fraction(len(seats)) * rule.side_least
        code = "side_enough" if enough else "side_short"
        steps.append(
            {
                "code": f"{code}_{rule.side_of}",
                "groups": list(rule.side),
                "count": count,
                "total": len(seats),
                "least": _written(rule.side_least),
            }
        )
        allowed = allowed and enough
    return allowed, steps


def _seats_of(names: Collection[str], seats: Iterable[str], group_of: Mapping[str, str]) -> int:
    return sum(1 for seat in seats if group_of[seat] in names)


def _written(fraction: Fraction) -> str:
    return f"{fraction.numerator}/{fraction.denominator}"
