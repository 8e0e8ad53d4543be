"""The database refuses what no alliance may change, also when every rule is passed by."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from buendnis.errors import BuendnisError, Refused, Unreadable
from buendnis.store.database import create
from buendnis.store.reading import open_view
from buendnis.store.schema import CONNECTION
from buendnis.usecases.office import Office
from tests.engine.conftest import Open
from tests.engine.world import World, a_sketch, broken_links, contents, in_state


def _raw(path: Path) -> sqlite3.Connection:
    """A connection as ours are, without anything of ours around it."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in CONNECTION:
        connection.execute(statement)
    return connection


# ---------------------------------------------------------------- the log


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = '{}' WHERE position = 1",
        "UPDATE event SET position = 99 WHERE position = 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE position = (SELECT MAX(position) FROM event)",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE position = 1",
        "REPLACE INTO event SELECT * FROM event WHERE position = 2",
        (
            "INSERT INTO event SELECT 99, stream, version, kind, payload, actor, person, day,"
            " clock, rehearsal, previous, hash FROM event WHERE position = 1"
        ),
        (
            "INSERT INTO event SELECT 0, stream, version, kind, payload, actor, person, day, clock,"
            " rehearsal, previous, hash FROM event WHERE position = 1"
        ),
        "INSERT INTO event (position, stream) VALUES (3, 'x') ON CONFLICT DO UPDATE SET stream='x'",
        "UPDATE OR REPLACE event SET position = 2 WHERE position = 1",
        "DELETE FROM content",
        "UPDATE content SET body = x'00'",
        "INSERT OR REPLACE INTO content SELECT hash, kind, x'00', 0 FROM content LIMIT 1",
        "UPDATE document SET pdf = 'other' WHERE pdf <> ''",
    ],
)
def test_the_log_and_what_it_names_cannot_be_rewritten(statement: str, at: Open) -> None:
    with at("submitted") as (world, project):
        assert project
        path = world.office.db.path
        before = contents(path)
        assert all(row[9] for row in before["document"])
        with _raw(path) as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
        assert contents(path) == before


def test_a_log_written_around_the_triggers_does_not_verify(at: Open) -> None:
    with at("submitted") as (world, _):
        path = world.office.db.path
        connection = sqlite3.connect(path)
        connection.execute("DROP TRIGGER event_keeps")
        connection.execute("UPDATE event SET day = '2025-01-01' WHERE position = 2")
        connection.commit()
        connection.close()
        assert broken_links(path) == ["2 has another content than its hash says"]


# ---------------------------------------------------------------- the projects' rows

WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a negative total": ("idea", {"total_cents": -1}),
    "a negative grant": ("idea", {"grant_cents": -1}),
    "an end before the start": ("idea", {"end_day": "2026-02-28"}),
    "an end after the last day": ("submitted", {"end_day": "2029-01-01"}),
    "an end after the last day, much later": ("running", {"end_day": "2031-01-01"}),
    "a cent over the cap, without justification": (
        "submitted",
        {"total_cents": 500_000_01, "grant_cents": 350_000_01},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_row_that_no_alliance_may_have_is_refused_with_a_sentence(name: str, at: Open) -> None:
    state, values = WRONG[name]
    with at(state) as (world, project):
        before = contents(world.office.db.path)
        with (
            pytest.raises(Refused, match="refuses what no alliance may change"),
            _writing(world) as tx,
        ):
            tx.update("project", "id", {"id": project, **values})
        assert contents(world.office.db.path) == before


FINE: dict[str, tuple[str, dict[str, Any]]] = {
    "an end on the last day": ("submitted", {"end_day": "2028-12-31"}),
    "the cap itself": ("submitted", {"total_cents": 500_000_00, "grant_cents": 500_000_00}),
    "over the cap within the reference": (
        "submitted",
        {"total_cents": 620_000_00, "grant_cents": 350_000_00},
    ),
    "over the cap, justified": (
        "submitted",
        {"total_cents": 620_000_00, "grant_cents": 434_000_00, "justified": 1},
    ),
    "late and dear, but not submitted": (
        "idea",
        {"end_day": "2031-01-01", "total_cents": 900_000_00, "grant_cents": 900_000_00},
    ),
    "one day": ("idea", {"end_day": "2026-03-01"}),
}


@pytest.mark.parametrize("name", FINE)
def test_a_row_at_the_boundary_is_taken(name: str, at: Open) -> None:
    state, values = FINE[name]
    with at(state) as (world, project), _writing(world) as tx:
        tx.update("project", "id", {"id": project, **values})


def _writing(world: World) -> Any:
    return world.office.db.transaction()


@pytest.mark.parametrize(
    "sketch",
    [
        a_sketch(end=date(2029, 1, 1), start=date(2027, 1, 1)),
        a_sketch(total=500_000_01, grant=350_000_01),
    ],
    ids=["ends late", "over the cap"],
)
def test_with_the_rules_taken_away_the_database_still_refuses(
    sketch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("buendnis.workflow.decision._rule_findings", lambda *_: iter(()))
    with in_state(tmp_path, "assessed", sketch) as (world, project):
        before = contents(world.office.db.path)
        with pytest.raises(Refused, match="refuses what no alliance may change"):
            world.well(project, "submit")
        assert contents(world.office.db.path) == before


# ---------------------------------------------------------------- the clock


def test_entries_are_in_the_order_of_their_positions_though_the_clock_goes_back(at: Open) -> None:
    with at("voting") as (world, project):
        path, day = world.office.db.path, world.today
        world.well(project, "note", text="heute")
        world.hour = 3
        world.well(project, "note", text="sieben Stunden früher")
        world.hour = 23
        world.well(project, "note", text="nach Mitternacht")
        rows = contents(path)["event"]
        clocks = [row[8] for row in rows]
        assert clocks != sorted(clocks)
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        assert not broken_links(path)
        facts = world.project(project)
        texts = [entry.form.get("text") for entry in facts.entries][-3:]
        assert texts == ["heute", "sieben Stunden früher", "nach Mitternacht"]
    with open_view(path) as view:
        positions = [event.position for event in view.events(project)]
        assert positions == sorted(positions)
    with open_view(path, day) as view:
        # 23 o'clock UTC is tomorrow in Germany; what came before it was known, out of order or not.
        assert [note.text for note in view.project(project).notes] == texts[:2]


# ---------------------------------------------------------------- the workflow of a project


def test_a_project_keeps_the_workflow_under_which_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(__file__).resolve().parents[2] / "workflows" / "leine-weser"
    own = tmp_path / "own"
    shutil.copytree(here, own / "workflows" / "leine-weser")
    monkeypatch.setenv("BUENDNIS_CONTENT", str(own))
    with in_state(tmp_path, "idea") as (world, old):
        path, day = world.office.db.path, world.today
    file = own / "workflows" / "leine-weser" / "workflow.toml"
    text = file.read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
    # From now on only the office presents.
    head, tail = text.split('name = "present"', 1)
    tail = tail.replace('by = ["applicant", "office"]', 'by = ["office"]', 1)
    file.write_text(head + 'name = "present"' + tail, encoding="utf-8")
    with Office(path) as office:
        world = World(office, day)
        new = world.imported(a_sketch("Ein neues"))
        assert world.project(new).workflow != world.project(old).workflow
        assert world.rules(lambda: world.well(new, "present", f"applicant:{new}")) == {"role"}
        after = world.well(old, "present", f"applicant:{old}").after
        assert (after.state, after.workflow) == ("with_alliance", world.project(old).workflow)
    # It needs no folder any more: its workflow lies in the database.
    shutil.rmtree(own / "workflows" / "leine-weser")
    monkeypatch.delenv("BUENDNIS_CONTENT")
    with Office(path) as office:
        world = World(office, day)
        assert world.rules(lambda: world.well(new, "present", f"applicant:{new}")) == {"role"}
        assert world.well(new, "present").after.state == "with_alliance"


# ---------------------------------------------------------------- the file


def _said(path: Path) -> BuendnisError:
    """What is said when the file is opened to read and to write; both say the same."""
    with pytest.raises(BuendnisError) as reading, open_view(path) as view:
        view.projects()
    with pytest.raises(BuendnisError) as writing, Office(path) as office:
        World(office).imported()
    assert reading.value.exit_status == writing.value.exit_status == 2
    assert str(reading.value) == str(writing.value)
    return writing.value


def test_a_missing_database_is_named_with_the_command_that_makes_one(tmp_path: Path) -> None:
    said = _said(tmp_path / "none.db")
    assert isinstance(said, Unreadable)
    assert "buendnis init" in str(said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"", b"SQLite format 3\0", b"hello", bytes(4096), b"\xff" * 200])
def test_a_file_that_is_no_database_is_left_as_it_is(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "no.db"
    path.write_bytes(body)
    assert "no database of buendnis" in str(_said(path))
    assert path.read_bytes() == body
    assert list(tmp_path.iterdir()) == [path]


def test_the_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    assert "none of buendnis" in str(_said(path))
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_refused(at: Open) -> None:
    with at("idea") as (world, _):
        path = world.office.db.path
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    assert "newer version" in str(_said(path))


@pytest.mark.parametrize("keep", [100, 4096, 10_000, 40_000])
def test_a_database_cut_short_is_said_to_be_damaged(keep: int, at: Open) -> None:
    with at("voting") as (world, _):
        path = world.office.db.path
    path.write_bytes(path.read_bytes()[:keep])
    assert "damaged" in str(_said(path))


def test_a_database_with_an_overwritten_page_is_said_to_be_damaged(at: Open) -> None:
    with at("voting") as (world, _):
        path = world.office.db.path
    body = bytearray(path.read_bytes())
    body[4096 : len(body)] = b"\xff" * (len(body) - 4096)
    path.write_bytes(bytes(body))
    assert "damaged" in str(_said(path))


def test_a_locked_database_is_said_to_be_locked_and_nothing_is_lost(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from buendnis.store import database

    impatient = tuple(one.replace("10000", "20") for one in CONNECTION)
    assert impatient != CONNECTION
    monkeypatch.setattr(database, "CONNECTION", impatient)
    with at("idea") as (world, project):
        path = world.office.db.path
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BuendnisError, match="locked by another program") as error:
            world.well(project, "present")
        assert error.value.exit_status == 2
        with open_view(path) as view:
            assert view.project(project).state == "idea"
        other.execute("ROLLBACK")
        other.close()
        assert world.well(project, "present").after.state == "with_alliance"


def test_a_read_only_file_can_be_read_and_says_so_when_written(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from buendnis.store import database

    with at("idea") as (world, _):
        path = world.office.db.path
    path.chmod(stat.S_IREAD)
    # Whoever has every right may write it all the same, so SQLite is told as well.
    monkeypatch.setattr(database, "CONNECTION", (*CONNECTION, "PRAGMA query_only = ON"))
    with open_view(path) as view:
        assert len(view.projects()) == 1
    with Office(path) as office, pytest.raises(BuendnisError, match="read-only") as error:
        World(office).imported(a_sketch("Noch eins"))
    assert error.value.exit_status == 2


def test_a_second_database_is_never_made_over_the_first(tmp_path: Path) -> None:
    path = tmp_path / "buendnis.db"
    create(path, "leine-weser").close()
    before = path.read_bytes()
    with pytest.raises(Refused, match="already"):
        create(path, "leine-weser")
    assert path.read_bytes() == before


@pytest.mark.parametrize("path", ["//server/share/x.db", "\\\\server\\share\\x.db"])
def test_a_network_share_is_refused_with_a_word_for_postgresql(path: str) -> None:
    assert "PostgreSQL" in str(_said(Path(path)))


# ---------------------------------------------------------------- as of an earlier day


def test_as_of_a_day_is_the_log_up_to_the_last_entry_of_that_day(at: Open) -> None:
    """A clock that was set back changes nothing: entries are in the order of their positions."""
    with at("with_alliance") as (world, project):
        path, first = world.office.db.path, world.today
        world.tick(60)
        world.well(project, "note", text="bei vorgestellter Uhr")
        world.today = first
        world.well(project, "note", text="bei richtiger Uhr")
        world.tick(1)
        world.well(project, "record_statement")
        last = world.project(project).position
    with open_view(path, first) as view:
        assert [one.text for one in view.project(project).notes] == [
            "bei vorgestellter Uhr",
            "bei richtiger Uhr",
        ]
        assert view.project(project).state == "with_alliance"
        assert view.last_position < last
    with open_view(path, date(2024, 1, 1)) as view:
        assert view.projects() == []
        assert view.last_position == 0
