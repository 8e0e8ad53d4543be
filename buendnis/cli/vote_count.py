"""`vote count`: the count of an election by secret ballot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_parts import election_data
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T

EVIDENCE = "protocol"
_EXAMPLE = (
    "buendnis vote count B-2026-02-V1 --participants all --sum 'Erika Muster=12'"
    " --counted-by 'Anna Eins' --counted-by 'Bert Zwei'"
)
_MOST, _DIGITS = 10_000, 4


@command(
    T("Enter the count of an election."),
    examples=(_EXAMPLE,),
    more=(
        T("The record holds which seats took part, the sums, and the two people who counted."),
        T("No ballot names a seat."),
        T("--participants all stands for everybody present and not recused."),
    ),
)
@argument("motion", T("The motion's id."))
@argument("more", T("Further seats that took part."), nargs=-1, metavar="[SEAT]...")
@option(
    "--participants",
    T("The seats that took part, by blanks or commas, or all."),
    metavar="SEAT…",
    multiple=True,
    required=True,
)
@option("--sum", "sums", T("A candidate's votes."), metavar="NAME=N", multiple=True, required=True)
@option("--blank", T("Papers without a vote."), type=click.IntRange(0, _MOST), default=0)
@option("--invalid", T("Papers that do not count."), type=click.IntRange(0, _MOST), default=0)
@option(
    "--counted-by",
    "counters",
    T("Who counted; two people."),
    metavar="NAME",
    multiple=True,
    required=True,
)
@option("--attach", "files", T("The signed count."), metavar="FILE", multiple=True)
@on_option()
def count(
    call: Invocation,
    motion: str,
    more: tuple[str, ...],
    participants: tuple[str, ...],
    sums: tuple[str, ...],
    blank: int,
    invalid: int,
    counters: tuple[str, ...],
    files: tuple[str, ...],
    on: date | None,
) -> Output:
    """Who took part and the sums; refused with everything that does not add up."""
    from buendnis.usecases.secret import PaperCount, count_paper_ballot

    seats = tuple(
        seat for text in (*participants, *more) for seat in text.replace(",", " ").split()
    )
    asked = PaperCount(seats, tuple(_sums(sums)), blank, invalid, counters)
    papers = read_attachments([f"{EVIDENCE}={file}" for file in files])
    with writing(call, on) as (office, who):
        found = count_paper_ballot(office, who, motion, asked, papers)
    data: dict[str, Any] = {"motion": found.id, **election_data(found, with_seats=True)}
    return Output(
        data,
        (
            T(
                "Counted for {motion}: {count} took part.",
                motion=motion,
                count=data["participants"],
            ),
            NextStep(
                T("Next: buendnis motion close {motion} --set elected=NAME (office)", motion=motion)
            ),
        ),
    )


def _sums(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Candidates and votes; raises `Unreadable` with every mistake."""
    found: list[tuple[str, int]] = []
    wrong: list[Finding] = []
    for text in texts:
        name, equals, number = (part.strip() for part in text.rpartition("="))
        if not equals or not name or not (number.isascii() and number.isdigit()):
            message = T("“{text}” is no NAME=N.", text=text[:80])
            remedy = T("Write the name and the votes: --sum NAME=9.")
            wrong.append(Finding("input", "--sum", message, remedy))
        elif len(number.lstrip("0")) > _DIGITS:
            message = T("“{text}” has too many votes.", text=text[:80])
            wrong.append(Finding("input", "--sum", message))
        else:
            found.append((name, int(number)))
    if wrong:
        raise Unreadable(T("The sums cannot be read."), wrong)
    return found
