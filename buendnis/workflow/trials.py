"""What is tried on a project: each step with a finite set of forms, papers, sketches and votes.

Values that rules and conditions read are tried at their boundaries, in every combination; what
nothing reads is filled in once. Days are relative to the project's: each step is tried on the
earliest day it can be taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

from buendnis.facts import Meeting, Project, Sketch
from buendnis.rules.justification import FIELD
from buendnis.settings.loading import Settings
from buendnis.texts import T, Text
from buendnis.workflow.decision import Request, basis_day
from buendnis.workflow.definition import ASPECTS, ROLES, FormField, Step
from buendnis.workflow.sample import NAMES, Money, Slice
from buendnis.workflow.scenes import DECIDED, Scene, scenes

MEETING = "M"
# The fields of forms that rules and conditions read, at the step or later from the record. All
# others hold the same value always.
READ_FIELDS = frozenset(
    {
        "region",
        "result",
        "presented_on",
        "stated_on",
        "notes",
        "reply",
        "meeting",
        "until",
        "reason",
        "proposal",
        "mediation",
        "justification",
        "meets_standards",
        "endorsed",
        "reasons",
        "postponed",
        "sent_on",
        "completed_on",
        "requested_grant",
        "total_cost",
        "start",
        "end",
        "new_end",
        "new_total_cost",
        "new_grant",
        "new_regions",
        "new_goals",
        "new_applicant",
        "new_partners",
        "kind",
        "without_copy",
        "from",
        "to",
        "application_withdrawn_on",
        "started_on",
        "ended_on",
        "interim_dates",
        "continuation",
        "use_of_findings",
        "entry",
        "unconcerned",
        "concerned",
    }
)
_ENDS = ("end", "new_end", "to")
_STARTS = ("start", "from")
_TOTALS = ("total_cost", "new_total_cost")
_GRANTS = ("requested_grant", "new_grant")
_WAY = ("meeting", "until", "reason")
# Read only together with another field, or alike to a value that is tried: not varied.
_FILLED = (
    "notes",
    "presented_on",
    "use_of_findings",
    "interim_dates",
    "meets_standards",
    "endorsed",
)
# Tried with a scene, once in each state, or never: `entry` names another entry by its position, the
# last two answer for names that look like an institution, and the samples have none.
# What else a supplement brings in is compared as its regions are.
_SINGLE = (
    *("kind", "postponed", "entry", "new_goals", "new_applicant", "new_partners"),
    *("unconcerned", "concerned"),
)
_GIVEN = "x"


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to take a step. rare: its answer depends on the state alone, so it is tried once in
    each state. scene: how the motion stands that the step closes. said: the form, in short."""

    step: str
    role: str
    form: Mapping[str, Any] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()
    sketch: Sketch | None = None
    meeting: Meeting | None = None
    scene: Scene | None = None
    rare: bool = False

    @property
    def said(self) -> tuple[Text, ...]:
        """What sets this trial apart, in short."""
        found: list[Text] = []
        if self.sketch is not None:
            found.append(T("sketch “{title}”", title=NAMES[self.sketch.title]))
        if self.scene is not None:
            found.append(self.scene.about)
        found += [
            T("{field} = {value}", field=key, value=value)
            for key, value in self.form.items()
            if key in READ_FIELDS and value != _GIVEN and not isinstance(value, dict)
        ]
        return tuple(found)

    def request(self, project: Project, day: date) -> Request:
        """The trial as the decision function is asked."""
        return Request(
            step=self.step,
            actor=_actor(self.role, project, str(self.form.get("region", ""))),
            day=day,
            today=day,
            form=self.form,
            attached=self.attached,
            sketch=self.sketch,
            meeting=self.meeting,
        )


class Trials:
    """The trials of one slice under one alliance."""

    def __init__(self, settings: Settings, part: Slice) -> None:
        self._settings = settings
        self._part = part
        self._made: dict[tuple[str, str, date, str, str], tuple[Trial, ...]] = {}

    def of(self, step: Step, project: Project) -> tuple[Trial, ...]:
        """All ways to take a step with a project."""
        motion = project.open_motion if step.closes_motion else None
        if motion is not None and motion.purpose != step.closes_motion:
            motion = None
        mode, proposal = (motion.mode, motion.proposal) if motion else ("", "")
        key = (step.name, project.sketch.title, day_of(project), mode, proposal)
        if key not in self._made:
            self._made[key] = self._make(step, *key[1:])
        return self._made[key]

    def _make(
        self, step: Step, title: str, day: date, mode: str, proposal: str
    ) -> tuple[Trial, ...]:
        sketch = next(one for one in self._part.sketches if one.title == title)
        papers = frozenset((*step.receives, *step.papers))
        meeting = Meeting(MEETING, self._settings.alliance.name, "steering", day)
        role = "office" if "office" in step.by else step.by[0]
        found: list[Trial] = []
        for form in self._forms(step, sketch, day):
            for brought in self._brought(step):
                for scene in self._scenes(step, day, mode, proposal):
                    extra = scene.form if scene else {}
                    at = meeting if form.get("meeting") else scene.meeting if scene else None
                    found.append(
                        Trial(step.name, role, {**form, **extra}, papers, brought, at, scene)
                    )
        return (*found, *_rare(step, found, role, day))

    def _brought(self, step: Step) -> tuple[Sketch | None, ...]:
        return self._part.sketches if step.brings_sketch else (None,)

    def _scenes(self, step: Step, day: date, mode: str, proposal: str) -> tuple[Scene | None, ...]:
        if not step.closes_motion or not mode:
            return (None,)
        found = scenes(self._settings, MEETING, day, mode, proposal)
        return found if self._part.votes else found[:DECIDED]

    def _forms(self, step: Step, sketch: Sketch, day: date) -> Iterator[dict[str, Any]]:
        """Every combination of what is read, and the rest filled in."""
        axes: list[list[dict[str, Any]]] = []
        grouped = set(_WAY) if step.opens_motion else set()
        if step.opens_motion:
            until = (day + timedelta(days=1)).isoformat()
            ways: list[dict[str, Any]] = [{"meeting": MEETING}]
            if self._part.votes:
                ways.append({"until": until, "reason": _GIVEN})
            axes.append(ways)
        for one in step.fields:
            if one.name in grouped:
                continue
            if one.name in (*_TOTALS, *_GRANTS):
                axes.append(self._money(step, one, sketch))
                grouped |= {*_TOTALS, *_GRANTS}
                continue
            axes.append(self._values(one, sketch, day))
        seen: list[dict[str, Any]] = []
        for choice in product(*axes):
            form: dict[str, Any] = {}
            for part in choice:
                form |= part
            for one in step.fields:
                if one.only and form.get(one.only[0]) != one.only[1]:
                    form.pop(one.name, None)
            if form.get("result") == "with_notes":
                form["notes"] = _GIVEN
            if form not in seen:
                seen.append(form)
                yield form

    def _values(self, one: FormField, sketch: Sketch, day: date) -> list[dict[str, Any]]:
        read = one.name in READ_FIELDS and one.name not in _FILLED
        absent: list[dict[str, Any]] = [] if one.required else [{}]
        if not read or one.name in _SINGLE:
            return absent or [{one.name: self._plain(one, sketch, day)}]
        if one.name == FIELD and not self._part.money:
            return absent  # no amount is tried that it could justify
        if one.name in _ENDS:
            ends = dict.fromkeys([sketch.end or day, *self._part.ends])
            given = [{one.name: end.isoformat()} for end in ends]
            return [*absent, *(given if self._part.ends or not absent else [])]
        if one.type in ("region", "regions"):
            return self._regions(one, sketch)
        if one.type == "choice":
            choices = one.choices
            if one.name == "proposal" and not self._part.votes:
                choices = choices[:1]
            if one.name == "result" and not self._part.statements:
                choices = tuple(c for c in choices if c not in ("with_notes", "not_supported"))
            return [{one.name: choice} for choice in choices]
        return [*absent, {one.name: self._plain(one, sketch, day)}]

    def _regions(self, one: FormField, sketch: Sketch) -> list[dict[str, Any]]:
        """The first two regions where statements are the question, else the sketch's own."""
        first = [region.id for region in self._settings.alliance.regions[:2]]
        if one.type == "region":
            return [
                {one.name: name}
                for name in (first if self._part.statements else sketch.region_names)
            ]
        return [{}, *([{one.name: first}] if self._part.statements else [])]

    def _money(self, step: Step, one: FormField, sketch: Sketch) -> list[dict[str, Any]]:
        """Total and grant together, at the boundaries of the slice."""
        total = next(name for name in _TOTALS if step.field(name))
        grant = next((name for name in _GRANTS if step.field(name)), "")
        own = Money(
            sum(r.cents or 0 for r in sketch.costs),
            sketch.funding[0].cents if sketch.funding else 0,
        )
        pairs = dict.fromkeys([own, *self._part.money])
        given = [
            {total: _amount(pair.total), **({grant: _amount(pair.grant)} if grant else {})}
            for pair in pairs
        ]
        if one.required:
            return given
        return [{}, *(given if self._part.money else [])]

    def _plain(self, one: FormField, sketch: Sketch, day: date) -> Any:
        """The one value of a field that is not varied."""
        match one.type:
            case "day":
                if one.name in _ENDS:
                    return (sketch.end or day).isoformat()
                if one.name in _STARTS:
                    return (sketch.start or day).isoformat()
                return (day + timedelta(days=1) if one.name == "due" else day).isoformat()
            case "days":
                return [day.isoformat()]
            case "money":
                return "1.00"
            case "percent":
                return "50.00"
            case "whole":
                return 1
            case "choice":
                return one.default or one.choices[0]
            case "flag":
                return True
            case "region":
                return self._settings.alliance.regions[0].id
            case "meeting":
                return MEETING
            case "regions":
                return [self._settings.alliance.regions[0].id]
            case "goals":
                return [self._settings.alliance.goals[0].id]
            case "texts":
                return [_GIVEN]
            case "aspect_points":
                return dict.fromkeys(ASPECTS, 3)
            case "aspect_texts":
                return dict.fromkeys(ASPECTS, _GIVEN)
            case _:
                return _GIVEN


def day_of(project: Project) -> date:
    """The earliest day on which the next step can be taken."""
    return basis_day(project) or date.min


def _rare(step: Step, found: list[Trial], role: str, day: date) -> Iterator[Trial]:
    """Trials that are refused, or taken, whatever the facts: roles, empty forms, no papers."""
    first = found[0]
    for other in ROLES:
        if other != role:
            yield Trial(step.name, other, first.form, first.attached, first.sketch, first.meeting,
                        first.scene, rare=True)  # fmt: skip
    yield Trial(step.name, role, {}, first.attached, first.sketch, None, None, rare=True)
    if first.attached:
        yield Trial(step.name, role, first.form, frozenset(), first.sketch, first.meeting,
                    first.scene, rare=True)  # fmt: skip
    for one in step.fields:
        if one.type == "day" and one.name in first.form and not one.future:
            tomorrow = {**first.form, one.name: (day + timedelta(days=1)).isoformat()}
            yield Trial(step.name, role, tomorrow, first.attached, first.sketch, first.meeting,
                        first.scene, rare=True)  # fmt: skip
        if one.type == "choice" and one.name not in ("result", "proposal"):
            for choice in one.choices[1:]:
                yield Trial(step.name, role, {**first.form, one.name: choice}, first.attached,
                            first.sketch, first.meeting, first.scene, rare=True)  # fmt: skip


def _actor(role: str, project: Project, region: str) -> str:
    if role == "applicant":
        return f"applicant:{project.id}"
    if role == "alliance":
        return f"alliance:{region or project.sketch.lead_region}"
    return "seat:x" if role == "seat" else role


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
