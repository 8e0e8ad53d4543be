"""Packets: the same bytes for the same motion, and nothing hostile in one is believed."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from buendnis.canon import fingerprint
from buendnis.errors import Unreadable
from buendnis.packet import FRAME, LARGEST_PAPER, read_packet
from tests.cli.ballot_box import Box, circular, meeting, sealed
from tests.cli.desk import MOTION, PROJECT

Parts = dict[str, bytes]


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return circular(tmp_path)


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, method: int = zipfile.ZIP_STORED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def with_frame(parts: Parts, **changes: Any) -> Parts:
    frame = {**json.loads(parts[FRAME]), **changes}
    return {**parts, FRAME: json.dumps(frame).encode()}


def first_paper(parts: Parts) -> str:
    return next(name for name in parts if name.startswith("unterlagen/"))


# ---------------------------------------------------------------- what is in one


def test_the_same_motion_gives_the_same_bytes(box: Box) -> None:
    first = box.packet("one.zip").read_bytes()
    box.today = "2025-05-20"
    assert box.packet("two.zip").read_bytes() == first
    for info in zipfile.ZipFile(BytesIO(first)).infolist():
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.compress_type == zipfile.ZIP_STORED


def test_the_packet_holds_the_question_and_every_sealed_paper(box: Box) -> None:
    frame = read_packet(box.folder / "vorlage.zip")
    assert (frame.motion, frame.version, len(frame.seats)) == (MOTION, 1, 13)
    assert frame.question["title"] == "Energieberater/innen"
    kinds = [one.kind for one in frame.papers]
    assert {"beschlussvorlage", "umlaufschreiben", "stimmzettel", "projektskizze"} <= set(kinds)
    parts = parts_of(box.folder / "vorlage.zip")
    issued = {one["number"]: one for one in box.data("document", "list")}
    for paper in frame.papers:
        assert fingerprint(parts[paper.file]) == paper.hash
        target = box.folder / f"{paper.number}.pdf"
        box.run("document", "render", paper.number, "-o", str(target))
        assert target.read_bytes() == parts[paper.file]
        assert paper.number in issued
    guide = parts["LIESMICH.txt"].decode()
    assert frame.papers_fingerprint in guide
    assert "buendnis vote cast VORLAGE.zip" in guide
    assert "Schlüsseldatei" in guide


def test_the_statement_s_original_is_in_the_packet(tmp_path: Path) -> None:
    from tests.cli.desk import MEETING, Desk, submitted

    desk = Desk(submitted(tmp_path).folder, "2025-03-20")
    paper = tmp_path / "Aussage Hildesheim.pdf"
    paper.write_bytes(b"%PDF-1.4 eine Aussage")
    values = ("region=hildesheim", "presented_on=2025-02-10", "stated_on=2025-03-10")
    values += ("result=supported", "need=ja", "duplicates=keine", "signed_by=Frau Zeh")
    words = [word for one in values for word in ("--set", one)]
    desk.run("advance", PROJECT, "record_statement", *words, "--attach", f"aussage={paper}")
    desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    target = tmp_path / "v.zip"
    desk.run("motion", "packet", MOTION, "-o", str(target))
    frame = read_packet(target)
    (found,) = [one for one in frame.papers if one.kind == "aussage"]
    assert parts_of(target)[found.file] == paper.read_bytes()
    assert found.file.endswith("_aussage.pdf")


def test_each_seat_gets_a_packet_of_its_own(box: Box) -> None:
    folder = box.folder / "versand"
    found = box.data("motion", "packet", MOTION, "-o", str(folder), "--all")
    assert len(found["files"]) == 13
    names = sorted(one.name for one in folder.iterdir())
    assert f"vorlage_{MOTION}_dgb.zip" in names
    frames = [read_packet(folder / name) for name in names]
    assert len({one.seat for one in frames}) == 13
    assert len({(one.question_fingerprint, one.papers_fingerprint) for one in frames}) == 1
    box.run("motion", "packet", MOTION, "-o", str(folder), "--all", status=1)


def test_reading_writes_nothing_unless_it_was_sent(box: Box) -> None:
    before = len(box.data("audit", "log"))
    target = str(box.folder / "x.zip")
    box.run("motion", "packet", MOTION, "-o", target)
    assert len(box.data("audit", "log")) == before
    found = box.data("motion", "packet", MOTION, "-o", target, "--force", "--sent")
    entry = box.data("audit", "log")[-1]
    assert (entry["kind"], entry["entry"]) == ("packets_sent", found["entry"])
    assert entry["payload"]["papers_fingerprint"] == found["papers"]
    assert len(entry["payload"]["seats"]) == 13
    box.run("audit", "verify")
    box.run("motion", "packet", MOTION, "-o", target, "--sent", "--force", actor="reader", status=1)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("LW-2025-009-V1", "-o", "x.zip"), 1),
        ((MOTION, "-o", "x.zip", "--seat", "kantine"), 1),
        ((MOTION, "-o", "x.zip", "--seat", "dgb", "--all"), 2),
        ((MOTION,), 2),
        ((MOTION, "-o", "nirgends/x.zip"), 2),
        ((MOTION, "-o", "x.zip", "--as-of", "2025-03-01"), 1),
    ],
    ids=range(6),
)
def test_what_cannot_be_packed_is_said(
    box: Box, words: tuple[str, ...], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(box.folder)
    box.run("motion", "packet", *words, status=status)
    assert not (box.folder / "x.zip").exists()


def test_a_closed_motion_has_no_packet(tmp_path: Path) -> None:
    hall = meeting(tmp_path)
    hall.run("motion", "close", MOTION, "--set", "postponed=true")
    hall.run("motion", "packet", MOTION, "-o", str(tmp_path / "x.zip"), status=1)


def test_a_put_off_end_changes_no_fingerprint(box: Box) -> None:
    frame = read_packet(box.folder / "vorlage.zip")
    assert "until" not in frame.question


# ---------------------------------------------------------------- hostile ones


def traversal(name: str) -> Callable[[Parts], bytes]:
    return lambda parts: packed({**parts, name: b"x"})


def a_bomb(parts: Parts) -> bytes:
    name = first_paper(parts)
    return packed({**parts, name: bytes(LARGEST_PAPER + 10)}, zipfile.ZIP_DEFLATED)


def a_lying_size(parts: Parts) -> bytes:
    """A paper that unfolds to far more than the archive says of it."""
    name = first_paper(parts)
    data = packed({**parts, name: bytes(2 * LARGEST_PAPER)}, zipfile.ZIP_DEFLATED)
    return data.replace(struct.pack("<I", 2 * LARGEST_PAPER), struct.pack("<I", 100))


def many(parts: Parts) -> bytes:
    return packed({**parts, **{f"unterlagen/{n:03}_x.pdf": b"x" for n in range(300)}})


def thousands(parts: Parts) -> bytes:
    return packed({f"unterlagen/{n:03}_x.pdf": b"" for n in range(2000)})


def twice(parts: Parts) -> bytes:
    out = BytesIO(packed(parts))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(FRAME, parts[FRAME])
    return out.getvalue()


def encrypted(parts: Parts) -> bytes:
    data = bytearray(packed(parts))
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def bzipped(parts: Parts) -> bytes:
    return packed(parts, zipfile.ZIP_BZIP2)


HOSTILE: dict[str, Callable[[Parts], bytes]] = {
    "a way out": traversal("../../etc/passwd"),
    "a way in": traversal("/etc/passwd"),
    "a way out of a folder": traversal("unterlagen/../../x.pdf"),
    "a drive": traversal("C:\\x.pdf"),
    "a hidden name": traversal("unterlagen/01_\u202efdp.exe"),
    "a folder": traversal("unterlagen/99_x/y.pdf"),
    "one paper more": traversal("unterlagen/99_mehr.pdf"),
    "one paper less": lambda p: packed({k: v for k, v in p.items() if k != first_paper(p)}),
    "another paper": lambda p: packed({**p, first_paper(p): b"%PDF-1.4 anders"}),
    "no question": lambda p: packed({k: v for k, v in p.items() if k != FRAME}),
    "a bomb": a_bomb,
    "a lying size": a_lying_size,
    "many papers": many,
    "thousands of names": thousands,
    "a name twice": twice,
    "a locked one": encrypted,
    "another way to pack": bzipped,
    "a question that is no JSON": lambda p: packed({**p, FRAME: b"{"}),
    "a deep question": lambda p: packed({**p, FRAME: b"[" * 100_000}),
    "a question of another motion": lambda p: packed(with_frame(p, motion="LW-2025-001-V2")),
    "a question of another version": lambda p: packed(with_frame(p, version=2)),
    "another format": lambda p: packed(with_frame(p, packet=2)),
    "an unknown key": lambda p: packed(with_frame(p, more=1)),
    "no seats": lambda p: packed(with_frame(p, seats=[])),
    "a huge question": lambda p: packed({**p, FRAME: p[FRAME] + b" " * 1_000_001}),
    "no zip": lambda _: b"PK\x03\x04" + b"\xff" * 1000,
    "text": lambda _: b"Guten Tag",
    "half of it": lambda p: packed(p)[:5000],
    "nothing": lambda _: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_packet_is_refused_and_nothing_is_written(box: Box, name: str) -> None:
    parts = parts_of(box.folder / "vorlage.zip")
    target = box.folder / "böse.zip"
    target.write_bytes(HOSTILE[name](parts))
    with pytest.raises(Unreadable):
        read_packet(target)
    before = sorted(box.folder.rglob("*"))
    box.cast("dgb", packet=str(target), status=2)
    assert sorted(box.folder.rglob("*")) == before


def test_a_question_that_was_altered_gives_a_ballot_that_the_office_refuses(box: Box) -> None:
    parts = parts_of(box.folder / "vorlage.zip")
    question = {**json.loads(parts[FRAME])["question"], "proposal": "decline"}
    target = box.folder / "anders.zip"
    target.write_bytes(packed(with_frame(parts, question=question)))
    file = box.cast("dgb", packet=str(target))
    (row,) = box.take(file, status=1)
    assert [one["message"] for one in row["reasons"]] == ["The ballot answers another question."]


def test_papers_that_were_exchanged_give_a_ballot_that_the_office_refuses(box: Box) -> None:
    parts = parts_of(box.folder / "vorlage.zip")
    name, other = first_paper(parts), b"%PDF-1.4 anders"
    papers = json.loads(parts[FRAME])["papers"]
    for one in papers:
        if one["file"] == name:
            one |= {"hash": fingerprint(other), "size": len(other)}
    target = box.folder / "anders.zip"
    target.write_bytes(packed({**with_frame(parts, papers=papers), name: other}))
    file = box.cast("dgb", packet=str(target))
    assert sealed(file).ballot.papers != read_packet(box.folder / "vorlage.zip").papers_fingerprint
    (row,) = box.take(file, status=1)
    assert [one["message"] for one in row["reasons"]] == ["The ballot was cast on other papers."]
