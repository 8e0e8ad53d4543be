"""What an applicant does: take a form, fill it in, learn what is wrong, set it as a paper."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from buendnis.cli.main import program
from buendnis.cli.sketch import STEPS
from buendnis.sketch.check import STEPS as CHECKED_STEPS
from buendnis.sketch.reading import read_sketch
from tests.cli.desk import PROJECT, SKETCH, Desk

GOOD = """
alliance = "leine-weser"

[project]
title = "Energieberater/innen"
type = "structure"
kind = "new"
start = 2026-09-01
end = 2028-08-31
regions = { hildesheim = 100 }
lead_region = "hildesheim"
goals = ["I.3"]

[applicant]
name = "HAWK"
contact = "Erika Muster"
email = "muster@example.org"

[content]
need = "Bedarf"
distinction = "Abgrenzung"
target_group = "Betriebe"
measures = "Beratung"
goal_contribution = "Beitrag"
regional_effect = "Wirkung"
spatial_reach = "Region"
continuation = "Kammer"
transferability = "Leitfaden"
management = "Leitung"

[[costs]]
year = 2026
category = "fees"
amount = "10000.00"

[[funding]]
year = 2026
source = "grant"
amount = "7000.00"

[[funding]]
year = 2026
source = "own"
amount = "3000.00"
"""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUENDNIS_NOW", "2026-03-01")


@pytest.fixture
def idea(tmp_path: Path) -> Path:
    path = tmp_path / "idee.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def run(*arguments: str, answers: str = "", language: str = "en") -> Result:
    return CliRunner().invoke(program, ["--lang", language, "sketch", *arguments], input=answers)


def test_a_good_sketch_is_said_to_be_good(idea: Path) -> None:
    result = run("check", "idee.toml")
    assert result.exit_code == 0, result.output
    assert "Nothing speaks against this sketch." in result.output
    assert "→ Next" in result.output


@pytest.mark.parametrize("email", ["kaputt", "a@b", "@example.org", "zwei Worte@example.org"])
def test_what_is_no_address_is_hinted(idea: Path, email: str) -> None:

    text = re.sub(r'email = ".*"', f'email = "{email}"', GOOD)
    assert email in text
    idea.write_text(text, encoding="utf-8")
    result = run("check", "idee.toml", "--json")
    assert result.exit_code == 0
    assert "applicant.email" in {one["field"] for one in json.loads(result.stdout)["hints"]}
    idea.write_text(GOOD, encoding="utf-8")
    good = json.loads(run("check", "idee.toml", "--json").stdout)
    assert "applicant.email" not in {one["field"] for one in good["hints"]}


def test_a_broken_rule_ends_with_1_and_says_where_why_and_what_would_help(idea: Path) -> None:
    idea.write_text(GOOD.replace("end = 2028-08-31", "end = 2029-01-01"), encoding="utf-8")
    result = run("check", "idee.toml", "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["ok"] is False
    assert "D7" in {one["rule"] for one in report["violations"]}
    for one in report["violations"]:
        assert {"rule", "field", "message", "remedy", "source"} <= set(one)
        assert one["message"] and one["remedy"]
    line = GOOD.splitlines().index("end = 2028-08-31") + 1
    assert f"idee.toml:{line}" in run("check", "idee.toml").output


def test_what_cannot_be_read_ends_with_2_and_still_prints_the_document(idea: Path) -> None:
    idea.write_text(GOOD.replace('"10000.00"', '"1.000"'), encoding="utf-8")
    result = run("check", "idee.toml", "--json")
    assert result.exit_code == 2
    assert [one["field"] for one in json.loads(result.stdout)["violations"]] == ["costs[0].amount"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[project", b"\x00" * 50, b"a = {" * 999]
)
def test_any_content_is_answered_with_the_document_and_2(idea: Path, content: bytes) -> None:
    idea.write_bytes(content)
    result = run("check", "idee.toml", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["violations"][0]["rule"] == "input"


def test_a_file_that_is_not_there_is_named() -> None:
    result = run("check", "fehlt.toml")
    assert result.exit_code == 2
    assert "fehlt.toml" in result.output


def test_another_step_asks_for_less(idea: Path) -> None:
    idea.write_text(GOOD.replace('management = "Leitung"\n', ""), encoding="utf-8")
    assert run("check", "idee.toml").exit_code == 1
    assert run("check", "idee.toml", "--for", "present").exit_code == 0


def test_the_steps_offered_are_those_that_can_be_checked() -> None:
    assert set(STEPS) == set(CHECKED_STEPS)


def test_an_unknown_alliance_is_a_finding_and_not_a_fault(idea: Path) -> None:
    idea.write_text(GOOD.replace('"leine-weser"', '"../etc"'), encoding="utf-8")
    result = run("check", "idee.toml", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["violations"][0]["field"] == "alliance"


def test_the_letter_names_every_finding_and_greets(idea: Path) -> None:
    idea.write_text(GOOD.replace('need = "Bedarf"\n', ""), encoding="utf-8")
    report = json.loads(run("check", "idee.toml", "--json", "--letter").stdout)
    letter = " ".join(report["letter"].split())
    assert len(report["violations"]) == 1
    for one in (*report["violations"], *report["hints"]):
        assert " ".join(one["message"].split()) in letter
    assert "Energieberater/innen" in letter
    assert str(idea.parent) not in letter
    assert all(len(line) <= 78 for line in report["letter"].splitlines())
    result = run("check", "idee.toml", "--letter", language="de")
    assert result.exit_code == 1
    assert "Sehr geehrte" in result.output


def test_nothing_of_a_sketch_reaches_the_terminal_raw(idea: Path) -> None:
    idea.write_text(GOOD.replace("Energieberater/innen", "\u202eirat\u2066"), encoding="utf-8")
    for arguments in (
        ("check", "idee.toml"),
        ("check", "idee.toml", "--letter"),
        ("check", "idee.toml", "--json"),
    ):
        output = run(*arguments).output
        assert "\u202e" not in output
        assert "\u2066" not in output


# ---------------------------------------------------------------------------------------- forms


@pytest.mark.parametrize("name", ["neu.toml", "neu.xlsx"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_new_form_reads_back_as_an_empty_sketch(name: str, language: str) -> None:
    assert run("new", name, language=language).exit_code == 0
    sketch, findings = read_sketch(name)
    assert findings == []
    assert sketch is not None
    assert sketch.alliance == "leine-weser"
    assert sketch.title == ""


def test_a_file_is_never_replaced_unasked(idea: Path) -> None:
    result = run("new", "idee.toml")
    assert result.exit_code == 1
    assert "--force" in result.output
    assert idea.read_text(encoding="utf-8") == GOOD
    assert run("new", "idee.toml", "--force").exit_code == 0
    assert idea.read_text(encoding="utf-8") != GOOD


def test_a_form_of_an_unknown_kind_is_refused() -> None:
    result = run("new", "neu.docx")
    assert result.exit_code == 2
    assert list(Path().iterdir()) == []


def test_a_form_for_an_unknown_alliance_is_refused() -> None:
    result = run("new", "neu.toml", "--alliance", "atlantis")
    assert result.exit_code == 2
    assert "leine-weser" in result.output


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind here")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    result = run("new", "neu.toml")
    tmp_path.chmod(0o700)
    assert result.exit_code == 2
    assert "may not" in result.output


# ------------------------------------------------------------------------------------ interview


def test_the_talk_stores_every_answer_and_is_taken_up_where_it_was_left() -> None:
    first = run("new", answers="halb.toml\nMein Titel\nstructure\n")
    assert first.exit_code == 2
    assert "halb.toml" in first.stderr
    sketch, _ = read_sketch("halb.toml")
    assert sketch is not None
    assert (sketch.title, sketch.type, sketch.kind) == ("Mein Titel", "structure", "")
    second = run("new", answers="halb.toml\npilot\n")
    assert "Title" not in second.stderr.splitlines()
    sketch, _ = read_sketch("halb.toml")
    assert sketch is not None
    assert (sketch.title, sketch.kind) == ("Mein Titel", "pilot")


def test_an_answer_that_does_not_fit_is_asked_again_with_the_reason() -> None:
    result = run("new", answers="halb.toml\nTitel\nunsinn\nstructure\n")
    assert "structure, unemployed, training" in result.stderr
    assert "unsinn" in result.stderr
    sketch, _ = read_sketch("halb.toml")
    assert sketch is not None
    assert sketch.type == "structure"


def test_the_words_to_choose_from_are_explained_in_german() -> None:
    result = run("new", answers="halb.toml\nTitel\nstructure\n", language="de")
    assert "structure: Strukturprojekt" in result.stderr
    assert "pilot: Pilotvorhaben" in result.stderr
    assert "Pilotvorhaben" not in run("new", answers="x.toml\nTitel\nstructure\n").stderr


def test_a_talk_to_the_end_leaves_a_file_and_its_next_step() -> None:
    result = run("new", answers="ganz.toml\nTitel\n" + "\n" * 200)
    assert result.exit_code == 0, result.output
    assert "ganz.toml" in result.stdout
    assert Path("ganz.toml").exists()


def test_a_name_without_a_suffix_gets_one_and_is_quoted_in_the_next_command() -> None:
    result = run("new", answers="Mein Projekt\nTitel\n" + "\n" * 200)
    assert Path("Mein Projekt.toml").exists()
    assert "sketch check 'Mein Projekt.toml'" in result.stderr


def test_a_file_that_cannot_be_read_is_not_taken_up() -> None:
    Path("kaputt.toml").write_text("[project", encoding="utf-8")
    result = run("new", answers="kaputt.toml\n")
    assert result.exit_code == 2
    assert Path("kaputt.toml").read_text(encoding="utf-8") == "[project"


# ---------------------------------------------------------------------------------------- paper


def test_a_sketch_is_set_as_a_paper_beside_it(idea: Path) -> None:
    result = run("render", "idee.toml")
    assert result.exit_code == 0, result.output
    paper = idea.with_suffix(".pdf")
    assert paper.read_bytes().startswith(b"%PDF-")
    assert run("render", "idee.toml").exit_code == 1
    assert run("render", "idee.toml", "-o", "anders.pdf").exit_code == 0
    assert Path("anders.pdf").read_bytes() == paper.read_bytes()
    assert {one.name for one in idea.parent.iterdir()} == {"idee.toml", "idee.pdf", "anders.pdf"}


def test_a_paper_says_which_rows_are_in_none_of_its_sums(idea: Path) -> None:
    row = '[[staff]]\nlevel = "2b"\nshare = "50"\nfrom = 2026-01-01\nto = 2026-12-31\n'
    idea.write_text(GOOD + row, encoding="utf-8")
    result = run("render", "idee.toml")
    assert result.exit_code == 0, result.output
    assert "staff[0].level" in result.output
    assert "Use one of these levels: 1a, 1b, 2, 3, 4, 5, 6, 7" in result.output
    data = json.loads(run("render", "idee.toml", "--force", "--json").stdout)
    assert [one["field"] for one in data["unpriced"]] == ["staff[0].level"]


def test_a_sketch_that_cannot_be_read_leaves_no_paper(idea: Path) -> None:
    idea.write_text(GOOD.replace('"10000.00"', '"1.000"'), encoding="utf-8")
    result = run("render", "idee.toml")
    assert result.exit_code == 2
    assert "costs[0].amount" in result.output
    assert not idea.with_suffix(".pdf").exists()


# ------------------------------------------------------------------------------- quick to start


def test_a_check_loads_neither_database_nor_paper(idea: Path) -> None:
    code = (
        "import sys; sys.argv = ['buendnis', 'sketch', 'check', 'idee.toml']\n"
        "from buendnis.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    loaded = set(done.stderr.split())
    assert "buendnis.sketch.check" in loaded
    heavy = {"asyncio", "holidays", "jinja2", "openpyxl", "reportlab", "sqlalchemy", "sqlmodel"}
    assert loaded.isdisjoint(heavy | {"sqlite3", "transitions"})


def test_a_sketch_that_comes_as_its_pdf_is_checked_and_imported(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "idee.toml").write_text(SKETCH, encoding="utf-8")
    paper = tmp_path / "idee.pdf"
    desk.run("sketch", "render", str(tmp_path / "idee.toml"), "-o", str(paper))
    found = [
        [(one["rule"], one["field"]) for one in desk.data("sketch", "check", str(file))["hints"]]
        for file in (paper, tmp_path / "idee.toml")
    ]
    assert found[0] == found[1]
    desk.run("init")
    assert desk.say("project", "import", str(paper)) == PROJECT
    desk.run("project", "import", str(tmp_path / "idee.toml"), status=1)
    paper.write_bytes(paper.read_bytes()[:2000])
    desk.run("sketch", "check", str(paper), status=2)
