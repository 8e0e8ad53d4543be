"""Bringing projects into the record: new sketches, and projects that were begun elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.canon import canonical, parsed
from buendnis.errors import Finding, Refused
from buendnis.events import PROJECT_ADOPTED, PROJECT_IMPORTED
from buendnis.facts import Amounts, Motion, Plan, Project, Sketch
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.record import record_on_project
from buendnis.store.sketches import project_with
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, amounts_of, kept_papers
from buendnis.usecases.office import Numbering, Office, Who
from buendnis.workflow.definition import Workflow

MAY_IMPORT = ("office", "applicant", "alliance")


class AdoptedPaper(Struct, frozen=True):
    """A paper of a project that is taken over; `received_on` is the day it came to the office."""

    kind: str
    name: str
    body: bytes
    received_on: date | None = None


class Adopted(Struct, frozen=True):
    """A project that was begun elsewhere: the state it is in, and what is known of its course.

    entries: rows of step, records, day (ISO) and form, oldest first. votum: the closed motion, its
    id without the project's. amounts: in cents, where no cost plan is known.
    """

    sketch: Sketch
    state: str
    entries: tuple[Mapping[str, Any], ...] = ()
    figures_day: date | None = None
    reference: str = ""
    amounts: Amounts | None = None
    votum: Motion | None = None
    papers: tuple[AdoptedPaper, ...] = ()
    responsible: str = ""


def import_sketches(
    office: Office, who: Who, sketches: Sequence[tuple[str, Sketch]], fictitious: bool = False
) -> list[Project]:
    """Bring sketches into the record, all or none; each becomes a project at the initial state.

    sketches: file names and what was read from them. Raises `Refused` if one has no title or no
    applicant, is of another alliance, or is in the record already, as the present version of a
    project's sketch or an earlier one (the finding names the project).
    """
    _check_actor(who)
    done: list[Project] = []
    findings: list[Finding] = []
    with office.db.transaction() as tx:
        workflow = office.newest_workflow(tx)
        intake = _Intake(office, tx, who, workflow, Numbering(tx), fictitious)
        for name, sketch in sketches:
            wrong = list(_wrong(office, tx, name, sketch))
            findings += wrong
            if not wrong:
                done.append(intake.bring_in(sketch))
        if findings:
            raise Refused(T("Nothing was imported."), findings)
    return done


def adopt_projects(
    office: Office, who: Who, adopted: Sequence[tuple[str, Adopted]], fictitious: bool = False
) -> list[Project]:
    """Take over projects at their state, all or none, marked as taken over."""
    _check_actor(who)
    done: list[Project] = []
    findings: list[Finding] = []
    with office.db.transaction() as tx:
        workflow = office.newest_workflow(tx)
        intake = _Intake(office, tx, who, workflow, Numbering(tx), fictitious)
        for name, one in adopted:
            wrong = [*_wrong(office, tx, name, one.sketch), *_reference_taken(tx, name, one)]
            if one.state not in workflow.states:
                wrong.append(_unknown_state(name, one.state, workflow))
            findings += wrong
            if not wrong:
                done.append(intake.take_over(one))
        if findings:
            raise Refused(T("Nothing was taken over."), findings)
    return done


class _Intake(Struct, frozen=True):
    """One transaction that brings projects in."""

    office: Office
    tx: Transaction
    who: Who
    workflow: Workflow
    numbers: Numbering
    fictitious: bool

    def bring_in(self, sketch: Sketch) -> Project:
        """A new project, at the workflow's initial state."""
        return self._begin(PROJECT_IMPORTED, self._beginning(sketch))

    def take_over(self, one: Adopted) -> Project:
        """A project that was begun elsewhere, at its state."""
        amounts = one.amounts or amounts_of(self.office, one.sketch)
        payload = self._beginning(one.sketch, one.reference) | {
            "state": one.state,
            "entries": [dict(row) for row in one.entries],
            "amounts": parsed(canonical(amounts), dict),
        }
        if one.votum is not None:
            votum = replace(one.votum, plan=_plan(one.sketch, amounts))
            payload["votum"] = parsed(canonical(votum), dict)
        if one.papers:
            payload["papers"] = [_paper_row(self.tx, paper, self.who.on) for paper in one.papers]
        if one.responsible:
            payload["responsible"] = one.responsible
        if one.figures_day:
            figures = self.office.settings.programme.figures_on(one.figures_day)
            payload["figures"] = parsed(canonical(figures), dict)
        return self._begin(PROJECT_ADOPTED, payload)

    def _beginning(self, sketch: Sketch, reference: str = "") -> dict[str, Any]:
        return {
            "reference": reference or self._number("reference"),
            "alliance": self.office.alliance,
            "state": self.workflow.initial,
            "sketch": parsed(canonical(sketch), dict),
            "amounts": parsed(canonical(amounts_of(self.office, sketch)), dict),
            "workflow": self.workflow.fingerprint,
            "fictitious": self.fictitious,
        }

    def _begin(self, kind: str, payload: dict[str, Any]) -> Project:
        sealed = seal(payload, self.tx.query, self.tx.insert)
        project, _ = record_on_project(
            self.tx,
            self.who.entering(),
            None,
            self._number("id"),
            kind,
            sealed,
            self.office.submitted(self.workflow),
        )
        return project

    def _number(self, column: str) -> str:
        patterns = self.office.settings.alliance.patterns
        pattern = patterns.reference if column == "reference" else patterns.project
        return self.numbers.next("project", column, pattern, self.who.on.year)


def _check_actor(who: Who) -> None:
    if who.actor.partition(":")[0] not in MAY_IMPORT:
        raise Refused(
            T("“{actor}” may not bring projects into the record.", actor=who.actor),
            [
                Finding(
                    "role",
                    "actor",
                    T("“{actor}” may not bring projects into the record.", actor=who.actor),
                    T("It may be done by: {roles}.", roles=MAY_IMPORT),
                )
            ],
        )


def _wrong(office: Office, tx: Transaction, name: str, sketch: Sketch) -> list[Finding]:
    found: list[Finding] = []
    for field, value, part in (
        ("project.title", sketch.title, T("the title")),
        ("applicant.name", sketch.applicant.name, T("the name of the applicant")),
    ):
        if not value.strip():
            found.append(
                Finding(
                    "C1",
                    field,
                    T("Missing: {part}.", part=part),
                    T("Fill in {path}.", path=field),
                    file=name,
                )
            )
    if sketch.alliance and sketch.alliance != office.alliance:
        found.append(
            Finding(
                "input",
                "alliance",
                T(
                    "The sketch is for the alliance {other}, this is {own}.",
                    other=sketch.alliance,
                    own=office.alliance,
                ),
                T("Use the database of that alliance, or correct the sketch."),
                file=name,
            )
        )
    known = project_with(tx, sketch)
    if known:
        found.append(
            Finding(
                "known",
                "",
                T("This sketch is in the record already, as {project}.", project=known),
                T("To enter a new version: project revise {project} FILE.", project=known),
                file=name,
            )
        )
    return found


def _plan(sketch: Sketch, amounts: Amounts) -> Plan:
    """What the votum was about: the yardstick for later changes."""
    return Plan(
        total=amounts.total,
        grant=amounts.grant,
        start=sketch.start,
        end=sketch.end,
        regions=sketch.region_names,
        goals=sketch.goals,
        applicant=sketch.applicant.name,
        funded_partners=tuple(one.name for one in sketch.partners if one.role == "funded"),
    )


def _paper_row(tx: Transaction, paper: AdoptedPaper, day: date) -> dict[str, Any]:
    kept = kept_papers(tx, (Attachment(paper.kind, paper.name, paper.body),))[0]
    return {**kept, "received_on": (paper.received_on or day).isoformat()}


def _reference_taken(tx: Transaction, name: str, one: Adopted) -> list[Finding]:
    """A reference names one file: another project must not bear it already."""
    known = one.reference and tx.query(
        "SELECT id FROM project WHERE reference = ?", (one.reference,)
    )
    if not known:
        return []
    return [
        Finding(
            "known",
            "adopted.reference",
            T(
                "The reference {reference} belongs to {project}.",
                reference=one.reference,
                project=known[0][0],
            ),
            T("Give this project its own, or leave it out to get the next one."),
            file=name,
        )
    ]


def _unknown_state(name: str, state: str, workflow: Workflow) -> Finding:
    return Finding(
        "input",
        "state",
        T("There is no state “{state}”.", state=state[:80]),
        T("Known here: {keys}.", keys=tuple(workflow.states)),
        file=name,
    )
