"""`meeting minutes` and `meeting object`: the minutes from draft to approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import reading, writing
from buendnis.cli.files import refuse_existing, refuse_other_ending, write_whole
from buendnis.cli.given import values_of
from buendnis.cli.invocation import Invocation
from buendnis.cli.meeting import meeting_in
from buendnis.cli.minutes_file import blank_form, read_form
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part, Plain
from buendnis.cli.words import word
from buendnis.errors import Refused
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.documents.meeting_case import MeetingCase
    from buendnis.facts import Meeting
    from buendnis.store.reading import View

CHANNELS = ("email", "post", "portal", "by_hand")


@command(
    T("Draft, send and approve the minutes of a meeting."),
    examples=(
        'buendnis meeting minutes M-2026-01 --set presided_by="V. Vorsitz" --set kept_by="K. Kern"',
        "buendnis meeting minutes M-2026-01 --set item.1=… --set dissent.2.dgb=… -o entwurf.pdf",
        "buendnis meeting minutes M-2026-01 --write-form verlauf.toml",
        "buendnis meeting minutes M-2026-01 --form verlauf.toml",
        "buendnis meeting minutes M-2026-01 --send",
        "buendnis meeting minutes M-2026-01 --approve --in M-2026-02",
    ),
    more=(
        T(
            "Who was there and what was decided comes from the record; --set and --form say who "
            "presided, who kept the minutes, and what was said under each item."
        ),
        T("Without options it shows the minutes; with -o it writes them as a PDF."),
        T(
            "A change to minutes that were sent makes a new version; the old one is marked as "
            "replaced."
        ),
    ),
    reading=True,
)
@argument("meeting", T("The meeting's id."))
@option(
    "--set",
    "values",
    T("presided_by, kept_by, item.N, declaration.N.SEAT or dissent.N.SEAT."),
    metavar="KEY=VALUE",
    multiple=True,
)
@option("--form", "form_path", T("A form that was filled in."), metavar="FILE", default="")
@option("--write-form", "blank", T("Write the form to fill in."), metavar="FILE", default="")
@option("--send", T("Send the draft to all members and deputies."), is_flag=True)
@option(
    "--channel",
    T("How they are sent: email (default), post, portal or by_hand."),
    type=click.Choice(CHANNELS),
    default="email",
)
@option("--approve", T("Record that a later meeting approved them."), is_flag=True)
@option("--in", "approved_in", T("The meeting that approved them."), metavar="M", default="")
@option("-o", "--output", "target", T("Write them as a PDF."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
@on_option()
def minutes(
    call: Invocation,
    meeting: str,
    values: tuple[str, ...],
    form_path: str,
    blank: str,
    send: bool,
    channel: str,
    approve: bool,
    approved_in: str,
    target: str,
    force: bool,
    on: date | None,
) -> Output:
    """The minutes after what was asked for."""
    changes = bool(values or form_path)
    if sum((changes, send, approve, bool(blank))) > 1:
        raise click.UsageError(
            call.say(T("Draft, send, approve or write the form: one at a time."))
        )
    if approve != bool(approved_in):
        raise click.UsageError(call.say(T("Write --approve --in M.")))
    if call.as_of and (changes or send or approve):
        raise click.UsageError(call.say(T("What is answered as of a day changes nothing.")))
    if blank:
        return blank_form(call, meeting, Path(blank), force)
    if target:
        refuse_existing(Path(target), force=force)
        refuse_other_ending(Path(target), ".pdf")
    form = {**(read_form(form_path, meeting) if form_path else {}), **values_of(values)}
    told: Text | None = None
    if changes or send or approve or not _has_minutes(call, meeting):
        if call.as_of:
            raise Refused(T("{meeting} had no minutes on {day}.", meeting=meeting, day=call.as_of))
        told = _done(call, meeting, form, send, channel, approve, approved_in, on)
    return _shown(call, meeting, told, target, force)


@command(
    T("Record what a seat objects to in the minutes."),
    examples=('buendnis meeting object M-2026-01 --seat dgb --text "TOP 2: Ich stimmte mit Nein"',),
    more=(
        T(
            "Each member may object to the minutes, the recorded vote too, until these are "
            "approved. The seat itself enters it, or the office."
        ),
    ),
)
@argument("meeting", T("The meeting's id."))
@option("--seat", T("The seat."), metavar="SEAT", required=True)
@option("--text", T("What it objects to."), metavar="TEXT", required=True)
@on_option()
def object_(call: Invocation, meeting: str, seat: str, text: str, on: date | None) -> Output:
    """An objection, which stays with the minutes."""
    from buendnis.usecases.minuting import object_to_minutes

    with writing(call, on) as (office, who):
        after = object_to_minutes(office, who, meeting, seat, text)
    return Output(
        _data(after),
        (
            T("Objection to the minutes of {meeting}: {seat}.", meeting=after.id, seat=seat),
            NextStep(
                T(
                    "Next: buendnis meeting minutes {meeting} --set item.N=…, or --approve --in M "
                    "(office)",
                    meeting=after.id,
                )
            ),
        ),
    )


def _done(
    call: Invocation,
    meeting: str,
    form: Mapping[str, Any],
    send: bool,
    channel: str,
    approve: bool,
    approved_in: str,
    on: date | None,
) -> Text:
    from buendnis.usecases.minuting import approve_minutes, draft_minutes, send_minutes

    with writing(call, on) as (office, who):
        if send:
            after = send_minutes(office, who, meeting, channel)
        elif approve:
            after = approve_minutes(office, who, meeting, approved_in)
        else:
            after = draft_minutes(office, who, meeting, form)
    kept = after.minutes
    assert kept is not None
    if not kept.document or kept.state == "draft":
        return T(
            "Minutes of {meeting}: {state}, version {version}.",
            meeting=after.id,
            state=word(kept.state),
            version=kept.version,
        )
    return T(
        "Minutes of {meeting}: {state}, version {version}, document {number}.",
        meeting=after.id,
        state=word(kept.state),
        version=kept.version,
        number=kept.document,
    )


def _has_minutes(call: Invocation, meeting: str) -> bool:
    with reading(call) as view:
        return meeting_in(view, meeting).minutes is not None


def _shown(call: Invocation, meeting: str, told: Text | None, target: str, force: bool) -> Output:
    """What was done, or the minutes as text; and the PDF, if it is asked for."""
    with reading(call) as view:
        found = meeting_in(view, meeting)
        kept = found.minutes
        assert kept is not None
        parts: list[Part] = [told] if told else [Plain(_as_text(view, found))]
        data = _data(found)
        if target:
            write_whole(Path(target), _as_pdf(view, found), force=force)
            data["file"] = target
            parts.append(T("Written: {file}", file=target))
    if told:
        parts.append(NextStep(minutes_following(found)))
    return Output(data, tuple(parts))


def minutes_following(meeting: Meeting) -> Text:
    """What comes next with the minutes of a meeting."""
    kept = meeting.minutes
    if kept is None:
        return T("Next: buendnis meeting minutes {meeting} --set … (office)", meeting=meeting.id)
    if kept.state == "draft":
        return T("Next: buendnis meeting minutes {meeting} --send (office)", meeting=meeting.id)
    if kept.state == "sent":
        return T(
            "Next: buendnis meeting object {meeting} (seats), or meeting minutes {meeting} "
            "--approve --in M (office)",
            meeting=meeting.id,
        )
    return T("Next: nothing is open on {project}.", project=meeting.id)


def _case(view: View, meeting: Meeting) -> MeetingCase:
    from buendnis.usecases.meeting_papers import MINUTES, viewed_case

    return viewed_case(view, MINUTES, meeting, meeting.day)


def _as_text(view: View, meeting: Meeting) -> str:
    from buendnis.documents.issue import build_tree
    from buendnis.documents.meeting_data import meeting_data
    from buendnis.documents.plain import plain_text
    from buendnis.documents.text import template_source

    case = _case(view, meeting)
    source = template_source(case.kind.kind, case.alliance.name)
    return plain_text(build_tree(meeting_data(case, "", ""), source)).rstrip()


def _as_pdf(view: View, meeting: Meeting) -> bytes:
    """The sealed minutes as they stand; a draft is set anew, and marked as one."""
    from buendnis.usecases.meeting_papers import working_paper
    from buendnis.usecases.papers import document, pdf_of

    kept = meeting.minutes
    assert kept is not None
    if kept.state != "draft":
        body = pdf_of(view, document(view, kept.document))
        if body is None:
            raise Refused(T("The document {number} was erased.", number=kept.document))
        return body
    return working_paper(_case(view, meeting), view, draft=True)


def _data(meeting: Meeting) -> dict[str, Any]:
    kept = meeting.minutes
    assert kept is not None
    return {
        "meeting": meeting.id,
        "state": kept.state,
        "version": kept.version,
        "presided_by": kept.presided_by,
        "kept_by": kept.kept_by,
        "items": kept.course,
        "declarations": kept.declarations,
        "objections": [{"seat": seat, "text": text} for seat, text in kept.objections],
        "document": kept.document,
        "sent_on": kept.sent_on,
        "approved_on": kept.approved_on,
        "approved_in": kept.approved_in,
    }
