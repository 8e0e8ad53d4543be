"""What a rule looks at: one frozen object with everything known when a step is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from buendnis.facts import (
    Amounts,
    Figures,
    Meeting,
    Motion,
    MotionResult,
    Plan,
    Project,
    Sketch,
)
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme

if TYPE_CHECKING:
    from votes.bylaws import ByLaws


class Situation(Struct, frozen=True):
    """A step that somebody wants to take.

    step: its name. records: what its form is a record of. day: the business day; today: the day
    of entry. project: the facts before the step. sketch, amounts: what the step is judged on (the
    revised sketch where the step brings one). form: canonical JSON values of the fields that are
    given (days as ISO texts, money as cents). attached: the kinds of papers that come along.
    figures: the programme's figures that apply. meeting: the meeting that the form names or the
    open motion belongs to. motion, result: the motion that the step closes and its tally.
    requires: which parts of the sketch the step asks for, a key of
    `buendnis.rules.sketch.REQUIRED`.
    """

    step: str
    records: str
    actor: str
    day: date
    today: date
    project: Project
    sketch: Sketch
    amounts: Amounts
    figures: Figures
    alliance: Alliance
    programme: Programme
    form: Mapping[str, Any] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()
    bylaws: ByLaws | None = None
    meeting: Meeting | None = None
    motion: Motion | None = None
    result: MotionResult | None = None
    requires: str = "submit"

    def given(self, *keys: str) -> bool:
        """Whether the form has a value for each of the keys."""
        return all(self.form.get(key) not in (None, "") for key in keys)

    def day_in_form(self, key: str) -> date | None:
        """A day of the form, or `None` if it is not given."""
        value = self.form.get(key)
        return date.fromisoformat(value) if value else None

    @property
    def asked(self) -> Plan:
        """The plan as this step asks for it: the form's figures where it has them, else what is
        in force (amendment, decision, application), else the sketch."""
        form, project, sketch = self.form, self.project, self.sketch
        start, end = sketch.start, sketch.end
        total, grant = self.amounts.total, self.amounts.grant
        if sketch is project.sketch:
            for entry in project.entries:
                if entry.records in ("application", "application_revision"):
                    start = entry.day_of("start") or start
                    end = entry.day_of("end") or end
                    total = entry.form.get("total_cost", total)
                    grant = entry.form.get("requested_grant", grant)
                elif entry.records == "decision":
                    start, end = entry.day_of("from") or start, entry.day_of("to") or end
                elif entry.records == "amendment" and entry.form["result"] == "granted":
                    end = entry.day_of("new_end") or end
        funded = tuple(p.name for p in sketch.partners if p.role == "funded")
        return Plan(
            total=form.get("total_cost", form.get("new_total_cost", total)),
            grant=form.get("requested_grant", form.get("new_grant", grant)),
            start=self.day_in_form("start") or start,
            end=self.day_in_form("end") or self.day_in_form("new_end") or end,
            regions=tuple(form.get("new_regions", sketch.region_names)),
            goals=tuple(form.get("new_goals", sketch.goals)),
            applicant=form.get("new_applicant", sketch.applicant.name),
            funded_partners=tuple(form.get("new_partners", funded)),
        )
