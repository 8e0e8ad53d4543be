"""How a motion may stand when it is closed: ballots and attendance at the by-laws' boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from buendnis.facts import Attendance, Meeting
from buendnis.settings.loading import Settings
from buendnis.texts import T, Text
from votes.ballot import Attendance as VotesAttendance
from votes.ballot import MotionFrame
from votes.roster import SeatOnDay
from votes.tally import tally

_DEPUTY_CASE = "vacant"
# So many of the scenes come first that show the results themselves: for, against, split.
DECIDED = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """Ballots (seat, answer, by), the meeting they were given in, what the closing form adds, and
    how many days after the others the vote is closed."""

    about: Text
    ballots: tuple[tuple[str, str, str], ...] = ()
    meeting: Meeting | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    later: int = 0


def scenes(
    settings: Settings, meeting_id: str, day: date, mode: str, proposal: str
) -> tuple[Scene, ...]:
    """The ways in which a motion can stand: quorum met and missed by one, agreed, against, split,
    postponed; by circular everybody or all but one has answered."""
    frame = MotionFrame(mode, proposal, day, settings.alliance.roster)
    voters = _voters(frame)
    if mode == "circular":
        return _circular(voters)
    enough = _quorum(settings, day, proposal)
    found = []
    for about, count, against in (
        (T("quorum met, all for it"), enough, 0),
        (T("quorum met, all against it"), enough, enough),
        (T("quorum met, one against it"), enough, 1),
        (T("quorum missed by one seat"), enough - 1, 0),
    ):
        there = voters[:count]
        meeting = _meeting(settings, meeting_id, day, there, voters)
        found.append(Scene(about, _ballots(there, against), meeting))
    empty = Meeting(meeting_id, settings.alliance.name, "steering", day)
    found.append(Scene(T("no attendance on record"), (), empty))
    found.append(Scene(T("postponed"), (), empty, {"postponed": True}))
    return tuple(found)


def _circular(voters: list[SeatOnDay]) -> tuple[Scene, ...]:
    return (
        Scene(T("all have answered, for it"), _ballots(voters, 0)),
        Scene(T("all have answered, against it"), _ballots(voters, len(voters))),
        Scene(T("all have answered, one against it"), _ballots(voters, 1)),
        Scene(T("one answer is missing, the circular runs"), _ballots(voters[1:], 0)),
        Scene(T("one answer is missing, the circular has ended"), _ballots(voters[1:], 0), later=2),
        Scene(T("postponed"), (), None, {"postponed": True}),
    )


def _voters(frame: MotionFrame) -> list[SeatOnDay]:
    """The seats somebody can speak for; where nobody was ever named, the office's word counts."""
    return [one for one in frame.seats if one.holder or one.deputies or not one.people_known]


def _by(seat: SeatOnDay) -> str:
    return "deputy" if seat.people_known and not seat.holder else "member"


def _case(seat: SeatOnDay) -> str:
    return _DEPUTY_CASE if _by(seat) == "deputy" else ""


def _ballots(seats: list[SeatOnDay], against: int) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.id, "no" if number < against else "yes", _by(one)) for number, one in enumerate(seats)
    )


def _meeting(
    settings: Settings, meeting_id: str, day: date, there: list[SeatOnDay], voters: list[SeatOnDay]
) -> Meeting:
    present = {one.id for one in there}
    attendance = tuple(
        Attendance(one.id, _by(one), _case(one))
        if one.id in present
        else Attendance(one.id, "absent")
        for one in voters
    )
    return Meeting(meeting_id, settings.alliance.name, "steering", day, attendance=attendance)


def _quorum(settings: Settings, day: date, proposal: str) -> int:
    """The least number of seats with which the body can decide, found by counting."""
    frame = MotionFrame("meeting", proposal, day, settings.alliance.roster)
    voters = _voters(frame)
    for count in range(1, len(voters) + 1):
        there = [VotesAttendance(one.id, _by(one), _case(one) or None) for one in voters[:count]]
        if tally(frame, (), there, (), settings.bylaws).quorum.met:
            return count
    return len(voters)
