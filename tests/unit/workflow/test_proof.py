"""The shipped workflow is sound: every property is proved on every fact that can be reached."""

from __future__ import annotations

import pytest

from buendnis.content import alliances
from buendnis.rules.conditions import CONDITIONS
from buendnis.rules.registry import book
from buendnis.workflow.check import Report, explored, judged
from buendnis.workflow.decision import Ground
from buendnis.workflow.live import CONDITION_READS, RULE_READS
from buendnis.workflow.loading import load_workflow, workflow_bytes
from buendnis.workflow.sample import NAMES, slices


@pytest.fixture(scope="module")
def report(ground: Ground) -> Report:
    return judged(ground, explored(ground, slices(ground.settings)))


def test_every_property_holds_for_leine_weser(report: Report) -> None:
    assert report.faults == ()
    assert [one.property for one in report.proofs if one.holds] == [f"P{n}" for n in range(1, 7)]


def test_the_proof_walked_through_the_whole_workflow(report: Report, ground: Ground) -> None:
    assert (report.states, report.steps) == (
        len(ground.workflow.states),
        len(ground.workflow.steps),
    )
    assert report.decisions > report.facts > 1000
    assert all(facts > 20 for _, facts, _ in report.slices)


def test_the_samples_stand_on_both_sides_of_every_boundary(ground: Ground) -> None:
    sketches = [sketch for part in slices(ground.settings) for sketch in part.sketches]
    money = {
        (sum(r.cents or 0 for r in s.costs), s.funding[0].cents) for s in sketches if s.funding
    }
    assert {(50000000, 35000000), (50000001, 35000000), (50000001, 35000001)} <= money
    assert {20000000, 20000001} <= {grant for _, grant in money}
    ends = {str(sketch.end) for sketch in sketches}
    assert {"2028-12-31", "2029-01-01"} <= ends
    assert {len(sketch.regions) for sketch in sketches} == {1, 2}
    assert {sketch.title for sketch in sketches} <= set(NAMES)


def test_every_rule_says_what_it_reads_of_the_facts() -> None:
    assert set(RULE_READS) == set(book())


def test_every_rule_guards_a_step_of_a_shipped_workflow() -> None:
    used = {
        rule
        for name in alliances()
        for step in load_workflow(workflow_bytes(name)).steps.values()
        for rule in step.rules
    }
    assert set(book()) == used


def test_every_condition_is_used_by_a_shipped_workflow() -> None:
    used = set()
    for name in alliances():
        for step in load_workflow(workflow_bytes(name)).steps.values():
            used |= {one.when for one in step.outcomes}
            used |= {one.when for one in (*step.issues, *step.drafts)}
    assert set(CONDITIONS) == used - {""}


def test_conditions_of_outcomes_say_what_they_read(ground: Ground) -> None:
    used = {one.when for step in ground.workflow.steps.values() for one in step.outcomes}
    assert used - {""} <= set(CONDITION_READS)
