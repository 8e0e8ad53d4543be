"""Who is shown what of a motion: the actor's audience, and what the by-laws disclose to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from buendnis.errors import Finding, Refused
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Motion
    from votes.parameters import Disclosure

PUBLIC = "public"
# Whoever records the ballots knows them.
_RECORDERS = frozenset({"office", "chair"})
_AUDIENCE = {"office": "auditors", "chair": "members", "seat": "members", "reader": "auditors"}


def audience_of(actor: str, holder: str) -> str:
    """The audience that an actor belongs to. holder: the project or resolution of the motion.

    The office keeps the record, and sees what auditors may. An applicant is one for the own
    project only; everybody else is the public.
    """
    role, _, of = actor.partition(":")
    if role == "applicant" and of == holder:
        return "applicant"
    return _AUDIENCE.get(role, PUBLIC)


def words_for(actor: str, holder: str, motion: Motion, alliance: str) -> frozenset[str]:
    """What the by-laws of a motion disclose to an actor: `result`, `numbers`, `reasons`,
    `recusals`, `seats`; before the close without the seats, if the by-laws ask for that."""
    disclosure = _disclosure(motion, alliance)
    if disclosure is None:
        return frozenset({"result"})
    words = frozenset(getattr(disclosure, audience_of(actor, holder)))
    role = actor.partition(":")[0]
    if motion.open and disclosure.tally_before_close == "numbers" and role not in _RECORDERS:
        return words - {"seats"}
    return words


def audience_for(actor: str, holder: str, wanted: str, motion: Motion, alliance: str) -> str:
    """The audience for whom an actor may have a certificate. Nobody gets more than their own.

    Without a wish it is the actor's own; of the office, which writes it for others, and of the
    chair, the narrowest. Raises `Refused` for one that is shown more than the actor.
    """
    own = audience_of(actor, holder)
    if not wanted:
        return PUBLIC if actor.partition(":")[0] in _RECORDERS else own
    disclosure = _disclosure(motion, alliance)
    more = (
        set(getattr(disclosure, wanted)) - set(getattr(disclosure, own)) if disclosure else {wanted}
    )
    if more and wanted != own:
        message = T(
            "The by-laws show {audience} more than {actor} may see.", audience=wanted, actor=actor
        )
        remedy = T("Leave --for away, or name a narrower audience.")
        raise Refused(message, [Finding("disclosure", "--for", message, remedy)])
    return wanted


def _disclosure(motion: Motion, alliance: str) -> Disclosure | None:
    """The by-laws' word as it was frozen with the motion; of one taken over, the alliance's."""
    if motion.bylaws:
        from buendnis.workflow.voting import bylaws_of

        return bylaws_of(motion).disclosure
    from buendnis.content import alliance_folder
    from buendnis.settings.loading import read_bylaws

    folder = alliance_folder(alliance)
    bylaws, _ = read_bylaws(folder) if folder else (None, [])
    return bylaws.disclosure if bylaws is not None else None
