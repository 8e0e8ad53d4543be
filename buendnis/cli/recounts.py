"""What is said of a motion that was counted again after a correction, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from buendnis.cli.output import NextStep, Part
from buendnis.cli.words import word
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Motion, Project


def recount_data(motion: Motion | None) -> dict[str, Any] | None:
    """The new count as JSON; None where nothing was counted again."""
    if motion is None:
        return None
    latest, declared = motion.recounts[-1], motion.result
    assert declared is not None
    return {
        "motion": motion.id,
        "result": latest.result.result,
        "cause": latest.result.cause,
        "declared": declared.result,
        "changed": latest.changed,
        "certificate": latest.certificate,
    }


def recount_parts(motion: Motion | None) -> tuple[Part, ...]:
    """Whether the result stays or is another."""
    data = recount_data(motion)
    if data is None:
        return ()
    if not data["changed"]:
        said = T(
            "{motion} was counted again: the result stays {result}.",
            motion=data["motion"],
            result=word(data["result"]),
        )
    else:
        said = T(
            "{motion} was counted again: the result is {result}; declared was {declared}.",
            motion=data["motion"],
            result=word(data["result"]),
            declared=word(data["declared"]),
        )
    return (said,)


def next_after_recount(project: Project, motion: Motion | None) -> NextStep | None:
    """What is to be done about another result; None where nothing is."""
    from buendnis.usecases.recounting import rests_on_result

    if motion is None or not motion.recount_pending:
        return None
    if rests_on_result(project, motion):
        return NextStep(
            T(
                "Next: buendnis motion open --project {project} … (office): vote again, then send "
                "the applicant a new letter",
                project=project.id,
            )
        )
    return NextStep(
        T(
            "Next: buendnis motion close {motion} (office): puts the new result in force",
            motion=motion.id,
        )
    )


def document_parts(replaced: Mapping[str, str]) -> tuple[Part, ...]:
    """What became of documents: replaced by others, marked, or marked no longer."""
    from buendnis.fold import RECOUNTED

    said: list[Part] = []
    for old, new in replaced.items():
        if new == RECOUNTED:
            said.append(T("Document {number} is marked: its result no longer holds.", number=old))
        elif new:
            said.append(T("Document {old} is replaced by {new}.", old=old, new=new))
        else:
            said.append(T("Document {number} holds again.", number=old))
    return tuple(said)
