"""A circular from its opening to its end: period, reminders, extension, the way to a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from buendnis.errors import Refused
from buendnis.facts import Motion
from buendnis.planning.deadlines import deadlines_of
from buendnis.rules.circular import period_end
from buendnis.usecases.circulars import extend_motion, move_motion, remind_members
from buendnis.usecases.conditions import adopt_condition
from buendnis.usecases.office import Who
from buendnis.usecases.recording_ballots import Said, record_ballots
from buendnis.usecases.voting import open_motion
from tests.engine.conftest import Open
from tests.engine.world import World, a_sketch, new_world

SEATS = (
    *("region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk"),
    *("arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl", "hochschulen"),
)
UNTIL = timedelta(days=14)


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        ("2026-03-02", 14, "2026-03-16"),  # the day of the event is not counted
        ("2026-03-06", 1, "2026-03-09"),  # Saturday → Monday
        ("2026-03-20", 14, "2026-04-07"),  # Good Friday, Easter Monday → Tuesday
        ("2026-03-28", 1, "2026-03-30"),  # the short night to summer time
        ("2026-10-24", 1, "2026-10-26"),  # the long one back
        ("2026-10-17", 14, "2026-11-02"),  # Reformationstag, a Saturday in 2026
        ("2025-10-17", 14, "2025-11-03"),  # Reformationstag on a Friday
        ("2026-12-17", 7, "2026-12-24"),  # 24 December is a working day
        ("2026-12-18", 7, "2026-12-28"),  # 25 December is none, nor the days after it
        ("2028-02-15", 14, "2028-02-29"),
        ("2028-12-18", 14, "2029-01-02"),
    ],
)
def test_a_period_ends_on_a_working_day_of_lower_saxony(begins: str, days: int, ends: str) -> None:
    assert period_end(date.fromisoformat(begins), days) == date.fromisoformat(ends)


def _motion(world: World, project: str) -> Motion:
    found = world.project(project).motions[-1]
    assert found is not None
    return found


def _circular(world: World, project: str, until: date | None = None) -> Motion:
    end = until or world.today + UNTIL
    world.take(project, "open_vote", form={"until": end.isoformat(), "reason": "Frist"})
    return _motion(world, project)


def _answers(world: World, motion: Motion, seats: tuple[str, ...], who: Who | None = None) -> None:
    actor = who or world.who("chair")
    record_ballots(world.office, actor, motion.id, "email", dict.fromkeys(seats, "yes"))


def _object(world: World, motion: Motion, seat: str) -> None:
    said = Said(objections=(seat,))
    record_ballots(world.office, world.who(), motion.id, "email", {}, said=said)


def _fields(act: Callable[[], object]) -> set[str]:
    try:
        act()
    except Refused as refused:
        return {f"{one.rule} {one.field}" for one in refused.findings}
    return set()


@pytest.mark.parametrize(
    ("shortest", "until", "allowed"),
    [(0, 1, True), (14, 13, False), (14, 14, True), (14, 30, True)],
)
def test_the_by_laws_give_the_members_a_shortest_period(
    shortest: int, until: int, allowed: bool, at: Open
) -> None:
    with at("submitted") as (world, project):
        _with_rules(world, shortest_days=shortest)
        end = world.today + timedelta(days=until)
        assert _fields(lambda: _circular(world, project, end)) == (
            set() if allowed else {"F9 until"}
        )


def test_the_shortest_period_ends_on_a_working_day_but_a_named_day_stays(at: Open) -> None:
    with at("submitted") as (world, project):
        # From Friday 4 April 2025 fourteen days are Good Friday; the period ends after Easter.
        world.today = date(2025, 4, 4)
        _with_rules(world, shortest_days=14)
        assert _fields(lambda: _circular(world, project, date(2025, 4, 18))) == {"F9 until"}
        assert _fields(lambda: _circular(world, project, date(2025, 4, 21))) == {"F9 until"}
        assert _circular(world, project, date(2025, 4, 27)).until == date(2025, 4, 27)


def test_a_period_in_days_is_shifted_to_a_working_day(at: Open) -> None:
    with at("submitted") as (world, project):
        world.today = date(2025, 4, 4)
        open_motion(world.office, world.who(), project, {"reason": "Frist"}, days=14)
        assert _motion(world, project).until == date(2025, 4, 22)


def test_by_laws_without_circulars_refuse_one(at: Open) -> None:
    with at("submitted") as (world, project):
        _with_rules(world, allowed=False)
        assert _fields(lambda: _circular(world, project)) == {"F9 meeting"}


def _with_rules(world: World, **changes: Any) -> None:
    """The office's by-laws with another rule of the circular."""
    settings = world.office.settings
    bylaws = replace(settings.bylaws, circular=replace(settings.bylaws.circular, **changes))
    world.office.__dict__["settings"] = replace(settings, bylaws=bylaws)
    world.office._seated = None


@pytest.mark.parametrize(
    ("clock", "day", "late"),
    [
        ("2025-03-30T21:59:00", "2025-03-30", False),  # 23:59 in Germany, summer time since 2 am
        ("2025-03-30T22:00:00", "2025-03-30", True),  # midnight
        ("2025-10-26T22:59:00", "2025-10-26", False),  # 23:59, winter time since 3 am
        ("2025-10-26T23:00:00", "2025-10-26", True),
        ("2025-02-20T22:59:59", "2025-02-20", False),
        ("2025-02-20T23:00:00", "2025-02-20", True),
    ],
)
def test_a_circular_ends_at_midnight_in_germany(clock: str, day: str, late: bool, at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project, date.fromisoformat(day))
        now = datetime.fromisoformat(clock).replace(tzinfo=UTC)
        who = Who("office", "Frau Büro", now, rehearsal=True)
        found = _fields(lambda: _answers(world, motion, ("dgb",), who))
        assert found == ({"vote on"} if late else set())


def test_what_came_in_time_is_entered_late_with_its_day(at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        world.tick(20)
        assert _fields(lambda: _answers(world, motion, ("dgb",))) == {"vote on"}
        _answers(world, motion, ("dgb",), world.who("chair", motion.until))
        assert [one.seat for one in _motion(world, project).ballots] == ["dgb"]


def test_a_close_before_the_end_names_who_is_missing(at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        _answers(world, motion, SEATS[:-2])
        with pytest.raises(Refused) as refused:
            world.well(project, "close_vote")
        assert "arl, hochschulen" in str(refused.value.findings[0].message)
        _answers(world, motion, SEATS[-2:])
        assert world.well(project, "close_vote").after.state == "endorsed"


def test_only_those_without_an_answer_are_reminded(at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        _answers(world, motion, SEATS[2:])
        listed = remind_members(world.office, world.who(), motion.id, record=False)
        assert [one.seat for one in listed.silent] == ["region-hannover", "hireg"]
        assert _motion(world, project).reminders == ()
        done = remind_members(world.office, world.who(), motion.id, record=True)
        assert done.letter
        (reminder,) = _motion(world, project).reminders
        assert reminder.seats == ("region-hannover", "hireg")
        _answers(world, motion, SEATS[:2])
        assert remind_members(world.office, world.who(), motion.id, record=True).silent == ()
        assert len(_motion(world, project).reminders) == 1


@pytest.mark.parametrize(
    ("days", "act", "field"),
    [
        (
            15,
            lambda w, m: remind_members(w.office, w.who(), m.id, record=True),
            "circular until",
        ),
        (0, lambda w, m: extend_motion(w.office, w.who(), m.id, m.until, "x"), "circular until"),
        (
            20,
            lambda w, m: extend_motion(w.office, w.who(), m.id, w.today, "x"),
            "circular until",
        ),
        (0, lambda w, m: move_motion(w.office, w.who(), m.id, "M-1999-01"), "circular meeting"),
        (
            0,
            lambda w, m: move_motion(w.office, w.who(), m.id, w.meeting(kind="assembly")),
            "circular meeting",
        ),
    ],
)
def test_what_no_longer_fits_a_circular_is_refused(
    days: int, act: Callable[[World, Motion], object], field: str, at: Open
) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        world.tick(days)
        assert _fields(lambda: act(world, motion)) == {field}


def test_a_circular_is_extended_once_also_after_its_end(at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        _answers(world, motion, SEATS[:5])
        world.tick(16)
        later = world.today + timedelta(days=7)
        after = extend_motion(world.office, world.who(), motion.id, later, "Ferien").motion
        assert (after.until, len(after.ballots)) == (later, 5)
        again = later + timedelta(days=7)
        assert _fields(
            lambda: extend_motion(world.office, world.who(), motion.id, again, "Ferien")
        ) == {"circular extension"}
        _answers(world, motion, SEATS[5:])
        assert world.well(project, "close_vote").after.state == "endorsed"


@pytest.mark.parametrize(("most", "allowed"), [(0, 0), (1, 1), (3, 3)])
def test_the_by_laws_say_how_often(most: int, allowed: int, at: Open) -> None:
    with at("submitted") as (world, project):
        _with_rules(world, extensions=most)
        motion = _circular(world, project)
        done = 0
        for number in range(1, 6):
            later = motion.until + timedelta(days=number)  # type: ignore[operator]
            done += not _fields(
                lambda later=later: extend_motion(world.office, world.who(), motion.id, later, "x")
            )
        assert done == allowed


def test_without_an_answer_missing_nothing_is_extended_or_moved(at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        _answers(world, motion, SEATS)
        later, meeting = world.today + timedelta(days=30), world.meeting()
        office, who = world.office, world.who()
        assert _fields(lambda: extend_motion(office, who, motion.id, later, "x")) == {
            "circular missing"
        }
        assert _fields(lambda: move_motion(office, who, motion.id, meeting)) == {"circular missing"}


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_as_many_objections_as_the_by_laws_name_end_a_circular(limit: int, at: Open) -> None:
    with at("submitted") as (world, project):
        _with_rules(world, objections_to_meeting=limit)
        motion = _circular(world, project)
        _answers(world, motion, SEATS)
        for seat in SEATS[: limit - 1]:
            _object(world, motion, seat)
        meeting = world.meeting()
        move = lambda: move_motion(world.office, world.who(), motion.id, meeting)  # noqa: E731
        assert _fields(move) == {"circular missing"}
        _object(world, motion, "dgb")
        assert _fields(move) == set()
        after = _motion(world, project)
        assert (after.mode, after.moved_from, after.ballots) == ("meeting", "circular", ())
        assert (after.papers, after.opened_on) == (motion.papers, motion.opened_on)
        world.tick(7)
        world.attend(meeting)
        world.vote(motion.id)
        assert world.well(project, "close_vote").after.state == "endorsed"


@pytest.mark.parametrize(
    ("seat", "field"), [("kantine", "vote kantine"), ("arl", "vote arl"), ("hwk", "vote hwk")]
)
def test_not_everybody_can_object(seat: str, field: str, tmp_path: Path) -> None:
    """Nobody unknown, not the recused, and the office does not enter its own seat's."""
    with new_world(tmp_path) as world:
        sketch = a_sketch(applicant="HWK Hildesheim")
        project = world.to(world.imported(sketch), "submitted")
        motion = _circular(world, project)
        assert [one.seat for one in motion.recusals] == ["hwk"]
        assert _fields(lambda: _object(world, motion, seat)) == {field}


def test_in_a_meeting_nobody_objects_to_a_circular(at: Open) -> None:
    with at("voting") as (world, project):
        motion = _motion(world, project)
        assert _fields(lambda: _object(world, motion, "dgb")) == {"vote dgb"}
        for act in (
            lambda: remind_members(world.office, world.who(), motion.id, record=False),
            lambda: extend_motion(world.office, world.who(), motion.id, date(2026, 1, 1), "x"),
            lambda: move_motion(world.office, world.who(), motion.id, motion.meeting),
        ):
            assert _fields(act) == {"circular mode"}


@pytest.mark.parametrize("actor", ["chair", "seat:dgb", "reader", "applicant:LW-2025-001"])
def test_only_the_office_reminds_extends_and_moves(actor: str, at: Open) -> None:
    with at("submitted") as (world, project):
        motion, who = _circular(world, project), world.who(actor)
        later, meeting = world.today + timedelta(days=30), world.meeting()
        for act in (
            lambda: remind_members(world.office, who, motion.id, record=True),
            lambda: extend_motion(world.office, who, motion.id, later, "x"),
            lambda: move_motion(world.office, who, motion.id, meeting),
        ):
            assert _fields(act) == {"role actor"}


def test_the_end_of_a_circular_is_due_as_it_stands_and_says_who_is_missing(at: Open) -> None:
    with at("submitted") as (world, project):

        def due() -> list[tuple[date, int]]:
            facts = world.project(project)
            with world.office.db.transaction() as tx:
                workflow = world.office.workflow_of(tx, facts.workflow)
            found = deadlines_of(facts, workflow, world.office.settings.programme)
            return [(one.latest, len(one.missing)) for one in found if one.deadline.field]

        motion = _circular(world, project)
        assert due() == [(motion.until, 13)]
        _answers(world, motion, SEATS[:3])
        assert due() == [(motion.until, 10)]
        later = motion.until + timedelta(days=7)  # type: ignore[operator]
        extend_motion(world.office, world.who(), motion.id, later, "Ferien")
        assert due() == [(later, 10)]
        move_motion(world.office, world.who(), motion.id, world.meeting())
        assert due() == []


def test_a_new_version_of_the_motion_takes_the_place_of_the_old_papers(at: Open) -> None:
    with at("submitted") as (world, project):
        motion = _circular(world, project)
        _answers(world, motion, SEATS[:4])
        adopt_condition(
            world.office, world.who(), motion.id, "Bericht", "Träger", "2025-12-31", "Bericht"
        )
        after = _motion(world, project)
        assert (after.version, after.ballots, after.until) == (2, (), motion.until)
        documents = world.project(project).documents
        kinds = ("beschlussvorlage", "umlaufschreiben", "stimmzettel")
        old = {one.kind: one for one in documents if one.position == motion.position}
        new = {
            one.kind: one for one in documents if one.position == world.project(project).position
        }
        new = {one.kind: one for one in documents if one.position > motion.position}
        assert [old[kind].replaced_by for kind in kinds] == [new[kind].number for kind in kinds]
