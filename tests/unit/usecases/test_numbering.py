"""Free numbers: the next one of a year, however many there are, and never one that is taken."""

from __future__ import annotations

from typing import Any, cast

import pytest

from buendnis.store.database import Transaction
from buendnis.usecases.office import Numbering

PATTERN = "LW-{year}-{number:03}"


class Shelf:
    """A table of one column; it counts how often it is asked."""

    def __init__(self, *taken: int) -> None:
        self.names = {PATTERN.format(year=2026, number=one) for one in taken}
        self.asked = 0

    def query(self, _sql: str, values: tuple[Any, ...]) -> list[tuple[int]]:
        self.asked += 1
        return [(1,)] if values[0] in self.names else []

    def numbering(self) -> Numbering:
        return Numbering(cast(Transaction, self))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 999, 1000, 1001, 4096])
def test_the_next_number_follows_the_last(count: int) -> None:
    numbering = Shelf(*range(1, count + 1)).numbering()
    assert numbering.next("project", "id", PATTERN, 2026) == f"LW-2026-{count + 1:03}"
    assert numbering.next("project", "id", PATTERN, 2026) == f"LW-2026-{count + 2:03}"


def test_each_year_counts_for_itself() -> None:
    numbering = Shelf(1, 2, 3).numbering()
    assert numbering.next("project", "id", PATTERN, 2027) == "LW-2027-001"


@pytest.mark.parametrize("taken", [(5,), (1, 2, 5), (1, 3, 7), (1, 2, 3, 900)])
def test_a_number_that_somebody_gave_by_hand_is_not_given_again(taken: tuple[int, ...]) -> None:
    shelf = Shelf(*taken)
    numbering = shelf.numbering()
    for _ in range(6):
        name = numbering.next("project", "reference", PATTERN, 2026)
        assert name not in shelf.names
        shelf.names.add(name)


def test_a_million_numbers_cost_some_forty_look_ups() -> None:
    shelf = Shelf(*range(1, 1_000_001))
    numbering = shelf.numbering()
    numbering.next("project", "id", PATTERN, 2026)
    assert shelf.asked <= 42
    shelf.asked = 0
    numbering.next("project", "id", PATTERN, 2026)
    assert shelf.asked == 1
