"""What is due on motions: the end of an open circular with the answers missing, adopted conditions
with a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from buendnis.facts import Condition, Motion, Project, Resolution
from buendnis.planning.due import Due
from buendnis.rules.adopted import BEFORE_APPLICATION, conditions_in_force
from buendnis.workflow.definition import Deadline, Label, Workflow

CIRCULAR = Deadline(
    "circular", Label("Ende des Umlaufverfahrens", "End of the circular"), field="until"
)
CONDITION = Deadline("condition", Label("Maßgabe", "Adopted condition"), due_from="applicant")


def circular_due(of: str, deadline: Deadline, motion: Motion) -> Iterator[Due]:
    """The end of a circular as it stands: extended, or none once the motion went to a meeting.

    of: the id of the project or resolution. The last day is a fixed one and is never shifted.
    """
    if motion.mode == "circular" and motion.until is not None:
        yield Due(
            of,
            deadline,
            motion.until,
            motion.until,
            deadline.due_from,
            motion.position,
            # What was taken over without by-laws is not counted here.
            missing=missing_answers(motion) if motion.open and motion.bylaws else (),
        )


def missing_answers(motion: Motion) -> tuple[str, ...]:
    """The seats whose answer an open circular waits for."""
    # Counting is imported where a circular runs: lists of deadlines start without it.
    from buendnis.workflow.voting import counted

    return counted(motion, None).missing_seats


def resolution_dues(resolutions: Iterable[Resolution]) -> Iterator[Due]:
    """The ends of the circulars on free motions, and the days of what was adopted into those that
    passed; the office watches over these."""
    for one in resolutions:
        last = one.motions[-1]
        if last.open:
            yield from circular_due(one.id, CIRCULAR, last)
        elif last.result is not None and last.result.result == "endorsed":
            for condition in last.conditions:
                yield from _condition_due(one.id, condition, "office")


def condition_dues(project: Project, workflow: Workflow) -> Iterator[Due]:
    """The adopted conditions that have a day and are not met, while the endorsement stands."""
    if not workflow.marked(project.state, "endorsed"):
        return
    for _, one in conditions_in_force(project):
        yield from _condition_due(project.id, one, CONDITION.due_from)


def _condition_due(of: str, one: Condition, role: str) -> Iterator[Due]:
    """The day of a condition that has one and is not met. of: the project or resolution."""
    if one.due and one.due != BEFORE_APPLICATION and one.met_on is None:
        day = date.fromisoformat(one.due)
        yield Due(of, CONDITION, day, day, role, one.position, one.text[:60])
