"""Certificates as they are typed: who gets which, and checking one without a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import MOTION, PROJECT, Desk, other_bylaws, voting
from tests.cli.test_light_commands import modules_of

SEATS = {"dgb", "hwk", "arl", "hireg", "weserbergland-1"}
APPLICANT = f"applicant:{PROJECT}"
OPEN: dict[str, set[str]] = {
    "public": set(),
    "applicant": {"bylaws", "numbers", "lines", "reasons", "conditions"},
    "minutes": {"bylaws", "numbers", "lines", "recusals"},
    "members": {
        *("bylaws", "numbers", "lines", "reasons", "conditions", "recusals", "roster", "frame"),
        *("attendance", "ballots", "derivation", "secret"),
    },
}
OPEN["auditors"] = OPEN["members"]
DEPTH = {
    "public": "outcome",
    "applicant": "numbers",
    "minutes": "numbers",
    "members": "seats",
    "auditors": "seats",
}
# actor → the audiences it may have a certificate for, and what it gets without naming one.
ACTORS: dict[str, tuple[set[str], str]] = {
    "office": ({*OPEN}, "public"),
    "chair": ({*OPEN}, "public"),
    "seat:dgb": ({*OPEN}, "members"),
    "reader": ({*OPEN}, "auditors"),
    APPLICANT: ({"public", "applicant"}, "applicant"),
    "applicant:LW-2025-002": ({"public"}, "public"),
    "alliance:hildesheim": ({"public"}, "public"),
}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = voting(tmp_path_factory.mktemp("closed"))
    desk.run("meeting", "attend", "M-2025-01", "hwk=absent", "all=member")
    desk.run("vote", "recuse", MOTION, "--seat", "ihk-hannover", "--because", "Gesellschafterin")
    words = ("--source", "meeting", "--all-present", "yes", "--seat", "dgb=abstain")
    desk.run("vote", "record", MOTION, *words)
    desk.run("motion", "close", MOTION)
    return desk


def written(desk: Desk, folder: Path, *words: str, actor: str = "office") -> Path:
    path = folder / "nachweis.json"
    desk.run("motion", "certificate", MOTION, *words, "-o", str(path), actor=actor)
    return path


@pytest.mark.parametrize("audience", OPEN)
def test_each_audience_sees_what_the_bylaws_say(
    closed: Desk, tmp_path: Path, audience: str
) -> None:
    path = written(closed, tmp_path, "--for", audience)
    shown = json.loads(path.read_text(encoding="utf-8"))
    parts = {name for name, part in shown["parts"].items() if "value" in part}
    assert parts == {"motion", "outcome", *OPEN[audience]}
    told = closed.data("motion", "verify", str(path), db=str(tmp_path / "none.db"))
    assert (told["ok"], told["counted"], told["result"]) == (True, DEPTH[audience], "endorsed")
    named = {seat for seat in SEATS if f'"{seat}"' in path.read_text(encoding="utf-8")}
    assert bool(named) == (audience in ("members", "auditors"))
    assert bool(told["derivation"]) == (audience != "public")


def test_the_root_is_the_same_for_everybody(closed: Desk, tmp_path: Path) -> None:
    roots = {
        closed.data("motion", "certificate", MOTION, "--for", audience)["root"] for audience in OPEN
    }
    assert roots == {closed.data("motion", "show", MOTION, actor=APPLICANT)["certificate"]}


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("audience", OPEN)
def test_nobody_gets_more_than_their_own(closed: Desk, actor: str, audience: str) -> None:
    may, _ = ACTORS[actor]
    words = ("motion", "certificate", MOTION, "--for", audience)
    if audience in may:
        closed.run(*words, actor=actor)
    else:
        assert closed.rules(*words, actor=actor) == [("disclosure", "--for")]


@pytest.mark.parametrize("actor", ACTORS)
def test_without_an_audience_it_is_the_own_one(closed: Desk, actor: str) -> None:
    shown = closed.data("motion", "certificate", MOTION, actor=actor)
    parts = {name for name, part in shown["parts"].items() if "value" in part}
    assert parts == {"motion", "outcome", *OPEN[ACTORS[actor][1]]}


def test_an_applicant_counts_from_numbers_and_a_member_finds_the_own_ballot(
    closed: Desk, tmp_path: Path
) -> None:
    path = written(closed, tmp_path, actor=APPLICANT)
    numbers = json.loads(path.read_text(encoding="utf-8"))["parts"]["numbers"]["value"]
    wanted = {"seats": 13, "recused": 1, "present": 11, "yes": 9, "abstain": 1, "recounts": True}
    assert {key: numbers[key] for key in wanted} == wanted
    mine = tmp_path / "stimme.json"
    closed.run(
        *("motion", "certificate", MOTION, "--opening", "dgb", "-o", str(mine)), actor="seat:dgb"
    )
    told = closed.data("motion", "verify", str(path), "--opening", str(mine))
    assert told["opening"] is True
    changed = json.loads(mine.read_text(encoding="utf-8"))
    changed["ballot"]["answer"] = "yes"
    mine.write_text(json.dumps(changed), encoding="utf-8")
    words = ("motion", "verify", str(path), "--opening", str(mine))
    assert closed.rules(*words, status=4) == [("certificate", "opening")]


@pytest.mark.parametrize("actor", ["seat:hwk", "chair", "reader", APPLICANT])
def test_nobody_else_gets_the_opening_of_a_ballot(closed: Desk, actor: str) -> None:
    words = ("motion", "certificate", MOTION, "--opening", "dgb")
    assert closed.rules(*words, actor=actor) == [("disclosure", "--opening")]


def forged(path: Path, *keys: Any, value: Any) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    table = data
    for key in keys[:-1]:
        table = table[key]
    table[keys[-1]] = value
    path.write_text(json.dumps(data), encoding="utf-8")


def test_what_does_not_hold_is_named_with_every_difference(closed: Desk, tmp_path: Path) -> None:
    path = written(closed, tmp_path, "--for", "auditors")
    forged(path, "parts", "outcome", "value", "result", value="not_endorsed")
    found = closed.rules("motion", "verify", str(path), status=4)
    assert ("certificate", "root") in found
    assert ("certificate", "outcome.result") in found
    said = closed.run("motion", "verify", str(path), status=4, actor="reader")
    assert "not_endorsed" in said.stderr and "endorsed" in said.stderr
    german = closed.run("motion", "verify", str(path), "--lang", "de", status=4).stderr
    assert "Nachweis" in german


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 2),
        (b"{", 2),
        (b"[]", 2),
        (b"7", 2),
        (b"{}", 2),
        (b"\xff\xfe{}", 2),
        (b"[" * 100_000, 2),
        (b'{"format": "buendnis-decision-certificate", "version": 2}', 2),
        (b'{"format": "buendnis-decision-certificate", "version": 1}', 4),
        (b'{"format": "buendnis-decision-certificate", "version": 1.0}', 4),
        (b'{"format": "buendnis-decision-certificate", "version": 1, "version": 1}', 4),
        (
            b'{"format": "buendnis-decision-certificate", "version": 1, "root": "", "parts": 3}',
            4,
        ),
    ],
)
def test_a_file_of_any_content_is_answered(
    closed: Desk, tmp_path: Path, content: bytes, status: int
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    closed.run("motion", "verify", str(path), status=status)


def test_there_is_no_certificate_before_the_close(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    said = desk.run("motion", "certificate", MOTION, status=1).stderr
    assert "before the close" in said


def test_a_file_is_never_written_over_unasked(closed: Desk, tmp_path: Path) -> None:
    path = written(closed, tmp_path)
    closed.run("motion", "certificate", MOTION, "-o", str(path), status=1)
    closed.run("motion", "certificate", MOTION, "-o", str(path), "--force")


def test_checking_a_certificate_needs_no_database_and_no_library_of_one(
    closed: Desk, tmp_path: Path
) -> None:
    written(closed, tmp_path, "--for", "members")
    loaded = modules_of(tmp_path, "motion verify nachweis.json")
    heavy = {"sqlmodel", "sqlalchemy", "sqlite3", "reportlab", "jinja2", "openpyxl", "pydantic"}
    assert loaded & {*heavy, "buendnis.store.reading", "transitions", "holidays"} == set()


def test_the_origin_stands_beside_each_ballot_where_it_may_be_seen(
    closed: Desk, tmp_path: Path
) -> None:
    for actor, sees in {"seat:dgb": True, "reader": True, APPLICANT: False}.items():
        said = closed.say("motion", "tally", MOTION, actor=actor)
        lines = [line for line in said.splitlines() if line.startswith("dgb")]
        assert [line.split() for line in lines] == (
            [["dgb", "abstention", "member", "meeting"]] if sees else []
        )
    path = written(closed, tmp_path, "--for", "members")
    said = closed.say("motion", "verify", str(path))
    assert ["dgb", "abstention", "member", "meeting"] in [one.split() for one in said.splitlines()]


BEFORE = {"seats": True, "numbers": False}


@pytest.mark.parametrize("rule", BEFORE)
def test_the_bylaws_say_whether_single_votes_are_shown_before_the_close(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = asking(tmp_path, monkeypatch, rule)
    seats = ("arl",)
    for actor, sees in {"seat:dgb": BEFORE[rule], "reader": BEFORE[rule], "office": True}.items():
        told = desk.data("motion", "tally", MOTION, actor=actor)
        assert (told["yes"], told["missing"], told["result"]) == (12, 1, "endorsed")
        named = any(seat in one for one in told["derivation"] for seat in seats)
        assert named == sees, actor
        assert ("ballots" in desk.data("motion", "show", MOTION, actor=actor)) == sees
        rows = desk.data("motion", "list", actor=actor)
        assert ("ballots" in rows[0]) == sees
    desk.run("motion", "close", MOTION)
    assert "ballots" in desk.data("motion", "show", MOTION, actor="seat:dgb")


def asking(folder: Path, monkeypatch: pytest.MonkeyPatch, rule: str) -> Desk:
    """A desk whose by-laws ask for this before the close, with twelve of thirteen answers."""
    line = 'tally_before_close = "seats"'
    other_bylaws(folder, monkeypatch, line, f'tally_before_close = "{rule}"')
    desk = voting(folder / "desk")
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    return desk
