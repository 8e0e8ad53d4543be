"""Running the rules again over a project's entries, with a correction put in.

What happened is not undone: the answer is a list of what does not hold any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from buendnis.documents.catalogue import catalogue
from buendnis.documents.data import document_data
from buendnis.errors import Finding
from buendnis.events import CORRECTED, STEP_TAKEN, STEP_UNDONE, Event
from buendnis.facts import Entry, Meeting, Project, Sketch
from buendnis.fold import fold_project, merged
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting
from buendnis.texts import T
from buendnis.usecases.extras import extras_of
from buendnis.usecases.office import Office
from buendnis.workflow.decision import Decision, Ground, Request, decide
from buendnis.workflow.forms import raw_form


def no_longer(
    office: Office, tx: Transaction, ground: Ground, events: Sequence[Event], wrong: Event
) -> list[Finding]:
    """What does not hold any more: the entry itself, later steps, closed motions, documents."""
    found: list[Finding] = []
    for event in _steps(events):
        if event.position < wrong.position:
            continue
        decision = decided(ground, tx, events, event)
        step, at = event.payload["step"], event.position
        found += [replace(one, field=f"{step}[{at}].{one.field}") for one in decision.refusal]
        target = event.payload["target"]
        if decision.allowed and decision.target not in (target, _trial_target(events, event)):
            found.append(
                Finding(
                    "step",
                    f"{step}[{at}]",
                    T(
                        "The step {step} would lead to “{state}” now.",
                        step=step,
                        state=decision.target,
                    ),
                    T("Later steps stand on it; put the course right by further steps."),
                )
            )
        found += _outdated(office, ground, events, event, wrong)
    found += _recounted(events)
    return found


def _trial_target(events: Sequence[Event], event: Event) -> str:
    for one in reversed(events):
        if one.kind == CORRECTED and one.payload["entry"] == event.position:
            return str(one.payload.get("target", ""))
    return ""


def _recounted(events: Sequence[Event]) -> list[Finding]:
    """The motion whose result the correction at the end of the entries has changed."""
    recount = events[-1].payload.get("recount")
    if not recount or not recount["changed"]:
        return []
    motions = fold_project(events).motions
    old = next(one.result for one in motions if one.id == recount["motion"])
    assert old is not None
    return [
        Finding(
            "vote",
            recount["motion"],
            T(
                "Counted again, the motion {motion} has the result {new}, not {old}.",
                motion=recount["motion"],
                new=recount["result"]["result"],
                old=old.result,
            ),
            T("Put it to the vote again, and send the applicant a new letter."),
        )
    ]


def decided(ground: Ground, tx: Transaction, events: Sequence[Event], event: Event) -> Decision:
    """The decision on an entry's step as it would be with everything known now."""
    before = _facts_before(events, event)
    form = _form_now(events, event)
    step = ground.workflow.steps[event.payload["step"]]
    meeting = form.get("meeting", "") if step.field("meeting") else ""
    if step.closes_motion and before.open_motion is not None:
        meeting = before.open_motion.meeting
    request = Request(
        step=step.name,
        actor=event.actor,
        day=_day_now(events, event),
        today=max(event.day, _day_now(events, event), *_days_known(events)),
        form=raw_form(step, form),
        attached=frozenset(row["kind"] for row in event.payload.get("papers", ())),
        sketch=_sketch_of(event),
        meeting=_meeting(tx, meeting),
    )
    return decide(ground, before, request)


def _days_known(events: Sequence[Event]) -> list[date]:
    """Days of entry, so that a day that lay in the past stays in the past."""
    return [one.day for one in events]


def _facts_before(events: Sequence[Event], event: Event) -> Project:
    """The facts before an entry, corrections of earlier entries included."""
    earlier = [one for one in events if one.position < event.position]
    known = {one.position for one in earlier}
    fixes = [
        one
        for one in events
        if one.kind in (CORRECTED, STEP_UNDONE)
        and one.position > event.position
        and one.payload["entry"] in known
    ]
    return fold_project([*earlier, *fixes])


def _form_now(events: Sequence[Event], event: Event) -> dict[str, Any]:
    form = dict(event.payload["form"])
    for one in events:
        if one.kind == CORRECTED and one.payload["entry"] == event.position:
            form = merged(form, one.payload["set"])
    return form


def _day_now(events: Sequence[Event], event: Event) -> date:
    day = event.day
    for one in events:
        if one.kind == CORRECTED and one.payload["entry"] == event.position:
            day = date.fromisoformat(one.payload.get("day", day.isoformat()))
    return day


def _sketch_of(event: Event) -> Sketch | None:
    if "sketch" not in event.payload:
        return None
    return msgspec.convert(event.payload["sketch"], Sketch)


def _meeting(tx: Transaction, name: str) -> Meeting | None:
    return load_meeting(tx, name) if name else None


def _steps(events: Sequence[Event]) -> list[Event]:
    undone = {one.payload["entry"] for one in events if one.kind == STEP_UNDONE}
    return [one for one in events if one.kind == STEP_TAKEN and one.position not in undone]


def _outdated(
    office: Office, ground: Ground, events: Sequence[Event], event: Event, wrong: Event
) -> list[Finding]:
    """Documents of later entries that would show something else now."""
    rows = event.payload.get("documents", ())
    if not rows or event.position == wrong.position:
        return []
    old = _shown(office, ground, list(events[:-1]), event)
    new = _shown(office, ground, events, event)
    return [
        Finding(
            "document",
            row["number"],
            T(
                "The document {number} ({kind}) shows the old value.",
                number=row["number"],
                kind=_title(row["kind"]),
            ),
            T("Tell its recipient, or issue it anew."),
        )
        for row in rows
        if old[row["number"]] != new[row["number"]]
    ]


def _title(kind: str) -> str:
    known = catalogue().get(kind)
    return known.title if known else kind


def _shown(
    office: Office, ground: Ground, events: Sequence[Event], event: Event
) -> dict[str, dict[str, Any]]:
    """The data that an entry's documents show under what is known in `events`."""
    project = _with_recounts(facts_after(events, event))
    entry = entry_at(project, event.position)
    extras = extras_of(ground, project, event.payload["step"], {}, event.day)
    settings = office.settings
    return {
        row["number"]: document_data(
            row["kind"],
            project,
            settings.alliance,
            settings.programme,
            entry,
            row["number"],
            event.day,
            "",
            "",
            row["draft"],
            extras,
        )
        for row in event.payload.get("documents", ())
    }


def _with_recounts(project: Project) -> Project:
    """The facts with every motion's latest count in the place of the declared result."""
    return replace(
        project,
        motions=tuple(
            replace(one, result=one.recounts[-1].result) if one.recounts else one
            for one in project.motions
        ),
    )


def facts_after(events: Sequence[Event], event: Event) -> Project:
    until = [one for one in events if one.position <= event.position]
    known = {one.position for one in until}
    fixes = [
        one
        for one in events
        if one.kind in (CORRECTED, STEP_UNDONE)
        and one.position > event.position
        and one.payload["entry"] in known
    ]
    return fold_project([*until, *fixes])


def entry_at(project: Project, position: int) -> Entry | None:
    return next((one for one in project.entries if one.position == position), None)
