"""The record as it is typed: log, proof, documents, backups; and what a crash leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted, voting

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


def damage(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("UPDATE project SET title = 'Anders'")
        file.commit()


def test_the_log_lists_every_entry_and_its_person(desk: Desk) -> None:
    found = desk.data("audit", "log")
    assert [one["entry"] for one in found] == list(range(1, len(found) + 1))
    assert found[0]["kind"] == "alliance_founded"
    assert {one["person"] for one in found} == {"Olaf Büro"}
    assert all(one["rehearsal"] for one in found)


def test_the_log_of_one_project_and_of_a_day(desk: Desk) -> None:
    of_project = desk.data("audit", "log", "--project", PROJECT)
    assert {one["of"] for one in of_project} == {PROJECT}
    early = desk.data("audit", "log", "--as-of", "2025-02-28")
    assert {one["day"] for one in early} == {"2025-02-03"}
    desk.run("audit", "log", "--project", "LW-1999-001", status=1)


def test_the_head_of_an_earlier_day_is_the_hash_of_its_last_entry(desk: Desk) -> None:
    entries = desk.data("audit", "log", "--as-of", "2025-02-28")
    found = desk.data("audit", "head", "--as-of", "2025-02-28")
    assert found["entries"] == entries[-1]["entry"]
    assert found["head"] != desk.data("audit", "head")["head"]


def test_refused_attempts_are_shown_with_their_reasons(desk: Desk) -> None:
    assert desk.data("audit", "log", "--refused") == []
    desk.run("motion", "close", MOTION, status=1)
    desk.run("advance", PROJECT, "finish", "--set", "ended_on=2025-04-01", status=1)
    (one,) = desk.data("audit", "log", "--refused")
    assert one["violations"][0]["rule"] == "state"
    assert "finish" in desk.say("audit", "log", "--refused")


def test_an_honest_record_verifies_and_a_changed_one_ends_with_4(desk: Desk) -> None:
    assert desk.data("audit", "verify")["ok"] is True
    damage(desk)
    assert desk.rules("audit", "verify", status=4) == [("audit", f"project {PROJECT}, title")]


def test_the_head_names_the_last_entry(desk: Desk) -> None:
    head, log = desk.data("audit", "head"), desk.data("audit", "log")
    assert (head["entries"], head["head"]) == (log[-1]["entry"], log[-1]["hash"])


def test_an_export_is_checked_with_the_standard_library_alone(desk: Desk, tmp_path: Path) -> None:
    bundle = tmp_path / "log.tar"
    desk.run("audit", "export", str(bundle))
    with tarfile.open(bundle) as tar:
        parts = {one.name: tar.extractfile(one) for one in tar.getmembers()}
        read = {name: part.read().decode() for name, part in parts.items() if part is not None}
    head = json.loads(read["head.json"])
    previous = ""
    names = [
        *("position", "stream", "version", "kind", "payload", "actor", "person", "day", "clock"),
        *("rehearsal", "previous"),
    ]
    for line in read["events.jsonl"].splitlines():
        entry = json.loads(line)
        listed = [entry[name] for name in names]
        text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
        assert entry["previous"] == previous
        assert entry["hash"] == sha256(text.encode()).hexdigest()
        previous = entry["hash"]
    assert head["head"] == previous
    assert "Muster" not in read["events.jsonl"].replace("Muster gGmbH", "")
    assert "Büro" not in read["events.jsonl"]


def test_the_same_record_is_exported_to_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    one, other = tmp_path / "1.tar", tmp_path / "2.tar"
    desk.run("audit", "export", str(one))
    desk.run("audit", "export", str(other))
    assert one.read_bytes() == other.read_bytes()
    desk.run("audit", "export", str(one), status=1)
    desk.run("audit", "export", str(one), "--force")


def test_a_backup_is_one_verified_file_and_never_overwrites(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "sicherung.db"
    before = desk.data("audit", "head")
    desk.run("backup", str(copy))
    assert desk.data("audit", "verify", db=str(copy))["head"] == before["head"]
    desk.run("backup", str(copy), status=1)
    assert sorted(one.name for one in tmp_path.glob("*sicherung*")) == ["sicherung.db"]


def test_a_record_that_does_not_verify_is_not_backed_up(desk: Desk, tmp_path: Path) -> None:
    damage(desk)
    desk.run("backup", str(tmp_path / "sicherung.db"), status=4)
    assert not list(tmp_path.glob("*sicherung*"))


def test_a_backup_comes_back_whole(desk: Desk, tmp_path: Path) -> None:
    copy, back = tmp_path / "sicherung.db", str(tmp_path / "zurück.db")
    desk.run("backup", str(copy))
    desk.run("restore", str(copy), db=back)
    assert desk.data("audit", "log", db=back) == desk.data("audit", "log")
    assert desk.data("project", "list", db=back) == desk.data("project", "list")
    assert desk.say("meeting", "new", "--on", "2025-06-01", db=back) == "M-2025-02"


def test_restoring_replaces_a_database_only_by_force(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "sicherung.db"
    desk.run("backup", str(copy))
    desk.run("meeting", "new", "--on", "2025-06-01")
    desk.run("restore", str(copy), status=1)
    assert len(desk.data("meeting", "list")) == 2
    desk.run("restore", str(copy), "--force")
    assert len(desk.data("meeting", "list")) == 1


def test_a_damaged_backup_replaces_nothing(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "sicherung.db"
    desk.run("backup", str(copy))
    with closing(sqlite3.connect(copy)) as file:
        file.execute("UPDATE project SET title = 'Anders'")
        file.commit()
    desk.run("restore", str(copy), "--force", status=4)
    assert desk.data("audit", "verify")["ok"] is True


def test_a_database_in_use_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "sicherung.db"
    desk.run("backup", str(copy))
    with closing(sqlite3.connect(desk.db)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = desk.run("restore", str(copy), "--force", status=2).stderr
    assert "locked" in said
    assert desk.data("audit", "verify")["ok"] is True


def test_restoring_up_to_an_entry_gives_the_state_after_it(desk: Desk, tmp_path: Path) -> None:
    copy, back = tmp_path / "sicherung.db", str(tmp_path / "früher.db")
    desk.run("backup", str(copy))
    log = desk.data("audit", "log")
    asked = next(one["entry"] for one in log if one["payload"].get("step") == "record_statement")
    desk.run("restore", str(copy), "--until", str(asked), db=back)
    report = desk.data("audit", "verify", db=back)
    assert (report["entries"], report["head"]) == (asked, log[asked - 1]["hash"])
    assert desk.data("project", "show", PROJECT, db=back)["state"] == "assessed"
    desk.run("restore", str(copy), "--until", "9999", db=str(tmp_path / "x.db"), status=1)
    assert not (tmp_path / "x.db").exists()


def test_upgrading_rebuilds_what_the_log_says(desk: Desk) -> None:
    assert desk.data("db", "upgrade")["changed"] == 0
    damage(desk)
    assert desk.data("db", "upgrade")["changed"] == 2
    assert desk.data("audit", "verify")["ok"] is True
    assert desk.data("db", "upgrade", actor="reader", status=1)["violations"]


def test_a_broken_log_is_not_folded(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("DROP TRIGGER event_keeps")
        file.execute("UPDATE event SET actor = 'chair' WHERE position = 2")
        file.commit()
    desk.run("db", "upgrade", status=4)


def test_documents_are_listed_and_written_as_sealed(desk: Desk, tmp_path: Path) -> None:
    found = desk.data("document", "list", "--project", PROJECT)
    assert found
    assert all(one["sealed"] for one in found)
    target = tmp_path / "eins.pdf"
    desk.run("document", "render", found[0]["number"], "-o", str(target))
    assert sha256(target.read_bytes()).hexdigest() == found[0]["pdf"]
    desk.run("document", "render", found[0]["number"], "-o", str(target), status=1)
    desk.run("document", "render", "--all", "-o", str(tmp_path / "alle"))
    assert len(list((tmp_path / "alle").glob("*.pdf"))) == len(found)


def test_all_documents_render_again_to_the_same_bytes(desk: Desk) -> None:
    assert {one["result"] for one in desk.data("document", "render", "--check")} == {"same"}


def test_other_bytes_than_the_sealed_ones_end_with_4(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("DROP TRIGGER content_keeps")
        file.execute("UPDATE content SET body = CAST(body || ' ' AS BLOB) WHERE kind = 'pdf'")
        file.commit()
    assert {rule for rule, _ in desk.rules("document", "render", "--check", status=4)} == {
        "document"
    }


def test_unknown_documents_and_kinds_are_named(desk: Desk) -> None:
    desk.run("document", "render", "2025-99999", status=1)
    desk.run("document", "render", status=2)
    assert "votum" in desk.run("document", "preview", "votun", status=2).stderr


def test_a_document_is_previewed_without_a_database(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "Votum" in desk.say("document", "preview", "votum")
    target = tmp_path / "muster.pdf"
    desk.run("document", "preview", "votum", "-o", str(target))
    assert target.read_bytes().startswith(b"%PDF-")


def test_the_templates_can_be_used(tmp_path: Path) -> None:
    assert Desk(tmp_path).data("document", "check")["ok"] is True


READING = [
    *("audit log", "audit head", "audit verify", "document list", "meeting list", "motion list"),
    *("seat list", "person show x"),
]
HEAVY = {"sqlmodel", "sqlalchemy", "reportlab", "jinja2", "asyncio", "transitions", "pikepdf"}


@pytest.mark.parametrize("words", READING)
def test_what_only_reads_loads_nothing_that_writes_or_sets_pages(desk: Desk, words: str) -> None:
    script = (
        "import sys\nfrom buendnis.cli.main import program\n"
        "try:\n    program.main(sys.argv[1:])\n"
        "finally:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words.split()],
        cwd=ROOT,
        env={**os.environ, "BUENDNIS_DB": str(desk.db), "BUENDNIS_NOW": desk.today},
        capture_output=True,
        text=True,
    )
    loaded = set(done.stderr.split())
    assert "buendnis.store.reading" in loaded
    assert loaded.isdisjoint(HEAVY)


KILLED = """
import os, signal, sys
import buendnis.usecases.issuing as issuing
issuing.render = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from buendnis.cli.main import main
sys.argv = ["buendnis", *sys.argv[1:]]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is none of Windows'")
def test_the_next_command_seals_what_a_killed_one_left(desk: Desk) -> None:
    words = ("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *words],
        cwd=ROOT,
        env={**os.environ, "BUENDNIS_DB": str(desk.db), "BUENDNIS_NOW": desk.today},
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL
    assert [one["motion"] for one in desk.data("motion", "list")] == [MOTION]
    left = [one["number"] for one in desk.data("document", "list") if not one["sealed"]]
    assert len(left) == 3
    assert desk.data("audit", "verify")["unsealed"] == left
    desk.run("meeting", "new", "--on", "2025-06-01")
    assert desk.data("audit", "verify")["unsealed"] == []
    assert {one["result"] for one in desk.data("document", "render", "--check")} == {"same"}


def test_a_copied_record_verifies_elsewhere(tmp_path: Path) -> None:
    desk = voting(tmp_path / "here")
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there = tmp_path / "there.db"
    shutil.copy(desk.db, there)
    assert desk.data("audit", "verify", db=str(there)) == desk.data("audit", "verify")


def test_a_pdf_is_read_back_and_found_in_the_record(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    number = desk.data("document", "list")[0]["number"]
    paper = desk.folder / "paper.pdf"
    desk.run("document", "render", number, "-o", str(paper))
    found = desk.data("document", "check", str(paper))
    assert (found["ok"], found["record"], found["number"]) == (True, "sealed", number)
    assert found["claims"] == ["PDF/UA-1", "PDF/A-3b"]
    paper.write_bytes(paper.read_bytes() + b"\n% changed\n")
    found = desk.data("document", "check", str(paper), status=1)
    assert found["record"] == "other"
    paper.write_bytes(b"no PDF")
    desk.run("document", "check", str(paper), status=2)
