"""A member's own ballot as it is typed: from the packet over the signed file to the receipt."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from tests.cli.ballot_box import Box, circular, meeting, sealed
from tests.cli.desk import MEETING, MOTION, PROJECT


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return circular(tmp_path)


@pytest.fixture
def hall(tmp_path: Path) -> Box:
    return meeting(tmp_path)


# ---------------------------------------------------------------- casting


def test_a_ballot_is_cast_on_the_packet_alone_and_taken_by_the_office(box: Box) -> None:
    words = ("--reason", "Zu wenig", "--condition", "bis März", "--condition", "mit Jobcenter")
    file = box.cast("dgb", "no", *words)
    assert not (box.folder / "no.db").exists()
    (row,) = box.take(file)
    assert (row["status"], row["seat"], row["stands"]) == ("recorded", "dgb", True)
    assert row["fingerprint"] == sealed(file).fingerprint
    shown = box.data("motion", "show", MOTION)["ballots"]
    (ballot,) = [one for one in shown if one["seat"] == "dgb"]
    assert (ballot["answer"], ballot["origin"], ballot["by"]) == ("no", "signed", "member")
    assert box.data("motion", "tally", MOTION)["no"] == 1
    box.run("audit", "verify")


def test_the_summary_is_shown_and_a_no_signs_nothing(box: Box) -> None:
    words = ("vote", "cast", str(box.folder / "vorlage.zip"), "--seat", "dgb", "--answer", "yes")
    words += ("--key", str(box.keys["dgb"]), "-o", str(box.folder / "s.jws"))
    words += ("--condition", "erst nach dem Gutachten")
    said = box.run(*words, status=1, input="n\n").stderr
    frame = box.data("motion", "packet", MOTION, "-o", str(box.folder / "again.zip"))
    for one in ("Energieberater/innen", "erst nach dem Gutachten", "dgb", frame["papers"]):
        assert one in said
    for paper in frame["contents"]:
        assert paper["hash"] in said
    assert "Nothing was signed" in said
    assert not (box.folder / "s.jws").exists()
    box.run(*words, input="y\n")
    assert sealed(box.folder / "s.jws").ballot.conditions == ("erst nach dem Gutachten",)


def test_without_an_answer_to_the_question_nothing_is_signed(box: Box) -> None:
    words = ("vote", "cast", str(box.folder / "vorlage.zip"), "--seat", "dgb", "--answer", "yes")
    words += ("--key", str(box.keys["dgb"]), "-o", str(box.folder / "s.jws"))
    box.run(*words, status=2)
    box.run("--json", *words, status=2)
    assert not (box.folder / "s.jws").exists()


def test_a_ballot_is_written_under_a_name_of_its_own(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(box.folder)
    words = ("vote", "cast", "vorlage.zip", "--seat", "dgb", "--key", "dgb.pem", "--yes")
    first = box.data(*words, "--answer", "yes")
    second = box.data(*words, "--answer", "no")
    assert first["file"] != second["file"]
    assert sealed(Path(first["file"])).fingerprint == first["fingerprint"]
    assert first["file"].startswith(f"stimme_{MOTION}_dgb_")


def test_with_a_database_a_ballot_is_recorded_at_once(box: Box) -> None:
    words = ("vote", "cast", MOTION, "--seat", "dgb", "--key", str(box.keys["dgb"]), "--yes")
    first = box.data(*words, "--answer", "yes", "-o", str(box.folder / "copy.jws"))
    assert box.take(box.folder / "copy.jws")[0]["status"] == "known"
    # A second one names the first by itself.
    second = box.data(*words, "--answer", "abstain", actor="seat:dgb")
    assert second["replaces"] == first["fingerprint"]
    assert box.standing() == "abstain"
    for actor in ("reader", "seat:hwk", "applicant:LW-2025-001"):
        box.run(*words, "--answer", "no", actor=actor, status=1)
    assert box.standing() == "abstain"


def test_a_locked_key_needs_its_passphrase(box: Box) -> None:
    (box.folder / "pass.txt").write_text("offen\n")
    (box.folder / "wrong.txt").write_text("zu\n")
    new = ("key", "new", "-o", str(box.folder / "l.pem"))
    box.run(*new, "--passphrase-file", str(box.folder / "pass.txt"))
    words = ("vote", "cast", str(box.folder / "vorlage.zip"), "--seat", "dgb", "--answer", "yes")
    words += ("--key", str(box.folder / "l.pem"), "--yes", "-o", str(box.folder / "l.jws"))
    box.run(*words, status=2)
    box.run(*words, "--passphrase-file", str(box.folder / "wrong.txt"), status=2)
    box.run(*words, "--passphrase-file", str(box.folder / "pass.txt"))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--seat", "kantine"), 1),
        ((), 2),
        (("--seat", "dgb", "--replaces", "abc"), 2),
        (("--seat", "dgb", "--reason", "x" * 10_001), 2),
        (("--seat", "dgb", "--condition", " "), 2),
        (("--seat", "dgb", "--reason", "\x1b[2J"), 2),
    ],
    ids=range(6),
)
def test_what_cannot_be_signed_is_said(box: Box, words: tuple[str, ...], status: int) -> None:
    before = sorted(box.folder.iterdir())
    box.run(
        *("vote", "cast", str(box.folder / "vorlage.zip"), "--answer", "yes", "--yes"),
        *("--key", str(box.keys["dgb"])),
        *words,
        status=status,
    )
    assert sorted(box.folder.iterdir()) == before


def test_a_packet_for_one_seat_serves_no_other(box: Box) -> None:
    target = str(box.folder / "dgb.zip")
    box.run("motion", "packet", MOTION, "-o", target, "--seat", "dgb")
    box.cast("hwk", packet=target, status=1)
    words = ("vote", "cast", target, "--answer", "yes", "--key", str(box.keys["dgb"]), "--yes")
    assert box.data(*words, "-o", str(box.folder / "s.jws"))["seat"] == "dgb"


# ---------------------------------------------------------------- voting again


def test_of_a_chain_the_last_one_stands_in_every_order(tmp_path: Path) -> None:
    box = circular(tmp_path / "first")
    files = [box.cast("dgb", "yes")]
    for answer in ("no", "abstain"):
        files.append(box.cast("dgb", answer, "--replaces", str(files[-1])))
    for number, order in enumerate(permutations(files)):
        here = circular(tmp_path / str(number))
        # The keys of both desks are the same, for the prepared folder is.
        for file in order:
            assert here.take(file)[0]["status"] == "recorded"
        assert here.standing() == "abstain"
        assert here.data("motion", "tally", MOTION)["abstain"] == 1
        assert [row["status"] for row in here.take(*files)] == ["known"] * 3
        here.run("audit", "verify")
        here.run("db", "upgrade")
        assert here.standing() == "abstain"


def test_two_that_replace_the_same_one_cannot_both_be_taken(box: Box) -> None:
    first = box.cast("dgb", "yes")
    box.take(first)
    one = box.cast("dgb", "no", "--replaces", str(first))
    other = box.cast("dgb", "abstain", "--replaces", str(first))
    assert box.take(one)[0]["status"] == "recorded"
    (row,) = box.take(other, status=1)
    assert sealed(one).fingerprint in row["reasons"][0]["message"]
    assert sealed(one).fingerprint in row["reasons"][0]["remedy"]
    assert box.standing() == "no"


def test_a_second_first_ballot_is_told_what_to_name(box: Box) -> None:
    first, second = box.cast("dgb", "yes"), box.cast("dgb", "no")
    rows = box.take(first, second, status=1)
    assert [row["status"] for row in rows] == ["recorded", "refused"]
    assert f"--replaces {sealed(first).fingerprint}" in rows[1]["reasons"][0]["remedy"]
    assert box.standing() == "yes"


def test_a_clock_that_went_back_does_not_matter(box: Box) -> None:
    first = box.cast("dgb", "yes", day="2025-04-20T12:00:00Z")
    second = box.cast("dgb", "no", "--replaces", str(first), day="2025-04-19T09:00:00Z")
    box.today = "2025-04-21"
    box.take(second, first)
    assert box.standing() == "no"


# ---------------------------------------------------------------- signed and recorded


def test_a_signed_ballot_is_never_replaced_by_a_record_of_others(box: Box) -> None:
    file = box.cast("dgb", "no")
    box.take(file)
    mail = box.folder / "mail.eml"
    mail.write_bytes(b"From: dgb\n\nIch stimme doch zu.\n")
    words = ("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes")
    assert ("vote", "dgb") in box.rules(*words)
    assert ("vote", "dgb") in box.rules(*words, "--attach", str(mail))
    assert sealed(file).fingerprint in box.run(*words, status=1).stderr
    assert box.standing() == "no"
    # Unless the member's own e-mail names it.
    mail.write_bytes(
        b"From: dgb\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/plain\n\n"
        b"Statt "
        + sealed(file).fingerprint[:40].encode()
        + b"=\n"
        + sealed(file).fingerprint[40:].encode()
        + b" stimme ich mit Ja.\n"
    )
    paper = ("vote", "record", MOTION, "--source", "paper", "--seat", "dgb=yes")
    assert ("vote", "dgb") in box.rules(*paper, "--attach", str(mail))
    box.run(*words, "--attach", str(mail))
    assert box.standing() == "yes"
    # The next signed one follows on that e-mail.
    shown = box.data("vote", "receipt", MOTION, "--seat", "dgb")
    again = box.cast("dgb", "abstain", "--replaces", shown["ballot"])
    assert box.take(again)[0]["stands"] is True
    assert box.standing() == "abstain"
    box.run("audit", "verify")


def test_a_signed_ballot_takes_the_place_of_a_recorded_one(box: Box) -> None:
    box.run("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes")
    box.take(box.cast("dgb", "no"))
    assert box.standing() == "no"


def test_the_chair_s_finding_leaves_signed_ballots_as_they_are(hall: Box) -> None:
    hall.take(hall.cast("dgb", "no"))
    words = ("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    found = hall.data(*words)
    assert found["signed"] == ["dgb"]
    assert "dgb" not in found["seats"]
    assert hall.standing() == "no"
    assert hall.data("motion", "tally", MOTION)["no"] == 1


def test_a_signed_ballot_is_neither_corrected_nor_taken_back(box: Box) -> None:
    (row,) = box.take(box.cast("dgb", "no"))
    words = ("correct", PROJECT, str(row["entry"]), "--set", "seat.dgb=yes", "--reason", "x")
    box.run(*words, status=1)
    box.run("undo", PROJECT, "--reason", "x", status=1)
    assert box.standing() == "no"


def test_whoever_signed_and_is_recused_later_does_not_count(box: Box) -> None:
    file = box.cast("dgb", "no")
    box.take(file)
    box.run("vote", "recuse", MOTION, "--seat", "dgb", "--because", "befangen")
    assert box.standing() == ""
    (row,) = box.take(file)
    assert (row["status"], row["stands"]) == ("known", False)
    (row,) = box.take(box.cast("dgb", "yes"), status=1)
    assert "recused" in row["reasons"][0]["message"]


# ---------------------------------------------------------------- receipts


def test_a_receipt_proves_that_the_ballot_is_there(box: Box) -> None:
    file = box.cast("dgb", "no")
    (row,) = box.take(file)
    target = box.folder / "quittung.json"
    words = ("vote", "receipt", MOTION, "--seat", "dgb")
    found = box.data(*words, "-o", str(target))
    assert found["ballot"] == sealed(file).fingerprint
    assert found["position"] == row["entry"]
    assert json.loads(target.read_text())["entry"] == found["entry"]
    box.take(box.cast("hwk", "yes"))
    checked = box.data("vote", "receipt", "--check", str(target))
    assert (checked["ok"], checked["head"]) == (True, found["head"])
    box.run(*words, "-o", str(target), status=1)


def test_a_receipt_shows_the_earlier_ballots_too(box: Box) -> None:
    first = box.cast("dgb", "yes")
    second = box.cast("dgb", "no", "--replaces", str(first))
    box.take(first, second)
    found = box.data("vote", "receipt", MOTION, "--seat", "dgb")
    assert [one["ballot"] for one in found["all"]] == [
        sealed(first).fingerprint,
        sealed(second).fingerprint,
    ]
    assert [one["stands"] for one in found["all"]] == [False, True]
    assert found["ballot"] == sealed(second).fingerprint


def test_a_receipt_shows_no_ballot_of_another_seat(hall: Box) -> None:
    hall.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    target = hall.folder / "q.json"
    hall.run("vote", "receipt", MOTION, "--seat", "dgb", "-o", str(target))
    assert "hwk" not in target.read_text()
    hall.run("vote", "receipt", "--check", str(target))


@pytest.mark.parametrize(
    "words",
    [(MOTION,), ("--seat", "dgb"), (), (MOTION, "--seat", "dgb", "--check", "x.json")],
    ids=range(4),
)
def test_a_receipt_is_of_a_motion_and_a_seat(box: Box, words: tuple[str, ...]) -> None:
    box.run("vote", "receipt", *words, status=2)


def test_there_is_no_receipt_without_a_ballot(box: Box) -> None:
    box.run("vote", "receipt", MOTION, "--seat", "dgb", status=1)
    box.run("vote", "receipt", "LW-2025-009-V1", "--seat", "dgb", status=1)


@pytest.mark.parametrize(
    "change",
    [
        {"ballot": "0" * 64},
        {"entry": "0" * 64},
        {"seat": "hwk"},
        {"motion": "LW-2025-001-V2"},
        {"receipt": 2},
        {"columns": [1]},
        {"more": 1},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_receipt_that_was_altered_is_no_receipt(box: Box, change: dict[str, object]) -> None:
    box.take(box.cast("dgb", "no"))
    target = box.folder / "q.json"
    box.run("vote", "receipt", MOTION, "--seat", "dgb", "-o", str(target))
    target.write_text(json.dumps({**json.loads(target.read_text()), **change}))
    box.run("vote", "receipt", "--check", str(target), status=2)


@pytest.mark.parametrize("change", [{"head": "0" * 64}, {"head_position": 1}])
def test_a_record_that_no_longer_leads_over_the_head_is_found(
    box: Box, change: dict[str, object]
) -> None:
    box.take(box.cast("dgb", "no"))
    target = box.folder / "q.json"
    box.run("vote", "receipt", MOTION, "--seat", "dgb", "-o", str(target))
    target.write_text(json.dumps({**json.loads(target.read_text()), **change}))
    box.run("vote", "receipt", "--check", str(target), status=4)


def test_a_ballot_that_was_taken_out_is_found_by_its_receipt(box: Box) -> None:
    before = (box.folder / "before.db", box.db)
    box.run("backup", str(before[0]))
    box.take(box.cast("dgb", "no"))
    target = box.folder / "q.json"
    box.run("vote", "receipt", MOTION, "--seat", "dgb", "-o", str(target))
    said = box.run("vote", "receipt", "--check", str(target), status=4, db=str(before[0])).stderr
    last = json.loads(target.read_text())["position"] - 1
    assert f"The log ends at entry {last}" in said
    assert "older copy" in said
    assert "rewritten" not in said


# ---------------------------------------------------------------- meetings and deputies


def test_a_deputy_signs_in_the_recorded_case(hall: Box) -> None:
    file = hall.cast("deputy", "no", "--deputy", "prevented")
    (row,) = hall.take(file, status=1)
    assert "The member of the seat dgb is there" in row["reasons"][0]["message"]
    hall.run("meeting", "attend", MEETING, "dgb=deputy:prevented")
    assert hall.take(file)[0]["status"] == "recorded"
    assert hall.data("motion", "tally", MOTION)["no"] == 1
    # The member comes after all: the deputy's ballot lapses.
    hall.run("meeting", "attend", MEETING, "dgb=member")
    assert hall.data("motion", "tally", MOTION)["no"] == 0


@pytest.mark.parametrize("order", [("dgb", "deputy"), ("deputy", "dgb")])
def test_member_and_deputy_never_stand_beside_each_other(box: Box, order: tuple[str, str]) -> None:
    files = {
        "dgb": box.cast("dgb", "yes"),
        "deputy": box.cast("deputy", "no", "--deputy", "prevented"),
    }
    rows = box.take(*(files[name] for name in order), status=1)
    assert [row["status"] for row in rows] == ["recorded", "refused"]
    assert "has already voted" in rows[1]["reasons"][0]["message"]
    numbers = box.data("motion", "tally", MOTION)
    assert (numbers["yes"], numbers["no"]) == ((1, 0) if order[0] == "dgb" else (0, 1))


def test_a_ballot_of_somebody_who_is_absent_is_refused(hall: Box) -> None:
    hall.run("meeting", "attend", MEETING, "dgb=absent")
    (row,) = hall.take(hall.cast("dgb", "yes"), status=1)
    assert "absent" in row["reasons"][0]["message"]
