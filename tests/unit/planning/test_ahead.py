"""Whoever is advised learns which steps are left, and when the steering group meets next."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from buendnis.content import alliance_folder
from buendnis.facts import Figures, Meeting, Project, Sketch
from buendnis.planning.ahead import WAY, next_sitting, steps_ahead
from buendnis.rules.time import latest_possible_end
from buendnis.settings.loading import load_settings
from buendnis.workflow.loading import load_workflow

_FOLDER = alliance_folder("leine-weser")
assert _FOLDER is not None
_WORKFLOW = load_workflow(_FOLDER / "workflow.toml")


_FIRST = {
    "idea": "presentation",
    "with_alliance": "statement",
    "assessed": "submission",
    "submitted": "vote",
    "voting": "vote",
    "deferred": "vote",
    "endorsed": "votum_sent",
    "votum_sent": "application",
    "applied": "decision",
    "granted": "start",
    "running": "end",
    "ended": "report",
    "reported": "closing",
}
_NOTHING = ("not_endorsed", "refused", "withdrawn", "closed")


@pytest.mark.parametrize(("state", "first"), _FIRST.items())
def test_everything_from_the_next_step_on_lies_ahead(state: str, first: str) -> None:
    project = Project("LW-2026-001", "", "leine-weser", state, 1, Sketch())
    assert steps_ahead(project, _WORKFLOW) == WAY[WAY.index(first) :]


@pytest.mark.parametrize("state", _NOTHING)
def test_where_only_the_filing_is_left_nothing_lies_ahead(state: str) -> None:
    project = Project("LW-2026-001", "", "leine-weser", state, 1, Sketch())
    assert steps_ahead(project, _WORKFLOW) == ()


def test_every_state_of_the_workflow_is_looked_at() -> None:
    assert {*_FIRST, *_NOTHING} == set(_WORKFLOW.states)


def test_the_next_sitting_is_the_earliest_of_the_steering_group_that_takes_place() -> None:
    planned = Meeting("M-2", "leine-weser", "steering", date(2026, 6, 1))
    meetings = [
        replace(planned, id="M-3", day=date(2026, 9, 1)),
        planned,
        replace(planned, id="M-1", day=date(2026, 4, 30)),
        replace(planned, id="M-4", day=date(2026, 5, 2), called_off="krank"),
        replace(planned, id="M-5", day=date(2026, 5, 2), closed=True),
        replace(planned, id="M-6", day=date(2026, 5, 2), kind="assembly"),
    ]
    assert next_sitting(meetings, date(2026, 5, 1)) == planned
    assert next_sitting(meetings, date(2026, 6, 1)) == planned
    assert next_sitting(meetings, date(2026, 9, 2)) is None


def _figures() -> Figures:
    return load_settings("leine-weser").programme.figures_on(date(2026, 1, 5))


@pytest.mark.parametrize(
    ("start", "latest"),
    [
        (None, date(2028, 12, 31)),
        (date(2025, 1, 1), date(2027, 12, 31)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2026, 1, 1), date(2028, 12, 31)),
        (date(2026, 1, 2), date(2028, 12, 31)),
    ],
)
def test_the_latest_end_keeps_the_longest_duration_and_the_last_day(
    start: date | None, latest: date
) -> None:
    assert latest_possible_end(start, _figures()) == latest
