"""`meeting invite`, `binder`, `sheets`: what goes out for a meeting, and what lies on its table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.files import refuse_existing, refuse_other_ending, write_whole
from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.invocation import Invocation
from buendnis.cli.meeting import meeting_in
from buendnis.cli.meeting_page import meeting_data
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.errors import Refused
from buendnis.texts import T

CHANNELS = ("email", "post", "portal", "by_hand")


@command(
    T("Invite members and deputies to a meeting."),
    examples=(
        "buendnis meeting invite M-2026-01 -o einladung",
        "buendnis meeting invite M-2026-01 --channel post --on 2026-03-20",
        'buendnis meeting invite M-2026-01 --again --reason "Der Ort hat gewechselt"',
    ),
    more=(
        T("It issues the invitation and the calendar file; with -o both are written there."),
        T(
            "A period that the by-laws state must be kept. One that is only assumed blocks "
            "nothing; the record says that it was missed."
        ),
    ),
)
@argument("meeting", T("The meeting's id."))
@option(
    "--channel",
    T("How it goes out: email (default), post, portal or by_hand."),
    type=click.Choice(CHANNELS),
    default="email",
)
@option("--again", T("A further invitation, with its reason."), is_flag=True)
@option("--reason", T("Why once more."), metavar="TEXT", default="")
@option("-o", "--output", "target", T("The folder for letter and calendar file."), metavar="DIR")
@option("--force", T("Replace files of these names."), is_flag=True)
@on_option()
def invite(
    call: Invocation,
    meeting: str,
    channel: str,
    again: bool,
    reason: str,
    target: str | None,
    force: bool,
    on: date | None,
) -> Output:
    """The letter's number, and hints on period and agenda."""
    from buendnis.usecases.inviting import CALENDAR
    from buendnis.usecases.inviting import invite as use_case
    from buendnis.usecases.meeting_papers import INVITATION

    if reason and not again:
        raise click.UsageError(call.say(T("--reason belongs to --again.")))
    if again and not reason.strip():
        raise click.UsageError(call.say(T("--again needs its --reason.")))
    if target:
        for name in (f"{meeting}_{INVITATION}.pdf", f"{meeting}.ics"):
            refuse_existing(Path(target) / name, force=force)
    with writing(call, on) as (office, who):
        done = use_case(office, who, meeting, channel, again, reason)
    files: list[Path] = []
    if target:
        with reading(call) as view:
            calendar = next(one for one in reversed(done.meeting.papers) if one.kind == CALENDAR)
            rows = view.query("SELECT pdf FROM document WHERE number = ?", (done.document,))
            found = {
                Path(target) / f"{done.meeting.id}_{INVITATION}.pdf": rows[0][0],
                Path(target) / f"{done.meeting.id}.ics": calendar.hash,
            }
            files = _written(found, view.content, force)
    last = done.meeting.invitations[-1]
    parts: list[Part] = [
        T(
            "Invited to {meeting}: letter {number}, {channel}.",
            meeting=done.meeting.id,
            number=done.document,
            channel=channel,
        )
    ]
    parts += [T("Written: {file}", file=str(file)) for file in files]
    if done.hints:
        parts.append(FindingList(done.hints))
    parts.append(
        NextStep(T("Next: buendnis meeting open {meeting} (office)", meeting=done.meeting.id))
    )
    data = {
        **meeting_data(done.meeting),
        "document": done.document,
        "due": last.due,
        "late": last.late,
        "summons": last.summons,
        "files": files,
        "hints": findings_data(done.hints),
    }
    return Output(data, tuple(parts))


@command(
    T("Write the mailing for a meeting: one e-mail draft for each seat."),
    examples=("buendnis meeting mail M-2026-01 -o versand",),
    more=(
        T(
            "Each has the invitation, the calendar file, late papers, and the papers of the "
            "motions that were put to the meeting, with the sketch and the statements behind "
            "them; member and deputies get the same."
        ),
        T("An interrupted call goes on: what is written already is left as it is."),
    ),
    reading=True,
)
@argument("meeting", T("The meeting's id."))
@option("-o", "--output", "target", T("The folder to write into."), required=True, metavar="DIR")
@option("--force", T("Replace files of these names."), is_flag=True)
def mail(call: Invocation, meeting: str, target: str, force: bool) -> Output:
    """The drafts, by the seats of the day of the meeting."""
    from buendnis.cli.drafts import write_drafts
    from buendnis.usecases.mailing import meeting_drafts, seats_of

    with reading(call) as view:
        found = meeting_in(view, meeting)
        drafts = meeting_drafts(view, found, call.as_of or call.today())
        return write_drafts(drafts, Path(target), len(seats_of(view, found)), force)


@command(
    T("Bind the papers of a meeting into one PDF."),
    examples=("buendnis meeting binder M-2026-01 -o mappe.pdf",),
    more=(
        T(
            "Cover with agenda, invitation, each motion paper with what belongs to it, late "
            "papers; with bookmarks and page numbers. The same papers make the same bytes, whose "
            "fingerprint is on record."
        ),
    ),
)
@argument("meeting", T("The meeting's id."))
@option("-o", "--output", "target", T("The PDF to write."), metavar="FILE", required=True)
@option("--force", T("Replace a file of that name."), is_flag=True)
@on_option()
def binder(call: Invocation, meeting: str, target: str, force: bool, on: date | None) -> Output:
    """The binder as a file, and its fingerprint."""
    from buendnis.usecases.binding import make_binder

    path = Path(target)
    refuse_existing(path, force=force)
    refuse_other_ending(path, ".pdf")
    with writing(call, on) as (office, who):
        bound = make_binder(office, who, meeting)
    write_whole(path, bound.pdf, force=force)
    parts: list[Part] = [
        T(
            "Written: {file}, {pages} pages, {parts} papers.",
            file=target,
            pages=bound.pages,
            parts=len(bound.parts),
        ),
        T("Fingerprint: {fingerprint}", fingerprint=bound.fingerprint),
    ]
    if bound.left_out:
        parts.append(T("No PDF, so they go along by themselves: {papers}.", papers=bound.left_out))
    parts.append(NextStep(T("Next: buendnis meeting sheets {meeting} (office)", meeting=meeting)))
    data = {
        "meeting": bound.meeting.id,
        "file": path,
        "bytes": len(bound.pdf),
        "pages": bound.pages,
        "fingerprint": bound.fingerprint,
        "parts": bound.parts,
        "left_out": bound.left_out,
        "new": bound.new,
    }
    return Output(data, tuple(parts))


@command(
    T("Write the speaking sheet for the chair and the attendance list to sign."),
    examples=("buendnis meeting sheets M-2026-01 -o sitzung",),
    more=(T("Working papers, set from the record as it stands; they get no number."),),
    reading=True,
)
@argument("meeting", T("The meeting's id."))
@option("-o", "--output", "target", T("The folder; without it, here."), metavar="DIR", default="")
@option("--force", T("Replace files of these names."), is_flag=True)
def sheets(call: Invocation, meeting: str, target: str, force: bool) -> Output:
    """Two PDFs for the table."""
    from buendnis.usecases.meeting_papers import LIST, SPEAKING, viewed_case, working_paper

    folder = Path(target or ".")
    files: list[Path] = []
    with reading(call) as view:
        found = meeting_in(view, meeting)
        if found.called_off:
            raise Refused(T("The meeting {meeting} was called off.", meeting=found.id))
        names = {kind: folder / f"{found.id}_{kind}.pdf" for kind in (SPEAKING, LIST)}
        for path in names.values():
            refuse_existing(path, force=force)
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in names.items():
            case = viewed_case(view, kind, found, found.day)
            write_whole(path, working_paper(case, view), force=force)
            files.append(path)
    return Output(
        {"meeting": found.id, "files": files},
        tuple(T("Written: {file}", file=str(file)) for file in files),
    )


def _written(
    found: dict[Path, str], content: Callable[[str], bytes | None], force: bool
) -> list[Path]:
    files = []
    for path, digest in found.items():
        body = content(digest)
        if body is None:
            continue  # not sealed yet: the next command makes it, and document render writes it
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, body, force=force)
        files.append(path)
    return files
