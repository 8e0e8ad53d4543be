"""The course of a project, entry by entry, as sentences: what happened, who entered it, what was
refused, corrected or taken back. Made for people; the record itself is the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from buendnis.events import (
    BALLOT_REFUSED,
    CORRECTED,
    DOCUMENT_SEALED,
    PROJECT_ADOPTED,
    PROJECT_IMPORTED,
    STEP_REFUSED,
    STEP_TAKEN,
    STEP_UNDONE,
    TAKEN_BACK,
    WORKFLOW_MOVED,
    Event,
)
from buendnis.money import Cents
from buendnis.planning.committee_course import committee_details, committee_event
from buendnis.planning.words import word
from buendnis.texts import T, Text, text_from_data, verbatim
from buendnis.workflow.definition import FormField, Label, Workflow

_QUIET = frozenset({DOCUMENT_SEALED})

REFUSALS = (STEP_REFUSED, BALLOT_REFUSED)


class Happened(Struct, frozen=True):
    """One entry. what: a sentence; details: names with values; refused, undone: it changed
    nothing, or does not count any more; corrected: later entries that set it right."""

    position: int
    kind: str
    day: date
    clock: str
    actor: str
    person: str
    what: Text
    details: tuple[tuple[Text, Any], ...] = ()
    step: str = ""
    refused: bool = False
    undone: bool = False
    corrected: tuple[int, ...] = ()


class Names(Struct, frozen=True):
    """What codes are called. label: a label of the workflow in the reader's language; documents,
    regions, seats: titles by kind or id, the id itself where there is none."""

    label: Callable[[Label], Text]
    documents: Mapping[str, str] = {}
    regions: Mapping[str, str] = {}
    seats: Mapping[str, str] = {}


def course_of(events: Iterable[Event], workflow: Workflow, names: Names) -> list[Happened]:
    """The course of one project from its entries, in the words of a person."""
    known = [one for one in events if one.kind not in _QUIET]
    undone = {one.payload["entry"] for one in known if one.kind == STEP_UNDONE}
    corrected: dict[int, list[int]] = {}
    for one in known:
        if one.kind == CORRECTED and one.position not in undone:
            corrected.setdefault(one.payload["entry"], []).append(one.position)
    forms = {one.position: one for one in known}
    return [
        Happened(
            position=one.position,
            kind=one.kind,
            day=one.day,
            clock=one.clock,
            actor=one.actor,
            person=one.person,
            what=_what(one, workflow, names),
            details=tuple(_details(one, workflow, names, forms)),
            step=str(one.payload.get("step", "")),
            refused=one.kind in REFUSALS,
            undone=one.position in undone,
            corrected=tuple(corrected.get(one.position, ())),
        )
        for one in known
    ]


def _what(event: Event, workflow: Workflow, names: Names) -> Text:
    payload = event.payload
    match event.kind:
        case "project_imported":
            return T("Brought into the record")
        case "project_adopted":
            return T("Taken over in the state “{state}”", state=_state(payload, workflow, names))
        case "step_taken":
            return _step(payload, workflow, names)
        case "step_refused":
            return T("Refused: {step}", step=_step(payload, workflow, names))
        case "step_undone":
            return T("Entry {entry} taken back", entry=payload["entry"])
        case "corrected":
            return T("Correction of entry {entry}", entry=payload["entry"])
        case "document_filed":
            return T("A copy of {number} is filed", number=payload["number"])
        case "workflow_moved":
            return T("Moved to another version of the workflow")
    return committee_event(event, names.seats) or verbatim(event.kind)


def _details(
    event: Event, workflow: Workflow, names: Names, all_events: Mapping[int, Event]
) -> Iterator[tuple[Text, Any]]:
    payload = event.payload
    if event.kind in (PROJECT_IMPORTED, PROJECT_ADOPTED):
        yield T("Title"), payload["sketch"]["title"]
        yield T("Reference"), payload["reference"]
    elif event.kind == STEP_TAKEN:
        if payload["source"] != payload["target"]:
            yield T("State"), _state({"state": payload["target"]}, workflow, names)
        yield from _form(payload["step"], payload["form"], workflow, names)
    elif event.kind in REFUSALS:
        for one in payload["violations"]:
            yield verbatim(f"[{one['rule']}] {one['field']}"), text_from_data(one["message"])
    elif event.kind == CORRECTED:
        yield T("Reason"), payload["reason"]
        yield from _changed(payload, all_events.get(payload["entry"]), workflow, names)
        for old, new in payload.get("replaces", {}).items():
            yield T("Document"), T("{old} is replaced by {new}", old=old, new=new)
        for one in payload.get("findings", ()):
            yield T("Does not hold any more"), text_from_data(one["message"])
    elif event.kind == STEP_UNDONE:
        given = payload["reason"]
        yield T("Reason"), T("taken back") if given == TAKEN_BACK else given
    elif event.kind == WORKFLOW_MOVED:
        yield T("State"), _state(payload, workflow, names)
    yield from committee_details(event, names.seats)
    for row in payload.get("papers", ()):
        yield T("Paper"), f"{row['kind']}: {row['name']}"
    for row in payload.get("documents", ()):
        title = names.documents.get(row["kind"], row["kind"])
        yield T("Document"), f"{row['number']} {title}"


def _changed(
    payload: Mapping[str, Any], wrong: Event | None, workflow: Workflow, names: Names
) -> Iterator[tuple[Text, Any]]:
    if "day" in payload:
        old = wrong.day.isoformat() if wrong else ""
        yield T("Day"), T("{old}, now {new}", old=old, new=payload["day"])
    before = wrong.payload.get("form", {}) if wrong else {}
    step = str(wrong.payload.get("step", "")) if wrong else ""
    for key, new in payload.get("set", {}).items():
        label, field = _field(step, key, workflow, names)
        old = _value(field, before.get(key, ""), names)
        if new is None:
            yield label, T("{old}, now without", old=old)
        else:
            yield label, T("{old}, now {new}", old=old, new=_value(field, new, names))


def _form(
    step: str, form: Mapping[str, Any], workflow: Workflow, names: Names
) -> Iterator[tuple[Text, Any]]:
    for key, value in form.items():
        label, field = _field(step, key, workflow, names)
        yield label, _value(field, value, names)


def _field(step: str, key: str, workflow: Workflow, names: Names) -> tuple[Text, FormField | None]:
    known = workflow.steps.get(step)
    field = known.field(key) if known else None
    return (names.label(field.label) if field else verbatim(key)), field


def _value(field: FormField | None, value: Any, names: Names) -> Any:
    """A form's value as a person writes it."""
    kind = field.type if field else ""
    if kind == "choice" and isinstance(value, str):
        return word(value)
    if kind == "region" and isinstance(value, str):
        return names.regions.get(value, value)
    if kind == "money" and isinstance(value, int):
        return Cents(value)
    if kind == "percent" and isinstance(value, int):
        return f"{value // 100},{value % 100:02} %"
    if kind == "day" and value:
        return date.fromisoformat(value)
    if kind == "days":
        return tuple(date.fromisoformat(one) for one in value or ())
    if isinstance(value, bool):
        return T("yes") if value else T("no")
    if isinstance(value, dict):
        return tuple(T("{name}: {value}", name=word(key), value=one) for key, one in value.items())
    return tuple(value) if isinstance(value, list) else value


def _step(payload: Mapping[str, Any], workflow: Workflow, names: Names) -> Text:
    known = workflow.steps.get(payload["step"])
    return names.label(known.label) if known else verbatim(payload["step"])


def _state(payload: Mapping[str, Any], workflow: Workflow, names: Names) -> Text:
    known = workflow.states.get(payload["state"])
    return names.label(known.label) if known else verbatim(payload["state"])
