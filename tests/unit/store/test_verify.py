"""Verification finds every kind of change, also by somebody who may do everything with the file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from buendnis.canon import canonical, fingerprint
from buendnis.store.chain import COLUMNS, row_hash
from buendnis.store.reading import open_view
from buendnis.store.schema import TRIGGERS
from buendnis.store.verify import Report, check_chain
from buendnis.usecases.auditing import audit
from tests.cli.desk import MOTION, Desk, voting


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with everything in it: votes, documents, people, a refused attempt."""
    desk = voting(tmp_path_factory.mktemp("sound"))
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    mail = desk.folder / "mail.eml"
    mail.write_text("Ja.", encoding="utf-8")
    words = ("--source", "email", "--seat", "dgb=yes", "--attach", str(mail))
    desk.run("vote", "record", MOTION, *words)
    desk.run("motion", "open", "--project", "LW-2025-001", "--meeting", "M-2025-01", status=1)
    desk.run("motion", "close", MOTION)
    return desk.db


@pytest.fixture
def db(sound: Path, tmp_path: Path) -> Path:
    for suffix in ("", "-wal"):
        if Path(f"{sound}{suffix}").exists():
            shutil.copy(f"{sound}{suffix}", f"{tmp_path / 'record.db'}{suffix}")
    return tmp_path / "record.db"


def tamper(db: Path, *statements: str | tuple[str, tuple[object, ...]]) -> None:
    """Change the file as an administrator could: triggers off, and on again."""
    with closing(sqlite3.connect(db)) as file:
        for trigger in TRIGGERS:
            file.execute(f"DROP TRIGGER {trigger.split()[2]}")
        for statement in statements:
            sql, values = statement if isinstance(statement, tuple) else (statement, ())
            file.execute(sql, values)
        for trigger in TRIGGERS:
            file.execute(trigger)
        file.commit()


def faults(db: Path) -> str:
    report = audit(db)
    assert not report.sound
    return "\n".join(f"{one.field}: {one.message}" for one in report.faults)


def forge(db: Path, position: int, change: Callable[[dict[str, object]], None]) -> None:
    """Change one entry and compute the whole chain behind it anew, as a good forger would."""
    names = ", ".join(COLUMNS)
    with closing(sqlite3.connect(db)) as file:
        rows = file.execute(f"SELECT {names} FROM event ORDER BY position").fetchall()  # noqa: S608
    statements: list[tuple[str, tuple[object, ...]]] = []
    previous = ""
    for row in rows:
        values = dict(zip(COLUMNS, row, strict=True))
        if values["position"] == position:
            change(values)
        values["previous"] = previous
        previous = row_hash(values)
        sets = ", ".join(f"{name} = ?" for name in COLUMNS)
        sql = f"UPDATE event SET {sets}, hash = ? WHERE position = ?"  # noqa: S608
        statements.append((sql, (*values.values(), previous, values["position"])))
    tamper(db, *statements)


def test_an_honest_record_verifies(db: Path) -> None:
    report = audit(db)
    assert report.sound, report.faults
    assert report.counts["project"] == report.counts["meeting"] == 1
    assert report.unsealed == report.erased == []


def test_the_head_is_the_last_hash(db: Path) -> None:
    with open_view(db) as view:
        ((count, head),) = view.query(
            "SELECT position, hash FROM event ORDER BY position DESC LIMIT 1"
        )
    report = audit(db)
    assert (report.entries, report.head) == (count, head)


COLUMN_CHANGES = [
    ("stream", "'LW-2025-002'"),
    ("version", "version + 1"),
    ("kind", "'step_taken'"),
    ("payload", "replace(payload, '\"', ' \"')"),
    ("actor", "'chair'"),
    ("person", "''"),
    ("day", "'2024-01-01'"),
    ("clock", "'2024-01-01T00:00:00+00:00'"),
    ("rehearsal", "0"),
    ("previous", "upper(previous)"),
    ("hash", "upper(hash)"),
]


@pytest.mark.parametrize(("column", "value"), COLUMN_CHANGES)
def test_a_changed_column_of_an_entry_is_found(db: Path, column: str, value: str) -> None:
    tamper(db, f"UPDATE event SET {column} = {value} WHERE position = 2")  # noqa: S608
    assert "event 2" in faults(db) or "event 3" in faults(db)


def test_every_column_of_an_entry_is_tried() -> None:
    assert {column for column, _ in COLUMN_CHANGES} == {*COLUMNS, "hash"} - {"position"}


def test_a_removed_entry_is_found(db: Path) -> None:
    tamper(db, "DELETE FROM event WHERE position = 4")
    assert "Entries before 5 are missing" in faults(db)


def test_a_removed_end_of_the_log_is_found_by_the_tables(db: Path) -> None:
    tamper(db, "DELETE FROM event WHERE position > 6")
    assert "is not what the log says" in faults(db)


def test_entries_that_changed_places_are_found(db: Path) -> None:
    tamper(
        db,
        "UPDATE event SET position = 1000 WHERE position = 3",
        "UPDATE event SET position = 3 WHERE position = 4",
        "UPDATE event SET position = 4 WHERE position = 1000",
    )
    assert "event 3" in faults(db)


def test_a_forged_chain_is_found_by_the_fold(db: Path) -> None:
    def change(values: dict[str, object]) -> None:
        values["payload"] = str(values["payload"]).replace("Energieberater", "Zauberer")

    forge(db, 2, change)
    said = faults(db)
    assert "was altered" not in said
    assert "project LW-2025-001, title" in said


def test_a_forged_entry_that_makes_no_sense_is_a_fault_and_no_traceback(db: Path) -> None:
    for payload in ("{", "[]", "{}", '{"sketch": 7}', "null", "9" * 5000):
        copy = db.with_name(f"copy-{fingerprint(payload.encode())[:8]}.db")
        shutil.copy(db, copy)
        if Path(f"{db}-wal").exists():
            shutil.copy(f"{db}-wal", f"{copy}-wal")

        def change(values: dict[str, object], payload: str = payload) -> None:
            values["payload"] = payload

        forge(copy, 2, change)
        assert "make no sense" in faults(copy)


def test_an_unknown_kind_of_entry_is_found(db: Path) -> None:
    forge(db, 2, lambda values: values.update(kind="project_dreamt"))
    assert "make no sense" in faults(db)


@pytest.mark.parametrize("table", ["project", "meeting", "document"])
def test_every_column_of_the_folded_tables_is_compared(db: Path, table: str) -> None:
    with closing(sqlite3.connect(db)) as file:
        columns = file.execute(f"PRAGMA table_info({table})").fetchall()
    for _, name, kind, *_ in columns:
        copy = db.with_name(f"{name}.db")
        shutil.copy(db, copy)
        if Path(f"{db}-wal").exists():
            shutil.copy(f"{db}-wal", f"{copy}-wal")
        value = f"{name} + 1" if kind == "INTEGER" else f"'x' || {name}"
        if name.endswith("_day"):
            value = {"start_day": "'2020-01-01'"}.get(name, "'2028-12-30'")
        if name == "facts":
            value = "replace(facts, 'a', 'b')"
        tamper(copy, f"UPDATE {table} SET {name} = {value} WHERE rowid = 1")  # noqa: S608
        assert not audit(copy).sound, name


@pytest.mark.parametrize("table", ["project", "meeting", "document", "content", "person"])
def test_a_removed_row_is_found(db: Path, table: str) -> None:
    tamper(db, f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})")  # noqa: S608
    assert "is missing" in faults(db)


@pytest.mark.parametrize(
    ("table", "key"),
    [("project", "id"), ("meeting", "id"), ("document", "number")],
)
def test_a_row_that_no_entry_made_is_found(db: Path, table: str, key: str) -> None:
    with closing(sqlite3.connect(db)) as file:
        names = [one[1] for one in file.execute(f"PRAGMA table_info({table})")]
    others = ", ".join(name for name in names if name != key)
    tamper(
        db,
        f"INSERT INTO {table} ({key}, {others}) SELECT 'X-1', {others} FROM {table} LIMIT 1",  # noqa: S608
    )
    assert "is in no entry" in faults(db)


def test_foreign_contents_and_names_are_found(db: Path) -> None:
    body = b"foreign"
    row = (fingerprint(body), "paper", body, 0)
    person = "INSERT INTO person VALUES ('§p-0', 'aa', 'X', '')"
    tamper(db, ("INSERT INTO content VALUES (?, ?, ?, ?)", row), person)
    said = faults(db)
    assert said.count("is in no entry") == 2


@pytest.mark.parametrize("kind", ["paper", "pdf", "document_data", "template", "workflow"])
def test_changed_contents_are_found(db: Path, kind: str) -> None:
    where = f"WHERE hash = (SELECT min(hash) FROM content WHERE kind = '{kind}')"  # noqa: S608
    tamper(db, f"UPDATE content SET body = CAST('x' AS BLOB) {where}")  # noqa: S608
    assert "altered" in faults(db) or "make no sense" in faults(db)


def test_contents_that_vanish_without_an_erasure_are_found(db: Path) -> None:
    tamper(db, "UPDATE content SET body = NULL, erased = 1 WHERE kind = 'pdf'")
    assert "was erased, and no entry says so" in faults(db)


def test_contents_under_another_kind_are_found(db: Path) -> None:
    tamper(db, "UPDATE content SET kind = 'paper' WHERE kind = 'pdf'")
    assert "is no “paper”" in faults(db)


@pytest.mark.parametrize(
    "change",
    ["value = 'Jemand anders'", "salt = 'ab'", "value = NULL, salt = NULL", "replaced_by = ref"],
)
def test_a_changed_name_is_found(db: Path, change: str) -> None:
    tamper(db, f"UPDATE person SET {change} WHERE rowid = 1")  # noqa: S608
    assert "person" in faults(db)


def test_a_missing_protection_and_a_foreign_table_are_found(db: Path) -> None:
    with closing(sqlite3.connect(db)) as file:
        file.execute("DROP TRIGGER event_keeps")
        file.execute("CREATE TABLE shadow (x)")
        file.commit()
    said = faults(db)
    assert "event_keeps" in said and "shadow" in said


def test_a_damaged_file_is_reported(db: Path) -> None:
    with closing(sqlite3.connect(db)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bytes_ = bytearray(db.read_bytes())
    bytes_[4096:] = bytes(len(bytes_) - 4096)
    db.write_bytes(bytes_)
    assert "damaged" in faults(db)


def test_the_chain_alone_is_followed_to_the_end(db: Path) -> None:
    report = Report()
    with open_view(db) as view:
        check_chain(view, report)
    assert report.sound
    assert report.entries == audit(db).entries


def test_a_hundred_faults_are_listed_at_most(db: Path) -> None:
    with closing(sqlite3.connect(db)) as file:
        for number in range(300):
            file.execute(f"CREATE TABLE foreign_{number} (x)")
        file.commit()
    assert len(audit(db).faults) == 100


def test_what_is_hashed_of_an_entry_is_its_canonical_list(db: Path) -> None:
    names = ", ".join(COLUMNS)
    with open_view(db) as view:
        for *values, found in view.query(f"SELECT {names}, hash FROM event"):  # noqa: S608
            assert fingerprint(canonical(values)) == found


def test_a_desk_verifies_by_its_command(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("init")
    assert desk.data("audit", "verify")["entries"] == 1
