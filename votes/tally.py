"""From seats and ballots to the result, with every step on record.

The table of results: a missed quorum defers; what the decision rule finds else is the result.
Integers and fractions only. A recused ballot never counts, and silence is consent only where the
by-laws say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from votes.ballot import ANSWERS, Attendance, Ballot, MotionFrame, ballot_faults
from votes.bylaws import ByLaws
from votes.circular import consent_missing, consenting_seats, objected, quorum_of_circular
from votes.decisions import (
    CIRCULAR_FAILED,
    DECISION_RULES,
    DEFERRED,
    NO_CONSENSUS,
    NO_QUORUM,
    Chair,
    Count,
    Verdict,
    asked_of,
    decided,
)
from votes.derivation import Step, sentence
from votes.electorate import Electorate, electorate, electorate_steps, part_steps
from votes.groups import Parts, groups_allow
from votes.parameters import Decision
from votes.quorum import QuorumFinding, Summons, quorum_of_meeting
from votes.recusal import Recusal


class Result(Struct, frozen=True):
    """The result of one motion; all numbers are seats.

    result: `endorsed`, `not_endorsed`, `deferred`. cause: of a deferral `no_consensus`,
    `no_quorum`, `circular_failed`, else empty. present: entitled seats present or represented; of a
    circular, those that answered. yes: where silence is consent, the silent seats too. missing:
    present seats without an answer; of a circular, entitled seats without one. missing_seats,
    recused_seats: their ids.
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


def tally(
    motion: MotionFrame,
    ballots: Iterable[Ballot],
    attendance: Iterable[Attendance],
    recusals: Iterable[Recusal],
    bylaws: ByLaws,
) -> Result:
    """Count a motion; before its close this is the state so far.

    `ballots` holds at most one for each seat, the one that stands (ValueError otherwise;
    `votes.precedence` settles which). Those that `validate_ballots` would refuse, as of a seat
    recused later, are left out and named.
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
    body = electorate(motion, counted, there, recused, bylaws)
    consenting = consenting_seats(motion, body, counted, bylaws)
    votes = dict.fromkeys(ANSWERS, 0)
    for one in counted.values():
        votes[one.answer] += 1
    votes["yes"] += len(consenting)
    base = body.entitled if bylaws.recusal.leaves_base else body.seats
    count = Count(
        len(body.seats), len(base), len(body.entitled), len(body.present), *votes.values()
    )
    expected = body.entitled if motion.kind == "circular" else body.present
    missing = tuple(seat for seat in expected if seat not in counted and seat not in consenting)

    steps = electorate_steps(motion, body, bylaws.recusal.leaves_base)
    steps += part_steps(motion, body, missing, consenting)
    parts = Parts(base, body.present, (*counted, *consenting))
    quorum, quorum_steps = _quorum(motion, count, parts, missing, bylaws)
    steps += quorum_steps
    steps += _ballot_steps(motion, votes, missing, given, faults)
    decision = bylaws.decision_of_round(motion.round)
    chair = _chair(motion, body, counted)
    # Who consents by silence takes part in the decision, but has not answered.
    voting = replace(count, present=count.present + len(consenting))
    verdict, rule_steps = _verdict(motion, voting, quorum, body, decision, chair, bylaws)
    steps += rule_steps
    return Result(
        result=verdict.result,
        cause=verdict.cause,
        round=motion.round,
        rule=decision.rule,
        seats=count.seats,
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


def quorum_at_best(
    motion: MotionFrame, recusals: Iterable[Recusal], bylaws: ByLaws
) -> QuorumFinding:
    """The quorum of a meeting to which every seat comes that is not recused.

    Said before a motion opens: where it is not met, the recusals break the quorum.
    """
    recused = {one.seat: one for one in recusals}
    there = {seat.id: Attendance(seat.id, "member") for seat in motion.seats}
    for seat in motion.seats:
        if seat.people_known and seat.holder is None:
            there[seat.id] = Attendance(seat.id, "deputy", "vacant")
    return tally(motion, (), there.values(), recused.values(), bylaws).quorum


def _quorum(
    motion: MotionFrame, count: Count, parts: Parts, missing: tuple[str, ...], bylaws: ByLaws
) -> tuple[QuorumFinding, list[Step]]:
    if motion.kind == "circular":
        found, steps = quorum_of_circular(count, missing, bylaws)
    else:
        summons = Summons(motion.summons, motion.not_invited, motion.complaints)
        found, steps = quorum_of_meeting(count, bylaws.quorum, summons)
    code = "quorum_met" if found.reached >= found.required else "quorum_missed"
    steps.append({"code": code, "reached": found.reached, "required": found.required})
    allowed, more = groups_allow(bylaws.groups, parts, motion.groups)
    met = found.met and allowed
    return QuorumFinding(found.required, found.reached, met, found.approval), [*steps, *more]


def _chair(motion: MotionFrame, body: Electorate, counted: Mapping[str, Ballot]) -> Chair:
    if motion.chair is None:
        return Chair(known=False, entitled=False, answer="")
    ballot = counted.get(motion.chair)
    return Chair(True, motion.chair in body.entitled, ballot.answer if ballot else "")


def _verdict(
    motion: MotionFrame,
    count: Count,
    quorum: QuorumFinding,
    body: Electorate,
    decision: Decision,
    chair: Chair,
    bylaws: ByLaws,
) -> tuple[Verdict, list[Step]]:
    circular = motion.kind == "circular"
    steps = objected(motion, body, bylaws) if circular else []
    if steps:
        verdict = Verdict(DEFERRED, CIRCULAR_FAILED, "")
    elif not quorum.met:
        verdict = Verdict(DEFERRED, CIRCULAR_FAILED if circular else NO_QUORUM, "")
    elif circular and consent_missing(count, bylaws):
        steps.append({"code": "consent_of_all", "yes": count.yes, "entitled": count.entitled})
        verdict = Verdict(DEFERRED, CIRCULAR_FAILED, "")
    else:
        verdict = decided(count, motion.proposal, decision, chair)
        steps += _rule_steps(motion, count, decision, bylaws)
        steps.append({"code": verdict.code})
        if quorum.approval and verdict.result != DEFERRED:
            steps.append({"code": "approval"})
    steps.append({"code": f"result_{_outcome(verdict, quorum, decision)}"})
    return verdict, steps


def _outcome(verdict: Verdict, quorum: QuorumFinding, decision: Decision) -> str:
    """The last step's name: a deferral says why."""
    if verdict.cause == NO_CONSENSUS and DECISION_RULES[decision.rule].majority:
        return "undecided"
    if verdict.cause == NO_QUORUM and quorum.reached >= quorum.required:
        return "cannot_decide"
    return verdict.cause or verdict.result


def _rule_steps(
    motion: MotionFrame, count: Count, decision: Decision, bylaws: ByLaws
) -> list[Step]:
    steps: list[Step] = [{"code": f"rule_{decision.rule}", "round": motion.round}]
    rounds = bylaws.rounds
    if rounds.fallback:
        code = "round_first_rule" if motion.round <= rounds.after else "round_second_rule"
        steps.append({"code": code, "after": rounds.after})
    if count.abstain:
        steps.append({"code": f"abstentions_{decision.abstentions}"})
    if DECISION_RULES[decision.rule].majority or decision.base != "cast":
        asked = asked_of(count, decision)
        values = {"yes": asked.yes, "no": asked.no, "base": asked.base}
        steps.append({"code": f"measured_{decision.base}", **values})
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
