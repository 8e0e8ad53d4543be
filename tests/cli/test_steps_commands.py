"""Steps with a project: what is possible, forms, taking a step, notes, corrections."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from buendnis.cli import asking
from buendnis.cli.given import values_of
from buendnis.errors import Unreadable
from tests.cli.desk import MEETING, MOTION, PROJECT, SKETCH, Desk, submitted, voting


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


@pytest.fixture
def idea(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.run("init")
    (tmp_path / "s.toml").write_text(SKETCH, encoding="utf-8")
    desk.run("project", "import", str(tmp_path / "s.toml"))
    return desk


# ---------------------------------------------------------------- next


def test_next_answers_the_documented_document(desk: Desk) -> None:
    found = desk.data("next", PROJECT)
    assert set(found) == {"project", "state", "version", "steps"}
    assert (found["project"], found["state"], found["version"]) == (PROJECT, "submitted", 4)
    for step in found["steps"]:
        assert set(step) == {"step", "possible", "actors", "needs", "violations"}
    by_name = {step["step"]: step for step in found["steps"]}
    assert by_name["withdraw"]["possible"] is True
    assert by_name["withdraw"]["needs"] == ["reason"]
    assert by_name["withdraw"]["actors"] == [f"applicant:{PROJECT}", "office"]
    assert "alliance:hildesheim" in by_name["record_statement"]["actors"]


def test_next_names_what_speaks_against_a_step(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    by_name = {step["step"]: step for step in desk.data("next", PROJECT)["steps"]}
    assert by_name["close_vote"]["possible"] is True
    assert "revise" not in by_name


def test_next_judges_for_the_actor_who_asks(desk: Desk) -> None:
    found = desk.data("next", PROJECT, actor="reader")
    assert not any(step["possible"] for step in found["steps"])
    assert all(one["violations"][0]["rule"] == "role" for one in found["steps"])


def test_next_of_an_earlier_day_answers_for_the_state_then(desk: Desk) -> None:
    assert desk.data("next", PROJECT, "--as-of", "2025-02-28")["state"] == "with_alliance"


def test_next_dry_run_and_the_real_run_agree(desk: Desk) -> None:
    for step in desk.data("next", PROJECT)["steps"]:
        if step["step"] in ("open_vote", "revise_submitted"):
            continue
        dry = desk.run("--json", "advance", PROJECT, step["step"], "--dry-run", status=None)
        assert (dry.exit_code == 0) == (step["possible"] and not step["needs"]), step


# ---------------------------------------------------------------- advance


def test_a_step_says_what_it_did_and_who_is_next(idea: Desk) -> None:
    result = idea.run("advance", "LW-2025-001", "present")
    assert "With the local alliance" in result.stdout
    assert "record_statement" in result.stderr
    assert "Landkreis Hildesheim" in result.stderr


def test_a_step_answers_json_with_state_version_and_documents(idea: Desk) -> None:
    done = idea.data("advance", "LW-2025-001", "present")
    assert done["state"] == "with_alliance"
    assert done["version"] == 2
    assert len(done["documents"]) == 3
    assert done["violations"] == []


def test_a_refused_step_answers_all_its_reasons(desk: Desk) -> None:
    found = desk.data("advance", PROJECT, "apply", status=1)
    for one in found["violations"]:
        assert {"rule", "field", "message", "remedy", "source"} <= set(one)
    rules = {one["rule"] for one in found["violations"]}
    assert {"state", "form"} <= rules


def test_a_refusal_is_recorded_and_changes_nothing(desk: Desk) -> None:
    before = desk.data("project", "show", PROJECT)
    desk.run("advance", PROJECT, "apply", status=1)
    assert desk.data("project", "show", PROJECT) == before
    assert desk.data("project", "history", PROJECT)[-1]["refused"] is True


def test_a_dry_run_changes_and_records_nothing(desk: Desk) -> None:
    desk.run("advance", PROJECT, "withdraw", "--set", "reason=x", "--dry-run")
    desk.run("advance", PROJECT, "apply", "--dry-run", status=1)
    assert desk.data("project", "history", PROJECT)[-1]["step"] == "submit"
    assert desk.data("project", "show", PROJECT)["state"] == "submitted"


def test_an_unknown_step_is_wrong_usage_and_near_ones_are_named(desk: Desk) -> None:
    result = desk.run("advance", PROJECT, "withdrow", status=2)
    assert "withdraw" in result.stderr


def test_an_unknown_key_or_an_unreadable_value_is_wrong_input(desk: Desk) -> None:
    assert ("input", "resson") in desk.rules(
        "advance", PROJECT, "withdraw", "--set", "resson=x", status=2
    )
    desk.run("advance", PROJECT, "withdraw", "--set", "reason", status=2)


def test_a_value_that_cannot_be_read_is_not_called_missing_as_well(desk: Desk) -> None:
    rules = desk.rules(
        *("advance", PROJECT, "advise", "--set", "date=gestern", "--set", "adviser=A"),
        *("--set", "topics=T", "--set", "advice=R"),
        status=2,
    )
    assert rules == [("input", "date")]


def test_dotted_keys_nest_and_keys_that_stand_again_make_a_list() -> None:
    assert values_of(["a.b=1", "a.c=2=3", "d=x", "d=y", "e="]) == {
        "a": {"b": "1", "c": "2=3"},
        "d": ["x", "y"],
        "e": "",
    }
    for wrong in (["a"], ["=1"], ["a..b=1"], ["a=1", "a.b=2"], ["a.b=1", "a=2"], [".=1"]):
        with pytest.raises(Unreadable):
            values_of(wrong)


def test_the_day_of_a_step_is_never_in_the_future_nor_before_what_it_builds_on(
    desk: Desk,
) -> None:
    for day in ("2025-04-11", "2025-03-02"):
        assert ("order", "on") in desk.rules(
            "advance", PROJECT, "withdraw", "--set", "reason=x", "--on", day
        )
    desk.run("advance", PROJECT, "withdraw", "--set", "reason=x", "--on", "2025-04-01")
    assert desk.data("project", "show", PROJECT)["entries"][-1]["day"] == "2025-04-01"


def test_a_paper_comes_along_and_a_missing_or_huge_one_is_named(desk: Desk) -> None:
    paper = desk.folder / "brief.pdf"
    paper.write_bytes(b"%PDF-1.4")
    values = ("--set", "kind=Brief", "--set", "received_on=2025-04-10")
    desk.run("advance", PROJECT, "receive_paper", *values, "--attach", f"brief={paper}")
    assert desk.data("project", "show", PROJECT)["papers"][-1]["name"] == "brief.pdf"
    desk.run("advance", PROJECT, "receive_paper", *values, "--attach", "brief=weg.pdf", status=2)
    desk.run("advance", PROJECT, "receive_paper", *values, "--attach", "brief", status=2)
    with paper.open("r+b") as file:
        file.truncate(20_000_001)
    said = desk.run(
        "advance", PROJECT, "receive_paper", *values, "--attach", f"brief={paper}", status=2
    )
    assert "20000000" in said.stderr


def test_an_older_version_is_the_honest_conflict_and_the_input_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    said = desk.run(
        *("advance", PROJECT, "withdraw", "--if-version", "3", "--set", 'reason=Das "war" so'),
        status=3,
    ).stderr
    kept = desk.folder / f"{PROJECT}-withdraw-v3.toml"
    assert kept.name in said
    assert tomllib.loads(kept.read_text("utf-8"))["form"]["reason"] == 'Das "war" so'
    assert desk.data("project", "show", PROJECT)["state"] == "submitted"
    desk.run("advance", PROJECT, "withdraw", "--if-version", "4", "--set", "reason=x")


def test_drafts_are_written_and_nothing_else_happens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    before = desk.data("project", "history", PROJECT)
    found = desk.data(
        *("advance", PROJECT, "withdraw", "--set", "reason=x", "--draft", "-o", "vorab"),
    )
    assert [Path(one).name for one in found["files"]] == [f"ENTWURF_{PROJECT}_vermerk.pdf"]
    assert (desk.folder / found["files"][0]).read_bytes().startswith(b"%PDF")
    assert desk.data("project", "history", PROJECT) == before
    desk.run("advance", PROJECT, "apply", "--draft", status=1)


# ---------------------------------------------------------------- forms


def test_a_form_carries_project_step_and_version_and_reads_back(desk: Desk) -> None:
    path = desk.folder / "form.toml"
    desk.run("form", PROJECT, "withdraw", "-o", str(path))
    data = tomllib.loads(path.read_text("utf-8"))
    assert (data["project"], data["step"], data["version"]) == (PROJECT, "withdraw", 4)
    assert set(data["form"]) == {"reason", "application_withdrawn_on"}
    path.write_text(path.read_text("utf-8").replace('reason = ""', 'reason = "Kein Geld"'))
    desk.run("advance", PROJECT, "withdraw", "--form", str(path))
    assert desk.data("project", "show", PROJECT)["entries"][-1]["form"] == {"reason": "Kein Geld"}


def test_every_form_of_every_step_reads_back_as_not_filled_in(desk: Desk) -> None:
    from buendnis.workflow.loading import load_workflow, workflow_bytes

    for name in load_workflow(workflow_bytes("leine-weser")).steps:
        path = desk.folder / f"{name}.toml"
        desk.run("form", PROJECT, name, "-o", str(path))
        result = desk.run("advance", PROJECT, name, "--form", str(path), "--dry-run", status=None)
        assert result.exit_code in (0, 1), (name, result.stderr)


def test_a_form_is_printed_without_a_file_and_replaces_none(desk: Desk) -> None:
    assert tomllib.loads(desk.say("form", PROJECT, "assess"))["form"]["points"]
    path = desk.folder / "form.toml"
    path.write_text("meins", encoding="utf-8")
    desk.run("form", PROJECT, "assess", "-o", str(path), status=1)
    assert path.read_text("utf-8") == "meins"


def test_a_form_for_an_older_version_is_a_conflict_and_stays(desk: Desk) -> None:
    path = desk.folder / "form.toml"
    desk.run("form", PROJECT, "withdraw", "-o", str(path))
    path.write_text(path.read_text("utf-8").replace('reason = ""', 'reason = "x"'))
    desk.run("note", PROJECT, "Dazwischen")
    said = desk.run("advance", PROJECT, "withdraw", "--form", str(path), status=3).stderr
    assert str(path) in said
    assert 'reason = "x"' in path.read_text("utf-8")


def test_a_form_for_another_step_or_project_is_refused(desk: Desk) -> None:
    path = desk.folder / "form.toml"
    desk.run("form", PROJECT, "withdraw", "-o", str(path))
    assert desk.rules("advance", PROJECT, "note", "--form", str(path), status=2) == [
        ("input", "step")
    ]


def test_a_mistake_in_a_form_is_named_with_its_line(desk: Desk) -> None:
    path = desk.folder / "form.toml"
    desk.run("form", PROJECT, "advise", "-o", str(path))
    path.write_text(path.read_text("utf-8").replace('date = ""', 'date = "gestern"'))
    found = desk.data("advance", PROJECT, "advise", "--form", str(path), status=2)
    (wrong,) = [one for one in found["violations"] if one["rule"] == "input"]
    lines = path.read_text("utf-8").split("\n")
    assert lines[wrong["line"] - 1] == 'date = "gestern"'


def test_a_terminal_is_asked_for_what_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "on_terminal", lambda _call: True)
    answers = iter(["2025-04-01", "Frau Rat", "Förderung", "weiter so"])
    monkeypatch.setattr(asking, "_prompt", lambda _question: next(answers))
    desk.run("advance", PROJECT, "advise")
    form = desk.data("project", "show", PROJECT)["entries"][-1]["form"]
    assert form["adviser"] == "Frau Rat"
    assert form["advice"] == "weiter so"


def test_a_terminal_is_not_asked_where_something_speaks_against_the_step(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "on_terminal", lambda _call: True)
    monkeypatch.setattr(asking, "_prompt", lambda _question: pytest.fail("asked"))
    desk.run("advance", PROJECT, "apply", status=1)


def _answers(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    rest = iter(answers)
    monkeypatch.setattr(asking, "on_terminal", lambda _call: True)
    monkeypatch.setattr(asking, "_prompt", lambda _question: next(rest))


def test_an_answer_that_cannot_be_read_is_asked_again_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("gestern", "31.02.2025", "1.4.2025")
    _answers(monkeypatch, *wrong, "Frau Rat", "Förderung", "weiter so")
    said = desk.run("advance", PROJECT, "advise").stderr
    assert "“gestern”" in said
    assert "2025-02-31" in said
    form = desk.data("project", "show", PROJECT)["entries"][-1]["form"]
    assert form["date"] == "2025-04-01"
    assert form["adviser"] == "Frau Rat"


def test_a_question_with_few_answers_names_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ("hannover", "hildesheim", "10.2.2025", "2025-03-01", "gut", "supported")
    _answers(monkeypatch, *answers, "ja", "keine", "Frau Zeh")
    said = desk.run("advance", PROJECT, "record_statement").stderr
    assert "weserbergland, hildesheim, region-hannover" in said
    assert "with_notes (supported with notes)" in said
    form = desk.data("project", "show", PROJECT)["entries"][-1]["form"]
    assert (form["region"], form["presented_on"]) == ("hildesheim", "2025-02-10")
    assert form["result"] == "supported"


def test_answers_that_a_rule_refuses_are_kept_as_a_form(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = ("hildesheim", "2025-03-20", "2025-03-01", "supported", "ja", "keine", "Frau Zeh")
    _answers(monkeypatch, *answers)
    said = desk.run("advance", PROJECT, "record_statement", status=1).output
    (kept,) = tmp_path.glob(f"{PROJECT}-record_statement-v*.toml")
    assert kept.name in said
    monkeypatch.setattr(asking, "on_terminal", lambda _call: False)
    more = ("--set", "presented_on=2025-02-20")
    desk.run("advance", PROJECT, "record_statement", "--form", str(kept), *more)
    form = desk.data("project", "show", PROJECT)["entries"][-1]["form"]
    assert (form["presented_on"], form["signed_by"]) == ("2025-02-20", "Frau Zeh")


# ---------------------------------------------------------------- note, correct, undo


def test_a_note_waits_until_its_day_for_somebody(desk: Desk) -> None:
    desk.run("note", PROJECT, "Nachfragen", "--due", "2025-05-01", "--for", "Frau Neu")
    (note,) = desk.data("project", "show", PROJECT)["notes"]
    assert (note["text"], note["due"], note["for"]) == ("Nachfragen", "2025-05-01", "Frau Neu")
    assert desk.data("deadlines")[0]["due"] == "2025-05-01"


def test_a_correction_lists_what_does_not_hold_any_more(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    statement = next(
        one for one in desk.data("project", "show", PROJECT)["entries"]
        if one["step"] == "record_statement"
    )  # fmt: skip
    done = desk.data(
        *("correct", PROJECT, str(statement["entry"]), "--set", "result=not_supported"),
        *("--reason", "verlesen"),
    )
    assert any(one["rule"].startswith("B2") for one in done["findings"])
    assert done["replaces"]


def test_a_german_day_is_understood_in_a_form(desk: Desk) -> None:
    statement = next(
        one
        for one in desk.data("project", "show", PROJECT)["entries"]
        if one["step"] == "record_statement"
    )
    words = ("correct", PROJECT, str(statement["entry"]), "--reason", "Tippfehler")
    desk.run(*words, "--set", "presented_on=11.02.2025")
    desk.run(*words, "--set", "presented_on=31.02.2025", status=2)
    rows = desk.data("project", "show", PROJECT)["entries"]
    assert (
        next(one for one in rows if one["entry"] == statement["entry"])["form"]["presented_on"]
        == "2025-02-11"
    )


def test_a_correction_of_no_entry_or_no_field_is_refused(desk: Desk) -> None:
    desk.run("correct", PROJECT, "999", "--set", "reason=x", "--reason", "y", status=1)
    entry = str(desk.data("project", "show", PROJECT)["entries"][0]["entry"])
    desk.run("correct", PROJECT, entry, "--set", "foo=x", "--reason", "y", status=2)


def test_the_last_step_is_taken_back_while_nothing_left_the_house(desk: Desk) -> None:
    desk.run("undo", PROJECT, "--reason", "zu früh")
    assert desk.data("project", "show", PROJECT)["state"] == "assessed"


def test_what_left_the_house_is_not_taken_back(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    desk.run("undo", PROJECT, status=1)
    assert desk.data("motion", "show", MOTION)["status"] == "open"


# ---------------------------------------------------------------- whose turn it is


@pytest.mark.parametrize(("answer", "state"), [("yes", "endorsed"), ("no", "not_endorsed")])
def test_after_a_vote_the_office_tells_the_result_first(
    tmp_path: Path, answer: str, state: str
) -> None:
    desk = voting(tmp_path)
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", answer)
    desk.run("vote", "record", MOTION, "--source", "meeting", "--seat", f"arl={answer}",
             actor="chair")  # fmt: skip
    desk.run("motion", "close", MOTION)
    shown = desk.data("project", "show", PROJECT)
    assert (shown["state"], shown["next"]) == (state, {"step": "send_votum", "by": "office"})
    sent = ("--set", "sent_on=2025-04-10", "--set", "channel=email")
    said = desk.run("advance", PROJECT, "send_votum", *sent).stderr
    following = {"yes": ("apply", "applicant"), "no": ("file", "office")}[answer]
    assert following[0] in said
    assert desk.data("project", "show", PROJECT)["next"]["by"] == following[1]


def test_a_vote_that_was_deferred_is_opened_again(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    desk.run("motion", "close", MOTION, "--set", "postponed=true")
    assert desk.data("project", "show", PROJECT)["next"]["step"] == "send_votum"
    sent = ("--set", "sent_on=2025-04-10", "--set", "channel=email")
    desk.run("advance", PROJECT, "send_votum", *sent)
    assert desk.data("project", "show", PROJECT)["next"]["step"] == "open_vote"


def test_a_withdrawn_project_is_filed_and_then_nothing_is_open(desk: Desk) -> None:
    said = desk.run("advance", PROJECT, "withdraw", "--set", "reason=x").stderr
    assert f"advance {PROJECT} file" in said
    said = desk.run("advance", PROJECT, "file", "--set", "note=x").stderr
    assert "nothing is open" in said
