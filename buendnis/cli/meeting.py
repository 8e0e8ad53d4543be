"""`meeting`: planning meetings of the steering group, and entering who was there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Plain
from buendnis.cli.seat_values import seat_values
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Meeting

KINDS = ("steering", "assembly", "exchange")


@command(
    T("Plan a meeting, and print its id."),
    examples=(
        "buendnis meeting new --on 2026-04-10 --place Hannover",
        "buendnis meeting new --on 10.11.2026 --kind assembly",
    ),
)
@option("--on", "day", T("The day of the meeting."), type=DAY, required=True)
@option(
    "--kind",
    T("steering (default), assembly or exchange; only the first one votes."),
    type=click.Choice(KINDS),
    default="steering",
)
@option("--place", T("Where it is."), metavar="TEXT", default="")
def new(call: Invocation, day: date, kind: str, place: str) -> Output:
    """A planned meeting; its day may lie ahead, or have passed."""
    from buendnis.usecases.committee import plan_meeting

    with writing(call) as (office, who):
        meeting = plan_meeting(office, who, day, kind, place)
    following = (
        T(
            "Next: buendnis motion open --project ID --meeting {meeting} (office)",
            meeting=meeting.id,
        )
        if kind == "steering"
        else T("Next: buendnis meeting close {meeting} (office)", meeting=meeting.id)
    )
    return Output(_data(meeting), (Plain(meeting.id), NextStep(following)))


@command(
    T("List the meetings."),
    examples=("buendnis meeting list", "buendnis meeting list --as-of 2026-03-31 --json"),
    reading=True,
)
def list_(call: Invocation) -> Output:
    """All meetings by their day."""
    with reading(call) as view:
        meetings = view.meetings()
    table = Table(
        (
            Column(T("Meeting"), whole=True),
            Column(T("Day"), whole=True),
            T("Kind"),
            T("Place"),
            T("Present"),
            T("Closed"),
        ),
        [
            (one.id, one.day, word(one.kind), one.place, _present(one), one.closed)
            for one in meetings
        ],
        T("No meeting is planned."),
    )
    return Output([_data(one) for one in meetings], (table,))


@command(
    T("Enter who is present."),
    examples=(
        "buendnis meeting attend M-2026-01 all=member",
        "buendnis meeting attend M-2026-01 all=member dgb=absent arl=deputy:prevented",
    ),
    more=(
        T("For each seat: member, absent, deputy:prevented, deputy:vacant or deputy:recused."),
        T("all=member stands for every seat that is not named. A later entry for a seat counts."),
    ),
)
@argument("meeting", T("The meeting's id."))
@argument("seats", T("SEAT=member, SEAT=deputy:prevented, …"), nargs=-1, required=True)
@on_option()
def attend(call: Invocation, meeting: str, seats: tuple[str, ...], on: date | None) -> Output:
    """The attendance list, whole or in parts; refused with all mistakes at once."""
    from buendnis.usecases.committee import record_attendance

    rows = []
    for seat, part in seat_values(seats, "SEAT").items():
        by, _, case = part.partition(":")
        rows.append((seat, by, case))
    with writing(call, on) as (office, who):
        after = record_attendance(office, who, meeting, rows)
    return Output(
        _data(after),
        (
            T(
                "Present or represented in {meeting}: {present} of {seats}.",
                meeting=after.id,
                present=_present(after),
                seats=len(after.attendance),
            ),
            NextStep(
                T("Next: buendnis vote record MOTION --source meeting --all-present yes (office)")
            ),
        ),
    )


@command(
    T("Close a meeting."),
    examples=("buendnis meeting close M-2026-01",),
    more=(T("Its motions are closed before, one by one: motion close."),),
)
@argument("meeting", T("The meeting's id."))
@on_option()
def close(call: Invocation, meeting: str, on: date | None) -> Output:
    """A closed meeting; refused while a motion of it is open."""
    from buendnis.usecases.committee import close_meeting

    with writing(call, on) as (office, who):
        after = close_meeting(office, who, meeting)
    return Output(
        _data(after),
        (
            T("Closed: {meeting}.", meeting=after.id),
            NextStep(T("Next: buendnis advance PROJECT send_votum (office)")),
        ),
    )


def _present(meeting: Meeting) -> int:
    return sum(one.by != "absent" for one in meeting.attendance)


def _data(meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting.id,
        "day": meeting.day,
        "kind": meeting.kind,
        "place": meeting.place,
        "closed": meeting.closed,
        "attendance": meeting.attendance,
    }
