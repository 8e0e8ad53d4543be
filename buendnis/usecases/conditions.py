"""Conditions (Maßgaben, Hinweise): adopting one into a motion, and recording that it was met."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.dates import DayError, parse_day
from buendnis.errors import Finding
from buendnis.events import CONDITION_ADOPTED, CONDITION_MET
from buendnis.facts import Condition, IssuedDocument, Motion, Project
from buendnis.rules.adopted import BEFORE_APPLICATION
from buendnis.store.database import Transaction
from buendnis.texts import T, Text
from buendnis.usecases.advancing import Attachment, refusals_of
from buendnis.usecases.entitled import SOURCE
from buendnis.usecases.evidence import kept_evidence
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.motion_papers import with_documents
from buendnis.usecases.motions import (
    ELECTION,
    Found,
    Holder,
    find_motion,
    find_open_motion,
    record_on_motion,
)
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.usecases.resolution_entries import VORLAGE

# What tells the members of the new version; each stands in the place of its predecessor.
_TOLD_BY = ("beschlussvorlage", "umlaufschreiben", "stimmzettel", VORLAGE)


def adopt_condition(
    office: Office, who: Who, motion_id: str, text: str, owner: str, due: str, evidence: str
) -> Found:
    """Adopt a condition into an open motion: a new version, for which earlier ballots are void.

    owner: who sees to it. due: `before_application`, or a day. evidence: what will prove it. The
    papers of the motion are issued anew, so that the members are told. Raises `Refused`.
    """
    only_roles(who, RECORDERS)
    payload: dict[str, Any] = {
        "text": required_text(text, "text"),
        "owner": required_text(owner, "owner"),
        "due": required_text(due, "due"),
        "evidence": required_text(evidence, "evidence"),
    }
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        wrong = _due_fault(found, who, due.strip())
        if wrong is not None:
            raise refusals_of((wrong,))
        payload |= {"version": found.motion.version + 1}
        payload = _told(office, tx, who, found, payload)
        after = record_on_motion(office, tx, who, found, CONDITION_ADOPTED, payload)
    if payload.get("documents"):
        seal_pending(office, who)
    return after


def meet_condition(
    office: Office,
    who: Who,
    motion_id: str,
    number: int,
    evidence: str,
    attachments: tuple[Attachment, ...] = (),
) -> Found:
    """Record that an adopted condition was met, on the business day, and what proves it.

    Raises `Refused` for one that is not of the motion or met already, and while the vote is open.
    """
    only_roles(who, ("office",))
    evidence = required_text(evidence, "evidence")
    with office.db.transaction() as tx:
        found = find_motion(tx, motion_id)
        motion = found.motion
        condition = next((one for one in motion.conditions if one.number == number), None)
        wrong = _met_fault(motion, condition, number)
        if wrong is not None:
            raise refusals_of((wrong,))
        payload = {
            "number": number,
            "evidence": evidence,
            "papers": kept_evidence(tx, attachments),
        }
        return record_on_motion(office, tx, who, found, CONDITION_MET, payload)


def _told(
    office: Office, tx: Transaction, who: Who, found: Found, payload: dict[str, Any]
) -> dict[str, Any]:
    """The payload with the motion's papers in their new version, and what each replaces."""
    old = _papers_in_force(found.holder, found.motion)
    if not old:
        return payload
    payload = with_documents(office, tx, who, found, CONDITION_ADOPTED, payload, tuple(old))
    new = {row["kind"]: row["number"] for row in payload.get("documents", ())}
    return {**payload, "replaces": {old[kind].number: number for kind, number in new.items()}}


def _papers_in_force(holder: Holder, motion: Motion) -> dict[str, IssuedDocument]:
    """The papers of the motion as they went out last, by their kind; of a circular that was moved
    to a meeting without its letter."""
    found = {
        one.kind: one
        for one in holder.documents
        if one.position >= motion.position and one.kind in _TOLD_BY and not one.draft
    }
    if motion.mode == "meeting":
        found.pop("umlaufschreiben", None)
    return found


def _due_fault(found: Found, who: Who, due: str) -> Finding | None:
    if found.motion.purpose == ELECTION:
        return _finding(
            "motion",
            T("{motion} is an election; it takes no condition.", motion=found.motion.id),
            T("Put a free motion of its own: motion open --title."),
        )
    if due == BEFORE_APPLICATION:
        if isinstance(found.holder, Project):
            return None
        message: Text = T("A free motion leads to no application.")
        return _finding("due", message, T("Name a day."))
    try:
        day: date = parse_day(due)
    except DayError as error:
        return _finding("due", error.message, T("Write before_application, or a day."))
    if day < who.on:
        return _finding(
            "due", T("{day} has passed.", day=day), T("Name a day from {day} on.", day=who.on)
        )
    return None


def _met_fault(motion: Motion, condition: Condition | None, number: int) -> Finding | None:
    known = tuple(str(one.number) for one in motion.conditions)
    if condition is None:
        return _finding(
            "number",
            T("{motion} has no condition {number}.", motion=motion.id, number=number),
            T("Its conditions: {numbers}.", numbers=known)
            if known
            else T("No condition was adopted into it."),
        )
    if motion.open:
        return _finding(
            "motion",
            T("The motion {motion} is still open.", motion=motion.id),
            T("Close it first; then what was adopted counts."),
        )
    if motion.result is None or motion.result.result != "endorsed":
        return _finding(
            "motion",
            T("The motion {motion} was not endorsed.", motion=motion.id),
            T("Its conditions bind nobody."),
        )
    if condition.met_on is not None:
        return _finding(
            "number",
            T(
                "The condition {number} was met on {day}: {evidence}",
                number=number,
                day=condition.met_on,
                evidence=condition.met_by[:80],
            ),
            T("Nothing is left to do."),
        )
    return None


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("conditions", field, message, remedy, SOURCE)
