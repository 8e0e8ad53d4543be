"""Sketch files that are wrong in every way a file can be: a finding, a status, no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from buendnis.facts import Sketch
from buendnis.sketch.write_xlsx import form_xlsx
from tests.cli.desk import PROJECT, SKETCH, Desk, submitted

FORM = form_xlsx(Sketch(alliance="leine-weser"))
BROKEN = {
    "empty": b"",
    "cut off": SKETCH[:300].encode(),
    "binary": bytes(range(256)) * 10,
    "UTF-16": SKETCH.encode("utf-16"),
    "nested": b"x = " + b"[" * 100_000,
    "endless key": b"x" + b".y" * 100_000 + b" = 1",
    "a key twice": SKETCH.replace('kind = "new"', 'kind = "new"\nkind = "new"').encode(),
    "a table twice": f"{SKETCH}\n[project]\n".encode(),
    "a region twice": SKETCH.replace("= 100 }", "= 100, hildesheim = 5 }").encode(),
    "a surrogate": SKETCH.replace("Energie", "\\ud800").encode(),
}
AMOUNTS = ("500.000", "1,5", "1e5", "NaN", "-1", " 5", "٥", "٥٠٠.00", "1_000.00", "5.00\\n", "")
DAYS = (
    *("2027-02-29", "0000-01-01", "10000-01-01", "2028-13-01", "0001-01-01", '"29.02.2027"'),
    *('"31.12.2028"', '"bald"', "1", "2027-12-31T10:00:00"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def check(desk: Desk, content: bytes, name: str = "s.toml") -> list[dict[str, str]]:
    """The violations of a file that cannot be read: exit status 2, one JSON document."""
    path = desk.folder / name
    path.write_bytes(content)
    found = desk.data("sketch", "check", str(path), status=2)
    assert found["ok"] is False
    violations: list[dict[str, str]] = found["violations"]
    assert all(one["message"] and one["remedy"] for one in violations)
    return violations


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_has_one_finding_with_a_remedy(desk: Desk, kind: str) -> None:
    (found,) = check(desk, BROKEN[kind])
    assert found["rule"] == "input"


def test_a_file_of_a_hundred_megabytes_is_refused_unread(desk: Desk) -> None:
    for name in ("big.toml", "big.xlsx"):
        path = desk.folder / name
        with path.open("wb") as file:
            file.truncate(100_000_000)
        (found,) = desk.data("sketch", "check", str(path), status=2)["violations"]
        assert "larger" in found["message"]


@pytest.mark.parametrize("content", [b"", b"\x50\x4b\x03\x04", FORM[:2000]])
def test_a_broken_spreadsheet_has_one_finding_with_a_remedy(desk: Desk, content: bytes) -> None:
    (found,) = check(desk, content, "s.xlsx")
    assert found["rule"] == "input"


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_with_two_readings_or_none_is_refused(desk: Desk, amount: str) -> None:
    content = SKETCH.replace('"12000.00"', f'"{amount}"').encode()
    (found,) = check(desk, content)
    assert (found["rule"], found["field"]) == ("input", "costs[0].amount")


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_is_none_is_refused(desk: Desk, day: str) -> None:
    (found,) = check(desk, SKETCH.replace("2027-12-31", day).encode())
    assert found["rule"] == "input"
    assert found["field"] in ("project.end", "")
    assert "2027-02-29" not in found["remedy"]


@pytest.mark.parametrize("code", ["0000", "0007", "001b", "009b"])
def test_control_characters_are_refused_wherever_they_stand(desk: Desk, code: str) -> None:
    text = SKETCH.replace("Energie", f"E\\u{code}").replace("Erika", f"E\\u{code}")
    assert [one["field"] for one in check(desk, text.encode())] == [
        "project.title",
        "applicant.contact",
    ]


def test_what_cannot_be_read_is_not_imported_and_nothing_beside_it(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    good = desk.folder / "gut.toml"
    good.write_text(SKETCH.replace("Energie", "Neue Energie"), encoding="utf-8")
    bad = desk.folder / "schlecht.toml"
    bad.write_bytes(BROKEN["cut off"])
    answer = desk.data("project", "import", str(good), str(bad), status=2)
    assert [one["file"] for one in answer["violations"]] == [str(bad)]
    assert [one["id"] for one in projects(desk)] == [PROJECT]


def test_hidden_characters_of_a_sketch_never_reach_the_screen(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    path = desk.folder / "s.toml"
    path.write_text(SKETCH.replace("Energie", "\u202eEnergie\u2066\u200f"), encoding="utf-8")
    name = desk.say("project", "import", str(path))
    for words in (("project", "show", name), ("project", "list"), ("board",), ("next", name)):
        for asked in (words, ("--json", *words)):
            said = desk.run(*asked).output
            assert not set(said) & {"\u202e", "\u2066", "\u200f"}
    shown = json.loads(desk.run("--json", "project", "show", name).stdout)
    assert "\u202eEnergie" in json.dumps(shown, ensure_ascii=False)


def projects(desk: Desk) -> list[dict[str, str]]:
    """All projects, as `project list --json` gives them."""
    found = desk.data("project", "list")
    listed: list[dict[str, str]] = found["projects"] if isinstance(found, dict) else found
    return listed
