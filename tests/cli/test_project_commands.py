"""What the office does with projects: bring in, list, show, compare, revise, file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests.cli.desk import MEETING, MOTION, PROJECT, SKETCH, Desk, submitted, voting

ADOPTED = """
[adopted]
state = "running"
reference = "FKB-LW 2023/007"
responsible = "Herr Alt"

[adopted.votum]
decided_on = 2024-03-01
result = "endorsed"
sent_on = 2024-03-05

[[adopted.entries]]
step = "record_decision"
day = 2024-07-01
[adopted.entries.form]
reference = "B-9"
decided_on = 2024-06-20
received_on = 2024-07-01
result = "granted"
eligible_cost = "12000.00"
rate = "70.00"
grant = "8400.00"
from = 2024-09-01
to = 2027-08-31

[[adopted.entries]]
step = "start"
day = 2024-09-01
form = { started_on = 2024-09-01 }

[[adopted.papers]]
kind = "bescheid"
file = "bescheid.pdf"
received_on = 2024-07-01
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.run("init")
    return desk


def sketch(desk: Desk, title: str, *changes: tuple[str, str]) -> str:
    """A sketch file of that title in the desk's folder."""
    text = SKETCH.replace("Energieberater/innen", title)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = desk.folder / f"{title}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


# ---------------------------------------------------------------- import


def test_import_prints_one_id_a_line_and_nothing_else(empty: Desk) -> None:
    files = [sketch(empty, "Eins"), sketch(empty, "Zwei")]
    assert empty.say("project", "import", *files).split("\n") == ["LW-2025-001", "LW-2025-002"]


def test_import_answers_json_with_the_file_of_each_project(empty: Desk) -> None:
    file = sketch(empty, "Eins")
    (row,) = empty.data("project", "import", file)
    assert row["id"] == "LW-2025-001"
    assert row["state"] == "idea"
    assert row["version"] == 1
    assert row["file"] == file


def test_a_sketch_in_the_record_is_refused_and_its_project_named(desk: Desk) -> None:
    again = desk.folder / "skizze.toml"
    said = desk.run("project", "import", str(again), status=1).stderr
    assert PROJECT in said


def test_an_earlier_version_is_in_the_record_too(desk: Desk) -> None:
    first = desk.folder / "skizze.toml"
    other = sketch(desk, "Umbenannt", ("12000.00", "11000.00"), ("8400.00", "7400.00"))
    desk.run("project", "revise", PROJECT, other, "--reason", "weniger Reisen")
    for file in (str(first), other):
        found = desk.data("project", "import", file, status=1)
        assert [one["rule"] for one in found["violations"]] == ["known"]
        assert PROJECT in found["violations"][0]["message"]
    assert len(desk.data("project", "list")) == 1


def test_a_version_that_was_taken_back_can_become_a_project(desk: Desk) -> None:
    other = sketch(desk, "Verwechselt")
    desk.run("project", "revise", PROJECT, other, "--reason", "neu")
    desk.run("undo", PROJECT, "--reason", "falsche Datei")
    assert desk.say("project", "import", other) == "LW-2025-002"


def test_one_bad_sketch_keeps_all_others_out(empty: Desk) -> None:
    good, bad = sketch(empty, "Gut"), sketch(empty, "Schlecht", ('"12000.00"', '"12.000"'))
    empty.run("project", "import", good, bad, status=2)
    assert empty.data("project", "list") == []


def test_a_sketch_without_a_title_is_refused_by_a_rule(empty: Desk) -> None:
    file = sketch(empty, "Weg", ('title = "Weg"', 'title = ""'))
    assert ("C1", "project.title") in empty.rules("project", "import", file)


def test_a_made_up_project_is_marked(empty: Desk) -> None:
    empty.run("project", "import", "--fictitious", sketch(empty, "Eins"))
    assert empty.data("project", "show", "LW-2025-001")["fictitious"] is True


# ---------------------------------------------------------------- list and show


def test_the_list_holds_states_and_amounts_as_documented(desk: Desk) -> None:
    (row,) = desk.data("project", "list")
    assert row["id"] == PROJECT
    assert row["state"] == "submitted"
    assert row["total_cost"] == "12000.00"
    assert row["requested_grant"] == "8400.00"
    assert row["end"] == "2027-12-31"


def test_the_page_of_a_project_tells_what_was_sent_to_whom(desk: Desk) -> None:
    (sent,) = desk.data("project", "show", PROJECT)["forwardings"]
    assert (sent["sender"], sent["recipient"], sent["day"]) == (
        "office",
        "local_alliance",
        desk.data("project", "show", PROJECT)["entries"][0]["day"],
    )
    assert sent["files"]
    files = ["--set", "files=Skizze; Plan"]
    desk.run(
        "advance", PROJECT, "forward", "--set", "recipient=NBank", "--set", "channel=post", *files
    )
    last = desk.data("project", "show", PROJECT)["forwardings"][-1]
    assert (last["recipient"], last["channel"]) == ("NBank", "post")
    assert last["files"] == ["Skizze", "Plan"]
    page = desk.say("project", "show", PROJECT)
    assert "Skizze" in page
    assert "lokale Fachkräfteallianz" in page or "local alliance" in page


def test_the_list_is_narrowed_by_state_region_and_person(desk: Desk) -> None:
    other = sketch(desk, "Zwei", ("hildesheim = 100", "weserbergland = 100"),
                   ('lead_region = "hildesheim"', 'lead_region = "weserbergland"'))  # fmt: skip
    second = desk.say("project", "import", other)
    desk.run("project", "assign", second, "Frau Neu")

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in desk.data("project", "list", *words)]

    assert ids() == [PROJECT, second]
    assert ids("--state", "submitted") == [PROJECT]
    assert ids("--region", "weserbergland") == [second]
    assert ids("--responsible", "Frau Neu") == [second]
    assert ids("--responsible", "Niemand") == []


def test_pages_follow_each_other(desk: Desk) -> None:
    names = [sketch(desk, f"Nummer {number}") for number in range(4)]
    ids = [PROJECT, *desk.say("project", "import", *names).split()]
    first = [row["id"] for row in desk.data("project", "list", "--limit", "3")]
    rest = desk.data("project", "list", "--limit", "3", "--after", first[-1])
    assert first + [row["id"] for row in rest] == ids


def test_an_unknown_state_or_region_is_named_with_the_known_ones(desk: Desk) -> None:
    assert "submitted" in desk.run("project", "list", "--state", "nirgends", status=2).stderr
    assert "hildesheim" in desk.run("project", "list", "--region", "nirgends", status=2).stderr


def test_the_list_of_an_earlier_day_shows_what_was_known_then(desk: Desk) -> None:
    (row,) = desk.data("project", "list", "--as-of", "2025-02-28")
    assert row["state"] == "with_alliance"
    assert desk.data("project", "list", "--as-of", "2025-02-28", "--state", "submitted") == []
    assert desk.data("project", "list", "--as-of", "2025-01-31") == []


def test_a_project_shows_its_version_and_what_comes_next(desk: Desk) -> None:
    shown = desk.data("project", "show", PROJECT)
    assert shown["version"] == 4
    assert shown["state"] == "submitted"
    assert shown["sketch"]["project"]["title"] == "Energieberater/innen"
    assert shown["next"] == {"step": "open_vote", "by": "office"}
    assert [one["step"] for one in shown["entries"]] == ["present", "record_statement", "submit"]
    assert "Energieberater/innen" in desk.say("project", "show", PROJECT)


def test_an_unknown_project_is_refused(desk: Desk) -> None:
    desk.run("project", "show", "LW-1999-001", status=1)


# ---------------------------------------------------------------- course and versions


def test_the_history_tells_refusals_corrections_and_what_was_taken_back(desk: Desk) -> None:
    desk.run("advance", PROJECT, "close", status=1)
    desk.run("note", PROJECT, "Erste Notiz")
    note = desk.data("project", "history", PROJECT)[-1]
    desk.run("correct", PROJECT, str(note["entry"]), "--set", "text=Zweite", "--reason", "falsch")
    desk.run("note", PROJECT, "Zu viel")
    desk.run("undo", PROJECT)
    rows = desk.data("project", "history", PROJECT)
    refused, first, correction, undone, undo = rows[-5:]
    assert refused["refused"] is True
    assert first["corrected_by"] == [correction["entry"]]
    assert correction["corrects"] == first["entry"]
    assert any("Erste Notiz, now Zweite" in one["value"] for one in correction["details"])
    assert undone["undone"] is True
    assert undo["corrects"] == undone["entry"]
    assert rows[0]["kind"] == "project_imported"
    assert "Refused" in desk.say("project", "history", PROJECT)
    assert [one["value"] for one in undo["details"]] == ["taken back"]
    assert "zurückgenommen" not in desk.say("project", "history", PROJECT)
    assert "Grund: zurückgenommen" in desk.say("--lang", "de", "project", "history", PROJECT)


def test_the_history_names_the_person(desk: Desk) -> None:
    assert {row["person"] for row in desk.data("project", "history", PROJECT)} == {"Olaf Büro"}


def test_a_revision_is_a_new_version_and_the_difference_is_named(desk: Desk) -> None:
    cheaper = sketch(desk, "Energieberater/innen".replace("/", "-"))
    text = Path(cheaper).read_text(encoding="utf-8")
    text = text.replace("Energieberater-innen", "Energieberater/innen")
    Path(cheaper).write_text(text.replace("12000.00", "11000.00").replace("8400.00", "7400.00"))
    desk.run("project", "revise", PROJECT, cheaper, "--reason", "weniger Reisen")
    found = desk.data("project", "diff", PROJECT)
    assert (found["from"], found["to"]) == (1, 2)
    assert {"field": "costs[0].amount", "from": "12000.00", "to": "11000.00"} in found["changes"]
    assert len(found["changes"]) == 2
    assert desk.data("project", "show", PROJECT)["total_cost"] == "11000.00"
    assert desk.data("project", "diff", PROJECT, "1", "1")["changes"] == []
    desk.run("project", "diff", PROJECT, "1", "3", status=2)


def test_a_revision_that_breaks_a_rule_changes_nothing(desk: Desk) -> None:
    late = sketch(desk, "Spät", ("2027-12-31", "2029-01-01"))
    found = desk.rules("project", "revise", PROJECT, late, "--reason", "später")
    assert "D7" in {rule for rule, _ in found}
    assert desk.data("project", "show", PROJECT)["sketch_version"] == 1


def test_a_revision_of_another_alliance_is_refused(desk: Desk) -> None:
    other = Path(sketch(desk, "Woanders"))
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace('alliance = "leine-weser"', 'alliance = "nordwest"'))
    found = desk.rules("project", "revise", PROJECT, str(other), "--reason", "x", status=2)
    assert ("input", "alliance") in found
    assert desk.data("project", "show", PROJECT)["sketch_version"] == 1


def test_nothing_is_revised_while_it_is_voted_on(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    file = sketch(desk, "Neu")
    rules = desk.rules("project", "revise", PROJECT, file, "--reason", "doch noch")
    assert ("state", "state") in rules


def test_a_revision_for_an_older_version_is_a_conflict(desk: Desk) -> None:
    file = sketch(desk, "Neu")
    desk.run("project", "revise", PROJECT, file, "--reason", "x", "--if-version", "3", status=3)


def test_who_looks_after_a_project_stands_in_the_list(desk: Desk) -> None:
    desk.run("project", "assign", PROJECT, "Frau Neu")
    assert desk.data("project", "list")[0]["responsible"] == "Frau Neu"
    assert "Frau Neu" not in _logged(desk)


def _logged(desk: Desk) -> str:
    import sqlite3

    rows = sqlite3.connect(desk.db).execute("SELECT payload, person FROM event").fetchall()
    return json.dumps(rows)


# ---------------------------------------------------------------- taking over


def adopted(desk: Desk) -> str:
    (desk.folder / "bescheid.pdf").write_bytes(b"%PDF-1.4 Bescheid")
    path = desk.folder / "alt.toml"
    path.write_text(SKETCH.replace("Energieberater/innen", "Alt") + ADOPTED, encoding="utf-8")
    return str(path)


def test_a_running_project_is_taken_over_with_votum_money_and_papers(empty: Desk) -> None:
    name = empty.say("project", "adopt", adopted(empty))
    shown = empty.data("project", "show", name)
    assert shown["state"] == "running"
    assert shown["adopted"] is True
    assert shown["reference"] == "FKB-LW 2023/007"
    assert shown["responsible"] == "Herr Alt"
    assert [one["step"] for one in shown["entries"]] == [
        *("close_vote", "send_votum", "record_decision", "start"),
    ]
    assert shown["entries"][2]["form"]["grant"] == "8400.00"
    assert shown["motions"][0]["result"] == "endorsed"
    (paper,) = shown["papers"]
    assert (paper["kind"], paper["received_on"]) == ("bescheid", "2024-07-01")
    assert shown["figures"]["day"] == "2024-03-01"


def test_a_project_that_was_taken_over_goes_on(empty: Desk) -> None:
    name = empty.say("project", "adopt", adopted(empty))
    empty.run("advance", name, "finish", "--set", "ended_on=2025-04-01")
    assert empty.data("project", "show", name)["state"] == "ended"
    assert empty.data("deadlines")[0]["due"] == "2025-05-01"


def _advance(desk: Desk, name: str, step: str, *values: str, attach: str = "") -> None:
    words = [word for one in values for word in ("--set", one)]
    desk.run("advance", name, step, *words, *(("--attach", attach) if attach else ()))


def test_what_is_in_force_follows_bescheid_amendments_and_settlement(empty: Desk) -> None:
    name = empty.say("project", "adopt", adopted(empty))
    before = empty.data("project", "show", name)
    assert (before["total_cost"], before["requested_grant"]) == ("12000.00", "8400.00")
    assert before["in_force"]["granted"] == {
        "eligible_cost": "12000.00",
        "grant": "8400.00",
        "start": "2024-09-01",
        "end": "2027-08-31",
        "decided_on": "2024-06-20",
        "amended_on": None,
        "amendments": 0,
        "late": False,
    }
    decided = ("decided_on=2025-04-01", "result=granted")
    _advance(empty, name, "record_amendment", *decided, "cost=11000.00", "grant=7700.00")
    _advance(empty, name, "record_amendment", *decided, "new_end=2029-01-31")
    page = " ".join(empty.say("project", "show", name).split())
    assert "Granted 7,700.00 €, of 11,000.00 € eligible cost" in page.replace("\u00a0", " ")
    assert "Granted period 2024-09-01 to 2029-01-31" in page
    assert "the granted period ends after 2028-12-31" in page
    (running,) = [one for one in empty.data("board")["states"] if one["state"] == "running"]
    assert (running["requested_grant"], running["granted"]) == ("8400.00", "7700.00")
    _advance(empty, name, "finish", "ended_on=2025-04-01")
    _advance(
        *(empty, name, "receive_report", "received_on=2025-04-08", "kind=short"),
        *("course=gut", "success=ja", "continuation=ja", "use_of_findings=ja"),
    )
    _advance(empty, name, "settle", "final_eligible_cost=10000.00", "grant_paid=7000.00")
    _advance(empty, name, "close", "checked_by=Frau Zeh")
    found = empty.data("project", "show", name)["in_force"]
    assert (found["grant"], found["end"]) == ("7700.00", "2029-01-31")
    assert found["granted"]["late"]
    assert found["settled"] == {
        "eligible_cost": "10000.00",
        "paid": "7000.00",
        "claimed_back": None,
        "day": "2025-04-10",
    }
    (number,) = [
        one["number"] for one in empty.data("document", "list") if one["kind"] == "abschlussvermerk"
    ]
    empty.run("document", "render", number, "-o", str(empty.folder / "vermerk.pdf"))
    text = " ".join(PdfReader(empty.folder / "vermerk.pdf").pages[0].extract_text().split())
    assert "Bewilligte Zuwendung 7.700,00 €" in text
    assert "Bewilligungszeitraum 01.09.2024 bis 31.01.2029" in text
    assert "Ausgezahlte Zuwendung 7.000,00 €" in text


def test_a_project_is_taken_over_once(empty: Desk) -> None:
    empty.run("project", "adopt", adopted(empty))
    rules = empty.rules("project", "adopt", adopted(empty))
    assert ("known", "adopted.reference") in rules


def test_every_mistake_in_what_is_taken_over_is_named(empty: Desk) -> None:
    path = Path(adopted(empty))
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ('"running"', '"rennt"'),
        ('"endorsed"', '"prima"'),
        ('grant = "8400.00"', 'grant = "8.400"'),
        ("bescheid.pdf", "fehlt.pdf"),
    ):
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    fields = {field for _, field in empty.rules("project", "adopt", str(path), status=2)}
    assert fields == {
        "adopted.state",
        "adopted.votum.result",
        "adopted.entries[0].form.grant",
        "adopted.papers[0].file",
    }
    assert empty.data("project", "list") == []


def test_a_spreadsheet_brings_one_project_a_row(empty: Desk) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        [
            *("project.title", "applicant.name", "project.regions", "project.end"),
            *("adopted.state", "adopted.total_cost", "adopted.requested_grant"),
            *("entries.start.day", "entries.start.started_on"),
        ]
    )
    shares = "hildesheim:60; weserbergland:40"
    day = date(2024, 1, 1)
    sheet.append(["Eins", "T", shares, date(2026, 12, 31), "running", 120000.5, 84000, day, day])
    sheet.append(["Zwei", "T", "hildesheim", date(2024, 12, 31), "closed", 50000, 35000])
    book.save(empty.folder / "bestand.xlsx")
    first, second = empty.say("project", "adopt", str(empty.folder / "bestand.xlsx")).split()
    shown = empty.data("project", "show", first)
    assert shown["total_cost"] == "120000.50"
    assert shown["sketch"]["project"]["regions"] == {"hildesheim": 60, "weserbergland": 40}
    assert shown["entries"][0]["form"] == {"started_on": "2024-01-01"}
    assert empty.data("project", "show", second)["state"] == "closed"


# ---------------------------------------------------------------- the file


def test_the_file_holds_every_paper_with_its_hash_and_the_course_in_german(desk: Desk) -> None:
    (desk.folder / "aussage.pdf").write_bytes(b"%PDF-1.4 unterschrieben")
    desk.run(
        "note", PROJECT, "Aussage unterschrieben", "--attach", str(desk.folder / "aussage.pdf")
    )
    (row,) = desk.data("project", "file", PROJECT, "-o", str(desk.folder / "akten"))
    folder = desk.folder / "akten" / PROJECT
    shown = desk.data("project", "show", PROJECT)
    assert row["papers"] == len(shown["documents"]) + 1
    text = (folder / "00_Inhaltsverzeichnis.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == row["papers"]
    for one in rows:
        body = (folder / one["Datei"]).read_bytes()
        assert hashlib.sha256(body).hexdigest() == one["SHA-256"]
        assert one["Datei"].startswith(("2025-02-03_FKB-LW-2025-001_", "2025-0"))
        assert not set('<>:"/\\|?*') & set(one["Datei"])
    assert rows[-1]["von"] == "Projektträger"
    assert (folder / rows[-1]["Datei"]).read_bytes() == b"%PDF-1.4 unterschrieben"
    course = (folder / "01_Verlauf.txt").read_text(encoding="utf-8")
    assert "der lokalen Allianz vorlegen" in course
    assert "Aussage unterschrieben" in course


def test_a_file_that_is_up_to_date_is_left_as_it_is(desk: Desk) -> None:
    target = str(desk.folder / "akten")
    desk.run("project", "file", "--all", "-o", target)
    mark = desk.folder / "akten" / PROJECT / "eigenes.txt"
    mark.write_text("bleibt", encoding="utf-8")
    (again,) = desk.data("project", "file", "--all", "-o", target)
    assert again["written"] is False
    assert mark.exists()
    desk.run("note", PROJECT, "Neues")
    (new,) = desk.data("project", "file", PROJECT, "-o", target)
    assert new["written"] is True
    assert "Neues" in (desk.folder / "akten" / PROJECT / "01_Verlauf.txt").read_text("utf-8")
    assert [one.name for one in (desk.folder / "akten").iterdir()] == [PROJECT]


def test_a_folder_of_somebody_else_is_not_replaced(desk: Desk) -> None:
    other = desk.folder / "akten" / PROJECT
    other.mkdir(parents=True)
    (other / "fremd.txt").write_text("fremd", encoding="utf-8")
    desk.run("project", "file", PROJECT, "-o", str(desk.folder / "akten"), status=1)
    assert [one.name for one in other.iterdir()] == ["fremd.txt"]


def test_the_file_command_wants_a_project_or_all(desk: Desk) -> None:
    desk.run("project", "file", "-o", "akten", status=2)
    desk.run("project", "file", PROJECT, "--all", "-o", "akten", status=2)


def test_names_of_the_desk_are_those_the_tests_rely_on() -> None:
    assert (PROJECT, MEETING, MOTION) == ("LW-2025-001", "M-2025-01", "LW-2025-001-V1")


def test_a_revision_that_was_taken_back_is_no_version(desk: Desk) -> None:
    cheaper = Path(sketch(desk, "Neu"))
    text = SKETCH.replace("12000.00", "11000.00").replace("8400.00", "7400.00")
    cheaper.write_text(text, encoding="utf-8")
    desk.run("project", "revise", PROJECT, str(cheaper), "--reason", "weniger")
    desk.run("undo", PROJECT)
    found = desk.data("project", "diff", PROJECT)
    assert [one["version"] for one in found["versions"]] == [1]
    assert found["changes"] == []
    assert desk.data("project", "show", PROJECT)["total_cost"] == "12000.00"


def test_a_votum_that_was_taken_over_counts_as_sent(empty: Desk) -> None:
    path = Path(adopted(empty))
    text = path.read_text(encoding="utf-8").replace('"running"', '"votum_sent"')
    head, _, rest = text.partition("[[adopted.entries]]")
    path.write_text(head + "[[adopted.papers]]" + rest.partition("[[adopted.papers]]")[2])
    name = empty.say("project", "adopt", str(path))
    assert empty.data("project", "show", name)["next"]["step"] == "apply"
    dearer = ("first_submitted_on=2025-04-01", "completed_on=2025-04-10", "reference=N",
              "requested_grant=35000.00", "total_cost=50000.00", "start=2026-03-01",
              "end=2027-12-31")  # fmt: skip
    values = [word for one in dearer for word in ("--set", one)]
    assert "supplement" in {rule for rule, _ in empty.rules("advance", name, "apply", *values)}
