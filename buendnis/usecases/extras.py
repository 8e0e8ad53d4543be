"""What documents show beside the facts: check list, notes, hints. In German, as documents are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from buendnis.canon import canonical, fingerprint, parsed
from buendnis.documents.catalogue import catalogue
from buendnis.facts import Meeting, Project
from buendnis.planning.ahead import next_sitting, steps_ahead
from buendnis.rules.conditions import motion_result, told
from buendnis.rules.hints import hints
from buendnis.rules.justification import on_record, paper_of
from buendnis.rules.money import needs_justification
from buendnis.sketch.check import situation_of
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting
from buendnis.workflow.decision import Ground
from buendnis.workflow.definition import Step

_QUESTIONS = frozenset({"quality", "concept"})
_MEETINGS = {
    "steering": "Sitzung der Lenkungsgruppe",
    "assembly": "Bündnisversammlung",
    "exchange": "Austauschtreffen",
}


def extras_of(
    ground: Ground,
    project: Project,
    step_name: str,
    attached: Mapping[str, str],
    day: date,
    meeting: Meeting | None = None,
    sitting: Meeting | None = None,
) -> dict[str, Any]:
    """The `extras` of `document_data` for the documents of a step.

    project: the facts after the step. attached: kinds and hashes of the papers that came along.
    meeting: the one in which the latest motion is voted on. sitting: the next one of the steering
    group, where a paper names it (`sitting_named`).
    """
    step = ground.workflow.steps[step_name]
    named = {"meeting": meeting_name(meeting)} if meeting else {}
    return named | {
        "checklist": checklist(ground, project, step.requires, attached, day),
        "note": _note(project),
        "hints": _hints(ground, project, step, day) if step.requires else [],
        "ahead": {
            "steps": steps_ahead(project, ground.workflow),
            "meeting": meeting_name(sitting) if sitting else "",
        },
    }


def voted_in(tx: Transaction, project: Project) -> Meeting | None:
    """The meeting in which the motion of a project that a paper is about is voted on, if any."""
    motion = project.open_motion or project.last_motion
    return load_meeting(tx, motion.meeting) if motion is not None and motion.meeting else None


def sitting_named(tx: Transaction, step: Step, day: date) -> Meeting | None:
    """The next meeting of the steering group, if a document of the step shows what lies ahead."""
    known = catalogue()
    kinds = [known.get(one.document) for one in (*step.issues, *step.drafts)]
    if not any(one is not None and "ahead" in one.blocks for one in kinds):
        return None
    rows = tx.query("SELECT facts FROM meeting")
    return next_sitting((parsed(row[0], Meeting) for row in rows), day)


def meeting_name(meeting: Meeting) -> str:
    """How a paper names a meeting: what it is, when, where, and its id."""
    where = f", {meeting.place}" if meeting.place else ""
    return f"{_MEETINGS[meeting.kind]} am {meeting.day:%d.%m.%Y}{where} ({meeting.id})"


def checklist(
    ground: Ground, project: Project, requires: str, attached: Mapping[str, str], day: date
) -> list[dict[str, Any]]:
    """The papers before a gate: required, there, missing, with day and hash.

    requires: what the gate asks of the sketch (`present`, `submit`, or empty).
    """
    sketch = project.sketch
    digest = fingerprint(canonical(sketch))
    since = project.created_on
    for entry in project.entries:
        if entry.sketch_version == project.sketch_version:
            since = entry.day
            break
    rows = [
        _row("Projektunterlagen", True, bool(sketch.content.get("measures")), since, digest),
        _row("Kosten- und Finanzierungsplan", True, bool(sketch.funding), since, digest),
    ]
    if requires == "submit":
        rows.append(_row("Projektskizze", True, bool(sketch.title), since, digest))
        rows += _statement_rows(ground, project)
        rows += _exception_rows(ground, project, since, digest, day)
    vote = project.last("votum_sent")
    if vote is not None and told(project) and motion_result(project) == "endorsed":
        rows.append(_row("Votum der Lenkungsgruppe", True, True, vote.day, ""))
    known = {paper.kind: (paper.received_on, paper.hash) for paper in project.papers}
    known |= {kind: (day, value) for kind, value in attached.items()}
    rows += [
        _row(kind.capitalize(), False, True, on, value)
        for kind, (on, value) in known.items()
        if kind != "aussage"
    ]
    return rows


def _statement_rows(ground: Ground, project: Project) -> list[dict[str, Any]]:
    rows = []
    papers = {paper.position: paper for paper in project.papers if paper.kind == "aussage"}
    for region in project.sketch.region_names:
        known = ground.settings.alliance.region(region)
        entry = project.statements.get(region)
        paper = papers.get(entry.position) if entry else None
        rows.append(
            _row(
                f"Aussage der lokalen Allianz {known.name if known else region}",
                True,
                entry is not None,
                entry.day_of("stated_on") if entry else None,
                paper.hash if paper else "",
            )
        )
    return rows


def _exception_rows(
    ground: Ground, project: Project, since: date | None, digest: str, day: date
) -> list[dict[str, Any]]:
    rows = []
    figures = project.figures or ground.settings.programme.figures_on(day)
    if needs_justification(project.amounts.total, project.amounts.grant, figures):
        paper = None if project.sketch.justification.strip() else paper_of(project)
        rows.append(
            _row(
                "Gesonderte Begründung der Kostenüberschreitung",
                True,
                on_record(project),
                paper.received_on if paper else since,
                paper.hash if paper else digest,
            )
        )
    submission = project.last("submission")
    if any(one.form["result"] == "not_supported" for one in project.statements.values()):
        reply = submission is not None and bool(submission.form.get("reply"))
        rows.append(
            _row(
                "Stellungnahme zur negativen Aussage",
                True,
                reply,
                submission.day if submission else None,
                "",
            )
        )
    return rows


def _row(
    paper: str, required: bool, present: bool, day: date | None, digest: str
) -> dict[str, Any]:
    return {
        "paper": paper,
        "required": required,
        "present": present,
        "day": day.isoformat() if day and present else None,
        "hash": digest[:16] if digest and present else None,
    }


def _note(project: Project) -> dict[str, str]:
    """What a note tells: the reason or the text of the step's form."""
    form = project.entries[-1].form
    return {"text": str(form.get("reason") or form.get("note") or form.get("text") or "")}


def _hints(ground: Ground, project: Project, step: Step, day: date) -> list[Any]:
    """What the rules note on the sketch. The questions on its quality are for its author; whoever
    votes reads only what concerns this project."""
    settings = ground.settings
    situation = situation_of(
        project.sketch, step.requires, settings.alliance, settings.programme, day
    )
    return [one for one in hints(situation) if not step.opens_motion or one.rule not in _QUESTIONS]
