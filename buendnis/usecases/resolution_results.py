"""How a free motion ends: closed with its result, cancelled, and told.

Each act is asked within a transaction (`closing`, `cancelling`, `telling`), alone or with others.
"""

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
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.record import load_meeting, with_names
from buendnis.texts import T
from buendnis.usecases.certifying import certify
from buendnis.usecases.motions import Found, find_motion, find_open_motion, unknown_motion
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
    CHANNELS,
    FreeEntry,
    Resolved,
    documents,
    not_before,
    plain,
    recorded,
    sealed,
    written,
)
from buendnis.workflow.resolutions import (
    closing_findings,
    resolved,
)

DECIDED = frozenset({"endorsed", "not_endorsed", "elected", "not_elected"})
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
        done = written(closing(office, tx, who, find_open_motion(tx, motion_id), form))
    return sealed(office, who, done)


def closing(
    office: Office, tx: Transaction, who: Who, found: Found, form: Mapping[str, Any]
) -> FreeEntry:
    """The close of an open motion; raises as `close_resolution` does for its form."""
    resolution = _free(found)
    form = _close_form(resolution.kind, form)
    settings, motion = office.settings_in(tx), with_names(tx, found.motion)
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    wrong = closing_findings(settings, motion, meeting, form, who.on, who.today)
    wrong += not_before(who, motion)
    result = resolved(motion, meeting, form)

    def write() -> Resolved:
        payload: dict[str, Any] = {"closes": motion.id, "result": plain(result), "form": form}
        kept = seal(payload, tx.query, tx.insert)
        closed = replace(
            found.motion, open=False, closed_on=who.on, result=result, form=kept["form"]
        )
        payload["certificate"] = certify(tx, closed, meeting)
        if result.result in DECIDED:
            payload["documents"] = documents(
                office, tx, who, AUSFERTIGUNG, resolution, closed, meeting
            )
        return recorded(tx, who, resolution, resolution.id, motion.id, RESOLUTION_CLOSED, payload)

    return FreeEntry(tuple(wrong), write, result)


def cancel_resolution(office: Office, who: Who, motion_id: str, reason: str) -> Resolved:
    """End a free motion without a result (taken off the agenda, wrong papers)."""
    with office.db.transaction() as tx:
        done = written(cancelling(tx, who, find_open_motion(tx, motion_id), reason))
    return sealed(office, who, done)


def cancelling(tx: Transaction, who: Who, found: Found, reason: str) -> FreeEntry:
    """The cancellation of an open motion; `Refused` for another role and without a reason."""
    only_roles(who, ("office",))
    reason = required_text(reason, "reason")
    resolution, motion = _free(found), found.motion

    def write() -> Resolved:
        payload = {"cancels": motion.id, "reason": reason}
        return recorded(
            tx, who, resolution, resolution.id, motion.id, RESOLUTION_CANCELLED, payload
        )

    return FreeEntry(tuple(not_before(who, motion)), write)


def send_resolution(
    office: Office, who: Who, motion_id: str, channel: str, for_whom: tuple[str, ...]
) -> Resolved:
    """Record that the result was told. for_whom: those concerned, by name; nobody: the members."""
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        done = written(telling(tx, who, find_motion(tx, motion_id), channel, for_whom))
    return sealed(office, who, done)


def telling(
    tx: Transaction, who: Who, found: Found, channel: str, for_whom: tuple[str, ...] = ()
) -> FreeEntry:
    """The entry that a result was told. Raises `Unreadable` for an unknown channel, `Refused` for
    an empty name."""
    if channel not in CHANNELS:
        message = T("“{value}” is none of the possible words.", value=channel[:80])
        remedy = T("Write one of: {choices}.", choices=CHANNELS)
        raise Unreadable(message, [Finding("input", "channel", message, remedy)])
    names = [required_text(one, "for_whom") for one in for_whom]
    resolution, motion = _free(found), found.motion
    wrong = not_before(who, motion)
    if motion.result is None:
        message = T("The motion {motion} has no result yet.", motion=motion.id)
        wrong.append(Finding("order", "motion", message, T("Close it first.")))
    elif motion.closed_on is not None and who.on < motion.closed_on:
        message = T("Sent on {sent}, before the vote of {day}.", sent=who.on, day=motion.closed_on)
        wrong.append(Finding("order", "on", message, T("Correct the day.")))
    elif motion.recount_pending:
        message = T(
            "Counted again, {motion} has another result than the one in force.", motion=motion.id
        )
        remedy = T("Put it in force first: motion close {motion}.", motion=motion.id)
        wrong.append(Finding("vote", "motion", message, remedy))

    def write() -> Resolved:
        payload = {"motion": motion.id, "channel": channel, "for_whom": names}
        return recorded(tx, who, resolution, resolution.id, motion.id, RESOLUTION_SENT, payload)

    return FreeEntry(tuple(wrong), write)


def _free(found: Found) -> Resolution:
    if not isinstance(found.holder, Resolution):
        raise unknown_motion(found.motion.id)
    return found.holder


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
