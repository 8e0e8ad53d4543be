"""The office's pages: the board, today, deadlines; and how little they import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import MEETING, PROJECT, SKETCH, Desk, submitted

HEAVY = {"sqlmodel", "sqlalchemy", "reportlab", "jinja2", "asyncio", "openpyxl", "holidays"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = submitted(tmp_path)
    text = SKETCH.replace("Energieberater/innen", "Zweites")
    (tmp_path / "zwei.toml").write_text(text, encoding="utf-8")
    desk.run("project", "import", str(tmp_path / "zwei.toml"))
    return desk


def test_the_board_counts_projects_by_state_and_names_who_is_next(desk: Desk) -> None:
    found = desk.data("board")
    by_state = {one["state"]: one for one in found["states"]}
    assert found["count"] == 2
    assert list(by_state)[:2] == ["idea", "with_alliance"]
    assert by_state["submitted"]["count"] == 1
    assert by_state["submitted"]["requested_grant"] == "8400.00"
    (project,) = by_state["submitted"]["projects"]
    assert (project["by"], project["step"], project["overdue"]) == ("office", "open_vote", False)
    assert by_state["idea"]["projects"][0]["by"] == "applicant"
    assert by_state["voting"] == {
        **by_state["voting"], "count": 0, "projects": [], "total_cost": "0.00",
    }  # fmt: skip


def test_the_board_marks_what_is_overdue(desk: Desk) -> None:
    desk.run("note", PROJECT, "Nachfragen", "--due", "2025-04-09")
    assert "overdue" in desk.say("board")


def test_an_empty_board_says_how_to_begin(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("init")
    assert "project import" in desk.say("board")
    assert desk.data("today")["waiting"] == []


def test_today_names_what_is_overdue_due_and_waiting(desk: Desk) -> None:
    for day in ("2025-04-09", "2025-04-10", "2025-04-24", "2025-04-25"):
        desk.run("note", PROJECT, f"bis {day}", "--due", day)
    found = desk.data("today")
    assert [one["due"] for one in found["overdue"]] == ["2025-04-09"]
    assert [one["due"] for one in found["due"]] == ["2025-04-10", "2025-04-24"]
    assert {one["id"]: one["by"] for one in found["waiting"]} == {
        PROJECT: "office",
        "LW-2025-002": "applicant",
    }
    assert found["meetings"] == [
        {"meeting": MEETING, "kind": "steering", "day": "2025-04-10", "place": "Hannover"}
    ]
    page = desk.say("today")
    assert f"buendnis motion open --project {PROJECT} --meeting {MEETING}" in page


def test_who_delivers_stands_beside_who_may_enter_it(desk: Desk) -> None:
    begun = '[adopted]\nstate = "running"\n[[adopted.entries]]\nstep = "start"\nday = 2025-02-01\n'
    file = desk.folder / "lauf.toml"
    file.write_text(SKETCH.replace("Energieberater/innen", "Lauf") + "\n" + begun
                    + "form = { started_on = 2025-02-01 }\n", encoding="utf-8")  # fmt: skip
    project = desk.say("project", "adopt", str(file))
    said = desk.run("next", project).stderr
    assert f"advance {project} finish, Record the end (office; applicant is to deliver)" in said
    assert "Waits for the office (applicant is to deliver): 1" in desk.say("today")
    rows = {one["id"]: one for one in desk.data("today")["waiting"]}
    assert (rows[project]["by"], rows[project]["asked"]) == ("office", "applicant")


def test_today_names_commands_that_are_not_refused(desk: Desk) -> None:
    opened = f"buendnis motion open --project {PROJECT}"
    desk.today = "2025-04-11"
    assert f"{opened} --circular --until DATE --reason …" in desk.say("today")
    desk.run("motion", "open", "--project", PROJECT, "--circular", "--until", "2025-04-25",
             "--reason", "Frist")  # fmt: skip
    closed = f"buendnis motion close {PROJECT}-V1"
    assert f"from 2025-04-26: {closed}" in desk.say("today")
    assert f"Next, from 2025-04-26: {closed}" in desk.run("next", PROJECT).stderr
    desk.today = "2025-04-26"
    page = desk.say("today")
    assert closed in page
    assert "from 2025-04-26" not in page


def test_deadlines_are_listed_the_earliest_first(desk: Desk) -> None:
    desk.run("note", "LW-2025-002", "später", "--due", "2025-06-01")
    desk.run("note", PROJECT, "früher", "--due", "2025-05-01")
    assert [one["due"] for one in desk.data("deadlines")] == ["2025-05-01", "2025-06-01"]
    (one,) = desk.data("deadlines", "--project", PROJECT)
    assert one["project"] == PROJECT
    assert one["days_left"] == 21
    assert one["by"] == "office"


def test_the_pages_of_an_earlier_day_show_what_was_known_then(desk: Desk) -> None:
    by_state = {one["state"]: one["count"] for one in
                desk.data("board", "--as-of", "2025-02-28")["states"]}  # fmt: skip
    assert by_state["with_alliance"] == 1
    assert by_state["submitted"] == 0
    assert desk.data("today", "--as-of", "2025-02-28")["meetings"] == []


def test_the_pages_speak_german(desk: Desk) -> None:
    assert "vorgelegt" in desk.run("--lang", "de", "board").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("board",),
        ("today",),
        ("deadlines",),
        ("project", "list"),
        ("project", "show", PROJECT),
        ("next", PROJECT),
    ],
)
def test_a_reading_command_imports_nothing_heavy(desk: Desk, words: tuple[str, ...]) -> None:
    script = (
        "import json, sys\n"
        "from buendnis.cli.main import program\n"
        "try:\n    program.main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print(json.dumps([one for one in sys.modules if '.' not in one]), file=sys.stderr)\n"
    )
    env = {**os.environ, "BUENDNIS_DB": str(desk.db), "BUENDNIS_NOW": desk.today}
    done = subprocess.run(
        [sys.executable, "-c", script, *words], env=env, capture_output=True, check=True
    )
    loaded = set(json.loads(done.stderr.decode().strip().rpartition("\n")[2]))
    assert "buendnis" in loaded
    assert not loaded & HEAVY


def test_a_closed_project_owes_nothing_but_its_follow_ups(desk: Desk) -> None:
    (desk.folder / "alt.toml").write_text(
        SKETCH.replace("Energieberater/innen", "Alt")
        + '[adopted]\nstate = "closed"\n[[adopted.entries]]\nstep = "start"\nday = 2023-01-01\n'
        + 'form = { started_on = 2023-01-01, interim_dates = ["2024-01-31"] }\n',
        encoding="utf-8",
    )
    name = desk.say("project", "adopt", str(desk.folder / "alt.toml"))
    assert desk.data("deadlines") == []
    desk.run("note", name, "Prüfung der NBank", "--due", "2026-01-31")
    assert [one["deadline"] for one in desk.data("deadlines")] == ["note"]
