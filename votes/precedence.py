"""Whose ballot stands where member and deputy have both cast one for their seat."""

from __future__ import annotations

from collections.abc import Iterable

from votes.ballot import Ballot
from votes.bylaws import ByLaws
from votes.problems import Problem


def standing_ballots(
    cast: Iterable[Ballot], bylaws: ByLaws
) -> tuple[tuple[Ballot, ...], tuple[Ballot, ...]]:
    """The ballots that stand, one for each seat, and those that lapsed.

    cast: in the order in which they were cast. Whoever voted may vote again until the close.
    `first_cast`: member or deputy, whoever came first, speaks for the seat to the end.
    `member_supersedes`: the member's ballot stands, whenever it came; the deputy's lapses
    (model: Geschäftsordnung Tierschutzbeirat Rheinland-Pfalz, § 5).
    """
    standing: dict[str, Ballot] = {}
    lapsed: list[Ballot] = []
    for one in cast:
        before = standing.get(one.seat)
        if before and not _follows(before, one, bylaws):
            lapsed.append(one)
            continue
        if before:
            lapsed.append(before)
        standing[one.seat] = one
    return tuple(standing.values()), tuple(lapsed)


def precedence_faults(standing: Ballot | None, new: Ballot, bylaws: ByLaws) -> list[Problem]:
    """Why a ballot cannot take the place of the one that stands; empty if it can."""
    if standing is None or _follows(standing, new, bylaws):
        return []
    code = "deputy_voted_first" if standing.by == "deputy" else "member_voted_first"
    return [Problem(new.seat, code, {"seat": new.seat})]


def _follows(before: Ballot, after: Ballot, bylaws: ByLaws) -> bool:
    if before.by == after.by:
        return True
    return bylaws.deputies.precedence == "member_supersedes" and after.by == "member"
