"""Recording ballots as the chair established them in a meeting, or as members wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from buendnis.errors import Finding
from buendnis.events import BALLOTS_RECORDED
from buendnis.facts import Motion
from buendnis.store.record import load_meeting, with_names
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, refusals_of
from buendnis.usecases.entitled import SOURCE, own_seats
from buendnis.usecases.evidence import kept_evidence, sender_hints
from buendnis.usecases.motions import Holder, find_open_motion, record_on_motion
from buendnis.usecases.office import RECORDERS, Office, Who, only_roles, required_text
from buendnis.usecases.seats import unfollowed_seats
from buendnis.usecases.signed_standing import lapsed, replacing, signed_standing
from buendnis.workflow.voting import (
    attendance_of,
    bylaws_of,
    frame_of,
    recusals_of,
    vote_findings,
)
from votes.ballot import Attendance, Ballot, answers_of_all_present, validate_ballots
from votes.circular import validate_objections

SOURCES = ("meeting", "email", "paper")


class Recorded(Struct, frozen=True):
    """What was recorded on a motion: its project or resolution, the motion after it, the seats
    entered, those present that were left to somebody else (the recorder's own seat), those whose
    signed ballot stands, what is worth a second look, and the answers (`dgb=no`) that everybody's
    did not change."""

    holder: Holder
    motion: Motion
    seats: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    hints: tuple[Finding, ...] = ()
    stayed: tuple[str, ...] = ()


class Said(Struct, frozen=True):
    """What came with the answers. deputies: seat → case of substitution, where the deputy
    answered. reasons: seat → why. conditions: seat → declarations for the record. objections:
    seats that object to the circular procedure. evidence: seat → its own paper; papers that are
    named for no seat are evidence of all."""

    deputies: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    objections: tuple[str, ...] = ()
    evidence: Mapping[str, Attachment] = field(default_factory=dict)


def record_ballots(
    office: Office,
    who: Who,
    motion_id: str,
    source: str,
    answers: Mapping[str, str],
    all_present: str = "",
    attachments: tuple[Attachment, ...] = (),
    said: Said | None = None,
) -> Recorded:
    """Record ballots as the chair established them, or as a member wrote them.

    source: `meeting`, `email` or `paper`. answers: seat → `yes`, `no`, `abstain`. all_present: the
    answer of everybody there who has given none and is not named. Nobody records the ballot of
    their own seat: the office's own is left to the chair. Raises `Refused` with all reasons.
    """
    only_roles(who, RECORDERS)
    said = said or Said()
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        motion = with_names(tx, found.motion)
        meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
        frame, bylaws = frame_of(motion), bylaws_of(motion)
        attendance, recusals = attendance_of(meeting), recusals_of(motion)
        own = own_seats(office, who, motion)
        gone = lapsed(motion, meeting)
        signed = tuple(one for one in signed_standing(motion) if one not in gone)
        ballots = [
            _ballot(seat, answer, source, attendance, motion, said)
            for seat, answer in answers.items()
        ]
        left_out: tuple[str, ...] = ()
        stayed: tuple[str, ...] = ()
        if all_present:
            there = {one.seat for one in attendance if one.by != "absent"}
            left_out = tuple(seat for seat in own if seat in there and seat not in answers)
            # What was recorded by name stays: only a name changes it.
            answered = {one.seat: one.answer for one in motion.ballots if one.seat not in gone}
            stayed = tuple(
                f"{seat}={answer}"
                for seat, answer in answered.items()
                if seat not in answers and seat not in signed and answer != all_present
            )
            left = {seat for seat, answer in answered.items() if answer != all_present}
            given = answers_of_all_present(
                frame, attendance, recusals, all_present, (*answers, *own, *signed, *left), source
            )
            # Of whom it is said that the deputy answered, that is judged as where it is named.
            ballots += [
                _ballot(one.seat, one.answer, source, attendance, motion, said)
                if one.seat in said.deputies
                else one
                for one in given
            ]
        seats = [one.seat for one in ballots]
        evidence = (*attachments, *said.evidence.values())
        replaced = replacing(motion, seats, source, evidence, gone)
        problems = [*replaced.problems]
        problems += validate_ballots(frame, ballots, attendance, recusals, bylaws, own)
        problems += validate_objections(frame, said.objections, recusals, bylaws, own)
        voted_on = meeting.day if meeting is not None else who.on
        problems += unfollowed_seats(office, tx, found, voted_on, [one.seat for one in ballots])
        wrong = [
            *vote_findings(problems, SOURCE),
            *_stray(said, {one.seat for one in ballots}),
            *(_late(motion, who) if ballots or said.objections else ()),
        ]
        if not wrong and not ballots and not said.objections:
            wrong = [_no_ballot(motion)]
        if wrong:
            raise refusals_of(tuple(wrong))
        papers = kept_evidence(tx, attachments)
        own_papers = kept_evidence(tx, said.evidence.values())
        rests = dict.fromkeys((one.seat for one in ballots), papers[0]["hash"] if papers else "")
        rests |= {seat: row["hash"] for seat, row in zip(said.evidence, own_papers, strict=True)}
        rests |= {
            seat: row["evidence"] for seat, row in replaced.links.items() if "evidence" in row
        }
        papers += [row for row in own_papers if row["hash"] not in {one["hash"] for one in papers}]
        hints = sender_hints(tx, papers, rests)
        payload: dict[str, Any] = {
            "source": source,
            "ballots": [
                _row(one, said, rests.get(one.seat, "")) | replaced.links.get(one.seat, {})
                for one in ballots
            ],
            "papers": papers,
        }
        if said.objections:
            payload["objections"] = sorted(said.objections)
        after = record_on_motion(office, tx, who, found, BALLOTS_RECORDED, payload)
        entered = tuple(one.seat for one in ballots)
        kept = tuple(one for one in signed if all_present and one not in entered)
        return Recorded(after.holder, after.motion, entered, left_out, kept, tuple(hints), stayed)


def _ballot(
    seat: str,
    answer: str,
    source: str,
    attendance: Iterable[Attendance],
    motion: Motion,
    said: Said,
) -> Ballot:
    """A ballot of whoever sits on the seat; in a circular, of the member unless it is said that
    the deputy answered, or a deputy followed the member that left."""
    case = said.deputies.get(seat)
    following = next((one for one in reversed(motion.followers) if one.seat == seat), None)
    if case is None and motion.mode == "circular" and following is not None:
        case = "vacant" if following.role == "deputy" else None
    if case is not None:
        return Ballot(seat, answer, "deputy", source, case=case)
    part = next((one for one in attendance if one.seat == seat), None)
    if part is None or motion.mode == "circular" or part.by == "absent":
        return Ballot(seat, answer, origin=source)
    return Ballot(seat, answer, part.by, source, case=part.case)


def _row(ballot: Ballot, said: Said, evidence: str) -> dict[str, Any]:
    seat = ballot.seat
    row: dict[str, Any] = {
        "seat": seat,
        "answer": ballot.answer,
        "by": ballot.by,
        "origin": ballot.origin,
    }
    more = {
        "case": ballot.case or "",
        "reason": required_text(said.reasons[seat], "reason") if seat in said.reasons else "",
        "conditions": [required_text(one, "condition") for one in said.conditions.get(seat, ())],
        "evidence": evidence,
    }
    return row | {key: value for key, value in more.items() if value}


def _stray(said: Said, seats: set[str]) -> Iterator[Finding]:
    """Reasons, declarations, cases and evidence of seats that give no answer here."""
    for seat in sorted({*said.deputies, *said.reasons, *said.conditions, *said.evidence} - seats):
        if seat in said.evidence and seat in said.objections:
            continue
        yield _finding(
            seat,
            T("Something is said for the seat {seat}, which gives no answer here.", seat=seat[:80]),
            T("Add its answer: --seat {seat}=yes.", seat=seat[:80]),
        )


def _late(motion: Motion, who: Who) -> Iterator[Finding]:
    """A circular takes no answer after its last day, which ends at midnight in Germany."""
    if motion.mode == "circular" and motion.until is not None and who.on > motion.until:
        yield Finding(
            "vote",
            "on",
            T("The circular ended on {until}; this came on {day}.", until=motion.until, day=who.on),
            T(
                "What came in time is entered with its day (--on DAY). Else extend the circular "
                "or move the motion to a meeting."
            ),
            SOURCE,
        )


def _no_ballot(motion: Motion) -> Finding:
    return _finding(
        "seat",
        T("No ballot is named, and nobody is present for {motion}.", motion=motion.id),
        T("Record the attendance first, or name seats: --seat SEAT=yes."),
    )


def _finding(field_name: str, message: Any, remedy: Any) -> Finding:
    return Finding("vote", field_name[:80], message, remedy, SOURCE)
