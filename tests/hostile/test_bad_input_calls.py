"""Command lines that are wrong: the right status, one sentence, one JSON document, no change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted, voting

ESCAPE = "a\x1b[2Jb"
LONG = "x" * 3000
NO_IDS = (
    "../../etc/passwd",
    "x'; DROP TABLE event;--",
    "",
    "LW-2025-999",
    "§p-1",
    "LW\u202e",
    LONG,
)
SETS = (
    *("noequals", "=x", "...=1", "a..b=1", ".=1", "unknown=1", "advice.x=1", "date=bald"),
    *("date=2027-02-29", "date=0000-01-01", "date=10000-01-01", f"advice={ESCAPE}"),
    f"{'.'.join('a' * 30)}=1",
)
POINTS = ("٥", "1e1", "-1", "NaN", " 5.0", "99999999999999999999999", "+")
ACTORS = ("nonsense", "seat:", "office ", "reader:x", "seat:a b", "seat:\x1b", LONG)
CLOCKS = (
    *("bogus", "NaN", "1e9", "2025-02-30", "10000-01-01", "0001-01-01", "9999-12-31"),
    *("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+05:00"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


def refused(desk: Desk, *words: str, status: int = 2, **how: Any) -> dict[str, Any]:
    """The one JSON document of a call that fails; the project stays as it is."""
    before = standing(desk)
    answer: dict[str, Any] = json.loads(desk.run("--json", *words, status=status, **how).stdout)
    assert answer.get("error") or answer["violations"]
    # A finding quotes 80 characters of what was given; lists of what is possible may be longer.
    assert "x" * 100 not in json.dumps(answer)
    shown = desk.run(*words, status=status, **how).output
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "x" * 100 not in shown
    assert standing(desk) == before
    return answer


def standing(desk: Desk) -> tuple[Any, ...]:
    """State and version of the project, the meetings, and what lies in the folder."""
    shown = desk.data("project", "show", PROJECT)
    files = sorted(one.name for one in desk.folder.iterdir() if not one.name.startswith("buendnis"))
    return shown["state"], shown["version"], desk.data("meeting", "list"), files


@pytest.mark.parametrize("pair", SETS)
def test_a_value_that_cannot_be_read_is_named(desk: Desk, pair: str) -> None:
    answer = refused(desk, "advance", PROJECT, "advise", "--set", pair)
    assert any(one["rule"] == "input" for one in answer["violations"])


def test_a_key_given_as_value_and_as_table_is_refused(desk: Desk) -> None:
    pairs = ("--set", "points=5", "--set", "points.continuation=3")
    for given in (pairs, pairs[2:] + pairs[:2]):
        (found,) = refused(desk, "advance", PROJECT, "assess", *given)["violations"]
        assert found["field"] == "--set"


def test_a_text_given_twice_is_refused(desk: Desk) -> None:
    pairs = ("--set", "advice=a", "--set", "advice=b")
    fields = [
        one["field"] for one in refused(desk, "advance", PROJECT, "advise", *pairs)["violations"]
    ]
    assert "advice" in fields


@pytest.mark.parametrize("points", POINTS)
def test_points_that_are_no_whole_number_are_refused(desk: Desk, points: str) -> None:
    answer = refused(desk, "advance", PROJECT, "assess", "--set", f"points.continuation={points}")
    found = {one["field"]: one["rule"] for one in answer["violations"]}
    assert found["points.continuation"] == "input"


@pytest.mark.parametrize("day", ["bald", "0000-01-01", "10000-01-01", "29.02.2027", "2025-02-30"])
def test_a_business_day_that_is_none_is_wrong_usage(desk: Desk, day: str) -> None:
    refused(desk, "advance", PROJECT, "advise", "--on", day)
    refused(desk, "meeting", "new", "--on", day)
    refused(desk, "project", "list", "--as-of", day)


def test_a_business_day_ahead_or_before_its_basis_is_refused_by_the_rule(desk: Desk) -> None:
    for day in ("2099-01-01", "9999-12-31", "1900-01-01", "2025-03-02"):
        answer = refused(desk, "advance", PROJECT, "withdraw", "--on", day, status=1)
        assert ("order", "on") in [(one["rule"], one["field"]) for one in answer["violations"]]


@pytest.mark.parametrize("name", NO_IDS)
def test_an_unknown_id_is_refused_and_quoted_short(tmp_path: Path, name: str) -> None:
    desk = voting(tmp_path)
    for words in (
        ("project", "show", name),
        ("next", name),
        ("advance", name, "advise"),
        ("undo", name),
        ("motion", "show", name),
        ("motion", "tally", name),
        ("motion", "close", name),
        ("vote", "recuse", name, "--seat", "hwk", "--because", "x"),
        ("meeting", "close", name),
        ("project", "file", name, "-o", str(desk.folder / "akte")),
    ):
        refused(desk, *words, status=1)
    refused(desk, "advance", PROJECT, name)
    refused(desk, "form", PROJECT, name)
    refused(desk, "correct", PROJECT, name, "--set", "a=b", "--reason", "x")
    refused(desk, "init", "--alliance", name, db=str(desk.folder / "neu.db"))


def test_unknown_seats_and_answers_are_refused(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    record = ("vote", "record", MOTION, "--source", "meeting", "--seat")
    for pair in ("nope=yes", "hwk=YES", "hwk=maybe", "../x=yes", f"hwk={ESCAPE}"):
        refused(desk, *record, pair, status=1)
    for pair in ("hwk", "=yes"):
        refused(desk, *record, pair)
    refused(desk, *record, "hwk=yes", "--seat", "hwk=no")
    for seat in ("nope=member", "hwk=nonsense", "hwk=deputy:ill"):
        refused(desk, "meeting", "attend", MEETING, seat, status=1)


@pytest.mark.parametrize("actor", ACTORS)
def test_an_actor_that_is_none_is_wrong_usage(desk: Desk, actor: str) -> None:
    refused(desk, "next", PROJECT, actor=actor)


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_that_is_none_is_named(desk: Desk, clock: str) -> None:
    for words in (("today",), ("note", PROJECT, "x"), ("deadlines",)):
        answer = Desk(desk.folder, clock).data(*words, status=2)
        assert answer["violations"][0]["field"] == "BUENDNIS_NOW"


def test_control_characters_are_refused_in_every_text(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    for words in (
        ("note", PROJECT, ESCAPE),
        ("note", PROJECT, "x", "--for", ESCAPE),
        ("--person", ESCAPE, "note", PROJECT, "x"),
        ("project", "assign", PROJECT, ESCAPE),
        ("meeting", "new", "--on", "2025-05-01", "--place", ESCAPE),
        ("vote", "recuse", MOTION, "--seat", "hwk", "--because", ESCAPE),
        ("motion", "close", MOTION, "--set", f"reasons.continuation={ESCAPE}"),
        ("correct", PROJECT, "3", "--set", "on=2025-02-03", "--reason", ESCAPE),
        ("undo", PROJECT, "--reason", ESCAPE),
        ("person", "rectify", "Erika Muster", "--to", ESCAPE, "--reason", "x"),
        ("person", "erase", "Erika Muster", "--basis", "x", "--reason", ESCAPE),
    ):
        answer = refused(desk, *words)
        assert any("U+001B" in one["message"] for one in answer["violations"]), words


def test_a_name_has_one_line_of_at_most_200_characters(desk: Desk) -> None:
    refused(desk, "--person", "x" * 201, "note", PROJECT, "x")
    desk.run("--person", "Olaf\nBüro", "note", PROJECT, "x")
    desk.run("--person", "   ", "note", PROJECT, "y")
    entries = desk.data("audit", "log")
    people = [
        one["person"] for one in (entries["entries"] if isinstance(entries, dict) else entries)
    ]
    assert people[-2:] == ["Olaf Büro", "Olaf Büro"]


def test_a_text_that_is_too_long_is_refused(desk: Desk) -> None:
    refused(desk, "note", PROJECT, "y" * 100_001)


def test_papers_that_cannot_be_attached_are_all_named(desk: Desk) -> None:
    huge = desk.folder / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    given = (
        "nope",
        "=x",
        "x=",
        "x=missing.pdf",
        f"x={desk.folder}",
        f"x={huge}",
        f"{ESCAPE}={huge}",
    )
    words = [word for one in given for word in ("--attach", one)]
    answer = refused(desk, "advance", PROJECT, "receive_paper", *words)
    assert len(answer["violations"]) == len(given)


def test_a_file_name_is_kept_without_what_could_mislead(desk: Desk) -> None:
    paper = desk.folder / "e\u202ev\x1b[2Jil.pdf"
    paper.write_bytes(b"%PDF-1.4")
    desk.run("note", PROJECT, "x", "--attach", str(paper))
    desk.run("project", "file", PROJECT, "-o", str(desk.folder / "akte"))
    names = [one.name for one in (desk.folder / "akte").rglob("*")]
    assert any("U+202E" in one for one in names)
    assert all(one.isprintable() for one in names)


FORM = """project = "{project}"
step = "{step}"
version = {version}
[form]
reason = "x"
"""


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (FORM.format(project="LW-2025-002", step="withdraw", version=4), 2),
        (FORM.format(project=PROJECT, step="assess", version=4), 2),
        (FORM.format(project=PROJECT, step="withdraw", version=3), 3),
        (FORM.format(project=PROJECT, step="withdraw", version=-1), 2),
        (FORM.format(project=PROJECT, step="withdraw", version='"4"'), 2),
        (FORM.format(project=PROJECT, step="withdraw", version="9" * 30), 2),
        (FORM.format(project=PROJECT, step="withdraw", version=4) + "x = 1\n", 2),
        (FORM.format(project=PROJECT, step="withdraw", version=4) + 'reason = "y"\n', 2),
        ("form = 5\n", 2),
        ("\x00\x01", 2),
        ("", 2),
    ],
)
def test_a_form_for_something_else_is_refused(desk: Desk, text: str, status: int) -> None:
    form = desk.folder / "form.toml"
    form.write_text(text, encoding="utf-8")
    refused(desk, "advance", PROJECT, "withdraw", "--form", str(form), status=status)
    assert form.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("version", ["-1", "0", "x", "1.5", "٤"])
def test_a_version_that_is_none_is_wrong_usage(desk: Desk, version: str) -> None:
    refused(desk, "advance", PROJECT, "withdraw", "--if-version", version)


def test_a_file_is_never_written_over_a_folder_or_another_file(desk: Desk) -> None:
    sketch = desk.folder / "skizze.toml"
    before = sketch.read_bytes()
    for words in (
        ("form", PROJECT, "assess"),
        ("sketch", "render", str(sketch)),
        ("audit", "export"),
    ):
        named = ("-o",) if words[0] != "audit" else ()
        refused(desk, *words, *named, str(sketch), status=1)
        answer = refused(desk, *words, *named, str(desk.folder))
        assert "folder" in answer["error"]
        missing = desk.folder / "missing" / "x.pdf"
        answer = refused(desk, *words, *named, str(missing))
        assert str(missing) in answer["error"]
    refused(desk, "project", "file", PROJECT, "-o", str(sketch))
    refused(desk, "demo", str(desk.folder), status=1)
    refused(desk, "demo", str(sketch), status=1)
    assert sketch.read_bytes() == before
