"""The fold of one project's record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from buendnis.facts.committee import Motion
from buendnis.facts.papers import Forwarding, IssuedDocument, Paper
from buendnis.facts.sketch import Sketch


class Figures(Struct, frozen=True):
    """The programme's figures that apply to a project, stamped at `submit`.

    day: the business day they were taken for. cap: highest total cost without exception, cents.
    highest_rate: hundredths of a percent, `None` if unknown. longest_years: longest duration.
    last_day: last day a project may end. criteria_above: requested grant in cents above which the
    criteria sheet is needed. report_months: months from the end to the final report.
    """

    day: date
    cap: int
    highest_rate: int | None
    longest_years: int
    last_day: date
    criteria_above: int
    report_months: int

    @property
    def reference_grant(self) -> int | None:
        """The grant at the cap with the highest rate, in cents; above it D3 asks for the
        justification. `None` if the rate is unknown."""
        if self.highest_rate is None:
            return None
        return self.cap * self.highest_rate // 10_000


class Amounts(Struct, frozen=True):
    """The sums of a cost plan in cents: what rules and tables need of it."""

    total: int = 0
    funding: int = 0
    grant: int = 0


class Entry(Struct, frozen=True):
    """A step that was taken. `records` says what its form is a record of (`statement`,
    `application`, …); `form` holds JSON values: days as ISO texts, money as cents."""

    position: int
    step: str
    records: str
    day: date
    actor: str
    source: str
    target: str
    sketch_version: int
    form: dict[str, Any] = field(default_factory=dict)
    person: str = ""

    def day_of(self, key: str) -> date | None:
        """A day of the form, or `None`."""
        value = self.form.get(key)
        return date.fromisoformat(value) if value else None


class Note(Struct, frozen=True):
    """A note of the office; with `due` it waits until done."""

    position: int
    day: date
    text: str
    due: date | None = None
    for_whom: str = ""


class Project(Struct, frozen=True):
    """The fold of one project's record."""

    id: str
    reference: str
    alliance: str
    state: str
    version: int
    sketch: Sketch
    sketch_version: int = 1
    amounts: Amounts = Amounts()
    cause: str = ""
    workflow: str = ""
    figures: Figures | None = None
    entries: tuple[Entry, ...] = ()
    papers: tuple[Paper, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    forwardings: tuple[Forwarding, ...] = ()
    notes: tuple[Note, ...] = ()
    motions: tuple[Motion, ...] = ()
    responsible: str = ""
    fictitious: bool = False
    adopted: bool = False
    created_on: date | None = None
    corrections: tuple[int, ...] = ()
    position: int = 0

    def entries_of(self, records: str) -> Iterator[Entry]:
        """The entries that are a record of `records`, oldest first."""
        return (entry for entry in self.entries if entry.records == records)

    def last(self, records: str) -> Entry | None:
        """The latest entry that is a record of `records`."""
        for entry in reversed(self.entries):
            if entry.records == records:
                return entry
        return None

    @property
    def statements(self) -> Mapping[str, Entry]:
        """The current statement of each region: a later one supersedes."""
        return {entry.form["region"]: entry for entry in self.entries_of("statement")}

    @property
    def open_motion(self) -> Motion | None:
        """The motion that is being voted on, if any."""
        return next((one for one in reversed(self.motions) if one.open), None)

    @property
    def last_motion(self) -> Motion | None:
        """The latest motion that was closed with a result."""
        return next((one for one in reversed(self.motions) if one.result is not None), None)
