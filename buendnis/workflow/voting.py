"""The bridge to `votes`: what a motion freezes, who is recused, how it stands.

`votes` knows nothing of projects; here the facts of a motion become its frame and back.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from buendnis.canon import canonical, fingerprint, parsed
from buendnis.errors import Finding
from buendnis.facts import Meeting, Motion, MotionResult, RecordedBallot
from buendnis.rules.recusal import questions_left, recusals_at_opening
from buendnis.rules.situation import Situation
from buendnis.settings.loading import Settings
from buendnis.texts import Text
from buendnis.workflow.rounds import round_of
from votes.ballot import Attendance, Ballot, MotionFrame
from votes.bylaws import ByLaws, bylaws_from_data
from votes.following import Following
from votes.problems import Problem
from votes.recusal import Recusal as VotesRecusal
from votes.roster import Roster, roster_from_data
from votes.tally import Result, tally

POSTPONED = "postponed"
NO_QUORUM = "no_quorum"


def opened_motion(s: Situation, settings: Settings, purpose: str) -> Motion:
    """The motion that a step opens: roster, by-laws and plan as they stand on the day."""
    project = s.project
    number = len(project.motions) + 1
    meeting = s.form.get("meeting", "")
    roster = settings.alliance.roster
    return Motion(
        id=f"{project.id}-V{number}",
        position=0,
        purpose=purpose,
        proposal=s.form.get("proposal", "endorse"),
        mode="meeting" if meeting else "circular",
        opened_on=s.day,
        sketch_version=project.sketch_version,
        round=round_of(project.motions, purpose, s.asked),
        meeting=meeting,
        until=s.day_in_form("until"),
        reason=s.form.get("reason", ""),
        roster=tuple(roster.to_data()["seats"]),
        bylaws=settings.bylaws.to_data(),
        papers=fingerprint(canonical([s.sketch, dict(s.form)])),
        plan=s.asked,
        recusals=recusals_at_opening(s),
        questions=questions_left(s),
        summons=_summons(s, purpose),
    )


def frame_of(motion: Motion, meeting: Meeting | None = None) -> MotionFrame:
    """What counting needs of a motion, and of how its meeting was called."""
    return MotionFrame(
        kind=motion.mode,
        proposal=motion.proposal,
        day=motion.opened_on,
        roster=_roster(canonical(motion.roster)),
        round=motion.round,
        vacated=tuple(sorted({one.seat for one in motion.followers})),
        objections=motion.objections,
        chair=motion.chair or None,
        summons=motion.summons,
        not_invited=meeting.not_invited if meeting else (),
        complaints=meeting.complaints if meeting else (),
    )


def followings_of(motion: Motion) -> tuple[Following, ...]:
    """Who follows on the motion's seats, as `votes` reads it."""
    return tuple(Following(one.seat, one.person, one.role) for one in motion.followers)


def bylaws_of(motion: Motion) -> ByLaws:
    """The by-laws as they were frozen with the motion."""
    return _bylaws(canonical(motion.bylaws))


def counted(motion: Motion, meeting: Meeting | None) -> Result:
    """How the motion stands: before its close the state so far."""
    return tally(
        frame_of(motion, meeting),
        ballots_of(motion, meeting),
        attendance_of(meeting),
        recusals_of(motion),
        bylaws_of(motion),
    )


def circular_answered(motion: Motion) -> bool:
    """Whether a circular is over before its last day: everybody has answered, or objections have
    ended it."""
    result = counted(motion, None)
    codes = {step["code"] for step in result.derivation}
    return not result.missing or "circular_objected" in codes


def ballots_of(motion: Motion, meeting: Meeting | None) -> tuple[Ballot, ...]:
    """The ballots that stand, as `votes` counts them."""
    there = {one.seat: one for one in attendance_of(meeting)}
    return tuple(
        Ballot(
            seat=one.seat,
            answer=one.answer,
            by=one.by,
            origin=one.origin,
            reason=one.reason,
            case=_case(one, there.get(one.seat)),
        )
        for one in motion.ballots
    )


def _case(ballot: RecordedBallot, there: Attendance | None) -> str | None:
    """A deputy's case of substitution: the ballot's own, else that of the attendance list."""
    if ballot.by != "deputy":
        return None
    return ballot.case or (there.case if there is not None else None)


def attendance_of(meeting: Meeting | None) -> tuple[Attendance, ...]:
    """The attendance list of a meeting, as `votes` reads it."""
    if meeting is None:
        return ()
    return tuple(Attendance(one.seat, one.by, one.case or None) for one in meeting.attendance)


def recusals_of(motion: Motion) -> tuple[VotesRecusal, ...]:
    """The recusals of a motion, as `votes` reads them."""
    return tuple(VotesRecusal(one.seat, one.because, one.institutions) for one in motion.recusals)


def motion_result(motion: Motion, meeting: Meeting | None, postponed: bool) -> MotionResult:
    """The result that the close records; a motion that is postponed is deferred uncounted."""
    result = counted(motion, meeting)
    return MotionResult(
        result="deferred" if postponed else result.result,
        cause=POSTPONED if postponed else result.cause,
        seats=result.seats,
        entitled=result.entitled,
        recused=result.recused,
        present=result.present,
        yes=result.yes,
        no=result.no,
        abstain=result.abstain,
        missing=result.missing,
        quorum_required=result.quorum.required,
        quorum_reached=result.quorum.reached,
        quorum_met=result.quorum.met,
        rule=result.rule,
        derivation=tuple(dict(step) for step in result.derivation),
    )


def vote_findings(problems: list[Problem], source: str) -> tuple[Finding, ...]:
    """What `votes` found wrong, as findings (rule `vote`)."""
    return tuple(
        Finding(
            "vote",
            one.path,
            Text(one.msgid, _values(one)),
            Text(one.remedy_msgid, _values(one)),
            source,
        )
        for one in problems
    )


# Motions that opened on the same day hold the same roster and by-laws; reading them takes longer
# than counting.
@lru_cache(maxsize=32)
def _roster(seats: bytes) -> Roster:
    return roster_from_data({"seats": parsed(seats, list)})[0]


@lru_cache(maxsize=32)
def _bylaws(data: bytes) -> ByLaws:
    bylaws, problems = bylaws_from_data(parsed(data, dict))
    if bylaws is None:
        raise ValueError(f"the by-laws of a motion cannot be read: {problems[:1]}")
    return bylaws


def _values(problem: Problem) -> dict[str, Any]:
    return {
        key: value if isinstance(value, str | int | date | tuple | list) else str(value)
        for key, value in problem.values.items()
    }


def _summons(s: Situation, purpose: str) -> int:
    """2 where the meeting was summoned a second time, and this failed for want of a quorum."""
    invited = s.meeting.invitations if s.meeting is not None else ()
    closed = [one for one in s.project.motions if one.purpose == purpose and one.result is not None]
    failed = bool(closed) and closed[-1].result is not None and closed[-1].result.cause == NO_QUORUM
    return 2 if failed and invited and invited[-1].summons > 1 else 1
