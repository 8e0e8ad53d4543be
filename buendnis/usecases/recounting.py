"""Putting the result of a new count in force, while nothing rests on the old one.

After a correction a closed motion is counted again. Where the result is another, people decide: as
long as no letter has gone out and no step was taken on it, the new result takes its place by an
entry that corrects the close; else the vote is held again.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from buendnis.canon import canonical, parsed
from buendnis.errors import Finding, Refused
from buendnis.events import CORRECTED, Event
from buendnis.facts import Motion, Project
from buendnis.store.record import load_project, record_on_project, stream_events
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.correcting import Corrected, reissued, trial_of
from buendnis.usecases.correcting_ballots import REASON, recounted
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.motions import holder_id, unknown_motion
from buendnis.usecases.office import Office, Who
from buendnis.usecases.replaying import decided

_RECORDERS = ("office", "chair")


def recount_pending(office: Office, motion_id: str) -> bool:
    """Whether a closed motion of a project waits for the result of its new count."""
    with office.db.transaction() as tx:
        project = load_project(tx, holder_id(motion_id))
    motions = project.motions if project else ()
    return any(one.id == motion_id and one.recount_pending for one in motions)


def take_recount(office: Office, who: Who, motion_id: str) -> Corrected:
    """Put the result of the new count in force: result, state, and the finding issued anew.

    Raises `Refused` where something rests on the old result, and what the rules of the close say.
    """
    if who.actor not in _RECORDERS:
        message = T("“{actor}” may not do this.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=_RECORDERS)
        raise refusals_of((Finding("role", "actor", message, remedy),))
    with office.db.transaction() as tx:
        project = load_project(tx, holder_id(motion_id))
        if project is None:
            raise unknown_motion(motion_id)
        motion = next(one for one in project.motions if one.id == motion_id)
        if rests_on_result(project, motion):
            raise _too_late(project, motion)
        events = stream_events(tx, project.id)
        close = next(one for one in events if one.position == motion.closing)
        ground = office.ground(tx, project)
        decision = decided(ground, tx, events, close)
        if not decision.allowed or decision.result is None:
            raise refusals_of(decision.refusal)
        payload: dict[str, Any] = {
            "entry": close.position,
            "reason": REASON,
            "set": {},
            "replaces": {},
            "target": decision.target,
            "cause": decision.cause,
            "result": parsed(canonical(decision.result), dict),
            **recounted(tx, replace(motion, result=decision.result)),
        }
        trial: list[Event] = [*events, trial_of(who, project, payload)]
        payload |= reissued(office, tx, who, ground, trial, close)
        after, _ = record_on_project(
            tx,
            who.entering(),
            project,
            project.id,
            CORRECTED,
            payload,
            office.submitted(ground.workflow),
        )
    if payload.get("documents"):
        seal_pending(office, who)
    changed = next(one for one in after.motions if one.id == motion_id)
    return Corrected(project, after, close.position, (), payload["replaces"], changed)


def rests_on_result(project: Project, motion: Motion) -> bool:
    """Whether a letter with the result has gone out, or a step was taken on it."""
    later = [one for one in project.entries if one.position > motion.closing]
    sent = [one for one in project.forwardings if one.position > motion.closing]
    return any(one.source != one.target for one in later) or any(
        one.recipient == "applicant" for one in sent
    )


def _too_late(project: Project, motion: Motion) -> Refused:
    message = T("Something rests on the result of {motion} that was declared.", motion=motion.id)
    return refusals_of(
        (
            Finding(
                "vote",
                "motion",
                message,
                T(
                    "Vote again (motion open --project {project}), and send the applicant a new "
                    "letter.",
                    project=project.id,
                ),
            ),
        )
    )
