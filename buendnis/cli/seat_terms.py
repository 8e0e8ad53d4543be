"""`seat appoint|end|follow`: who sits on a seat from which day to which, as entries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.usecases.seats import Vacated

_WHO_ENTERS = T("Who enters it is named before the command: buendnis --person NAME seat …")


@command(
    T("Appoint a person to a seat."),
    examples=(
        'buendnis seat appoint dgb --person "Erika Muster" --institution DGB --from 2026-01-01',
        "buendnis seat appoint arl --person NAME --deputy 1 --from 2026-01-01",
    ),
    more=(
        T("A motion that is open keeps the seats it froze; see: seat follow."),
        T("From the first entry on, a seat without a member on a day counts as vacant."),
        _WHO_ENTERS,
    ),
)
@argument("seat", T("The seat."))
@option("--person", "name", T("Who is appointed."), metavar="NAME", required=True)
@option(
    "--deputy",
    T("As deputy: 1 for the first, 2 for the second; without it, as member."),
    type=click.IntRange(1, 9),
    default=None,
)
@option(
    "--institution",
    T("Which of the seat's institutions names the person."),
    metavar="NAME",
    default="",
)
@option("--from", "first", T("The first day in office."), type=DAY, required=True)
def appoint(
    call: Invocation, seat: str, name: str, deputy: int | None, institution: str, first: date
) -> Output:
    """A term on a seat; refused with all reasons at once."""
    from buendnis.usecases.seats import appoint_seat

    with writing(call) as (office, who):
        done = appoint_seat(office, who, seat, name, institution, first, deputy or 0)
    term = done.term
    data = {
        "seat": seat,
        "person": term.person,
        "institution": term.institution,
        "role": term.role,
        "order": term.order,
        "from": term.from_day,
    }
    values = {"person": term.person, "seat": seat, "day": term.from_day}
    said = (
        T(
            "{person} is deputy number {order} of the seat {seat} from {day}.",
            order=deputy,
            **values,
        )
        if deputy
        else T("{person} is member of the seat {seat} from {day}.", **values)
    )
    parts: list[Part] = [said]
    if done.alone:
        parts.append(
            T("The seat {seat} has no member on {day}: it counts as vacant.", seat=seat, day=first)
        )
        following = T(
            "Next: buendnis seat appoint {seat} --person NAME --from {day} (office)",
            seat=seat,
            day=first.isoformat(),
        )
    else:
        following = T("Next: buendnis seat history {seat} (office)", seat=seat)
    return Output(data, (*parts, NextStep(following)))


@command(
    T("End a person's term on a seat."),
    examples=(
        'buendnis seat end dgb --person "Erika Muster" --on 2026-06-30',
        'buendnis seat end dgb --person "Erika Muster" --on 2026-06-30 --reason "neue Aufgabe"',
    ),
    more=(
        T("The day before the first day takes an appointment back that was a mistake."),
        T("Open motions that this leaves without anybody on the seat are named; see: seat follow."),
        _WHO_ENTERS,
    ),
)
@argument("seat", T("The seat."))
@option("--person", "name", T("Whose term ends."), metavar="NAME", required=True)
@option("--on", "last", T("The last day in office."), type=DAY, required=True)
@option(
    "--reason",
    T("Why, if it matters; nothing about anybody's health."),
    metavar="TEXT",
    default="",
)
def end(call: Invocation, seat: str, name: str, last: date, reason: str) -> Output:
    """The end of a term, and the open motions on which somebody has to follow."""
    from buendnis.usecases.seats import end_seat

    with writing(call) as (office, who):
        done = end_seat(office, who, seat, name, last, reason)
    data = {
        "seat": seat,
        "person": done.term.person,
        "role": done.term.role,
        "order": done.term.order,
        "from": done.term.from_day,
        "to": None if done.taken_back else done.last_day,
        "taken_back": done.taken_back,
        "open_motions": done.vacated,
    }
    said = (
        T("The appointment of {person} to the seat {seat} is taken back.", person=name, seat=seat)
        if done.taken_back
        else T(
            "The last day of {person} on the seat {seat} is {day}.",
            person=name,
            seat=seat,
            day=last,
        )
    )
    lines = [_vacated(one) for one in done.vacated]
    following = (
        T(
            "Next: buendnis seat follow {motion} --seat {seat} --person NAME (office)",
            motion=done.vacated[0].motion,
            seat=seat,
        )
        if done.vacated
        else T("Next: buendnis seat history {seat} (office)", seat=seat)
    )
    return Output(data, (said, *lines, NextStep(following)))


@command(
    T("Enter who goes on for a seat on an open motion."),
    examples=('buendnis seat follow LW-2026-001-V1 --seat dgb --person "Max Muster"',),
    more=(
        T("The holder left while the motion was open; the successor follows, or else a deputy."),
        T("A ballot cast in office stands; then nobody follows."),
        _WHO_ENTERS,
    ),
)
@argument("motion", T("The motion's id."))
@option("--seat", T("The seat."), metavar="SEAT", required=True)
@option("--person", "name", T("Who follows."), metavar="NAME", required=True)
@on_option()
def follow(call: Invocation, motion: str, seat: str, name: str, on: date | None) -> Output:
    """The entry by which a deputy or successor may vote on this motion."""
    from buendnis.usecases.seats import follow_seat

    with writing(call, on) as (office, who):
        done = follow_seat(office, who, motion, seat, name)
    data: dict[str, Any] = {
        "motion": done.motion.id,
        "seat": seat,
        "person": done.term.person,
        "institution": done.term.institution,
        "role": done.term.role,
    }
    return Output(
        data,
        (
            T(
                "{person} goes on for the seat {seat} on {motion}.",
                person=name,
                seat=seat,
                motion=motion,
            ),
            NextStep(T("Next: buendnis motion tally {motion} (office)", motion=motion)),
        ),
    )


def _vacated(one: Vacated) -> Text:
    if one.people:
        return T(
            "The motion {motion} is open: who follows on the seat {seat}? Possible: {people}.",
            motion=one.motion,
            seat=one.seat,
            people=one.people,
        )
    return T(
        "The motion {motion} is open: nobody could follow on the seat {seat} yet.",
        motion=one.motion,
        seat=one.seat,
    )
