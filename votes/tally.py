"""From seats and ballots to the result, with every step on record.

The table of results: a missed quorum defers; what the decision rule finds else is the result.
Integers and fractions only. A recused ballot never counts, and silence is no consent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from votes.ballot import (
    ANSWERS,
    Attendance,
    Ballot,
    MotionFrame,
    ballot_faults,
    part_faults,
    steps_in,
)
from votes.bylaws import ByLaws
from votes.decisions import (
    ABSTENTIONS,
    CIRCULAR_FAILED,
    DECISION_RULES,
    DEFERRED,
    NO_QUORUM,
    QUORUM_BASES,
    Count,
    Verdict,
    seats_required,
)
from votes.derivation import Step, sentence
from votes.recusal import Recusal


class QuorumFinding(Struct, frozen=True):
    """Seats required and reached. Of a circular: every entitled seat, and the answers."""

    required: int
    reached: int
    met: bool


class Result(Struct, frozen=True):
    """The result of one motion; all numbers are seats.

    result: `endorsed`, `not_endorsed`, `deferred`. cause: of a deferral `no_consensus`,
    `no_quorum`, `circular_failed`, else empty. present: entitled seats present or represented; of a
    circular, those that answered. missing: present seats without an answer; of a circular, entitled
    seats without one. missing_seats, recused_seats: their ids.
    """

    result: str
    cause: str
    round: int
    rule: str
    seats: int
    entitled: int
    recused: int
    present: int
    yes: int
    no: int
    abstain: int
    missing: int
    quorum: QuorumFinding
    missing_seats: tuple[str, ...]
    recused_seats: tuple[str, ...]
    derivation: tuple[Step, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The derivation in English."""
        return tuple(sentence(step) for step in self.derivation)

    def to_data(self) -> dict[str, Any]:
        """As JSON values, for the record."""
        data: dict[str, Any] = asdict(self)
        data["quorum"] = asdict(self.quorum)
        for name in ("missing_seats", "recused_seats", "derivation"):
            data[name] = list(data[name])
        return data


class _Electorate(Struct, frozen=True):
    """Seat ids, in the order of the roster."""

    seats: tuple[str, ...]
    recused: tuple[str, ...]
    stand_ins: tuple[str, ...]
    present: tuple[str, ...]
    represented: tuple[str, ...]

    @property
    def entitled(self) -> tuple[str, ...]:
        return tuple(one for one in self.seats if one not in self.recused)


def tally(
    motion: MotionFrame,
    ballots: Iterable[Ballot],
    attendance: Iterable[Attendance],
    recusals: Iterable[Recusal],
    bylaws: ByLaws,
) -> Result:
    """Count a motion; before its close this is the state so far.

    `ballots` holds at most one for each seat, the one that stands (ValueError otherwise). Those
    that `validate_ballots` would refuse, as of a seat recused later, are left out and named.
    """
    ballots = tuple(ballots)
    there = {one.seat: one for one in attendance}
    recused = {one.seat: one for one in recusals}
    given = {one.seat: one for one in ballots}
    if len(given) != len(ballots):
        raise ValueError("two ballots of one seat: settle first which one stands")
    faults = {
        seat: ballot_faults(motion, one, there.get(seat), recused.get(seat), bylaws)
        for seat, one in given.items()
    }
    counted = {seat: one for seat, one in given.items() if not faults[seat]}
    body = _electorate(motion, counted, there, recused, bylaws)
    votes = dict.fromkeys(ANSWERS, 0)
    for one in counted.values():
        votes[one.answer] += 1
    base = len(body.entitled if bylaws.recusal.leaves_base else body.seats)
    count = Count(base, len(body.entitled), len(body.present), *votes.values())
    expected = body.entitled if motion.kind == "circular" else body.present
    missing = tuple(seat for seat in expected if seat not in counted)

    steps = _electorate_steps(motion, body, bylaws)
    steps += _part_steps(motion, body, missing)
    quorum, quorum_steps = _quorum(motion, count, missing, bylaws)
    steps += quorum_steps
    steps += _ballot_steps(motion, votes, missing, given, faults)
    verdict, rule, rule_steps = _verdict(motion, count, quorum, body.entitled, bylaws)
    steps += rule_steps
    return Result(
        result=verdict.result,
        cause=verdict.cause,
        round=motion.round,
        rule=rule,
        seats=len(body.seats),
        entitled=count.entitled,
        recused=len(body.recused),
        present=count.present,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        missing=len(missing),
        quorum=quorum,
        missing_seats=missing,
        recused_seats=body.recused,
        derivation=tuple(steps),
    )


def _electorate(
    motion: MotionFrame,
    counted: dict[str, Ballot],
    there: dict[str, Attendance],
    recused: dict[str, Recusal],
    bylaws: ByLaws,
) -> _Electorate:
    seats: list[str] = []
    out: list[str] = []
    stand_ins: list[str] = []
    present: list[str] = []
    represented: list[str] = []
    for seat in motion.seats:
        seats.append(seat.id)
        ballot, part, recusal = counted.get(seat.id), there.get(seat.id), recused.get(seat.id)
        if motion.kind == "circular":
            part = Attendance(seat.id, ballot.by, ballot.case) if ballot else None
        if recusal and not steps_in(seat, recusal, ballot, part, bylaws):
            out.append(seat.id)
            continue
        if recusal:
            stand_ins.append(seat.id)
        elif part is None or part.by == "absent":
            continue
        elif any(part_faults(motion, seat, part.by, part.case, bylaws, None)):
            # Somebody is in the room, but may not speak for the seat.
            continue
        present.append(seat.id)
        if recusal or (part and part.by == "deputy"):
            represented.append(seat.id)
    return _Electorate(*map(tuple, (seats, out, stand_ins, present, represented)))


def _quorum(
    motion: MotionFrame, count: Count, missing: tuple[str, ...], bylaws: ByLaws
) -> tuple[QuorumFinding, list[Step]]:
    if motion.kind == "circular":
        found = QuorumFinding(count.entitled, count.present, not missing)
        steps: list[Step] = [{"code": "quorum_all", "required": found.required}]
    else:
        rule = bylaws.quorum
        base = QUORUM_BASES[rule.base](count)
        required = seats_required(base, rule.fraction, rule.strictly_more, rule.least)
        found = QuorumFinding(required, count.present, count.present >= required)
        fraction = f"{rule.fraction.numerator}/{rule.fraction.denominator}"
        code = "quorum_more_than" if rule.strictly_more else "quorum_at_least"
        if required > seats_required(base, rule.fraction, rule.strictly_more, 0):
            steps = [{"code": "quorum_least", "required": required}]
        else:
            steps = [{"code": code, "fraction": fraction, "base": base, "required": required}]
    code = "quorum_met" if found.met else "quorum_missed"
    steps.append({"code": code, "reached": found.reached, "required": found.required})
    return found, steps


def _verdict(
    motion: MotionFrame,
    count: Count,
    quorum: QuorumFinding,
    entitled: tuple[str, ...],
    bylaws: ByLaws,
) -> tuple[Verdict, str, list[Step]]:
    rule = bylaws.rule_of_round(motion.round)
    steps: list[Step] = []
    limit = bylaws.circular.objections_to_meeting
    objections = [seat for seat in entitled if seat in motion.objections]
    if motion.kind == "circular" and 0 < limit <= len(objections):
        values = {"count": len(objections), "seats": objections, "limit": limit}
        steps.append({"code": "circular_objected", **values})
        verdict = Verdict(DEFERRED, CIRCULAR_FAILED, "")
    elif not quorum.met:
        cause = CIRCULAR_FAILED if motion.kind == "circular" else NO_QUORUM
        verdict = Verdict(DEFERRED, cause, "")
    else:
        mode = bylaws.decision.abstentions
        yes, no = ABSTENTIONS[mode](count.yes, count.no, count.abstain)
        asked = Count(count.base, count.entitled, count.present, yes, no, count.abstain)
        verdict = DECISION_RULES[rule].decide(asked, motion.proposal)
        steps.append({"code": f"rule_{rule}", "round": motion.round})
        if count.abstain:
            steps.append({"code": f"abstentions_{mode}"})
        steps.append({"code": verdict.code})
    steps.append({"code": f"result_{verdict.cause or verdict.result}"})
    return verdict, rule, steps


def _electorate_steps(motion: MotionFrame, body: _Electorate, bylaws: ByLaws) -> list[Step]:
    total, out = len(body.seats), len(body.recused)
    steps: list[Step] = [
        {"code": f"proposes_{motion.proposal}"},
        {"code": "seats", "seats": total, "day": motion.day.isoformat()},
    ]
    if out:
        code = "recused_leave" if bylaws.recusal.leaves_base else "recused_stay"
        steps.append({"code": code, "count": out, "seats": list(body.recused)})
    else:
        steps.append({"code": "recused_none"})
    if body.stand_ins:
        steps.append({"code": "stand_in", "seats": list(body.stand_ins)})
    values = {"seats": total, "recused": out, "entitled": len(body.entitled)}
    return [*steps, {"code": "entitled", **values}]


def _part_steps(motion: MotionFrame, body: _Electorate, missing: tuple[str, ...]) -> list[Step]:
    circular = motion.kind == "circular"
    numbers = {"present": len(body.present), "entitled": len(body.entitled)}
    steps: list[Step] = [{"code": "answered" if circular else "present", **numbers}]
    if body.represented:
        steps.append({"code": "represented", "seats": list(body.represented)})
    away = [seat for seat in body.entitled if seat not in body.present]
    if circular and missing:
        steps.append({"code": "circular_missing", "count": len(missing), "seats": list(missing)})
    elif away:
        steps.append({"code": "absent", "count": len(away), "seats": away})
    return steps


def _ballot_steps(
    motion: MotionFrame,
    votes: dict[str, int],
    missing: tuple[str, ...],
    given: dict[str, Ballot],
    faults: dict[str, list[Any]],
) -> list[Step]:
    void: dict[str, list[str]] = {}
    for seat in sorted(given):
        if faults[seat]:
            code = {"seat_recused": "void_recused", "seat_absent": "void_absent"}.get(
                faults[seat][0].code, "void_other"
            )
            void.setdefault(code, []).append(seat)
    steps: list[Step] = [{"code": code, "seats": void[code]} for code in sorted(void)]
    steps.append({"code": "answers", **votes})
    if motion.kind == "meeting" and missing:
        steps.append({"code": "silent", "count": len(missing), "seats": list(missing)})
    return steps
