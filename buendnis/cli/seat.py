"""`seat list|history`: the seats of the steering group, who holds them and who did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading
from buendnis.cli.findings import FindingList, findings_data
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import DAY, argument, command, option
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.standing import Ground
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.errors import Finding, Refused
from buendnis.texts import T, Text, verbatim

if TYPE_CHECKING:
    from buendnis.store.reading import View
    from votes.roster import Roster, Seat, SeatOnDay, Tenure


@command(
    T("List the seats."),
    examples=(
        "buendnis seat list",
        "buendnis seat list --on 2024-11-01",
        "buendnis seat list --as-of 2024-06-30",
    ),
    more=(
        T("Seats stand in the alliance's file; people in the file or in entries of the record."),
        T("--on names the business day, --as-of what was known at the end of a day."),
    ),
    reading=True,
)
@option("--on", "day", T("Who sits there on that day; without it, today."), type=DAY)
def list_(call: Invocation, day: date | None) -> Output:
    """The seats with a vote on the day, with holder and deputies; and what contradicts itself."""
    on = day or call.as_of or call.today()
    with reading(call) as view:
        roster = Ground(view).settings.alliance.roster
    seats = [_seat_data(one) for one in roster.on(on)]
    table = Table(
        (
            Column(T("Seat"), whole=True),
            T("Name"),
            T("Institutions"),
            T("Member"),
            T("Deputies"),
        ),
        [
            (
                one["seat"],
                one["title"],
                tuple(one["institutions"]),
                one["holder"] or _nobody(one["status"]),
                tuple(one["deputies"]),
            )
            for one in seats
        ],
        T("There is no seat on {day}.", day=on),
    )
    parts: list[Part] = [table, T("Seats with a vote on {day}: {count}", day=on, count=len(seats))]
    wrong = _contradictions(roster)
    if wrong:
        parts += [Heading(T("File and record contradict each other")), FindingList(wrong)]
    return Output(seats, tuple(parts))


@command(
    T("Show who held a seat, and since when."),
    examples=("buendnis seat history hochschulen", "buendnis seat history dgb --as-of 2025-06-30"),
    more=(T("Terms of file and record by their days, and the entries in their order."),),
    reading=True,
)
@argument("seat", T("The seat."))
def history(call: Invocation, seat: str) -> Output:
    """The terms on a seat, the entries about it, and who went on for it on which motion."""
    with reading(call) as view:
        found = _known_seat(Ground(view).settings.alliance.roster, seat)
        entries = list(_entries(view, seat))
        followed = list(_followed(view, seat))
    recorded = {
        (one["role"], one["order"], one["from"]): one["entry"]
        for one in entries
        if one["kind"] == "seat_appointed"
    }
    terms = [
        _term_data(one, recorded)
        for one in sorted(found.tenures, key=lambda one: (one.from_day, one.role, one.order))
    ]
    problems = _contradictions_of(found)
    data = {
        "seat": found.id,
        "title": found.title,
        "active_from": found.active_from,
        "active_to": found.active_to,
        "terms": terms,
        "entries": entries,
        "followed": followed,
        "contradictions": findings_data(problems),
    }
    parts: list[Part] = [Heading(verbatim(f"{found.id} – {found.title}"))]
    parts += [_term_table(terms), Heading(T("Entries")), _entry_table(entries)]
    if followed:
        parts += [Heading(T("On open motions")), _followed_table(followed)]
    return Output(data, tuple(parts))


def _known_seat(roster: Roster, name: str) -> Seat:
    found = roster.seat(name)
    if found is None:
        raise Refused(
            T(
                "There is no seat “{seat}”. There are: {known}.",
                seat=name[:80],
                known=tuple(one.id for one in roster.seats),
            )
        )
    return found


def _seat_data(one: SeatOnDay) -> dict[str, Any]:
    status = "held" if one.holder else "vacant" if one.people_known else "unknown"
    return {
        "seat": one.id,
        "title": one.seat.title,
        "institutions": [place.name for place in one.seat.institutions],
        "status": status,
        "holder": one.holder.person if one.holder else "",
        "deputies": [deputy.person for deputy in one.deputies],
    }


def _nobody(status: str) -> Text:
    return T("(vacant)") if status == "vacant" else Text("")


def _term_data(one: Tenure, recorded: dict[tuple[str, int, date], int]) -> dict[str, Any]:
    return {
        "person": one.person,
        "institution": one.institution,
        "role": one.role,
        "order": one.order,
        "from": one.from_day,
        "to": one.to_day,
        "entry": recorded.get((one.role, one.order, one.from_day)),
    }


def _entries(view: View, seat: str) -> Iterator[dict[str, Any]]:
    """What was recorded of a seat, in the order of the record."""
    from buendnis.events import ALLIANCE_STREAM, SEAT_APPOINTED, SEAT_ENDED

    for event in view.events(ALLIANCE_STREAM):
        row = event.payload
        if event.kind in (SEAT_APPOINTED, SEAT_ENDED) and row["seat"] == seat:
            yield {
                "entry": event.position,
                "day": event.day,
                "kind": event.kind,
                "person": row["person"],
                "role": row["role"],
                "order": row["order"],
                "from": date.fromisoformat(row["from"]),
                "to": date.fromisoformat(row["to"]) if "to" in row else None,
                "reason": row.get("reason", ""),
                "by": event.person,
            }


def _followed(view: View, seat: str) -> Iterator[dict[str, Any]]:
    held = [one.motions for one in view.projects()] + [one.motions for one in view.resolutions()]
    for motion in (one for motions in held for one in motions):
        for one in motion.followers:
            if one.seat == seat:
                yield {
                    "motion": motion.id,
                    "person": one.person,
                    "institution": one.institution,
                    "role": one.role,
                    "entry": one.position,
                }


def _contradictions(roster: Roster) -> list[Finding]:
    """Where file and record contradict each other; two erased people are not one."""
    from buendnis.store.people import ERASED
    from buendnis.workflow.voting import vote_findings
    from votes.appointments import roster_problems

    found = [one for one in roster_problems(roster) if ERASED not in str(one.values)]
    return list(vote_findings(found, ""))


def _contradictions_of(seat: Seat) -> list[Finding]:
    from votes.roster import Roster

    return _contradictions(Roster((seat,)))


def _term_table(terms: list[dict[str, Any]]) -> Table:
    return Table(
        (
            Column(T("From"), whole=True),
            Column(T("To"), whole=True),
            T("As"),
            T("Person"),
            T("Institution"),
            T("Source"),
        ),
        [
            (
                one["from"],
                one["to"],
                _part(one),
                one["person"],
                one["institution"],
                T("entry {entry}", entry=one["entry"]) if one["entry"] else T("file"),
            )
            for one in terms
        ],
        T("Nobody was entered for this seat; the office's word counts."),
    )


def _entry_table(entries: list[dict[str, Any]]) -> Table:
    return Table(
        (T("Entry"), Column(T("Day"), whole=True), T("What"), T("Person"), T("Reason"), T("By")),
        [
            (one["entry"], one["day"], _what(one), one["person"], one["reason"], one["by"])
            for one in entries
        ],
        T("No entry is about this seat."),
    )


def _followed_table(followed: list[dict[str, Any]]) -> Table:
    return Table(
        (Column(T("Motion"), whole=True), T("Person"), T("As"), T("Entry")),
        [(one["motion"], one["person"], word(one["role"]), one["entry"]) for one in followed],
    )


def _part(one: dict[str, Any]) -> Text:
    if one["role"] == "deputy":
        return T("deputy number {order}", order=one["order"])
    return word(one["role"])


def _what(one: dict[str, Any]) -> Text:
    if one["to"] is None:
        return T("appointed from {day}", day=one["from"])
    if one["to"] < one["from"]:
        return T("appointment taken back")
    return T("term ends on {day}", day=one["to"])
