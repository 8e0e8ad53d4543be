"""Appointments and ends of terms as entries, and who follows on a motion that is open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from buendnis.errors import BuendnisError, Refused
from buendnis.settings.loading import load_settings
from buendnis.settings.seats import with_membership
from buendnis.store.people import ERASED
from buendnis.store.reading import open_view
from buendnis.usecases import meetings, people, recording_ballots
from buendnis.usecases.auditing import audit
from buendnis.usecases.care import upgrade
from buendnis.usecases.meetings import Attending
from buendnis.usecases.office import Office
from buendnis.usecases.seats import appoint_seat, end_seat, follow_seat
from buendnis.workflow.voting import counted
from tests.engine.world import World, broken_links, contents, fold_differences, new_world
from votes.roster import SeatOnDay

FIRST = date(2025, 1, 1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with new_world(tmp_path) as made:
        yield made


def appoint(
    world: World, seat: str, person: str, day: date = FIRST, deputy: int = 0, place: str = ""
) -> None:
    appoint_seat(world.office, world.who(), seat, person, place, day, deputy)


def end(world: World, seat: str, person: str, day: date) -> list[tuple[str, tuple[str, ...]]]:
    done = end_seat(world.office, world.who(), seat, person, day)
    return [(one.motion, one.people) for one in done.vacated]


def seat_on(world: World, seat: str, day: date, as_of: date | None = None) -> SeatOnDay:
    """A seat as a reader sees it."""
    with open_view(world.office.db.path, as_of) as view:
        roster = with_membership(load_settings("leine-weser"), view.membership()).alliance.roster
    return next(one for one in roster.on(day) if one.id == seat)


def names(one: SeatOnDay) -> str:
    holder = one.holder.person if one.holder else "-"
    return " ".join([holder, *(deputy.person for deputy in one.deputies)])


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.field for one in error.value.findings]


def sound(world: World) -> None:
    path = world.office.db.path
    assert not broken_links(path)
    assert not fold_differences(path, world.office)
    assert audit(path).sound


# ---------------------------------------------------------------- terms


def test_a_seat_goes_from_one_person_to_the_next_on_the_day(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    end(world, "dgb", "Anna Eins", date(2025, 3, 31))
    appoint(world, "dgb", "Bert Zwei", date(2025, 4, 1))
    days = (date(2024, 12, 31), FIRST, date(2025, 3, 31), date(2025, 4, 1))
    assert [names(seat_on(world, "dgb", day)) for day in days] == [
        *("-", "Anna Eins", "Anna Eins", "Bert Zwei"),
    ]
    assert not seat_on(world, "dgb", days[0]).people_known
    sound(world)


def test_what_was_known_on_a_day_is_another_question_than_who_sat_there(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    known = world.today
    world.tick(30)
    end(world, "dgb", "Anna Eins", date(2025, 1, 31))
    day = date(2025, 2, 10)
    assert names(seat_on(world, "dgb", day)) == "-"
    assert names(seat_on(world, "dgb", day, as_of=known)) == "Anna Eins"
    assert names(seat_on(world, "dgb", day, as_of=known - timedelta(days=1))) == "-"
    assert not seat_on(world, "dgb", day, as_of=known - timedelta(days=1)).people_known


def test_the_universities_have_two_deputies_in_order(world: World) -> None:
    for person, place, deputy in (
        ("M", "HAWK", 0),
        ("D1", "HAWK", 1),
        ("D2", "Hochschule Hannover", 2),
    ):
        appoint(world, "hochschulen", person, FIRST, deputy, place)
    assert names(seat_on(world, "hochschulen", FIRST)) == "M D1 D2"
    with pytest.raises(Refused):
        appoint(world, "hochschulen", "D3", FIRST, 3, "HAWK")
    with pytest.raises(Refused):
        appoint(world, "arl", "D3", FIRST, 2)


def test_all_reasons_are_said_at_once_and_nothing_is_written(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    before = contents(world.office.db.path)
    with pytest.raises(Refused) as refused:
        appoint(world, "dgb", "Bert Zwei", FIRST, 0, "HAWK")
    assert codes(refused) == ["dgb", "dgb"]
    assert "Anna Eins" in str(refused.value.findings[1].message)
    for person in ("", "A\x07", "A" * 100_001):
        with pytest.raises(BuendnisError):
            appoint(world, "arl", person)
    assert contents(world.office.db.path) == before


@pytest.mark.parametrize("actor", ["chair", "reader", "seat:dgb", "alliance:hildesheim"])
def test_only_the_office_enters_who_sits(world: World, actor: str) -> None:
    appoint(world, "dgb", "Anna Eins")
    before = contents(world.office.db.path)
    who = world.who(actor)
    with pytest.raises(Refused):
        appoint_seat(world.office, who, "arl", "Neu", "", FIRST)
    with pytest.raises(Refused):
        end_seat(world.office, who, "dgb", "Anna Eins", FIRST)
    with pytest.raises(Refused):
        follow_seat(world.office, who, "LW-2025-001-V1", "dgb", "Neu")
    assert contents(world.office.db.path) == before


def test_the_log_knows_people_by_keys_and_an_erased_one_stays_a_person_of_its_own(
    world: World,
) -> None:
    appoint(world, "dgb", "Anna Eins")
    appoint(world, "arl", "Bert Zwei")
    connection = sqlite3.connect(world.office.db.path)
    log = "".join(text for (text,) in connection.execute("SELECT payload FROM event"))
    connection.close()
    assert "Anna" not in log
    assert "Bert" not in log
    for name in ("Anna Eins", "Bert Zwei"):
        people.erase(world.office, world.who(), name, "Art. 17 DSGVO", "Antrag")
    for seat in ("dgb", "arl"):
        assert names(seat_on(world, seat, FIRST)) == ERASED
    # Two erased people are no person on two seats, and both seats are still held.
    with pytest.raises(Refused):
        appoint(world, "dgb", "Neu", date(2025, 6, 1))
    appoint(world, "hireg", "Clara Drei")
    sound(world)


def test_a_rectified_name_ends_the_term_that_was_entered_under_the_old_one(world: World) -> None:
    appoint(world, "dgb", "Ana Eins")
    people.rectify(world.office, world.who(), "Ana Eins", "Anna Eins", "verschrieben")
    with pytest.raises(Refused):
        end(world, "dgb", "Ana Eins", date(2025, 3, 31))
    end(world, "dgb", "Anna Eins", date(2025, 3, 31))
    assert [names(seat_on(world, "dgb", date(2025, month, 1))) for month in (3, 4)] == [
        *("Anna Eins", "-"),
    ]
    sound(world)


def test_a_term_of_the_file_is_ended_by_an_entry(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file may name people, too; what is recorded of them comes on top."""
    source = Path(__file__).parents[2] / "workflows" / "leine-weser"
    folder = tmp_path / "content" / "workflows" / "leine-weser"
    folder.mkdir(parents=True)
    for file in source.iterdir():
        text = file.read_text("utf-8")
        if file.name == "alliance.toml":
            seat = 'id = "dgb"\n'
            assert seat in text
            row = '{ person = "Anna Eins", role = "member", from = 2020-01-01 }'
            text = text.replace(seat, f"{seat}tenures = [{row}]\n")
        (folder / file.name).write_text(text, "utf-8")
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path / "content"))
    with pytest.raises(Refused):
        appoint(world, "dgb", "Bert Zwei", date(2025, 4, 1))
    end(world, "dgb", "Anna Eins", date(2025, 3, 31))
    appoint(world, "dgb", "Bert Zwei", date(2025, 4, 1))
    days = (date(2025, 3, 31), date(2025, 4, 1))
    assert [names(seat_on(world, "dgb", day)) for day in days] == ["Anna Eins", "Bert Zwei"]
    # Entered in the file later, a recorded term is there once.
    text = (folder / "alliance.toml").read_text("utf-8")
    both = row.replace(" }", ", to = 2025-03-31 }, ")
    both += '{ person = "Bert Zwei", role = "member", from = 2025-04-01 }'
    (folder / "alliance.toml").write_text(text.replace(row, both), "utf-8")
    seat = seat_on(world, "dgb", date(2025, 4, 1)).seat
    assert [one.person for one in seat.tenures] == ["Anna Eins", "Bert Zwei"]


def test_a_rebuilding_of_the_tables_changes_nothing(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    project = world.to(world.imported(), "voting")
    end(world, "dgb", "Anna Eins", world.today)
    appoint(world, "dgb", "Bert Zwei", world.today + timedelta(days=1))
    world.tick()
    follow_seat(world.office, world.who(), motion_of(world, project), "dgb", "Bert Zwei")
    sound(world)
    before = contents(world.office.db.path)
    world.office.close()
    assert upgrade(world.office.db.path, world.who()).changed == 0
    assert contents(world.office.db.path) == before


# ---------------------------------------------------------------- an open motion


def motion_of(world: World, project: str) -> str:
    motion = world.project(project).open_motion
    assert motion is not None
    return motion.id


def frozen(world: World, project: str, seat: str) -> list[str]:
    motion = world.project(project).motions[-1]
    row = next(one for one in motion.roster if one["id"] == seat)
    return [one["person"] for one in row["tenures"]]


def test_an_open_motion_keeps_its_roster_and_names_people_by_keys(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    project = world.to(world.imported(), "voting")
    before = frozen(world, project, "dgb")
    end(world, "dgb", "Anna Eins", world.today)
    appoint(world, "dgb", "Bert Zwei", world.today + timedelta(days=1))
    assert frozen(world, project, "dgb") == before
    assert all(one.startswith("§p-") for one in before)
    with open_view(world.office.db.path) as view:
        assert "Anna Eins" in json.dumps(view.project(project).motions[-1].roster)


def test_a_successor_follows_and_votes_in_the_meeting(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    project = world.to(world.imported(), "voting")
    motion = motion_of(world, project)
    last = world.today + timedelta(days=3)
    assert end(world, "dgb", "Anna Eins", last) == [(motion, ())]
    appoint(world, "dgb", "Bert Zwei", last + timedelta(days=1))
    world.tick(7)
    world.attend(world.project(project).motions[-1].meeting)
    # In the meeting Bert sits there; on this motion he does so only by an entry.
    with pytest.raises(Refused) as refused:
        world.vote(motion)
    assert codes(refused) == ["dgb"]
    assert "Anna Eins" in str(refused.value.findings[0].message)
    done = follow_seat(world.office, world.who(), motion, "dgb", "Bert Zwei")
    assert done.term.role == "member"
    world.vote(motion)
    assert "dgb" in {one.seat for one in world.project(project).motions[-1].ballots}
    world.well(project, "close_vote")
    assert world.project(project).state == "endorsed"
    sound(world)


def test_a_deputy_follows_while_the_seat_is_vacant(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    appoint(world, "dgb", "Dora Vier", FIRST, 1)
    project = world.to(world.imported(), "voting")
    motion = motion_of(world, project)
    assert end(world, "dgb", "Anna Eins", world.today) == [(motion, ("Dora Vier",))]
    world.tick(7)
    meeting = world.project(project).motions[-1].meeting
    with pytest.raises(Refused):
        world.attend(meeting)
    rows = [Attending("all", "member"), Attending("dgb", "deputy", "vacant")]
    meetings.record_attendance(world.office, world.who(), meeting, rows)
    with pytest.raises(Refused):
        world.vote(motion)
    assert follow_seat(world.office, world.who(), motion, "dgb", "Dora Vier").term.role == "deputy"
    world.vote(motion)
    world.well(project, "close_vote")
    result = world.project(project).motions[-1].result
    assert result
    assert (result.yes, result.present) == (12, 13)  # the office's own seat is left to the chair
    sound(world)


def _circular(world: World) -> tuple[str, str]:
    project = world.to(world.imported(), "submitted")
    until = (world.today + timedelta(days=20)).isoformat()
    world.take(project, "open_vote", form={"until": until, "reason": "Eile"})
    return project, motion_of(world, project)


def _mail(world: World, motion: str, **answers: str) -> None:
    named = {seat.replace("_", "-"): word for seat, word in answers.items()}
    recording_ballots.record_ballots(world.office, world.who("chair"), motion, "email", named)


def test_a_ballot_cast_in_office_stands_and_nobody_follows(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    project, motion = _circular(world)
    _mail(world, motion, dgb="no")
    assert end(world, "dgb", "Anna Eins", world.today) == []
    appoint(world, "dgb", "Bert Zwei", world.today + timedelta(days=1))
    world.tick(2)
    with pytest.raises(Refused, match="refused"):
        follow_seat(world.office, world.who(), motion, "dgb", "Bert Zwei")
    with pytest.raises(Refused) as refused:
        _mail(world, motion, dgb="yes")
    assert codes(refused) == ["dgb"]
    ballots = {one.seat: one.answer for one in world.project(project).motions[-1].ballots}
    assert ballots == {"dgb": "no"}
    assert counted(world.project(project).motions[-1], None).no == 1


def test_a_ballot_cast_after_the_last_day_in_office_does_not_stand(world: World) -> None:
    """The end is entered late: the ballot came from somebody who was not in office any more."""
    appoint(world, "dgb", "Anna Eins")
    project, motion = _circular(world)
    opened = world.today
    world.tick(2)
    _mail(world, motion, dgb="no")
    world.tick(3)
    last = opened + timedelta(days=1)
    assert end(world, "dgb", "Anna Eins", last) == [(motion, ())]
    appoint(world, "dgb", "Bert Zwei", last + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        _mail(world, motion, dgb="yes")
    assert "nobody follows" in str(refused.value.findings[0].message)
    follow_seat(world.office, world.who(), motion, "dgb", "Bert Zwei")
    assert world.project(project).motions[-1].ballots == ()
    _mail(world, motion, dgb="yes")
    assert counted(world.project(project).motions[-1], None).yes == 1
    sound(world)


@pytest.mark.parametrize(("late", "stands"), [(0, True), (1, False)])
def test_the_last_day_in_office_is_one_in_office(world: World, late: int, stands: bool) -> None:
    appoint(world, "dgb", "Anna Eins")
    _, motion = _circular(world)
    world.tick(3)
    _mail(world, motion, dgb="no")
    last = world.today - timedelta(days=late)
    world.tick(1)
    assert (end(world, "dgb", "Anna Eins", last) == []) is stands


def test_another_office_sees_what_was_entered_meanwhile(world: World) -> None:
    """A roster that was read before is not used again once it has changed."""
    with Office(world.office.db.path) as office:
        other = World(office)
        appoint(other, "arl", "Clara Drei")
        appoint(world, "dgb", "Anna Eins")
        with pytest.raises(Refused):
            appoint(other, "dgb", "Bert Zwei", date(2025, 6, 1))
        end(other, "dgb", "Anna Eins", date(2025, 5, 31))
    appoint(world, "dgb", "Bert Zwei", date(2025, 6, 1))


def test_on_a_shared_seat_a_deputy_of_another_institution_follows_by_mail(world: World) -> None:
    appoint(world, "hochschulen", "Mia", FIRST, 0, "HAWK")
    appoint(world, "hochschulen", "Dirk", FIRST, 1, "HAWK")
    appoint(world, "hochschulen", "Dana", FIRST, 2, "Hochschule Hannover")
    project, motion = _circular(world)
    assert end(world, "hochschulen", "Mia", world.today) == [(motion, ("Dirk", "Dana"))]
    world.tick()
    with pytest.raises(Refused):
        _mail(world, motion, hochschulen="yes")
    done = follow_seat(world.office, world.who(), motion, "hochschulen", "Dana")
    assert (done.term.role, done.term.institution) == ("deputy", "Hochschule Hannover")
    _mail(world, motion, hochschulen="yes")
    (ballot,) = world.project(project).motions[-1].ballots
    assert (ballot.by, ballot.case) == ("deputy", "vacant")
    assert counted(world.project(project).motions[-1], None).yes == 1
    # A successor takes over from the deputy only where no ballot stands.
    appoint(world, "hochschulen", "Neu", world.today, 0, "Leibniz Universität Hannover")
    with pytest.raises(Refused):
        follow_seat(world.office, world.who(), motion, "hochschulen", "Neu")
    sound(world)


def test_an_end_that_lies_ahead_names_the_motion_and_changes_nothing_yet(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    project, motion = _circular(world)
    assert end(world, "dgb", "Anna Eins", world.today + timedelta(days=5)) == [(motion, ())]
    world.tick(5)
    _mail(world, motion, dgb="yes")
    assert counted(world.project(project).motions[-1], None).yes == 1


def test_a_follower_is_entered_on_a_day_between_opening_and_today(world: World) -> None:
    appoint(world, "dgb", "Anna Eins")
    _, motion = _circular(world)
    opened = world.today
    end(world, "dgb", "Anna Eins", opened - timedelta(days=2))
    appoint(world, "dgb", "Bert Zwei", opened - timedelta(days=1))
    for day in (opened - timedelta(days=1), opened + timedelta(days=1)):
        with pytest.raises(Refused):
            follow_seat(world.office, world.who(day=day), motion, "dgb", "Bert Zwei")
    follow_seat(world.office, world.who(day=opened), motion, "dgb", "Bert Zwei")
