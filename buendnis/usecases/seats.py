"""Who sits on a seat: appointing people, ending terms, and who follows on an open motion.

Appointments and ends are entries of the alliance's own stream; the seats themselves stand in the
alliance's file. A motion keeps the seats that it froze; there `follow_seat` says who goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from buendnis.events import SEAT_APPOINTED, SEAT_ENDED, SEAT_FOLLOWED
from buendnis.facts import Motion
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting, record_on_alliance, with_names
from buendnis.usecases.advancing import refusals_of
from buendnis.usecases.care import only_office
from buendnis.usecases.motions import Found, find_open_motion, open_motions, record_on_motion
from buendnis.usecases.office import Office, Who, fit_text, not_ahead, required_text
from buendnis.workflow.voting import followings_of, frame_of, vote_findings
from votes.appointments import appointed, ended, term_of
from votes.following import follower, has_left, unfollowed, was_in_office
from votes.problems import Problem
from votes.roster import Roster, Tenure

SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"
_DAY = timedelta(days=1)


class Vacated(Struct, frozen=True):
    """An open motion on which a seat has nobody any more. people: who could follow, by name."""

    motion: str
    seat: str
    people: tuple[str, ...]


class Appointed(Struct, frozen=True):
    """A person on a seat. alone: a deputy was entered for a seat that has no member on that day,
    so that it now counts as vacant."""

    seat: str
    term: Tenure
    alone: bool


class Ended(Struct, frozen=True):
    """A term that ends. taken_back: it never began. vacated: the open motions that it leaves
    without anybody on the seat."""

    seat: str
    term: Tenure
    last_day: date
    taken_back: bool
    vacated: tuple[Vacated, ...]


class Followed(Struct, frozen=True):
    """Who goes on for a seat on an open motion."""

    motion: Motion
    seat: str
    term: Tenure


def appoint_seat(
    office: Office,
    who: Who,
    seat: str,
    person: str,
    institution: str,
    first_day: date,
    deputy: int = 0,
) -> Appointed:
    """Appoint a person to a seat from a day on, which may have passed or lie ahead.

    deputy: 1 for the first deputy, 2 for the second; 0 for the member. institution: the one that
    names the person; empty where the seat has only one. Raises `Refused` with all reasons: no such
    seat, an institution without part in it, overlapping terms, a person on two seats, no place.
    """
    only_office(who)
    not_ahead(who)
    person = required_text(person, "person")
    institution = fit_text(institution, "institution")
    role, order = ("deputy", deputy) if deputy else ("member", 1)
    with office.db.transaction() as tx:
        roster = office.settings_in(tx).alliance.roster
        asked = Tenure(person, institution, role, order, first_day)
        after, problems = appointed(roster, seat, asked)
        if problems:
            raise refusals_of(vote_findings(problems, SOURCE))
        changed = after.seat(seat)
        assert changed is not None
        term = changed.tenures[-1]
        payload = {
            "seat": seat,
            "person": person,
            "institution": term.institution,
            "role": role,
            "order": order,
            "from": first_day.isoformat(),
        }
        record_on_alliance(tx, who.entering(), SEAT_APPOINTED, payload)
        there = next(one for one in after.on(first_day) if one.id == seat)
        return Appointed(seat, term, role == "deputy" and there.holder is None)


def end_seat(
    office: Office, who: Who, seat: str, person: str, last_day: date, reason: str = ""
) -> Ended:
    """End a person's term on a seat with a last day, which may have passed or lie ahead.

    The day before the first day takes an appointment back. Raises `Refused` for an unknown seat or
    a person without a term on that day.
    """
    only_office(who)
    not_ahead(who)
    person = required_text(person, "person")
    reason = fit_text(reason, "reason")
    with office.db.transaction() as tx:
        roster = office.settings_in(tx).alliance.roster
        _, problems = ended(roster, seat, person, last_day)
        term = term_of(roster, seat, person, last_day)
        if problems or term is None:
            raise refusals_of(vote_findings(problems, SOURCE))
        payload = {
            "seat": seat,
            "person": person,
            "role": term.role,
            "order": term.order,
            "from": term.from_day.isoformat(),
            "to": last_day.isoformat(),
            "reason": reason,
        }
        record_on_alliance(tx, who.entering(), SEAT_ENDED, payload)
        now = office.settings_in(tx).alliance.roster
        vacated = tuple(_vacated(tx, now, seat, person, last_day + _DAY))
        return Ended(seat, term, last_day, last_day < term.from_day, vacated)


def follow_seat(office: Office, who: Who, motion_id: str, seat: str, person: str) -> Followed:
    """Record that a person goes on for a seat whose holder left while the motion is open.

    The successor follows, or a deputy while nobody holds the seat. Raises `Refused` with all
    reasons: the holder is still in office, the person has no term, a ballot cast in office stands.
    A ballot that turns out to be cast after the last day in office is void then.
    """
    only_office(who)
    person = required_text(person, "person")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        motion = with_names(tx, found.motion)
        now = office.settings_in(tx).alliance.roster
        stands = seat in _standing(tx, motion, now)
        followings = followings_of(motion)
        term, problems = follower(frame_of(motion), followings, now, seat, person, who.on, stands)
        if problems or term is None:
            raise refusals_of(vote_findings(problems, SOURCE))
        payload = {
            "seat": seat,
            "person": person,
            "institution": term.institution,
            "role": term.role,
            # A ballot that was cast after the last day in office does not stand.
            "voids": any(one.seat == seat for one in motion.ballots),
        }
        after = record_on_motion(office, tx, who, found, SEAT_FOLLOWED, payload)
        return Followed(after.motion, seat, term)


def unfollowed_seats(
    office: Office, tx: Transaction, found: Found, day: date, seats: Iterable[str]
) -> list[Problem]:
    """Why ballots of these seats cannot be entered: somebody left since the motion was opened, and
    nobody follows, or the ballot that was cast in office stands. day: the day of the vote."""
    motion = with_names(tx, found.motion)
    now = office.settings_in(tx).alliance.roster
    voted = _standing(tx, motion, now)
    return unfollowed(frame_of(motion), followings_of(motion), now, day, seats, voted)


def _standing(tx: Transaction, motion: Motion, now: Roster) -> frozenset[str]:
    """The seats whose ballot was cast in office, as far as is known now: on the day of the meeting,
    or of a circular on the day that was entered for it."""
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    frame, followings = frame_of(motion), followings_of(motion)
    stand = set()
    for one in motion.ballots:
        day = meeting.day if meeting is not None else _day_of(tx, one.position)
        if was_in_office(frame, followings, now, one.seat, day):
            stand.add(one.seat)
    return frozenset(stand)


def _day_of(tx: Transaction, position: int) -> date:
    """The business day of an entry."""
    rows = tx.query("SELECT day FROM event WHERE position = ?", (position,))
    return date.fromisoformat(rows[0][0])


def _vacated(tx: Transaction, now: Roster, seat: str, person: str, day: date) -> Iterator[Vacated]:
    for found in open_motions(tx):
        motion = with_names(tx, found.motion)
        if seat in _standing(tx, motion, now):
            continue
        if has_left(frame_of(motion), followings_of(motion), now, seat, day) == person:
            there = next((one for one in now.on(day) if one.id == seat), None)
            people = there.deputies if there else ()
            if there and there.holder:
                people = (there.holder,)
            yield Vacated(motion.id, seat, tuple(one.person for one in people))
