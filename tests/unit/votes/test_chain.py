"""Which ballot of a seat stands: the same one in whatever order they came."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votes.chain import rival, standing


class Link(NamedTuple):
    ballot: str
    replaces: str = ""
    cast_at: str = ""


CHAIN = [Link("a"), Link("b", "a"), Link("c", "b"), Link("d", "c")]


def test_nothing_stands_where_nothing_was_cast() -> None:
    assert standing(()) is None


@pytest.mark.parametrize("some", [CHAIN[:n] for n in range(1, 5)])
def test_the_last_of_a_chain_stands_in_every_order(some: list[Link]) -> None:
    for order in permutations(some):
        assert standing(order) == some[-1]


@pytest.mark.parametrize("missing", range(4))
def test_a_ballot_that_is_still_on_its_way_does_not_let_an_older_one_stand(missing: int) -> None:
    rest = [one for one in CHAIN if one.ballot != "abcd"[missing]]
    for order in permutations(rest):
        assert standing(order) == rest[-1]


@given(st.lists(st.sampled_from(range(12)), unique=True, min_size=1), st.randoms())
def test_the_order_of_what_is_there_never_matters(there: list[int], chance: object) -> None:
    links = [Link(f"{n:02}", f"{n - 1:02}" if n else "", f"{(n * 7) % 12:02}") for n in range(12)]
    some = [links[n] for n in there]
    first = standing(some)
    chance.shuffle(some)  # type: ignore[attr-defined]
    assert standing(some) == first is not None
    if sorted(there) == list(range(max(there) + 1)):
        assert first == links[max(there)]


def test_a_clock_that_went_back_changes_nothing_in_a_whole_chain() -> None:
    back = [Link("a", "", "2026-05-04T12:00:00Z"), Link("b", "a", "2026-05-04T08:00:00Z")]
    assert standing(back) == standing(back[::-1]) == back[1]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (Link("x", ""), CHAIN[0]),
        (Link("x", "b"), CHAIN[2]),
        (Link("x", "d"), None),
        (Link("x", "unknown"), None),
    ],
)
def test_two_that_replace_the_same_one_are_rivals(new: Link, found: Link | None) -> None:
    assert rival(CHAIN, new.replaces) == found
