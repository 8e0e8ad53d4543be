"""`vote import`: taking the ballots that came in, with a line for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.harmless import one_line
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import say
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output
from buendnis.errors import Finding, Refused, Unreadable
from buendnis.reading import read_bytes
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.usecases.office import Office, Who
    from buendnis.usecases.taking_ballots import Taken

SUFFIXES = (".jws", ".pdf")
MOST_FILES = 1000
LARGEST_FORM = 5_000_000
_PDF = b"%PDF-"


@command(
    T("Take ballots that came in: signed ones, and filled-in PDF forms."),
    examples=(
        "buendnis vote import eingang",
        "buendnis vote import stimme.jws stimmzettel.pdf --on 2026-05-04",
    ),
    more=(
        T("Each is accepted, known already, or refused with all reasons."),
        T("The order of one key's ballots is no matter; of a seat's forms the last one stands."),
        T("In a folder, files that end in .jws or .pdf are taken."),
        T("--on is the day on which they were received."),
    ),
)
@argument("files", T("Files, or folders of them."), nargs=-1, required=True, metavar="FILE|DIR...")
@option(
    "--source",
    T("How PDF forms came: by e-mail, or on paper."),
    type=click.Choice(("email", "paper")),
    default="email",
)
@on_option()
def import_(call: Invocation, files: tuple[str, ...], source: str, on: date | None) -> Output:
    """A line for each ballot; the exit status is 1 where one was refused, 2 where one is none."""
    from buendnis.cli.acting import writing

    found, passed = ballot_files(files)
    rows: list[dict[str, Any]] = []
    lines: list[Any] = [T("{file}: passed over, no ballot.", file=one_line(one)) for one in passed]
    with writing(call, on) as (office, who):
        for file in found:
            taken = _take(office, who, file, source)
            rows.append(_row(file, taken))
            lines.append(_line(file, taken))
    counts = {
        status: sum(1 for row in rows if row["status"] == status)
        for status in ("recorded", "known", "refused", "unreadable")
    }
    lines.append(
        T(
            "Accepted: {recorded}, known already: {known}, refused: {refused}, unreadable: "
            "{unreadable}.",
            **counts,
        )
    )
    motions = sorted({row["motion"] for row in rows if row["status"] == "recorded"})
    lines += [
        NextStep(T("Next: buendnis motion tally {motion} (office)", motion=one)) for one in motions
    ]
    status = 2 if counts["unreadable"] else 1 if counts["refused"] else 0
    return Output({"ballots": rows, "passed_over": passed, **counts}, tuple(lines), status)


def ballot_files(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """The files to take, and those of a folder that are passed over.

    A file that is named is taken whatever it is called. Raises `Unreadable` for a path that is
    not there, and for more files than anybody sends.
    """
    found: list[str] = []
    passed: list[str] = []
    for text in paths:
        path = Path(text)
        if not path.is_dir():
            found.append(text)
            continue
        for one in sorted(path.iterdir()):
            taken = one.suffix.lower() in SUFFIXES and one.is_file()
            (found if taken else passed).append(str(one))
            if len(found) + len(passed) > MOST_FILES:
                message = T(
                    "There are more than {count} files in {folder}.",
                    count=MOST_FILES,
                    folder=text[:80],
                )
                remedy = T("Put the ballots into a folder of their own.")
                raise Unreadable(message, [Finding("input", "FILE", message, remedy)])
    return found, passed


def _take(office: Office, who: Who, file: str, source: str) -> Taken:
    """One file. What cannot even be read as a file is unreadable, what the record does not take
    is refused, and the others go on."""
    from buendnis.usecases.ballot_forms import take_form
    from buendnis.usecases.taking_ballots import REFUSED, UNREADABLE, Taken, take_signed

    try:
        data = read_bytes(file, LARGEST_FORM)
    except Unreadable as error:
        return Taken(UNREADABLE, "", "", "", reasons=error.findings)
    name = one_line(Path(file).name)
    try:
        if data[:1024].lstrip().startswith(_PDF):
            return take_form(office, who, data, name, source)
        return take_signed(office, who, data, name)
    except Refused as error:
        reasons = error.findings or (Finding("vote", "ballot", error.message),)
        return Taken(REFUSED, "", "", "", reasons=tuple(reasons))


def _row(file: str, taken: Taken) -> dict[str, Any]:
    return {
        "file": file,
        "status": taken.status,
        "motion": taken.motion,
        "seat": taken.seat,
        "fingerprint": taken.fingerprint,
        "entry": taken.position or None,
        "stands": taken.stands,
        "reasons": [
            {"rule": one.rule, "field": one.field, "message": one.message, "remedy": one.remedy}
            for one in taken.reasons
        ],
    }


def _line(file: str, taken: Taken) -> Text:
    name = one_line(file)
    if taken.status == "recorded":
        values = {"file": name, "seat": taken.seat, "motion": taken.motion, "n": taken.position}
        if taken.stands:
            return T("{file}: accepted, {seat} on {motion}, entry {n}.", **values)
        return T(
            "{file}: accepted, {seat} on {motion}, entry {n}; a later ballot stands.", **values
        )
    if taken.status == "known" and taken.reasons:
        reasons = " ".join(f"{say(one.message)} {say(one.remedy)}" for one in taken.reasons)
        values = {"file": name, "n": taken.position, "reasons": reasons}
        return T("{file}: known already, entry {n}. {reasons}", **values)
    if taken.status == "known":
        return T("{file}: known already, entry {n}.", file=name, n=taken.position)
    reasons = " ".join(say(one.message) for one in taken.reasons)
    if taken.status == "refused":
        return T("{file}: refused. {reasons}", file=name, reasons=reasons)
    return T("{file}: unreadable. {reasons}", file=name, reasons=reasons)
