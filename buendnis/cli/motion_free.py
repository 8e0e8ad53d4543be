"""Free motions on the command line: what `motion` and `vote` say of resolutions and elections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.acting import writing
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.motion_parts import as_options, derivation, election_data, seats_seen, title_of
from buendnis.cli.output import Heading, NextStep, Output, Part, Plain
from buendnis.cli.tables import Fields, Table
from buendnis.cli.words import word
from buendnis.errors import Refused, Unreadable
from buendnis.reading import read_bytes
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.facts import Meeting, Motion, Project, Resolution
    from buendnis.usecases.office import Office, Who
    from buendnis.usecases.resolution_entries import Resolved

RESOLUTION, ELECTION = "resolution", "election"
PAPER = "vorlage"
_OUTCOMES = {
    "endorsed": T("adopted"),
    "not_endorsed": T("not adopted"),
}


def result_word(purpose: str, result: str) -> Text:
    """A result in the reader's language: a free motion is adopted, a project endorsed."""
    return (_OUTCOMES.get(result) if purpose == RESOLUTION else None) or word(result)


def refuse_with_title(call: Invocation, others: Mapping[str, Any]) -> None:
    """Raise a usage error where an option of projects is given with `--title`."""
    given = tuple(name for name, value in others.items() if value)
    if given:
        raise click.UsageError(
            call.say(T("A free motion has no {names}.", names=given)),
        )


def one_way(
    call: Invocation, meeting: str, circular: bool, until: date | None, days: int | None
) -> None:
    """Raise a usage error where a motion is to go two ways, or end on two days."""
    if meeting and circular:
        raise click.UsageError(call.say(T("Give --meeting or --circular, not both.")))
    if days is not None and (until or not circular):
        raise click.UsageError(call.say(T("Give --days with --circular and without --until.")))


def open_free(
    call: Invocation,
    title: str,
    text: str,
    kind: str,
    way: tuple[str, str, str, int | None],
    files: tuple[str, ...],
    on: date | None,
) -> Output:
    """The free motion that was opened. way: meeting, until, reason, period in days; text: wording,
    or a file."""
    from buendnis.usecases.resolutions import Way, open_resolution

    papers = read_attachments([f"{PAPER}={file}" for file in files])
    wording = _wording(text)
    with writing(call, on) as (office, who):
        try:
            done = open_resolution(office, who, title, wording, kind, Way(*way), papers)
        except Refused as error:
            raise as_options(error) from None
    return Output(resolved_data(done), (Plain(done.motion.id), opened_next(done.motion)))


def opened_next(motion: Motion) -> NextStep:
    """What comes after a free motion was opened."""
    if motion.purpose == ELECTION:
        return NextStep(
            T("Next: buendnis meeting attend {meeting} all=member (office)", meeting=motion.meeting)
        )
    if motion.meeting:
        return NextStep(
            T("Next: buendnis meeting attend {meeting} all=member (office)", meeting=motion.meeting)
        )
    return NextStep(
        T(
            "Next: buendnis vote record {motion} --source email --seat SEAT=… (office)",
            motion=motion.id,
        )
    )


def is_free(office: Office, motion: str) -> bool:
    """Whether a motion's id is that of a free motion."""
    from buendnis.usecases.resolutions import is_resolution

    return is_resolution(office, motion)


def close_free(office: Office, who: Who, motion: str, form: Mapping[str, Any]) -> Output:
    """The result of a free motion, with the resolution that was issued."""
    from buendnis.usecases.resolution_results import close_resolution

    done = close_resolution(office, who, motion, form)
    result = done.motion.result
    assert result is not None
    data = {**resolved_data(done), "result": result.result, "cause": result.cause}
    following = (
        T("Next: buendnis motion reopen {name} … (office)", name=done.resolution.id)
        if result.result == "deferred"
        else T("Next: buendnis motion send {motion} (office)", motion=motion)
    )
    said = T(
        "Result of {motion}: {result}.",
        motion=motion,
        result=result_word(done.motion.purpose, result.result),
    )
    numbers = () if done.motion.purpose == ELECTION else (_counts(done.motion),)
    cause = (T("Cause: {cause}.", cause=word(result.cause)),) if result.cause else ()
    return Output(data, (said, *numbers, *cause, NextStep(following)))


def resolved_data(done: Resolved) -> dict[str, Any]:
    """A free motion after an entry, as JSON."""
    return {
        "motion": done.motion.id,
        "resolution": done.resolution.id,
        "title": done.resolution.title,
        "kind": done.resolution.kind,
        "version": done.resolution.version,
        "documents": done.documents,
    }


def subject_rows(holder: Project | Resolution, motion: Motion) -> tuple[tuple[Text, Any], ...]:
    """What a motion is about, as rows of a block of fields."""
    if motion.purpose not in (RESOLUTION, ELECTION):
        subject = (T("Project"), f"{holder.id} {title_of(holder)}")
        return (subject, (T("Proposal"), word(motion.proposal)))
    return ((T("Free motion"), title_of(holder)), (T("Kind"), word(motion.purpose)))


def free_parts(motion: Motion, data: Mapping[str, Any]) -> list[Part]:
    """The wording of a free motion, the note on the mediation, who follows, the count."""
    parts: list[Part] = []
    if motion.text:
        parts += [Heading(T("Wording")), Plain(motion.text)]
    if motion.mediation:
        parts += [Heading(T("Mediation")), Plain(motion.mediation)]
    if data.get("followers"):
        rows = [(one["seat"], one["person"], word(one["role"])) for one in data["followers"]]
        parts += [Heading(T("Followers")), Table((T("Seat"), T("Person"), T("As")), rows)]
    if "election" in data:
        parts += _sums(data["election"])
    return parts


def election_tally(motion: Motion, meeting: Meeting | None, seen: frozenset[str]) -> Output:
    """How an election stands: quorum, sums, and that people find who is elected."""
    from buendnis.workflow.resolutions import resolved

    result = motion.result or resolved(motion, meeting, {})
    shown = motion.result.result if motion.result else "open"
    data: dict[str, Any] = {
        "motion": motion.id,
        "result": shown,
        "round": motion.round,
        "seats": result.seats,
        "entitled": result.entitled,
        "recused": result.recused,
        "present": result.present,
        "yes": 0,
        "no": 0,
        "abstain": 0,
        "missing": result.missing,
        "quorum": {
            "required": result.quorum_required,
            "reached": result.quorum_reached,
            "met": result.quorum_met,
        },
        "rule": result.rule,
        "derivation": derivation(result.derivation, seen),
    }
    fields = Fields(
        (
            (T("Result"), word(shown)),
            (T("Entitled"), result.entitled),
            (T("Present"), result.present),
            (
                T("Quorum"),
                T(
                    "{reached} of {required} required",
                    reached=result.quorum_reached,
                    required=result.quorum_required,
                ),
            ),
            (T("Rule"), word(result.rule)),
        )
    )
    parts: list[Part] = [Heading(T("Election {motion}", motion=motion.id)), fields]
    if motion.secret is not None:
        data["election"] = election_data(motion, seats_seen(seen))
        parts += _sums(data["election"])
    parts += [Heading(T("How it comes about")), *data["derivation"]]
    return Output(data, tuple(parts))


def _sums(election: Mapping[str, Any]) -> list[Part]:
    rows: list[tuple[Any, ...]] = [(one["candidate"], one["votes"]) for one in election["sums"]]
    rows += [(T("blank"), election["blank"]), (T("invalid"), election["invalid"])]
    return [
        Heading(T("Secret ballot")),
        Table((T("Candidate"), T("Votes")), rows),
        T("Took part: {count}.", count=election["participants"]),
        T("Counted by: {people}.", people=tuple(election["counted_by"])),
    ]


def _counts(motion: Motion) -> Text:
    result = motion.result
    assert result is not None
    return T(
        "Yes {yes}, no {no}, abstentions {abstain}, recused {recused}",
        yes=result.yes,
        no=result.no,
        abstain=result.abstain,
        recused=result.recused,
    )


def _wording(text: str) -> str:
    """The text, or what stands in the file that it names."""
    try:
        is_file = bool(text) and len(text) < 256 and Path(text).is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        return text
    try:
        return read_bytes(text).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(T("{file} is no text in UTF-8.", file=text[:80])) from None
