"""`motion remind`, `motion extend`, `motion move`: what happens while a circular runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import reading, who_acts, writing
from buendnis.cli.drafts import without_address
from buendnis.cli.files import write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_parts import found_motion
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.cli.tables import Column, Table
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.circulars import Reminded, Silent
    from buendnis.usecases.motions import Found


@command(
    T("List who has not answered a circular, and write reminders to them only."),
    examples=(
        "buendnis motion remind LW-2026-001-V1",
        "buendnis motion remind LW-2026-001-V1 --outbox erinnerungen",
    ),
    more=(
        T("Without --outbox it lists, and records nothing."),
        T(
            "The drafts open in a mail program as unsent; an address is filled in where an earlier "
            "answer of the seat came by e-mail."
        ),
    ),
    reading=True,
)
@argument("motion", T("The motion's id."))
@option("--outbox", T("The folder for the drafts."), metavar="DIR")
@on_option()
def remind(call: Invocation, motion: str, outbox: str | None, on: date | None) -> Output:
    """The seats without an answer; with --outbox a letter and an e-mail draft for each."""
    if outbox and call.as_of:
        raise click.UsageError(call.say(T("What is answered as of a day is not sent.")))
    done, files = (
        _reminded(call, motion, Path(outbox), on) if outbox else (_listed(call, motion), [])
    )
    rows = [
        (one.seat, one.title, one.member, tuple(one.deputies), one.address) for one in done.silent
    ]
    columns = (Column(T("Seat"), whole=True), T("Title"), T("Member"), T("Deputies"), T("Address"))
    parts: list[Part] = [Table(columns, rows, T("Everybody has answered."))]
    parts += [T("Written: {file}", file=one) for one in files]
    bare = [file for file, one in zip(files, done.silent, strict=False) if not one.address]
    parts += without_address(bare)
    until = done.found.motion.until
    if not done.silent:
        following = T("Next: buendnis motion close {motion} (office)", motion=motion)
    elif files:
        following = T("Next: look the drafts over and send them (office)")
    else:
        following = T("Next: buendnis motion remind {motion} --outbox DIR (office)", motion=motion)
    data = {
        "motion": motion,
        "until": until,
        "missing": [
            {
                "seat": one.seat,
                "title": one.title,
                "member": one.member,
                "deputies": list(one.deputies),
                "address": one.address,
            }
            for one in done.silent
        ],
        "document": done.letter,
        "files": files,
        "without_address": bare,
    }
    return Output(data, (*parts, NextStep(following)))


def _listed(call: Invocation, motion: str) -> Reminded:
    """Who is missing, read only."""
    from buendnis.usecases.circulars import silent_members
    from buendnis.usecases.motions import Found

    with reading(call) as view:
        return silent_members(view, who_acts(call), Found(*found_motion(view, motion)))


def _reminded(
    call: Invocation, motion: str, folder: Path, on: date | None
) -> tuple[Reminded, list[Path]]:
    """Who was reminded, and the drafts that were written."""
    from buendnis.usecases.circulars import remind_members
    from buendnis.usecases.motion_papers import sealed_letter

    # Before anything is recorded: a folder that cannot be made stops the reminder.
    folder.mkdir(parents=True, exist_ok=True)
    with writing(call, on) as (office, who):
        done = remind_members(office, who, motion, record=True)
        letter = sealed_letter(office, done.letter) if done.letter else b""
        drafts = _drafts(office.settings.alliance.office.email, done, letter)
    for name, body in drafts.items():
        write_whole(folder / name, body, force=True)
    return done, [folder / name for name in drafts]


def _drafts(sender: str, done: Reminded, letter: bytes) -> dict[str, bytes]:
    """A draft for each seat, by its file name."""
    from buendnis.documents.member_mail import reminder_text
    from buendnis.mail import Attached, draft

    motion, holder = done.found.motion, done.found.holder
    sketch = getattr(holder, "sketch", None)
    title = sketch.title if sketch is not None else motion.title
    attached = [Attached(f"{done.letter}_erinnerung.pdf", letter)] if letter else []
    found: dict[str, bytes] = {}
    for one in done.silent:
        subject, text = reminder_text(motion, title, one.title, _named(one))
        recipients = [one.address] if one.address else []
        name = f"{motion.id}_erinnerung_{one.seat}.eml"
        found[name] = draft(sender, recipients, subject, text, attached)
    return found


def _named(one: Silent) -> tuple[str, ...]:
    return tuple(name for name in (one.member, *one.deputies) if name)


@command(
    T("Put off the end of a circular, once."),
    examples=(
        'buendnis motion extend LW-2026-001-V1 --until 2026-06-14 --reason "Antworten fehlen"',
    ),
    more=(T("The by-laws say how often. A last day that is named is not shifted."),),
)
@argument("motion", T("The motion's id."))
@option("--until", T("The new last day."), type=DAY, required=True)
@option("--reason", T("Why it is extended."), metavar="TEXT", required=True)
@on_option()
def extend(call: Invocation, motion: str, until: date, reason: str, on: date | None) -> Output:
    """The circular with its new end; ballots and objections stand."""
    from buendnis.usecases.circulars import extend_motion

    with writing(call, on) as (office, who):
        done = extend_motion(office, who, motion, until, reason)
    return Output(
        {**_data(done), "until": until},
        (
            T("{motion} runs until {until}.", motion=motion, until=until),
            NextStep(
                T("Next: buendnis motion remind {motion} --outbox DIR (office)", motion=motion)
            ),
        ),
    )


@command(
    T("Move a circular to a meeting: papers unchanged, ballots void."),
    examples=("buendnis motion move LW-2026-001-V1 --meeting M-2026-02",),
    more=(
        T("After an objection to the procedure, or where answers are missing."),
        T("Where everybody has answered, it is closed instead."),
    ),
)
@argument("motion", T("The motion's id."))
@option("--meeting", T("The meeting in which it is voted."), metavar="M", required=True)
@on_option()
def move(call: Invocation, motion: str, meeting: str, on: date | None) -> Output:
    """The motion in the meeting, without ballots."""
    from buendnis.usecases.circulars import move_motion

    with writing(call, on) as (office, who):
        done = move_motion(office, who, motion, meeting)
    return Output(
        {**_data(done), "meeting": meeting},
        (
            T(
                "{motion} is voted on in {meeting}; ballots given so far are void.",
                motion=motion,
                meeting=meeting,
            ),
            NextStep(
                T("Next: buendnis meeting attend {meeting} all=member (office)", meeting=meeting)
            ),
        ),
    )


def _data(done: Found) -> dict[str, Any]:
    return {"motion": done.motion.id, "project": done.holder.id, "mode": done.motion.mode}
