"""`seat list|history|appoint|end|follow` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted

ANNA = ("dgb", "--person", "Anna Eins", "--institution", "DGB", "--from", "2025-01-01")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


def held(desk: Desk, seat: str, *words: str) -> tuple[str, str]:
    row = next(one for one in desk.data("seat", "list", *words) if one["seat"] == seat)
    return row["holder"], row["status"]


def test_a_person_is_appointed_and_listed_by_business_day_and_by_what_was_known(
    desk: Desk,
) -> None:
    desk.run("seat", "appoint", *ANNA)
    assert held(desk, "dgb") == ("Anna Eins", "held")
    assert held(desk, "dgb", "--on", "2024-12-31") == ("", "unknown")
    assert held(desk, "dgb", "--as-of", "2025-04-09") == ("", "unknown")
    assert held(desk, "dgb", "--as-of", "2025-04-10", "--on", "2025-01-01")[0] == "Anna Eins"
    desk.run("seat", "end", "dgb", "--person", "Anna Eins", "--on", "2025-04-30")
    assert held(desk, "dgb", "--on", "2025-04-30") == ("Anna Eins", "held")
    assert held(desk, "dgb", "--on", "2025-05-01") == ("", "vacant")


def test_whoever_enters_it_is_named_before_the_command(desk: Desk) -> None:
    desk.run("--person", "Berta Büro", "seat", "appoint", *ANNA)
    (entry,) = desk.data("seat", "history", "dgb")["entries"]
    assert (entry["person"], entry["by"]) == ("Anna Eins", "Berta Büro")


def test_the_history_names_terms_entries_and_followers(desk: Desk) -> None:
    desk.run("seat", "appoint", *ANNA)
    assert desk.say("motion", "open", "--project", PROJECT, "--meeting", MEETING) == MOTION
    said = desk.run("seat", "end", "dgb", "--person", "Anna Eins", "--on", "2025-04-10")
    assert MOTION in said.stdout
    assert "seat follow" in said.stderr
    desk.run("seat", "appoint", "dgb", "--person", "Bert Zwei", "--from", "2025-04-11")
    desk.today = "2025-04-11"
    desk.run("seat", "follow", MOTION, "--seat", "dgb", "--person", "Bert Zwei")
    found = desk.data("seat", "history", "dgb")
    assert [(one["person"], one["to"]) for one in found["terms"]] == [
        ("Anna Eins", "2025-04-10"),
        ("Bert Zwei", None),
    ]
    assert [one["kind"] for one in found["entries"]] == [
        *("seat_appointed", "seat_ended", "seat_appointed"),
    ]
    assert [(one["motion"], one["person"]) for one in found["followed"]] == [(MOTION, "Bert Zwei")]
    assert found["terms"][0]["entry"] == found["entries"][0]["entry"]
    text = desk.say("seat", "history", "dgb")
    assert "term ends on" in text
    assert "Bert Zwei" in text


def test_an_erased_person_is_shown_as_erased(desk: Desk) -> None:
    desk.run("seat", "appoint", *ANNA)
    words = ("--basis", "Art. 17 DSGVO", "--reason", "Antrag")
    desk.run("person", "erase", "Anna Eins", *words)
    assert held(desk, "dgb") == ("[gelöscht]", "held")
    assert "Anna" not in desk.say("seat", "history", "dgb")
    desk.run("audit", "verify")


def test_a_mistake_is_taken_back_with_the_day_before_its_first(desk: Desk) -> None:
    desk.run("seat", "appoint", *ANNA)
    data = desk.data("seat", "end", "dgb", "--person", "Anna Eins", "--on", "2024-12-31")
    assert data["taken_back"] is True
    assert data["to"] is None
    assert held(desk, "dgb") == ("", "unknown")


def test_a_deputy_alone_makes_the_seat_vacant_and_that_is_said(desk: Desk) -> None:
    words = ("--person", "Dora", "--deputy", "1", "--from", "2025-01-01")
    assert "vacant" in desk.run("seat", "appoint", "dgb", *words).stdout


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("seat", "appoint", "dgb", "--person", "B", "--from", "2025-06-01"), 1),
        (("seat", "appoint", "kammer", "--person", "B", "--from", "2025-06-01"), 1),
        (("seat", "appoint", "arl", "--person", "B", "--deputy", "2", "--from", "2025-06-01"), 1),
        (("seat", "appoint", "arl", "--person", "B", "--deputy", "0", "--from", "2025-06-01"), 2),
        (("seat", "appoint", "arl", "--person", "B", "--from", "morgen"), 2),
        (("seat", "appoint", "arl", "--from", "2025-06-01"), 2),
        (("seat", "end", "dgb", "--person", "Niemand", "--on", "2025-06-01"), 1),
        (("seat", "end", "dgb", "--person", "Anna Eins"), 2),
        (("seat", "history", "kammer"), 1),
        (("seat", "follow", MOTION, "--seat", "dgb", "--person", "B"), 1),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, words: tuple[str, ...], status: int
) -> None:
    desk.run("seat", "appoint", *ANNA)
    before = desk.data("audit", "head")
    desk.run(*words, status=status)
    assert desk.data("audit", "head") == before


def test_a_contradiction_between_file_and_record_is_shown(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("seat", "appoint", *ANNA)
    source = Path(__file__).parents[2] / "workflows" / "leine-weser"
    folder = tmp_path / "content" / "workflows" / "leine-weser"
    folder.mkdir(parents=True)
    row = 'tenures = [{ person = "Clara", role = "member", from = 2020-01-01 }]'
    for file in source.iterdir():
        text = file.read_text("utf-8").replace('id = "dgb"\n', f'id = "dgb"\n{row}\n')
        (folder / file.name).write_text(text, "utf-8")
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path / "content"))
    assert "two members" in desk.say("seat", "list")
    assert desk.data("seat", "history", "dgb")["contradictions"]
