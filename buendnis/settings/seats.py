"""The roster as the record has it: the alliance's file, and who was appointed or left since."""

from __future__ import annotations

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
    ends = {person: last for name, person, last in membership.ended if name == seat.id}
    tenures = [
        replace(one, to_day=ends[one.person]) if one.person in ends and one.to_day is None else one
        for one in seat.tenures
    ]
    tenures += [
        Tenure(one.person, one.institution, one.role, one.order, one.from_day, one.to_day)
        for one in membership.appointments
        if one.seat == seat.id
    ]
    return replace(seat, tenures=tuple(tenures))
