"""What is said of a free motion whose ballots were corrected, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from buendnis.cli.motion_free import resolved_data
from buendnis.cli.output import NextStep, Output, Part
from buendnis.cli.recounts import document_parts, recount_data, recount_parts
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.usecases.correcting_free import CorrectedFree
    from buendnis.usecases.office import Office, Who


def correct_free_ballot(
    office: Office,
    who: Who,
    name: str,
    entry: int,
    values: Mapping[str, Any],
    reason: str,
    confirmed_by: str,
) -> Output:
    """The correction of recorded ballots of a free motion, and the new count."""
    from buendnis.usecases.correcting_free import correct_free

    done = correct_free(office, who, name, entry, values, reason, confirmed_by)
    return _output(done, T("{project}: entry {entry} is corrected.", project=name, entry=entry))


def free_recount_pending(office: Office, motion: str) -> bool:
    """Whether a free motion waits for the result of its new count."""
    from buendnis.usecases.motions import find_motion

    with office.db.transaction() as tx:
        return find_motion(tx, motion).motion.recount_pending


def take_free_count(office: Office, who: Who, motion: str) -> Output:
    """The new result, in force, and the resolution as it was issued anew."""
    from buendnis.usecases.correcting_free import take_free_recount

    done = take_free_recount(office, who, motion)
    return _output(done, T("The new result of {motion} is in force.", motion=motion))


def _output(done: CorrectedFree, said: Text) -> Output:
    motion = done.resolved.motion if done.counted else None
    replaced = dict(done.replaces)
    data = {
        **resolved_data(done.resolved),
        "entry": done.entry,
        "replaces": replaced,
        "recount": recount_data(motion),
    }
    parts: list[Part] = [said, *recount_parts(motion), *document_parts(replaced), _next(done)]
    return Output(data, tuple(parts))


def _next(done: CorrectedFree) -> NextStep:
    from buendnis.usecases.correcting_free import rests_on_free

    motion = done.resolved.motion
    if not motion.recount_pending:
        return NextStep(T("Next: buendnis today (office)"))
    if rests_on_free(done.resolved.resolution, motion):
        return NextStep(
            T("Next: buendnis motion open --title … (office): vote again, and tell the members")
        )
    return NextStep(
        T(
            "Next: buendnis motion close {motion} (office): puts the new result in force",
            motion=motion.id,
        )
    )
