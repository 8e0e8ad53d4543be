"""Counting a certificate again, from nothing but the certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from votes.ballot import ANSWERS
from votes.canonical import differences, plain
from votes.certificate import (
    FORMAT,
    PARTS,
    SALT_DIGITS,
    VERSION,
    VOID,
    commitment_of,
    counted_from,
    derivation_of,
    lines_of,
    root_of,
    values_in,
)
from votes.numbers import (
    UNFIT,
    counts_again,
    number_differences,
    numbers_of,
    outcome_differences,
    twice,
)
from votes.problems import Problem
from votes.reading import quoted

#: How deep a certificate could be counted again.
BY_SEATS, BY_NUMBERS, BY_OUTCOME = "seats", "numbers", "outcome"

_KEYS = {"format", "version", "parts", "root"}
_OPEN, _CLOSED = {"salt", "value"}, {"commitment"}
_ALWAYS = ("motion", "outcome")
_NUMBERS = ("bylaws", "numbers", "lines")
_SEATS = (*_NUMBERS, "recusals", "roster", "frame", "attendance", "ballots", "derivation", "secret")
_SALT = re.compile(rf"[0-9a-f]{{{SALT_DIGITS},}}")
_HASH = re.compile(r"[0-9a-f]{64}")


def certificate_from_bytes(content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The certificate in the bytes of a file, or None with the reason: no JSON, no table, a key
    twice, a number with a fraction."""
    import json

    try:
        found = json.loads(
            content.decode(),
            object_pairs_hook=_once,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
    except _Ambiguous:
        return None, [Problem("", "certificate_ambiguous", {})]
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return None, [Problem("", "certificate_format", {"format": FORMAT})]
    return found, []


def recompute(certificate: Mapping[str, Any]) -> list[Problem]:
    """Everything that a certificate says and that does not follow from it; empty if it holds.

    Open parts are checked against their commitments and the root, and counted again with `tally`:
    by seats where they are shown, else by numbers. A closed part is believed as far as its
    commitment is in the root. It does not raise, whatever the certificate holds.
    """
    problems = list(_shape(certificate))
    if problems:
        return problems
    try:
        problems += _commitments(certificate)
        values = {
            name: part["value"] for name, part in certificate["parts"].items() if "value" in part
        }
        if set(values["outcome"]) - {"elected"} != {"result", "cause"}:
            problems.append(_unfit_part("outcome"))
        if all(name in values for name in _SEATS):
            problems += _by_seats(certificate, values)
        if all(name in values for name in _NUMBERS):
            problems += _by_numbers(values)
    except UNFIT as error:
        reason = quoted(f"{type(error).__name__} {error}")
        problems.append(Problem("parts", "certificate_unreadable", {"reason": reason}))
    return problems


def depth_of(certificate: Mapping[str, Any]) -> str:
    """How deep a certificate that holds was counted again: `seats`, `numbers` or `outcome`."""
    parts = certificate["parts"]
    shown = {name for name in PARTS if "value" in parts[name]}
    if shown >= {*_SEATS} and parts["secret"]["value"] is None:
        return BY_SEATS
    if shown >= {*_NUMBERS} and parts["numbers"]["value"]["recounts"]:
        return BY_NUMBERS
    return BY_OUTCOME


def _shape(certificate: Any) -> Iterator[Problem]:
    if not isinstance(certificate, Mapping) or certificate.get("format") != FORMAT:
        yield Problem("format", "certificate_format", {"format": FORMAT})
        return
    if type(certificate.get("version")) is not int or certificate["version"] != VERSION:
        values = {"version": quoted(certificate.get("version")), "known": VERSION}
        yield Problem("version", "certificate_version", values)
        return
    parts = certificate.get("parts")
    if set(certificate) != _KEYS or not isinstance(parts, Mapping) or set(parts) != {*PARTS}:
        yield Problem("parts", "certificate_parts", {"known": PARTS})
        return
    for name, part in parts.items():
        keys = set(part) if isinstance(part, Mapping) else set()
        closed = keys == _CLOSED and name not in _ALWAYS and _is(_HASH, part["commitment"])
        if keys != _OPEN and not closed:
            yield _unfit_part(name)


def _commitments(certificate: Mapping[str, Any]) -> Iterator[Problem]:
    parts: Mapping[str, Any] = certificate["parts"]
    salts = [part["salt"] for part in parts.values() if "salt" in part]
    salts += [one["salt"] for one in parts["ballots"].get("value", ())]
    if not all(_is(_SALT, one) for one in salts) or len({*salts}) != len(salts):
        yield Problem("salt", "certificate_salt", {"digits": SALT_DIGITS})
    found = root_of({name: commitment_of(name, part) for name, part in parts.items()})
    if found != certificate["root"]:
        yield Problem("root", "certificate_root", {})


def _by_seats(certificate: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Problem]:
    counted = counted_from(values_in(certificate))
    # The by-laws and the roster are read and written again: nothing unread stands in them.
    yield from differences("bylaws", values["bylaws"], plain(counted.bylaws.to_data()))
    yield from differences("roster", values["roster"], plain(counted.frame.roster.to_data()))
    yield from twice(values["motion"], values["frame"])
    result, secret = counted.result(), values["secret"]
    numbers = plain(numbers_of(counted, result, secret))
    numbers["recounts"] = values["numbers"].get("recounts")
    yield from differences("numbers", values["numbers"], numbers)
    yield from differences("lines", values["lines"], lines_of(values["ballots"], counted.void()))
    # What a secret ballot decided follows from its sums, as far as it follows at all.
    if secret is None and "elected" in values["outcome"]:
        yield _unfit_part("outcome.elected")
    if secret is None:
        yield from differences("derivation", values["derivation"], plain(derivation_of(result)))
        yield from outcome_differences(values["outcome"], result)


def _by_numbers(values: Mapping[str, Any]) -> Iterator[Problem]:
    numbers, lines = values["numbers"], values["lines"]
    if set(lines) != {*ANSWERS, VOID}:
        yield _unfit_part("lines")
        return
    every = [one for found in lines.values() for one in found]
    ordered = all(found == sorted(found) for found in lines.values())
    if not ordered or len({*every}) != len(every) or not all(_is(_HASH, one) for one in every):
        yield Problem("lines", "certificate_lines", {})
    if "sums" in numbers:
        yield from _sums_fit(numbers, values["outcome"])
    else:
        yield from _lines_counted(numbers, lines)
    found = counts_again(values)
    if numbers["recounts"] is not found:
        if numbers["recounts"] is True:
            yield from number_differences(values)
        yield from differences("numbers.recounts", numbers["recounts"], found)


def _sums_fit(numbers: Mapping[str, Any], outcome: Mapping[str, Any]) -> Iterator[Problem]:
    """Of a secret ballot every paper is counted once, and whoever is elected was a candidate."""
    papers = [*numbers["sums"].values(), numbers["blank"], numbers["invalid"]]
    if min(papers) < 0 or not sum(papers) == numbers["participants"] <= numbers["present"]:
        yield _unfit_part("numbers.sums")
    if "elected" in outcome and outcome["elected"] not in numbers["sums"]:
        yield _unfit_part("outcome.elected")


def _lines_counted(numbers: Mapping[str, Any], lines: Mapping[str, list[str]]) -> Iterator[Problem]:
    """The lines under each answer are as many as the number says. Where silence is consent, a yes
    of a circular may stand there without a ballot."""
    silent = numbers["seats"] - numbers["recused"] - numbers["present"]
    for answer in ANSWERS:
        spare = silent if answer == "yes" and numbers["frame"]["kind"] == "circular" else 0
        if not 0 <= numbers[answer] - len(lines[answer]) <= spare:
            yield from differences(f"numbers.{answer}", numbers[answer], len(lines[answer]))
    yield from differences("numbers.void", numbers["void"], len(lines[VOID]))


def _unfit_part(name: str) -> Problem:
    return Problem(f"parts.{name}", "certificate_part", {"part": name})


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


class _Ambiguous(Exception):
    """Two readers could read it in two ways."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise _Ambiguous
    return table


def _no_fraction(_: str) -> Any:
    raise _Ambiguous
