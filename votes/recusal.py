"""Who may not vote because the motion concerns their own institution.

The program finds what it can from names; what it cannot tell becomes a question to the office.
The sources are silent on recusal: the rule is an assumption after § 20 VwVfG.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from votes.roster import SeatOnDay


class Recusal(Struct, frozen=True):
    """A seat that may not vote on a motion, and why.

    institutions: those of the seat's institutions that are concerned. Empty where a person declared
    it; then the holder's own institution is concerned.
    """

    seat: str
    because: str
    institutions: tuple[str, ...] = ()


class Party(Struct, frozen=True):
    """Somebody named in a project; role `applicant`, `funded`, `co_financing`, `supporting`."""

    name: str
    role: str


class Match(Struct, frozen=True):
    """A party's name and the seat's institution that it is, or looks like."""

    name: str
    role: str
    seat: str
    institution: str


class RecusalFindings(Struct, frozen=True):
    """What the names say.

    recusals: one for each seat concerned. near: names that look like an institution; the office
    says yes or no. unmatched: names of no institution of the roster; the office confirms that
    nobody on the roster works for them or represents them. hints: institutions that only
    co-finance or support.
    """

    recusals: tuple[Recusal, ...]
    near: tuple[Match, ...]
    unmatched: tuple[Party, ...]
    hints: tuple[Match, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The names about which the office is asked before the vote opens, each once."""
        names = [one.name for one in self.near] + [one.name for one in self.unmatched]
        return tuple(dict.fromkeys(names))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Text, not compiled: most commands compare no names, and re keeps what it has compiled.
_LEGAL_FORMS = (
    r"\b(?:gemeinnuetzige )?(?:gesellschaft mit beschraenkter haftung|aktiengesellschaft"
    r"|eingetragener verein|koerperschaft des oeffentlichen rechts"
    r"|anstalt des oeffentlichen rechts|koerperschaft d oe r|anstalt d oe r"
    r"|g ?gmbh|gmbh|mbh|ug|ag|kg|ohg|gbr|eg|se|e ?v|k ?d ?oe ?r|a ?oe ?r|haftungsbeschraenkt)\b"
)
_NEAR = 0.86


def normalised(name: str) -> str:
    """A name without case, umlauts, accents, punctuation and legal form, for comparing only."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = unicodedata.normalize("NFC", text).translate(_UMLAUTS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[&+]", " und ", text)
    text = " ".join(re.sub(r"[^\w]|_", " ", text).split())
    while True:
        bare = " ".join(re.sub(_LEGAL_FORMS, " ", text).split())
        bare = re.sub(r"(?: und co| und)$", "", bare)
        # A name that is nothing but a legal form stays as it is.
        if bare in ("", text):
            return text
        text = bare


def find_recusals(
    seats: Iterable[SeatOnDay],
    parties: Iterable[Party],
    recuses: Iterable[str] = ("applicant", "funded"),
    hints: Iterable[str] = ("co_financing", "supporting"),
) -> RecusalFindings:
    """Compare the parties of a project with the institutions of the seats and their aliases.

    `recuses` and `hints` are the roles as the by-laws name them; other roles are passed over.
    """
    names = [
        (seat.id, one.name, {normalised(x) for x in (one.name, *one.aliases)} - {""})
        for seat in seats
        for one in seat.seat.institutions
    ]
    recuses, hints = frozenset(recuses), frozenset(hints)
    concerned: dict[str, dict[str, None]] = {}
    causes: dict[str, dict[str, None]] = {}
    near: list[Match] = []
    hinted: list[Match] = []
    unmatched: list[Party] = []
    for party in parties:
        if party.role not in recuses | hints:
            continue
        wanted = normalised(party.name)
        exact = [(seat, name) for seat, name, known in names if wanted in known]
        if party.role in hints:
            hinted += [Match(party.name, party.role, seat, name) for seat, name in exact]
            continue
        for seat, name in exact:
            concerned.setdefault(seat, {})[name] = None
            causes.setdefault(seat, {})[party.name] = None
        if exact:
            continue
        alike = [
            (seat, name) for seat, name, known in names if any(_like(wanted, k) for k in known)
        ]
        near += [Match(party.name, party.role, seat, name) for seat, name in alike]
        if not alike:
            unmatched.append(party)
    recusals = tuple(
        Recusal(seat, ", ".join(causes[seat]), tuple(found)) for seat, found in concerned.items()
    )
    return RecusalFindings(recusals, tuple(near), tuple(unmatched), tuple(hinted))


def concerned_institutions(seat: SeatOnDay, recusal: Recusal) -> frozenset[str]:
    """The institutions of the seat whose people may not vote."""
    if recusal.institutions:
        return frozenset(recusal.institutions)
    if seat.holder:
        return frozenset({seat.holder.institution})
    return frozenset(one.name for one in seat.seat.institutions)


def may_step_in(seat: SeatOnDay, recusal: Recusal) -> bool:
    """Whether the seat is shared and has a deputy from an institution that is not concerned.

    Where nobody entered the seat's people, another institution of the seat is enough.
    """
    concerned = concerned_institutions(seat, recusal)
    if seat.people_known:
        return any(one.institution not in concerned for one in seat.deputies)
    if not recusal.institutions:
        return seat.seat.shared
    return any(one.name not in concerned for one in seat.seat.institutions)


def recusal_to_data(recusal: Recusal) -> dict[str, Any]:
    """As JSON values, for the record."""
    return {
        "seat": recusal.seat,
        "because": recusal.because,
        "institutions": list(recusal.institutions),
    }


def _like(wanted: str, known: str) -> bool:
    """Whether two normalised names may mean the same house: one in the other, or a slip."""
    if not wanted or not known:
        return False
    mine, theirs = set(wanted.split()), set(known.split())
    fewer = min(mine, theirs, key=len)
    if (mine <= theirs or theirs <= mine) and sum(map(len, fewer)) >= 4:
        return True
    # Imported when names are compared: it costs start-up time, and most commands compare none.
    from difflib import SequenceMatcher

    return SequenceMatcher(None, wanted, known, autojunk=False).ratio() >= _NEAR
