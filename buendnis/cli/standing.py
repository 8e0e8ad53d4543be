"""Where a project stands, in the reader's words: its state, the next step, and who has it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from buendnis.canon import parsed
from buendnis.cli.language import language, say
from buendnis.cli.output import NextStep
from buendnis.errors import IntegrityFailure, Unreadable
from buendnis.facts import Meeting
from buendnis.planning.turns import Turn, turn_of
from buendnis.planning.words import actor_word, role_word
from buendnis.texts import T, Text, verbatim
from buendnis.workflow.definition import Label, Step, Workflow

if TYPE_CHECKING:
    from pathlib import Path

    from buendnis.facts import Project
    from buendnis.settings.alliance import Alliance
    from buendnis.settings.loading import Settings
    from buendnis.settings.programme import Programme
    from buendnis.store.database import Transaction
    from buendnis.store.reading import View


class Ground:
    """What a view's projects stand on: settings and workflows, each read once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._workflows: dict[str, Workflow] = {}

    @cached_property
    def settings(self) -> Settings:
        """The settings of the record's alliance, with the people on its seats as recorded."""
        from buendnis.settings.loading import load_settings
        from buendnis.settings.seats import with_membership

        return with_membership(load_settings(self._view.alliance), self._view.membership())

    @cached_property
    def alliance(self) -> Alliance:
        """The record's alliance. (The by-laws are left alone: a list need not wait for them.)"""
        from buendnis.settings.loading import load_alliance

        return load_alliance(self._folder)

    @cached_property
    def programme(self) -> Programme:
        """The programme of the record's alliance."""
        from buendnis.settings.loading import load_programme

        return load_programme(self._folder)

    @property
    def _folder(self) -> Path:
        from buendnis.content import alliance_folder

        folder = alliance_folder(self._view.alliance)
        if folder is None:
            raise Unreadable(
                T("There is no alliance “{name}” among the workflows.", name=self._view.alliance)
            )
        return folder

    def workflow(self, fingerprint: str) -> Workflow:
        """The workflow that a project runs under. Raises `IntegrityFailure` if it is lost."""
        found = self._workflows.get(fingerprint)
        if found is None:
            from buendnis.workflow.loading import stamped_workflow

            source = self._view.content(fingerprint)
            if source is None:
                raise IntegrityFailure(T("The workflow of the project is not in the database."))
            found = self._workflows[fingerprint] = stamped_workflow(source, fingerprint)
        return found

    def newest(self) -> Workflow:
        """The workflow of the latest project, for lists over all; without any, the file's."""
        rows = self._view.query("SELECT workflow FROM project ORDER BY id DESC LIMIT 1")
        if rows:
            return self.workflow(rows[0][0])
        from buendnis.workflow.loading import load_workflow, workflow_bytes

        return load_workflow(workflow_bytes(self._view.alliance))


def named(label: Label) -> Text:
    """A label of the workflow in the reader's language."""
    return verbatim(label.in_language(language()))


def state_name(workflow: Workflow, state: str) -> Text:
    """The name of a state; its word where the workflow does not know it."""
    known = workflow.states.get(state)
    return named(known.label) if known else verbatim(state)


def region_name(alliance: Alliance, region: str) -> str:
    """The name of a region; its id where nobody knows it."""
    known = alliance.region(region)
    return known.name if known else region


def role_name(role: str) -> Text:
    """A role in the reader's language."""
    return role_word(role)


def actor_name(actor: str, alliance: Alliance) -> Text:
    """Who acted, in the reader's language; a local alliance by its region."""
    return actor_word(actor, {one.id: one.name for one in alliance.regions}, {})


def who_has_it(turn: Turn, alliance: Alliance) -> Text:
    """Who has the next step, the local alliances by their regions."""
    if turn.role == "alliance" and turn.regions:
        names = tuple(region_name(alliance, one) for one in turn.regions)
        return T("local alliance {regions}", regions=names)
    return role_name(turn.role)


def whose_turn(turn: Turn, alliance: Alliance) -> Text:
    """Who has the next step, and who is asked to deliver, where that is somebody else."""
    who = who_has_it(turn, alliance)
    if turn.asked == turn.role:
        return who
    return T("{who}; {asked} is to deliver", who=who, asked=role_name(turn.asked))


class Sittings(Struct, frozen=True):
    """What a command for a vote depends on: the day it is asked on, and the meetings."""

    day: date
    meetings: tuple[Meeting, ...] = ()

    def coming(self, project: str) -> Meeting | None:
        """The next meeting that can vote on a project; first one that has it on its agenda."""
        ahead = [
            one
            for one in sorted(self.meetings, key=lambda one: (one.day, one.id))
            if one.kind == "steering" and not (one.closed or one.called_off) and one.day >= self.day
        ]
        listed = [one for one in ahead if any(item.subject == project for item in one.agenda)]
        return next(iter(listed or ahead), None)


def sittings_in(tx: Transaction, day: date) -> Sittings:
    """The meetings as the record holds them now."""

    rows = tx.query("SELECT facts FROM meeting")
    return Sittings(day, tuple(parsed(row[0], Meeting) for row in rows))


def next_step(
    project: Project, workflow: Workflow, alliance: Alliance, sittings: Sittings
) -> NextStep:
    """The line that names the next step and who has it; of a close, from when it is possible."""
    turn = turn_of(project, workflow)
    if turn.step is None or not turn.role:
        return NextStep(T("Next: nothing is open on {project}.", project=project.id))
    named_step = {
        "step": command_of(project, turn.step, sittings),
        "label": named(turn.step.label),
        "who": whose_turn(turn, alliance),
    }
    day = closes_from(project, turn.step, sittings)
    if day is not None:
        return NextStep(T("Next, from {day}: {step}, {label} ({who})", day=day, **named_step))
    return NextStep(T("Next: {step}, {label} ({who})", **named_step))


def command_of(project: Project, step: Step, sittings: Sittings) -> str:
    """What is typed to take a step."""
    motion = project.open_motion
    if step.opens_motion:
        meeting = sittings.coming(project.id)
        way = f"--meeting {meeting.id}" if meeting else "--circular --until DATE --reason …"
        change = " --change …" if step.opens_motion == "supplement" else ""
        return f"buendnis motion open --project {project.id} {way}{change}"
    if step.closes_motion and motion is not None:
        return f"buendnis motion close {motion.id}"
    return f"buendnis advance {project.id} {step.name}"


def closes_from(project: Project, step: Step, sittings: Sittings) -> date | None:
    """The first day on which the open vote can be closed, if that is still to come: that of its
    meeting, or the day after a circular in which answers are missing."""
    motion = project.open_motion
    if motion is None or not step.closes_motion:
        return None
    if motion.mode == "meeting":
        held = next((one for one in sittings.meetings if one.id == motion.meeting), None)
        return held.day if held is not None and held.day > sittings.day else None
    if motion.until is None or sittings.day > motion.until:
        return None
    from buendnis.workflow.voting import circular_answered

    return None if circular_answered(motion) else motion.until + timedelta(days=1)


def spoken(text: Text) -> str:
    """A text as the reader reads it, for JSON."""
    return say(text)
