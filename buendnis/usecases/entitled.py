"""Who may enter something of the committee, and whose own ballot they leave to others."""

from __future__ import annotations

from buendnis.errors import Finding, Refused
from buendnis.facts import Motion
from buendnis.texts import T
from buendnis.usecases.office import Office, Who

RECORDERS = ("office", "chair")
SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"


def only(who: Who, roles: tuple[str, ...]) -> None:
    """Raise `Refused` for an actor of another role."""
    if who.actor.partition(":")[0] not in roles:
        message = T("“{actor}” may not do this.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=roles)
        raise Refused(message, [Finding("role", "actor", message, remedy)])


def own_seats(office: Office, who: Who, motion: Motion) -> tuple[str, ...]:
    """The seats of whoever records: the office's own, or the chair's where it is known."""
    seats = {"office": office.settings.alliance.office.seat, "chair": motion.chair}
    seat = seats.get(who.actor, "")
    return (seat,) if seat else ()
