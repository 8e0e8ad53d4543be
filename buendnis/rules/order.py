"""The order of days in the course of a project."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.errors import Finding
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"


@rule("order.end", T("Nothing ends before it began"), _SOURCE)
def ended_after_start(s: Situation) -> Iterator[Finding]:
    """The day on which a project ended is not before the day on which it began."""
    start = s.project.last("start")
    began, ended = start.day_of("started_on") if start else None, s.day_in_form("ended_on")
    if began and ended and ended < began:
        yield Finding(
            "order.end",
            "ended_on",
            T("Ended on {ended}, before it began on {began}.", ended=ended, began=began),
            T("Correct the day of the end, or of the start."),
            _SOURCE,
        )


@rule("order", T("Nobody votes before the statements are given"), _SOURCE)
def stated_before_voted(s: Situation) -> Iterator[Finding]:
    """Presented ≤ stated ≤ voted ≤ sent ≤ completed: here the middle of that chain. The rest is
    B8 (presented, stated) and C5 (voted, sent, completed)."""
    # A meeting votes on its own day, on whichever day its result is entered.
    voted = min(s.day, s.meeting.day) if s.meeting is not None else s.day
    plan = s.motion.plan if s.motion is not None else None
    concerned = plan.regions if plan is not None else s.sketch.region_names
    for region in concerned:
        days = [
            entry.day_of("stated_on")
            for entry in s.project.entries_of("statement")
            if entry.form["region"] == region
        ]
        # A later statement, given after the vote, stands beside the one that it rested on.
        stated = min((one for one in days if one), default=None)
        if stated and stated > voted:
            known = s.alliance.region(region)
            yield Finding(
                "order",
                f"statement.{region}",
                T(
                    "The statement for {region} bears the day {stated}, after the vote of {day}.",
                    region=known.name if known else region,
                    stated=stated,
                    day=voted,
                ),
                T("Correct the day of the statement, or of the vote."),
                _SOURCE,
            )
