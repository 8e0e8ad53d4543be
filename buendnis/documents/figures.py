"""The charts of a document as data: what each shows, and what it says to whoever cannot see it.

A figure is a meaning, not a drawing: its rows with labels, values and the words beside them. The
forms of output draw it (`pdf_charts`), set it as a table, or say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KINDS = ("bars", "stacked", "funnel", "timeline")
MOST_PARTS = 8  # more kinds of parts than this cannot be told apart in a drawing


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: its label, its length, and what is written of it."""

    label: str
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a figure: its label, its length, and what is written at its end."""

    label: str
    value: int
    text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """One row of a timeline, from its first day to its last; the same day twice is a point."""

    label: str
    first: date
    last: date
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its alternative text.

    kind: one of `KINDS`. A timeline has spans, all others have bars; the bars of `stacked` have
    parts.
    """

    alt: str
    bars: tuple[Bar, ...] = ()
    kind: str = "bars"
    spans: tuple[Span, ...] = ()

    @property
    def part_labels(self) -> tuple[str, ...]:
        """What the parts of all bars are called, in the order in which they first come."""
        return tuple(dict.fromkeys(part.label for bar in self.bars for part in bar.parts))

    @property
    def words(self) -> str:
        """All that the chart shows, with its numbers, in one sentence after the other text."""
        said = [f"{span.label}: {span.text}" for span in self.spans]
        for bar in self.bars:
            parts = ", ".join(f"{part.label} {part.text}" for part in bar.parts)
            said.append(f"{bar.label}: {bar.text}" + (f" ({parts})" if parts else ""))
        return f"{self.alt} {'; '.join(said)}"
