"""Where a project stands, in the reader's words: its state, the next step, and who has it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from buendnis.cli.language import language, say
from buendnis.cli.output import NextStep
from buendnis.errors import IntegrityFailure, Unreadable
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


def next_step(project: Project, workflow: Workflow, alliance: Alliance) -> NextStep:
    """The line that names the next step and who has it."""
    turn = turn_of(project, workflow)
    if turn.step is None or not turn.role:
        return NextStep(T("Next: nothing is open on {project}.", project=project.id))
    return NextStep(
        T(
            "Next: {step}, {label} ({who})",
            step=command_of(project, turn.step),
            label=named(turn.step.label),
            who=who_has_it(turn, alliance),
        )
    )


def command_of(project: Project, step: Step) -> str:
    """What is typed to take a step."""
    motion = project.open_motion
    if step.opens_motion:
        return f"buendnis motion open --project {project.id}"
    if step.closes_motion and motion is not None:
        return f"buendnis motion close {motion.id}"
    return f"buendnis advance {project.id} {step.name}"


def spoken(text: Text) -> str:
    """A text as the reader reads it, for JSON."""
    return say(text)
