"""The decision certificate: what was counted and what came of it, as data that counts again.

A certificate is JSON of integers, texts, true, false and null, in canonical form:

    {"format": …, "version": 1, "parts": {NAME: {"salt": …, "value": …}, …}, "root": …}

Each part has a salt of its own, and its commitment is the SHA-256 of salt, name and value; the root
is the SHA-256 of all commitments. A part can therefore be shown, or closed and shown by its
commitment alone (`{"commitment": …}`), and the root stays the same for every reader
(`votes.disclosure`). People stand in it by the record's references, never by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from votes.ballot import Attendance, Ballot
from votes.bylaws import bylaws_from_data
from votes.canonical import digest, fields_of, plain, read
from votes.numbers import POSTPONED, Counted, counts_again, frame_data, frame_from_data, numbers_of
from votes.recusal import Recusal
from votes.roster import roster_from_data
from votes.tally import Result

FORMAT, VERSION = "buendnis-decision-certificate", 1
#: The parts in the order of reading; every certificate has all of them, open or closed.
PARTS = (
    "motion",
    "outcome",
    "bylaws",
    "numbers",
    "lines",
    "reasons",
    "conditions",
    "recusals",
    "roster",
    "frame",
    "attendance",
    "ballots",
    "derivation",
    "secret",
)
SALT_DIGITS = 32
VOID = "void"
# What a ballot's reason says is shown elsewhere; it counts nothing, and may name people.
_NOT_COUNTED = frozenset({"reason"})


class Beside(Struct, frozen=True):
    """What stands in the certificate beside the count; all of it JSON values.

    motion: what it is about, its days, the fingerprint of its papers. postponed: it was put off.
    traces: by seat, what its ballot rests on (key, fingerprints). found: by seat, how a recusal
    came about. secret: participants, sums (by answer or candidate), papers that are blank or
    invalid, and the two who counted; outcome: then the result and the cause that the record names,
    elected: who was.
    """

    motion: Mapping[str, Any]
    postponed: bool = False
    traces: Mapping[str, Mapping[str, Any]] = {}
    found: Mapping[str, str] = {}
    reasons: Mapping[str, Any] = {}
    conditions: tuple[Mapping[str, Any], ...] = ()
    secret: Mapping[str, Any] | None = None
    outcome: tuple[str, str] = ("", "")
    elected: str = ""


def values_of(counted: Counted, beside: Beside) -> dict[str, Any]:
    """The values of all parts but `lines`, the ballots still without salts.

    The same record gives the same values: so a stored certificate is compared with the record.
    """
    result = counted.result()
    values: dict[str, Any] = plain(
        {
            "motion": dict(beside.motion),
            "outcome": _outcome(result, beside),
            "bylaws": counted.bylaws.to_data(),
            "numbers": numbers_of(counted, result, beside.secret),
            "reasons": dict(beside.reasons),
            "conditions": list(beside.conditions),
            "recusals": [
                {**_fields(one), "found": beside.found.get(one.seat, "")}
                for one in counted.recusals
            ],
            "roster": counted.frame.roster.to_data(),
            "frame": frame_data(counted.frame),
            "attendance": [_fields(one) for one in counted.attendance],
            "ballots": [
                {**_fields(one), **beside.traces.get(one.seat, {})}
                for one in sorted(counted.ballots, key=lambda one: one.seat)
            ],
            "derivation": derivation_of(result, beside.secret),
            "secret": beside.secret,
        }
    )
    values["numbers"]["recounts"] = counts_again(values)
    return values


def certified(values: Mapping[str, Any], draw: Callable[[], str]) -> dict[str, Any]:
    """The certificate of these values. draw: gives a new random text of 128 bits (32 hexadecimal
    digits) each time; the salts are drawn once, at the close, and stored in the certificate."""
    ballots = [{**one, "salt": draw()} for one in values["ballots"]]
    lines = lines_of(ballots, counted_from(values).void())
    whole = {**values, "ballots": ballots, "lines": lines}
    return assembled({name: {"salt": draw(), "value": whole[name]} for name in PARTS})


def assembled(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The certificate of these parts, with its root."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "parts": dict(parts),
        "root": root_of({name: commitment_of(name, part) for name, part in parts.items()}),
    }


def commitment(salt: str, name: str, value: Any) -> str:
    """What stands for a closed value; without the salt it says nothing of the value."""
    return digest([salt, name, value])


def commitment_of(name: str, part: Mapping[str, Any]) -> str:
    """The commitment of a part, open or closed."""
    if "commitment" in part:
        return str(part["commitment"])
    return commitment(part["salt"], name, part["value"])


def root_of(commitments: Mapping[str, str]) -> str:
    """The root over the commitments of all parts."""
    return digest([[name, commitments[name]] for name in PARTS])


def line_of(ballot: Mapping[str, Any]) -> str:
    """The commitment of one ballot, which has its salt with it."""
    row = {key: value for key, value in ballot.items() if key != "salt"}
    return commitment(ballot["salt"], "ballot", row)


def lines_of(ballots: Iterable[Mapping[str, Any]], void: frozenset[str]) -> dict[str, list[str]]:
    """The ballots as commitments under the answer that they give, sorted, so that their order says
    nothing; those that do not count stand under `void`."""
    lines: dict[str, list[str]] = {"yes": [], "no": [], "abstain": [], VOID: []}
    for one in ballots:
        lines[VOID if one["seat"] in void else one["answer"]].append(line_of(one))
    return {answer: sorted(found) for answer, found in lines.items()}


def values_in(certificate: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the open parts, as `values_of` gives them: no salts, no lines."""
    parts = certificate["parts"]
    values = {name: parts[name]["value"] for name in PARTS if "value" in parts[name]}
    values.pop("lines", None)
    if "ballots" in values:
        values["ballots"] = [
            {key: value for key, value in one.items() if key != "salt"} for one in values["ballots"]
        ]
    return values


def counted_from(values: Mapping[str, Any]) -> Counted:
    """What is to be counted, read back from the values of a certificate.

    Raises `ValueError` and what else is in `votes.numbers.UNFIT` for values that are none.
    """
    bylaws, problems = bylaws_from_data(values["bylaws"])
    if bylaws is None:
        raise ValueError(str(problems[0]))
    roster, problems = roster_from_data(values["roster"])
    if problems:
        raise ValueError(str(problems[0]))
    return Counted(
        frame_from_data(values["frame"], roster),
        tuple(read(fields_of(one, Ballot), Ballot) for one in values["ballots"]),
        tuple(read(one, Attendance) for one in values["attendance"]),
        tuple(read(fields_of(one, Recusal), Recusal) for one in values["recusals"]),
        bylaws,
    )


def derivation_of(result: Result, secret: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The steps of the derivation with the seats that they name; none of a secret ballot."""
    shown = result if secret is None else None
    return {
        "steps": [dict(step) for step in shown.derivation] if shown else [],
        "missing_seats": list(shown.missing_seats) if shown else [],
        "recused_seats": list(result.recused_seats),
    }


def _fields(record: Struct) -> dict[str, Any]:
    return {
        name: getattr(record, name) for name in record.__struct_fields__ if name not in _NOT_COUNTED
    }


def _outcome(result: Result, beside: Beside) -> dict[str, Any]:
    if beside.postponed:
        return {"result": "deferred", "cause": POSTPONED}
    if beside.secret is not None:
        found = dict(zip(("result", "cause"), beside.outcome, strict=True))
        return {**found, "elected": beside.elected} if beside.elected else found
    return {"result": result.result, "cause": result.cause}
