"""`motion`: opening a vote, counting it, closing it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.audience import words_for
from buendnis.cli.entries import answer_of_correction
from buendnis.cli.findings import findings_data
from buendnis.cli.given import values_of
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_free import (
    ELECTION,
    close_free,
    election_tally,
    is_free,
    one_way,
    open_free,
    refuse_with_title,
)
from buendnis.cli.motion_parts import (
    as_options,
    ballot_table,
    closed_numbers,
    declared_before,
    derivation,
    found_motion,
    numbers_seen,
    provisional,
    seats_seen,
    so_far,
    tally_parts,
)
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import Aside, Heading, NextStep, Output, Plain
from buendnis.cli.parameters import WholeNumber
from buendnis.cli.words import word
from buendnis.errors import Refused
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.advancing import Advanced


@command(
    T("Open a vote on a project or a free motion, and print the motion's id."),
    examples=(
        "buendnis motion open --project LW-2026-001 --meeting M-2026-01",
        'buendnis motion open --project LW-2026-001 --circular --until 2026-05-31 --reason "Frist"',
        'buendnis motion open --project LW-2026-001 --circular --days 14 --reason "Frist"',
        'buendnis motion open --project LW-2026-001 --meeting M-2026-02 --change "neue Region"',
        'buendnis motion open --title "Neuer Sitz" --text beschluss.txt --meeting M-2026-01',
        'buendnis motion open --title "Wahl des Vorsitzes" --kind election --meeting M-2026-01',
    ),
    more=(
        T("It takes the step of the workflow that opens a vote from the project's state."),
        T("After the votum this is the supplement, which needs --change."),
        T("A last day that is named stays; a period in days ends on a working day."),
        T("With --title it is a free motion; people carry out what it says, no title adds a seat."),
        T("An election is by secret ballot on paper; its count is entered by: vote count."),
    ),
)
@option("--project", T("The project."), metavar="ID", default="")
@option("--title", T("What a free motion is about."), metavar="TEXT", default="")
@option("--text", T("Its wording, or a file that has it."), metavar="FILE|TEXT", default="")
@option(
    "--kind",
    T("Of a free motion: resolution (default) or election."),
    type=click.Choice(("resolution", "election")),
    default=None,
)
@option("--attach", "files", T("A paper of a free motion."), metavar="FILE", multiple=True)
@option("--meeting", T("The meeting in which it is voted."), metavar="M", default="")
@option("--circular", T("It is voted by circular."), is_flag=True)
@option("--until", T("The last day of the circular."), type=DAY)
@option("--reason", T("Why it is voted by circular."), metavar="TEXT", default="")
@option(
    "--proposal",
    T("What is proposed: endorse (default) or decline."),
    type=click.Choice(("endorse", "decline")),
    default=None,
)
@option("--days", T("Its period in days instead of --until."), type=WholeNumber(1, 365))
@option(
    "--unconcerned",
    T("A name by which no seat is concerned; may be given again."),
    metavar="NAME",
    multiple=True,
)
@option(
    "--concerned",
    T("A seat that a name concerns; may be given again."),
    metavar="SEAT=NAME",
    multiple=True,
)
@option("--change", T("The change that needs a new votum."), metavar="TEXT", default="")
@option(
    "--set",
    "values",
    T("A further field of the form, such as mediation=…"),
    metavar="KEY=VALUE",
    multiple=True,
)
@on_option()
def open_(
    call: Invocation,
    project: str,
    title: str,
    text: str,
    kind: str | None,
    files: tuple[str, ...],
    meeting: str,
    circular: bool,
    until: date | None,
    reason: str,
    proposal: str | None,
    days: int | None,
    unconcerned: tuple[str, ...],
    concerned: tuple[str, ...],
    change: str,
    values: tuple[str, ...],
    on: date | None,
) -> Output:
    """The motion that was opened, with the papers that were issued for it."""
    from buendnis.usecases.voting import open_motion

    one_way(call, meeting, circular, until, days)
    if title:
        others = {"--project": project, "--proposal": proposal, "--change": change, "--set": values}
        others |= {"--concerned": concerned, "--unconcerned": unconcerned}
        refuse_with_title(call, others)
        way = (meeting, until.isoformat() if until else "", reason, days)
        return open_free(call, title, text, kind or "resolution", way, files, on)
    if not project or text or kind or files:
        raise click.UsageError(call.say(T("Name the --project, or the --title of a free motion.")))
    given = {
        "meeting": meeting,
        "until": until.isoformat() if until else "",
        "reason": reason,
        "proposal": proposal or "",
        "change": change,
    }
    form = {**values_of(values), **{key: value for key, value in given.items() if value}}
    answers = {"unconcerned": list(unconcerned), "concerned": list(concerned)}
    form |= {key: value for key, value in answers.items() if value}
    with writing(call, on) as (office, who):
        try:
            done = open_motion(office, who, project, form, days)
        except Refused as error:
            raise as_options(error) from None
    motion = done.after.motions[-1]
    following = (
        T("Next: buendnis meeting attend {meeting} all=member (office)", meeting=motion.meeting)
        if motion.meeting
        else T(
            "Next: buendnis vote record {motion} --source email --seat SEAT=… (office)",
            motion=motion.id,
        )
    )
    hints = done.decision.hints
    data = {**_step_data(motion.id, done), "hints": findings_data(hints)}
    asides = (Aside(hints),) if hints else ()
    return Output(data, (Plain(motion.id), *asides, NextStep(following)))


@command(
    T("Close a vote with its result."),
    examples=(
        "buendnis motion close LW-2026-001-V1",
        "buendnis motion close LW-2026-001-V1 --set reasons.continuation=…",
        "buendnis motion close LW-2026-001-V1 --set postponed=true",
    ),
    more=(
        T("Over the cap it needs written reasons for each of the five aspects."),
        T("After a correction that changes the result, it puts the new result in force."),
    ),
)
@argument("motion", T("The motion's id."))
@option(
    "--set",
    "values",
    T("A field of the form: reasons.ASPECT=TEXT, conditions=…, postponed=true."),
    metavar="KEY=VALUE",
    multiple=True,
)
@on_option()
def close(call: Invocation, motion: str, values: tuple[str, ...], on: date | None) -> Output:
    """The result, the project's new state, and the finding or minutes that were issued."""
    from buendnis.cli.free_recounts import free_recount_pending, take_free_count
    from buendnis.usecases.recounting import recount_pending, take_recount
    from buendnis.usecases.voting import close_motion

    form = values_of(values)
    with writing(call, on) as (office, who):
        if is_free(office, motion):
            if free_recount_pending(office, motion):
                return take_free_count(office, who, motion)
            return close_free(office, who, motion, form)
        if recount_pending(office, motion):
            taken = take_recount(office, who, motion)
            said = T("The new result of {motion} is in force.", motion=motion)
            return answer_of_correction(office, taken, said)
        done = close_motion(office, who, motion, form)
    result = done.decision.result
    assert result is not None
    data = {**_step_data(motion, done), "result": result.result, "cause": result.cause}
    return Output(
        data,
        (
            T("Result of {motion}: {result}.", motion=motion, result=word(result.result)),
            *((T("Cause: {cause}.", cause=word(result.cause)),) if result.cause else ()),
            NextStep(
                T("Next: buendnis advance {project} send_votum (office)", project=done.after.id)
                if done.decision.closes and done.before.state != done.after.state
                else T("Next: buendnis next {project} (office)", project=done.after.id)
            ),
        ),
    )


@command(
    T("Derive the result, step by step."),
    examples=(
        "buendnis motion tally LW-2026-001-V1",
        "buendnis motion tally LW-2026-001-V1 --json",
    ),
    more=(T("Before the close it is the state so far."),),
    reading=True,
)
@argument("motion", T("The motion's id."))
def tally(call: Invocation, motion: str) -> Output:
    """From seats to rule: the numbers, and every step as a sentence."""
    with reading(call) as view:
        holder, found = found_motion(view, motion)
        meeting = view.meeting(found.meeting) if found.meeting else None
        alliance = view.alliance
    if found.cancelled:
        raise Refused(T("The motion {motion} was cancelled; it has no result.", motion=found.id))
    seen = words_for(call.actor, holder.id, found, alliance)
    if not numbers_seen(seen):
        raise Refused(T("The by-laws do not show the numbers to {actor}.", actor=call.actor))
    if found.purpose == ELECTION:
        return election_tally(found, meeting, seen)
    counted = closed_numbers(found) if found.result else so_far(found, meeting)
    steps = counted.pop("steps")
    sentences = provisional(steps, seen) if found.open else derivation(steps, seen)
    data = {
        "motion": found.id,
        "provisional": found.open,
        **counted,
        "derivation": sentences,
    }
    parts = (*tally_parts(data, found, meeting), *declared_before(found))
    if seats_seen(seen):
        parts += (Heading(T("Ballots")), ballot_table(found))
    return Output(data, parts)


def _step_data(motion: str, done: Advanced) -> dict[str, Any]:
    return {
        "motion": motion,
        "project": done.after.id,
        "state": done.after.state,
        "version": done.after.version,
        "documents": done.documents,
    }
