"""What happens while a circular runs: reminders, the one extension, the way to a meeting.

The by-laws say how often it is extended and how many objections end it. With answers missing at
its end the office extends it, or moves the motion to a meeting: papers unchanged, ballots void.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from buendnis.errors import Finding
from buendnis.events import MEMBERS_REMINDED, MOTION_EXTENDED, MOTION_MOVED
from buendnis.facts import Meeting, Motion
from buendnis.store.database import Transaction
from buendnis.store.people import reveal_plain
from buendnis.store.reading import View
from buendnis.store.record import load_meeting
from buendnis.texts import T, Text
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.entitled import SOURCE
from buendnis.usecases.evidence import known_addresses
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.motion_papers import with_documents
from buendnis.usecases.motions import (
    Found,
    find_motion,
    find_open_motion,
    is_open,
    record_on_motion,
)
from buendnis.usecases.office import Office, Who, only_roles, required_text
from buendnis.workflow.voting import bylaws_of, counted, frame_of

LETTER = "erinnerung"


class Silent(Struct, frozen=True):
    """A seat without an answer: its title, the member, the deputies, and the address that its
    last recorded mail came from, empty if there was none."""

    seat: str
    title: str
    member: str = ""
    deputies: tuple[str, ...] = ()
    address: str = ""


class Reminded(Struct, frozen=True):
    """Who has not answered, and the number of the letter that was issued, if any."""

    found: Found
    silent: tuple[Silent, ...]
    letter: str = ""


def silent_members(view: View, who: Who, found: Found) -> Reminded:
    """The seats that have not answered a circular, as far as the view knows; nothing is recorded.

    Raises `Refused` for a motion that is no open circular.
    """
    only_roles(who, ("office",))
    return Reminded(_open_circular(found), tuple(_silent(view, found.motion)))


def remind_members(office: Office, who: Who, motion_id: str, *, record: bool) -> Reminded:
    """The seats that have not answered a circular; with `record` they are reminded now, which
    enters the record with the letter to them. Where everybody has answered nothing is recorded.

    Raises `Refused` for a motion that is no open circular, or one whose last day has passed.
    """
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        found = _open_circular(find_motion(tx, motion_id))
        motion = found.motion
        silent = tuple(_silent(tx, motion))
        if not record or not silent:
            return Reminded(found, silent)
        assert motion.until is not None
        if who.on > motion.until:
            raise refusals_of((_ended(motion, motion.until),))
        asked = {"seats": [one.seat for one in silent], "until": motion.until.isoformat()}
        payload = with_documents(office, tx, who, found, MEMBERS_REMINDED, asked, (LETTER,))
        after = record_on_motion(office, tx, who, found, MEMBERS_REMINDED, payload)
        numbers = [row["number"] for row in payload.get("documents", ())]
    if numbers:
        seal_pending(office, who)
    return Reminded(after, silent, numbers[0] if numbers else "")


def extend_motion(office: Office, who: Who, motion_id: str, until: date, reason: str) -> Found:
    """Put off the end of a circular, as often as the by-laws allow. Raises `Refused`."""
    only_roles(who, ("office",))
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        wrong = tuple(_extension_faults(found.motion, who, until))
        if wrong:
            raise refusals_of(wrong)
        payload = {"until": until.isoformat(), "reason": reason}
        return record_on_motion(office, tx, who, found, MOTION_EXTENDED, payload)


def move_motion(office: Office, who: Who, motion_id: str, meeting_id: str) -> Found:
    """Move a circular to a meeting of the steering group: papers unchanged, ballots void.

    Raises `Refused` where everybody has answered and too few have objected (then it is closed), or
    for a meeting that cannot take it.
    """
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        meeting = load_meeting(tx, meeting_id)
        wrong = tuple(_move_faults(found.motion, meeting, meeting_id, who))
        if wrong:
            raise refusals_of(wrong)
        return record_on_motion(office, tx, who, found, MOTION_MOVED, {"meeting": meeting_id})


def _open_circular(found: Found) -> Found:
    if found.motion.open and found.motion.mode != "circular":
        raise refusals_of((_no_circular(found.motion),))
    return is_open(found)


def _silent(tx: Transaction | View, motion: Motion) -> Iterator[Silent]:
    missing = set(counted(motion, None).missing_seats)
    for one in frame_of(motion).seats:
        if one.id not in missing:
            continue
        holder = reveal_plain(one.holder.person, tx.query) if one.holder else ""
        deputies = tuple(reveal_plain(each.person, tx.query) for each in one.deputies)
        known = known_addresses(tx, one.id)
        yield Silent(one.id, one.seat.title, holder, deputies, known[0] if known else "")


def _extension_faults(motion: Motion, who: Who, until: date) -> Iterator[Finding]:
    if motion.mode != "circular" or motion.until is None:
        yield _no_circular(motion)
        return
    most = bylaws_of(motion).circular.extensions
    if len(motion.extensions) >= most:
        yield _finding(
            "extension",
            T(
                "Extensions of the circular so far: {count}; the by-laws allow {most}.",
                count=len(motion.extensions),
                most=most,
            ),
            T("Move it to a meeting: motion move {motion} --meeting M", motion=motion.id),
        )
    if until <= motion.until or until <= who.on:
        yield _finding(
            "until",
            T("{until} is no later end: it ends on {now}.", until=until, now=motion.until),
            T("Name a day after {day}.", day=max(motion.until, who.on)),
        )
    if _failed(motion):
        yield _finding(
            "objection",
            T("The procedure was objected to by: {seats}.", seats=motion.objections),
            T("Move it to a meeting: motion move {motion} --meeting M", motion=motion.id),
        )
    elif not counted(motion, None).missing:
        yield _complete(motion)


def _move_faults(
    motion: Motion, meeting: Meeting | None, meeting_id: str, who: Who
) -> Iterator[Finding]:
    if motion.mode != "circular":
        yield _no_circular(motion)
    elif not _failed(motion) and not counted(motion, None).missing:
        yield _complete(motion)
    wrong: Text | None = None
    if meeting is None:
        wrong = T("There is no meeting {meeting}.", meeting=meeting_id[:80])
    elif meeting.kind != "steering":
        wrong = T("The meeting {meeting} is none of the steering group.", meeting=meeting.id)
    elif meeting.closed or meeting.called_off:
        wrong = T("The meeting {meeting} is closed.", meeting=meeting.id)
    elif meeting.day < who.on:
        wrong = T("The meeting {meeting} was on {day}.", meeting=meeting.id, day=meeting.day)
    if wrong is not None:
        yield _finding("meeting", wrong, T("Name a meeting of the steering group that lies ahead."))


def _failed(motion: Motion) -> bool:
    """Whether objections have ended the circular, by the number of the by-laws."""
    return any(step["code"] == "circular_objected" for step in counted(motion, None).derivation)


def _complete(motion: Motion) -> Finding:
    return _finding(
        "missing",
        T("Everybody has answered {motion}.", motion=motion.id),
        T("Close it: motion close {motion}", motion=motion.id),
    )


def _ended(motion: Motion, until: date) -> Finding:
    return _finding(
        "until",
        T("The circular ended on {until}.", until=until),
        T(
            "Extend it (motion extend {motion} --until DAY --reason TEXT) or move it to a meeting.",
            motion=motion.id,
        ),
    )


def _no_circular(motion: Motion) -> Finding:
    return _finding(
        "mode",
        T("{motion} is voted on in a meeting.", motion=motion.id),
        T("Only a circular is reminded of, extended or moved."),
    )


def _finding(field: str, message: Text, remedy: Text) -> Finding:
    return Finding("circular", field, message, remedy, SOURCE)
