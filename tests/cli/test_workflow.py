"""`workflow`: what a person who edits the workflow sees, and how projects follow it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from buendnis.cli.main import program
from buendnis.content import content_folders
from buendnis.workflow.drawing import svg
from buendnis.workflow.export import mermaid
from buendnis.workflow.loading import load_workflow, workflow_bytes

DOCS = Path(__file__).parents[2] / "docs"
SKETCH = """
alliance = "leine-weser"
[project]
title = "Energieberater/innen"
[applicant]
name = "HAWK"
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["--lang", "en", *arguments])


def data_of(result: Result) -> Any:
    return json.loads(result.output)


@pytest.fixture
def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own wording, whose workflow of Leine-Weser can be edited."""
    folder = tmp_path / "content"
    place = folder / "workflows" / "leine-weser"
    place.mkdir(parents=True)
    for one in (content_folders()[-1] / "workflows" / "leine-weser").iterdir():
        (place / one.name).write_bytes(one.read_bytes())
    monkeypatch.setenv("BUENDNIS_CONTENT", str(folder))
    return place / "workflow.toml"


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_quick_check_looks_at_names_and_structure() -> None:
    result = run("workflow", "check", "--quick", "--json")
    assert result.exit_code == 0
    assert data_of(result)["sound"] is None


def test_a_file_with_mistakes_ends_in_two_and_names_them_all(own_content: Path) -> None:
    edited(own_content, 'rules = ["told", "E5"]', 'rules = ["tolt", "E9"]')
    result = run("workflow", "check", str(own_content), "--quick", "--json")
    assert result.exit_code == 2
    found = data_of(result)["violations"]
    assert [one["message"] for one in found] == ["“tolt” does not exist.", "“E9” does not exist."]
    assert all(one["field"].startswith("steps[") and one["line"] > 1 for one in found)


def test_a_document_without_a_template_ends_in_two(own_content: Path) -> None:
    edited(own_content, 'issues = ["eingangsvermerk"]', 'issues = ["eingangsstempel"]')
    result = run("workflow", "check", str(own_content), "--quick", "--json")
    assert result.exit_code == 2
    assert "eingangsstempel" in data_of(result)["violations"][0]["message"]


def test_a_refuted_property_ends_in_one_with_its_path(
    own_content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from buendnis.workflow import sample

    whole = sample.slices
    monkeypatch.setattr(sample, "slices", lambda settings: whole(settings)[:1])
    edited(own_content, '"C5", "D3.asked"', '"D3.asked"')
    edited(own_content, 'from = ["votum_sent"]\nto = [{ state = "applied" }]',
           'from = ["endorsed", "votum_sent"]\nto = [{ state = "applied" }]')  # fmt: skip
    result = run("workflow", "check", str(own_content), "--json")
    assert result.exit_code == 1
    data = data_of(result)
    fault = next(one for one in data["faults"] if one["property"] == "P1")
    assert [one["step"] for one in fault["path"]][-2:] == ["close_vote", "apply"]
    assert data["sound"] is False
    assert data["facts"] < data["decisions"]
    german = CliRunner().invoke(program, ["--lang", "de", "workflow", "check", str(own_content)])
    assert "6. Antrag bei der NBank festhalten (apply): endorsed → applied" in german.output


def test_show_gives_states_steps_and_rules_with_their_sources() -> None:
    data = data_of(run("workflow", "show", "--json"))
    assert data["states"][0]["state"] == "idea"
    submit = next(one for one in data["steps"] if one["step"] == "submit")
    assert submit["by"] == ["applicant", "office"]
    assert "D7" in submit["rules"]
    rule = next(one for one in data["rules"] if one["rule"] == "D7")
    assert "Kap. 5" in rule["source"]
    assert "submit" in run("workflow", "show").output


def test_graph_writes_what_the_suffix_says(tmp_path: Path) -> None:
    assert run("workflow", "graph").output.startswith("stateDiagram-v2\n")
    for name in ("ablauf.mmd", "ablauf.svg"):
        assert run("workflow", "graph", "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "ablauf.mmd").read_text(encoding="utf-8").startswith("stateDiagram-v2\n")
    assert run("workflow", "graph", "-o", str(tmp_path / "ablauf.svg")).exit_code == 1
    assert run("workflow", "graph", "-o", str(tmp_path / "ablauf.txt")).exit_code == 2


def test_the_picture_shows_every_state_and_has_a_text_alternative() -> None:
    workflow = load_workflow(workflow_bytes("leine-weser"))
    picture = ET.fromstring(svg(workflow))  # noqa: S314 - our own picture
    space = "{http://www.w3.org/2000/svg}"
    shown = {one.text for one in picture.iter(f"{space}text")}
    assert {state.label.de for state in workflow.states.values()} <= shown
    assert {"dem Fachkräftebündnis vorlegen", "Projekt abschließen"} <= shown
    words = picture.find(f"{space}desc")
    assert words is not None
    assert "Von „Idee“ nach „bei der lokalen Allianz“" in str(words.text)
    assert picture.get("aria-labelledby") == "title desc"


def test_the_committed_pictures_are_those_of_the_workflow() -> None:
    workflow = load_workflow(workflow_bytes("leine-weser"))
    for name, made in (("workflow.svg", svg(workflow)), ("workflow.mmd", mermaid(workflow))):
        committed = (DOCS / name).read_text(encoding="utf-8")
        assert committed == made, f"make it anew: buendnis workflow graph --force -o docs/{name}"


def test_diff_says_what_changed(own_content: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.toml"
    old.write_bytes(own_content.read_bytes())
    edited(own_content, 'name = "measure"', 'name = "gauge"')
    edited(own_content, 'rules = ["told", "E5"]', 'rules = ["told"]')
    changes = data_of(run("workflow", "diff", str(old), "--json"))["changes"]
    assert {(one["name"], one["change"], one["key"]) for one in changes} == {
        ("gauge", "added", ""),
        ("measure", "removed", ""),
        ("file", "changed", "rules"),
    }
    assert data_of(run("workflow", "diff", "leine-weser", "leine-weser", "--json"))["changes"] == []


@pytest.fixture
def database(own_content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one project, begun under the workflow as it was."""
    path = tmp_path / "office.db"
    monkeypatch.setenv("BUENDNIS_DB", str(path))
    monkeypatch.setenv("BUENDNIS_PERSON", "Erika Muster")
    monkeypatch.setenv("BUENDNIS_NOW", "2026-01-15T09:00:00Z")
    (tmp_path / "idee.toml").write_text(SKETCH, encoding="utf-8")
    assert run("init").exit_code == 0
    assert run("project", "import", str(tmp_path / "idee.toml")).exit_code == 0
    return path


def test_diff_with_a_database_names_the_projects_of_each_version(
    database: Path, own_content: Path
) -> None:
    edited(own_content, "version = 1", "version = 2")
    edited(own_content, 'rules = ["told", "E5"]', 'rules = ["told"]')
    versions = data_of(run("workflow", "diff", "--json"))["versions"]
    assert [(one["version"], one["newest"], one["projects"]) for one in versions] == [
        (1, False, ["LW-2026-001"])
    ]
    assert versions[0]["changes"][0]["name"] == "file"


def test_move_brings_a_project_under_the_newest_workflow(database: Path, own_content: Path) -> None:
    edited(own_content, 'name = "assign"', 'name = "hand_over"')
    moved = data_of(run("workflow", "move", "LW-2026-001", "--json"))["projects"][0]
    assert moved["moved"] is True
    assert moved["misfits"] == ["The step assign is gone."]
    versions = data_of(run("workflow", "diff", "--json"))["versions"]
    assert [one["newest"] for one in versions] == [True]
    again = data_of(run("workflow", "move", "--all", "--json"))["projects"][0]
    assert again["moved"] is False


def test_a_project_whose_state_is_gone_is_not_moved(database: Path, own_content: Path) -> None:
    edited(own_content, '"idea"', '"thought"')
    refused = run("workflow", "move", "LW-2026-001", "--json")
    assert refused.exit_code == 1
    assert "idea" in data_of(refused)["violations"][0]["message"]
    assert run("workflow", "move", "--all").exit_code == 1
    assert data_of(run("workflow", "diff", "--json"))["versions"][0]["newest"] is False


def test_only_the_office_moves_projects(database: Path, own_content: Path) -> None:
    refused = run("--actor", "reader", "workflow", "move", "--all", "--json")
    assert refused.exit_code == 1
    assert data_of(refused)["violations"][0]["rule"] == "role"
    assert run("workflow", "move").exit_code == 2
