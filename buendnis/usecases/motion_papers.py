"""Documents of an entry on a motion, numbered in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buendnis.events import Event
from buendnis.facts import Motion, Project
from buendnis.fold import apply, apply_resolution
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.record import load_meeting
from buendnis.usecases.extras import extras_of
from buendnis.usecases.issuing import Wanted, prepare
from buendnis.usecases.motions import Found
from buendnis.usecases.office import Office, Who
from buendnis.usecases.replaying import entry_at
from buendnis.usecases.resolution_entries import VORLAGE, documents


def with_documents(
    office: Office,
    tx: Transaction,
    who: Who,
    found: Found,
    kind: str,
    payload: Mapping[str, Any],
    kinds: tuple[str, ...],
) -> dict[str, Any]:
    """The payload of an entry with the documents that it issues, as they read after it.

    Of the kinds a free motion has none but its own motion paper.
    """
    holder, motion = found.holder, found.motion
    if not isinstance(holder, Project):
        kinds = tuple(one for one in kinds if one == VORLAGE)
    if not kinds:
        return dict(payload)
    sealed = seal({"motion": motion.id, **payload}, tx.query, tx.insert)
    event = Event(
        position=holder.position + 1,
        stream=holder.id,
        version=holder.version + 1,
        kind=kind,
        payload=sealed,
        actor=who.actor,
        person=who.person,
        day=who.on,
        clock="",
    )
    if isinstance(holder, Project):
        return {**sealed, "documents": _of_project(office, tx, who, holder, motion, event, kinds)}
    resolution = apply_resolution(holder, event)
    changed = next(one for one in resolution.motions if one.id == motion.id)
    meeting = load_meeting(tx, changed.meeting) if changed.meeting else None
    return {**sealed, "documents": documents(office, tx, who, VORLAGE, holder, changed, meeting)}


def _of_project(
    office: Office,
    tx: Transaction,
    who: Who,
    project: Project,
    motion: Motion,
    event: Event,
    kinds: tuple[str, ...],
) -> list[dict[str, Any]]:
    after = apply(project, event)
    opening = entry_at(after, motion.position)
    assert opening is not None
    ground = office.ground(tx, project)
    extras = extras_of(ground, after, opening.step, {}, who.on)
    wanted = [Wanted(one) for one in kinds]
    return prepare(office, tx, who, after, opening, wanted, extras)


def sealed_letter(office: Office, number: str) -> bytes:
    """The PDF of a letter; empty if there is none, or if its page could not be set yet."""
    rows = office.db.query(
        "SELECT content.body FROM document JOIN content ON content.hash = document.pdf "
        "WHERE document.number = ?",
        (number,),
    )
    return bytes(rows[0][0]) if rows else b""
