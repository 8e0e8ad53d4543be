"""Money over the regions adds up to the cent; a project counts for every stage that it passed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from buendnis.documents.sample import sample_project
from buendnis.facts import Amounts, Project, Share
from buendnis.planning.distribution import STAGES, distribution, funnel, granted, split
from buendnis.settings.loading import load_settings

_LEFT_OUT = ("withdrawal", "change", "amendment", "settlement")
_REGIONS = ("weserbergland", "hildesheim", "region-hannover")


def _project(until: str = "closing", *shares: tuple[str, int]) -> Project:
    """The sample with its course up to a record, and a grant of 1,000.01 €."""
    project = sample_project("steckbrief", load_settings("leine-weser").alliance)
    entries = [one for one in project.entries if one.records not in _LEFT_OUT]
    last = next(index for index, one in enumerate(entries) if one.records == until)
    kept = tuple(entries[: last + 1])
    voted = any(one.records == "vote" for one in kept)
    sketch = replace(
        project.sketch, regions=tuple(Share(*one) for one in shares or [("hildesheim", 100)])
    )
    return replace(
        project,
        sketch=sketch,
        entries=kept,
        motions=project.motions if voted else (),
        amounts=Amounts(total=200_000, grant=100_001),
    )


@given(
    cents=st.integers(0, 10**12),
    cuts=st.lists(st.integers(1, 99), unique=True, max_size=5).map(sorted),
)
def test_the_parts_are_the_whole_and_differ_from_their_share_by_less_than_a_cent(
    cents: int, cuts: list[int]
) -> None:
    edges = [0, *cuts, 100]
    shares = [(str(n), b - a) for n, (a, b) in enumerate(pairwise(edges))]
    parts = split(cents, shares)
    assert sum(part for _, part in parts) == cents
    for (_, part), (_, percent) in zip(parts, shares, strict=True):
        assert abs(part * 100 - cents * percent) < 100


def test_money_goes_by_shares_and_withdrawn_projects_have_none() -> None:
    shared = _project("closing", ("weserbergland", 60), ("region-hannover", 40))
    gone = replace(
        shared, entries=(*shared.entries, replace(shared.entries[0], records="withdrawal"))
    )
    found = distribution([shared, gone], _REGIONS)
    assert [row.projects for row in found.regions] == [1, 0, 1]
    assert [row.requested for row in found.regions] == [60_001, 0, 40_000]
    assert (found.requested, found.endorsed, found.granted) == (100_001, 100_001, 35_000_000)


@pytest.mark.parametrize(
    ("until", "reached"),
    [
        ("advice", 1),
        ("presentation", 2),
        ("assessment", 3),
        ("vote", 4),
        ("decision", 5),
        ("closing", 6),
    ],
)
def test_a_project_counts_for_every_stage_that_it_passed(until: str, reached: int) -> None:
    counts = funnel([_project(until)])
    assert [counts[stage] for stage in STAGES] == [1] * reached + [0] * (6 - reached)


def test_the_latest_amendment_counts_and_a_refusal_grants_nothing() -> None:
    project = _project("decision")
    decision = project.entries[-1]
    amended = replace(decision, records="amendment", form={"result": "granted", "grant": 7})
    without = replace(decision, records="amendment", form={"result": "refused", "grant": 9})
    refused = replace(decision, form={"result": "refused"})
    assert granted(project) == 35_000_000
    assert granted(replace(project, entries=(*project.entries, amended, without))) == 7
    assert granted(replace(project, entries=(*project.entries, refused))) == 0
