"""`vote`: entering what was voted, and who may not vote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output
from buendnis.cli.seat_values import seat_values
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.committee import Recorded

SOURCES = ("meeting", "email", "paper")
ANSWERS = ("yes", "no", "abstain")
EVIDENCE = "ballot"


@command(
    T("Enter what was voted."),
    examples=(
        "buendnis vote record LW-2026-001-V1 --source meeting --all-present yes",
        "buendnis vote record LW-2026-001-V1 --source meeting --all-present yes --seat dgb=no",
        "buendnis vote record LW-2026-001-V1 --source email --seat arl=abstain --attach mail.eml",
    ),
    more=(
        T("Nobody records the ballot of their own seat; the office's is left to the chair:"),
        T("buendnis --actor chair vote record MOTION --source meeting --seat SEAT=yes"),
    ),
)
@argument("motion", T("The motion's id."))
@option(
    "--source",
    T("How the answers came: in the meeting, by e-mail, or on paper."),
    type=click.Choice(SOURCES),
    required=True,
)
@option(
    "--all-present",
    T("The answer of everybody present who is not named."),
    type=click.Choice(ANSWERS),
    default=None,
)
@option(
    "--seat",
    "seats",
    T("The answer of one seat: yes, no or abstain."),
    metavar="SEAT=ANSWER",
    multiple=True,
)
@option("--attach", "files", T("The evidence."), metavar="FILE", multiple=True)
@on_option()
def record(
    call: Invocation,
    motion: str,
    source: str,
    all_present: str | None,
    seats: tuple[str, ...],
    files: tuple[str, ...],
    on: date | None,
) -> Output:
    """Ballots as the chair found them or members wrote them; a later one of a seat counts."""
    from buendnis.usecases.committee import record_ballots

    answers = seat_values(seats, "--seat")
    papers = read_attachments([f"{EVIDENCE}={file}" for file in files])
    with writing(call, on) as (office, who):
        done = record_ballots(office, who, motion, source, answers, all_present or "", papers)
    lines = [T("Recorded for {motion}: {seats}.", motion=motion, seats=done.seats)]
    if done.signed:
        lines.append(
            T("Signed ballots stand, and were left as they are: {seats}.", seats=done.signed)
        )
    if done.left_out:
        lines.append(
            T(
                "Left to the chair, because nobody records their own seat: {seats}.",
                seats=done.left_out,
            )
        )
        following = T(
            "Next: buendnis --actor chair vote record {motion} --source {source} --seat {seat}=… "
            "(chair)",
            motion=motion,
            source=source,
            seat=done.left_out[0],
        )
    else:
        following = T("Next: buendnis motion tally {motion} (office)", motion=motion)
    return Output(_data(done), (*lines, NextStep(following)))


@command(
    T("Enter that a seat is recused."),
    examples=(
        'buendnis vote recuse LW-2026-001-V1 --seat hwk --because "vertritt den Projektträger"',
    ),
    more=(T("An earlier ballot of the seat is void then, and none can be counted."),),
)
@argument("motion", T("The motion's id."))
@option("--seat", T("The seat."), metavar="SEAT", required=True)
@option("--because", T("Why it may not vote."), metavar="TEXT", required=True)
@on_option()
def recuse(call: Invocation, motion: str, seat: str, because: str, on: date | None) -> Output:
    """A recusal that was declared or decided, until the close."""
    from buendnis.usecases.committee import recuse_seat

    with writing(call, on) as (office, who):
        done = recuse_seat(office, who, motion, seat, because)
    return Output(
        _data(done),
        (
            T("Recused on {motion}: {seat}.", motion=motion, seat=seat),
            NextStep(T("Next: buendnis motion tally {motion} (office)", motion=motion)),
        ),
    )


def _data(done: Recorded) -> dict[str, Any]:
    return {
        "motion": done.motion.id,
        "project": done.holder.id,
        "seats": done.seats,
        "left_to_the_chair": done.left_out,
        "signed": done.signed,
        "recusals": done.motion.recusals,
    }
