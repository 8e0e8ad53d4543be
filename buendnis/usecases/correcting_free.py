"""A wrong ballot of a free motion set right, as of a project; and the new result put in force.

Until the close the corrected answer simply counts. After it the motion is counted again; where the
result is another, the issued resolution is marked, and people put the new result in force as long
as nobody was told the old one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.errors import Finding, Refused
from buendnis.events import BALLOTS_RECORDED, CORRECTED, Event
from buendnis.facts import IssuedDocument, Motion, Resolution
from buendnis.fold import RECOUNTED, fold_resolution
from buendnis.store.people import seal
from buendnis.store.record import load_meeting, load_resolution, stream_events
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.correcting import trial_of
from buendnis.usecases.correcting_ballots import REASON, ballot_correction, recounted
from buendnis.usecases.motions import find_motion, unknown_motion
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.usecases.resolution_entries import (
    AUSFERTIGUNG,
    Resolved,
    documents,
    plain,
    recorded,
    sealed,
)
from buendnis.usecases.resolution_results import DECIDED


class CorrectedFree(Struct, frozen=True):
    """What came of it: the free motion after it and the motion concerned, the entry that was set
    right, what became of documents, and whether the motion was counted again."""

    resolved: Resolved
    entry: int
    replaces: Mapping[str, str]
    counted: bool


def correct_free(
    office: Office,
    who: Who,
    name: str,
    entry: int,
    changes: Mapping[str, Any],
    reason: str,
    confirmed_by: str = "",
) -> CorrectedFree:
    """Correct recorded ballots of a free motion. changes: `seat` with an answer for each seat.

    confirmed_by: the second person, where the by-laws ask for one. Raises `Refused` with all
    reasons; of a free motion only ballots are corrected.
    """
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        resolution = load_resolution(tx, name)
        if resolution is None:
            raise Refused(T("There is no free motion “{name}”. See: motion list.", name=name[:80]))
        events = stream_events(tx, name)
        wrong = _ballots(events, entry, name)
        payload = ballot_correction(office, who, resolution, wrong, changes, confirmed_by)
        payload = {"entry": entry, "reason": reason, "replaces": {}, **payload}
        payload = seal(payload, tx.query, tx.insert)
        facts = fold_resolution([*events, trial_of(who, resolution, payload)])
        motion = next(one for one in facts.motions if one.id == wrong.payload["motion"])
        if motion.result is not None:
            payload |= recounted(tx, motion)
            payload["replaces"] = _marks(resolution, motion, payload["recount"]["changed"])
        done = recorded(tx, who, resolution, name, motion.id, CORRECTED, payload)
    return CorrectedFree(done, entry, payload["replaces"], "recount" in payload)


def take_free_recount(office: Office, who: Who, motion_id: str) -> CorrectedFree:
    """Put the result of the new count in force, and issue the resolution anew if it decides.

    Raises `Refused` where the old result was told, or a later motion stands.
    """
    only_roles(who, RECORDERS)
    with office.db.transaction() as tx:
        found = find_motion(tx, motion_id)
        resolution, motion = found.holder, found.motion
        if not isinstance(resolution, Resolution) or not motion.recount_pending:
            raise unknown_motion(motion_id)
        if rests_on_free(resolution, motion):
            raise _too_late(motion)
        motion = replace(motion, result=motion.recounts[-1].result)
        assert motion.result is not None
        payload: dict[str, Any] = {
            "entry": motion.closing,
            "reason": REASON,
            "set": {},
            "replaces": {},
            "result": plain(motion.result),
            **recounted(tx, motion),
        }
        if motion.result.result in DECIDED:
            meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
            rows = documents(office, tx, who, AUSFERTIGUNG, resolution, motion, meeting)
            old = [one for one in _issued(resolution, motion) if one.replaced_by == RECOUNTED]
            payload["documents"] = rows
            payload["replaces"] = {one.number: rows[0]["number"] for one in old}
        done = recorded(tx, who, resolution, resolution.id, motion.id, CORRECTED, payload)
    return CorrectedFree(sealed(office, who, done), motion.closing, payload["replaces"], True)


def rests_on_free(resolution: Resolution, motion: Motion) -> bool:
    """Whether the result of a motion was told, or a later motion stands on it."""
    told = any(one.motion == motion.id for one in resolution.sent)
    return told or resolution.motions[-1].id != motion.id


def _ballots(events: Sequence[Event], position: int, name: str) -> Event:
    """The entry of that number; the refusal names those that hold ballots."""
    with_ballots = [one for one in events if one.kind == BALLOTS_RECORDED]
    for one in with_ballots:
        if one.position == position:
            return one
    message = T("{name} has no entry {entry} with ballots.", name=name, entry=position)
    known = tuple(str(one.position) for one in with_ballots) or "–"
    raise Refused(
        message, [Finding("vote", "entry", message, T("Write one of: {known}.", known=known))]
    )


def _issued(resolution: Resolution, motion: Motion) -> list[IssuedDocument]:
    """The resolutions that were issued on a motion's result."""
    later = [one.position for one in resolution.motions if one.position > motion.position]
    return [
        one
        for one in resolution.documents
        if one.kind == AUSFERTIGUNG
        and one.position >= motion.closing
        and not any(one.position > position for position in later)
    ]


def _marks(resolution: Resolution, motion: Motion, changed: bool) -> dict[str, str]:
    """The documents that are marked, because they tell another result; once the declared result
    holds again, the marks go (an empty one)."""
    before, after = ("", RECOUNTED) if changed else (RECOUNTED, "")
    return {one.number: after for one in _issued(resolution, motion) if one.replaced_by == before}


def _too_late(motion: Motion) -> Refused:
    message = T("Something rests on the result of {motion} that was declared.", motion=motion.id)
    remedy = T("Put a new motion: motion open --title TEXT.")
    return refusals_of((Finding("vote", "motion", message, remedy),))
