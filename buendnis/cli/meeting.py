"""`meeting`: planning a meeting, looking at it, entering who was there, calling it off."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.meeting_page import full_data, meeting_data, page_of, present_in, status_of
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import Aside, NextStep, Output, Part, Plain
from buendnis.cli.seat_values import seat_values
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.errors import Finding, Refused
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Meeting
    from buendnis.store.reading import View

KINDS = ("steering", "assembly", "exchange")
SIGNED_LIST = "anwesenheitsliste"


@command(
    T("Plan a meeting, and print its id."),
    examples=(
        "buendnis meeting new --on 2026-04-10 --at 14:00 --until 16:00 --place Hannover",
        "buendnis meeting new --on 10.11.2026 --kind assembly",
    ),
)
@option("--on", "day", T("The day of the meeting."), type=DAY, required=True)
@option("--at", "starts_at", T("When it begins, like 14:00."), metavar="TIME", default="")
@option("--until", "ends_at", T("When it is to end, like 16:00."), metavar="TIME", default="")
@option(
    "--kind",
    T("steering (default), assembly or exchange; only the first one votes."),
    type=click.Choice(KINDS),
    default="steering",
)
@option("--place", T("Where it is."), metavar="TEXT", default="")
@option("--fictitious", T("Its papers say that it is made up."), is_flag=True)
def new(
    call: Invocation,
    day: date,
    starts_at: str,
    ends_at: str,
    kind: str,
    place: str,
    fictitious: bool,
) -> Output:
    """A planned meeting; its day may lie ahead, or have passed."""
    from buendnis.usecases.meetings import plan_meeting

    with writing(call) as (office, who):
        meeting = plan_meeting(
            office, who, day, kind, place, starts_at, ends_at, fictitious=fictitious
        )
    following = (
        T("Next: buendnis meeting agenda {meeting} ID… (office)", meeting=meeting.id)
        if kind == "steering"
        else T("Next: buendnis meeting invite {meeting} (office)", meeting=meeting.id)
    )
    return Output(meeting_data(meeting), (Plain(meeting.id), NextStep(following)))


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
            Column(T("Time"), whole=True),
            T("Kind"),
            T("Place"),
            T("Items"),
            T("Present"),
            T("Status"),
        ),
        [
            (
                one.id,
                one.day,
                one.starts_at,
                word(one.kind),
                one.place,
                len(one.agenda),
                present_in(one),
                word(status_of(one)),
            )
            for one in meetings
        ],
        T("No meeting is planned."),
    )
    return Output([meeting_data(one) for one in meetings], (table,))


@command(
    T("Show one meeting: agenda, motions, invitations, attendance, minutes."),
    examples=(
        "buendnis meeting show M-2026-01",
        "buendnis meeting show M-2026-01 --ics sitzung.ics",
    ),
    more=(T("--ics writes the calendar file that went out with the last invitation."),),
    reading=True,
)
@argument("meeting", T("The meeting's id."))
@option("--ics", T("Write the calendar file."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def show(call: Invocation, meeting: str, ics: str, force: bool) -> Output:
    """Everything about one meeting that is no single vote."""
    from buendnis.usecases.meeting_papers import MINUTES, viewed_case

    with reading(call) as view:
        found = meeting_in(view, meeting)
        case = viewed_case(view, MINUTES, found, found.day)
        data = full_data(case)
        parts: list[Part] = list(page_of(case))
        if ics:
            _write_calendar(view, found, Path(ics), force)
            data["file"] = ics
            parts.append(T("Written: {file}", file=ics))
    return Output(data, tuple(parts))


@command(
    T("Enter who is present."),
    examples=(
        "buendnis meeting attend M-2026-01 all=member",
        "buendnis meeting attend M-2026-01 all=member dgb=absent arl=deputy:prevented",
        'buendnis meeting attend M-2026-01 hochschulen=deputy:prevented:2 --guest "Gisela Gast"',
        "buendnis meeting attend M-2026-01 dgb=absent --not-invited dgb --complains dgb",
    ),
    more=(
        T("For each seat: member, absent, deputy:prevented, deputy:vacant or deputy:recused."),
        T("Of several deputies, which one: deputy:prevented:2, or the name."),
        T("all=member stands for every seat that is not named. A later entry for a seat counts."),
        T("Where the by-laws ask that all are invited, one seat that was not leaves no quorum."),
    ),
)
@argument("meeting", T("The meeting's id."))
@argument("seats", T("SEAT=member, SEAT=deputy:prevented, …"), nargs=-1, required=True)
@option("--guest", "guests", T("Who else is there."), metavar="NAME", multiple=True)
@option(
    "--not-invited",
    "not_invited",
    T("A seat that was not duly invited; none: take that back."),
    metavar="SEAT",
    multiple=True,
)
@option(
    "--complains",
    "complaints",
    T("A seat that complains of how the meeting was called; none: take that back."),
    metavar="SEAT",
    multiple=True,
)
@option("--attach", "files", T("The signed list."), metavar="FILE", multiple=True)
@on_option()
def attend(
    call: Invocation,
    meeting: str,
    seats: tuple[str, ...],
    guests: tuple[str, ...],
    not_invited: tuple[str, ...],
    complaints: tuple[str, ...],
    files: tuple[str, ...],
    on: date | None,
) -> Output:
    """The attendance list, whole or in parts; refused with all mistakes at once."""
    from buendnis.usecases.meetings import Attending, record_attendance, seats_without_name

    rows = []
    for seat, part in seat_values(seats, "SEAT").items():
        by, case, person = (*part.split(":", 2), "", "")[:3]
        rows.append(Attending(seat, by.strip(), case.strip(), person.strip()))
    papers = read_attachments([f"{SIGNED_LIST}={file}" for file in files])
    with writing(call, on) as (office, who):
        called = (_seats_or_none(not_invited), _seats_or_none(complaints))
        after = record_attendance(office, who, meeting, rows, guests, papers, *called)
        nameless = seats_without_name(office, after)
    return Output(
        meeting_data(after),
        (
            T(
                "Present or represented in {meeting}: {present} of {seats}.",
                meeting=after.id,
                present=present_in(after),
                seats=len(after.attendance),
            ),
            *((Aside((_nameless(nameless),)),) if nameless else ()),
            NextStep(
                T("Next: buendnis vote record MOTION --source meeting --all-present yes (office)")
            ),
        ),
    )


def _seats_or_none(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """The seats of an option: `None` where it was not given, no seat for `none`."""
    return tuple(one for one in given if one != "none") if given else None


def _nameless(seats: tuple[str, ...]) -> Finding:
    return Finding(
        "vote",
        ", ".join(seats),
        T("Nobody is entered on these seats; the minutes will name no person."),
        T("Enter who sits there: buendnis seat appoint SEAT --person NAME --from DATE."),
    )


@command(
    T("Call a meeting off."),
    examples=('buendnis meeting call-off M-2026-01 --reason "Der Saal ist gesperrt"',),
    more=(T("Its open motions are taken off it; whoever was invited is told, calendar file too."),),
)
@argument("meeting", T("The meeting's id."))
@option("--reason", T("Why it does not take place."), metavar="TEXT", required=True)
@on_option()
def call_off(call: Invocation, meeting: str, reason: str, on: date | None) -> Output:
    """A meeting that does not take place."""
    from buendnis.usecases.inviting import call_off as use_case

    with writing(call, on) as (office, who):
        done = use_case(office, who, meeting, reason)
    return Output(
        {**meeting_data(done.meeting), "document": done.document},
        (
            T("Called off: {meeting}.", meeting=done.meeting.id),
            *((T("Letter: {number}", number=done.document),) if done.document else ()),
            NextStep(T("Next: buendnis meeting new --on DATE (office)")),
        ),
    )


def meeting_in(view: View, name: str) -> Meeting:
    """The meeting of that id. Raises `Refused` if the record does not know it."""
    found = view.meeting(name)
    if found is None:
        raise Refused(T("There is no meeting {meeting}. See: meeting list.", meeting=name[:80]))
    return found


def _write_calendar(view: View, meeting: Meeting, path: Path, force: bool) -> None:
    from buendnis.cli.files import refuse_existing, write_whole
    from buendnis.usecases.inviting import CALENDAR

    refuse_existing(path, force=force)
    last = next((one for one in reversed(meeting.papers) if one.kind == CALENDAR), None)
    body = view.content(last.hash) if last else None
    if body is None:
        message = T("Nobody was invited to {meeting} yet.", meeting=meeting.id)
        remedy = T("The calendar file is made with: meeting invite {meeting}.", meeting=meeting.id)
        raise Refused(message, [Finding("meeting", "ics", message, remedy)])
    write_whole(path, body, force=force)
