"""What a correction changes of the entry that it names: the values that are read from what a person
gives, and the target, result or motion that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from buendnis.dates import DayError, parse_day
from buendnis.errors import Finding, Refused
from buendnis.events import CORRECTED, STEP_TAKEN, STEP_UNDONE, Event
from buendnis.fold import fold_project, merged
from buendnis.store.database import Transaction
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.office import Who
from buendnis.usecases.replaying import decided
from buendnis.workflow.decision import Ground
from buendnis.workflow.entry import entry_payload
from buendnis.workflow.forms import missing_fields, read_form

ON = "on"
# Of a motion: what is asked and where, and what is only told about it.
_ASKED = ("mode", "meeting", "until", "proposal", "plan")
_TOLD = ("opened_on", "reason")
# What follows from a corrected form, and stands in the correction.
_FOLLOWS = ("target", "cause", "result", "motion")


def form_correction(
    ground: Ground, wrong: Event, changes: Mapping[str, Any], who: Who
) -> dict[str, Any]:
    """The changed values, canonical. Raises `Refused` for what cannot be read or is not there."""
    step = ground.workflow.steps[wrong.payload["step"]]
    changes = dict(changes)
    payload: dict[str, Any] = {}
    on = changes.pop(ON, None) if step.field(ON) is None else None
    if on is not None:
        day = _read_day(str(on))
        if day > who.today:
            raise Refused(T("{day} lies in the future.", day=day))
        payload["day"] = day.isoformat()
    values, findings = read_form(step, changes, ground.settings.alliance)
    # Defaults are no part of what was asked for.
    values = {key: value for key, value in values.items() if key in changes}
    emptied = [key for key in changes if key not in values and changes[key] in ("", [], None)]
    if findings:
        raise refusals_of(findings)
    form = merged(wrong.payload["form"], values | dict.fromkeys(emptied))
    missing = set(missing_fields(step, form)) & set(emptied)
    if missing:
        raise refusals_of(tuple(_needed(step.name, key) for key in sorted(missing)))
    values |= {key: None for key in emptied if key in wrong.payload["form"]}
    if not values and not payload:
        raise Refused(T("Nothing is to be changed: name a field with --set KEY=VALUE."))
    return {**payload, "set": values}


def _read_day(text: str) -> date:
    try:
        return parse_day(text)
    except DayError as error:
        remedy = T("Write year-month-day, for example 2028-12-31.")
        raise refusals_of((Finding("input", ON, error.message, remedy),)) from None


def _needed(step: str, key: str) -> Finding:
    return Finding(
        "form",
        key,
        T("The form of {step} needs “{field}”.", step=step, field=key),
        T("Add --set {field}=…", field=key),
    )


def new_target(
    ground: Ground, tx: Transaction, events: Sequence[Event], wrong: Event
) -> dict[str, Any]:
    """Target, cause and result of the corrected step, where it decides anew and nothing stands on
    it."""
    if wrong.kind != STEP_TAKEN:
        return {}
    decision = decided(ground, tx, events, wrong)
    if not decision.allowed:
        return {}
    payload, now = entry_payload(decision), _as_corrected(events, wrong)
    if all(payload[key] == now.get(key, "") for key in ("target", "cause")):
        return {}
    project = fold_project(events)
    later = [one for one in project.entries if one.position > wrong.position]
    if any(one.source != one.target for one in later):
        return {}
    return {key: payload[key] for key in _FOLLOWS[:3] if key in payload}


def new_motion(
    ground: Ground, tx: Transaction, events: Sequence[Event], wrong: Event
) -> dict[str, Any]:
    """The motion that the corrected step opened, as the form has it now. Roster and by-laws stay
    frozen. Raises `Refused` once it was voted on: then another question would be answered."""
    if wrong.kind != STEP_TAKEN or "motion" not in wrong.payload:
        return {}
    opened = _as_corrected(events, wrong)["motion"]
    decision = decided(ground, tx, events, wrong)
    new = entry_payload(decision).get("motion")
    if not decision.allowed or new is None:
        return {}
    changed = {key: new[key] for key in (*_ASKED, *_TOLD) if new[key] != opened[key]}
    motion = next(one for one in fold_project(events).motions if one.id == opened["id"])
    if changed.keys() & set(_ASKED) and (motion.ballots or not motion.open):
        raise refusals_of(
            (
                Finding(
                    "vote",
                    motion.id,
                    T("The motion {motion} has been voted on already.", motion=motion.id),
                    T("Cancel the vote, or open it anew."),
                ),
            )
        )
    return {"motion": {**opened, **changed}} if changed else {}


def _as_corrected(events: Sequence[Event], wrong: Event) -> dict[str, Any]:
    """The payload of an entry with what earlier corrections, not taken back, put in its place."""
    undone = {one.payload["entry"] for one in events if one.kind == STEP_UNDONE}
    found = dict(wrong.payload)
    for one in events:
        if one.kind == CORRECTED and one.payload["entry"] == wrong.position:
            known = {} if one.position in undone else one.payload
            found |= {key: known[key] for key in _FOLLOWS if key in known}
    return found
