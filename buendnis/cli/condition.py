"""`motion adopt`, `motion met`: conditions of the votum (Maßgaben, Hinweise)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import writing
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output
from buendnis.cli.parameters import WholeNumber
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.motions import Found

EVIDENCE = "nachweis"


@command(
    T("Adopt a condition into an open motion."),
    examples=(
        (
            "buendnis motion adopt LW-2026-001-V1 --text TEXT --owner WHO --due before_application "
            "--evidence TEXT"
        ),
    ),
    more=(
        T("It makes a new version of the motion: earlier ballots are void, papers issued anew."),
        T("What is due before the application blocks it until it is met."),
    ),
)
@argument("motion", T("The motion's id."))
@option("--text", T("The condition, word for word."), metavar="TEXT", required=True)
@option("--owner", T("Who sees to it."), metavar="WHO", required=True)
@option(
    "--due",
    T("Until when: before_application, or a day."),
    metavar="before_application|DATE",
    required=True,
)
@option("--evidence", T("What will prove it."), metavar="TEXT", required=True)
@on_option()
def adopt(
    call: Invocation,
    motion: str,
    text: str,
    owner: str,
    due: str,
    evidence: str,
    on: date | None,
) -> Output:
    """The motion in its new version, without ballots."""
    from buendnis.usecases.conditions import adopt_condition

    with writing(call, on) as (office, who):
        done = adopt_condition(office, who, motion, text, owner, due, evidence)
    following = (
        T(
            "Next: send the new papers to the members, then buendnis motion remind {motion} "
            "(office)",
            motion=motion,
        )
        if done.motion.mode == "circular"
        else T(
            "Next: buendnis vote record {motion} --source meeting --all-present yes (office)",
            motion=motion,
        )
    )
    return Output(
        _data(done),
        (
            T(
                "{motion} has version {version} with the condition {number}; earlier ballots are "
                "void.",
                motion=motion,
                version=done.motion.version,
                number=len(done.motion.conditions),
            ),
            NextStep(following),
        ),
    )


@command(
    T("Record that an adopted condition was met."),
    examples=(
        'buendnis motion met LW-2026-001-V1 1 --evidence "Vermerk vom 02.05." --attach v.pdf',
    ),
)
@argument("motion", T("The motion's id."))
@argument("number", T("The number of the condition."), type=WholeNumber(1))
@option("--evidence", T("What proves it."), metavar="TEXT", required=True)
@option("--attach", "files", T("The evidence."), metavar="FILE", multiple=True)
@on_option()
def met(
    call: Invocation,
    motion: str,
    number: int,
    evidence: str,
    files: tuple[str, ...],
    on: date | None,
) -> Output:
    """The condition with the day on which it was met, and its evidence."""
    from buendnis.usecases.conditions import meet_condition

    papers = read_attachments([f"{EVIDENCE}={file}" for file in files])
    with writing(call, on) as (office, who):
        done = meet_condition(office, who, motion, number, evidence, papers)
    return Output(
        _data(done),
        (
            T("The condition {number} of {motion} is met.", number=number, motion=motion),
            NextStep(T("Next: buendnis next {project} (office)", project=done.holder.id)),
        ),
    )


def _data(done: Found) -> dict[str, Any]:
    return {
        "motion": done.motion.id,
        "project": done.holder.id,
        "version": done.motion.version,
        "conditions": [
            {"number": one.number, "text": one.text, "due": one.due, "met_on": one.met_on}
            for one in done.motion.conditions
        ],
    }
