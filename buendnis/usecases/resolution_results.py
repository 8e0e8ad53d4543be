"""How a free motion ends: closed with its result, cancelled, and told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from buendnis.errors import Finding, Unreadable
from buendnis.events import (
    RESOLUTION_CANCELLED,
    RESOLUTION_CLOSED,
    RESOLUTION_SENT,
)
from buendnis.facts import Resolution
from buendnis.store.people import seal
from buendnis.store.record import load_meeting, record_on_resolution, with_names
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.certifying import certify
from buendnis.usecases.motions import find_motion, find_open_motion, unknown_motion
from buendnis.usecases.office import (
    RECORDERS,
    Office,
    Who,
    fit_text,
    only_roles,
    required_text,
)
from buendnis.usecases.resolution_entries import (
    AUSFERTIGUNG,
    Resolved,
    documents,
    finished,
    not_before,
    plain,
)
from buendnis.workflow.resolutions import (
    closing_findings,
    resolved,
)

_DECIDED = frozenset({"endorsed", "not_endorsed", "elected", "not_elected"})
_CLOSE_KEYS: Mapping[str, tuple[str, ...]] = {
    "resolution": ("postponed",),
    "election": ("postponed", "elected", "nobody", "reason"),
}
_FLAGS = ("postponed", "nobody")


def close_resolution(office: Office, who: Who, motion_id: str, form: Mapping[str, Any]) -> Resolved:
    """Close a free motion with its result; a decided one is issued as a resolution.

    form: `postponed=true`; of an election `elected=NAME` or `nobody=true`, and `reason`. Raises
    `Refused` with all reasons, `Unreadable` for a form that has other keys.
    """
    only_roles(who, RECORDERS)
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        resolution = found.holder
        if not isinstance(resolution, Resolution):
            raise unknown_motion(motion_id)
        form = _close_form(resolution.kind, form)
        settings, motion = office.settings_in(tx), with_names(tx, found.motion)
        meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
        wrong = closing_findings(settings, motion, meeting, form, who.on, who.today)
        wrong += not_before(who, motion)
        if wrong:
            raise refusals_of(tuple(wrong))
        result = resolved(motion, meeting, form)
        payload: dict[str, Any] = {"closes": motion.id, "result": plain(result), "form": form}
        sealed = seal(payload, tx.query, tx.insert)
        closed = replace(
            found.motion, open=False, closed_on=who.on, result=result, form=sealed["form"]
        )
        payload["certificate"] = certify(tx, closed, meeting)
        if result.result in _DECIDED:
            payload["documents"] = documents(
                office, tx, who, AUSFERTIGUNG, resolution, closed, meeting
            )
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_CLOSED, payload
        )
    return finished(office, who, after, motion.id, payload)


def cancel_resolution(office: Office, who: Who, motion_id: str, reason: str) -> Resolved:
    """End a free motion without a result (taken off the agenda, wrong papers)."""
    only_roles(who, ("office",))
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        resolution = found.holder
        if not isinstance(resolution, Resolution):
            raise unknown_motion(motion_id)
        wrong = not_before(who, found.motion)
        if wrong:
            raise refusals_of(tuple(wrong))
        payload = {"cancels": motion_id, "reason": reason}
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_CANCELLED, payload
        )
    return finished(office, who, after, motion_id, payload)


def send_resolution(
    office: Office, who: Who, motion_id: str, channel: str, for_whom: tuple[str, ...]
) -> Resolved:
    """Record that the result was told. for_whom: those concerned, by name; nobody: the members."""
    only_roles(who, ("office",))
    names = [required_text(one, "for_whom") for one in for_whom]
    with office.db.transaction() as tx:
        found = find_motion(tx, motion_id)
        resolution, motion = found.holder, found.motion
        if not isinstance(resolution, Resolution):
            raise unknown_motion(motion_id)
        wrong = not_before(who, motion)
        if motion.result is None:
            message = T("The motion {motion} has no result yet.", motion=motion.id)
            remedy = T("Close it first.")
            wrong.append(Finding("order", "motion", message, remedy))
        elif motion.closed_on is not None and who.on < motion.closed_on:
            message = T(
                "Sent on {sent}, before the vote of {day}.", sent=who.on, day=motion.closed_on
            )
            wrong.append(Finding("order", "on", message, T("Correct the day.")))
        if wrong:
            raise refusals_of(tuple(wrong))
        payload = {"motion": motion.id, "channel": channel, "for_whom": names}
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_SENT, payload
        )
    return finished(office, who, after, motion_id, payload)


def _close_form(kind: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """The close's form: flags as such, texts fit. Raises `Unreadable` for anything else."""
    wrong: list[Finding] = []
    read: dict[str, Any] = {}
    for key, value in form.items():
        if key not in _CLOSE_KEYS[kind]:
            known = _CLOSE_KEYS[kind]
            message = T("The form has no field “{key}”.", key=str(key)[:80])
            wrong.append(
                Finding("input", str(key)[:80], message, T("Use one of: {known}.", known=known))
            )
        elif key in _FLAGS:
            if str(value).lower() not in ("true", "false"):
                message = T("“{value}” is neither true nor false.", value=str(value)[:80])
                wrong.append(Finding("input", key, message, T("Write true or false.")))
            elif str(value).lower() == "true":
                read[key] = True
        else:
            read[key] = fit_text(value, key)
    if wrong:
        raise Unreadable(T("The form cannot be read."), wrong)
    return {key: value for key, value in read.items() if value}
