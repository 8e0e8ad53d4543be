"""A second count, in fractions, written from the texts of the by-laws alone.

Nothing of `votes` is used here. `TEXTS` has one function for each text; `by_parameters` reads the
data of any by-laws by what the handbook says of each parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

HALF = Fraction(1, 2)
#: Result, cause, and whether the supervisory authority must approve.
Outcome = tuple[str, str, bool]


@dataclass(frozen=True)
class Election:
    """A vote in plain words. Letters: Y yes, N no, A abstains, S there and silent, `.` not there
    (no answer), R recused; small letters: the deputy does it. Seats are numbers from 1; chair 0:
    somebody without a seat."""

    letters: str
    kind: str = "meeting"
    proposal: str = "endorse"
    round: int = 1
    chair: int | None = None
    groups: str = ""
    summons: int = 1
    not_invited: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()
    objections: tuple[int, ...] = ()


class Votes:
    """Who is there and what they said, seat by seat."""

    def __init__(self, election: Election, deputies: bool) -> None:
        rows = list(enumerate(election.letters, 1))
        self.all = [number for number, _ in rows]
        self.recused = [number for number, letter in rows if letter == "R"]
        self.entitled = [number for number, letter in rows if letter != "R"]
        self.there = [
            number
            for number, letter in rows
            if letter not in "R." and (deputies or letter.isupper())
        ]
        if election.kind == "circular":
            self.there = [n for n in self.there if election.letters[n - 1] not in "Ss"]
        self.said = {
            n: election.letters[n - 1].upper()
            for n in self.there
            if election.letters[n - 1].upper() in "YNA"
        }
        self.yes = self.count("Y")
        self.no = self.count("N")
        self.abstain = self.count("A")

    def count(self, answer: str) -> int:
        """How many gave that answer."""
        return sum(1 for one in self.said.values() if one == answer)


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _finished(passed: bool | None, proposal: str, approval: bool = False) -> Outcome:
    """The outcome of a majority: True passed, False rejected, None left to people."""
    if passed:
        return ("endorsed" if proposal == "endorse" else "not_endorsed"), "", approval
    if passed is None or proposal == "decline":
        return "deferred", "no_consensus", approval
    return "not_endorsed", "", approval


def _no_quorum(approval: bool = False) -> Outcome:
    return "deferred", "no_quorum", approval


CIRCULAR_FAILED: Outcome = ("deferred", "circular_failed", False)


def leine_weser(e: Election) -> Outcome:
    """Consensus: at least one yes, no no; more than half of the entitled; everybody answers a
    circular, and one objection ends it."""
    v = Votes(e, deputies=True)
    if e.kind == "circular":
        if set(e.objections) & set(v.entitled) or len(v.there) < len(v.entitled):
            return CIRCULAR_FAILED
    elif _share(len(v.there), len(v.entitled)) <= HALF:
        return _no_quorum()
    if v.yes and not v.no:
        return _finished(True, e.proposal)
    if v.no and not v.yes and e.proposal == "endorse":
        return "not_endorsed", "", False
    return "deferred", "no_consensus", False


def vwvfg(e: Election) -> Outcome:
    """§ 90: all invited, more than half and at least three of the entitled; a second summons. § 91:
    the majority of votes; at a tie the chair's vote, if the chair has one, else rejected."""
    v = Votes(e, deputies=True)
    if e.kind == "circular":
        if set(e.objections) & set(v.entitled) or len(v.there) < len(v.entitled):
            return CIRCULAR_FAILED
    else:
        if e.not_invited:
            return _no_quorum()
        ordinary = _share(len(v.there), len(v.entitled)) > HALF and len(v.there) >= 3
        if not ordinary and not (e.summons >= 2 and v.there):
            return _no_quorum()
    if not v.said:
        return _finished(None, e.proposal)
    if v.yes != v.no or v.yes == 0:
        return _finished(v.yes > v.no, e.proposal)
    if e.chair is not None and e.chair not in v.entitled:
        return _finished(False, e.proposal)
    return _finished({"Y": True, "N": False}.get(v.said.get(e.chair or 0, "")), e.proposal)


def nkomvg(e: Election) -> Outcome:
    """§ 65: the majority of the members after due summons, or all without complaint; a second
    summons; more than half excluded: any number, with approval. § 66: of the votes yes and no."""
    v = Votes(e, deputies=False)
    approval = _share(len(v.recused), len(v.all)) > HALF
    duly = not e.not_invited or (len(v.there) == len(v.all) and not e.complaints)
    enough = _share(len(v.there), len(v.all)) > HALF
    if (approval or e.summons >= 2) and v.there:
        enough = True
    if not (enough and duly):
        return _no_quorum(approval)
    if not v.said:
        return _finished(None, e.proposal, approval)
    return _finished(_share(v.yes, v.yes + v.no) > HALF, e.proposal, approval)


def dhrv(e: Election) -> Outcome:
    """§ 8: all invited, six present; unanimous; after two votes more than half of the members; at
    a tie of the members in the third vote the chair's."""
    v = Votes(e, deputies=False)
    if e.kind == "circular":
        if len(v.there) < len(v.entitled):
            return CIRCULAR_FAILED
    elif e.not_invited or len(v.there) < 6:
        return _no_quorum()
    if not v.said:
        return _finished(None, e.proposal)
    if e.round <= 2:
        if v.yes and not v.no:
            return _finished(True, e.proposal)
        if v.no and not v.yes and e.proposal == "endorse":
            return "not_endorsed", "", False
        return "deferred", "no_consensus", False
    members = len(v.all)
    against = v.no + v.abstain
    if v.yes == against and _share(v.yes, members) == HALF:
        answer = v.said.get(e.chair or 0, "")
        return _finished({"Y": True, "N": False}.get(answer), e.proposal)
    return _finished(_share(v.yes, members) > HALF, e.proposal)


def leader(e: Election) -> Outcome:
    """Half of the entitled there; no group above 49 % of the voting rights; half of the votes cast
    from partners that are no public bodies; more yes than no."""
    v = Votes(e, deputies=True)
    missed = CIRCULAR_FAILED if e.kind == "circular" else _no_quorum()
    if e.kind == "circular":
        if set(e.objections) & set(v.entitled):
            return CIRCULAR_FAILED
    elif e.not_invited:
        return missed
    if v.entitled and _share(len(v.there), len(v.entitled)) < HALF:
        return missed
    group = {number: e.groups[number - 1] for number in v.all}
    if any(group[number] == "-" for number in v.entitled):
        return missed
    for name in "PESU":
        held = [number for number in v.entitled if group[number] == name]
        if _share(len(held), len(v.entitled)) > Fraction(49, 100):
            return missed
    private = [number for number in v.said if group[number] != "P"]
    if v.said and _share(len(private), len(v.said)) < HALF:
        return missed
    if not v.said:
        return _finished(None, e.proposal)
    return _finished(v.yes > v.no, e.proposal)


TEXTS: Mapping[str, Callable[[Election], Outcome]] = {
    "leine-weser": leine_weser,
    "vwvfg": vwvfg,
    "nkomvg": nkomvg,
    "dhrv": dhrv,
    "leader": leader,
}


# ---------------------------------------------------------------- any by-laws


def by_parameters(data: Mapping[str, Any], e: Election) -> Outcome:
    """The outcome under by-laws given as data, parameter by parameter."""
    v = Votes(e, deputies="prevented" in data["deputies"]["cases"])
    circular, quorum = data["circular"], data["quorum"]
    leaves = data["recusal"]["leaves_base"]
    entitled_base = len(v.entitled) if leaves else len(v.all)
    bases = {"entitled": entitled_base, "seats": len(v.all)}
    enough_share = _reached(quorum, len(v.there), bases[quorum["base"]])
    approval = False
    silent_yes = 0
    if e.kind == "circular":
        missed = CIRCULAR_FAILED
        limit = circular["objections_to_meeting"]
        if limit and len(set(e.objections) & set(v.entitled)) >= limit:
            return missed
        everybody = len(v.there) == len(v.entitled)
        if not (everybody if circular["must_answer"] == "entitled" else enough_share):
            return missed
        if circular["silence"] == "consent":
            silent_yes = len(v.entitled) - len(v.there)
    else:
        mostly = quorum.get("mostly_recused", "ordinary")
        broken = mostly != "ordinary" and _share(len(v.recused), len(v.all)) > HALF
        approval = broken and mostly.endswith("with_approval")
        again = quorum.get("second_summons", False) and e.summons >= 2
        missed = _no_quorum(approval)
        if not (bool(v.there) if broken or again else enough_share):
            return missed
        healed = (
            quorum.get("presence_heals", False) and len(v.there) == len(v.all) and not e.complaints
        )
        if quorum.get("all_invited", False) and e.not_invited and not healed:
            return missed
    yes = v.yes + silent_yes
    if "groups" in data and not _groups_fit(data["groups"], v, e, leaves, bool(silent_yes)):
        return missed
    if e.kind == "circular" and circular.get("all_consent", False) and yes != len(v.entitled):
        return missed
    if not v.said and not silent_yes:
        return _finished(None, e.proposal, approval)
    rounds, manner = data["rounds"], data["decision"]
    if rounds["fallback"] and e.round > rounds["after"]:
        manner = {**rounds, "rule": rounds["fallback"]}
    # Who consents by silence takes part.
    taking_part = len(v.there) + silent_yes
    numbers = {"present": taking_part, "entitled": entitled_base, "seats": len(v.all)}
    return _by_rule(manner, yes, v, numbers, e, approval)


def _reached(quorum: Mapping[str, Any], there: int, base: int) -> bool:
    part = Fraction(quorum["fraction"]) * base
    return (there > part if quorum["strictly_more"] else there >= part) and there >= quorum["least"]


def _groups_fit(
    groups: Mapping[str, Any], v: Votes, e: Election, leaves: bool, consenting: bool
) -> bool:
    words = {"P": "public", "E": "economic", "S": "social", "U": "environmental", "-": ""}
    rights = v.entitled if leaves else v.all
    bases = {"rights": rights, "present": v.there, "cast": list(v.said)}
    if consenting:
        bases["cast"] = v.entitled
    group = {number: words[e.groups[number - 1]] for number in v.all}
    if any(group[number] not in groups["names"] for number in {*rights, *v.there}):
        return False
    cap = Fraction(groups.get("cap", "1/1"))
    whole = bases[groups.get("cap_of", "rights")]
    for name in groups["names"]:
        if _share(sum(1 for n in whole if group[n] == name), len(whole)) > cap:
            return False
    whole = bases[groups.get("side_of", "rights")]
    side = sum(1 for n in whole if group[n] in groups.get("side", ()))
    least = Fraction(groups.get("side_least", "0/1"))
    return not whole or _share(side, len(whole)) >= least


def _by_rule(
    manner: Mapping[str, Any],
    yes: int,
    v: Votes,
    numbers: Mapping[str, int],
    e: Election,
    approval: bool,
) -> Outcome:
    weight = 0 if manner.get("abstentions", "ignored") == "ignored" else v.abstain

    def passes(for_it: int, against: int) -> bool:
        cast = for_it + against + weight
        whole = numbers.get(manner.get("base", "cast"), cast)
        share = _share(for_it, whole)
        return {
            "consensus": for_it > 0 and against == 0,
            "unanimity": for_it > 0 and against + weight == 0 and share == 1,
            "simple": for_it > against + weight,
            "absolute": share > HALF,
            "two_thirds": for_it > 0 and share >= Fraction(2, 3),
        }[manner["rule"]]

    if passes(yes, v.no):
        return _finished(True, e.proposal, approval)
    if manner["rule"] in ("consensus", "unanimity"):
        if e.proposal == "endorse" and passes(v.no, yes):
            return "not_endorsed", "", approval
        return "deferred", "no_consensus", approval
    whole = numbers.get(manner.get("base", "cast"), yes + v.no + weight)
    tie = yes > 0 and yes == v.no + weight and _share(yes, whole) == HALF
    ties = manner.get("ties", "rejected")
    if not tie or ties == "rejected":
        return _finished(False, e.proposal, approval)
    if ties == "chair_or_rejected" and e.chair is not None and e.chair not in v.entitled:
        return _finished(False, e.proposal, approval)
    answer = v.said.get(e.chair or 0, "")
    return _finished({"Y": True, "N": False}.get(answer), e.proposal, approval)
