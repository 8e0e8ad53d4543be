"""The fold of the alliance's own stream: who was appointed, whose term ended, the members' keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from buendnis.events import (
    KEY_REGISTERED,
    KEY_REVOKED,
    SEAT_APPOINTED,
    SEAT_ENDED,
    Event,
)
from buendnis.facts import (
    Appointment,
    EndedTerm,
    MemberKey,
    Membership,
)


def fold_membership(events: Iterable[Event]) -> Membership:
    """Who was appointed, whose term ended, and the members' keys, from the alliance's entries."""
    membership = Membership()
    for event in events:
        change = _ON_MEMBERSHIP.get(event.kind)
        if change:
            membership = change(membership, event)
    return membership


def _appointed(membership: Membership, event: Event) -> Membership:
    row = event.payload
    one = Appointment(
        row["seat"],
        row["person"],
        row["institution"],
        row["role"],
        row["order"],
        date.fromisoformat(row["from"]),
        event.position,
    )
    return replace(membership, appointments=(*membership.appointments, one))


def _ended(membership: Membership, event: Event) -> Membership:
    """A term is known by its seat, role, order and first day; one that the record does not have
    stands in the alliance's file."""
    row = event.payload
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    term = (row["seat"], row["role"], row["order"], first)
    found = [one for one in membership.appointments if _term(one) == term and not _void(one)]
    if not found:
        ended = (*membership.ended, EndedTerm(*term, last))
        return replace(membership, ended=ended)
    appointments = tuple(
        replace(one, to_day=last) if one is found[-1] else one for one in membership.appointments
    )
    return replace(membership, appointments=appointments)


def _term(one: Appointment) -> tuple[str, str, int, date]:
    return (one.seat, one.role, one.order, one.from_day)


def _void(one: Appointment) -> bool:
    return one.to_day is not None and one.to_day < one.from_day


def _key_registered(membership: Membership, event: Event) -> Membership:
    row = event.payload
    one = MemberKey(
        row["key"],
        row["seat"],
        row["person"],
        dict(row["jwk"]),
        date.fromisoformat(row["from"]),
        event.position,
        role=row.get("role", "member"),
    )
    return replace(membership, keys=(*membership.keys, one))


def _key_revoked(membership: Membership, event: Event) -> Membership:
    row = event.payload
    keys = tuple(
        replace(one, revoked_from=date.fromisoformat(row["from"]), reason=row["reason"])
        if one.key == row["key"]
        else one
        for one in membership.keys
    )
    return replace(membership, keys=keys)


_ON_MEMBERSHIP: Mapping[str, Callable[[Membership, Event], Membership]] = {
    SEAT_APPOINTED: _appointed,
    SEAT_ENDED: _ended,
    KEY_REGISTERED: _key_registered,
    KEY_REVOKED: _key_revoked,
}
