"""Who may do something in the committee's work: said in one place, refused in one way."""

from __future__ import annotations

from buendnis.errors import Finding, Refused
from buendnis.texts import T
from buendnis.usecases.office import Who

KEEPERS = ("office", "chair")


def only(who: Who, *actors: str) -> None:
    """Raise `Refused` for anybody but the actors named, such as `office` or `seat:dgb`."""
    if who.actor not in actors:
        message = T("“{actor}” may not do this.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=tuple(one[:80] for one in actors))
        raise Refused(message, [Finding("role", "actor", message, remedy)])
