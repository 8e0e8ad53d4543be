"""What a member reads before signing, and how a motion's question is said in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.output import Heading, Part
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.words import word
from buendnis.money import Cents
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.packet import Packet
    from votes.signed import SignedBallot


def summary(packet: Packet, ballot: SignedBallot) -> tuple[Part, ...]:
    """Everything that the signature will bind, in the order in which a person decides."""
    question = packet.question
    plan = question.get("plan") or {}
    seat = next((one.title for one in packet.seats if one.id == ballot.seat), "")
    asked = Fields(
        (
            (T("Motion"), packet.motion),
            (T("Title"), str(question.get("title", ""))),
            (T("Text"), str(question.get("text", ""))),
            (T("Applicant"), str(plan.get("applicant", ""))),
            (T("Total cost"), _cents(plan.get("total"))),
            (T("Requested grant"), _cents(plan.get("grant"))),
            (T("Start"), _day(plan.get("start"))),
            (T("End"), _day(plan.get("end"))),
            (T("Proposal"), word(str(question.get("proposal", "")))),
            (T("Version"), packet.version),
            (T("Round"), int(question.get("round", 1))),
            (T("Meeting"), str(question.get("meeting", ""))),
            (T("Circular until"), packet.until),
            (T("Opened"), packet.opened_on),
        )
    )
    papers = Table(
        (Column(T("Paper"), whole=True), T("Title"), Column(T("Fingerprint"), whole=True)),
        [(one.file, one.title, one.hash) for one in packet.papers],
        T("There is no paper."),
    )
    mine = Fields(
        (
            (T("Seat"), f"{ballot.seat} {seat}".strip()),
            (T("Answer"), word(ballot.answer)),
            (T("As"), word(ballot.by)),
            (T("Case of substitution"), word(ballot.case) if ballot.case else ""),
            (T("Reason"), ballot.reason),
            (T("Conditions"), ballot.conditions),
            (T("Objection to the procedure"), word("yes") if ballot.objection else ""),
            (T("Replaces the ballot"), ballot.replaces),
            (T("Key"), ballot.key),
            (T("Cast at"), ballot.cast_at),
            (T("Fingerprint of the question"), ballot.question),
            (T("Fingerprint of the papers"), ballot.papers),
        )
    )
    return (
        Heading(T("What is asked")),
        asked,
        *_adopted(question.get("conditions") or ()),
        Heading(T("The papers")),
        papers,
        Heading(T("Your ballot")),
        mine,
    )


def _adopted(conditions: Iterable[Any]) -> tuple[Part, ...]:
    lines: list[Text] = [
        T("Condition {number}: {text}", number=number, text=str(one.get("text", "")))
        for number, one in enumerate(conditions, 1)
        if isinstance(one, dict)
    ]
    return tuple(lines)


def _cents(value: Any) -> Any:
    return Cents(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else ""
    except ValueError:
        return ""
