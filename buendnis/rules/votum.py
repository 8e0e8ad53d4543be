"""Rules of the votum's letter: it follows the vote, and completes the application (C5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from buendnis.errors import Finding
from buendnis.rules.conditions import motion_result, told
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_STRATEGY = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"


@rule("C5", T("The votum is sent, and only then completes an application"), _STRATEGY)
def votum_is_sent(s: Situation) -> Iterator[Finding]:
    """A votum is sent on or after the day of the vote, with the result that holds; an application
    is completed on or after the day on which an endorsing votum was sent."""
    project = s.project
    vote = project.last("vote")
    if s.records == "votum_sent":
        if vote is not None:
            yield from _sent_before(s, vote.day)
        yield from _counted_otherwise(s, "project")
        return
    sent = project.last("votum_sent")
    if sent is None or not told(project) or motion_result(project) != "endorsed":
        if not project.adopted:
            yield Finding(
                "C5",
                "votum",
                T("No endorsing votum has been sent."),
                T("The steering group votes first, and the office sends its votum."),
                _STRATEGY,
            )
        return
    completed, day = s.day_in_form("completed_on"), sent.day_of("sent_on")
    if completed and day and completed < day:
        yield Finding(
            "C5",
            "completed_on",
            T("Completed on {day}, before the votum was sent on {sent}.", day=completed, sent=day),
            T("The votum completes the application: correct the day."),
            _STRATEGY,
        )


def _sent_before(s: Situation, voted: date) -> Iterator[Finding]:
    """The letter bears no day before that of the vote."""
    sent_on = s.day_in_form("sent_on")
    if sent_on and sent_on < voted:
        yield Finding(
            "C5",
            "sent_on",
            T("Sent on {sent}, before the vote of {day}.", sent=sent_on, day=voted),
            T("Correct the day."),
            _STRATEGY,
        )


def _counted_otherwise(s: Situation, purpose: str) -> Iterator[Finding]:
    """No letter tells a result that a new count has overtaken."""
    closed = [one for one in s.project.motions if one.purpose == purpose and one.result]
    if closed and closed[-1].recount_pending:
        motion = closed[-1].id
        yield Finding(
            "C5",
            "motion",
            T("Counted again, {motion} has another result than the one in force.", motion=motion),
            T("Put it in force first, or vote again: motion close {motion}.", motion=motion),
            _STRATEGY,
        )


@rule("C5.supplement", T("A supplement is sent after its vote"), _STRATEGY)
def supplement_is_voted(s: Situation) -> Iterator[Finding]:
    """There is a closed supplement whose result has not been sent yet, and still holds."""
    vote, sent = s.project.last("supplement_vote"), s.project.last("supplement_sent")
    if vote is None or (sent is not None and sent.position > vote.position):
        yield Finding(
            "C5",
            "supplement",
            T("There is no supplement whose result is still to be sent."),
            T("Open and close the supplement first."),
            _STRATEGY,
        )
        return
    yield from _sent_before(s, vote.day)
    yield from _counted_otherwise(s, "supplement")


@rule("told", T("A negative result is told before the file moves on"), _STRATEGY)
def negative_result_is_told(s: Situation) -> Iterator[Finding]:
    """What was not endorsed is submitted again or filed only after the applicant was told."""
    project = s.project
    last = next((one for one in reversed(project.entries) if one.source != one.target), None)
    undecided = last is None or last.records != "vote"
    if not undecided and motion_result(project) == "not_endorsed" and not told(project):
        yield Finding(
            "told",
            "send_votum",
            T("The applicant has not been told the result yet."),
            T("Send it: advance {project} send_votum.", project=project.id),
            _STRATEGY,
        )
