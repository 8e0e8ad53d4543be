"""Free motions on the morning page and on the board: what waits, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from buendnis.cli.output import Heading, Part
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.facts import Meeting
from buendnis.planning.resolutions import (
    CLOSE,
    COUNT,
    RECOUNT,
    REOPEN,
    SEND,
    VOTE,
    FreeTurn,
    free_turns,
)
from buendnis.store.reading import View
from buendnis.texts import T, Text

_WHAT = {
    VOTE: T("vote"),
    CLOSE: T("close the vote"),
    COUNT: T("count the secret ballot"),
    SEND: T("tell the result"),
    REOPEN: T("put it again, or leave it"),
    RECOUNT: T("put the new result in force"),
}


def waiting_free(view: View, meetings: Sequence[Meeting], day: date) -> list[FreeTurn]:
    """The free motions that wait on a day."""
    return list(free_turns(view.resolutions(), {one.id: one for one in meetings}, day))


def free_data(turns: Sequence[FreeTurn]) -> list[dict[str, Any]]:
    """The waiting free motions as JSON."""
    return [
        {
            "resolution": one.resolution.id,
            "motion": one.motion.id,
            "title": one.resolution.title,
            "kind": one.resolution.kind,
            "by": one.role,
            "what": one.what,
            "until": one.until,
            "missing": one.missing,
            "command": _command(one),
        }
        for one in turns
    ]


def free_table(turns: Sequence[FreeTurn]) -> list[Part]:
    """The waiting free motions as a table under its heading; nothing without any."""
    if not turns:
        return []
    table = Table(
        (
            Column(T("Motion"), whole=True),
            T("Title"),
            T("Waits for"),
            T("What"),
            Column(T("Until"), whole=True),
            T("Command"),
        ),
        [
            (
                one.motion.id,
                one.resolution.title,
                _role(one.role),
                _what(one),
                one.until,
                _command(one),
            )
            for one in turns
        ],
    )
    return [Heading(T("Free motions: {count}", count=len(turns))), table]


def _role(role: str) -> Text:
    return T("members") if role == "members" else T("office")


def _what(one: FreeTurn) -> Text:
    if one.what == VOTE and one.missing:
        return T("answers missing: {count}", count=one.missing)
    return _WHAT.get(one.what) or word(one.what)


def _command(one: FreeTurn) -> str:
    motion = one.motion.id
    if one.what == VOTE:
        return f"buendnis motion show {motion}"
    if one.what == COUNT:
        return f"buendnis vote count {motion} …"
    if one.what == REOPEN:
        return f"buendnis motion reopen {one.resolution.id} …"
    if one.what == RECOUNT:
        return f"buendnis motion close {motion}"
    return f"buendnis motion {one.what} {motion}"
