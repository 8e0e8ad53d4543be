"""What a meeting's papers are about: the meeting, and what is dealt with under each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from buendnis.documents.catalogue import DocumentKind
from buendnis.facts import AgendaItem, Meeting, Motion, Project, Resolution
from buendnis.settings.alliance import Alliance
from votes.roster import SeatOnDay

Holder = Project | Resolution


@dataclass(frozen=True, slots=True)
class Matter:
    """One item with the project or free motion that it is about, and the motion as it was put in
    this meeting; both `None` where nothing is voted on."""

    item: AgendaItem
    holder: Holder | None = None
    motion: Motion | None = None


@dataclass(frozen=True, slots=True)
class MeetingCase:
    """One paper of a meeting while its data is gathered.

    seats: the roster on the day of the meeting. extras: what only the caller knows (`added`,
    `papers`, `parts`, `second_summons`).
    """

    kind: DocumentKind
    meeting: Meeting
    alliance: Alliance
    matters: tuple[Matter, ...]
    seats: tuple[SeatOnDay, ...]
    day: date
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fictitious(self) -> bool:
        """Whether the pages are marked as made up: the meeting is, or a project in it."""
        holders = (one.holder for one in self.matters)
        return self.meeting.fictitious or any(
            isinstance(one, Project) and one.fictitious for one in holders
        )


def matters_of(meeting: Meeting, holders: Mapping[str, Holder]) -> tuple[Matter, ...]:
    """What the meeting deals with: the items of its agenda, then motions that were put to it
    beside the agenda, as late items. holders: projects and free motions by their ids."""
    matters = [
        Matter(one, holders.get(one.subject), _motion(holders.get(one.subject), meeting))
        for one in meeting.agenda
    ]
    named = {one.subject for one in meeting.agenda}
    for name in sorted(holders.keys() - named):
        holder = holders[name]
        motion = _motion(holder, meeting)
        if motion is not None and not motion.cancelled:
            kind = "project" if isinstance(holder, Project) else "resolution"
            number = len(matters) + 1
            item = AgendaItem(number, kind, title_of(holder), name, late=meeting.invited)
            matters.append(Matter(item, holder, motion))
    return tuple(matters)


def title_of(holder: Holder) -> str:
    """How an item about this project or free motion is headed."""
    if isinstance(holder, Project):
        return holder.sketch.title or holder.id
    return holder.title


def _motion(holder: Holder | None, meeting: Meeting) -> Motion | None:
    """The motion that was put to the meeting: the last one that was not taken off it again."""
    found = [one for one in holder.motions if one.meeting == meeting.id] if holder else []
    standing = [one for one in found if not one.cancelled]
    return next(reversed(standing or found), None)
