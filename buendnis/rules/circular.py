"""Rules of the circular: how it is named, how long it lasts at least, and when it may be closed.

Days: a period that begins on the day the papers go out does not count that day (§ 187 I BGB); its
end moves to the next working day (§ 193). A last day that the office names stays as it is (§ 31 (5)
VwVfG), so only the shortest period is shifted. A circular ends with its last day in Germany.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from buendnis.dates import next_working_day
from buendnis.errors import Finding
from buendnis.facts import Motion, MotionResult
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from votes.parameters import Circular

_BODIES = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"
_STRATEGY = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"


def period_end(day: date, days: int, state: str = "NI") -> date:
    """The last day of a period of so many days that begins with an event on `day`."""
    return next_working_day(day + timedelta(days=days), state)


def missing_seats(result: MotionResult) -> tuple[str, ...]:
    """The seats that a circular still waits for, as the derivation names them."""
    for step in result.derivation:
        if step["code"] == "circular_missing":
            return tuple(step["seats"])
    return ()


def objected(result: MotionResult) -> tuple[str, ...]:
    """The seats whose objections send a circular to a meeting; empty below the by-laws' number."""
    for step in result.derivation:
        if step["code"] == "circular_objected":
            return tuple(step["seats"])
    return ()


@rule("F9", T("A circular has a reason and an end"), _BODIES)
def way_of_voting_is_named(s: Situation) -> Iterator[Finding]:
    """A vote is in a meeting, or by circular with its reason and its last day; not both. The
    by-laws may exclude circulars, and set the shortest period."""
    meeting = s.given("meeting")
    circular = s.form.get("until") or (s.form.get("reason") and not meeting)
    named = T("Name the meeting, or the end and the reason of the circular.")
    if meeting and s.given("until"):
        yield _finding("until", T("A vote is either in a meeting or by circular."), named)
    elif not meeting and not circular:
        yield _finding("meeting", T("Neither a meeting nor a circular is named."), named)
    elif not meeting:
        yield from _circular(s)


def _circular(s: Situation) -> Iterator[Finding]:
    rules = s.bylaws.circular if s.bylaws is not None else None
    if rules is not None and not rules.allowed:
        yield _finding(
            "meeting", T("The by-laws exclude circulars."), T("Name the meeting: --meeting M.")
        )
        return
    for key in ("until", "reason"):
        if not s.given(key):
            yield _finding(
                key,
                T("A circular needs a reason and its last day."),
                T("Add --set {key}=…", key=key),
            )
    until = s.day_in_form("until")
    if until and until <= s.day:
        yield _finding(
            "until",
            T("The last day of the circular, {until}, is not after its first one.", until=until),
            T("Name a later day."),
        )
    elif until and rules is not None:
        yield from _long_enough(s, until, rules)


def _long_enough(s: Situation, until: date, rules: Circular) -> Iterator[Finding]:
    least = period_end(s.day, rules.shortest_days, s.programme.state)
    if rules.shortest_days and until < least:
        yield _finding(
            "until",
            T(
                "The circular would end on {until}; the by-laws give the members {days} days, "
                "until {least}.",
                until=until,
                days=rules.shortest_days,
                least=least,
            ),
            T("Name {least} or a later day.", least=least),
        )


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("F9", field, message, remedy, _BODIES)


def circular_is_over(s: Situation, motion: Motion) -> Iterator[Finding]:
    """C3 for a circular: before its last day has passed it is closed only if everybody has
    answered, or if objections have ended it."""
    if s.result is None or not motion.until or s.day > motion.until:
        return
    if s.result.missing and not objected(s.result):
        yield Finding(
            "C3",
            "until",
            T(
                "The circular runs until {until}, and {missing} answers are missing: {seats}.",
                until=motion.until,
                missing=s.result.missing,
                seats=missing_seats(s.result),
            ),
            T("Wait for the answers, or for the day after; motion remind asks for them."),
            _STRATEGY,
        )
