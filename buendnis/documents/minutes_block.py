"""The block of the minutes: what was decided, as far as the by-laws disclose it, and what was said.

Source: § 93 VwVfG. What of a vote stands in minutes is `disclosure.minutes` of the by-laws that
were frozen with the motion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from buendnis.documents.case import given
from buendnis.documents.labels import (
    ANSWER,
    ASPECT,
    CAUSE,
    OUTCOME,
    PROPOSAL,
    RESULT,
    label,
)
from buendnis.documents.meeting_blocks import (
    applicant_of,
    person_cell,
    question_of,
    recusals_of,
)
from buendnis.documents.meeting_case import Matter, MeetingCase
from buendnis.facts import Motion, MotionResult, Project

DECLARATION = {"declaration": "Erklärung zu Protokoll", "dissent": "Abweichende Meinung"}


def minutes_block(case: MeetingCase) -> dict[str, Any] | None:
    """What the minutes say beside the agenda: course, results, declarations, objections."""
    minutes = case.meeting.minutes
    if minutes is None:
        return None
    titles = {one.id: one.seat.title for one in case.seats}
    return {
        "presided_by": given(minutes.presided_by),
        "kept_by": given(minutes.kept_by),
        "version": minutes.version,
        "draft": minutes.state == "draft",
        "guests": [person_cell(one) for one in case.meeting.guests],
        "not_invited": [titles.get(seat, seat) for seat in case.meeting.not_invited],
        "complaints": [titles.get(seat, seat) for seat in case.meeting.complaints],
        "items": [
            {
                "number": one.item.number,
                "title": one.item.title,
                "applicant": applicant_of(one),
                "late": one.item.late,
                "course": given(minutes.course.get(str(one.item.number))),
                "motion": _decided(case, one) if one.motion is not None else None,
                "declarations": [
                    *_declared_on_ballots(one.motion, titles),
                    *(
                        {
                            "seat": titles.get(said.seat, said.seat),
                            "kind": DECLARATION[said.kind],
                            "text": said.text,
                        }
                        for said in minutes.declarations
                        if said.item == str(one.item.number)
                    ),
                ],
            }
            for one in case.matters
        ],
        "objections": [
            {"seat": titles.get(seat, seat), "text": text} for seat, text in minutes.objections
        ],
        "sent_on": minutes.sent_on.isoformat() if minutes.sent_on else None,
        "approved_on": minutes.approved_on.isoformat() if minutes.approved_on else None,
        "approved_in": given(minutes.approved_in),
    }


def _decided(case: MeetingCase, one: Matter) -> dict[str, Any]:
    """A motion's outcome, as far as the by-laws disclose it in minutes."""
    motion = one.motion
    assert motion is not None
    shown = motion.bylaws.get("disclosure", {}).get("minutes", ["result"])
    result, form = motion.result, motion.form
    reasons = form.get("reasons", {})
    return {
        "id": motion.id,
        "proposal": label(PROPOSAL, motion.proposal),
        "endorse": motion.proposal == "endorse",
        "project": isinstance(one.holder, Project),
        "supplement": motion.purpose == "supplement",
        "election": motion.purpose == "election",
        "question": question_of(one.holder, motion),
        "round": motion.round if motion.round > 1 else None,
        "cancelled": motion.cancelled,
        "result": label(_results(motion), result.result) if result else None,
        "cause": label(CAUSE, result.cause) if result else None,
        "quorum": _quorum(result) if result and "numbers" in shown else None,
        # No seat's answer of an election is known; its sums stand below.
        "counts": _counts(result)
        if result and "numbers" in shown and motion.secret is None
        else None,
        "elected": given(form.get("elected", "")),
        "sums": _sums(motion),
        "participants": len(motion.secret.participants) if motion.secret else None,
        "recusals": recusals_of(case, motion) if "recusals" in shown else [],
        "conditions": [
            *(found.text for found in motion.conditions),
            *(text for text in form.get("conditions", ())),
        ],
        "reasons": [
            {"aspect": name, "text": reasons[key]}
            for key, name in ASPECT.items()
            if reasons.get(key)
        ]
        if "reasons" in shown
        else [],
        "ballots": _ballots(case, motion) if "seats" in shown else [],
    }


def _results(motion: Motion) -> Mapping[str, str]:
    """The words for a result, by what was voted on."""
    return OUTCOME if motion.purpose in ("election", "resolution") else RESULT


def _quorum(result: MotionResult) -> dict[str, Any]:
    return {
        "met": result.quorum_met,
        "required": result.quorum_required,
        "reached": result.quorum_reached,
    }


def _counts(result: MotionResult) -> dict[str, int]:
    return {
        "yes": result.yes,
        "no": result.no,
        "abstain": result.abstain,
        "recused": result.recused,
    }


def _sums(motion: Motion) -> list[dict[str, Any]]:
    """The sums of a secret ballot, by name, and the ballots without a vote."""
    secret = motion.secret
    if secret is None:
        return []
    rows = [{"label": one.person, "count": one.votes} for one in secret.sums]
    rows += [{"label": "ohne Stimme", "count": secret.blank}] if secret.blank else []
    rows += [{"label": "ungültig", "count": secret.invalid}] if secret.invalid else []
    return rows


def _ballots(case: MeetingCase, motion: Motion) -> list[dict[str, Any]]:
    titles = {one.id: one.seat.title for one in case.seats}
    return [
        {"seat": titles.get(one.seat, one.seat), "answer": ANSWER[one.answer]}
        for one in motion.ballots
    ]


def _declared_on_ballots(
    motion: Motion | None, titles: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    """The conditions on ballots: each is that member's declaration until it is adopted."""
    for ballot in motion.ballots if motion is not None else ():
        for text in ballot.conditions:
            seat = titles.get(ballot.seat, ballot.seat)
            yield {"seat": seat, "kind": DECLARATION["declaration"], "text": text}
