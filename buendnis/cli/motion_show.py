"""`motion show`: the question, the ballots as far as the by-laws show them, what happened."""

from __future__ import annotations

from typing import Any

from buendnis.cli.acting import reading
from buendnis.cli.audience import words_for
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_free import ELECTION, free_parts, result_word, subject_rows
from buendnis.cli.motion_notes import motion_notes, seat_notes
from buendnis.cli.motion_parts import (
    ballot_table,
    certificate_root,
    found_motion,
    motion_data,
    seats_seen,
)
from buendnis.cli.options import argument, command
from buendnis.cli.output import Heading, Output
from buendnis.cli.tables import Fields
from buendnis.cli.words import word
from buendnis.texts import T


@command(
    T("Show a motion with its ballots."),
    examples=("buendnis motion show LW-2026-001-V1",),
    more=(T("The by-laws say who sees single votes."),),
    reading=True,
)
@argument("motion", T("The motion's id."))
def show(call: Invocation, motion: str) -> Output:
    """The question, the ballots as far as the by-laws show them, the recusals, the result."""
    with reading(call) as view:
        holder, found = found_motion(view, motion)
        alliance = view.alliance
        root = certificate_root(view, found)
    seen = words_for(call.actor, holder.id, found, alliance)
    data = {**motion_data(holder, found, seen), "certificate": root}
    fields = Fields(
        (
            (T("Motion"), found.id),
            *subject_rows(holder, found),
            (T("Round"), found.round),
            (T("Version"), found.version),
            (T("Meeting"), found.meeting),
            (T("Circular until"), found.until),
            (T("Reason"), found.reason),
            (T("Opened"), found.opened_on),
            (T("Closed"), found.closed_on),
            (T("Status"), word(data["status"])),
            (T("Result"), result_word(found.purpose, data["result"]) if data["result"] else ""),
            (T("Cause"), word(data["cause"]) if data["cause"] else ""),
            (T("Papers"), found.papers[:16]),
            (T("Root"), root),
        )
    )
    parts: list[Any] = [fields, *free_parts(found, data)]
    if found.purpose == ELECTION:
        parts.append(T("An election is secret: no ballot names a seat."))
    elif seats_seen(seen):
        parts += [Heading(T("Ballots")), ballot_table(found), *seat_notes(found)]
        parts += motion_notes(found)
    else:
        parts.append(T("The by-laws do not show single votes to {actor}.", actor=call.actor))
    return Output(data, tuple(parts))
