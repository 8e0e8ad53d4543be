"""`vote`: entering what was voted, and who may not vote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.findings import findings_data
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import Aside, NextStep, Output, Part
from buendnis.cli.seat_values import counts_of, evidence_of, seat_texts, seat_values
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.recording_ballots import Recorded

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
@option(
    "--deputy",
    "deputies",
    T("The deputy of a seat answered, in the case prevented, vacant or recused."),
    metavar="SEAT=CASE",
    multiple=True,
)
@option("--reason", "reasons", T("Why a seat voted so."), metavar="SEAT=TEXT", multiple=True)
@option(
    "--condition",
    "conditions",
    T("A member's declaration for the record; it binds nobody until it is adopted."),
    metavar="SEAT=TEXT",
    multiple=True,
)
@option(
    "--objection",
    "objections",
    T("A seat that objects to the circular procedure, beside its vote."),
    metavar="SEAT",
    multiple=True,
)
@option(
    "--attach",
    "files",
    T("The evidence of all answers, or of one seat's."),
    metavar="[SEAT=]FILE",
    multiple=True,
)
@on_option()
def record(
    call: Invocation,
    motion: str,
    source: str,
    all_present: str | None,
    seats: tuple[str, ...],
    deputies: tuple[str, ...],
    reasons: tuple[str, ...],
    conditions: tuple[str, ...],
    objections: tuple[str, ...],
    files: tuple[str, ...],
    on: date | None,
) -> Output:
    """Ballots as the chair found them or members wrote them; a later one of a seat counts."""
    from buendnis.usecases.recording_ballots import Said, record_ballots

    answers = seat_values(seats, "--seat")
    shared, own = evidence_of(files)
    said = Said(
        deputies=seat_values(deputies, "--deputy"),
        reasons=seat_values(reasons, "--reason"),
        conditions=seat_texts(conditions, "--condition"),
        objections=tuple(dict.fromkeys(objections)),
        evidence={seat: read_attachments([f"{EVIDENCE}={file}"])[0] for seat, file in own.items()},
    )
    papers = read_attachments([f"{EVIDENCE}={file}" for file in shared])
    with writing(call, on) as (office, who):
        done = record_ballots(office, who, motion, source, answers, all_present or "", papers, said)
    lines: list[Part] = []
    if done.seats:
        lines.append(T("Recorded for {motion}: {seats}.", motion=motion, seats=done.seats))
    if said.objections:
        lines.append(
            T("Objection to the procedure recorded: {seats}.", seats=tuple(said.objections))
        )
    if done.signed:
        lines.append(
            T("Signed ballots stand, and were left as they are: {seats}.", seats=done.signed)
        )
    if done.stayed:
        lines.append(
            T(
                "Recorded before, and left as they are: {answers}. To change one: --seat SEAT=…",
                answers=done.stayed,
            )
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
    if done.hints:
        lines.append(Aside(done.hints))
    return Output(_data(done), (*lines, NextStep(following)))


@command(
    T("Enter that a seat is recused, or that it is not."),
    examples=(
        'buendnis vote recuse LW-2026-001-V1 --seat hwk --because "vertritt den Projektträger"',
        'buendnis vote recuse LW-2026-001-V1 --seat hwk --because "Beirat" --decided yes=9,no=1',
        'buendnis vote recuse LW-2026-001-V1 --seat hwk --because "verwechselt" --lift',
    ),
    more=(
        T("An earlier ballot of the seat is void then, and none can be counted."),
        T("With --decided the others voted on it, without the seat."),
    ),
)
@argument("motion", T("The motion's id."))
@option("--seat", T("The seat."), metavar="SEAT", required=True)
@option("--because", T("Why it may not vote."), metavar="TEXT", required=True)
@option("--decided", T("How the others voted on it."), metavar="yes=N,no=N,abstain=N", default=None)
@option("--lift", T("Set a wrong recusal right; its entry stays visible."), is_flag=True)
@on_option()
def recuse(
    call: Invocation,
    motion: str,
    seat: str,
    because: str,
    decided: str | None,
    lift: bool,
    on: date | None,
) -> Output:
    """A recusal that was declared or decided, or its correction, until the close."""
    from buendnis.usecases.recusals import lift_recusal, recuse_seat

    if lift and decided is not None:
        raise click.UsageError(call.say(T("Give --lift or --decided, not both.")))
    counts = counts_of(decided) if decided is not None else None
    with writing(call, on) as (office, who):
        done = (
            lift_recusal(office, who, motion, seat, because)
            if lift
            else recuse_seat(office, who, motion, seat, because, counts)
        )
    recused = any(one.seat == seat for one in done.motion.recusals)
    told = (
        T("Recused on {motion}: {seat}.", motion=motion, seat=seat)
        if recused
        else T("Not recused on {motion}: {seat}.", motion=motion, seat=seat)
    )
    following = NextStep(T("Next: buendnis motion tally {motion} (office)", motion=motion))
    return Output(_data(done), (told, following))


@command(
    T("Enter that a member objects to the vote recorded for the seat."),
    examples=('buendnis vote object LW-2026-001-V1 --seat dgb --text "Ich habe Nein gesagt"',),
    more=(
        T("Until the minutes are approved; after a circular until the file is closed."),
        T("The ballot stands until it is corrected."),
    ),
)
@argument("motion", T("The motion's id."))
@option("--seat", T("The seat."), metavar="SEAT", required=True)
@option("--text", T("What the member says."), metavar="TEXT", required=True)
@on_option()
def object_(call: Invocation, motion: str, seat: str, text: str, on: date | None) -> Output:
    """The objection beside the ballot."""
    from buendnis.usecases.disputes import object_to_ballot

    with writing(call, on) as (office, who):
        done = object_to_ballot(office, who, motion, seat, text)
    data = {"motion": done.motion.id, "project": done.holder.id, "disputes": done.motion.disputes}
    following = NextStep(T("Next: buendnis motion show {motion} (office)", motion=motion))
    said = T("Recorded: {seat} objects to its vote on {motion}.", seat=seat, motion=motion)
    return Output(data, (said, following))


def _data(done: Recorded) -> dict[str, Any]:
    return {
        "motion": done.motion.id,
        "project": done.holder.id,
        "seats": done.seats,
        "left_to_the_chair": done.left_out,
        "objections": done.motion.objections,
        "signed": done.signed,
        "stayed": done.stayed,
        "recusals": done.motion.recusals,
        "hints": findings_data(done.hints),
    }
