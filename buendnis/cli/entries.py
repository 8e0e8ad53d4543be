"""`note`, `correct`, `undo`: adding to the record of a project, and setting it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import writing
from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.given import read_attachments, values_of
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.parameters import WholeNumber
from buendnis.events import TAKEN_BACK
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from datetime import date

    from buendnis.usecases.correcting import Corrected
    from buendnis.usecases.office import Office

NOTE_PAPER = "anlage"


@command(
    T("Add a note to a project."),
    examples=(
        'buendnis note LW-2026-001 "Telefonat mit dem Träger"',
        'buendnis note LW-2026-001 "Unterlagen nachfragen" --due 2026-05-31 --for "Frau Büro"',
    ),
)
@argument("id", T("The project."))
@argument("text", T("What is noted."))
@option("--due", T("It is due on this day."), type=DAY)
@option("--for", "for_whom", T("For whom it waits."), metavar="PERSON")
@option("--attach", "papers", T("A paper that belongs to it."), multiple=True, metavar="FILE")
@on_option()
def note(
    call: Invocation,
    id: str,
    text: str,
    due: date | None,
    for_whom: str | None,
    papers: tuple[str, ...],
    on: date | None,
) -> Output:
    """A note in the file, which waits until its day."""
    from buendnis.cli.step_answer import answer_of
    from buendnis.usecases.recording import take_recording

    values: dict[str, Any] = {"text": text}
    if due is not None:
        values["due"] = due.isoformat()
    if for_whom:
        values["for"] = for_whom
    attachments = read_attachments([f"{NOTE_PAPER}={one}" for one in papers])
    with writing(call, on) as (office, who):
        return answer_of(office, take_recording(office, who, id, "note", values, attachments))


@command(
    T("Set a wrong entry right. The old value stays visible."),
    examples=(
        "buendnis correct LW-2026-001 12 --set sent_on=2026-05-05 --reason Tippfehler",
        "buendnis correct LW-2026-001 12 --set on=2026-05-05 --reason Tippfehler",
        "buendnis correct LW-2026-001 14 --set seat.hwk=no --reason Hörfehler",
        "buendnis correct B-2026-01 21 --set seat.hwk=no --reason Hörfehler",
    ),
    more=(
        T("The entry's number stands in project history. on is the day it happened."),
        T("The rules run again: what does not hold any more is listed."),
        T("A closed vote is counted again; where its result changes, the next step is named."),
        T("Of a free motion recorded ballots are corrected; a wrong number names the right ones."),
    ),
)
@argument("id", T("The project or free motion."))
@argument("entry", T("The number of the wrong entry."), type=WholeNumber(1))
@option("--set", "pairs", T("The right value."), multiple=True, metavar="KEY=VALUE", required=True)
@option("--reason", T("Why it is corrected."), required=True, metavar="TEXT")
@option(
    "--confirmed-by",
    "confirmed_by",
    T("The second person, where the by-laws ask for one."),
    metavar="NAME",
    default="",
)
@on_option()
def correct(
    call: Invocation,
    id: str,
    entry: int,
    pairs: tuple[str, ...],
    reason: str,
    confirmed_by: str,
    on: date | None,
) -> Output:
    """A correction, and what no longer holds because of it."""
    from buendnis.cli.free_recounts import correct_free_ballot
    from buendnis.cli.motion_free import is_free
    from buendnis.usecases.correcting import correct as set_right

    values = values_of(pairs)
    with writing(call, on) as (office, who):
        if is_free(office, id):
            return correct_free_ballot(office, who, id, entry, values, reason, confirmed_by)
        done = set_right(office, who, id, entry, values, reason, confirmed_by)
        return answer_of_correction(
            office, done, T("{project}: entry {entry} is corrected.", project=id, entry=entry)
        )


@command(
    T("Take the last entry back, while nothing of it has left the house."),
    examples=(
        "buendnis undo LW-2026-001 --reason Vertipper",
        "buendnis undo LW-2026-001 42 --reason Vertipper",
    ),
    more=(T("With the number of the entry it takes back that one or nothing."),),
)
@argument("id", T("The project."))
@argument("entry", T("The entry that is meant."), type=WholeNumber(1), required=False)
@option("--reason", T("Why it is taken back."), metavar="TEXT", default=TAKEN_BACK)
@on_option()
def undo(call: Invocation, id: str, entry: int | None, reason: str, on: date | None) -> Output:
    """The state before the last entry, which stays in the record."""
    from buendnis.usecases.correcting import undo as take_back

    with writing(call, on) as (office, who):
        done = take_back(office, who, id, reason, entry)
        return answer_of_correction(office, done, _taken_back(done))


def _taken_back(done: Corrected) -> Text:
    """The entry that is taken back: what it was, of which day, and whose."""
    was = next((one for one in done.before.entries if one.position == done.entry), None)
    if was is None:
        return T(
            "{project}: entry {entry} is taken back.", project=done.before.id, entry=done.entry
        )
    return T(
        "{project}: entry {entry} is taken back: {step} of {day}, by {actor}.",
        project=done.before.id,
        entry=done.entry,
        step=was.step,
        day=was.day,
        actor=was.actor,
    )


def answer_of_correction(office: Office, done: Corrected, sentence: Any) -> Output:
    """What a correction or an undo has done, what was counted again, and what comes next."""
    from buendnis.cli.recounts import (
        document_parts,
        next_after_recount,
        recount_data,
        recount_parts,
    )
    from buendnis.cli.standing import next_step, sittings_in

    with office.db.transaction() as tx:
        workflow = office.workflow_of(tx, done.after.workflow)
        sittings = sittings_in(tx, Invocation().today())
    replaced = dict(done.replaces or {})
    data = {
        "project": done.after.id,
        "entry": done.entry,
        "state": done.after.state,
        "version": done.after.version,
        "findings": findings_data(done.findings),
        "replaces": replaced,
        "recount": recount_data(done.recount),
    }
    parts: list[Part] = [sentence, *recount_parts(done.recount), *document_parts(replaced)]
    if done.findings:
        parts += [Heading(T("This does not hold any more")), FindingList(done.findings)]
    parts.append(
        next_after_recount(done.after, done.recount)
        or next_step(done.after, workflow, office.settings.alliance, sittings)
    )
    return Output(data, tuple(parts))
