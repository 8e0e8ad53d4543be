"""The roster as the record has it: the alliance's file, and who was appointed or left since."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from buendnis.facts import Membership
from buendnis.settings.loading import Settings
from votes.roster import Roster, Seat, Tenure


def with_membership(settings: Settings, membership: Membership) -> Settings:
    """The settings with the roster after all recorded appointments and ends of terms."""
    if not membership.appointments and not membership.ended:
        return settings
    roster = Roster(tuple(_seat(one, membership) for one in settings.alliance.roster.seats))
    return replace(settings, alliance=replace(settings.alliance, roster=roster))


def _seat(seat: Seat, membership: Membership) -> Seat:
    """A seat with the terms of file and record; what both have is there once."""
    ends = {
        (one.role, one.order, one.from_day): one.to_day
        for one in membership.ended
        if one.seat == seat.id
    }
    tenures = [_ended(one, ends.get((one.role, one.order, one.from_day))) for one in seat.tenures]
    for one in membership.appointments:
        term = Tenure(one.person, one.institution, one.role, one.order, one.from_day, one.to_day)
        if one.seat == seat.id and not _void(term):
            _add(tenures, term)
    return replace(seat, tenures=tuple(one for one in tenures if not _void(one)))


def _add(tenures: list[Tenure], term: Tenure) -> None:
    """Add a recorded term; one that was entered in the file, too, is there once, and ended."""
    for number, one in enumerate(tenures):
        if replace(one, to_day=term.to_day) == term:
            tenures[number] = _ended(one, term.to_day)
            return
    tenures.append(term)


def _ended(term: Tenure, last: date | None) -> Tenure:
    """A term of the file with its recorded end; an earlier one of the file stays."""
    if last is None or (term.to_day is not None and term.to_day <= last):
        return term
    return replace(term, to_day=last)


def _void(term: Tenure) -> bool:
    """Whether an appointment was taken back: it has no day."""
    return term.to_day is not None and term.to_day < term.from_day
