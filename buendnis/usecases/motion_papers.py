"""Documents of an entry on a project's motion, numbered in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buendnis.events import Event
from buendnis.facts import Project
from buendnis.fold import apply
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.usecases.extras import extras_of
from buendnis.usecases.issuing import Wanted, prepare
from buendnis.usecases.motions import Found
from buendnis.usecases.office import Office, Who
from buendnis.usecases.replaying import entry_at


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

    A free motion lies in no project and has no such documents: its payload stays as it is.
    """
    project, motion = found.holder, found.motion
    if not isinstance(project, Project) or not kinds:
        return dict(payload)
    sealed = seal({"motion": motion.id, **payload}, tx.query, tx.insert)
    event = Event(
        position=project.position + 1,
        stream=project.id,
        version=project.version + 1,
        kind=kind,
        payload=sealed,
        actor=who.actor,
        person=who.person,
        day=who.on,
        clock="",
    )
    after = apply(project, event)
    opening = entry_at(after, motion.position)
    assert opening is not None
    ground = office.ground(tx, project)
    extras = extras_of(ground, after, opening.step, {}, who.on)
    wanted = [Wanted(one) for one in kinds]
    return {**sealed, "documents": prepare(office, tx, who, after, opening, wanted, extras)}


def sealed_letter(office: Office, number: str) -> bytes:
    """The PDF of a letter; empty if there is none, or if its page could not be set yet."""
    rows = office.db.query(
        "SELECT content.body FROM document JOIN content ON content.hash = document.pdf "
        "WHERE document.number = ?",
        (number,),
    )
    return bytes(rows[0][0]) if rows else b""
