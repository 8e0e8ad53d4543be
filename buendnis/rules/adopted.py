"""Rules of the conditions that the steering group adopted into its votum (Maßgaben, Hinweise)."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.errors import Finding
from buendnis.facts import Condition, Motion, Project
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

BEFORE_APPLICATION = "before_application"
_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 5; Geschäftsordnung (Annahme)"


def conditions_in_force(project: Project) -> tuple[tuple[Motion, Condition], ...]:
    """The adopted conditions of the votum in force: of the latest vote on the project, if it
    endorsed, and of the supplements endorsed since."""
    motions: list[Motion] = []
    for motion in project.motions:
        if motion.result is None:
            continue
        if motion.purpose == "project":
            motions = []
        if motion.result.result == "endorsed":
            motions.append(motion)
    return tuple((motion, one) for motion in motions for one in motion.conditions)


@rule("conditions", T("What is due before the application is met before it"), _SOURCE)
def conditions_are_met(s: Situation) -> Iterator[Finding]:
    """Each adopted condition that is due before the application is on record as met, on or before
    the day on which the application was completed."""
    completed = s.day_in_form("completed_on")
    for motion, one in conditions_in_force(s.project):
        if one.due != BEFORE_APPLICATION:
            continue
        if one.met_on is None:
            yield Finding(
                "conditions",
                f"{motion.id}.{one.number}",
                T(
                    "The condition {number} of {motion} is due before the application and not met: "
                    "{text}",
                    number=one.number,
                    motion=motion.id,
                    text=one.text[:80],
                ),
                T(
                    "Record it when it is met: motion met {motion} {number} --evidence TEXT",
                    motion=motion.id,
                    number=one.number,
                ),
                _SOURCE,
            )
        elif completed and completed < one.met_on:
            yield Finding(
                "conditions",
                "completed_on",
                T(
                    "Completed on {day}, before the condition {number} of {motion} was met on "
                    "{met}.",
                    day=completed,
                    number=one.number,
                    motion=motion.id,
                    met=one.met_on,
                ),
                T("Correct the day."),
                _SOURCE,
            )
