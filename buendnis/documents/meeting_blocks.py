"""The blocks of a meeting's papers: the meeting, its agenda, the seats, the minutes, the binder.

As in every document: JSON values, German words for codes, `None` for what is not given. Persons
stand under the keys that the record seals (`person`, `presided_by`, `kept_by`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from buendnis.documents.case import given
from buendnis.documents.labels import (
    ANSWER,
    ASPECT,
    CAUSE,
    CHANNEL,
    MEETING_KIND,
    PROPOSAL,
    RESULT,
    RESULT_ELECTION,
    RESULT_RESOLUTION,
    SUBSTITUTION,
    WEEKDAY,
    label,
)
from buendnis.documents.meeting_case import Matter, MeetingCase
from buendnis.facts import Motion, MotionResult, Project, Resolution
from votes.roster import SeatOnDay

DECLARATION = {"declaration": "Erklärung zu Protokoll", "dissent": "Abweichende Meinung"}


def meeting_block(case: MeetingCase) -> dict[str, Any]:
    """When and where, how it was invited, and why it does not take place."""
    meeting = case.meeting
    last = meeting.invitations[-1] if meeting.invitations else None
    return {
        "id": meeting.id,
        "kind": label(MEETING_KIND, meeting.kind),
        "steering": meeting.kind == "steering",
        "public": meeting.kind == "assembly",
        "day": meeting.day.isoformat(),
        "weekday": WEEKDAY[meeting.day.weekday()],
        "starts_at": given(meeting.starts_at),
        "ends_at": given(meeting.ends_at),
        "place": given(meeting.place),
        "channel": label(CHANNEL, last.channel) if last else None,
        "again": len(meeting.invitations) > 1 or (last is not None and last.summons > 1),
        "second": last is not None and last.summons > 1,
        "any_number": bool(case.extras.get("second_summons")),
        "late": last is not None and last.late,
        "reason": given(last.reason) if last else None,
        "called_off": given(meeting.called_off),
        "added": list(case.extras.get("added", ())),
        "papers": list(case.extras.get("papers", ())),
    }


def agenda_block(case: MeetingCase) -> list[dict[str, Any]]:
    """Every item: its number and title, and of a motion what is proposed and who is recused."""
    return [_item(case, one) for one in case.matters]


def seats_block(case: MeetingCase) -> list[dict[str, Any]]:
    """Every seat of the day with its holder and deputies in order, and who sat on it."""
    there = {one.seat: one for one in case.meeting.attendance}
    rows = []
    for seat in case.seats:
        part = there.get(seat.id)
        rows.append(
            {
                "title": seat.seat.title,
                "holder": _person(seat.holder.person if seat.holder else ""),
                "deputies": [_person(one.person) for one in seat.deputies],
                "present": part is not None and part.by != "absent",
                "absent": part is not None and part.by == "absent",
                "function": _function(part.by, part.case) if part else None,
                "attending": _person(_sitting(seat, part.by, part.person) if part else ""),
            }
        )
    return rows


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
        "guests": [_person(one) for one in case.meeting.guests],
        "items": [
            {
                "number": one.item.number,
                "title": one.item.title,
                "applicant": _applicant(one),
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


def parts_block(case: MeetingCase) -> list[dict[str, Any]]:
    """What the binder holds, with the page on which each part begins."""
    return [
        {
            "title": row["title"],
            "level": row["level"],
            "page": row["page"],
            "pages": row["pages"],
            "fingerprint": given(row["fingerprint"]),
        }
        for row in case.extras.get("parts", ())
    ]


MEETING_MAKERS: Mapping[str, Callable[[MeetingCase], Any]] = {
    "meeting": meeting_block,
    "agenda": agenda_block,
    "seats": seats_block,
    "minutes": minutes_block,
    "parts": parts_block,
}


# ---------------------------------------------------------------- one item


def _item(case: MeetingCase, one: Matter) -> dict[str, Any]:
    motion = one.motion if one.motion is not None and not one.motion.cancelled else None
    return {
        "number": one.item.number,
        "title": one.item.title,
        "note": given(one.item.note),
        "late": one.item.late,
        "votes": one.item.kind != "text",
        "applicant": _applicant(one),
        "motion": motion.id if motion else None,
        "proposal": label(PROPOSAL, motion.proposal) if motion else None,
        "endorse": motion is not None and motion.proposal == "endorse",
        "supplement": motion is not None and motion.purpose == "supplement",
        "election": motion is not None and motion.purpose == "election",
        "question": _question(one.holder, motion),
        "round": motion.round if motion and motion.round > 1 else None,
        "total": motion.plan.total if motion and motion.plan else None,
        "grant": motion.plan.grant if motion and motion.plan else None,
        "recusals": _recusals(case, motion) if motion else [],
        "over_cap": _over_cap(one, motion),
    }


def _over_cap(one: Matter, motion: Motion | None) -> bool:
    """Whether the reasons on the five aspects are asked for (D4)."""
    figures = one.holder.figures if isinstance(one.holder, Project) else None
    plan = motion.plan if motion else None
    return figures is not None and plan is not None and plan.total > figures.cap


def _applicant(one: Matter) -> str | None:
    return one.holder.sketch.applicant.name or None if isinstance(one.holder, Project) else None


def _question(holder: Project | Resolution | None, motion: Motion | None) -> str | None:
    """The text of a free motion, word for word; a project's question is the template's."""
    if motion is not None and motion.text:
        return motion.text
    return given(holder.text) if isinstance(holder, Resolution) else None


def _recusals(case: MeetingCase, motion: Motion) -> list[dict[str, Any]]:
    seats = {one.id: one for one in case.seats}
    rows = []
    for one in motion.recusals:
        seat = seats.get(one.seat)
        rows.append(
            {
                "seat": seat.seat.title if seat else one.seat,
                "person": given(seat.holder.person) if seat and seat.holder else None,
                "because": given(one.because),
            }
        )
    return rows


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
        "question": _question(one.holder, motion),
        "round": motion.round if motion.round > 1 else None,
        "cancelled": motion.cancelled,
        "result": label(_results(motion), result.result) if result else None,
        "cause": label(CAUSE, result.cause) if result else None,
        "quorum": _quorum(result) if result and "numbers" in shown else None,
        "counts": _counts(result) if result and "numbers" in shown else None,
        "sums": _sums(motion),
        "participants": len(motion.secret.participants) if motion.secret else None,
        "recusals": _recusals(case, motion) if "recusals" in shown else [],
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
    return {"election": RESULT_ELECTION, "resolution": RESULT_RESOLUTION}.get(
        motion.purpose, RESULT
    )


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
    """The sums of a secret ballot, by answer or by name."""
    if motion.secret is None:
        return []
    return [
        {"label": ANSWER.get(name, name), "count": count}
        for name, count in motion.secret.sums.items()
    ]


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


# ---------------------------------------------------------------- one seat


def _person(name: str) -> dict[str, Any]:
    return {"person": given(name)}


def _function(by: str, case: str) -> str | None:
    if by == "absent":
        return "abwesend"
    if by == "member":
        return "Mitglied"
    found = SUBSTITUTION.get(case, case)
    return f"Stellvertretung ({found})" if found else "Stellvertretung"


def _sitting(seat: SeatOnDay, by: str, person: str) -> str:
    """Who it was: as named, else the holder, or the only deputy."""
    if person or by == "absent":
        return person
    if by == "member":
        return seat.holder.person if seat.holder else ""
    return seat.deputies[0].person if len(seat.deputies) == 1 else ""
