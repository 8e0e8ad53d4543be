"""How money and projects are spread: over the regions by the entered shares, and along the way.

Pure views of the facts. The strategy strives for a fair distribution over the regions and names no
key and no quota (Fachkräftestrategie 2024, Kap. 6), so nothing here blocks or judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from buendnis.facts import Project
from buendnis.rules.conditions import motion_result
from buendnis.rules.in_force import in_force

STAGES = ("idea", "presented", "submitted", "endorsed", "granted", "closed")
_FULL = 100


class RegionShare(Struct, frozen=True):
    """What a region has of it, in cents by its shares; projects: how many work there."""

    region: str
    projects: int
    requested: int
    endorsed: int
    granted: int


class Distribution(Struct, frozen=True):
    """The regions in the alliance's order, the sums in cents, and what has no region."""

    regions: tuple[RegionShare, ...]
    requested: int
    endorsed: int
    granted: int


def distribution(projects: Iterable[Project], regions: Sequence[str]) -> Distribution:
    """Requested, endorsed and granted money by region.

    Requested is what was submitted and not withdrawn; endorsed what the steering group endorsed;
    granted what the latest decision or amendment of the bank grants.
    """
    counts = dict.fromkeys(regions, 0)
    sums = {name: [0, 0, 0] for name in regions}
    for project in projects:
        if project.last("withdrawal") is not None:
            continue
        shares = [(one.region, one.percent) for one in project.sketch.regions]
        amounts = (_requested(project), _endorsed(project), granted(project))
        for region, _ in shares:
            if region in counts:
                counts[region] += 1
        for column, cents in enumerate(amounts):
            for region, part in split(cents, shares):
                if region in sums:
                    sums[region][column] += part
    rows = tuple(RegionShare(name, counts[name], *sums[name]) for name in regions)
    return Distribution(
        rows,
        sum(row.requested for row in rows),
        sum(row.endorsed for row in rows),
        sum(row.granted for row in rows),
    )


def split(cents: int, shares: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Cents by whole percents; what rounding leaves goes to the largest remainders, so that the
    parts are the whole again where the shares are."""
    whole = sum(percent for _, percent in shares)
    parts = [divmod(cents * percent, _FULL) for _, percent in shares]
    left = cents * whole // _FULL - sum(part for part, _ in parts)
    order = sorted(range(len(parts)), key=lambda index: (-parts[index][1], index))
    more = set(order[:left])
    return [
        (region, part + (index in more))
        for index, ((region, _), (part, _)) in enumerate(zip(shares, parts, strict=True))
    ]


def funnel(projects: Iterable[Project]) -> dict[str, int]:
    """How many projects have come at least so far, by stage; what was taken over counts for all
    the stages before its own."""
    counts = dict.fromkeys(STAGES, 0)
    for project in projects:
        for stage in STAGES[: _furthest(project) + 1]:
            counts[stage] += 1
    return counts


def granted(project: Project) -> int:
    """The grant in cents that is in force, 0 without a grant."""
    found = in_force(project).granted
    return (found.grant or 0) if found else 0


def _requested(project: Project) -> int:
    return project.amounts.grant if _furthest(project) >= STAGES.index("submitted") else 0


def _endorsed(project: Project) -> int:
    return project.amounts.grant if motion_result(project) == "endorsed" else 0


def _furthest(project: Project) -> int:
    reached = {
        "presented": project.last("presentation") is not None,
        "submitted": project.last("submission") is not None,
        "endorsed": motion_result(project) == "endorsed",
        "granted": granted(project) > 0,
        "closed": project.last("closing") is not None,
    }
    return max((STAGES.index(stage) for stage, there in reached.items() if there), default=0)
