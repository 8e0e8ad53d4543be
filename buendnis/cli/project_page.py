"""One project as a page: what it is, where it stands, what happened, what lies in its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.due_list import due_data
from buendnis.cli.granted import granted_fields, in_force_data, late_mark
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.standing import (
    Ground,
    Sittings,
    actor_name,
    named,
    next_step,
    region_name,
    role_name,
    state_name,
    whose_turn,
)
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.words import word
from buendnis.documents.catalogue import catalogue
from buendnis.facts import IssuedDocument, Motion, Project
from buendnis.fold import RECOUNTED, UNDONE
from buendnis.money import Cents
from buendnis.planning.agenda import open_dues
from buendnis.planning.deadlines import Due
from buendnis.planning.turns import turn_of
from buendnis.texts import T, verbatim
from buendnis.workflow.definition import Workflow

if TYPE_CHECKING:
    from buendnis.store.reading import View

_MARKS = {
    "adopted": T("taken over"),
    "fictitious": T("fictitious"),
}
# What a step sends goes to one of these; a forwarding names its recipient itself.
_RECIPIENTS = {
    "applicant": T("applicant"),
    "local_alliance": T("local alliance"),
    "members": T("members of the steering group"),
    "nbank": T("NBank"),
}


def page_of(view: View, id: str, day: date) -> Output:
    """The page of one project. Raises `Refused` if there is none of that id."""
    ground = Ground(view)
    project = view.project(id)
    workflow = ground.workflow(project.workflow)
    dues = open_dues(project, workflow, ground.programme)
    parts = (
        *_parts(ground, project, workflow, dues, day),
        next_step(project, workflow, ground.alliance, Sittings(day, tuple(view.meetings()))),
    )
    plan = in_force_data(project, ground.programme, day)
    return Output(_data(project, workflow, dues, day) | {"in_force": plan}, parts)


def _parts(
    ground: Ground, project: Project, workflow: Workflow, dues: tuple[Due, ...], day: date
) -> Iterator[Part]:
    alliance, sketch = ground.alliance, project.sketch
    turn = turn_of(project, workflow)
    marks = [text for key, text in _MARKS.items() if getattr(project, key)]
    marks += late_mark(project, ground.programme, day)
    yield Heading(T("{project}: {title}", project=project.id, title=sketch.title))
    yield Fields(
        (
            (T("State"), state_name(workflow, project.state)),
            (T("Cause"), word(project.cause) if project.cause else ""),
            (T("Next step by"), whose_turn(turn, alliance) if turn.role else ""),
            (T("Marked"), tuple(marks) or ""),
            (T("Reference"), project.reference),
            (T("Applicant"), sketch.applicant.name),
            (T("Contact"), sketch.applicant.contact),
            (T("Responsible"), project.responsible),
            (T("From"), sketch.start),
            (T("To"), sketch.end),
            (
                T("Regions"),
                tuple(
                    f"{region_name(alliance, one.region)} {one.percent} %" for one in sketch.regions
                ),
            ),
            (T("Goals"), sketch.goals),
            (T("Total cost"), Cents(project.amounts.total)),
            (T("Requested grant"), Cents(project.amounts.grant)),
            *granted_fields(project),
            (T("Version of the sketch"), project.sketch_version),
            (T("Version"), project.version),
        )
    )
    if dues:
        yield Heading(T("Deadlines"))
        yield Table(
            (Column(T("Due"), whole=True), T("Deadline"), T("Owed by"), T("Note")),
            [
                (
                    one.earliest,
                    named(one.deadline.label),
                    role_name(one.of),
                    T("overdue") if one.overdue(day) else "",
                )
                for one in dues
            ],
        )
    if project.entries:
        yield Heading(T("Course"))
        yield Table(
            (T("Entry"), Column(T("Day"), whole=True), T("What"), T("By")),
            [
                (
                    str(one.position),
                    one.day,
                    _step_name(workflow, one.step),
                    actor_name(one.actor, alliance),
                )
                for one in project.entries
            ],
        )
    if project.motions:
        yield Heading(T("Motions"))
        yield Table(
            (T("Motion"), Column(T("Opened"), whole=True), T("Result")),
            [(one.id, one.opened_on, _result(one)) for one in project.motions],
        )
    if project.documents:
        known = catalogue()
        titles = {
            one.kind: known[one.kind].title if one.kind in known else one.kind
            for one in project.documents
        }
        yield Heading(T("Documents"))
        yield Table(
            (
                Column(T("Number"), whole=True),
                Column(T("Day"), whole=True),
                T("Document"),
                T("Note"),
            ),
            [(one.number, one.day, titles[one.kind], _mark(one)) for one in project.documents],
        )
    if project.papers:
        yield Heading(T("Papers"))
        yield Table(
            (T("Paper"), Column(T("Received"), whole=True), T("File")),
            [(one.kind, one.received_on, one.name) for one in project.papers],
        )
    if project.forwardings:
        yield Heading(T("Sent to others"))
        yield Table(
            (Column(T("Day"), whole=True), T("By"), T("Recipient"), T("Way"), T("Files")),
            [
                (
                    one.day,
                    role_name(one.sender),
                    _RECIPIENTS.get(one.recipient) or one.recipient,
                    word(one.channel) if one.channel else "",
                    one.files,
                )
                for one in project.forwardings
            ],
        )


def _step_name(workflow: Workflow, step: str) -> Any:
    known = workflow.steps.get(step)
    return named(known.label) if known else verbatim(step)


def _result(motion: Motion) -> Any:
    if motion.cancelled:
        return T("cancelled")
    return word(motion.result.result) if motion.result else T("open")


def _mark(document: IssuedDocument) -> Any:
    if document.replaced_by == UNDONE:
        return T("taken back")
    if document.replaced_by == RECOUNTED:
        return T("its result no longer holds")
    if document.replaced_by:
        return T("replaced by {number}", number=document.replaced_by)
    return T("draft") if document.draft else ""


def _data(project: Project, workflow: Workflow, dues: tuple[Due, ...], day: date) -> dict[str, Any]:
    from buendnis.sketch.reading import sketch_to_data

    turn = turn_of(project, workflow)
    return {
        "id": project.id,
        "reference": project.reference,
        "alliance": project.alliance,
        "state": project.state,
        "cause": project.cause,
        "version": project.version,
        "sketch_version": project.sketch_version,
        "responsible": project.responsible,
        "adopted": project.adopted,
        "fictitious": project.fictitious,
        "title": project.sketch.title,
        "applicant": project.sketch.applicant.name,
        "total_cost": Cents(project.amounts.total),
        "requested_grant": Cents(project.amounts.grant),
        "next": {"step": turn.step.name if turn.step else None, "by": turn.role or None},
        "sketch": sketch_to_data(project.sketch),
        "figures": _figures(project),
        "entries": [
            {
                "entry": one.position,
                "step": one.step,
                "day": one.day,
                "actor": one.actor,
                "person": one.person,
                "from": one.source,
                "to": one.target,
                "form": written_form(workflow, one.step, one.form),
                "corrected": one.position in project.corrections,
            }
            for one in project.entries
        ],
        "motions": [
            {
                "id": one.id,
                "purpose": one.purpose,
                "proposal": one.proposal,
                "mode": one.mode,
                "meeting": one.meeting or None,
                "until": one.until,
                "opened_on": one.opened_on,
                "closed_on": one.closed_on,
                "open": one.open,
                "cancelled": one.cancelled,
                "result": one.result.result if one.result else None,
                "cause": (one.result.cause if one.result else "") or None,
            }
            for one in project.motions
        ],
        "documents": [
            {
                "number": one.number,
                "kind": one.kind,
                "day": one.day,
                "draft": one.draft,
                "replaced_by": one.replaced_by or None,
            }
            for one in project.documents
        ],
        "papers": [
            {
                "kind": one.kind,
                "name": one.name,
                "received_on": one.received_on,
                "hash": one.hash,
                "size": one.size,
                # What the head of a stored e-mail says; `None` for every other paper.
                "mail": one.mail,
            }
            for one in project.papers
        ],
        "forwardings": [
            {
                "entry": one.position,
                "day": one.day,
                "sender": one.sender,
                "recipient": one.recipient,
                "channel": one.channel or None,
                "files": list(one.files),
            }
            for one in project.forwardings
        ],
        "deadlines": [due_data(one, day) for one in dues],
        "notes": [
            {
                "entry": one.position,
                "day": one.day,
                "text": one.text,
                "due": one.due,
                "for": one.for_whom or None,
            }
            for one in project.notes
        ],
    }


def written_form(workflow: Workflow, step: str, form: dict[str, Any]) -> dict[str, Any]:
    """A form's values as JSON says them: money and percentages as texts with two decimals."""
    known = workflow.steps.get(step)
    money = {one.name for one in known.fields if one.type in ("money", "percent")} if known else ()
    return {key: Cents(value) if key in money else value for key, value in form.items()}


def _figures(project: Project) -> dict[str, Any] | None:
    figures = project.figures
    if figures is None:
        return None
    return {
        "day": figures.day,
        "cap": Cents(figures.cap),
        "highest_rate": None if figures.highest_rate is None else Cents(figures.highest_rate),
        "longest_years": figures.longest_years,
        "last_day": figures.last_day,
        "criteria_above": Cents(figures.criteria_above),
        "report_months": figures.report_months,
    }
