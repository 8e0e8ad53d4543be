"""Ballots that should not count: each is refused with a readable reason, and changes no facts."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.cli.ballot_box import UNTIL, Box, circular, meeting, sealed
from tests.cli.desk import MOTION, PROJECT
from votes.signed import SignedBallot

ROOT = Path(__file__).parents[2]


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return circular(tmp_path)


def facts(box: Box) -> list[tuple[Any, ...]]:
    """The facts of all projects as the table holds them."""
    connection = sqlite3.connect(box.db)
    try:
        return connection.execute("SELECT id, version, facts FROM project").fetchall()
    finally:
        connection.close()


def good(box: Box) -> SignedBallot:
    """A ballot that would count."""
    return sealed(box.cast("dgb")).ballot


def refused(box: Box, *files: Path, **how: Any) -> list[str]:
    """The reasons for which a ballot is refused; nothing but the refusal is recorded."""
    before = facts(box)
    (row,) = box.take(*files, status=1, **how)
    assert row["status"] == "refused"
    assert facts(box) == before
    reasons = [str(one["message"]) for one in row["reasons"]]
    assert reasons
    assert all(reasons)
    return reasons


# ---------------------------------------------------------------- what the signature binds


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"papers": "0" * 64}, "cast on other papers"),
        ({"question": "0" * 64}, "answers another question"),
        ({"version": 2}, "is for version 2"),
        ({"seat": "hwk"}, "registered for the seat dgb"),
        ({"seat": "kantine"}, "no seat kantine"),
        ({"by": "deputy", "case": "prevented"}, "The key is the member's"),
        ({"cast_at": "2025-04-09T21:59:59Z"}, "before the vote was opened"),
        ({"cast_at": "2025-04-12T00:00:00Z"}, "lies ahead"),
        ({"cast_at": "2199-12-31T23:59:59Z"}, "lies ahead"),
        ({"cast_at": "2000-01-01T00:00:00Z"}, "before the vote was opened"),
        ({"motion": "LW-2025-001-V2"}, "no motion"),
        ({"motion": "' OR 1=1 --"}, "no motion"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_ballot_that_is_truly_signed_counts_for_what_it_says_only(
    box: Box, change: dict[str, Any], reason: str
) -> None:
    file = box.forged(replace(good(box), **change))
    assert any(reason in one for one in refused(box, file))


def test_a_key_of_somebody_else_signs_nothing_for_a_seat(box: Box) -> None:
    file = box.forged(good(box), "hwk")
    assert refused(box, file) == ["The key is registered for the seat hwk, not for dgb."]


def test_a_key_that_nobody_registered_signs_nothing(box: Box) -> None:
    box.run("key", "new", "-o", str(box.folder / "fremd.pem"))
    box.keys["fremd"] = box.folder / "fremd.pem"
    (reason,) = refused(box, box.forged(good(box), "fremd"))
    assert "is not registered" in reason


def test_a_ballot_that_claims_another_s_key_does_not_verify(box: Box) -> None:
    file = box.cast("dgb")
    header, payload, _ = file.read_bytes().strip().split(b".")
    other = box.cast("hwk").read_bytes().strip().split(b".")[2]
    file.write_bytes(b".".join((header, payload, other)))
    (reason,) = refused(box, file)
    assert "signature does not fit" in reason


def test_any_byte_altered_is_refused_and_the_good_one_counts_after_all(box: Box) -> None:
    data = box.cast("dgb").read_bytes().strip()
    folder = box.folder / "eingang"
    folder.mkdir()
    places = range(0, len(data), 23)
    for place in places:
        altered = bytearray(data)
        altered[place] = altered[place] ^ 1 if altered[place] ^ 1 > 32 else altered[place] ^ 2
        (folder / f"{place:04}.jws").write_bytes(bytes(altered))
    before = facts(box)
    rows = box.take(folder, status=2)
    assert len(rows) == len(places)
    assert {row["status"] for row in rows} <= {"refused", "unreadable"}
    assert facts(box) == before
    (folder / "gut.jws").write_bytes(data)
    rows = box.take(folder, status=2)
    assert [row["status"] for row in rows if row["file"].endswith("gut.jws")] == ["recorded"]
    box.run("audit", "verify")


def test_a_ballot_of_another_record_with_the_same_ids_is_refused(tmp_path: Path) -> None:
    here, there = circular(tmp_path / "here"), Box(tmp_path / "there")
    there.folder.mkdir()
    there.run("init", "--alliance", "leine-weser")
    sketch = (here.folder / "skizze.toml").read_text().replace("12000.00", "13000.00")
    (there.folder / "skizze.toml").write_text(
        sketch.replace("3600.00", "4600.00"), encoding="utf-8"
    )
    there.today = "2025-02-03"
    there.run("project", "import", str(there.folder / "skizze.toml"))
    there.run("advance", PROJECT, "present")
    there.today = "2025-03-03"
    words = (
        *("region=hildesheim", "presented_on=2025-02-10", "stated_on=2025-03-01"),
        *("result=supported", "need=ja", "duplicates=keine", "signed_by=Frau Zeh"),
    )
    there.run("advance", PROJECT, "record_statement", *(w for v in words for w in ("--set", v)))
    there.run("advance", PROJECT, "submit")
    there.today = "2025-04-10"
    opening = ("motion", "open", "--project", PROJECT, "--circular")
    there.run(*opening, "--until", UNTIL, "--reason", "Frist der NBank")
    public = str(here.folder / "dgb.pub.json")
    there.run("key", "register", "dgb", public, "--person", "Person dgb")
    there.keys = here.keys
    reasons = refused(here, there.cast("dgb", packet=str(there.packet())))
    assert "The ballot was cast on other papers." in reasons


# ---------------------------------------------------------------- days and keys


@pytest.mark.parametrize(
    ("cast", "received", "counts"),
    [
        ("2025-04-14T10:00:00Z", "2025-04-14", True),
        ("2025-04-14T21:59:59Z", "2025-04-14", True),
        # Cast before, received after: whoever has the key can write any day into a ballot.
        ("2025-04-14T10:00:00Z", "2025-04-15", False),
        ("2025-04-14T22:00:00Z", "2025-04-15", False),
        ("2025-04-16T10:00:00Z", "2025-04-16", False),
    ],
)
def test_a_revoked_key_counts_until_the_day_before(
    box: Box, cast: str, received: str, counts: bool
) -> None:
    box.run(
        "key", "revoke", box.secret("dgb").thumbprint, "--from", "2025-04-15", "--reason", "weg"
    )
    file = box.cast("dgb", day=cast)
    box.today = "2025-04-20"
    words = ("--json", "vote", "import", str(file), "--on", received)
    row = json.loads(box.run(*words, status=0 if counts else 1).stdout)["ballots"][0]
    assert row["status"] == ("recorded" if counts else "refused")
    if not counts:
        assert any("revoked from 2025-04-15 on: weg" in one["message"] for one in row["reasons"])


def test_a_key_counts_from_its_day_on_and_the_new_one_follows_the_old(box: Box) -> None:
    first = box.cast("dgb", "yes")
    box.take(first)
    box.run(
        "key", "revoke", box.secret("dgb").thumbprint, "--from", "2025-04-15", "--reason", "alt"
    )
    box.key("neu", "dgb", "--from", "2025-04-15")
    early = box.cast("neu", "no", "--replaces", str(first), seat="dgb", day="2025-04-14T08:00:00Z")
    box.today = "2025-04-14"
    assert any("counts from 2025-04-15" in one for one in refused(box, early))
    box.today = "2025-04-15"
    second = box.cast("neu", "no", "--replaces", str(first), seat="dgb")
    assert box.take(second)[0]["stands"] is True
    assert box.standing() == "no"


@pytest.mark.parametrize(
    ("cast", "received", "late"),
    [
        ("2025-05-31T12:00:00Z", "2025-05-31", False),
        # Midnight in Germany, in summer time, is at ten in the evening of UTC.
        ("2025-05-31T21:59:59Z", "2025-05-31", False),
        ("2025-05-31T22:00:00Z", "2025-06-01", True),
        ("2025-05-31T12:00:00Z", "2025-06-01", True),
    ],
)
def test_a_circular_ends_with_its_last_day_in_germany(
    box: Box, cast: str, received: str, late: bool
) -> None:
    file = box.cast("dgb", day=cast)
    box.today = "2025-06-02"
    words = ("--json", "vote", "import", str(file), "--on", received)
    row = json.loads(box.run(*words, status=int(late)).stdout)["ballots"][0]
    assert row["status"] == ("refused" if late else "recorded")
    assert any("ended on 2025-05-31" in one["message"] for one in row["reasons"]) is late


@pytest.mark.parametrize(
    ("cast", "day"),
    [
        ("2025-03-30T00:59:59Z", "2025-03-30"),
        ("2025-03-30T01:00:00Z", "2025-03-30"),
        ("2025-10-25T22:30:00Z", "2025-10-26"),
        ("2025-10-26T00:30:00Z", "2025-10-26"),
        ("2025-10-26T01:30:00Z", "2025-10-26"),
        ("2025-10-26T22:59:59Z", "2025-10-26"),
        ("2025-10-26T23:00:00Z", "2025-10-27"),
    ],
)
def test_the_days_on_which_clocks_are_set_are_counted_right(
    tmp_path: Path, cast: str, day: str
) -> None:
    from buendnis.dates import berlin_day

    box = circular(tmp_path)
    ballot = replace(good(box), cast_at=cast)
    assert berlin_day(ballot.cast).isoformat() == day
    file = box.forged(ballot)
    assert sealed(file).ballot.cast_at == cast


def test_after_the_close_no_ballot_is_taken(box: Box) -> None:
    early, late = box.cast("dgb"), box.cast("hwk")
    box.take(early)
    box.today = "2025-06-02"
    box.run("motion", "close", MOTION)
    assert f"The motion {MOTION} is closed." in refused(box, late)
    assert box.take(early)[0]["status"] == "known"


# ---------------------------------------------------------------- persons


def test_whoever_is_recused_does_not_vote(box: Box) -> None:
    box.run("vote", "recuse", MOTION, "--seat", "dgb", "--because", "vertritt den Projektträger")
    assert any("is recused" in one for one in refused(box, box.cast("dgb")))
    assert any(
        "is recused" in one
        for one in refused(box, box.cast("deputy", "yes", "--deputy", "recused"))
    )


def test_the_office_does_not_record_its_own_seat_but_takes_what_it_signed(box: Box) -> None:
    words = ("vote", "record", MOTION, "--source", "email", "--seat", "arl=yes")
    assert box.rules(*words) == [("vote", "arl")]
    box.key("arl")  # registered by the chair
    assert box.take(box.cast("arl"))[0]["status"] == "recorded"


def test_a_deputy_is_refused_while_the_member_attends(tmp_path: Path) -> None:
    hall = meeting(tmp_path)
    file = hall.cast("deputy", "no", "--deputy", "prevented")
    assert any("The member of the seat dgb is there" in one for one in refused(hall, file))


def test_a_deputy_s_key_never_signs_as_the_member(box: Box) -> None:
    file = box.cast("deputy", "no")
    assert refused(box, file) == ["The key is the deputy's, and the ballot is cast as the member."]


# ---------------------------------------------------------------- the record of refusals


def test_a_refusal_is_recorded_once_with_its_reasons(box: Box) -> None:
    file = box.forged(replace(good(box), papers="0" * 64))
    for _ in range(3):
        refused(box, file)
    entries = [one for one in box.data("audit", "log") if one["kind"] == "ballot_refused"]
    assert len(entries) == 1
    assert entries[0]["payload"]["ballot"] == sealed(file).fingerprint
    assert "cast on other papers" in json.dumps(entries[0])
    box.run("vote", "recuse", MOTION, "--seat", "dgb", "--because", "befangen")
    refused(box, file)
    entries = [one for one in box.data("audit", "log") if one["kind"] == "ballot_refused"]
    assert len(entries) == 2  # there is one more reason now
    box.run("audit", "verify")
    box.run("db", "upgrade")


@pytest.mark.parametrize("actor", ["reader", "applicant:LW-2025-001", "alliance:hildesheim"])
def test_nobody_else_brings_ballots_in(box: Box, actor: str) -> None:
    file = box.cast("dgb")
    before = facts(box)
    box.run("vote", "import", str(file), actor=actor, status=1)
    box.run("vote", "import", str(file), actor="seat:hwk", status=1)
    assert facts(box) == before


# ---------------------------------------------------------------- junk


def bombs() -> dict[str, bytes]:
    """Files that are none of ours, by name."""
    deep = b"[" * 100_000
    return {
        "empty.jws": b"",
        "zeros.jws": b"\0" * 1000,
        "dots.jws": b"." * 1000,
        "deep.jws": b"e30." + b"W1tb" * 20_000 + b"." + b"A" * 86,
        "nested.jws": deep,
        "huge.jws": b"A" * 300_000,
        "larger.jws": b"A" * 6_000_000,
        "utf16.jws": "eyJh".encode("utf-16"),
        "json.jws": b'{"payload":"e30","protected":"e30","signature":"AA"}',
        "pdf.pdf": b"%PDF-1.7\n" + b"\xff" * 5000,
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /AcroForm << /Fields [",
        "nest.pdf": b"%PDF-1.7\n1 0 obj\n" + b"[" * 50_000 + b"\nendobj\ntrailer<</Root 1 0 R>>",
    }


@pytest.mark.parametrize("name", bombs())
def test_junk_is_unreadable_and_the_others_are_taken(box: Box, name: str) -> None:
    folder = box.folder / "eingang"
    folder.mkdir()
    (folder / name).write_bytes(bombs()[name])
    (folder / "brief.txt").write_text("Liebe Koordinierungsstelle")
    (folder / "gut.jws").write_bytes(box.cast("dgb").read_bytes())
    found = box.data("vote", "import", str(folder), status=2)
    by = {Path(row["file"]).name: row["status"] for row in found["ballots"]}
    assert by == {name: "unreadable", "gut.jws": "recorded"}
    assert [Path(one).name for one in found["passed_over"]] == ["brief.txt"]
    assert all(row["reasons"] for row in found["ballots"] if row["status"] == "unreadable")


def test_a_path_that_is_not_there_is_unreadable(box: Box) -> None:
    (row,) = box.take(box.folder / "nirgends.jws", status=2)
    assert row["status"] == "unreadable"


# ---------------------------------------------------------------- processes

_IMPORT = """
import sys
from buendnis.cli.main import main
sys.argv = ["buendnis", "--json", "vote", "import", *sys.argv[1:]]
main()
"""


def test_two_imports_at_once_record_each_ballot_once(box: Box) -> None:
    names = ("ihk-hannover", "hireg", "arbeit-1", "arbeitgeber")
    for name in names:
        box.key(name)
    folder = box.folder / "eingang"
    folder.mkdir()
    first = box.cast("dgb", "yes")
    files = [first, box.cast("dgb", "no", "--replaces", str(first)), box.cast("hwk", "yes")]
    files += [box.cast(name) for name in names]
    for file in files:
        file.rename(folder / file.name)
    env = {"BUENDNIS_DB": str(box.db), "BUENDNIS_NOW": box.today, "BUENDNIS_PERSON": "Olaf Büro"}
    env |= {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _IMPORT, str(folder)], env=env, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    answers = [json.loads(one.communicate(timeout=120)[0]) for one in running]
    assert [one.returncode for one in running] == [0] * 3
    for number in range(len(files)):
        statuses = [answer["ballots"][number]["status"] for answer in answers]
        assert sorted(statuses) == ["known", "known", "recorded"]
    recorded = [one for one in box.data("audit", "log") if one["kind"] == "ballots_recorded"]
    assert len(recorded) == len(files)
    assert box.standing() == "no"
    box.run("audit", "verify")
