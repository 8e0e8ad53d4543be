"""The engine itself refuses the wrong role and the wrong state, whoever calls it."""

from __future__ import annotations

import pytest

from buendnis.errors import Conflict, Refused, Unreadable
from tests.engine.conftest import Open
from tests.engine.world import STATES, contents, good_form

# Who may take a step, and from where, written down once more, apart from the workflow's file.
OFFICE, APPLICANT, ALLIANCE, CHAIR = "office", "applicant", "alliance", "chair"
AFTER_VOTUM = ("votum_sent", "applied", "granted", "running")
PLANNED = ("idea", "with_alliance", "assessed")
BEFORE_GRANT = (
    *PLANNED,
    *("submitted", "voting", "endorsed", "not_endorsed", "deferred", "votum_sent", "applied"),
)
STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "advise": (STATES, (OFFICE, ALLIANCE)),
    "note": (STATES, (OFFICE,)),
    "settle_note": (STATES, (OFFICE,)),
    "receive_paper": (STATES, (OFFICE,)),
    "assign": (STATES, (OFFICE,)),
    "forward": (STATES, (OFFICE,)),
    "revise": (PLANNED, (APPLICANT, OFFICE)),
    "revise_submitted": (("submitted", "deferred"), (APPLICANT, OFFICE)),
    "revise_endorsed": (AFTER_VOTUM, (APPLICANT, OFFICE)),
    "present": (("idea",), (APPLICANT, OFFICE)),
    "record_statement": (
        (
            *("with_alliance", "assessed", "submitted", "voting", "endorsed", "deferred"),
            *("not_endorsed", *AFTER_VOTUM),
        ),
        (ALLIANCE, OFFICE),
    ),
    "return_to_alliance": (
        ("assessed", "submitted", "deferred", "not_endorsed", "refused"),
        (OFFICE,),
    ),
    "submit": (("assessed",), (APPLICANT, OFFICE)),
    "assess": (("submitted",), (OFFICE,)),
    "open_vote": (("submitted", "deferred"), (OFFICE,)),
    "cancel_vote": (("voting",), (OFFICE,)),
    "close_vote": (("voting",), (OFFICE, CHAIR)),
    "send_votum": (("endorsed", "not_endorsed", "deferred"), (OFFICE,)),
    "resubmit": (("deferred", "not_endorsed", "refused"), (APPLICANT, OFFICE)),
    "supplement": (AFTER_VOTUM, (OFFICE,)),
    "close_supplement": (AFTER_VOTUM, (OFFICE, CHAIR)),
    "send_supplement": (AFTER_VOTUM, (OFFICE,)),
    "apply": (("votum_sent",), (APPLICANT, OFFICE)),
    "revise_application": (("applied",), (APPLICANT, OFFICE)),
    "request_decision": (("applied",), (OFFICE,)),
    "record_decision": (("applied",), (OFFICE,)),
    "start": (("granted",), (OFFICE,)),
    "interim": (("running",), (APPLICANT, OFFICE)),
    "change": (("granted", "running"), (APPLICANT, OFFICE)),
    "extend": (("granted", "running"), (APPLICANT, OFFICE)),
    "record_amendment": (("granted", "running"), (OFFICE,)),
    "finish": (("running",), (OFFICE,)),
    "abort": (("granted", "running"), (OFFICE,)),
    "remind_report": (("ended",), (OFFICE,)),
    "receive_report": (("ended", "reported"), (APPLICANT, OFFICE)),
    "return_report": (("reported",), (OFFICE,)),
    "settle": (("ended", "reported", "closed"), (OFFICE,)),
    "measure": (("running", "ended", "reported", "closed"), (APPLICANT, OFFICE)),
    "close": (("reported",), (OFFICE,)),
    "file": (("not_endorsed", "refused", "withdrawn", "ended"), (OFFICE,)),
    "withdraw": (BEFORE_GRANT, (APPLICANT, OFFICE)),
}
ROLES = (OFFICE, APPLICANT, ALLIANCE, CHAIR, "seat", "reader")


def _actor(role: str, project: str) -> str:
    return {
        APPLICANT: f"applicant:{project}",
        ALLIANCE: "alliance:hildesheim",
        "seat": "seat:dgb",
    }.get(role, role)


def test_the_workflow_has_exactly_the_steps_written_down_here(at: Open) -> None:
    with at("idea") as (world, project), world.office.db.transaction() as tx:
        workflow = world.office.workflow_of(tx, world.office.newest_workflow(tx).fingerprint)
        assert project
        found = {name: (set(step.origins), set(step.by)) for name, step in workflow.steps.items()}
    assert found == {name: (set(states), set(roles)) for name, (states, roles) in STEPS.items()}


@pytest.mark.parametrize("step", STEPS)
def test_each_wrong_role_is_refused_by_the_engine(step: str, at: Open) -> None:
    states, roles = STEPS[step]
    state = "running" if "running" in states else states[0]
    with at(state) as (world, project):
        form = good_form(world, world.project(project), step)
        wrong = [_actor(role, project) for role in ROLES if role not in roles]
        if APPLICANT in roles:
            wrong += ["applicant", "applicant:LW-2025-999"]
        if ALLIANCE in roles:
            wrong += ["alliance", "alliance:weserbergland"]
        wrong += ["", "office2", "OFFICE"]
        before = world.project(project)
        for actor in wrong:
            assert "role" in world.rules(lambda actor=actor: world.take(project, step, actor, form))
        assert world.project(project) == before


@pytest.mark.parametrize("step", STEPS)
def test_each_wrong_state_is_refused_by_the_engine(step: str, at: Open) -> None:
    for state in STATES:
        if state in STEPS[step][0]:
            continue
        with at(state) as (world, project):
            before = world.project(project)
            found = world.rules(lambda: world.well(project, step))
            assert "state" in found, state
            assert world.project(project) == before


def test_an_alliance_speaks_for_its_own_region_only(at: Open) -> None:
    with at("with_alliance") as (world, project):
        found = world.rules(
            lambda: world.well(
                project, "record_statement", "alliance:hildesheim", region="weserbergland"
            )
        )
        assert "role" in found


def test_a_refusal_is_recorded_with_who_and_why_and_changes_nothing(at: Open) -> None:
    with at("idea") as (world, project):
        before = contents(world.office.db.path)
        with pytest.raises(Refused) as refused:
            world.well(project, "apply", "reader")
        assert {one.rule for one in refused.value.findings} >= {"role", "state"}
        after = contents(world.office.db.path)
        assert {name for name in before if before[name] != after[name]} <= {"event", "person"}
        (entry,) = after["event"][len(before["event"]) :]
        assert entry[3] == "step_refused"
        assert entry[5] == "reader"
        assert '"rule":"role"' in entry[4]
        assert '"rule":"state"' in entry[4]


def test_a_dry_run_that_is_refused_is_not_recorded(at: Open) -> None:
    with at("idea") as (world, project):
        before = contents(world.office.db.path)
        assert world.rules(lambda: world.take(project, "apply", "reader", dry=True))
        assert contents(world.office.db.path) == before


def test_a_step_that_does_not_exist_is_named_with_its_neighbours(at: Open) -> None:
    with at("idea") as (world, project):
        before = contents(world.office.db.path)
        with pytest.raises(Unreadable, match="present"):
            world.take(project, "presnt")
        for word in ("to_applied", "to_closed", "__init__", "may_apply", "buendnis.cli.main"):
            with pytest.raises(Unreadable):
                world.take(project, word)
        assert contents(world.office.db.path) == before


@pytest.mark.parametrize("step", ["note", "apply"])
def test_a_form_made_for_another_version_is_a_conflict_and_leaves_no_trace(
    step: str, at: Open
) -> None:
    with at("idea") as (world, project):
        world.well(project, "note")
        now = world.project(project).version
        before = contents(world.office.db.path)
        for version in (now - 1, now + 1, 0):
            with pytest.raises(Conflict) as conflict:
                world.take(project, step, form={"text": "spät"}, version=version)
            assert conflict.value.exit_status == 3
            assert contents(world.office.db.path) == before
        assert world.take(project, "note", form={"text": "jetzt"}, version=now).position
