"""Whose own ballot is left to others by those who enter something of the committee."""

from __future__ import annotations

from buendnis.facts import Motion
from buendnis.usecases.office import Office, Who

SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"


def own_seats(office: Office, who: Who, motion: Motion) -> tuple[str, ...]:
    """The seats of whoever records: the office's own, or the chair's where it is known."""
    seats = {"office": office.settings.alliance.office.seat, "chair": motion.chair}
    seat = seats.get(who.actor, "")
    return (seat,) if seat else ()
