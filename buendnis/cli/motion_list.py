"""`motion list`: the motions of projects and the free ones."""

from __future__ import annotations

from buendnis.cli.acting import reading
from buendnis.cli.audience import words_for
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_free import result_word
from buendnis.cli.motion_parts import holders_of, motion_data
from buendnis.cli.options import command, option
from buendnis.cli.output import Output
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.texts import T


@command(
    T("List the motions."),
    examples=("buendnis motion list", "buendnis motion list --open --json"),
    reading=True,
)
@option("--open", "only_open", T("Only those that are being voted on."), is_flag=True)
def list_(call: Invocation, only_open: bool) -> Output:
    """All motions, by project, oldest first, then the free ones."""
    with reading(call) as view:
        found = [
            (holder, motion)
            for holder in holders_of(view)
            for motion in holder.motions
            if motion.open or not only_open
        ]
        alliance = view.alliance
    rows = [
        motion_data(holder, motion, words_for(call.actor, holder.id, motion, alliance))
        for holder, motion in found
    ]
    table = Table(
        (
            Column(T("Motion"), whole=True),
            Column(T("Opened"), whole=True),
            T("Where"),
            T("Proposal"),
            T("Result"),
            T("Title"),
        ),
        [
            (
                row["motion"],
                row["opened_on"],
                row["meeting"] or T("circular until {until}", until=row["until"] or ""),
                word(row["proposal"] if row["project"] else row["purpose"]),
                result_word(row["purpose"], row["result"] or row["status"]),
                row["title"],
            )
            for row in rows
        ],
        T("There is no motion."),
    )
    return Output(rows, (table,))
