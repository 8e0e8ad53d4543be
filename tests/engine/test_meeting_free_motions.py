"""The free motions of a meeting, in one go with those of its projects: all or nothing, and what a
preview says is what the run does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from buendnis.errors import Refused
from buendnis.facts import Resolution
from buendnis.store.record import load_meeting, load_resolution
from buendnis.usecases import resolution_results, resolutions, secret
from buendnis.usecases.agenda import AgendaChange, change_agenda
from buendnis.usecases.auditing import audit
from buendnis.usecases.care import upgrade
from buendnis.usecases.inviting import call_off
from buendnis.usecases.judging import Together
from buendnis.usecases.resolutions import Way
from buendnis.usecases.together import close_all, open_all, send_all
from tests.engine.world import (
    World,
    a_sketch,
    aspects,
    broken_links,
    contents,
    fold_differences,
    new_world,
)

FREE, VOTE = "B-2025-01", "B-2025-02"
V1, V2, E1 = f"{FREE}-V1", f"{FREE}-V2", f"{VOTE}-V1"
Forms = Mapping[str, Mapping[str, Any]]
OVER_CAP: dict[str, Any] = {"total": 620_000_00, "grant": 150_000_00}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with new_world(tmp_path) as made:
        yield made


def put(world: World, meeting: str, kind: str = "resolution") -> str:
    way = Way(meeting=meeting)
    done = resolutions.open_resolution(world.office, world.who(), "Titel", "Text", kind, way)
    return done.motion.id


def held(world: World, id: str = FREE) -> Resolution:
    with world.office.db.transaction() as tx:
        found = load_resolution(tx, id)
    assert found is not None
    return found


def closed(world: World, meeting: str) -> bool:
    with world.office.db.transaction() as tx:
        found = load_meeting(tx, meeting)
    assert found is not None
    return found.closed


def sitting(world: World, *kinds: str, **sketch: Any) -> tuple[str, str, str]:
    """A meeting on its day with one project and these free motions, everybody there; its id, the
    project's, and the project's motion."""
    project = world.to(world.imported(a_sketch(**sketch)), "submitted")
    meeting = world.meeting()
    change_agenda(world.office, world.who(), meeting, AgendaChange((project,)))
    open_all(world.office, world.who(), meeting, {})
    for kind in kinds:
        put(world, meeting, kind)
    world.tick(7)
    world.attend(meeting)
    motion = f"{project}-V1"
    world.vote(motion)
    return meeting, project, motion


def counted(world: World, motion: str, *sums: tuple[str, int]) -> None:
    asked = secret.PaperCount(("all",), sums, 0, 0, ("Eins", "Zwei"))
    secret.count_paper_ballot(world.office, world.who("chair"), motion, asked)


def deferred(world: World, answer: str = "no") -> str:
    """A free motion whose round found no consensus (or, without an answer, no quorum); the next
    meeting, with it on the agenda."""
    first = world.meeting()
    put(world, first)
    world.tick(7)
    world.attend(first, 13 if answer else 5)
    world.vote(V1, "yes", **({"dgb": answer} if answer else {}))
    close_all(world.office, world.who(), first, {})
    return on_agenda(world)


def on_agenda(world: World, *more: str) -> str:
    meeting = world.meeting()
    change_agenda(world.office, world.who(), meeting, AgendaChange((FREE, *more)))
    return meeting


def reasons(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        act()
    return [(one.rule, one.field) for one in refused.value.findings]


def remedies(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [str(one.remedy) for one in refused.value.findings]


def says(done: Together) -> list[tuple[Any, ...]]:
    """What each row says, but what came of it."""
    return [
        (
            *(one.id, one.kind, one.possible, str(one.already or "")),
            (one.result.result, one.result.cause) if one.result else None,
            [(x.rule, x.field, str(x.message), str(x.remedy)) for x in one.findings],
        )
        for one in done.rows
    ]


def both(world: World, act: Callable[[bool], Together]) -> Together:
    """The run, after a preview that changed nothing and says the same."""
    path = world.office.db.path
    before = contents(path)
    seen = act(True)
    assert contents(path) == before, "a preview changes nothing"
    assert seen.dry
    against = tuple(one for row in seen.rows for one in row.findings) or seen.findings
    if against:
        with pytest.raises(Refused) as refused:
            act(False)
        assert refused.value.findings == against
        raise refused.value
    done = act(False)
    assert says(seen) == says(done)
    return done


def close(world: World, meeting: str, forms: Forms | None = None) -> Together:
    return both(world, lambda dry: close_all(world.office, world.who(), meeting, forms or {}, dry))


def send(world: World, meeting: str, forms: Forms | None = None) -> Together:
    form = {"sent_on": world.today.isoformat(), "channel": "email"}
    return both(
        world,
        lambda dry: send_all(world.office, world.who(), meeting, form, forms or {}, dry),
    )


def reopen(world: World, meeting: str, forms: Forms | None = None) -> Together:
    return both(world, lambda dry: open_all(world.office, world.who(), meeting, forms or {}, dry))


def sound(world: World) -> None:
    path = world.office.db.path
    assert not broken_links(path)
    assert not fold_differences(path, world.office)
    assert audit(path).sound
    before = contents(path)
    assert upgrade(path, world.who()).changed == 0
    assert contents(path) == before


# ---------------------------------------------------------------- closing


def test_projects_and_free_motions_are_closed_and_told_in_one_go(world: World) -> None:
    meeting, project, _ = sitting(world, "resolution", "election")
    world.vote(V1, "yes", dgb="abstain")
    counted(world, E1, ("A", 9), ("B", 4))
    done = close(world, meeting, {E1: {"elected": "A"}})
    assert [(one.id, one.kind, one.result and one.result.result) for one in done.rows] == [
        (project, "project", "endorsed"),
        (FREE, "resolution", "endorsed"),
        (VOTE, "election", "elected"),
    ]
    assert closed(world, meeting)
    kinds = [one.kind for name in (FREE, VOTE) for one in held(world, name).documents]
    assert kinds == ["beschlussvorlage_frei", "beschlussausfertigung"] * 2
    assert all(held(world, name).motions[0].certificate for name in (FREE, VOTE))
    sound(world)
    world.tick()
    send(world, meeting, {V1: {"channel": "post"}})
    assert world.project(project).state == "votum_sent"
    told = [(one.motion, one.channel, one.for_whom) for one in held(world).sent]
    assert told == [(V1, "post", ())]
    assert [one.channel for one in held(world, VOTE).sent] == ["email"]
    before = contents(world.office.db.path)
    assert all(one.already is not None for one in send(world, meeting).rows)
    assert contents(world.office.db.path) == before
    sound(world)


# What is given, and the reasons; the project is over the cap, so its close lacks the aspects'.
FAILING: dict[str, tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]] = {
    "the free motion fails": (
        {"P": {"reasons": aspects("Grund")}},
        [("vote", f"{E1}.elected")],
    ),
    "the project fails": (
        {E1: {"elected": "A"}},
        [("D4", f"P.reasons.{one}") for one in sorted(aspects(""))],
    ),
    "both fail": (
        {E1: {"elected": "C"}},
        [
            *(("D4", f"P.reasons.{one}") for one in sorted(aspects(""))),
            ("vote", f"{E1}.elected"),
        ],
    ),
    "a form that is none": (
        {"P": {"reasons": aspects("Grund")}, V1: {"colour": "red"}, E1: {"elected": "A"}},
        [("input", f"{V1}.colour")],
    ),
    "neither true nor false": (
        {"P": {"reasons": aspects("Grund")}, V1: {"postponed": "bald"}, E1: {"nobody": "x"}},
        [("input", f"{V1}.postponed"), ("input", f"{E1}.nobody")],
    ),
    "not the first, without a reason": (
        {"P": {"reasons": aspects("Grund")}, E1: {"elected": "B"}},
        [("vote", f"{E1}.reason")],
    ),
}


@pytest.mark.parametrize("name", FAILING)
def test_one_that_cannot_be_closed_stops_all(world: World, name: str) -> None:
    given, expected = FAILING[name]
    meeting, project, motion = sitting(world, "resolution", "election", **OVER_CAP)
    world.vote(V1)
    counted(world, E1, ("A", 9), ("B", 4))
    forms = {motion if key == "P" else key: form for key, form in given.items()}
    found = reasons(lambda: close(world, meeting, forms))
    assert sorted(found) == sorted(
        (rule, field.replace("P.", f"{motion}.", 1) if field.startswith("P.") else field)
        for rule, field in expected
    )
    assert world.project(project).state == "voting"
    assert [held(world, key).open_motion is not None for key in (FREE, VOTE)] == [True, True]
    assert not closed(world, meeting)
    sound(world)
    whole = {motion: {"reasons": aspects("Grund")}, E1: {"elected": "B", "reason": "Los"}}
    close(world, meeting, whole)
    assert closed(world, meeting)
    sound(world)


def test_what_a_form_lacks_is_said_as_it_is_typed_here(world: World) -> None:
    meeting, _, _ = sitting(world, "election")
    motion = f"{FREE}-V1"
    counted(world, motion, ("A", 9), ("B", 4))
    assert remedies(lambda: close(world, meeting)) == [
        f"Say who: --set {motion}.elected=NAME, or --set {motion}.nobody=true."
    ]
    assert remedies(lambda: close(world, meeting, {motion: {"elected": "B"}})) == [
        f"Add --set {motion}.reason=…"
    ]
    close(world, meeting, {motion: {"nobody": "true", "reason": "kein Quorum"}})
    result = held(world).motions[0].result
    assert result is not None
    assert result.result == "not_elected"


def test_the_close_of_one_is_the_same_alone_and_with_others(world: World, tmp_path: Path) -> None:
    def alone(world: World, meeting: str) -> None:
        resolution_results.close_resolution(world.office, world.who(), V1, {})

    def together(world: World, meeting: str) -> None:
        close_all(world.office, world.who(), meeting, {})

    found = []
    for folder, way in (("a", alone), ("b", together)):
        (tmp_path / folder).mkdir()
        with new_world(tmp_path / folder) as other:
            meeting = other.meeting()
            put(other, meeting)
            other.tick(7)
            other.attend(meeting)
            other.vote(V1)
            way(other, meeting)
            motion = held(other).motions[0]
            assert motion.certificate
            found.append((motion.result, motion.form, motion.closed_on, len(held(other).documents)))
    assert found[0] == found[1]


def test_the_preview_says_that_it_is_not_the_day(world: World) -> None:
    meeting = world.meeting()
    put(world, meeting)
    forms = {V1: {"postponed": "true"}}
    assert reasons(lambda: close(world, meeting, forms)) == [("order", "on")]
    assert held(world).open_motion is not None


def test_nothing_is_told_while_it_is_open_and_only_as_it_can_be_told(world: World) -> None:
    meeting, _, _ = sitting(world, "resolution")
    world.vote(V1)
    assert {field for _, field in reasons(lambda: send(world, meeting))} == {"motion"}
    close(world, meeting)
    forms: Forms = {V1: {"channel": "Rauchzeichen", "for_whom": "X"}}
    assert reasons(lambda: send(world, meeting, forms)) == [
        ("input", f"{V1}.for_whom"),
        ("input", f"{V1}.channel"),
    ]
    assert held(world).sent == ()


def test_who_was_told_by_name_does_not_stand_for_the_members(world: World) -> None:
    meeting, _, _ = sitting(world, "resolution")
    world.vote(V1)
    close(world, meeting)
    resolution_results.send_resolution(world.office, world.who(), V1, "post", ("Erika",))
    send(world, meeting)
    assert [bool(one.for_whom) for one in held(world).sent] == [True, False]


# ---------------------------------------------------------------- opening


def test_a_new_round_needs_the_note_on_the_mediation(world: World) -> None:
    meeting = deferred(world)
    assert reasons(lambda: reopen(world, meeting)) == [("F6", f"{FREE}.mediation")]
    assert remedies(lambda: reopen(world, meeting)) == [f"Add --set {FREE}.mediation=…"]
    wrong: Forms = {FREE: {"mediation": "Gespräch", "proposal": "decline"}}
    assert reasons(lambda: reopen(world, meeting, wrong)) == [("input", f"{FREE}.proposal")]
    done = reopen(world, meeting, {FREE: {"mediation": "Gespräch"}})
    assert [one.motion_id for one in done.rows] == [V2]
    motion = held(world).motions[1]
    assert (motion.open, motion.round, motion.meeting, motion.mediation) == (
        *(True, 2, meeting, "Gespräch"),
    )
    assert [one.already is not None for one in reopen(world, meeting).rows] == [True]
    sound(world)


def test_without_a_quorum_no_mediation_is_owed(world: World) -> None:
    meeting = deferred(world, "")
    reopen(world, meeting)
    assert held(world).motions[1].meeting == meeting


def test_a_project_that_cannot_be_opened_stops_the_free_motion(world: World) -> None:
    project = world.imported(a_sketch("Idee"))
    first = deferred(world)
    change_agenda(world.office, world.who(), first, AgendaChange((project,)))
    forms = {FREE: {"mediation": "Gespräch"}}
    found = reasons(lambda: reopen(world, first, forms))
    assert {field.partition(".")[0] for _, field in found} == {project}
    assert held(world).open_motion is None
    done = open_all(world.office, world.who(), first, forms, possible=True)
    assert [one.after is not None for one in done.rows] == [True, False]
    assert held(world).open_motion is not None


@pytest.mark.parametrize("how", ["decided", "open elsewhere"])
def test_what_is_not_put_again_is_a_reason_that_names_the_command(world: World, how: str) -> None:
    first = world.meeting()
    put(world, first)
    if how == "decided":
        world.tick(7)
        world.attend(first)
        world.vote(V1)
        close(world, first)
    meeting = on_agenda(world)
    assert remedies(lambda: reopen(world, meeting)) == [
        "Put a new motion: motion open --title TEXT."
        if how == "decided"
        else f"Close it first: motion close {V1}"
    ]
    assert len(held(world).motions) == 1


# ---------------------------------------------------------------- calling off


def test_a_meeting_called_off_takes_its_free_motions_off(world: World) -> None:
    meeting = world.meeting()
    put(world, meeting)
    put(world, meeting, "election")
    call_off(world.office, world.who(), meeting, "Sturm")
    for name in (FREE, VOTE):
        (motion,) = held(world, name).motions
        assert (motion.open, motion.cancelled, motion.result) == (False, True, None)
    with world.office.db.transaction() as tx:
        rows = tx.query("SELECT payload FROM event WHERE kind = 'resolution_cancelled'")
    assert ["Sturm" in row[0] for row in rows] == [True, True]
    sound(world)
    reopen(world, on_agenda(world, VOTE))
    assert [one.round for one in held(world).motions] == [1, 1]
    sound(world)


@pytest.mark.parametrize(
    ("actor", "days", "expected"),
    [("chair", 0, ("role", f"{V1}.actor")), ("office", -1, ("order", f"{V1}.on"))],
)
def test_who_cannot_cancel_a_free_motion_cannot_call_its_meeting_off(
    world: World, actor: str, days: int, expected: tuple[str, str]
) -> None:
    meeting = world.meeting()
    put(world, meeting)
    who = world.who(actor, world.today + timedelta(days=days))
    before = contents(world.office.db.path)
    assert reasons(lambda: call_off(world.office, who, meeting, "Sturm")) == [expected]
    assert contents(world.office.db.path) == before
