"""What is in force follows the Bescheid, and the Änderungsbescheid alone changes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.facts import Amounts, Entry, Project, Sketch
from buendnis.planning.deadlines import planned_report
from buendnis.planning.distribution import granted
from buendnis.rules.in_force import Requested, Settled, in_force
from buendnis.settings.loading import load_settings

_SKETCH = Sketch(title="Idee", start=date(2026, 3, 1), end=date(2027, 12, 31))
_APPLICATION = {
    "total_cost": 1_100_000,
    "requested_grant": 770_000,
    "start": "2026-04-01",
    "end": "2027-11-30",
}
_BESCHEID = {
    "result": "granted",
    "decided_on": "2026-03-20",
    "eligible_cost": 1_000_000,
    "grant": 700_000,
    "from": "2026-05-01",
    "to": "2027-10-31",
}


def _project(*records: tuple[str, dict[str, Any]]) -> Project:
    entries = tuple(
        Entry(number, name, name, date(2026, 1, number), "office", "a", "a", 1, form)
        for number, (name, form) in enumerate(records, 1)
    )
    return Project(
        "LW-2026-001",
        "",
        "leine-weser",
        "running",
        1,
        _SKETCH,
        amounts=Amounts(1_200_000, 1_200_000, 840_000),
        entries=entries,
    )


def _amendment(result: str = "granted", **form: Any) -> tuple[str, dict[str, Any]]:
    return "amendment", {"decided_on": "2027-01-15", "result": result, **form}


def test_without_a_decision_the_sketch_is_what_is_asked_for() -> None:
    found = in_force(_project())
    assert found.requested == Requested(1_200_000, 840_000, date(2026, 3, 1), date(2027, 12, 31))
    assert (found.granted, found.settled) == (None, None)
    assert (found.total, found.grant, found.end) == (1_200_000, 840_000, date(2027, 12, 31))


def test_the_application_takes_the_place_of_the_sketch_and_a_revision_adds_to_it() -> None:
    found = in_force(
        _project(("application", _APPLICATION), ("application_revision", {"requested_grant": 7}))
    )
    assert found.requested == Requested(1_100_000, 7, date(2026, 4, 1), date(2027, 11, 30))


def test_a_bescheid_with_less_money_and_time_is_what_holds() -> None:
    project = _project(("application", _APPLICATION), ("decision", _BESCHEID))
    found = in_force(project)
    assert (found.total, found.grant) == (1_000_000, 700_000)
    assert (found.start, found.end) == (date(2026, 5, 1), date(2027, 10, 31))
    assert found.requested.total == 1_100_000
    assert found.granted is not None
    assert found.granted.decided_on == date(2026, 3, 20)
    assert (found.granted.amended_on, found.granted.amendments) == (None, 0)
    assert granted(project) == 700_000


def test_an_amendment_of_the_end_alone_leaves_the_money() -> None:
    found = in_force(_project(("decision", _BESCHEID), _amendment(new_end="2028-04-30")))
    assert (found.total, found.grant, found.end) == (1_000_000, 700_000, date(2028, 4, 30))
    assert found.granted is not None
    assert found.granted.amended_on == date(2027, 1, 15)


def test_amendments_count_in_their_order_and_a_refused_one_changes_nothing() -> None:
    found = in_force(
        _project(
            ("decision", _BESCHEID),
            _amendment(grant=650_000, cost=930_000),
            _amendment("refused", grant=1, new_end="2028-12-31"),
            _amendment(grant=0),
        )
    )
    assert (found.total, found.grant, found.end) == (930_000, 0, date(2027, 10, 31))
    assert found.granted is not None
    assert found.granted.amendments == 2


def test_a_change_that_is_only_asked_for_changes_nothing() -> None:
    asked = ("change", {"total_cost": 5, "requested_grant": 4, "end": "2028-01-01"})
    assert in_force(_project(("decision", _BESCHEID), asked)) == in_force(
        _project(("decision", _BESCHEID))
    )


def test_a_later_bescheid_takes_the_place_of_the_first() -> None:
    late = _BESCHEID | {"to": "2029-01-31"}
    last = date(2028, 12, 31)
    assert in_force(_project(("decision", late))).ends_after(last)
    mended = in_force(_project(("decision", late), ("decision", _BESCHEID)))
    assert mended.end == date(2027, 10, 31)
    assert not mended.ends_after(last)


def test_an_end_on_the_last_day_is_not_late() -> None:
    found = in_force(_project(("decision", _BESCHEID | {"to": "2028-12-31"})))
    assert not found.ends_after(date(2028, 12, 31))
    assert not in_force(_project()).ends_after(date(2020, 1, 1))


def test_after_a_refusal_the_next_submission_asks_anew() -> None:
    refused = (("application", _APPLICATION), ("decision", {"result": "refused"}))
    assert in_force(_project(*refused)).granted is None
    assert in_force(_project(*refused)).total == 1_100_000
    assert in_force(_project(*refused, ("submission", {}))).total == 1_200_000


def test_the_settlement_stands_beside_the_grant_and_does_not_replace_it() -> None:
    sums = {"final_eligible_cost": 900_000, "grant_paid": 630_000}
    found = in_force(_project(("decision", _BESCHEID), ("settlement", sums)))
    assert found.grant == 700_000
    assert found.settled == Settled(900_000, 630_000, None, date(2026, 1, 2))


def test_the_planned_report_follows_the_end_that_is_in_force() -> None:
    programme = load_settings("leine-weser").programme
    due = planned_report(_project(("decision", _BESCHEID)), programme)
    assert due is not None
    assert due.earliest == date(2027, 11, 30)
