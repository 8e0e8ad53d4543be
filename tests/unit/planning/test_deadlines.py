"""Deadlines: started, settled one by one or all at once, overdue only after the latest reading."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from buendnis.facts import Entry, Indicator, Motion, Project, Sketch
from buendnis.planning.agenda import open_dues
from buendnis.planning.deadlines import Due, deadlines_of
from buendnis.settings.loading import load_settings
from buendnis.workflow.loading import load_workflow, workflow_bytes

WORKFLOW = load_workflow(workflow_bytes("leine-weser"))
PROGRAMME = load_settings("leine-weser").programme


def entry(
    position: int, step: str, source: str = "running", target: str = "", **form: object
) -> Entry:
    return Entry(
        position=position,
        step=step,
        records=WORKFLOW.steps[step].records,
        day=date(2026, 1, 10),
        actor="office",
        source=source,
        target=target or source,
        sketch_version=1,
        form=dict(form),
    )


def dues(*entries: Entry) -> tuple[Due, ...]:
    project = Project("P", "R", "leine-weser", "running", 1, Sketch())
    return deadlines_of(replace(project, entries=entries), WORKFLOW, PROGRAMME)


def days(*entries: Entry) -> list[tuple[str, date]]:
    return [(one.deadline.name, one.earliest) for one in dues(*entries)]


INTERIM = ["2026-06-30", "2026-12-31"]
START = entry(1, "start", "granted", "running", started_on="2026-01-10", interim_dates=INTERIM)


def test_each_interim_report_settles_one_agreed_day() -> None:
    assert days(START) == [
        ("interim_report", date(2026, 6, 30)),
        ("interim_report", date(2026, 12, 31)),
    ]
    assert days(START, entry(2, "interim")) == [("interim_report", date(2026, 12, 31))]
    assert days(START, entry(2, "interim"), entry(3, "interim")) == []


def test_the_end_of_the_project_settles_them_all_and_starts_the_report() -> None:
    end = entry(2, "finish", "running", "ended", ended_on="2028-12-31")
    assert days(START, end) == [("final_report", date(2029, 1, 31))]


@pytest.mark.parametrize(
    ("today", "overdue"),
    [(date(2027, 5, 30), False), (date(2027, 5, 31), False), (date(2027, 6, 1), True)],
)
def test_a_report_is_overdue_only_after_the_latest_reading(today: date, overdue: bool) -> None:
    # 30.04.2027 + one month: 30.05. is a Sunday, the latest reading is Monday, 31.05.2027.
    end = entry(2, "finish", "running", "ended", ended_on="2027-04-30")
    (due,) = dues(START, end)
    assert due.earliest == date(2027, 5, 30)
    assert due.overdue(today) is overdue


def test_a_project_that_never_started_owes_no_report() -> None:
    assert days(entry(2, "abort", "granted", "ended", ended_on="2027-04-30")) == []


def test_a_report_settles_the_deadline_and_its_return_starts_another() -> None:
    end = entry(2, "finish", "running", "ended", ended_on="2027-04-30")
    report = entry(3, "receive_report", "ended", "reported")
    back = entry(4, "return_report", "reported", "ended", due="2027-07-01")
    assert days(START, end, report) == []
    assert days(START, end, report, back) == [("report_supplement", date(2027, 7, 1))]


def test_a_follow_up_is_settled_by_its_own_entry_only() -> None:
    first = entry(5, "note", text="eins", due="2026-03-01")
    second = entry(6, "note", text="zwei", due="2026-04-01")
    assert days(first, second) == [("note", date(2026, 3, 1)), ("note", date(2026, 4, 1))]
    assert days(first, second, entry(7, "settle_note", entry=6)) == [("note", date(2026, 3, 1))]
    assert (
        days(first, second, entry(7, "settle_note", entry=6), entry(8, "settle_note", entry=5))
        == []
    )


def test_without_an_entry_the_earliest_follow_up_is_settled() -> None:
    later = entry(5, "note", text="eins", due="2026-05-01")
    sooner = entry(6, "note", text="zwei", due="2026-04-01")
    assert days(later, sooner, entry(7, "settle_note")) == [("note", date(2026, 5, 1))]


def test_a_note_without_a_day_waits_for_nothing() -> None:
    assert days(entry(5, "note", text="nur so")) == []


def test_the_copy_of_the_decision_is_asked_for_until_the_decision_is_there() -> None:
    applied = entry(5, "apply", "votum_sent", "applied", completed_on="2026-01-08")
    assert days(applied) == [("decision_copy", date(2026, 4, 8))]  # 90 days, an assumption
    decided = entry(6, "record_decision", "applied", "granted")
    assert days(applied, decided) == []
    # A decision that leaves the project where it is has come in all the same.
    assert days(applied, entry(6, "record_decision", "applied")) == []


def again(*entries: Entry) -> list[date]:
    """The days on which a project with an indicator is to measure again."""
    sketch = Sketch(indicators=(Indicator("beratene Unternehmen"),))
    project = Project("P", "R", "leine-weser", "ended", 1, sketch, entries=entries)
    found = deadlines_of(project, WORKFLOW, PROGRAMME)
    return [one.earliest for one in found if one.deadline.name == "indicators"]


END = entry(2, "finish", "running", "ended", ended_on="2027-08-31")
SIX, TWELVE = date(2028, 2, 29), date(2028, 8, 31)


def test_indicators_are_measured_again_six_and_twelve_months_after_the_end() -> None:
    assert again(START, END) == [SIX, TWELVE]
    broken_off = entry(2, "abort", "running", "ended", ended_on="2027-08-31")
    assert again(START, broken_off) == [SIX, TWELVE]


def test_who_never_started_or_planned_no_indicator_measures_nothing_again() -> None:
    assert again(entry(2, "abort", "granted", "ended", ended_on="2027-08-31")) == []
    assert "indicators" not in [name for name, _ in days(START, END)]


@pytest.mark.parametrize(
    ("measured", "left"),
    [
        ("2028-01-28", [SIX, TWELVE]),  # more than a month before: this was not the time
        ("2028-01-29", [TWELVE]),
        ("2028-07-30", [TWELVE]),
        ("2028-07-31", []),
    ],
)
def test_a_measurement_settles_the_times_up_to_a_month_after_it(
    measured: str, left: list[date]
) -> None:
    measure = entry(3, "measure", "ended", measured_on=measured)
    assert again(START, END, measure) == left


def test_a_closed_project_still_measures_again() -> None:
    sketch = Sketch(indicators=(Indicator("beratene Unternehmen"),))
    project = Project("P", "R", "leine-weser", "closed", 1, sketch, entries=(START, END))
    assert [one.earliest for one in open_dues(project, WORKFLOW, PROGRAMME)] == [SIX, TWELVE]


def demand(position: int, due: str, **form: object) -> Entry:
    return entry(position, "revise_application", "applied", due=due, **form)


def test_a_demand_of_the_bank_waits_until_its_new_version_is_there() -> None:
    asked = demand(5, "2026-02-01")
    assert days(asked) == [("application_demand", date(2026, 2, 1))]
    assert days(asked, demand(6, "2026-02-01", version="2")) == []


def test_an_answer_settles_the_demand_of_its_day_and_no_other() -> None:
    first, second = demand(5, "2026-02-01"), demand(6, "2026-03-01")
    assert days(first, second, demand(7, "2026-03-01", version="2")) == [
        ("application_demand", date(2026, 2, 1))
    ]
    # An answer that names another day settles the earliest.
    assert days(first, second, demand(7, "2026-03-02", version="2")) == [
        ("application_demand", date(2026, 3, 1))
    ]


def test_a_demand_that_is_answered_at_once_waits_for_nothing() -> None:
    assert days(demand(5, "2026-02-01", version="2")) == []


def test_the_decision_settles_the_demands_that_nobody_answered() -> None:
    decided = entry(7, "record_decision", "applied", "granted")
    assert days(demand(5, "2026-02-01"), demand(6, "2026-03-01"), decided) == []


def test_a_circular_is_due_while_its_motion_is_open_and_no_longer() -> None:
    opened = entry(5, "supplement", "running", until="2026-02-01")
    ended = entry(6, "finish", "running", "ended", ended_on="2026-01-20")
    motion = Motion("P-V1", 5, "supplement", "endorse", "circular", date(2026, 1, 10), 1, 1)
    motion = replace(motion, until=date(2026, 2, 1))
    project = Project("P", "R", "leine-weser", "running", 1, Sketch(), entries=(opened,))

    def due(project: Project) -> list[str]:
        return [one.deadline.name for one in deadlines_of(project, WORKFLOW, PROGRAMME)]

    assert due(replace(project, motions=(motion,))) == ["circular"]
    cancelled = replace(motion, open=False, cancelled=True)
    assert due(replace(project, entries=(opened, ended), motions=(cancelled,))) == []
