"""Taking a step: decide on the facts as they are found, then write everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from buendnis.costs import cost_plan
from buendnis.errors import Conflict, Finding, Refused
from buendnis.events import STEP_REFUSED, STEP_TAKEN, Event
from buendnis.facts import Amounts, Meeting, Project, Sketch
from buendnis.fold import apply
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.reading import unknown_project
from buendnis.store.record import keep, load_meeting, load_project, record_on_project
from buendnis.texts import T
from buendnis.usecases.certifying import certify
from buendnis.usecases.extras import extras_of, sitting_named, voted_in
from buendnis.usecases.issuing import Wanted, prepare, seal_pending
from buendnis.usecases.office import Office, Who
from buendnis.workflow.decision import Decision, Ground, Request, decide
from buendnis.workflow.definition import Step, Workflow
from buendnis.workflow.entry import entry_payload
from buendnis.workflow.finding import known_step

PAPER = "paper"


class Attachment(Struct, frozen=True):
    """A paper that comes along: its kind, its file name, its bytes."""

    kind: str
    name: str
    body: bytes


class Asked(Struct, frozen=True):
    """A step that is asked for. form: values as given. version: the project's version that the
    form was made for, `None` if it does not matter. dry: decide only."""

    project: str
    step: str
    form: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    sketch: Sketch | None = None
    version: int | None = None
    dry: bool = False


class Advanced(Struct, frozen=True):
    """What came of a step: the decision, the facts before and after it, its entry's position (0 in
    a dry run), the numbers of its documents, and those that were sealed."""

    decision: Decision
    before: Project
    after: Project
    position: int = 0
    documents: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()


def advance(office: Office, who: Who, asked: Asked) -> Advanced:
    """Take a step with a project.

    Raises `Refused` with all reasons (the attempt is recorded), `Conflict` if the project is not
    at the version that was asked for, `Unreadable` for an unknown step. A dry run raises the same
    and records nothing.
    """
    refused: Decision | None = None
    with office.db.transaction() as tx:
        project = found_project(tx, asked)
        ground = office.ground(tx, project)
        step = known_step(ground.workflow, asked.step, project)
        request = request_of(tx, who, asked, project, step)
        decision = decide(ground, project, request)
        if not decision.allowed:
            refused = decision
            if not asked.dry:
                record_refusal(office, tx, who, project, ground.workflow, decision)
        elif asked.dry:
            return Advanced(decision, project, project)
        else:
            taken = take(office, tx, who, ground, project, decision, asked.attachments)
    if refused is not None:
        raise Refused(T("The step {step} is refused.", step=asked.step), refused.refusal)
    sealed = seal_pending(office, who) if taken.documents else ()
    return replace(taken, sealed=tuple(sealed))


def request_of(tx: Transaction, who: Who, asked: Asked, project: Project, step: Step) -> Request:
    """What the decision function is asked, with the meeting that the step speaks of."""
    return Request(
        step=step.name,
        actor=who.actor,
        day=who.on,
        today=who.today,
        form=asked.form,
        attached=frozenset(one.kind for one in asked.attachments),
        sketch=asked.sketch if step.brings_sketch else None,
        meeting=meeting_for(tx, project, step, asked.form),
    )


def meeting_for(
    tx: Transaction, project: Project, step: Step, form: Mapping[str, Any]
) -> Meeting | None:
    """The meeting that a form names, or that the motion belongs to which the step closes."""
    name = form.get("meeting") if step.field("meeting") else None
    if step.closes_motion and project.open_motion is not None:
        name = project.open_motion.meeting
    return load_meeting(tx, str(name)) if name else None


def take(
    office: Office,
    tx: Transaction,
    who: Who,
    ground: Ground,
    project: Project,
    decision: Decision,
    attachments: tuple[Attachment, ...] = (),
) -> Advanced:
    """Write an allowed step: its entry, the state, the documents' records, the papers."""
    payload = step_payload(tx, decision, attachments)
    if decision.result is not None:
        payload["certificate"] = _certificate(tx, who, project, decision, payload)
    wanted = [Wanted(kind) for kind in decision.issues]
    wanted += [Wanted(kind, draft=True) for kind in decision.drafts]
    if wanted:
        payload = seal(payload, tx.query, tx.insert)
        after = apply(project, provisional(who, project, payload))
        papers = {row["kind"]: row["hash"] for row in payload.get("papers", ())}
        meeting = voted_in(tx, after)
        sitting = sitting_named(tx, ground.workflow.steps[decision.step], who.on)
        extras = extras_of(ground, after, decision.step, papers, who.on, meeting, sitting)
        payload["documents"] = prepare(office, tx, who, after, after.entries[-1], wanted, extras)
    after, event = record_on_project(
        tx,
        who.entering(),
        project,
        project.id,
        STEP_TAKEN,
        payload,
        office.submitted(ground.workflow),
    )
    numbers = tuple(row["number"] for row in payload.get("documents", ()))
    return Advanced(decision, project, after, event.position, numbers)


def _certificate(
    tx: Transaction, who: Who, project: Project, decision: Decision, payload: dict[str, Any]
) -> str:
    """The hash of the certificate of the motion that the step closes, stored now."""
    after = apply(project, provisional(who, project, seal(payload, tx.query, tx.insert)))
    motion = next(one for one in after.motions if one.id == decision.closes)
    return certify(tx, motion, load_meeting(tx, motion.meeting) if motion.meeting else None)


def amounts_of(office: Office, sketch: Sketch) -> Amounts:
    """The sums of a sketch's cost plan under the alliance's programme."""
    return cost_plan(sketch, office.settings.programme).amounts()


def found_project(tx: Transaction, asked: Asked) -> Project:
    """The project that is asked about, at the version that is asked for."""
    project = load_project(tx, asked.project)
    if project is None:
        raise unknown_project(asked.project)
    if asked.version is not None and asked.version != project.version:
        raise Conflict(
            T(
                "{project} was changed meanwhile: your form was made for version {old}, "
                "it is at version {new} now. Nothing was changed; look at it again.",
                project=project.id,
                old=asked.version,
                new=project.version,
            )
        )
    return project


def record_refusal(
    office: Office,
    tx: Transaction,
    who: Who,
    project: Project,
    workflow: Workflow,
    decision: Decision,
) -> None:
    """Put a refused attempt on record, on the day of entry at the latest."""
    payload = {
        "step": decision.step,
        "state": project.state,
        "form": decision.form,
        "violations": [finding.to_data() for finding in decision.refusal],
    }
    on = min(who.on, who.today)
    record_on_project(
        tx,
        replace(who, day=on).entering(),
        project,
        project.id,
        STEP_REFUSED,
        payload,
        office.submitted(workflow),
    )


def step_payload(
    tx: Transaction, decision: Decision, attachments: tuple[Attachment, ...]
) -> dict[str, Any]:
    """What the entry of an allowed step says; the papers' bytes are stored."""
    payload = entry_payload(decision)
    if attachments:
        payload["papers"] = kept_papers(tx, attachments)
    return payload


def kept_papers(tx: Transaction, attachments: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    """The rows of papers whose bytes are stored now."""
    return [
        {
            "kind": one.kind,
            "name": one.name,
            "hash": keep(tx, PAPER, one.body),
            "size": len(one.body),
        }
        for one in attachments
    ]


def provisional(who: Who, project: Project, payload: dict[str, Any]) -> Event:
    """The entry as it will be, for the documents that it makes."""
    return Event(
        position=project.position + 1,
        stream=project.id,
        version=project.version + 1,
        kind=STEP_TAKEN,
        payload=payload,
        actor=who.actor,
        person=who.person,
        day=who.on,
        clock="",
    )


def refusals_of(findings: tuple[Finding, ...]) -> Refused:
    """The refusal of something that is no step (a ballot, an attendance list)."""
    return Refused(T("This is refused."), findings)
