"""Finding a motion wherever it lies, and writing an entry on it.

A motion lies in the stream of its project (`LW-2026-001-V1`) or of a free resolution
(`B-2026-01-V1`); what is recorded on it is the same for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from buendnis.errors import Finding, Refused
from buendnis.events import BALLOTS_RECORDED
from buendnis.facts import Motion, Project, Resolution
from buendnis.store.database import Transaction
from buendnis.store.record import (
    load_project,
    load_resolution,
    record_on_project,
    record_on_resolution,
)
from buendnis.texts import T
from buendnis.usecases.office import Office, Who

ELECTION = "election"
Holder = Project | Resolution


class Found(Struct, frozen=True):
    """A motion and the project or resolution that it belongs to."""

    holder: Holder
    motion: Motion


def holder_id(motion_id: str) -> str:
    """The id of the project or resolution that a motion's id names."""
    return motion_id.rpartition("-V")[0]


def find_motion(tx: Transaction, motion_id: str) -> Found:
    """The motion of that id. Raises `Refused` if there is none."""
    name = holder_id(motion_id)
    holder: Holder | None = load_project(tx, name) or load_resolution(tx, name)
    for motion in holder.motions if holder else ():
        if motion.id == motion_id:
            assert holder is not None
            return Found(holder, motion)
    raise unknown_motion(motion_id)


def find_open_motion(tx: Transaction, motion_id: str) -> Found:
    """The motion of that id, which is being voted on. Raises `Refused` if it is not."""
    return is_open(find_motion(tx, motion_id))


def is_open(found: Found) -> Found:
    """A motion that is being voted on, as it came. Raises `Refused` if it is not."""
    if not found.motion.open:
        raise Refused(T("The motion {motion} is closed.", motion=found.motion.id))
    return found


def open_motions(tx: Transaction) -> list[Found]:
    """All motions that are being voted on."""
    found: list[Found] = []
    rows = tx.query("SELECT id FROM project WHERE facts LIKE '%\"open\":true%' ORDER BY id")
    rows += tx.query("SELECT id FROM resolution WHERE open = 1 ORDER BY id")
    for (name,) in rows:
        holder: Holder | None = load_project(tx, name) or load_resolution(tx, name)
        if holder is not None and holder.open_motion is not None:
            found.append(Found(holder, holder.open_motion))
    return found


def record_on_motion(
    office: Office,
    tx: Transaction,
    who: Who,
    found: Found,
    kind: str,
    payload: Mapping[str, Any],
) -> Found:
    """Append an entry on an open motion; `motion` is put into the payload.

    Raises `Refused` for a ballot of an election, which is secret, and for a business day before the
    motion was opened or after today.
    """
    motion = found.motion
    if kind == BALLOTS_RECORDED and motion.purpose == ELECTION:
        raise Refused(
            T(
                "{motion} is an election by secret ballot: no ballot names a seat.",
                motion=motion.id,
            ),
            [
                Finding(
                    "vote",
                    "motion",
                    T("The election {motion} is taken on paper and counted.", motion=motion.id),
                    T("Enter the count: vote count {motion} …", motion=motion.id),
                )
            ],
        )
    if who.on < motion.opened_on or who.on > who.today:
        raise Refused(
            T(
                "{day} does not fit: the motion was opened on {opened}, today is {today}.",
                day=who.on,
                opened=motion.opened_on,
                today=who.today,
            )
        )
    payload = {"motion": motion.id, **payload}
    holder = found.holder
    after: Holder
    if isinstance(holder, Project):
        workflow = office.workflow_of(tx, holder.workflow)
        after, _ = record_on_project(
            tx, who.entering(), holder, holder.id, kind, payload, office.submitted(workflow)
        )
    else:
        after = record_on_resolution(tx, who.entering(), holder, holder.id, kind, payload)
    return Found(after, next(one for one in after.motions if one.id == motion.id))


def unknown_motion(motion_id: str) -> Refused:
    """What is said of a motion that the record does not know."""
    return Refused(T("There is no motion “{motion}”. See: motion list.", motion=motion_id[:80]))
