"""Who is recused and why, how many are left, and which round of the vote it is."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from buendnis.canon import canonical
from buendnis.events import RESOLUTION_PROPOSED
from buendnis.facts import Meeting, Motion, MotionResult, Partner, Plan, Project
from buendnis.store.record import load_meeting, record_on_resolution
from buendnis.usecases.circulars import extend_motion, move_motion, remind_members
from buendnis.usecases.conditions import adopt_condition
from buendnis.usecases.disputes import object_to_ballot
from buendnis.usecases.recording_ballots import Said, record_ballots
from buendnis.usecases.recusals import recuse_seat
from buendnis.workflow.rounds import failed_rounds, round_of
from buendnis.workflow.voting import counted
from tests.engine.conftest import Open
from tests.engine.world import World, a_sketch, broken_links, fold_differences, new_world


def _opened(world: World, dry: bool = False, **sketch: Any) -> Any:
    project = world.to(world.imported(a_sketch(**sketch)), "submitted")
    form = {"meeting": world.meeting()}
    return world.take(project, "open_vote", form=form, dry=dry)


def _partners(*rows: tuple[str, str]) -> tuple[Partner, ...]:
    return tuple(Partner(name, role) for name, role in rows)


@pytest.mark.parametrize(
    ("sketch", "recused", "hinted", "questions"),
    [
        ({}, {}, [], ("Muster gGmbH",)),
        ({"applicant": "DGB"}, {"dgb": ("Deutscher Gewerkschaftsbund",)}, [], ()),
        ({"applicant": "hawk"}, {"hochschulen": ("HAWK Hildesheim/Holzminden/Göttingen",)}, [], ()),
        # One institution of two seats recuses both.
        (
            {"applicant": "Landkreis Nienburg"},
            {
                "weserbergland-1": ("Landkreis Nienburg/Weser",),
                "weserbergland-2": ("Landkreis Nienburg/Weser",),
            },
            [],
            (),
        ),
        # A funded partner recuses as the applicant does, a paying or supporting one only hints.
        (
            {"partners": _partners(("IHK Hannover", "funded"), ("DGB", "supporting"))},
            {"ihk-hannover": ("Industrie- und Handelskammer Hannover",)},
            ["dgb"],
            ("Muster gGmbH",),
        ),
        ({"partners": _partners(("DGB", "co_financing"))}, {}, ["dgb"], ("Muster gGmbH",)),
        # Applicant and partner of one seat: one recusal, both institutions.
        (
            {
                "applicant": "HAWK",
                "partners": _partners(("Stiftung Universität Hildesheim", "funded")),
            },
            {"hochschulen": ("HAWK Hildesheim/Holzminden/Göttingen", "Universität Hildesheim")},
            [],
            (),
        ),
    ],
)
def test_who_is_recused_follows_from_the_institutions(
    sketch: dict[str, Any],
    recused: dict[str, tuple[str, ...]],
    hinted: list[str],
    questions: tuple[str, ...],
    tmp_path: Path,
) -> None:
    with new_world(tmp_path) as world:
        decision = _opened(world, **sketch).decision
        motion = decision.opens
        assert {one.seat: one.institutions for one in motion.recusals} == recused
        assert motion.questions == questions
        seats = [dict(one.message.values).get("seat") for one in decision.hints]
        assert [one for one in seats if one] == hinted


def test_what_the_office_answers_is_recorded(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        project = world.to(world.imported(a_sketch(applicant="Handwerkskammer")), "submitted")
        form = {"meeting": world.meeting(), "concerned": ["hwk=Handwerkskammer"]}
        world.take(project, "open_vote", form=form)
        facts = world.project(project)
        (recusal,) = facts.motions[-1].recusals
        assert (recusal.seat, recusal.because) == ("hwk", "Handwerkskammer")
        assert facts.entries[-1].form["concerned"] == ["hwk=Handwerkskammer"]


@pytest.mark.parametrize(("applicant", "seat"), [("HAWK", "hochschulen"), ("DGB", "dgb")])
def test_a_deputy_of_another_institution_steps_in_for_a_shared_seat_only(
    applicant: str, seat: str, tmp_path: Path
) -> None:
    with new_world(tmp_path) as world:
        motion = _opened(world, applicant=applicant).after.motions[-1]
        world.tick(7)
        world.attend(motion.meeting)
        said = Said(deputies={seat: "recused"})

        def step_in() -> object:
            return record_ballots(
                world.office, world.who(), motion.id, "meeting", {seat: "yes"}, said=said
            )

        shared = seat == "hochschulen"
        assert world.rules(step_in) == (set() if shared else {"vote"})
        world.vote(motion.id)
        result = _counted(world, motion)
        assert result.recused == (0 if shared else 1)
        assert result.entitled == (13 if shared else 12)
        assert result.recused_seats == (() if shared else (seat,))


def _counted(world: World, motion: Motion) -> Any:
    project = world.project(motion.id.rpartition("-V")[0])
    with world.office.db.transaction() as tx:
        meeting: Meeting | None = load_meeting(tx, motion.meeting)
    return counted(project.motions[-1], meeting)


def test_the_changed_base_and_who_is_recused_stand_in_the_derivation(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        motion = _opened(world, applicant="DGB").after.motions[-1]
        recuse_seat(world.office, world.who("seat:hwk"), motion.id, "hwk", "Vorstand beim Träger")
        world.tick(7)
        world.attend(motion.meeting)
        world.vote(motion.id)
        steps = {one["code"]: one for one in _counted(world, motion).derivation}
        assert steps["recused_leave"]["seats"] == ["hwk", "dgb"]
        assert (steps["entitled"]["recused"], steps["entitled"]["entitled"]) == (2, 11)
        after = world.take(motion.id.rpartition("-V")[0], "close_vote").after
        result = after.motions[-1].result
        assert result is not None
        assert (result.recused, result.entitled, result.quorum_required) == (2, 11, 6)


@pytest.mark.parametrize(
    ("present", "hint"),
    [(None, "spare"), (13, ""), (7, ""), (6, "breaks")],
)
def test_a_quorum_that_recusals_would_break_is_said_before_the_vote_opens(
    present: int | None, hint: str, tmp_path: Path
) -> None:
    """Twelve of thirteen may vote, seven are needed; the recused is among those present."""
    with new_world(tmp_path) as world:
        project = world.to(world.imported(a_sketch(applicant="Region Hannover")), "submitted")
        meeting = world.meeting(world.today)
        if present is not None:
            world.attend(meeting, present + 1 if present < 13 else 13)
        form = {"meeting": meeting}
        dry = world.take(project, "open_vote", form=form, dry=True).decision
        quorum = [one for one in dry.hints if one.rule == "quorum"]
        said = [str(one.message) for one in quorum]
        if hint == "spare":
            assert "no more than 5 may be missing" in said[0]
        elif hint == "breaks":
            assert "the recusals break the quorum" in said[0]
        else:
            assert said == []
        # It forbids nothing, and the run says the same.
        assert world.take(project, "open_vote", form=form).decision.hints == dry.hints


_ONE_HOUSE = (
    *("Region Hannover", "HIREG", "IHK Hannover", "DGB", "Arbeitgeberverbände", "ArL Leine-Weser"),
)


@pytest.mark.parametrize(
    ("more", "leaves_base", "refused"),
    [
        # Six of thirteen are recused, seven are left and needed.
        ((), False, set()),
        # With the chambers it is seven, and six are left where seven are needed.
        (("HWK Hannover", "HWK Hildesheim"), False, {"quorum"}),
        # Where the recused leave the base, four of six are needed.
        (("HWK Hannover", "HWK Hildesheim"), True, set()),
        # One chamber alone: the deputy of the other may step in.
        (("HWK Hannover",), False, set()),
    ],
)
def test_a_quorum_that_can_never_be_met_is_refused_at_its_boundary(
    more: tuple[str, ...], leaves_base: bool, refused: set[str], tmp_path: Path
) -> None:
    with new_world(tmp_path) as world:
        settings = world.office.settings
        recusal = replace(settings.bylaws.recusal, leaves_base=leaves_base)
        bylaws = replace(settings.bylaws, recusal=recusal)
        world.office.__dict__["settings"] = replace(settings, bylaws=bylaws)
        partners = _partners(*((name, "funded") for name in (*_ONE_HOUSE, *more)))
        assert world.rules(lambda: _opened(world, partners=partners)) == refused


def test_what_happens_on_a_circular_happens_on_a_free_motion_too(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:
        office, name = world.office, "B-2025-01"
        until = world.today + timedelta(days=7)
        settings = office.settings
        motion = Motion(
            f"{name}-V1",
            0,
            "resolution",
            "endorse",
            "circular",
            world.today,
            0,
            1,
            until=until,
            roster=tuple(settings.alliance.roster.to_data()["seats"]),
            bylaws=settings.bylaws.to_data(),
            title="Strategie",
        )
        payload = {
            "alliance": "leine-weser",
            "kind": "resolution",
            "title": "Strategie",
            "text": "Die Strategie wird fortgeschrieben.",
            "motion": json.loads(canonical(motion)),
        }
        with office.db.transaction() as tx:
            who = world.who().entering()
            record_on_resolution(tx, who, None, name, RESOLUTION_PROPOSED, payload)
        record_ballots(office, world.who(), motion.id, "email", {"dgb": "yes"})
        assert len(remind_members(office, world.who(), motion.id, record=True).silent) == 12
        extend_motion(office, world.who(), motion.id, until + timedelta(days=7), "Ferien")
        due = "before_application"
        assert world.rules(
            lambda: adopt_condition(office, world.who(), motion.id, "T", "Büro", due, "V")
        ) == {"conditions"}
        after = adopt_condition(
            office, world.who(), motion.id, "T", "Büro", until.isoformat(), "V"
        ).motion
        assert (after.version, after.ballots) == (2, ())
        moved = move_motion(office, world.who(), motion.id, world.meeting()).motion
        assert (moved.mode, moved.moved_from) == ("meeting", "circular")
        object_to_ballot(office, world.who("seat:dgb"), motion.id, "dgb", "Ich sagte Nein")
        assert fold_differences(office.db.path, office) == []
        assert broken_links(office.db.path) == []


# ---------------------------------------------------------------- rounds

_PLAN = Plan(1, 1, None, None, ("hildesheim",), (), "X", ())
_OTHER = replace(_PLAN, total=2)


def _project(*votes: tuple[str, str, Plan], purpose: str = "project") -> Project:
    day = date(2025, 3, 1)
    motions = tuple(
        Motion(
            f"V{number}",
            number,
            purpose,
            "endorse",
            "meeting",
            day,
            1,
            1,
            plan=plan,
            open=False,
            cancelled=result == "cancelled",
            result=None
            if result == "cancelled"
            else MotionResult(result, cause, 13, 13, 0, 13, 1, 1, 0, 0, 7, 13, True, "consensus"),
        )
        for number, (result, cause, plan) in enumerate(votes, 1)
    )
    return Project("P", "", "leine-weser", "deferred", 1, a_sketch(), motions=motions)


_FAILED = ("deferred", "no_consensus", _PLAN)


@pytest.mark.parametrize(
    ("votes", "number"),
    [
        ((), 1),
        ((_FAILED,), 2),
        ((_FAILED, _FAILED), 3),
        # What came to no counting is no round, and does not begin anew.
        ((_FAILED, ("deferred", "no_quorum", _PLAN)), 2),
        ((_FAILED, ("deferred", "postponed", _PLAN)), 2),
        ((_FAILED, ("deferred", "circular_failed", _PLAN)), 2),
        ((("deferred", "circular_failed", _PLAN),), 1),
        ((_FAILED, ("cancelled", "", _PLAN)), 2),
        ((_FAILED, ("deferred", "no_quorum", _PLAN), _FAILED), 3),
        # What was decided ends the matter.
        ((_FAILED, ("not_endorsed", "", _PLAN)), 1),
        ((_FAILED, ("endorsed", "", _PLAN)), 1),
        # A project that was revised by mediation is the same one.
        ((("deferred", "no_consensus", _OTHER),), 2),
    ],
)
def test_a_round_is_a_vote_on_the_same_matter_that_found_no_consensus(
    votes: tuple[tuple[str, str, Plan], ...], number: int
) -> None:
    assert round_of(_project(*votes).motions, "project", _PLAN) == number
    assert len(failed_rounds(_project(*votes).motions, "project")) == number - 1


def test_a_supplement_on_another_plan_is_another_matter() -> None:
    project = _project(_FAILED, purpose="supplement")
    assert round_of(project.motions, "supplement", _PLAN) == 2
    assert round_of(project.motions, "supplement", _OTHER) == 1
    assert round_of(project.motions, "project", _PLAN) == 1


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("no_consensus", {"dgb": "no"}),
        ("no_quorum", None),
        ("postponed", {}),
    ],
)
def test_each_deferral_has_its_cause_is_told_and_comes_again(
    cause: str, words: dict[str, str] | None, at: Open
) -> None:
    with at("voting") as (world, project):
        motion = world.project(project).motions[-1]
        world.tick(7)
        world.attend(motion.meeting, 13 if words is not None else 6)
        world.vote(motion.id, "yes", **(words or {}))
        form = {"postponed": True} if cause == "postponed" else {}
        after = world.take(project, "close_vote", form=form).after
        assert (after.state, after.cause) == ("deferred", cause)
        told = world.well(project, "send_votum")
        assert told.after.state == "deferred"
        assert {one.kind for one in told.after.documents if one.number in told.documents} == {
            "zwischennachricht"
        }
        again = {"meeting": world.meeting(world.today + timedelta(days=3))}
        expected = {"F6"} if cause == "no_consensus" else set()
        assert world.rules(lambda: world.take(project, "open_vote", form=again)) == expected
        if expected:
            world.take(project, "open_vote", form={**again, "mediation": "vermittelt"})
        motions = world.project(project).motions
        assert motions[-1].round == (2 if expected else 1)
