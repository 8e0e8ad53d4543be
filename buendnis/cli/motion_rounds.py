"""`motion send|reopen|cancel`: what comes after a vote, or in its place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_free import is_free, one_way, opened_next, resolved_data
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Plain
from buendnis.cli.parameters import WholeNumber
from buendnis.errors import Refused
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.advancing import Advanced
    from buendnis.usecases.office import Office, Who

CHANNELS = ("email", "post", "portal", "by_hand")


@command(
    T("Enter that a result was told."),
    examples=(
        "buendnis motion send B-2026-01-V1",
        'buendnis motion send B-2026-01-V1 --channel post --to "Erika Muster"',
    ),
    more=(T("For a project it takes the step that sends the votum to the applicant."),),
)
@argument("motion", T("The motion's id."))
@option(
    "--channel",
    T("How: email (default), post, portal, by_hand."),
    type=click.Choice(CHANNELS),
    default="email",
)
@option(
    "--to",
    "names",
    T("Who is told of a free motion; without it, the members."),
    metavar="NAME",
    multiple=True,
)
@on_option()
def send(
    call: Invocation, motion: str, channel: str, names: tuple[str, ...], on: date | None
) -> Output:
    """The entry that the members, those concerned, or the applicant were told."""
    from buendnis.usecases.resolution_results import send_resolution

    with writing(call, on) as (office, who):
        if is_free(office, motion):
            done = send_resolution(office, who, motion, channel, names)
            data = {**resolved_data(done), "channel": channel, "sent_on": who.on}
        else:
            form = {"sent_on": who.on.isoformat(), "channel": channel}
            told = _project_step(office, who, motion, "votum_sent", form)
            data = {**_step_data(motion, told), "channel": channel, "sent_on": who.on}
        day = who.on
    said = T("The result of {motion} was told on {day}.", motion=motion, day=day)
    return Output(data, (said, NextStep(T("Next: buendnis today (office)"))))


@command(
    T("Put a free motion to a vote again."),
    examples=(
        'buendnis motion reopen B-2026-01 --mediation "Gespräch mit dem DGB" --meeting M-2026-02',
        'buendnis motion reopen B-2026-01 --circular --days 14 --reason "Frist"',
    ),
    more=(
        T("After a failed consensus the note on the mediation is needed."),
        T("Seats and by-laws are frozen anew; the ballots of the first round stay in the record."),
    ),
)
@argument("resolution", T("The id of the free motion."))
@option("--mediation", T("What led to a new round."), metavar="TEXT", default="")
@option("--meeting", T("The meeting in which it is voted."), metavar="M", default="")
@option("--circular", T("It is voted by circular."), is_flag=True)
@option("--until", T("The last day of the circular."), type=DAY)
@option("--days", T("Its period in days instead of --until."), type=WholeNumber(1, 365))
@option("--reason", T("Why it is voted by circular."), metavar="TEXT", default="")
@on_option()
def reopen(
    call: Invocation,
    resolution: str,
    mediation: str,
    meeting: str,
    circular: bool,
    until: date | None,
    days: int | None,
    reason: str,
    on: date | None,
) -> Output:
    """The motion of the new round."""
    from buendnis.usecases.resolutions import Way, reopen_resolution

    one_way(call, meeting, circular, until, days)
    way = Way(meeting, until.isoformat() if until else "", reason, days)
    with writing(call, on) as (office, who):
        done = reopen_resolution(office, who, resolution, mediation, way)
    return Output(resolved_data(done), (Plain(done.motion.id), opened_next(done.motion)))


@command(
    T("End a vote without a result."),
    examples=('buendnis motion cancel B-2026-01-V1 --reason "falsche Unterlagen"',),
    more=(T("For a project it takes the step that cancels its vote. The ballots stay on record."),),
)
@argument("motion", T("The motion's id."))
@option("--reason", T("Why."), metavar="TEXT", required=True)
@on_option()
def cancel(call: Invocation, motion: str, reason: str, on: date | None) -> Output:
    """A motion that was taken off the agenda, or had wrong papers."""
    from buendnis.usecases.resolution_results import cancel_resolution

    with writing(call, on) as (office, who):
        if is_free(office, motion):
            done = cancel_resolution(office, who, motion, reason)
            data = resolved_data(done)
            following = T("Next: buendnis motion reopen {name} … (office)", name=done.resolution.id)
        else:
            taken = _project_step(office, who, motion, "motion_cancelled", {"reason": reason})
            data = _step_data(motion, taken)
            following = T("Next: buendnis next {project} (office)", project=taken.after.id)
    return Output(data, (T("Cancelled: {motion}.", motion=motion), NextStep(following)))


def _project_step(
    office: Office, who: Who, motion: str, records: str, form: dict[str, Any]
) -> Advanced:
    """The step of the motion's project that records this; a supplement has its own."""
    from buendnis.usecases.motions import find_motion
    from buendnis.usecases.recording import take_recording

    with office.db.transaction() as tx:
        found = find_motion(tx, motion)
    supplement = found.motion.purpose == "supplement"
    if found.holder.motions[-1].id != motion:
        raise Refused(T("{motion} is not the latest motion.", motion=motion))
    if supplement and records == "votum_sent":
        records = "supplement_sent"
    return take_recording(office, who, found.holder.id, records, form)


def _step_data(motion: str, done: Advanced) -> dict[str, Any]:
    return {
        "motion": motion,
        "project": done.after.id,
        "state": done.after.state,
        "version": done.after.version,
        "documents": done.documents,
    }
