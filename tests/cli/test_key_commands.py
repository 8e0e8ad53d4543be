"""Keys as they are typed: made without a database, registered and revoked by the office."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from buendnis.events import SEAT_APPOINTED
from buendnis.store.record import Entering, record_on_alliance
from buendnis.usecases.office import Office
from tests.cli.desk import Desk, submitted
from votes.signatures import is_locked, read_public_key, read_secret_key, thumbprint


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


def a_key(folder: Path, name: str = "key", *words: str) -> dict[str, Any]:
    """A new key in a folder, by the command."""
    target = str(folder / f"{name}.pem")
    found = Desk(folder).data("key", "new", "-o", target, *words)
    assert isinstance(found, dict)
    return found


def registered(desk: Desk, seat: str = "dgb", name: str = "key", *words: str) -> dict[str, Any]:
    """A new key that is registered for a seat."""
    key = a_key(desk.folder, name)
    desk.run("key", "register", seat, key["public"], "--person", "Petra Probe", *words)
    return key


def test_a_key_is_made_without_a_database(tmp_path: Path) -> None:
    found = a_key(tmp_path)
    private, public = Path(found["private"]), Path(found["public"])
    assert not (tmp_path / "buendnis.db").exists()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    jwk, problems = read_public_key(public.read_bytes())
    assert not problems
    assert jwk is not None
    assert thumbprint(jwk) == found["key"] == json.loads(public.read_text())["kid"]
    key, _ = read_secret_key(private.read_bytes())
    assert key is not None
    assert key.thumbprint == found["key"]
    assert "d" not in json.loads(public.read_text())


@pytest.mark.parametrize("there", ["key.pem", "key.pub.json"])
def test_a_key_never_takes_the_place_of_a_file(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("meins")
    Desk(tmp_path).run("key", "new", "-o", str(tmp_path / "key.pem"), status=1)
    assert (tmp_path / there).read_text() == "meins"
    assert [one.name for one in tmp_path.iterdir()] == [there]


def test_a_folder_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    Desk(tmp_path).run("key", "new", "-o", str(tmp_path / "no" / "key.pem"), status=2)
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "pass.txt").write_text("ein langer Satz äöü\nzweite Zeile\n", encoding="utf-8")
    found = a_key(tmp_path, "key", "--passphrase-file", str(tmp_path / "pass.txt"))
    pem = Path(found["private"]).read_bytes()
    assert found["passphrase"] is True
    assert is_locked(pem)
    assert read_secret_key(pem, "ein langer Satz äöü")[0] is not None


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"x" * 2000])
def test_a_file_without_a_passphrase_makes_no_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pass.txt").write_bytes(content)
    words = ("-o", str(tmp_path / "key.pem"), "--passphrase-file", str(tmp_path / "pass.txt"))
    Desk(tmp_path).run("key", "new", *words, status=2)
    assert not (tmp_path / "key.pem").exists()


def test_a_key_is_registered_and_listed(desk: Desk) -> None:
    key = registered(desk)
    (found,) = desk.data("key", "list")
    assert found["key"] == key["key"]
    assert (found["seat"], found["person"], found["role"]) == ("dgb", "Petra Probe", "member")
    assert (found["from"], found["revoked_from"]) == ("2025-04-10", None)
    assert desk.data("key", "list", "--as-of", "2025-04-09") == []
    assert key["key"] in desk.say("key", "list")


def test_a_name_in_the_log_stands_by_its_key_only(desk: Desk) -> None:
    registered(desk)
    desk.run(
        "person", "erase", "Petra Probe", "--reason", "Art. 17", "--basis", "DSGVO", status=None
    )
    desk.run("audit", "verify")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("kantine", "FILE"), "seat"),
        (("arl", "FILE"), "arl"),
        (("hochschulen", "FILE", "--from", "2024-10-01"), "seat"),
    ],
    ids=["unknown seat", "the office's own", "before the seat began"],
)
def test_a_key_is_registered_for_a_seat_with_a_vote_only(
    desk: Desk, words: tuple[str, ...], field: str
) -> None:
    key = a_key(desk.folder)
    said = tuple(key["public"] if one == "FILE" else one for one in words)
    assert desk.rules("key", "register", *said, "--person", "X") == [("key", field)]


def test_the_chair_registers_the_key_of_the_office(desk: Desk) -> None:
    key = a_key(desk.folder)
    words = ("key", "register", "arl", key["public"], "--person", "Frau Büro")
    desk.run(*words, actor="chair")
    desk.run(*words, actor="reader", status=1)


@pytest.mark.parametrize("actor", ["reader", "seat:dgb", "applicant:LW-2025-001"])
def test_nobody_else_registers_or_revokes(desk: Desk, actor: str) -> None:
    key = registered(desk)
    other = a_key(desk.folder, "other")
    desk.run("key", "register", "hwk", other["public"], "--person", "X", actor=actor, status=1)
    desk.run("key", "revoke", key["key"], "--reason", "x", actor=actor, status=1)


def test_a_key_is_registered_once(desk: Desk) -> None:
    key = registered(desk)
    words = ("key", "register", "hwk", key["public"], "--person", "X")
    assert desk.rules(*words) == [("key", "key")]


def test_a_private_key_is_never_registered(desk: Desk) -> None:
    key = a_key(desk.folder)
    said = desk.run("key", "register", "dgb", key["private"], "--person", "X", status=2).stderr
    assert "private key" in said
    assert desk.data("key", "list") == []


def test_only_the_holder_has_a_key_where_the_people_are_known(desk: Desk) -> None:
    with Office(desk.db) as office, office.db.transaction() as tx:
        who = Entering("office", "Frau Büro", date(2025, 4, 1), "2025-04-01")
        row = {"seat": "dgb", "institution": "Deutscher Gewerkschaftsbund", "order": 1}
        for person, role in (("Petra Probe", "member"), ("Max Muster", "deputy")):
            more = {"person": person, "role": role, "from": "2025-01-01"}
            record_on_alliance(tx, who, SEAT_APPOINTED, row | more)
    key = a_key(desk.folder)
    words = ("key", "register", "dgb", key["public"], "--person")
    assert desk.rules(*words, "Max Muster") == [("key", "--person")]
    assert desk.rules(*words, "Petra Probe", "--deputy") == [("key", "--person")]
    assert "Petra Probe" in desk.run(*words, "Max Muster", status=1).stderr
    assert desk.data(*words, "Petra Probe")["role"] == "member"


def test_a_key_is_revoked_from_a_day_on(desk: Desk) -> None:
    key = registered(desk)["key"]
    found = desk.data("key", "revoke", key, "--from", "2025-06-01", "--reason", "Rechner verloren")
    assert (found["revoked_from"], found["standing"]) == ("2025-06-01", [])
    assert desk.rules("key", "revoke", key, "--from", "2025-07-01", "--reason", "x") == [
        ("key", "key")
    ]
    found = desk.data("key", "revoke", key, "--reason", "gestohlen")
    assert found["revoked_from"] == "2025-04-10"
    assert desk.data("key", "list")[0]["reason"] == "gestohlen"
    desk.run("audit", "verify")


@pytest.mark.parametrize("words", [("unbekannt", "--reason", "x"), ("KEY", "--reason", " ")])
def test_a_revocation_without_key_or_reason_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    key = registered(desk)["key"]
    desk.run("key", "revoke", *(key if one == "KEY" else one for one in words), status=1)
    assert desk.data("key", "list")[0]["revoked_from"] is None
