"""The measurements compare what they say they compare."""

from __future__ import annotations

from typing import Literal

import pytest

from bench.measure import Contender, Failed, Line, Measured, measure, table


def nothing() -> None:
    """Work that is done at once."""


def line(bound: Literal["at most", "at least"], target: float) -> Line:
    return Line("a line", Contender("ours", nothing), Contender("floor", nothing), target, bound)


@pytest.mark.parametrize(
    ("bound", "target", "ours", "met"),
    [
        ("at most", 2.0, 20.0, True),
        ("at most", 2.0, 20.1, False),
        ("at least", 0.5, 20.0, True),
        ("at least", 0.5, 20.1, False),
    ],
)
def test_a_target_is_met_up_to_its_bound_and_not_beyond(
    bound: Literal["at most", "at least"], target: float, ours: float, met: bool
) -> None:
    assert Measured(line(bound, target), ours, floor_ms=10.0).met is met


def test_contenders_take_turns_and_a_shared_one_runs_once_a_round() -> None:
    ran: list[str] = []
    floor = Contender("floor", lambda: ran.append("floor"))
    lines = [
        Line("first", Contender("a", lambda: ran.append("a")), floor, 1.0),
        Line("second", Contender("b", lambda: ran.append("b")), floor, 1.0),
    ]
    measure(lines, rounds=2)
    assert ran == ["a", "floor", "b"] * 3  # the first round warms up


def test_a_contender_that_fails_meets_nothing_and_says_why() -> None:
    def fail() -> None:
        raise Failed("no such command")

    broken = Line("broken", Contender("ours", fail), Contender("floor", nothing), 1000.0)
    (result,) = measure([broken], rounds=1)
    assert not result.met
    assert "broken: ours: no such command" in table([result])
