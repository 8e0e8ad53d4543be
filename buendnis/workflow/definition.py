"""The workflow as data: states, steps with their forms, deadlines. Read by `loading`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

SAME = "="
ANY = "any"

# What the program asks of a state, instead of its name.
MARKS = frozenset(
    {
        "planned",
        "submitted",
        "voting",
        "endorsed",
        "waiting_us",
        "waiting_applicant",
        "waiting_alliance",
        "waiting_bank",
        "owes_report",
        "final",
    }
)
ROLES = ("applicant", "office", "alliance", "chair", "seat", "reader")
FIELD_TYPES = frozenset(
    {
        "text",
        "texts",
        "person",
        "day",
        "days",
        "money",
        "percent",
        "whole",
        "choice",
        "flag",
        "region",
        "regions",
        "goals",
        "meeting",
        "aspect_points",
        "aspect_texts",
    }
)
# Whom the papers of a step go to; what was sent can only be corrected, not undone.
RECIPIENTS = ("applicant", "local_alliance", "members", "nbank")
# Deadlines that are reckoned: the final report; the day to ask for the copy of the decision.
COMPUTED = ("report_due", "decision_copy", "measured_again")
MOTION_PURPOSES = ("project", "supplement")
ASPECTS = (
    "goal_contribution",
    "regional_effect",
    "spatial_reach",
    "continuation",
    "transferability",
)


class Label(Struct, frozen=True):
    """A name in both languages."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        """The German name for `de`, the English one for everything else."""
        return self.de if language == "de" else self.en


class State(Struct, frozen=True):
    """A state and what the program may ask of it."""

    name: str
    label: Label
    marks: frozenset[str]


class FormField(Struct, frozen=True):
    """A field of a step's form.

    required: must be given; with `only`, only where the other field has that value. future: the
    day may lie after today.
    """

    name: str
    type: str
    label: Label
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    future: bool = False
    only: tuple[str, str] | None = None


class Outcome(Struct, frozen=True):
    """Where a step leads. state `=` stays; origins: from which states, empty for all; when: the
    name of a condition."""

    state: str
    origins: tuple[str, ...] = ()
    when: str = ""


class Issue(Struct, frozen=True):
    """A document of a step, issued or drafted where the condition holds."""

    document: str
    when: str = ""


class Deadline(Struct, frozen=True):
    """A deadline that steps start and end. Its day is a field of the starting step's form, or
    computed by a named function; due_from: who owes it. answer: the field of a step's form that
    tells an answer: with it the step ends the deadline, without it the step starts one."""

    name: str
    label: Label
    field: str = ""
    computed: str = ""
    due_from: str = "office"
    answer: str = ""


class Step(Struct, frozen=True):
    """A step: from where to where, who may take it, what it asks for, what guards it."""

    name: str
    label: Label
    origins: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    by: tuple[str, ...]
    records: str
    fields: tuple[FormField, ...] = ()
    rules: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    drafts: tuple[Issue, ...] = ()
    receives: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    requires: str = ""
    brings_sketch: bool = False
    stamps_figures: bool = False
    opens_motion: str = ""
    closes_motion: str = ""
    cancels_motion: bool = False
    leaves_house: bool = False
    sends_to: str = ""

    def targets(self, origin: str) -> Iterator[str]:
        """The states this step can lead to from `origin`, each once."""
        seen: set[str] = set()
        for outcome in self.outcomes:
            if outcome.origins and origin not in outcome.origins:
                continue
            target = origin if outcome.state == SAME else outcome.state
            if target not in seen:
                seen.add(target)
                yield target
            if not outcome.when:
                return

    def field(self, name: str) -> FormField | None:
        """The field of that name."""
        return next((one for one in self.fields if one.name == name), None)


class Workflow(Struct, frozen=True):
    """A checked workflow. `fingerprint` is the SHA-256 of the file it was read from."""

    alliance: str
    version: int
    initial: str
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    fingerprint: str = ""

    def steps_from(self, state: str) -> Iterator[Step]:
        """The steps that leave from (or stay in) a state, in the order of the file."""
        return (step for step in self.steps.values() if state in step.origins)

    def marked(self, state: str, mark: str) -> bool:
        """Whether the state bears the mark."""
        return mark in self.states[state].marks

    def step_recording(self, records: str, state: str) -> Step | None:
        """The step that records this kind of fact from this state."""
        return next((one for one in self.steps_from(state) if one.records == records), None)
