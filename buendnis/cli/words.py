"""The vocabulary's code words as a person reads them in a table."""

from __future__ import annotations

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
    "consensus": T("consensus"),
    "planned": T("planned"),
    "invited": T("invited"),
    "called_off": T("called off"),
    "draft": T("draft"),
    "sent": T("sent"),
    "approved": T("approved"),
}


def word(code: str) -> Text:
    """A code word in the reader's language; one that is none of ours stays as it is."""
    return _WORDS.get(code) or verbatim(code)
