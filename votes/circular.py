"""The written procedure: who must answer, what silence means, what sends it to a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from votes.ballot import Ballot, MotionFrame
from votes.bylaws import ByLaws
from votes.decisions import Count
from votes.derivation import Step
from votes.electorate import Electorate
from votes.problems import Problem
from votes.quorum import QuorumFinding, ordinary_quorum
from votes.reading import quoted
from votes.recusal import Recusal


def consenting_seats(
    motion: MotionFrame, body: Electorate, counted: dict[str, Ballot], bylaws: ByLaws
) -> tuple[str, ...]:
    """The silent seats of a circular whose silence is a yes.

    Only where the by-laws say so, and only of a seat that somebody holds: an empty chair is silent
    about everything.
    """
    if motion.kind != "circular" or bylaws.circular.silence != "consent":
        return ()
    held = {
        seat.id
        for seat in motion.seats
        if (seat.holder or not seat.people_known) and seat.id not in motion.vacated
    }
    return tuple(seat for seat in body.entitled if seat not in counted and seat in held)


def quorum_of_circular(
    count: Count, missing: tuple[str, ...], bylaws: ByLaws
) -> tuple[QuorumFinding, list[Step]]:
    """Whether enough seats have answered. Consent by silence is no answer."""
    if bylaws.circular.must_answer == "quorum":
        required, steps = ordinary_quorum(count, bylaws.quorum)
        if count.entitled < required:
            steps.append({"code": "quorum_out_of_reach", "entitled": count.entitled})
        return QuorumFinding(required, count.present, count.present >= required), steps
    found = QuorumFinding(count.entitled, count.present, not missing)
    return found, [{"code": "quorum_all", "required": found.required}]


def validate_objections(
    motion: MotionFrame,
    seats: Iterable[str],
    recusals: Iterable[Recusal],
    bylaws: ByLaws,
    recorder_seats: Iterable[str] = (),
) -> list[Problem]:
    """Why seats cannot object to the written procedure; the path of a problem is the seat.

    recorder_seats: the seats of whoever enters the objections; nobody records their own.
    """
    recused = {one.seat for one in recusals}
    own = frozenset(recorder_seats)
    problems: list[Problem] = []
    for seat in seats:
        shown = quoted(seat)
        if motion.kind != "circular":
            problems.append(Problem(shown, "objection_meeting"))
        elif not bylaws.circular.objections_to_meeting:
            problems.append(Problem(shown, "objection_closed"))
        elif seat not in motion.by_id:
            known = tuple(sorted(motion.by_id))
            problems.append(Problem(shown, "seat_unknown", {"seat": shown, "known": known}))
        elif seat in recused:
            problems.append(Problem(shown, "objection_recused", {"seat": shown}))
        elif seat in own:
            problems.append(Problem(shown, "objection_own", {"seat": shown}))
    return problems


def objected(motion: MotionFrame, body: Electorate, bylaws: ByLaws) -> list[Step]:
    """The step that says that objections send the circular to a meeting; none if they do not."""
    limit = bylaws.circular.objections_to_meeting
    objections = [seat for seat in body.entitled if seat in motion.objections]
    steps: list[Step] = []
    if 0 < limit <= len(objections):
        values = {"count": len(objections), "seats": objections, "limit": limit}
        steps.append({"code": "circular_objected", **values})
    return steps


def consent_missing(count: Count, bylaws: ByLaws) -> bool:
    """Whether the by-laws ask for the consent of all, and not all have consented."""
    return bylaws.circular.all_consent and count.yes < count.entitled
