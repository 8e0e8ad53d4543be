"""Whether by-laws fit a body: what each alone cannot show."""

from __future__ import annotations

from collections.abc import Sequence

from votes.bylaws import ByLaws
from votes.problems import Problem
from votes.roster import Seat


def validate_fit(bylaws: ByLaws, seats: Sequence[Seat]) -> list[Problem]:
    """What does not fit the seats of a body: more asked for than there are, groups not entered.

    The path of a problem is the key of the by-laws.
    """
    problems: list[Problem] = []
    total = len(seats)
    if bylaws.quorum.least > total:
        values = {"required": bylaws.quorum.least, "seats": total}
        problems.append(Problem("quorum.least", "quorum_beyond", values))
    if bylaws.circular.objections_to_meeting > total:
        values = {"required": bylaws.circular.objections_to_meeting, "seats": total}
        at = "circular.objections_to_meeting"
        problems.append(Problem(at, "objections_beyond", values))
    names = bylaws.groups.names
    groupless = tuple(seat.id for seat in seats if names and seat.group not in names)
    if groupless:
        unknown = {"seats": groupless, "known": names}
        problems.append(Problem("groups.names", "group_unknown", unknown))
    return problems
