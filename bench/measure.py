"""Contenders in turn, round by round; medians; a ratio with its target for each line."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Literal


@dataclass(frozen=True)
class Contender:
    """Something that is timed: `act` does it once and raises `Failed` if it cannot.

    `times` is how often one round repeats it (for work far below a millisecond); `act` then
    does it that often itself.
    """

    name: str
    act: Callable[[], None]
    times: int = 1


class Failed(Exception):
    """A contender that did not do its work; the message says why."""


@dataclass(frozen=True)
class Line:
    """One line of the table: ours against a floor.

    `at most`: our time is at most `target` times the floor's. `at least`: our rate is at least
    `target` times the floor's.
    """

    title: str
    ours: Contender
    floor: Contender
    target: float
    bound: Literal["at most", "at least"] = "at most"


@dataclass(frozen=True)
class Measured:
    """A line with its medians in milliseconds, or with the reason why there are none."""

    line: Line
    ours_ms: float = 0.0
    floor_ms: float = 0.0
    failure: str = ""

    @property
    def ratio(self) -> float:
        """Ours to the floor, as the line's bound reads it."""
        if self.line.bound == "at most":
            return self.ours_ms / self.floor_ms
        return self.floor_ms / self.ours_ms

    @property
    def met(self) -> bool:
        """Whether the target is met; a line that failed has met nothing."""
        if self.failure:
            return False
        if self.line.bound == "at most":
            return self.ratio <= self.line.target
        return self.ratio >= self.line.target


def measure(lines: Sequence[Line], rounds: int) -> list[Measured]:
    """Run every contender once per round, one after the other, and take medians.

    A contender that several lines share is timed once a round. The first round, which finds
    caches cold and mistakes early, is not counted.
    """
    contenders = {one.name: one for line in lines for one in (line.ours, line.floor)}
    failures: dict[str, str] = {}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, contender in contenders.items():
            if name in failures:
                continue
            before = perf_counter_ns()
            try:
                contender.act()
            except Failed as reason:
                failures[name] = str(reason)
                continue
            if turn:
                times[name].append((perf_counter_ns() - before) / 1e6 / contender.times)
    return [_measured(line, times, failures) for line in lines]


def _measured(line: Line, times: dict[str, list[float]], failures: dict[str, str]) -> Measured:
    for one in (line.ours, line.floor):
        if one.name in failures:
            return Measured(line, failure=f"{one.name}: {failures[one.name]}")
    ours, floor = (statistics.median(times[one.name]) for one in (line.ours, line.floor))
    return Measured(line, ours, floor)


def table(results: Iterable[Measured]) -> str:
    """The lines as a person reads them."""
    rows = [("", "ours", "floor", "", "ratio", "target", "")]
    failed = []
    for one in results:
        line = one.line
        sign = "≤" if line.bound == "at most" else "≥"
        target = f"{sign} {line.target:.2f}"
        if one.failure:
            rows.append((line.title, "–", "–", line.floor.name, "–", target, "failed"))
            failed.append(f"{line.title}: {one.failure}")
            continue
        figures = (f"{one.ours_ms:.3g} ms", f"{one.floor_ms:.3g} ms", line.floor.name)
        verdict = "met" if one.met else "MISSED"
        rows.append((line.title, *figures, f"{one.ratio:.2f}", target, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    words = {0, 3, 6}  # the other columns are figures and stand to the right
    text = [
        "  ".join(
            cell.ljust(width) if column in words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*text, *failed])
