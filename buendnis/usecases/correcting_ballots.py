"""A recorded ballot set right: who may, whether a second person is needed, and the new count.

Until the close the corrected answer simply counts. After it the motion is counted again, with a
certificate of its own; what was declared stays, and where the result is another, the documents that
tell it are marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from buendnis.canon import canonical, parsed
from buendnis.errors import Finding, Refused
from buendnis.events import BALLOTS_RECORDED, Event
from buendnis.facts import Motion, Project
from buendnis.fold import RECOUNTED, fold_project
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting
from buendnis.texts import T
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.certifying import certify
from buendnis.usecases.motions import Holder
from buendnis.usecases.office import Office, Who, fit_text
from buendnis.workflow.voting import POSTPONED, bylaws_of, motion_result
from votes.ballot import ANSWERS

REASON = "nach Berichtigung neu gezählt"  # why a new result is put in force
_RECORDERS = ("office", "chair")


def ballot_correction(
    office: Office,
    who: Who,
    holder: Holder,
    wrong: Event,
    changes: Mapping[str, Any],
    confirmed_by: str,
) -> dict[str, Any]:
    """The payload of a correction of recorded ballots. Raises `Refused` with all reasons."""
    if who.actor not in _RECORDERS:
        message = T("“{actor}” may not do this.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=_RECORDERS)
        raise refusals_of((Finding("role", "actor", message, remedy),))
    seats = changes.get("seat")
    if not isinstance(seats, dict) or not seats or set(changes) != {"seat"}:
        raise Refused(T("Of recorded ballots only answers are corrected: --set seat.ID=ANSWER."))
    motion = next(one for one in holder.motions if one.id == wrong.payload["motion"])
    findings = [*_ballot_findings(office, who, wrong, seats)]
    findings += _second_person(who, motion, confirmed_by)
    if findings:
        raise refusals_of(tuple(findings))
    payload: dict[str, Any] = {"set": {"seat": dict(seats)}}
    if confirmed_by.strip():
        payload["confirmed_by"] = fit_text(confirmed_by, "confirmed_by")
    return payload


def recount_after(tx: Transaction, events: Sequence[Event], wrong: Event) -> dict[str, Any]:
    """The new count of a closed motion whose ballots or whose close are corrected, and the hash of
    its certificate.

    events: the stream with the correction at its end. Empty for a motion that is open, and for
    every other entry.
    """
    name = wrong.payload.get("motion" if wrong.kind == BALLOTS_RECORDED else "closes", "")
    motion = next((one for one in fold_project(events).motions if one.id == name), None)
    return recounted(tx, motion) if motion is not None and motion.result is not None else {}


def recounted(tx: Transaction, motion: Motion) -> dict[str, Any]:
    """A closed motion counted as it stands now, with its certificate, for a payload."""
    declared = motion.result
    assert declared is not None
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    result = motion_result(motion, meeting, declared.cause == POSTPONED)
    changed = (result.result, result.cause) != (declared.result, declared.cause)
    return {
        "recount": {
            "motion": motion.id,
            "result": parsed(canonical(result), dict),
            "changed": changed,
        },
        "certificate": certify(tx, replace(motion, result=result), meeting),
    }


def marked_as_recounted(
    project: Project, payload: Mapping[str, Any], findings: Sequence[Finding]
) -> dict[str, str]:
    """The documents that are marked, because they tell a result that has changed; once the first
    result holds again, the marks go (an empty one)."""
    recount = payload.get("recount")
    if recount is None:
        return {}
    if recount["changed"]:
        return {one.field: RECOUNTED for one in findings if one.rule == "document"}
    return {one.number: "" for one in project.documents if one.replaced_by == RECOUNTED}


def recount_in(project: Project) -> Motion:
    """The motion that the latest entry has counted again."""
    return next(
        one
        for one in project.motions
        if one.recounts and one.recounts[-1].position == project.position
    )


def _ballot_findings(
    office: Office, who: Who, wrong: Event, seats: Mapping[str, Any]
) -> Iterator[Finding]:
    rows = {row["seat"]: row for row in wrong.payload["ballots"]}
    known = tuple(sorted(rows))
    own = office.settings.alliance.office.seat if who.actor == "office" else ""
    for seat, answer in seats.items():
        place = f"seat.{seat}"
        if seat not in rows:
            message = T("The entry has no ballot of the seat {seat}.", seat=seat)
            yield Finding("vote", place, message, T("Write one of: {choices}.", choices=known))
        elif answer not in ANSWERS:
            message = T("“{value}” is none of the possible words.", value=str(answer)[:80])
            yield Finding("vote", place, message, T("Write one of: {choices}.", choices=ANSWERS))
        elif rows[seat]["origin"] == "signed":
            message = T(
                "The ballot of the seat {seat} is signed; nobody else can change it.", seat=seat
            )
            yield Finding("vote", place, message, T("Until the close the member may vote again."))
        elif seat == own:
            message = T("Nobody corrects the ballot of their own seat ({seat}).", seat=seat)
            yield Finding(
                "vote", place, message, T("It may be done by: {roles}.", roles=("chair",))
            )


def _second_person(who: Who, motion: Motion, confirmed_by: str) -> Iterator[Finding]:
    """By-laws say whether a correction of a ballot needs a second person, another one."""
    if not motion.bylaws or "ballot" not in bylaws_of(motion).second_person:
        return
    if not confirmed_by.strip():
        message = T("The by-laws ask for a second person who confirms the correction of a ballot.")
        remedy = T("Name the person: --confirmed-by NAME.")
        yield Finding("second_person", "confirmed_by", message, remedy)
    elif " ".join(confirmed_by.split()).casefold() == " ".join(who.person.split()).casefold():
        message = T("{person} enters the correction, and cannot confirm it too.", person=who.person)
        remedy = T("Name another person: --confirmed-by NAME.")
        yield Finding("second_person", "confirmed_by", message, remedy)
