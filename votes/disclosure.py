"""Who sees what of a certificate: parts are closed for whom the by-laws do not show them.

The root is the same in every view. Each ballot stands in `lines` as a salted commitment under its
answer: whoever may see the numbers counts the lines, and learns no seat from them. A member proves
with the opening of the own ballot that it stands there as it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from votes.bylaws import bylaws_from_data
from votes.certificate import PARTS, commitment, commitment_of
from votes.derivation import NAMES_SEATS
from votes.parameters import AUDIENCES, Disclosure
from votes.problems import Problem
from votes.reading import quoted

OPENING_FORMAT = "buendnis-ballot-opening"
#: What each word of the by-laws' disclosure opens; motion and outcome are open to everybody.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "result": (),
    "numbers": ("bylaws", "numbers", "lines"),
    "reasons": ("reasons", "conditions"),
    "recusals": ("recusals",),
    "seats": ("roster", "frame", "attendance", "ballots", "secret"),
}
#: These name seats and the recused, and need both words.
_BOTH = ("derivation",)
ALWAYS = ("motion", "outcome")


def disclosed(certificate: Mapping[str, Any], audience: str) -> frozenset[str]:
    """What the by-laws of the motion disclose to an audience: words such as `numbers`.

    certificate: the whole one, which has the by-laws. Raises `ValueError` for by-laws that are none
    and for an unknown audience.
    """
    if audience not in AUDIENCES:
        raise ValueError(audience)
    bylaws, problems = bylaws_from_data(certificate["parts"]["bylaws"]["value"])
    if bylaws is None:
        raise ValueError(str(problems[0]))
    return shown_to(bylaws.disclosure, audience)


def shown_to(disclosure: Disclosure, audience: str) -> frozenset[str]:
    """The words that by-laws disclose to an audience."""
    return frozenset(getattr(disclosure, audience))


def open_parts(words: frozenset[str]) -> frozenset[str]:
    """The parts that are open to whom these words are disclosed."""
    parts = {*ALWAYS, *(name for word in words for name in SHOWN[word])}
    if words >= {"seats", "recusals"}:
        parts |= {*_BOTH}
    return frozenset(parts)


def shown_steps(
    steps: Iterable[Mapping[str, Any]], words: frozenset[str]
) -> tuple[Mapping[str, Any], ...]:
    """The steps of a derivation without those that name seats, or tell how the chair voted, to
    whom these words do not show it: the recused with `recusals`, all others with `seats`."""
    return tuple(
        step
        for step in steps
        if step["code"] not in NAMES_SEATS or _word_for(step["code"]) <= words
    )


def _word_for(code: str) -> frozenset[str]:
    if code.startswith("recused_"):
        return frozenset({"recusals"})
    if code == "void_recused":
        return frozenset({"recusals", "seats"})
    return frozenset({"seats"})


def view(certificate: Mapping[str, Any], words: frozenset[str]) -> dict[str, Any]:
    """The certificate as these words show it: the other parts by their commitments alone."""
    shown = open_parts(words)
    parts = certificate["parts"]
    return {
        **certificate,
        "parts": {
            name: parts[name] if name in shown else {"commitment": commitment_of(name, parts[name])}
            for name in PARTS
        },
    }


def opening(certificate: Mapping[str, Any], seat: str) -> dict[str, Any] | None:
    """What proves a seat's ballot in every view of the certificate; None if it has none.

    It shows seat and answer to whom it is given, and nothing of others.
    """
    for ballot in certificate["parts"]["ballots"]["value"]:
        if ballot["seat"] == seat:
            row = {key: value for key, value in ballot.items() if key != "salt"}
            return {
                "format": OPENING_FORMAT,
                "root": certificate["root"],
                "salt": ballot["salt"],
                "ballot": row,
            }
    return None


def opening_problems(certificate: Mapping[str, Any], opened: Mapping[str, Any]) -> list[Problem]:
    """Why an opening is not of a ballot in this view; empty if it stands under its answer (or
    under `void`, where it did not count)."""
    try:
        ballot, lines = opened["ballot"], certificate["parts"]["lines"]["value"]
        line = commitment(opened["salt"], "ballot", ballot)
        good = (
            opened["format"] == OPENING_FORMAT
            and opened["root"] == certificate["root"]
            and any(line in lines[place] for place in (ballot["answer"], "void"))
        )
        seat = quoted(ballot["seat"])
    except (KeyError, TypeError):
        good, seat = False, "–"
    return [] if good else [Problem("opening", "opening_foreign", {"seat": seat})]
