"""The course of a motion between its opening and its close, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from buendnis.events import (
    BALLOT_OBJECTED,
    BALLOTS_RECORDED,
    CONDITION_ADOPTED,
    CONDITION_MET,
    MEMBERS_REMINDED,
    MOTION_EXTENDED,
    MOTION_MOVED,
    SEAT_RECUSED,
    Event,
)
from buendnis.planning.words import word
from buendnis.texts import T, Text, verbatim


def committee_event(event: Event, seats: Mapping[str, str]) -> Text | None:
    """What an entry on a motion says in a sentence; `None` for every other kind. seats: the titles
    of the seats by their ids."""
    payload = event.payload
    seat = payload.get("seat", "")
    values = {"motion": payload.get("motion", ""), "seat": seats.get(seat, seat)}
    match event.kind:
        case "ballots_recorded":
            return T("Ballots recorded on {motion}", motion=values["motion"])
        case "seat_recused":
            if payload.get("recused", True):
                return T("Seat {seat} recused on {motion}", **values)
            return T("Seat {seat} not recused on {motion}", **values)
        case "seat_followed":
            return T("Somebody follows for {seat} on {motion}", **values)
        case "ballot_refused":
            return T(
                "Ballot of {seat} refused on {motion}", **values | {"seat": values["seat"] or "–"}
            )
        case "packets_sent":
            return T("Packets sent on {motion}", motion=values["motion"])
        case "members_reminded":
            return T("Members reminded of {motion}", motion=values["motion"])
        case "votes_told":
            return T("Members told their recorded vote on {motion}", motion=values["motion"])
        case "motion_extended":
            return T("Circular {motion} extended", motion=values["motion"])
        case "motion_moved":
            return T(
                "{motion} moved to the meeting {meeting}",
                motion=values["motion"],
                meeting=payload["meeting"],
            )
        case "condition_adopted":
            return T("Condition adopted into {motion}", motion=values["motion"])
        case "condition_met":
            return T(
                "Condition {number} of {motion} met",
                number=payload["number"],
                motion=values["motion"],
            )
        case "ballot_objected":
            return T("Seat {seat} objects to its recorded vote on {motion}", **values)
    return None


def committee_details(event: Event, seats: Mapping[str, str]) -> Iterator[tuple[Text, Any]]:
    """The details of an entry on a motion: names with values."""
    payload = event.payload
    if event.kind == BALLOTS_RECORDED:
        for row in payload["ballots"]:
            yield verbatim(seats.get(row["seat"], row["seat"])), word(row["answer"])
            for one in row.get("conditions", ()):
                yield T("Condition"), one
            if row.get("reason"):
                yield T("Reason"), row["reason"]
        if payload.get("objections"):
            yield T("Objection to the procedure"), _titles(payload["objections"], seats)
    elif event.kind == SEAT_RECUSED:
        yield T("Because"), payload["because"]
        if "decided" in payload:
            yield T("Decided by the others"), _counts(payload["decided"])
        if "corrects" in payload:
            yield T("Corrects entry"), payload["corrects"]
    elif event.kind == MEMBERS_REMINDED:
        yield T("Without an answer"), _titles(payload["seats"], seats)
    elif event.kind == MOTION_EXTENDED:
        yield T("Until"), date.fromisoformat(payload["until"])
        yield T("Reason"), payload["reason"]
    elif event.kind == CONDITION_ADOPTED:
        for name, key in (
            (T("Condition"), "text"),
            (T("Owner"), "owner"),
            (T("Evidence"), "evidence"),
        ):
            yield name, payload[key]
    elif event.kind == CONDITION_MET:
        yield T("Evidence"), payload["evidence"]
    elif event.kind == BALLOT_OBJECTED:
        yield T("Text"), payload["text"]
    elif event.kind == MOTION_MOVED:
        yield T("Ballots"), T("void")


def _titles(ids: Iterable[str], seats: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(seats.get(one, one) for one in ids)


def _counts(decided: Mapping[str, int]) -> str:
    return ", ".join(f"{answer} {count}" for answer, count in decided.items())
