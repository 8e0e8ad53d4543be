"""The fold of a project: from its entries to its facts. Pure; the record is the truth.

A correction changes the form of an earlier entry, an undo passes over it; both need the whole
stream. Everything else is applied to the facts as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from buendnis.events import (
    CORRECTED,
    DOCUMENT_FILED,
    ON_MOTIONS,
    PROJECT_ADOPTED,
    PROJECT_IMPORTED,
    SILENT,
    STEP_TAKEN,
    STEP_UNDONE,
    WORKFLOW_MOVED,
    Event,
)
from buendnis.facts import (
    Amounts,
    Entry,
    Figures,
    Forwarding,
    Motion,
    MotionResult,
    Note,
    Project,
    Sketch,
)
from buendnis.fold.corrections import as_corrected
from buendnis.fold.motions import changed_motions, closed, recounted, replaced
from buendnis.fold.papers import documents_after, documents_of, papers_of

UNDONE = "undone"
# What stands on a document that tells a result which a new count has changed.
RECOUNTED = "recounted"
REFOLDS = frozenset({CORRECTED, STEP_UNDONE})


def fold_project(events: Sequence[Event]) -> Project:
    """The facts of one project from all its entries, in the order of their positions.

    Raises `ValueError` if the first entry does not begin a project.
    """
    undone = {e.payload["entry"] for e in events if e.kind == STEP_UNDONE}
    project: Project | None = None
    for event in as_corrected(events, undone):
        if event.position in undone:
            project = _passed_over(_begun(project), event)
        else:
            project = apply(project, event)
    return _begun(project)


def apply(project: Project | None, event: Event) -> Project:
    """The facts after one more entry. For corrections and undos use `fold_project`."""
    if event.kind in SILENT:
        return _begun(project)
    changed = _HANDLERS[event.kind](project, event)
    return replace(changed, version=event.version, position=event.position)


def _begun(project: Project | None) -> Project:
    if project is None:
        raise ValueError("a project begins with its import")
    return project


def _imported(_: Project | None, event: Event) -> Project:
    payload = event.payload
    return Project(
        id=event.stream,
        reference=payload["reference"],
        alliance=payload["alliance"],
        state=payload["state"],
        version=event.version,
        sketch=msgspec.convert(payload["sketch"], Sketch),
        amounts=Amounts(**payload["amounts"]),
        workflow=payload["workflow"],
        fictitious=payload["fictitious"],
        responsible=payload.get("responsible", ""),
        created_on=event.day,
    )


def _adopted(_: Project | None, event: Event) -> Project:
    project = _imported(None, event)
    figures = event.payload.get("figures")
    entries = tuple(
        Entry(
            position=event.position,
            step=row["step"],
            records=row["records"],
            day=date.fromisoformat(row["day"]),
            actor=event.actor,
            source=project.state,
            target=project.state,
            sketch_version=1,
            form=row["form"],
            person=event.person,
        )
        for row in event.payload["entries"]
    )
    votum = event.payload.get("votum")
    motions: tuple[Motion, ...] = ()
    if votum:
        motion = msgspec.convert(votum, Motion)
        motions = (replace(motion, id=f"{event.stream}-{motion.id}", position=event.position),)
    return replace(
        project,
        adopted=True,
        entries=entries,
        motions=motions,
        papers=papers_of(event, 1),
        figures=msgspec.convert(figures, Figures) if figures else None,
    )


def _step_taken(project: Project | None, event: Event) -> Project:
    project, payload = _begun(project), event.payload
    version = project.sketch_version
    if "sketch" in payload:
        version += 1
        project = replace(
            project,
            sketch=msgspec.convert(payload["sketch"], Sketch),
            sketch_version=version,
            amounts=Amounts(**payload["amounts"]),
        )
    if "figures" in payload:
        project = replace(project, figures=msgspec.convert(payload["figures"], Figures))
    entry = Entry(
        position=event.position,
        step=payload["step"],
        records=payload["records"],
        day=event.day,
        actor=event.actor,
        source=payload["source"],
        target=payload["target"],
        sketch_version=version,
        form=payload["form"],
        person=event.person,
    )
    project = replace(
        project,
        # A step that stays keeps the state, also where a correction has led here another way.
        state=entry.target if entry.target != entry.source else project.state,
        cause=payload.get("cause", "") if entry.target != entry.source else project.cause,
        entries=(*project.entries, entry),
        papers=(*project.papers, *papers_of(event, version)),
        documents=(*project.documents, *documents_of(event)),
    )
    project = _with_motion(project, payload, event)
    if payload.get("sends_to"):
        numbers = tuple(row["number"] for row in payload.get("documents", ()))
        project = _sent(project, entry, payload["sends_to"], entry.form.get("channel", ""), numbers)
    keep = _KEEPERS.get(entry.records)
    return keep(project, entry) if keep else project


def _with_motion(project: Project, payload: Mapping[str, Any], event: Event) -> Project:
    motions = project.motions
    if "motion" in payload:
        opened = msgspec.convert(payload["motion"], Motion)
        motions = (*motions, replace(opened, position=event.position))
    if "result" in payload:
        result = msgspec.convert(payload["result"], MotionResult)
        motions = replaced(
            motions,
            payload["closes"],
            lambda one: closed(one, event, result),
        )
    if "cancels" in payload:
        motions = replaced(
            motions,
            payload["cancels"],
            lambda one: replace(one, open=False, cancelled=True, closed_on=event.day),
        )
    return replace(project, motions=motions)


def _motion_changed(project: Project | None, event: Event) -> Project:
    project = _begun(project)
    return replace(
        project,
        motions=changed_motions(project.motions, event),
        papers=(*project.papers, *papers_of(event, project.sketch_version)),
        documents=documents_after(project.documents, event),
    )


def _corrected(project: Project | None, event: Event) -> Project:
    project = _begun(project)
    return replace(
        project,
        corrections=(*project.corrections, event.payload["entry"]),
        documents=documents_after(project.documents, event),
        motions=recounted(project.motions, event),
    )


def _undone(project: Project | None, _: Event) -> Project:
    return _begun(project)


def _document_filed(project: Project | None, event: Event) -> Project:
    """A copy of a document of ours comes to lie beside it."""
    project = _begun(project)
    return replace(project, papers=(*project.papers, *papers_of(event, project.sketch_version)))


def _workflow_moved(project: Project | None, event: Event) -> Project:
    payload = event.payload
    return replace(_begun(project), workflow=payload["workflow"], state=payload["state"])


def _passed_over(project: Project, event: Event) -> Project:
    """An undone entry leaves its documents behind, marked; nothing else."""
    marked = tuple(replace(one, replaced_by=UNDONE) for one in documents_of(event))
    return replace(
        project,
        documents=(*project.documents, *marked),
        version=event.version,
        position=event.position,
    )


def _keep_note(project: Project, entry: Entry) -> Project:
    note = Note(
        position=entry.position,
        day=entry.day,
        text=entry.form["text"],
        due=entry.day_of("due"),
        for_whom=entry.form.get("for", ""),
    )
    return replace(project, notes=(*project.notes, note))


def _keep_assignment(project: Project, entry: Entry) -> Project:
    return replace(project, responsible=entry.form["responsible"])


def _keep_forwarding(project: Project, entry: Entry) -> Project:
    form = entry.form
    return _sent(project, entry, form["recipient"], form["channel"], tuple(form["files"]))


def _sent(
    project: Project, entry: Entry, recipient: str, channel: str, files: tuple[str, ...]
) -> Project:
    """One line of the forwarding log: who sent what to whom, when."""
    sent = Forwarding(entry.position, entry.day, entry.actor, recipient, channel, files)
    return replace(project, forwardings=(*project.forwardings, sent))


_KEEPERS: Mapping[str, Callable[[Project, Entry], Project]] = {
    "note": _keep_note,
    "assignment": _keep_assignment,
    "forwarding": _keep_forwarding,
}
_HANDLERS: Mapping[str, Callable[[Project | None, Event], Project]] = {
    PROJECT_IMPORTED: _imported,
    PROJECT_ADOPTED: _adopted,
    STEP_TAKEN: _step_taken,
    STEP_UNDONE: _undone,
    CORRECTED: _corrected,
    WORKFLOW_MOVED: _workflow_moved,
    DOCUMENT_FILED: _document_filed,
    **dict.fromkeys(ON_MOTIONS, _motion_changed),
}
