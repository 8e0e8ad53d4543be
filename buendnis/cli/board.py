"""`board` and `today`: every project by its state, and the office's morning page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from buendnis.cli.acting import reading
from buendnis.cli.due_list import due_data, due_table
from buendnis.cli.free_list import free_data, free_table, waiting_free
from buendnis.cli.invocation import Invocation
from buendnis.cli.meeting_year import counted_data, reported, reported_lines
from buendnis.cli.options import command
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.standing import (
    Ground,
    Sittings,
    closes_from,
    command_of,
    named,
    role_name,
    spoken,
    state_name,
    who_has_it,
    whose_turn,
)
from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.facts import Meeting
from buendnis.money import Cents
from buendnis.planning.agenda import SOON, Standing, standings
from buendnis.planning.distribution import granted
from buendnis.planning.motions import resolution_dues
from buendnis.texts import T, Text
from buendnis.workflow.definition import Workflow

_ORDER = ("office", "alliance", "applicant", "bank")


@command(
    T("Show every project by its state, who has the next step, and what is overdue."),
    examples=("buendnis board", "buendnis board --as-of 2026-03-31"),
    reading=True,
)
def board(call: Invocation) -> Output:
    """The states in the order of the workflow, with their projects."""
    return board_of(call)


def board_of(call: Invocation) -> Output:
    """The board of the database that the call names."""
    day = call.as_of or call.today()
    with reading(call) as view:
        ground = Ground(view)
        workflow = ground.newest()
        found = list(standings(view.projects(), ground.workflow, ground.programme))
        by_state: dict[str, list[Standing]] = {name: [] for name in workflow.states}
        for one in found:
            by_state.setdefault(one.project.state, []).append(one)
        free = waiting_free(view, view.meetings(), day)
        data = {
            "day": day,
            "count": len(found),
            "states": [
                _state_data(workflow, ground, state, ones, day) for state, ones in by_state.items()
            ],
            "resolutions": free_data(free),
        }
        parts = (*_board_parts(workflow, ground, by_state, day), *free_table(free))
        return Output(data, parts)


def _state_data(
    workflow: Workflow, ground: Ground, state: str, ones: list[Standing], day: date
) -> dict[str, Any]:
    return {
        "state": state,
        "label": state_name(workflow, state),
        "count": len(ones),
        "total_cost": _sum(one.project.amounts.total for one in ones),
        "requested_grant": _sum(one.project.amounts.grant for one in ones),
        "granted": _sum(granted(one.project) for one in ones),
        "projects": [_standing_data(ground, one, day) for one in ones],
    }


def _standing_data(ground: Ground, one: Standing, day: date) -> dict[str, Any]:
    return {
        "id": one.project.id,
        "title": one.project.sketch.title,
        "state": one.project.state,
        "by": one.turn.role or None,
        "asked": one.turn.asked or None,
        "who": spoken(who_has_it(one.turn, ground.alliance)) if one.turn.role else "",
        "step": one.turn.step.name if one.turn.step else None,
        "since": one.since,
        "days": (day - one.since).days if one.since else None,
        "overdue": one.overdue(day),
    }


def _board_parts(
    workflow: Workflow, ground: Ground, by_state: dict[str, list[Standing]], day: date
) -> Iterator[Part]:
    filled = [(state, ones) for state, ones in by_state.items() if ones]
    yield Table(
        (
            T("State"),
            T("Projects"),
            T("Total cost"),
            T("Requested grant"),
            T("Granted"),
            T("Overdue"),
        ),
        [
            (
                state_name(workflow, state),
                len(ones),
                _sum(one.project.amounts.total for one in ones),
                _sum(one.project.amounts.grant for one in ones),
                _sum(granted(one.project) for one in ones),
                sum(one.overdue(day) for one in ones) or "",
            )
            for state, ones in filled
        ],
        T("There are no projects yet. Bring one in: buendnis project import FILE"),
    )
    for state, ones in filled:
        yield Heading(T("{state}: {count}", state=state_name(workflow, state), count=len(ones)))
        yield Table(
            (
                Column(T("Project"), whole=True),
                T("Title"),
                T("Next step by"),
                Column(T("Since"), whole=True),
                T("Note"),
            ),
            [
                (
                    one.project.id,
                    one.project.sketch.title,
                    whose_turn(one.turn, ground.alliance) if one.turn.role else "",
                    one.since,
                    T("overdue") if one.overdue(day) else "",
                )
                for one in ones
            ],
        )


@command(
    T("Show what is due, what waits and for whom, and what comes next: the morning page."),
    examples=("buendnis today", "buendnis today --json"),
    reading=True,
)
def today(call: Invocation) -> Output:
    """Overdue, due within two weeks, meetings ahead, and every project by whose turn it is."""
    day = call.as_of or call.today()
    with reading(call) as view:
        ground = Ground(view)
        found = list(standings(view.projects(), ground.workflow, ground.programme))
        planned = view.meetings()
        meetings = [one for one in planned if not one.closed and one.day >= day]
        resolutions = view.resolutions()
        free = waiting_free(view, planned, day)
        dues = sorted(
            (*(due for one in found for due in one.dues), *resolution_dues(resolutions)),
            key=lambda due: (due.earliest, due.project),
        )
        overdue = [one for one in dues if one.overdue(day)]
        soon = [one for one in dues if not one.overdue(day) and one.earliest <= day + SOON]
        waiting = [one for one in found if one.turn.role and one.turn.step]
        titles = {one.project.id: one.project.sketch.title for one in found}
        titles |= {one.id: one.title for one in resolutions}
        short = reported(view, ground, day)
        data = {
            "day": day,
            "circulars": [due_data(one, day) for one in dues if one.deadline.field == "until"],
            "overdue": [due_data(one, day) for one in overdue],
            "due": [due_data(one, day) for one in soon],
            "waiting": [_standing_data(ground, one, day) for one in waiting],
            "meetings": [_meeting_data(one) for one in meetings],
            "resolutions": free_data(free),
            "meetings_short": [counted_data(year, one) for year, one in short],
        }
        parts: list[Part] = [Heading(T("Today, {day}", day=day))]
        if overdue:
            parts += [Heading(T("Overdue: {count}", count=len(overdue)))]
            parts += [due_table(overdue, titles, day)]
        later = [one for one in dues if one.deadline.field == "until" and one not in overdue + soon]
        if later:
            parts += [Heading(T("Circulars that run")), due_table(later, titles, day)]
        parts += [Heading(T("Due until {day}", day=day + SOON))]
        parts += [due_table(soon, titles, day)]
        if meetings:
            parts += [Heading(T("Meetings")), _meeting_table(meetings)]
        parts += free_table(free)
        if short:
            parts += [Heading(T("Meetings that the year lacks")), *reported_lines(short)]
        parts += _waiting_parts(waiting, Sittings(day, tuple(planned)))
        return Output(data, tuple(parts))


def _waiting_parts(waiting: list[Standing], sittings: Sittings) -> Iterator[Part]:
    groups: dict[tuple[str, str], list[Standing]] = {}
    for one in waiting:
        groups.setdefault((one.turn.role, one.turn.asked), []).append(one)
    for (role, asked), ones in sorted(groups.items(), key=_rank):
        yield Heading(_waits_for(role, asked, len(ones)))
        yield Table(
            (
                Column(T("Project"), whole=True),
                T("Title"),
                Column(T("Since"), whole=True),
                T("Next step"),
                T("Command"),
            ),
            [
                (
                    one.project.id,
                    one.project.sketch.title,
                    one.since,
                    named(one.turn.step.label) if one.turn.step else "",
                    _command(one, sittings),
                )
                for one in ones
            ],
        )


def _command(one: Standing, sittings: Sittings) -> Text | str:
    step = one.turn.step
    if step is None:
        return ""
    typed = command_of(one.project, step, sittings)
    day = closes_from(one.project, step, sittings)
    return T("from {day}: {command}", day=day, command=typed) if day else typed


def _rank(group: tuple[tuple[str, str], list[Standing]]) -> tuple[tuple[int, str], ...]:
    """Where a group stands on the page: the office first, what others deliver to it after."""
    known = {role: number for number, role in enumerate(_ORDER)}
    return tuple((known.get(one, len(known)), one) for one in group[0])


def _waits_for(role: str, asked: str, count: int) -> Text:
    if role != asked and role == "office":
        return T(
            "Waits for the office ({asked} is to deliver): {count}",
            asked=role_name(asked),
            count=count,
        )
    if role != asked:
        return T(
            "Waits for {who} ({asked} is to deliver): {count}",
            who=role_name(role),
            asked=role_name(asked),
            count=count,
        )
    if role == "office":
        return T("Waits for the office: {count}", count=count)
    return T("Waits for {who}: {count}", who=role_name(role), count=count)


def _meeting_data(meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting.id,
        "kind": meeting.kind,
        "day": meeting.day,
        "place": meeting.place,
    }


def _meeting_table(meetings: Iterable[Meeting]) -> Table:
    return Table(
        (Column(T("Meeting"), whole=True), Column(T("Day"), whole=True), T("Kind"), T("Place")),
        [(one.id, one.day, word(one.kind), one.place) for one in meetings],
    )


def _sum(amounts: Iterable[int]) -> Cents:
    return Cents(sum(amounts))
