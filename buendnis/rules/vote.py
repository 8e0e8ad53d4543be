"""Rules of the steering group's vote and of its votum (C, D4, F)."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.errors import Finding
from buendnis.facts import Motion
from buendnis.money import Cents
from buendnis.rules.circular import circular_is_over
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_STRATEGY = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"
_BODIES = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"
_ASPECTS = (
    "goal_contribution",
    "regional_effect",
    "spatial_reach",
    "continuation",
    "transferability",
)
_DECIDED = ("endorsed", "not_endorsed")


@rule("criteria", T("Above the threshold the criteria sheet is filled in"), "Annahme")
def criteria_sheet_is_there(s: Situation) -> Iterator[Finding]:
    """A requested grant above the programme's threshold needs the criteria sheet."""
    if s.amounts.grant > s.figures.criteria_above and s.project.last("assessment") is None:
        yield Finding(
            "criteria",
            "assess",
            T(
                "The requested grant of {grant} is above {threshold}; "
                "the criteria sheet is missing.",
                grant=Cents(s.amounts.grant),
                threshold=Cents(s.figures.criteria_above),
            ),
            T("Fill it in: advance {project} assess.", project=s.project.id),
            "Annahme",
        )


@rule("F6", T("After a failed consensus the office mediates"), _BODIES)
def mediation_is_noted(s: Situation) -> Iterator[Finding]:
    """A new round after a failed consensus needs the note on the mediation."""
    if s.project.cause == "no_consensus" and not s.given("mediation"):
        yield Finding(
            "F6",
            "mediation",
            T("The last vote found no consensus; the note on the mediation is missing."),
            T("Add it (--set mediation=TEXT)."),
            _BODIES,
        )


@rule("F14", T("A motion is put to a meeting of the steering group"), _BODIES)
def motion_can_be_put(s: Situation) -> Iterator[Finding]:
    """The meeting exists, is one of the steering group, lies ahead, is open; no motion is open."""
    if s.project.open_motion is not None:
        yield Finding(
            "F14",
            "motion",
            T(
                "The motion {motion} on this project is still open.",
                motion=s.project.open_motion.id,
            ),
            T("Close it first."),
            _BODIES,
        )
    if not s.given("meeting"):
        return
    name, meeting = s.form["meeting"], s.meeting
    if meeting is None:
        message = T("There is no meeting {meeting}.", meeting=name)
    elif meeting.kind != "steering":
        message = T("The meeting {meeting} is none of the steering group.", meeting=name)
    elif meeting.closed:
        message = T("The meeting {meeting} is closed.", meeting=name)
    elif meeting.day < s.day:
        message = T("The meeting {meeting} was on {day}.", meeting=name, day=meeting.day)
    else:
        return
    remedy = T("Name a meeting that lies ahead, or the day on which the motion was put (--on DAY).")
    yield Finding("F14", "meeting", message, remedy, _BODIES)


@rule("C3", T("Only the steering group's vote gives the votum"), _STRATEGY)
def vote_can_be_closed(s: Situation) -> Iterator[Finding]:
    """A motion is open; its meeting has taken place and its attendance is on record, or its
    circular has ended or everybody has answered."""
    motion = s.motion
    if motion is None:
        yield Finding(
            "C3",
            "motion",
            T("No motion on this project is open."),
            T("Open one: motion open --project {project} …", project=s.project.id),
            _STRATEGY,
        )
        return
    if s.day < motion.opened_on:
        yield Finding(
            "C3",
            "on",
            T("Closed on {day}, before the vote was opened on {opened}.",
              day=s.day, opened=motion.opened_on),
            T("Correct the day."),
            _STRATEGY,
        )  # fmt: skip
    if s.form.get("postponed"):
        return
    if motion.mode == "meeting":
        yield from _meeting_took_place(s, motion)
    else:
        yield from circular_is_over(s, motion)


def _meeting_took_place(s: Situation, motion: Motion) -> Iterator[Finding]:
    meeting = s.meeting
    if meeting is None or s.day < meeting.day:
        yield Finding(
            "C3",
            "meeting",
            T("The meeting {meeting} has not taken place.", meeting=motion.meeting),
            T("Close the vote on or after the day of the meeting."),
            _STRATEGY,
        )
    elif not meeting.attendance:
        yield Finding(
            "C3",
            "attendance",
            T("The attendance of the meeting {meeting} is not on record.", meeting=motion.meeting),
            T("Record it: meeting attend {meeting} SEAT=member …", meeting=motion.meeting),
            _STRATEGY,
        )


@rule("C4", T("The votum holds both findings"), _STRATEGY)
def findings_agree(s: Situation) -> Iterator[Finding]:
    """The finding "endorsed" is the vote's; who endorses finds that the standards are met."""
    if s.result is None:
        return
    endorsed = s.result.result == "endorsed"
    if "endorsed" in s.form and s.form["endorsed"] != endorsed:
        yield Finding(
            "C4",
            "endorsed",
            T(
                "The finding does not agree with the vote, whose result is {result}.",
                result=s.result.result,
            ),
            T("Leave the finding out; it follows from the vote."),
            _STRATEGY,
        )
    if endorsed and s.form.get("meets_standards") is False:
        yield Finding(
            "C4",
            "meets_standards",
            T("A project that is endorsed meets the standards of the strategy."),
            T("Correct the finding, or the votes."),
            _STRATEGY,
        )


@rule("D4", T("Over the cap each aspect is weighed in writing"), _STRATEGY)
def reasons_over_the_cap(s: Situation) -> Iterator[Finding]:
    """Total cost over the cap: the votum holds reasons for each of the five aspects."""
    plan = s.motion.plan if s.motion is not None else None
    if plan is None or plan.total <= s.figures.cap:
        return
    if s.result is None or s.result.result not in _DECIDED:
        return
    given = s.form.get("reasons", {})
    for aspect in _ASPECTS:
        if not given.get(aspect):
            yield Finding(
                "D4",
                f"reasons.{aspect}",
                T(
                    "Total cost of {total} is over {cap}; the reasons on {aspect} are missing.",
                    total=Cents(plan.total),
                    cap=Cents(s.figures.cap),
                    aspect=aspect,
                ),
                T("Add --set reasons.{aspect}=TEXT.", aspect=aspect),
                _STRATEGY,
            )
