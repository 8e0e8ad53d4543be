"""The vocabulary's code words as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

from buendnis.texts import T, Text, verbatim

_WORDS = {
    "endorsed": T("endorsed"),
    "not_endorsed": T("not endorsed"),
    "deferred": T("deferred"),
    "no_consensus": T("no consensus"),
    "no_quorum": T("no quorum"),
    "postponed": T("postponed"),
    "circular_failed": T("the circular failed"),
    "endorse": T("endorse"),
    "decline": T("decline"),
    "open": T("open"),
    "closed": T("closed"),
    "cancelled": T("cancelled"),
    "steering": T("steering group"),
    "assembly": T("assembly"),
    "exchange": T("exchange"),
    "yes": T("yes"),
    "no": T("no"),
    "abstain": T("abstention"),
    "member": T("member"),
    "deputy": T("deputy"),
    "absent": T("absent"),
    "meeting": T("meeting"),
    "email": T("e-mail"),
    "paper": T("paper"),
    "signed": T("signed"),
    "prevented": T("prevented"),
    "vacant": T("vacant"),
    "recused": T("recused"),
    "consensus": T("consensus"),
    "resolution": T("resolution"),
    "election": T("election"),
    "elected": T("elected"),
    "not_elected": T("nobody is elected"),
    "people": T("found by people"),
    "planned": T("planned"),
    "invited": T("invited"),
    "called_off": T("called off"),
    "draft": T("draft"),
    "sent": T("sent"),
    "approved": T("approved"),
    # What the forms of the steps choose from.
    "supported": T("supported"),
    "with_notes": T("supported with notes"),
    "not_supported": T("not supported"),
    "post": T("post"),
    "portal": T("portal"),
    "by_hand": T("by hand"),
    "granted": T("granted"),
    "refused": T("refused"),
    "renounced": T("renounced"),
    "broken_off": T("broken off"),
    "revoked": T("revoked"),
    "insolvency": T("insolvency"),
    "short": T("short report"),
    "nbank": T("report to the NBank"),
    "exact": T("exact"),
    "more_than": T("more than"),
    "about": T("about"),
    "cost": T("cost"),
    "region": T("region"),
    "goal": T("goal"),
    "applicant": T("applicant"),
    "partner": T("partner"),
    "duration": T("duration"),
    "other": T("other"),
    # The five aspects.
    "goal_contribution": T("contribution to the goals"),
    "regional_effect": T("effect in the region"),
    "spatial_reach": T("spatial reach"),
    "continuation": T("continuation"),
    "transferability": T("transferability"),
}
_ROLES = {
    "office": T("office"),
    "chair": T("chair"),
    "applicant": T("applicant"),
    "alliance": T("local alliance"),
    "seat": T("seat"),
    "bank": T("NBank"),
    "reader": T("reader"),
    "system": T("the program itself"),
}


def word(code: str) -> Text:
    """A code word in the reader's language; one that is none of ours stays as it is."""
    return _WORDS.get(code) or verbatim(code)


def role_word(role: str) -> Text:
    """A role in the reader's language; one that is none of ours stays as it is."""
    return _ROLES.get(role) or verbatim(role)


def actor_word(actor: str, regions: Mapping[str, str], seats: Mapping[str, str]) -> Text:
    """Who acted, as `--actor` names them, in the reader's language. regions, seats: their names
    by id; an id without one stays as it is."""
    role, _, of = actor.partition(":")
    if role == "alliance" and of:
        return T("local alliance {regions}", regions=regions.get(of, of))
    if role == "seat" and of:
        return T("seat {seat}", seat=seats.get(of, of))
    return role_word(role)
