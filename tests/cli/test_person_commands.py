"""Persons: what is known of them, names set right, names erased; the record verifies throughout."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.desk import PROJECT, Desk, submitted

NAME = "Erika Muster"
ERASE = ("--basis", "Art. 17 DSGVO", "--reason", "Antrag")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


def everything(desk: Desk) -> bytes:
    """All bytes of the database, the write-ahead log with it."""
    return b"".join(path.read_bytes() for path in desk.folder.glob("buendnis.db*"))


def test_a_name_is_found_where_it_stands(desk: Desk) -> None:
    found = desk.data("person", "show", NAME)
    assert [one["places"] for one in found["entries"]] == [["sketch.applicant.contact"]]
    assert found["documents"]
    by = desk.data("person", "show", "Olaf Büro")
    assert all("person" in one["places"] for one in by["entries"])
    assert len(by["entries"]) == len(desk.data("audit", "log"))


def test_a_name_that_nobody_entered_is_refused(desk: Desk) -> None:
    for command in (("show",), ("export",), ("rectify", "--to", "A", "--reason", "B")):
        desk.run("person", command[0], "Niemand", *command[1:], status=1)
    desk.run("person", "erase", "Niemand", *ERASE, status=1)


def test_an_export_is_one_json_document(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "auskunft.json"
    desk.run("person", "export", NAME, "-o", str(target))
    written = json.loads(target.read_text(encoding="utf-8"))
    assert written == desk.data("person", "export", NAME)
    assert written["entries"][0]["of"] == PROJECT


def test_a_rectified_name_is_read_everywhere_and_the_log_stays(desk: Desk) -> None:
    before = desk.data("audit", "log")
    desk.run("person", "rectify", NAME, "--to", "Erika Muster-Łódź", "--reason", "Schreibfehler")
    after = desk.data("audit", "log")
    assert [one["hash"] for one in after[:-1]] == [one["hash"] for one in before]
    assert after[-1]["kind"] == "person_rectified"
    shown = json.dumps(desk.data("project", "show", PROJECT), ensure_ascii=False)
    assert "Erika Muster-Łódź" in shown
    assert f'"{NAME}"' not in shown
    assert desk.data("audit", "verify")["ok"] is True
    known = desk.data("person", "show", "Erika Muster-Łódź")
    assert known["former_names"] == [NAME]
    assert known["entries"][0]["places"] == ["sketch.applicant.contact"]


def test_documents_keep_the_name_they_were_sealed_with(desk: Desk) -> None:
    desk.run("person", "rectify", NAME, "--to", "Erika Neu", "--reason", "Heirat")
    found = {one["result"] for one in desk.data("document", "render", "--check")}
    assert found <= {"same", "rectified"}
    assert "rectified" in found


def test_a_name_can_be_set_right_twice_and_back(desk: Desk) -> None:
    for old, new in ((NAME, "B"), ("B", "C"), ("C", NAME)):
        desk.run("person", "rectify", old, "--to", new, "--reason", "x")
        assert desk.data("audit", "verify")["ok"] is True
    assert NAME in desk.say("project", "show", PROJECT) + json.dumps(
        desk.data("project", "show", PROJECT)
    )
    desk.run("person", "rectify", NAME, "--to", NAME, "--reason", "x", status=1)


def test_an_erased_name_is_in_no_byte_of_the_database(desk: Desk) -> None:
    assert NAME.encode() in everything(desk)
    desk.run("person", "erase", NAME, *ERASE)
    assert NAME.encode() not in everything(desk)
    with closing(sqlite3.connect(desk.db)) as file:
        assert file.execute("PRAGMA freelist_count").fetchone() == (0,)
    shown = json.dumps(desk.data("project", "show", PROJECT), ensure_ascii=False)
    assert "[gelöscht]" in shown


def test_former_names_are_erased_with_the_name(desk: Desk) -> None:
    desk.run("person", "rectify", NAME, "--to", "Erika Neu", "--reason", "Heirat")
    desk.run("person", "rectify", "Erika Neu", "--to", "Erika Drei", "--reason", "Heirat")
    desk.run("person", "erase", "Erika Drei", *ERASE)
    for name in (NAME, "Erika Neu", "Erika Drei"):
        assert name.encode() not in everything(desk)
        desk.run("person", "show", name, status=1)


def test_an_erasure_is_no_integrity_failure_and_says_what_is_gone(desk: Desk) -> None:
    numbers = desk.data("person", "show", NAME)["documents"]
    desk.run("person", "erase", NAME, *ERASE)
    assert desk.data("audit", "verify")["erased"] == numbers
    desk.run("document", "render", numbers[0], status=1)
    results = {one["number"]: one["result"] for one in desk.data("document", "render", "--check")}
    assert {results[number] for number in numbers} == {"erased"}
    entry = desk.data("audit", "log")[-1]
    assert entry["kind"] == "person_erased"
    assert entry["payload"]["basis"] == "Art. 17 DSGVO"


def test_work_goes_on_after_an_erasure(desk: Desk) -> None:
    desk.run("person", "erase", NAME, *ERASE)
    desk.run("motion", "open", "--project", PROJECT, "--meeting", "M-2025-01")
    assert desk.data("audit", "verify")["unsealed"] == []
    assert desk.data("db", "upgrade")["changed"] == 0


def test_the_office_clerk_can_be_erased_and_starts_anew(desk: Desk) -> None:
    desk.run("person", "erase", "Olaf Büro", *ERASE, status=1)
    desk.run("person", "erase", "Olaf Büro", *ERASE, "--person", "Nora Nach")
    *before, erasure = desk.data("audit", "log")
    assert {one["person"] for one in before} == {"[gelöscht]"}
    assert erasure["person"] == "Nora Nach"
    desk.run("meeting", "new", "--on", "2025-06-01")
    assert desk.data("audit", "log")[-1]["person"] == "Olaf Büro"
    assert desk.data("audit", "verify")["ok"] is True


def test_erasing_what_no_entry_says_is_found(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("UPDATE person SET value = NULL, salt = NULL WHERE value = ?", (NAME,))
        file.commit()
    assert [rule for rule, _ in desk.rules("audit", "verify", status=4)] == ["audit"]


def test_an_erased_name_does_not_come_back_with_an_earlier_state(
    desk: Desk, tmp_path: Path
) -> None:
    desk.run("person", "erase", NAME, *ERASE)
    copy, back = tmp_path / "sicherung.db", tmp_path / "früher.db"
    desk.run("backup", str(copy))
    desk.run("restore", str(copy), "--until", "4", db=str(back))
    report = desk.data("audit", "verify", db=str(back))
    assert report["entries"] == 5
    assert NAME.encode() not in back.read_bytes()


def test_a_reason_may_not_name_the_person(desk: Desk) -> None:
    words = ("--basis", "Art. 17 DSGVO", "--reason", f"Antrag von {NAME}")
    desk.run("person", "erase", NAME, *words, status=1)
    desk.run("person", "rectify", NAME, "--to", "B", "--reason", f"nicht {NAME}", status=1)
    assert NAME in json.dumps(desk.data("person", "show", NAME))


@pytest.mark.parametrize("actor", ["chair", "reader", "seat:dgb", f"applicant:{PROJECT}"])
def test_only_the_office_rectifies_and_erases(desk: Desk, actor: str) -> None:
    desk.run("person", "erase", NAME, *ERASE, actor=actor, status=1)
    desk.run("person", "rectify", NAME, "--to", "B", "--reason", "x", actor=actor, status=1)
    assert not [one for one in desk.data("audit", "log") if re.match("person_", one["kind"])]


def test_an_empty_reason_is_refused(desk: Desk) -> None:
    desk.run("person", "erase", NAME, "--basis", "x", "--reason", " ", status=1)
    desk.run("person", "rectify", NAME, "--to", " ", "--reason", "x", status=1)
