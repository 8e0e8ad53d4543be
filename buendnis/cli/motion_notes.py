"""What `motion show` says beside the table of ballots: notes on seats, and on the motion."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from buendnis.rules.adopted import BEFORE_APPLICATION
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.facts import Condition, Motion


def seat_notes(motion: Motion) -> list[Text]:
    """Reasons, declarations, objections to the procedure, and what members say against their
    recorded vote. They name seats: only for whom the by-laws show them to."""
    notes: list[Text] = []
    for one in motion.ballots:
        if one.reason:
            notes.append(T("{seat}, reason: {text}", seat=one.seat, text=one.reason))
        notes += [
            T("{seat}, declaration for the record: {text}", seat=one.seat, text=text)
            for text in one.conditions
        ]
    notes += [T("{seat} objects to the circular procedure.", seat=one) for one in motion.objections]
    for dispute in motion.disputes:
        notes.append(
            T(
                "{seat} objects to its recorded vote on {day}: {text}",
                seat=dispute.seat,
                day=dispute.day,
                text=dispute.text,
            )
        )
    return notes


def motion_notes(motion: Motion) -> list[Text]:
    """What happened to the motion since it opened: extension, move, adopted conditions, names
    that nobody answered for, recusals that were denied or lifted."""
    notes = [
        T("Extended from {was} to {until}: {text}", was=one.was, until=one.until, text=one.reason)
        for one in motion.extensions
    ]
    if motion.moved_from:
        notes.append(T("It was a circular and went to a meeting; its ballots are void."))
    notes += [_condition(one) for one in motion.conditions]
    if motion.questions:
        notes.append(
            T("Nobody said whether a seat is concerned by: {names}", names=motion.questions)
        )
    notes += [
        T("Not recused: {seat}, {text}", seat=one.seat, text=one.because) for one in motion.cleared
    ]
    return notes


def _condition(one: Condition) -> Text:
    due = (
        T("due before the application")
        if one.due == BEFORE_APPLICATION
        else T("due on {day}", day=date.fromisoformat(one.due))
    )
    met = T("met on {day}", day=one.met_on) if one.met_on else T("not met yet")
    return T(
        "Condition {number}: {text} ({owner}, {due}; {met})",
        number=one.number,
        text=one.text,
        owner=one.owner,
        due=due,
        met=met,
    )
