"""`meeting open`, `close` and `send`: all motions of a meeting in one go, with a preview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.given import values_of
from buendnis.cli.invocation import Invocation
from buendnis.cli.meeting_minutes import minutes_following
from buendnis.cli.motion_free import result_word
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.usecases.judging import Judged, Together

CHANNELS = ("email", "post", "portal", "by_hand")


@command(
    T("Open the motions of the agenda: of its projects, and of free motions put again."),
    examples=(
        "buendnis meeting open M-2026-01 --dry-run",
        "buendnis meeting open M-2026-01",
        "buendnis meeting open M-2026-01 --possible --set LW-2026-003.mediation=…",
    ),
    more=(T("All are opened or none; with --possible those that can be."),),
)
@argument("meeting", T("The meeting's id."))
@option(
    "--set",
    "values",
    T("A field of one form: PROJECT.mediation=…, PROJECT.proposal=decline, B-2026-01.mediation=…"),
    metavar="ID.KEY=VALUE",
    multiple=True,
)
@option("--possible", T("Open those that can be opened."), is_flag=True)
@option("--dry-run", "dry", T("Say what would happen, and change nothing."), is_flag=True)
@on_option()
def open_(
    call: Invocation,
    meeting: str,
    values: tuple[str, ...],
    possible: bool,
    dry: bool,
    on: date | None,
) -> Output:
    """The motions that were opened, and why others were not."""
    from buendnis.usecases.together import open_all

    forms = _forms(values)
    with writing(call, on) as (office, who):
        done = open_all(office, who, meeting, forms, dry, possible)
    following = T("Next: buendnis meeting binder {meeting} -o FILE (office)", meeting=meeting)
    return _output(done, _opened_row, following)


@command(
    T("Close all motions of a meeting with their results, and then the meeting."),
    examples=(
        "buendnis meeting close M-2026-01 --dry-run",
        "buendnis meeting close M-2026-01 --until 16:30",
        "buendnis meeting close M-2026-01 --set LW-2026-001-V1.reasons.continuation=…",
        "buendnis meeting close M-2026-01 --set B-2026-01-V1.elected=NAME",
    ),
    more=(
        T("All are closed or none."),
        T("With --only it closes no motion, and is refused while one is open."),
    ),
)
@argument("meeting", T("The meeting's id."))
@option(
    "--set",
    "values",
    T(
        "A field of one motion's close: MOTION.reasons.ASPECT=…, MOTION.conditions=…, "
        "MOTION.postponed=true; of an election MOTION.elected=NAME, MOTION.nobody=true."
    ),
    metavar="MOTION.KEY=VALUE",
    multiple=True,
)
@option("--until", "ends_at", T("When it ended, like 16:30."), metavar="TIME", default="")
@option("--only", T("Close the meeting alone, whose motions are closed."), is_flag=True)
@option("--dry-run", "dry", T("Say what would happen, and change nothing."), is_flag=True)
@on_option()
def close(
    call: Invocation,
    meeting: str,
    values: tuple[str, ...],
    ends_at: str,
    only: bool,
    dry: bool,
    on: date | None,
) -> Output:
    """The results, and the closed meeting."""
    from buendnis.usecases.judging import Together
    from buendnis.usecases.meetings import close_meeting
    from buendnis.usecases.together import close_all

    if only and (values or dry):
        raise click.UsageError(call.say(T("--only takes neither --set nor --dry-run.")))
    forms = _forms(values)
    with writing(call, on) as (office, who):
        if only:
            done = Together(close_meeting(office, who, meeting, ends_at), ())
        else:
            done = close_all(office, who, meeting, forms, dry, ends_at)
    following = T("Next: buendnis meeting send {meeting} (office)", meeting=meeting)
    if not done.rows:
        following = minutes_following(done.meeting)
    closed = () if dry else (T("Closed: {meeting}.", meeting=meeting),)
    return _output(done, _closed_row, following, closed)


@command(
    T("Send the results of a meeting's motions to the applicants, of free ones to the members."),
    examples=(
        "buendnis meeting send M-2026-01 --dry-run",
        "buendnis meeting send M-2026-01 --channel post --on 2026-04-14",
    ),
    more=(
        T("What was endorsed gets its votum, the others are told; whoever was told is left out."),
        T("All are sent or none; with --possible those that can be."),
    ),
)
@argument("meeting", T("The meeting's id."))
@option(
    "--channel",
    T("How they are sent: email (default), post, portal or by_hand."),
    type=click.Choice(CHANNELS),
    default="email",
)
@option(
    "--set",
    "values",
    T("A field of one letter's form: MOTION.channel=post."),
    metavar="MOTION.KEY=VALUE",
    multiple=True,
)
@option("--possible", T("Send those that can be sent."), is_flag=True)
@option("--dry-run", "dry", T("Say what would happen, and change nothing."), is_flag=True)
@on_option()
def send(
    call: Invocation,
    meeting: str,
    channel: str,
    values: tuple[str, ...],
    possible: bool,
    dry: bool,
    on: date | None,
) -> Output:
    """The letters that were issued."""
    from buendnis.usecases.together import send_all

    forms = _forms(values)
    with writing(call, on) as (office, who):
        form = {"sent_on": who.on.isoformat(), "channel": channel}
        done = send_all(office, who, meeting, form, forms, dry, possible)
    return _output(done, _sent_row, minutes_following(done.meeting))


def _forms(values: tuple[str, ...]) -> dict[str, Mapping[str, Any]]:
    """The values of `--set ID.KEY=VALUE`, by the id. Raises `Unreadable` without one."""
    found = values_of(values)
    wrong = [key for key, value in found.items() if not isinstance(value, Mapping)]
    if wrong:
        message = T("“{key}” names no project or motion.", key=wrong[0][:80])
        remedy = T("Write it like LW-2026-001-V1.conditions=…")
        raise Unreadable(message, [Finding("input", "--set", message, remedy)])
    return found


def _output(done: Together, row: Any, following: Text, closing: tuple[Text, ...] = ()) -> Output:
    """The rows as a table, what speaks against them, and what comes next."""
    columns = (Column(T("Motion"), whole=True), T("Title"), T("Outcome"))
    parts: list[Part] = []
    if done.rows:
        parts.append(
            Table(columns, [(one.motion or one.id, one.title, row(one, done)) for one in done.rows])
        )
    findings = [finding for one in done.refused for finding in one.findings]
    findings += done.findings
    if findings:
        parts.append(FindingList(findings))
    if done.dry:
        parts.append(T("Nothing was changed."))
    else:
        parts += [*closing, NextStep(following)]
    data = {
        "meeting": done.meeting.id,
        "closed": done.meeting.closed,
        "dry_run": done.dry,
        "violations": findings_data(done.findings),
        "motions": [_data(one) for one in done.rows],
    }
    return Output(data, tuple(parts), 1 if done.dry and findings else 0)


def _opened_row(one: Judged, done: Together) -> Text:
    if one.after is not None:
        return T("opened: {motion}", motion=one.motion_id)
    return _other_row(one, T("will be opened"))


def _closed_row(one: Judged, done: Together) -> Text:
    result = one.result
    if one.findings or result is None:
        return _other_row(one, T("will be closed"))
    said = result_word(one.kind, result.result)
    return T("{result}, {cause}", result=said, cause=word(result.cause)) if result.cause else said


def _sent_row(one: Judged, done: Together) -> Text:
    if one.after is None:
        return _other_row(one, T("the members will be told") if one.free else T("will be sent"))
    if one.free:
        return T("the members were told")
    return T("sent: {documents}", documents=one.after.documents)


def _other_row(one: Judged, planned: Text) -> Text:
    if one.already is not None:
        return one.already
    return T("refused") if one.findings else planned


def _data(one: Judged) -> dict[str, Any]:
    result = one.result if not one.findings else None
    after = one.after
    return {
        "project": "" if one.free else one.id,
        "resolution": one.id if one.free else "",
        "title": one.title,
        "motion": one.motion_id,
        "possible": one.possible,
        "already": one.already,
        "done": after is not None,
        "result": result.result if result else "",
        "cause": result.cause if result else "",
        "state": one.state,
        "documents": after.documents if after else (),
        "violations": findings_data(one.findings),
    }
