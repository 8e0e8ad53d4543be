"""Which ballot of a seat stands, when the seat voted more than once.

A signed ballot names the fingerprint of the one it replaces, so the answer is a function of the
ballots in the record, whatever the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Linked(Protocol):
    """A ballot of a chain: its fingerprint, that of the one it replaces (empty for a first one),
    and when its member says it was cast (UTC, ISO)."""

    @property
    def ballot(self) -> str: ...
    @property
    def replaces(self) -> str: ...
    @property
    def cast_at(self) -> str: ...


_Ballot = TypeVar("_Ballot", bound=Linked)


def standing(ballots: Iterable[_Ballot]) -> _Ballot | None:
    """The ballot that stands, of one seat on one version of a motion; `None` without any.

    It is the one that no other replaces. While a ballot in between is still on its way there are
    two such; then one that replaces another is later than a first one, and of two of these the
    one whose member says so.
    """
    found = tuple(ballots)
    replaced = {one.replaces for one in found if one.replaces}
    ends = [one for one in found if one.ballot not in replaced]
    return max(ends, key=lambda one: (bool(one.replaces), one.cast_at, one.ballot), default=None)


def rival(ballots: Iterable[_Ballot], replaces: str) -> _Ballot | None:
    """The ballot in the record that replaces the same one as a new ballot does, if there is one.

    replaces: what the new one names. Two first ballots, which name none, are rivals as well: the
    later one has to name the earlier.
    """
    return next((one for one in ballots if one.replaces == replaces), None)
