"""Setting a wrong entry right, and taking the last one back. Both are entries of their own.

A correction names the wrong entry; the fold uses the new values, the old ones stay in the record.
The rules run again on everything that follows, and what no longer holds is listed; nothing is
refused for it, for what happened, happened. Documents of the entry are issued anew, the old ones
are marked as replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from buendnis.errors import Finding, Refused
from buendnis.events import (
    BALLOTS_RECORDED,
    CORRECTED,
    SEAT_RECUSED,
    SILENT,
    STEP_TAKEN,
    STEP_UNDONE,
    Event,
)
from buendnis.facts import Motion, Project
from buendnis.fold import fold_project, merged
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.reading import unknown_project
from buendnis.store.record import (
    load_project,
    record_on_project,
    stream_events,
)
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.amending import (
    form_correction,
    new_motion,
    new_target,
)
from buendnis.usecases.correcting_ballots import (
    ballot_correction,
    marked_as_recounted,
    recount_after,
    recount_in,
)
from buendnis.usecases.extras import extras_of, sitting_named, voted_in
from buendnis.usecases.issuing import Wanted, prepare, seal_pending
from buendnis.usecases.motions import Holder
from buendnis.usecases.office import Office, Who, required_text
from buendnis.usecases.replaying import entry_at, facts_after, no_longer
from buendnis.usecases.signed_standing import holds_signed
from buendnis.workflow.decision import Ground

_UNDOABLE = (STEP_TAKEN, BALLOTS_RECORDED, SEAT_RECUSED, CORRECTED)


class Corrected(Struct, frozen=True):
    """What came of a correction or an undo: the facts before and after, what no longer holds, the
    numbers of the documents issued anew, and which old number each replaces. recount: the motion
    that was counted again, with the new count at its end."""

    before: Project
    after: Project
    entry: int
    findings: tuple[Finding, ...] = ()
    replaces: Mapping[str, str] | None = None
    recount: Motion | None = None


def correct(
    office: Office,
    who: Who,
    project_id: str,
    entry: int,
    changes: Mapping[str, Any],
    reason: str,
    confirmed_by: str = "",
) -> Corrected:
    """Correct the values of an entry: form fields by their keys, `on` for its day, `seat.ID` for a
    recorded ballot. confirmed_by: the second person, where the by-laws ask for one.

    A correction of a ballot or of the close makes a closed motion count again, with a certificate
    of its own. Raises `Refused` for an entry that cannot be corrected, an unknown key or an
    unreadable value.
    """
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        project = _project(tx, project_id)
        events = stream_events(tx, project_id)
        wrong = _event(events, entry, project_id)
        ground = office.ground(tx, project)
        if wrong.kind == BALLOTS_RECORDED:
            payload = ballot_correction(office, who, project, wrong, changes, confirmed_by)
        else:
            _only_office(who)
            payload = form_correction(ground, wrong, changes, who)
        payload = {"entry": entry, "reason": reason, "replaces": {}, **payload}
        payload = seal(payload, tx.query, tx.insert)
        if wrong.kind == STEP_TAKEN and _the_same(project, wrong, payload):
            raise Refused(T("The entry {entry} has these values already.", entry=entry))
        trial = trial_of(who, project, payload)
        payload |= new_target(ground, tx, [*events, trial], wrong)
        payload |= new_motion(ground, tx, [*events, trial], wrong)
        payload |= recount_after(tx, [*events, trial_of(who, project, payload)], wrong)
        trial = trial_of(who, project, payload)
        findings = no_longer(office, tx, ground, [*events, trial], wrong)
        payload["findings"] = [one.to_data() for one in findings]
        payload["replaces"] = marked_as_recounted(project, payload, findings)
        payload |= reissued(office, tx, who, ground, [*events, trial], wrong)
        after, _ = record_on_project(
            tx,
            who.entering(),
            project,
            project_id,
            CORRECTED,
            payload,
            office.submitted(ground.workflow),
        )
    if payload.get("documents"):
        seal_pending(office, who)
    recount = recount_in(after) if payload.get("recount") else None
    return Corrected(project, after, entry, tuple(findings), payload["replaces"], recount)


def undo(
    office: Office, who: Who, project_id: str, reason: str, entry: int | None = None
) -> Corrected:
    """Take the last entry back, while nothing of it has left the house.

    entry: the position that is meant; another one is refused. Its documents stay, marked. Raises
    `Refused` if there is nothing to take back, or if something of it was sent: then it can only be
    corrected.
    """
    _only_office(who)
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        project = _project(tx, project_id)
        events = stream_events(tx, project_id)
        last = _last_undoable(events)
        if last is None:
            raise Refused(T("There is nothing to take back on {project}.", project=project_id))
        if entry is not None and entry != last.position:
            raise Refused(
                T(
                    "The last entry of {project} is {entry}; only that one can be taken back.",
                    project=project_id,
                    entry=last.position,
                )
            )
        if holds_signed(last.payload):
            raise Refused(T("A signed ballot is not taken back: the member casts another one."))
        if last.payload.get("leaves_house"):
            raise Refused(
                T("The entry {entry} cannot be taken back.", entry=last.position),
                [
                    Finding(
                        "undo",
                        str(last.payload.get("step", last.kind)),
                        T("Something of this step has left the house."),
                        T(
                            "Correct it instead: correct {project} {entry} --set … --reason …",
                            project=project_id,
                            entry=last.position,
                        ),
                    )
                ],
            )
        ground = office.ground(tx, project)
        after, _ = record_on_project(
            tx,
            who.entering(),
            project,
            project_id,
            STEP_UNDONE,
            {"entry": last.position, "reason": reason},
            office.submitted(ground.workflow),
        )
    return Corrected(project, after, last.position)


def _only_office(who: Who) -> None:
    if who.actor != "office":
        raise refusals_of(
            (
                Finding(
                    "role",
                    "actor",
                    T("“{actor}” may not do this.", actor=who.actor),
                    T("It may be done by: {roles}.", roles=("office",)),
                ),
            )
        )


def _project(tx: Transaction, project_id: str) -> Project:
    project = load_project(tx, project_id)
    if project is None:
        raise unknown_project(project_id)
    return project


def _event(events: Sequence[Event], position: int, project_id: str) -> Event:
    undone = {one.payload["entry"] for one in events if one.kind == STEP_UNDONE}
    for event in events:
        if event.position == position and position not in undone:
            if event.kind in (STEP_TAKEN, BALLOTS_RECORDED):
                return event
            raise Refused(
                T(
                    "The entry {entry} is none that can be corrected ({kind}).",
                    entry=position,
                    kind=event.kind,
                )
            )
    raise Refused(
        T(
            "{project} has no entry {entry}. See: project history {project}.",
            project=project_id,
            entry=position,
        )
    )


def _the_same(project: Project, wrong: Event, payload: Mapping[str, Any]) -> bool:
    """Whether a correction would leave the entry as it stands now."""
    now = entry_at(project, wrong.position)
    if now is None:
        return False
    day = now.day.isoformat()
    return merged(now.form, payload["set"]) == now.form and payload.get("day", day) == day


def _last_undoable(events: Sequence[Event]) -> Event | None:
    undone = {one.payload["entry"] for one in events if one.kind == STEP_UNDONE}
    for event in reversed(events):
        if event.kind in SILENT or event.kind == STEP_UNDONE or event.position in undone:
            continue
        return event if event.kind in _UNDOABLE else None
    return None


def trial_of(who: Who, holder: Holder, payload: Mapping[str, Any]) -> Event:
    """The correction as the entry it will be, for folding before it is written."""
    return Event(
        position=holder.position + 1_000_000,
        stream=holder.id,
        version=holder.version + 1,
        kind=CORRECTED,
        payload=dict(payload),
        actor=who.actor,
        person=who.person,
        day=who.on,
        clock="",
    )


def reissued(
    office: Office,
    tx: Transaction,
    who: Who,
    ground: Ground,
    events: Sequence[Event],
    wrong: Event,
) -> dict[str, Any]:
    """New documents for those of the corrected entry, and which old number each replaces: that of
    an earlier correction, where there was one."""
    old = wrong.payload.get("documents", ())
    if not old:
        return {}
    stand_in = {one.number: one.replaced_by for one in fold_project(events).documents}
    project = facts_after(events, wrong)
    entry = entry_at(project, wrong.position)
    meeting = voted_in(tx, project)
    step = str(wrong.payload["step"])
    sitting = sitting_named(tx, ground.workflow.steps[step], who.on)
    extras = extras_of(ground, project, step, {}, who.on, meeting, sitting)
    rows = prepare(
        office, tx, who, project, entry, [Wanted(row["kind"], row["draft"]) for row in old], extras
    )
    pairs = zip(old, rows, strict=True)
    return {
        "documents": rows,
        "replaces": {
            _in_force(before["number"], stand_in): after["number"] for before, after in pairs
        },
    }


def _in_force(number: str, stand_in: Mapping[str, str]) -> str:
    """The document at the end of those that have replaced one another."""
    while stand_in.get(number, "") in stand_in:
        number = stand_in[number]
    return number
