"""`meeting agenda` and `meeting paper`: what a meeting deals with, and the papers for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import writing
from buendnis.cli.findings import findings_data
from buendnis.cli.given import read_attachments
from buendnis.cli.invocation import Invocation
from buendnis.cli.meeting_page import meeting_data
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import Aside, NextStep, Output, Part
from buendnis.cli.parameters import WholeNumber
from buendnis.cli.tables import Column, Table
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.facts import Meeting
    from buendnis.usecases.office import Office

LATE_PAPER = "nachreichung"
_MOST_ITEMS = 99


@command(
    T("Change the agenda of a meeting."),
    examples=(
        'buendnis meeting agenda M-2026-01 "Begrüßung" LW-2026-001 LW-2026-002 "Verschiedenes"',
        'buendnis meeting agenda M-2026-01 LW-2026-003 --before 4 --note "3=mit Gästen"',
        "buendnis meeting agenda M-2026-01 --remove 2 --move 4=1",
    ),
    more=(
        T("An item is a project, a free motion, or a title without a motion."),
        T("Numbers are those of the agenda as it is; afterwards it is numbered anew."),
        T("What is added after the invitation is marked as late, and the members are told."),
    ),
)
@argument("meeting", T("The meeting's id."))
@argument("items", T("What is added."), nargs=-1)
@option(
    "--before",
    T("Add before this item; without it, at the end."),
    type=WholeNumber(1, _MOST_ITEMS),
    metavar="N",
    default=None,
)
@option(
    "--remove",
    "removed",
    T("Take this item off."),
    type=WholeNumber(1, _MOST_ITEMS),
    metavar="N",
    multiple=True,
)
@option("--move", "moves", T("Move an item to a place."), metavar="N=PLACE", multiple=True)
@option("--note", "notes", T("A note on an item."), metavar="N=TEXT", multiple=True)
@on_option()
def agenda(
    call: Invocation,
    meeting: str,
    items: tuple[str, ...],
    before: int | None,
    removed: tuple[int, ...],
    moves: tuple[str, ...],
    notes: tuple[str, ...],
    on: date | None,
) -> Output:
    """The agenda after the change."""
    from buendnis.usecases.agenda import AgendaChange, change_agenda

    change = AgendaChange(
        items,
        before or 0,
        removed,
        tuple((number, _number(place, "--move")) for number, place in _numbered(moves, "--move")),
        tuple(_numbered(notes, "--note")),
    )
    with writing(call, on) as (office, who):
        after = change_agenda(office, who, meeting, change)
        doubts = _doubts(office, after, items)
    return Output(
        {**meeting_data(after), "hints": findings_data(doubts)},
        (
            agenda_table(after),
            *((Aside(doubts),) if doubts else ()),
            *_told(after, after.documents[-1:] if after.invited else ()),
            NextStep(
                T("Next: buendnis meeting open {meeting} (office)", meeting=after.id)
                if after.invited
                else T("Next: buendnis meeting invite {meeting} (office)", meeting=after.id)
            ),
        ),
    )


def _doubts(office: Office, meeting: Meeting, items: tuple[str, ...]) -> tuple[Finding, ...]:
    """What is odd about the projects and free motions that were added; it forbids nothing."""
    from buendnis.rules.conditions import told
    from buendnis.store.record import load_project, load_resolution

    found: list[Finding] = []
    with office.db.transaction() as tx:
        for name in dict.fromkeys(one.strip() for one in items):
            project = load_project(tx, name)
            holder = project or load_resolution(tx, name)
            motion = holder.open_motion if holder is not None else None
            if motion is not None and motion.mode == "circular":
                found.append(
                    _doubt(name, T("{motion} is being voted on by circular.", motion=motion.id))
                )
            elif motion is not None and motion.meeting != meeting.id:
                found.append(
                    _doubt(
                        name,
                        T("{motion} is put to the meeting {meeting}.",
                          motion=motion.id, meeting=motion.meeting),
                    )
                )  # fmt: skip
            elif motion is None and project is not None and told(project):
                found.append(
                    _doubt(name, T("The result on {project} has been sent already.", project=name))
                )
    return tuple(found)


def _doubt(name: str, message: Text) -> Finding:
    return Finding(
        "agenda", name, message, T("If it is there by mistake, take it off: --remove N.")
    )


@command(
    T("Add papers to a meeting."),
    examples=(
        "buendnis meeting paper M-2026-01 --attach stellungnahme.pdf --item 3",
        "buendnis meeting paper M-2026-01 --attach bericht.pdf",
    ),
    more=(T("After the invitation the members are told by a letter."),),
)
@argument("meeting", T("The meeting's id."))
@option("--attach", "files", T("The paper."), metavar="FILE", multiple=True, required=True)
@option(
    "--item",
    T("The item that it belongs to; without it, the whole meeting."),
    type=WholeNumber(1, _MOST_ITEMS),
    metavar="N",
    default=None,
)
@on_option()
def paper(
    call: Invocation, meeting: str, files: tuple[str, ...], item: int | None, on: date | None
) -> Output:
    """Papers that lie with the meeting and go into its binder."""
    from buendnis.usecases.agenda import add_papers

    papers = read_attachments([f"{LATE_PAPER}={file}" for file in files])
    with writing(call, on) as (office, who):
        after = add_papers(office, who, meeting, papers, item or 0)
    return Output(
        meeting_data(after),
        (
            T("Added to {meeting}: {papers}.", meeting=after.id, papers=_names(papers)),
            *_told(after, after.documents[-1:] if after.invited else ()),
            NextStep(
                T("Next: buendnis meeting binder {meeting} -o FILE (office)", meeting=after.id)
            ),
        ),
    )


def agenda_table(meeting: Meeting) -> Table:
    """The items in their order."""
    return Table(
        (T("Item"), T("Title"), Column(T("Subject"), whole=True), T("Note")),
        [
            (one.number, one.title, one.subject, T("late") if one.late else one.note)
            for one in meeting.agenda
        ],
        T("The agenda is empty."),
    )


def _told(meeting: Meeting, documents: tuple[Any, ...]) -> tuple[Part, ...]:
    """The letter that tells the members, if the last entry issued one."""
    late = [one.number for one in documents if one.kind == LATE_PAPER]
    return tuple(T("Letter: {number}", number=one) for one in late)


def _names(papers: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in papers)


def _numbered(texts: tuple[str, ...], field: str) -> list[tuple[int, str]]:
    """`N=VALUE` as number and value. Raises `Unreadable` for anything else."""
    found = []
    for text in texts:
        number, equals, value = text.partition("=")
        if not equals or not value.strip():
            message = T("“{text}” is no N=VALUE.", text=text[:80])
            raise Unreadable(message, [Finding("input", field, message, T("Write it like 3=1."))])
        found.append((_number(number, field), value))
    return found


def _number(text: str, field: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_ITEMS):
        message = T("“{text}” is no number of an item.", text=text[:80])
        raise Unreadable(message, [Finding("input", field, message, T("Write it like 3=1."))])
    return int(text)
