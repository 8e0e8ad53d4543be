"""What is in force for a project: what was asked for, then the Bescheid, then each amendment.

The cost plan follows the Bescheid, and the Änderungsbescheid alone changes it: a sketch that is
revised or a change that is asked for moves nothing here. Source: the bank decides on the money and
its period (Fachkräftestrategie Leine-Weser 2024, Kap. 5), we record it.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from buendnis.facts import Entry, Project


class Requested(Struct, frozen=True):
    """What was asked for: by the sketch, and by the application once there is one. Cents."""

    total: int
    grant: int
    start: date | None
    end: date | None


class Granted(Struct, frozen=True):
    """What the bank grants: the Bescheid with the amendments that changed it.

    cost: eligible cost, and grant, in cents; start, end: the granted period; `None` where the
    record does not say. decided_on: day of the Bescheid; amended_on: of the latest amendment;
    amendments: how many were granted.
    """

    cost: int | None = None
    grant: int | None = None
    start: date | None = None
    end: date | None = None
    decided_on: date | None = None
    amended_on: date | None = None
    amendments: int = 0


class Settled(Struct, frozen=True):
    """What the settlement found, in cents. on: the day it was recorded for."""

    cost: int | None
    paid: int | None
    claimed_back: int | None
    on: date


class InForce(Struct, frozen=True):
    """What was asked for, what is granted (`None` without a grant), and what was settled.

    Sums and days are those of the grant, and what was asked for where it has none.
    """

    requested: Requested
    granted: Granted | None = None
    settled: Settled | None = None

    @property
    def total(self) -> int:
        """Eligible cost of the grant, else the total cost asked for, in cents."""
        granted = self.granted.cost if self.granted else None
        return self.requested.total if granted is None else granted

    @property
    def grant(self) -> int:
        """The grant, else the grant asked for, in cents."""
        granted = self.granted.grant if self.granted else None
        return self.requested.grant if granted is None else granted

    @property
    def start(self) -> date | None:
        """The first day."""
        return (self.granted.start if self.granted else None) or self.requested.start

    @property
    def end(self) -> date | None:
        """The last day."""
        return (self.granted.end if self.granted else None) or self.requested.end

    def ends_after(self, last: date) -> bool:
        """Whether the granted period ends after a day; false without a grant."""
        end = self.granted.end if self.granted else None
        return end is not None and end > last


def in_force(project: Project) -> InForce:
    """What is in force, from the project's entries in the order of the record.

    A later Bescheid takes the place of an earlier one, a refusal leaves no grant. An amendment that
    was granted changes what it names. Who submits again after a refusal asks anew.
    """
    asked = _planned(project)
    granted: Granted | None = None
    settled: Settled | None = None
    for entry in project.entries:
        form = entry.form
        if entry.records == "submission":
            asked = _planned(project)
        elif entry.records in ("application", "application_revision"):
            asked = Requested(
                form.get("total_cost", asked.total),
                form.get("requested_grant", asked.grant),
                entry.day_of("start") or asked.start,
                entry.day_of("end") or asked.end,
            )
        elif entry.records == "decision":
            granted = _decided(entry) if form.get("result") == "granted" else None
        elif entry.records == "amendment" and form.get("result") == "granted":
            granted = _amended(granted or Granted(), entry)
        elif entry.records == "settlement":
            settled = Settled(
                form.get("final_eligible_cost"),
                form.get("grant_paid"),
                form.get("claimed_back"),
                entry.day,
            )
    return InForce(asked, granted, settled)


def _planned(project: Project) -> Requested:
    sums, sketch = project.amounts, project.sketch
    return Requested(sums.total, sums.grant, sketch.start, sketch.end)


def _decided(entry: Entry) -> Granted:
    return Granted(
        cost=entry.form.get("eligible_cost"),
        grant=entry.form.get("grant"),
        start=entry.day_of("from"),
        end=entry.day_of("to"),
        decided_on=entry.day_of("decided_on"),
    )


def _amended(before: Granted, entry: Entry) -> Granted:
    return replace(
        before,
        cost=entry.form.get("cost", before.cost),
        grant=entry.form.get("grant", before.grant),
        end=entry.day_of("new_end") or before.end,
        amended_on=entry.day_of("decided_on"),
        amendments=before.amendments + 1,
    )
