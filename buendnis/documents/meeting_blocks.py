"""The blocks of a meeting's papers: the meeting, its agenda, the seats, the binder.

As in every document: JSON values, German words for codes, `None` for what is not given. Persons
stand under the keys that the record seals (`person`, `presided_by`, `kept_by`).
"""

from __future__ import annotations

from typing import Any

from buendnis.documents.case import given
from buendnis.documents.labels import (
    CHANNEL,
    MEETING_KIND,
    PROPOSAL,
    SUBSTITUTION,
    WEEKDAY,
    label,
)
from buendnis.documents.meeting_case import Matter, MeetingCase
from buendnis.facts import Motion, Project, Resolution
from votes.roster import SeatOnDay


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
                "holder": person_cell(seat.holder.person if seat.holder else ""),
                "deputies": [person_cell(one.person) for one in seat.deputies],
                "present": part is not None and part.by != "absent",
                "absent": part is not None and part.by == "absent",
                "function": _function(part.by, part.case) if part else None,
                "attending": person_cell(_sitting(seat, part.by, part.person) if part else ""),
            }
        )
    return rows


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


# ---------------------------------------------------------------- one item


def _item(case: MeetingCase, one: Matter) -> dict[str, Any]:
    motion = one.motion if one.motion is not None and not one.motion.cancelled else None
    return {
        "number": one.item.number,
        "title": one.item.title,
        "note": given(one.item.note),
        "late": one.item.late,
        "votes": one.item.kind != "text",
        "applicant": applicant_of(one),
        "motion": motion.id if motion else None,
        "proposal": label(PROPOSAL, motion.proposal) if motion else None,
        "endorse": motion is not None and motion.proposal == "endorse",
        "supplement": motion is not None and motion.purpose == "supplement",
        "election": motion is not None and motion.purpose == "election",
        "question": question_of(one.holder, motion),
        "round": motion.round if motion and motion.round > 1 else None,
        "total": motion.plan.total if motion and motion.plan else None,
        "grant": motion.plan.grant if motion and motion.plan else None,
        "recusals": recusals_of(case, motion) if motion else [],
        "over_cap": _over_cap(one, motion),
    }


def _over_cap(one: Matter, motion: Motion | None) -> bool:
    """Whether the reasons on the five aspects are asked for (D4)."""
    figures = one.holder.figures if isinstance(one.holder, Project) else None
    plan = motion.plan if motion else None
    return figures is not None and plan is not None and plan.total > figures.cap


def applicant_of(one: Matter) -> str | None:
    """Who carries the project of an item."""
    return one.holder.sketch.applicant.name or None if isinstance(one.holder, Project) else None


def question_of(holder: Project | Resolution | None, motion: Motion | None) -> str | None:
    """The text of a free motion, word for word; a project's question is the template's."""
    if motion is not None and motion.text:
        return motion.text
    return given(holder.text) if isinstance(holder, Resolution) else None


def recusals_of(case: MeetingCase, motion: Motion) -> list[dict[str, Any]]:
    """Who is recused, by seat and name, and why."""
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


# ---------------------------------------------------------------- one seat


def person_cell(name: str) -> dict[str, Any]:
    """A person under the key that the record seals."""
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
