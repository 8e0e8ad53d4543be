"""What a meeting does: its agenda, invitation, all motions in one go, and the minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from buendnis.errors import BuendnisError, Refused, Unreadable
from buendnis.events import SEAT_APPOINTED
from buendnis.facts import Meeting
from buendnis.store.reading import open_view
from buendnis.store.record import load_meeting, record_on_alliance
from buendnis.usecases import meetings
from buendnis.usecases.advancing import Attachment
from buendnis.usecases.agenda import AgendaChange, add_papers, change_agenda
from buendnis.usecases.inviting import CALENDAR, call_off, invite, notice_day
from buendnis.usecases.judging import Together
from buendnis.usecases.minuting import (
    approve_minutes,
    draft_minutes,
    object_to_minutes,
    send_minutes,
)
from buendnis.usecases.together import close_all, open_all, send_all
from tests.engine.conftest import Open
from tests.engine.world import (
    World,
    a_sketch,
    aspects,
    broken_links,
    contents,
    fold_differences,
    new_world,
)

SIGNED = {"presided_by": "Vera Vorsitz", "kept_by": "Karl Kern"}


@pytest.fixture
def world(tmp_path: Path) -> Any:
    with new_world(tmp_path) as made:
        yield made
        assert not broken_links(made.office.db.path)
        assert not fold_differences(made.office.db.path, made.office)


def stored(world: World, name: str) -> Meeting:
    with world.office.db.transaction() as tx:
        found = load_meeting(tx, name)
    assert found is not None
    return found


def submitted(world: World, *titles: str, **changes: Any) -> list[str]:
    return [world.to(world.imported(a_sketch(title, **changes)), "submitted") for title in titles]


def on_agenda(world: World, meeting: str, *items: str, **change: Any) -> Meeting:
    return change_agenda(world.office, world.who(), meeting, AgendaChange(items, **change))


def opened(world: World, *projects: str, day: int = 7) -> str:
    """A meeting with the projects on its agenda, their motions open."""
    meeting = world.meeting(world.today + timedelta(days=day))
    on_agenda(world, meeting, "Begrüßung", *projects)
    open_all(world.office, world.who(), meeting, {})
    return meeting


def held(world: World, *projects: str) -> str:
    """The same on its day, everybody there and in favour."""
    meeting = opened(world, *projects)
    world.tick(7)
    world.attend(meeting)
    for project in projects:
        motion = world.project(project).open_motion
        assert motion is not None
        world.vote(motion.id)
    return meeting


def fields(act: Callable[[], object]) -> set[tuple[str, str]]:
    """Rule and field of every reason against an act."""
    with pytest.raises(BuendnisError) as caught:
        act()
    return {(one.rule, one.field) for one in caught.value.findings}


# ---------------------------------------------------------------- planning


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("14:00", "16:00", set()),
        ("14:00", "", set()),
        ("14:00", "14:00", {"until"}),
        ("16:00", "14:00", {"until"}),
        ("14", "", {"at"}),
        ("24:00", "", {"at"}),
        ("14:00:30", "", {"at"}),
        ("2 pm", "25:00", {"at", "until"}),
    ],
)
def test_times_are_times_of_day(world: World, starts: str, ends: str, wrong: set[str]) -> None:
    def plan() -> Meeting:
        day = date(2025, 4, 1)
        return meetings.plan_meeting(
            world.office, world.who(), day, "steering", "Hannover", starts, ends
        )

    if not wrong:
        assert plan().starts_at == starts
        return
    assert {field for _, field in fields(plan)} == wrong


@pytest.mark.parametrize(
    ("day", "at", "there"),
    [
        (date(2025, 3, 30), "01:59", True),
        (date(2025, 3, 30), "02:00", False),
        (date(2025, 3, 30), "02:59", False),
        (date(2025, 3, 30), "03:00", True),
        (date(2025, 10, 26), "02:30", True),
    ],
)
def test_an_hour_that_the_clocks_skip_does_not_exist(
    world: World, day: date, at: str, there: bool
) -> None:
    def plan() -> Meeting:
        return meetings.plan_meeting(world.office, world.who(), day, "steering", "", at)

    if there:
        assert plan().starts_at == at
    else:
        with pytest.raises(Unreadable):
            plan()


# ---------------------------------------------------------------- agenda


def titles(meeting: Meeting) -> list[str]:
    assert [one.number for one in meeting.agenda] == list(range(1, len(meeting.agenda) + 1))
    return [one.title for one in meeting.agenda]


def test_items_are_added_moved_noted_and_removed(world: World) -> None:
    (project,) = submitted(world, "Projekt")
    name = world.meeting()
    on_agenda(world, name, "Begrüßung", project, "Verschiedenes")
    after = on_agenda(world, name, "Bericht", at=2, notes=((2, "mit Gästen"),))
    assert titles(after) == ["Begrüßung", "Bericht", "Projekt", "Verschiedenes"]
    assert [one.kind for one in after.agenda] == ["text", "text", "project", "text"]
    assert after.agenda[2].note == "mit Gästen"
    after = on_agenda(world, name, moves=((4, 1),), removed=(2,))
    assert titles(after) == ["Verschiedenes", "Begrüßung", "Projekt"]
    assert not any(one.late for one in after.agenda)


@pytest.mark.parametrize(
    ("items", "change", "wrong"),
    [
        ((), {"removed": (4,)}, {"remove"}),
        ((), {"moves": ((1, 9),), "notes": ((7, "x"),)}, {"move", "note"}),
        (("Neu",), {"at": 9}, {"at"}),
        (("PROJECT",), {}, {"PROJECT"}),
        (("x" * 301,), {}, {"x" * 80}),
    ],
)
def test_what_does_not_fit_the_agenda_is_all_named(
    world: World, items: tuple[str, ...], change: dict[str, Any], wrong: set[str]
) -> None:
    (project,) = submitted(world, "Projekt")
    name = world.meeting()
    on_agenda(world, name, "Begrüßung", project, "Verschiedenes")
    added = tuple(project if one == "PROJECT" else one for one in items)
    found = fields(lambda: on_agenda(world, name, *added, **change))
    assert found == {("agenda", project if one == "PROJECT" else one) for one in wrong}
    assert len(stored(world, name).agenda) == 3


def test_an_item_that_is_voted_on_stays_until_its_motion_is_taken_off(world: World) -> None:
    (project,) = submitted(world, "Projekt")
    name = opened(world, project)
    assert fields(lambda: on_agenda(world, name, removed=(2,))) == {("agenda", "remove")}
    world.well(project, "cancel_vote")
    assert titles(on_agenda(world, name, removed=(2,))) == ["Begrüßung"]


def test_only_the_steering_group_has_projects_on_its_agenda(world: World) -> None:
    (project,) = submitted(world, "Projekt")
    name = world.meeting(kind="assembly")
    assert fields(lambda: on_agenda(world, name, project)) == {("agenda", project)}
    assert titles(on_agenda(world, name, "Bericht")) == ["Bericht"]


def test_what_comes_after_the_invitation_is_late_and_told(world: World) -> None:
    name = world.meeting(world.today + timedelta(days=30))
    on_agenda(world, name, "Begrüßung")
    invite(world.office, world.who(), name, "email")
    after = on_agenda(world, name, "Nachtrag")
    assert [one.late for one in after.agenda] == [False, True]
    paper = Attachment("nachreichung", "bericht.pdf", b"%PDF")
    after = add_papers(world.office, world.who(), name, (paper,), 2)
    assert [one.kind for one in after.documents] == ["einladung", "nachreichung", "nachreichung"]
    assert fields(lambda: add_papers(world.office, world.who(), name, (paper,), 3)) == {
        ("agenda", "item")
    }


# ---------------------------------------------------------------- inviting


@pytest.mark.parametrize(
    ("day", "days", "last"),
    [
        (date(2026, 3, 20), 14, date(2026, 3, 6)),
        (date(2026, 3, 1), 14, date(2026, 2, 15)),
        (date(2028, 3, 1), 1, date(2028, 2, 29)),
        (date(2026, 4, 20), 14, date(2026, 4, 6)),  # Easter Monday: a period does not move back
        (date(2026, 3, 20), 0, None),
    ],
)
def test_the_last_day_to_invite(day: date, days: int, last: date | None) -> None:
    assert notice_day(day, days) == last


@pytest.mark.parametrize(("ahead", "late"), [(15, False), (14, False), (13, True), (0, True)])
def test_an_assumed_period_blocks_nothing_and_is_on_record(
    world: World, ahead: int, late: bool
) -> None:
    name = world.meeting(world.today + timedelta(days=ahead))
    on_agenda(world, name, "Begrüßung")
    done = invite(world.office, world.who(), name, "post")
    assert [one.rule for one in done.hints] == (["notice"] if late else [])
    assert stored(world, name).invitations[-1].late is late


@pytest.mark.parametrize(("ahead", "refused"), [(14, False), (13, True)])
def test_a_period_that_the_bylaws_state_is_kept(world: World, ahead: int, refused: bool) -> None:
    settings = world.office.settings
    table = replace(settings.bylaws.provenance["meetings"], assumed=())
    bylaws = replace(settings.bylaws, provenance={**settings.bylaws.provenance, "meetings": table})
    world.office.settings = replace(settings, bylaws=bylaws)
    name = world.meeting(world.today + timedelta(days=ahead))
    on_agenda(world, name, "Begrüßung")
    if refused:
        found = fields(lambda: invite(world.office, world.who(), name, "email"))
        assert found == {("notice", "on")}
        assert not stored(world, name).invited
    else:
        assert not invite(world.office, world.who(), name, "email").hints


def test_an_invitation_that_went_out_in_time_is_entered_late(world: World) -> None:
    name = world.meeting(world.today + timedelta(days=20))
    sent = world.today
    world.tick(10)
    done = invite(world.office, world.who(day=sent), name, "email")
    assert stored(world, name).invitations[-1].day == sent
    assert "notice" not in {one.rule for one in done.hints}


def test_it_goes_to_all_holders_and_deputies_of_the_meetings_day(world: World) -> None:
    with world.office.db.transaction() as tx:
        for person, role, order in (
            ("Hanna Halter", "member", 1),
            ("Dora Deputy", "deputy", 1),
            ("Dieter Deputy", "deputy", 2),
        ):
            payload = {
                "seat": "hochschulen",
                "person": person,
                "institution": "Hochschule Hannover",
                "role": role,
                "order": order,
                "from": "2025-01-01",
            }
            record_on_alliance(tx, world.who().entering(), SEAT_APPOINTED, payload)
    name = world.meeting(world.today + timedelta(days=20))
    invite(world.office, world.who(), name, "email")
    with open_view(world.office.db.path) as view:
        (event,) = [one for one in view.events(name) if one.kind == "meeting_invited"]
    told = [(one["role"], one["person"]) for one in event.payload["to"] if one["person"]]
    assert told == [
        ("member", "Hanna Halter"),
        ("deputy", "Dora Deputy"),
        ("deputy", "Dieter Deputy"),
    ]
    assert len({one["seat"] for one in event.payload["to"]}) == 13
    raw = world.office.db.query("SELECT payload FROM event WHERE stream = ?", (name,))
    assert not any("Halter" in row[0] for row in raw), "names stand by their keys"

    world.tick(20)
    rows = [meetings.Attending("hochschulen", "deputy", "prevented", "2")]
    meetings.record_attendance(world.office, world.who(), name, rows)
    with open_view(world.office.db.path) as view:
        found = view.meeting(name)
    assert found is not None
    assert found.attendance[0].person == "Dieter Deputy"
    rows = [meetings.Attending("hochschulen", "deputy", "prevented", "3")]
    assert fields(lambda: meetings.record_attendance(world.office, world.who(), name, rows)) == {
        ("vote", "hochschulen")
    }


def test_a_second_invitation_needs_to_be_asked_for(world: World) -> None:
    name = world.meeting(world.today + timedelta(days=30))
    again = fields(lambda: invite(world.office, world.who(), name, "email", True, "neu"))
    assert again == {("meeting", "again")}
    invite(world.office, world.who(), name, "email")
    assert fields(lambda: invite(world.office, world.who(), name, "email")) == {
        ("meeting", "again")
    }
    done = invite(world.office, world.who(), name, "email", True, "Der Ort hat gewechselt")
    assert [one.summons for one in done.meeting.invitations] == [1, 1]
    calendars = [one for one in done.meeting.papers if one.kind == CALENDAR]
    assert len(calendars) == 2


def test_an_item_that_failed_for_want_of_a_quorum_makes_a_second_summons(world: World) -> None:
    (project,) = submitted(world, "Projekt")
    first = opened(world, project)
    world.tick(7)
    world.attend(first, 6)
    done = close_all(world.office, world.who(), first, {})
    assert done.rows[0].decision is not None
    assert done.rows[0].decision.cause == "no_quorum"
    second = world.meeting(world.today + timedelta(days=20))
    on_agenda(world, second, project)
    found = invite(world.office, world.who(), second, "email", True, "nicht beschlussfähig")
    assert found.meeting.invitations[-1].summons == 2
    other = submitted(world, "Anderes")[0]
    on_agenda(world, second, other)
    open_all(world.office, world.who(), second, {})
    motions = [world.project(key).open_motion for key in (project, other)]
    assert [one.summons for one in motions if one] == [2, 1]


@pytest.mark.parametrize("actor", ["reader", "seat:dgb", "applicant:LW-2025-001", "alliance:x"])
def test_meetings_are_the_offices_and_the_chairs(world: World, actor: str) -> None:
    name, who = world.meeting(), world.who(actor)
    office = world.office
    for act in (
        lambda: change_agenda(office, who, name, AgendaChange(("Neu",))),
        lambda: invite(office, who, name, "email"),
        lambda: call_off(office, who, name, "Sturm"),
        lambda: open_all(office, who, name, {}),
        lambda: close_all(office, who, name, {}),
        lambda: send_all(office, who, name, {}, {}),
        lambda: draft_minutes(office, who, name, SIGNED),
        lambda: send_minutes(office, who, name, "email"),
        lambda: object_to_minutes(office, who, name, "hwk", "falsch"),
        lambda: approve_minutes(office, who, name, name),
    ):
        assert fields(act) == {("role", "actor")}


# ---------------------------------------------------------------- calling off


def test_calling_off_takes_its_motions_off_and_tells_who_was_invited(world: World) -> None:
    one, other = submitted(world, "Eins", "Zwei")
    name = world.meeting(world.today + timedelta(days=30))
    on_agenda(world, name, one, other)
    invite(world.office, world.who(), name, "email")
    open_all(world.office, world.who(), name, {})
    done = call_off(world.office, world.who(), name, "Der Saal ist gesperrt")
    assert done.meeting.called_off
    assert done.meeting.closed
    assert done.meeting.documents[-1].kind == "absage"
    assert [world.project(key).state for key in (one, other)] == ["submitted", "submitted"]
    with world.office.db.transaction() as tx:
        rows = tx.query("SELECT body FROM content WHERE hash = ?", (done.meeting.papers[-1].hash,))
    assert b"METHOD:CANCEL" in bytes(rows[0][0])
    assert b"SEQUENCE:1" in bytes(rows[0][0])
    with pytest.raises(Refused):
        world.attend(name)


def test_a_supplement_of_a_meeting_that_is_called_off_is_postponed(world: World) -> None:
    project = world.to(world.imported(), "votum_sent")
    name = world.meeting()
    world.well(project, "supplement", meeting=name)
    call_off(world.office, world.who(), name, "Sturm")
    motion = world.project(project).motions[-1]
    assert motion.result is not None
    assert (motion.open, motion.result.cause) == (False, "postponed")


def test_what_has_taken_place_cannot_be_called_off(world: World) -> None:
    name = world.meeting(world.today)
    world.attend(name)
    with pytest.raises(Refused):
        call_off(world.office, world.who(), name, "zu spät")


# ---------------------------------------------------------------- all in one go


def log(world: World) -> int:
    return int(world.office.db.query("SELECT COUNT(*) FROM event")[0][0])


def outcome(done: Together) -> dict[str, bool]:
    return {one.id: one.possible for one in done.rows}


def test_all_motions_of_the_agenda_are_opened_in_one_go(world: World) -> None:
    projects = submitted(world, "Eins", "Zwei", "Drei")
    name = world.meeting()
    on_agenda(world, name, "Begrüßung", *projects, "Verschiedenes")
    before = log(world)
    seen = open_all(world.office, world.who(), name, {}, dry=True)
    assert outcome(seen) == dict.fromkeys(projects, True)
    assert log(world) == before, "a preview changes nothing"
    done = open_all(world.office, world.who(), name, {})
    assert [one.after is not None for one in done.rows] == [True] * 3
    motions = [world.project(key).open_motion for key in projects]
    assert [one.meeting for one in motions if one] == [name] * 3
    again = open_all(world.office, world.who(), name, {})
    assert all(one.already is not None for one in again.rows)


def test_one_that_cannot_be_opened_stops_all_unless_only_the_possible_are_asked_for(
    world: World,
) -> None:
    good, large = (*submitted(world, "Gut"), *submitted(world, "Groß", grant=300_000_00,
                                                          total=400_000_00))  # fmt: skip
    idea = world.imported(a_sketch("Idee"))
    name = world.meeting()
    on_agenda(world, name, good, large, idea)
    refused = fields(lambda: open_all(world.office, world.who(), name, {}))
    assert ("criteria", f"{large}.assess") in refused
    assert {field.partition(".")[0] for _, field in refused} == {large, idea}
    assert [world.project(key).state for key in (good, large, idea)] == [
        *("submitted", "submitted"),
        "idea",
    ]
    with open_view(world.office.db.path) as view:
        kinds = [one.stream for one in view.events() if one.kind == "step_refused"]
    assert kinds == [large, idea], "refused attempts are on record"
    done = open_all(world.office, world.who(), name, {}, possible=True)
    assert [one.after is not None for one in done.rows] == [True, False, False]
    assert world.project(good).state == "voting"


def test_values_for_something_else_are_refused(world: World) -> None:
    (project,) = submitted(world, "Eins")
    name = world.meeting()
    on_agenda(world, name, project)
    forms = {"LW-1999-001": {"mediation": "x"}}
    assert fields(lambda: open_all(world.office, world.who(), name, forms)) == {
        ("meeting", "LW-1999-001")
    }
    done = open_all(world.office, world.who(), name, {project: {"proposal": "decline"}})
    assert done.rows[0].after is not None
    assert world.project(project).motions[-1].proposal == "decline"


def test_a_motion_that_cannot_be_closed_stops_the_close_of_all(world: World) -> None:
    (good,) = submitted(world, "Gut")
    (large,) = submitted(world, "Groß", total=620_000_00, grant=150_000_00)
    name = held(world, good, large)
    before = stored(world, name)
    seen = close_all(world.office, world.who(), name, {}, dry=True)
    assert outcome(seen) == {good: True, large: False}
    motion = f"{large}-V1"
    refused = fields(lambda: close_all(world.office, world.who(), name, {}))
    assert refused == {("D4", f"{motion}.reasons.{one}") for one in aspects("")}
    assert world.project(good).state == "voting"
    assert stored(world, name) == before
    done = close_all(
        world.office, world.who("chair"), name, {motion: {"reasons": aspects("Grund")}}, False,
        "16:30",
    )  # fmt: skip
    assert done.meeting.closed
    assert done.meeting.ends_at == "16:30"
    assert [world.project(key).state for key in (good, large)] == ["endorsed", "endorsed"]


def test_a_meeting_is_closed_on_its_day_and_not_before(world: World) -> None:
    name = world.meeting(world.today + timedelta(days=1))
    assert fields(lambda: close_all(world.office, world.who(), name, {})) == {("order", "on")}
    world.tick()
    assert close_all(world.office, world.who(), name, {}).meeting.closed
    with pytest.raises(Refused):
        close_all(world.office, world.who(), name, {})


def test_all_results_are_sent_and_everybody_is_told_once(world: World) -> None:
    yes, no, early = submitted(world, "Ja", "Nein", "Früh")
    name = opened(world, yes, no, early)
    world.tick(7)
    world.attend(name)
    for project, answer in ((yes, "yes"), (no, "no"), (early, "yes")):
        world.vote(f"{project}-V1", answer)
    form = {"sent_on": world.today.isoformat(), "channel": "email"}
    still = fields(lambda: send_all(world.office, world.who(), name, form, {}))
    assert still == {("meeting", "motion")}
    close_all(world.office, world.who(), name, {})
    world.well(early, "send_votum")
    seen = send_all(world.office, world.who(), name, form, {}, dry=True)
    assert [(one.id, one.already is None) for one in seen.rows] == [
        (yes, True), (no, True), (early, False),
    ]  # fmt: skip
    send_all(world.office, world.who(), name, form, {})
    kinds = {key: world.project(key).documents[-1].kind for key in (yes, no)}
    assert kinds == {yes: "votum", no: "votum_negativ"}
    assert world.project(yes).state == "votum_sent"
    before = log(world)
    again = send_all(world.office, world.who(), name, form, {})
    assert all(one.already is not None for one in again.rows)
    assert log(world) == before


# ---------------------------------------------------------------- minutes


def test_minutes_go_from_draft_to_approved(world: World) -> None:
    (project,) = submitted(world, "Projekt")
    name = held(world, project)
    assert ("minutes", "meeting") in fields(
        lambda: draft_minutes(world.office, world.who(), name, SIGNED)
    )
    close_all(world.office, world.who(), name, {})
    assert fields(lambda: draft_minutes(world.office, world.who(), name, {})) == {
        ("minutes", "presided_by"),
        ("minutes", "kept_by"),
    }
    form = {**SIGNED, "item": {"1": "Eröffnet um 14 Uhr."}, "dissent": {"2": {"hwk": "Nein."}}}
    draft = draft_minutes(world.office, world.who(), name, form).minutes
    assert draft is not None
    assert (draft.state, draft.version, draft.document) == ("draft", 1, "")
    assert fields(
        lambda: object_to_minutes(world.office, world.who("seat:hwk"), name, "hwk", "falsch")
    ) == {("minutes", "state")}
    sent = send_minutes(world.office, world.who(), name, "email")
    assert sent.documents[-1].kind == "sitzungsniederschrift"
    with pytest.raises(Refused):
        send_minutes(world.office, world.who(), name, "email")
    object_to_minutes(world.office, world.who("seat:hwk"), name, "hwk", "Ich stimmte mit Nein.")
    changed = draft_minutes(world.office, world.who(), name, {"item": {"2": "Aussprache."}})
    assert changed.minutes is not None
    assert changed.minutes.version == 2
    assert changed.minutes.course == {"1": "Eröffnet um 14 Uhr.", "2": "Aussprache."}
    assert [one.text for one in changed.minutes.declarations] == ["Nein."]
    assert changed.minutes.objections == (("hwk", "Ich stimmte mit Nein."),)
    later = world.meeting(world.today + timedelta(days=60))
    assert fields(lambda: approve_minutes(world.office, world.who(), name, later)) == {
        ("minutes", "state"),
        ("minutes", "in"),
    }
    send_minutes(world.office, world.who(), name, "email")
    world.tick(60)
    assert fields(lambda: approve_minutes(world.office, world.who(), name, name)) == {
        ("minutes", "in")
    }
    done = approve_minutes(world.office, world.who("chair"), name, later)
    assert done.minutes is not None
    assert (done.minutes.state, done.minutes.approved_in) == ("approved", later)
    issued = [one for one in done.documents if one.kind == "sitzungsniederschrift"]
    numbers = [one.number for one in issued]
    assert [one.replaced_by for one in issued] == [numbers[1], numbers[2], ""]
    assert done.minutes.document == numbers[2]
    for act in (
        lambda: draft_minutes(world.office, world.who(), name, {"item": {"1": "anders"}}),
        lambda: object_to_minutes(world.office, world.who(), name, "hwk", "doch"),
        lambda: approve_minutes(world.office, world.who(), name, later),
    ):
        assert ("minutes", "state") in fields(act)


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"item": {"9": "x"}}, {"item.9"}),
        ({"item": "x"}, {"item"}),
        ({"presided_by": ["a", "b"]}, {"presided_by"}),
        ({"dissent": {"1": "x"}}, {"dissent.1"}),
        ({"declaration": {"1": {"kantine": "x"}}}, {"declaration.1.kantine"}),
        ({"colour": "red"}, {"colour"}),
    ],
)
def test_what_is_no_part_of_minutes_is_refused(
    world: World, form: dict[str, Any], wrong: set[str]
) -> None:
    name = world.meeting(world.today)
    on_agenda(world, name, "Begrüßung")
    world.attend(name)
    close_all(world.office, world.who(), name, {})
    found = fields(lambda: draft_minutes(world.office, world.who(), name, {**SIGNED, **form}))
    assert {field for _, field in found} >= wrong
    assert stored(world, name).minutes is None


def test_only_seats_of_that_day_object(world: World) -> None:
    name = world.meeting(world.today)
    world.attend(name)
    close_all(world.office, world.who(), name, {})
    draft_minutes(world.office, world.who(), name, SIGNED)
    send_minutes(world.office, world.who(), name, "email")
    assert fields(lambda: object_to_minutes(world.office, world.who(), name, "x", "y")) == {
        ("minutes", "seat")
    }
    assert fields(
        lambda: object_to_minutes(world.office, world.who("seat:dgb"), name, "hwk", "y")
    ) == {("role", "actor")}


# ---------------------------------------------------------------- what was known when


def test_a_meeting_is_shown_as_it_was_known(world: World) -> None:
    (project,) = submitted(world, "Projekt")
    name = opened(world, project)
    day = world.today
    world.tick(7)
    world.attend(name)
    world.vote(f"{project}-V1")
    close_all(world.office, world.who(), name, {})
    with open_view(world.office.db.path, day) as view:
        then = view.meeting(name)
    assert then is not None
    assert not then.closed
    assert then.attendance == ()
    assert len(then.agenda) == 2


def test_a_crash_between_the_motions_leaves_none_closed(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from buendnis.usecases import judging

    with at("submitted") as (world, first):
        second = world.to(world.imported(a_sketch("Zweites")), "submitted")
        name = held(world, first, second)
        before = contents(world.office.db.path)
        real, calls = judging.take, []

        def cut(*args: Any) -> Any:
            calls.append(args)
            if len(calls) == 2:
                raise SystemExit
            return real(*args)

        monkeypatch.setattr(judging, "take", cut)
        with pytest.raises(SystemExit):
            close_all(world.office, world.who(), name, {})
        assert contents(world.office.db.path) == before
        close_all(world.office, world.who(), name, {})
        assert stored(world, name).closed
