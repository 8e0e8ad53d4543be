"""`motion certificate` and `motion verify`: how a result came about, to be counted again by anyone.

`verify` needs no database: it is for members, applicants and auditors on their own machines.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Heading, Output, Part, Plain
from buendnis.cli.tables import Fields, Table
from buendnis.cli.words import word
from buendnis.errors import Finding, IntegrityFailure, Refused, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.facts import Motion
    from buendnis.store.reading import View
    from votes.problems import Problem

AUDIENCES = ("public", "applicant", "minutes", "members", "auditors")
RULE = "certificate"
_DEPTHS = {
    "seats": T("seat by seat"),
    "numbers": T("from the numbers"),
    "outcome": T("not: it shows the result alone"),
}
# What makes a file no certificate at all, rather than one that does not hold.
_NONE = frozenset({"certificate_format", "certificate_version"})


@command(
    T("Write how a result came about, as data that can be counted again."),
    examples=(
        "buendnis motion certificate LW-2026-001-V1 --for applicant -o nachweis.json",
        "buendnis --actor seat:dgb motion certificate LW-2026-001-V1 -o nachweis.json",
        "buendnis --actor seat:dgb motion certificate LW-2026-001-V1 --opening dgb -o stimme.json",
    ),
    more=(
        T("The by-laws say which parts an audience sees; the others stand there as commitments."),
        T("Without --for it is your own audience; of office and chair it is the public."),
        T("Anybody can check the file: buendnis motion verify FILE"),
    ),
    reading=True,
)
@argument("motion", T("The motion's id."))
@option("--for", "audience", T("For whom it is."), type=click.Choice(AUDIENCES), default=None)
@option(
    "--opening",
    T("Instead, what proves the ballot of this seat in every certificate of the motion."),
    metavar="SEAT",
    default="",
)
@option("-o", "--output", "output", T("The file to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
def certificate(
    call: Invocation, motion: str, audience: str | None, opening: str, output: str, force: bool
) -> Output:
    """The certificate of a closed motion, as an audience may see it."""
    from buendnis.cli.acting import reading
    from buendnis.cli.audience import audience_for
    from buendnis.cli.motion_parts import found_motion
    from votes.disclosure import disclosed, view

    with reading(call) as record:
        holder, found = found_motion(record, motion)
        whole = _whole(record, found)
        wanted = audience_for(call.actor, holder.id, audience or "", found, record.alliance)
    if opening:
        shown = _opening(call.actor, whole, opening)
    else:
        shown = view(whole, disclosed(whole, wanted))
    if not output:
        from votes.canonical import canonical

        return Output(shown, (Plain(canonical(shown).decode()),))
    return _written(shown, Path(output), force, opening or wanted)


@command(
    T("Count a certificate again, without any database."),
    examples=(
        "buendnis motion verify nachweis.json",
        "buendnis motion verify nachweis.json --opening stimme.json",
    ),
    more=(
        T("What does not hold is named, and the command ends with status 4."),
        T("Whether it is the certificate of the record, its root tells: compare it."),
    ),
)
@argument("file", T("The certificate."), metavar="FILE")
@option(
    "--opening", T("A ballot's opening, whose place in the certificate is proved."), metavar="FILE"
)
def verify(call: Invocation, file: str, opening: str | None) -> Output:
    """What was counted again, and how deep; every difference at once."""
    from buendnis.reading import read_bytes
    from votes.disclosure import opening_problems
    from votes.recount import certificate_from_bytes, depth_of, recompute

    found, problems = certificate_from_bytes(read_bytes(file))
    if found is not None:
        problems = recompute(found)
        if opening is not None:
            problems += opening_problems(found, _read_opening(opening))
    if found is None or problems:
        raise _failure(file, problems)
    parts = {name: one["value"] for name, one in found["parts"].items() if "value" in one}
    depth = depth_of(found)
    steps = _steps(parts)
    outcome = parts["outcome"]
    data = {
        "ok": True,
        "motion": parts["motion"]["id"],
        **outcome,
        "counted": depth,
        "root": found["root"],
        "open": [name for name in found["parts"] if name in parts],
        "opening": opening is not None,
        "derivation": steps,
    }
    fields = Fields(
        (
            (T("Motion"), parts["motion"]["id"]),
            (T("Result"), word(outcome["result"])),
            (T("Cause"), word(outcome["cause"]) if outcome["cause"] else None),
            (T("Counted again"), _DEPTHS[depth]),
            (T("Root"), found["root"]),
        )
    )
    shown: list[Part] = [T("The certificate holds."), fields]
    if opening is not None:
        shown.append(T("The ballot stands in it as it was given."))
    if steps:
        shown += [Heading(T("How it comes about")), *steps]
    if "ballots" in parts:
        shown += [Heading(T("Ballots")), _ballots(parts["ballots"])]
    return Output(data, tuple(shown))


def _whole(record: View, motion: Motion) -> Mapping[str, Any]:
    """The stored certificate. Raises `Refused` where there is none."""
    from buendnis.cli.motion_parts import certificate_of

    found = certificate_of(record, motion)
    if found is not None:
        return found
    if motion.open:
        raise Refused(
            T(
                "The motion {motion} has no certificate: none is made before the close.",
                motion=motion.id,
            )
        )
    raise Refused(T("The motion {motion} has no certificate.", motion=motion.id))


def _opening(actor: str, whole: Mapping[str, Any], seat: str) -> Mapping[str, Any]:
    from votes.disclosure import opening

    if actor not in ("office", f"seat:{seat}"):
        message = T("Only the seat itself and the office get the opening of its ballot.")
        raise Refused(message, [Finding("disclosure", "--opening", message)])
    found = opening(whole, seat)
    if found is None:
        raise Refused(T("The certificate has no ballot of the seat {seat}.", seat=seat[:80]))
    return found


def _written(shown: Mapping[str, Any], path: Path, force: bool, of: str) -> Output:
    from buendnis.cli.files import write_whole
    from votes.canonical import canonical

    write_whole(path, canonical(shown) + b"\n", force=force)
    return Output(
        {"file": path, "for": of, "root": shown["root"]},
        (
            T("Written: {file}", file=str(path)),
            T("Root: {root}", root=shown["root"]),
        ),
    )


def _read_opening(file: str) -> Mapping[str, Any]:
    import json

    from buendnis.reading import read_bytes

    try:
        found = json.loads(read_bytes(file))
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def _failure(file: str, problems: list[Problem]) -> IntegrityFailure | Unreadable:
    none = any(one.code in _NONE for one in problems)
    findings = [
        Finding(
            "input" if none else RULE,
            one.path,
            Text(one.msgid, dict(one.values)),
            Text(one.remedy_msgid, dict(one.values)),
            file=file,
        )
        for one in problems
    ]
    if none:
        return Unreadable(T("The file cannot be read."), findings)
    return IntegrityFailure(
        T("The certificate does not hold. Differences: {count}.", count=len(findings)), findings
    )


def _steps(parts: Mapping[str, Any]) -> list[Text]:
    """The derivation in the reader's language, as far as the certificate shows it."""
    from buendnis.cli.derivations import sentences
    from votes.bylaws import bylaws_from_data
    from votes.disclosure import shown_steps
    from votes.numbers import from_numbers

    if "derivation" in parts:
        return sentences(parts["derivation"]["steps"])
    if "numbers" not in parts or not parts["numbers"]["recounts"]:
        return []
    bylaws, _ = bylaws_from_data(parts["bylaws"])
    assert bylaws is not None
    result = from_numbers(parts["numbers"], bylaws)
    return sentences(shown_steps(result.derivation, frozenset()))


def _ballots(rows: list[Mapping[str, Any]]) -> Table:
    return Table(
        (T("Seat"), T("Answer"), T("By"), T("Origin")),
        [(one["seat"], word(one["answer"]), word(one["by"]), word(one["origin"])) for one in rows],
        T("There is no ballot."),
    )
