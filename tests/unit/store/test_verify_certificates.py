"""Verification counts every decision certificate again, and compares it with the record."""

from __future__ import annotations

import copy
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from buendnis.canon import canonical, fingerprint, parsed
from buendnis.events import BALLOTS_RECORDED, STEP_TAKEN
from buendnis.store.reading import open_view
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.usecases.auditing import audit
from buendnis.usecases.care import upgrade
from buendnis.usecases.office import Who
from tests.cli.desk import MEETING, MOTION, PROJECT, voting
from tests.property.certificates import at, drawing, other, paths
from tests.unit.store.test_verify import faults, forge, tamper
from votes.certificate import PARTS, assembled, certified, values_in
from votes.numbers import counts_again
from votes.recount import recompute

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with one closed vote: a recusal, an absent seat, a no that became an abstention."""
    desk = voting(tmp_path_factory.mktemp("closed"))
    desk.run("meeting", "attend", "M-2025-01", "hwk=absent", "dgb=deputy:prevented", "all=member")
    desk.run("vote", "recuse", MOTION, "--seat", "ihk-hannover", "--because", "Gesellschafterin")
    words = ("--source", "meeting", "--all-present", "yes", "--seat", "arbeit-1=abstain")
    desk.run("vote", "record", MOTION, *words)
    desk.run("motion", "close", MOTION)
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return desk.db


@pytest.fixture
def db(closed: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "record.db"
    copied.write_bytes(closed.read_bytes())
    return copied


def certificate_in(db: Path) -> tuple[int, dict[str, Any]]:
    """The position of the close, and its certificate."""
    with open_view(db) as view:
        (event,) = [one for one in view.events() if one.payload.get("certificate")]
        body = view.content(event.payload["certificate"])
    assert body is not None
    return event.position, parsed(body, dict)


def put(db: Path, certificate: dict[str, Any]) -> None:
    """Put another certificate in the place of the one, everywhere, as a good forger would."""
    position, _ = certificate_in(db)
    body = canonical(certificate)

    def change(values: dict[str, object]) -> None:
        payload = json.loads(str(values["payload"]))
        payload["certificate"] = fingerprint(body)
        values["payload"] = canonical(payload).decode()

    tamper(
        db,
        "DELETE FROM content WHERE kind = 'certificate'",
        ("INSERT INTO content VALUES (?, 'certificate', ?, 0)", (fingerprint(body), body)),
    )
    forge(db, position, change)
    refold(db)


def refold(db: Path) -> None:
    """The tables as they follow from the forged log."""
    from datetime import UTC, datetime

    upgrade(db, Who("office", "X", datetime(2025, 4, 10, 9, tzinfo=UTC), True))


def test_an_honest_certificate_holds_and_is_counted(db: Path) -> None:
    report = audit(db)
    assert report.sound, report.faults
    assert report.counts["certificate"] == 1
    _, made = certificate_in(db)
    assert recompute(made) == []
    numbers = made["parts"]["numbers"]["value"]
    wanted = {"seats": 13, "entitled": 12, "recused": 1, "present": 11, "yes": 9, "abstain": 1}
    assert {key: numbers[key] for key in wanted} == wanted


def test_a_certificate_names_nobody(db: Path) -> None:
    _, made = certificate_in(db)
    text = canonical(made).decode()
    with closing(sqlite3.connect(db)) as file:
        names = [value for (value,) in file.execute("SELECT value FROM person")]
    assert names
    assert [one for one in names if one in text] == []


def test_a_certificate_that_is_not_what_it_was_is_found_wherever_it_was_changed(db: Path) -> None:
    """Changed at some leaf of every part, and sealed again with a new root and a new hash."""
    _, honest = certificate_in(db)
    for number, name in enumerate(PARTS):
        leaves = [one for one in paths(honest["parts"][name]["value"]) if one]
        if not leaves or leaves[-1][-1] == "salt":
            continue
        forged = copy.deepcopy(honest)
        path = ("parts", name, "value", *leaves[(7 * number) % len(leaves)])
        at(forged, path[:-1])[path[-1]] = other(at(forged, path))
        other_db = db.with_name(f"{name}.db")
        other_db.write_bytes(db.read_bytes())
        put(other_db, assembled(forged["parts"]))
        assert "certificate of entry" in faults(other_db), path


def test_a_certificate_that_holds_by_itself_but_not_of_this_vote_is_found(db: Path) -> None:
    _, honest = certificate_in(db)
    values = values_in(honest)
    values["motion"] = {**values["motion"], "id": "LW-2025-002-V1"}
    again = certified(values, drawing())
    assert recompute(again) == []
    put(db, again)
    assert "does not say what the record says: motion" in faults(db)


def test_a_forged_ballot_behind_a_good_certificate_is_found(db: Path) -> None:
    change_ballot(db, "arbeit-2", "no")
    said = faults(db)
    assert "does not say what the record says" in said
    assert "ballots" in said and "outcome" in said


def test_forged_ballots_with_a_certificate_to_match_leave_the_result_behind(db: Path) -> None:
    from buendnis.workflow.certificates import certificate_values

    change_ballot(db, "arbeit-2", "abstain")
    with open_view(db) as view:
        motion = view.project("LW-2025-001").motions[0]
        meeting = view.meeting(motion.meeting)
    values = json.loads(canonical(certificate_values(motion, meeting)))
    _, honest = certificate_in(db)
    values["roster"] = honest["parts"]["roster"]["value"]
    again = certified(values, drawing())
    assert recompute(again) == []
    put(db, again)
    assert "result.yes: " in faults(db)


def test_a_motion_whose_bylaws_were_changed_is_found(db: Path) -> None:
    def change(payload: dict[str, Any]) -> None:
        payload["motion"]["bylaws"]["quorum"]["fraction"] = "1/3"

    with open_view(db) as view:
        position = next(one.position for one in view.events() if "motion" in one.payload)
    change_entry(db, position, change)
    assert "does not say what the record says: bylaws" in faults(db)


def test_a_changed_attendance_list_is_found(db: Path) -> None:
    def change(payload: dict[str, Any]) -> None:
        payload["attendance"] = [
            {**one, "by": "absent"} if one["seat"] == "arl" else one
            for one in payload["attendance"]
        ]

    with open_view(db) as view:
        position = [one.position for one in view.events() if "attendance" in one.payload][-1]
    change_entry(db, position, change)
    assert "attendance" in faults(db)


def test_a_close_without_a_certificate_is_found(db: Path) -> None:
    position, _ = certificate_in(db)
    change_entry(db, position, lambda payload: payload.update(certificate=""))
    # The only certificate is gone, so nothing says that there has to be one; its bytes are left.
    assert "is in no entry" in faults(db)
    # A record from before there were certificates is sound.
    tamper(db, "DELETE FROM content WHERE kind = 'certificate'")
    assert audit(db).sound


def test_a_later_close_without_a_certificate_is_found(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    desk.run("motion", "close", MOTION, "--set", "postponed=true")
    desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    desk.run("vote", "record", f"{PROJECT}-V2", "--source", "meeting", "--all-present", "yes")
    desk.run("motion", "close", f"{PROJECT}-V2")
    with open_view(desk.db) as view:
        closes = [one for one in view.events() if one.payload.get("certificate")]
    assert len(closes) == audit(desk.db).counts["certificate"] == 2
    name = closes[1].payload["certificate"]
    change_entry(desk.db, closes[1].position, lambda payload: payload.pop("certificate"))
    tamper(desk.db, ("DELETE FROM content WHERE hash = ?", (name,)))
    assert "closed without a certificate" in faults(desk.db)


def test_other_bytes_under_the_hash_of_a_certificate_are_found(db: Path) -> None:
    tamper(db, "UPDATE content SET body = CAST('{}' AS BLOB) WHERE kind = 'certificate'")
    said = faults(db)
    assert "was altered" in said
    assert "This is no decision certificate" in said


def test_numbers_that_follow_are_marked_as_counting_again(db: Path) -> None:
    _, made = certificate_in(db)
    assert made["parts"]["numbers"]["value"]["recounts"] is True
    assert counts_again(values_in(made))


def change_ballot(db: Path, seat: str, answer: str) -> None:
    def change(payload: dict[str, Any]) -> None:
        for row in payload["ballots"]:
            if row["seat"] == seat:
                row["answer"] = answer

    with open_view(db) as view:
        position = next(one.position for one in view.events() if one.kind == BALLOTS_RECORDED)
    change_entry(db, position, change)


def change_entry(db: Path, position: int, change: Change) -> None:
    def forged(values: dict[str, object]) -> None:
        payload = json.loads(str(values["payload"]))
        change(payload)
        values["payload"] = canonical(payload).decode()

    forge(db, position, forged)
    refold(db)


def test_the_certificate_lies_in_the_entry_that_closes(db: Path) -> None:
    columns = ", ".join(EVENT_COLUMNS)
    with open_view(db) as view:
        rows = view.query(f"SELECT {columns} FROM event ORDER BY position")  # noqa: S608 - ours
        events = [event_of(row) for row in rows]
        kinds = {row[0] for row in view.query("SELECT kind FROM content")}
    (event,) = [one for one in events if one.payload.get("certificate")]
    assert (event.kind, event.payload["closes"]) == (STEP_TAKEN, MOTION)
    assert "certificate" in kinds
