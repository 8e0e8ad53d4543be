"""Free motions and elections as they are typed, and where they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted

FREE = "B-2025-01-V1"
OPEN = ("motion", "open", "--title", "Neuer Sitz", "--text", "Ein Sitz kommt hinzu.")
ELECT = ("motion", "open", "--title", "Wahl", "--kind", "election", "--meeting", MEETING)
COUNT = ("--sum", "Erika=9", "--sum", "Max=3", "--counted-by", "Eins", "--counted-by", "Zwei")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


@pytest.fixture
def vote(desk: Desk) -> Desk:
    assert desk.say(*OPEN, "--meeting", MEETING) == FREE
    desk.run("meeting", "attend", MEETING, "all=member")
    return desk


def waits(desk: Desk, page: str = "today") -> list[tuple[str, str, str]]:
    rows = desk.data(page)["resolutions"]
    return [(one["motion"], one["by"], one["what"]) for one in rows]


def test_a_free_motion_goes_from_its_opening_to_the_telling(vote: Desk) -> None:
    assert waits(vote) == [(FREE, "office", "close")]
    vote.run("vote", "record", FREE, "--source", "meeting", "--all-present", "yes")
    vote.run("vote", "recuse", FREE, "--seat", "hwk", "--because", "bewirbt sich")
    tally = vote.data("motion", "tally", FREE)
    assert (tally["motion"], tally["result"], tally["yes"], tally["recused"]) == (
        *(FREE, "endorsed", 11, 1),
    )
    said = vote.run("motion", "close", FREE)
    assert "adopted" in said.stdout
    assert "Yes 11, no 0, abstentions 0, recused 1" in said.stdout
    assert waits(vote) == waits(vote, "board") == [(FREE, "office", "send")]
    vote.run("motion", "send", FREE, "--channel", "post", "--to", "Erika Muster")
    assert waits(vote) == []
    kinds = [one["kind"] for one in vote.data("document", "list", "--project", "B-2025-01")]
    assert kinds == ["beschlussvorlage_frei", "beschlussausfertigung"]
    vote.run("audit", "verify")


def test_the_days_of_adopted_conditions_are_watched_until_they_are_met(vote: Desk) -> None:
    adopt = ("motion", "adopt", FREE, "--owner", "Koordinierungsstelle", "--evidence", "Vermerk")
    vote.run(*adopt, "--text", "Bericht im Sommer", "--due", "2025-07-01")
    vote.run(*adopt, "--text", "Aushang", "--due", "2025-05-01")
    vote.run("vote", "record", FREE, "--source", "meeting", "--all-present", "yes")

    def days() -> list[tuple[str, str, str]]:
        rows = vote.data("deadlines")
        return [(one["project"], one["deadline"], one["due"]) for one in rows]

    assert days() == [], "nothing is adopted before the close"
    vote.run("motion", "close", FREE)
    both = [("B-2025-01", "condition", day) for day in ("2025-05-01", "2025-07-01")]
    assert days() == both
    vote.run("motion", "met", FREE, "1", "--evidence", "Bericht liegt vor")
    assert days() == both[:1]


def test_lists_hold_the_motions_of_projects_and_the_free_ones(vote: Desk) -> None:
    assert vote.say("motion", "open", "--project", PROJECT, "--meeting", MEETING) == MOTION
    rows = vote.data("motion", "list")
    assert [(one["motion"], one["project"], one["resolution"]) for one in rows] == [
        (MOTION, PROJECT, ""),
        (FREE, "", "B-2025-01"),
    ]
    assert "Neuer Sitz" in vote.say("motion", "list")
    shown = vote.data("motion", "show", FREE)
    assert (shown["purpose"], shown["text"]) == ("resolution", "Ein Sitz kommt hinzu.")
    assert "Ein Sitz kommt hinzu." in vote.say("motion", "show", FREE)
    assert vote.data("motion", "list", "--as-of", "2025-04-09") == []


def test_the_wording_may_come_from_a_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "beschluss.txt"
    file.write_text("Erste Zeile\nZweite Zeile\n", encoding="utf-8")
    desk.run(*OPEN[:4], "--text", str(file), "--meeting", MEETING, "--attach", str(file))
    assert desk.data("motion", "show", FREE)["text"] == "Erste Zeile\nZweite Zeile"
    file.write_bytes(b"\xff\xfe")
    desk.run(*OPEN[:4], "--text", str(file), "--meeting", MEETING, status=2)


def test_a_failed_consensus_is_mediated_and_put_again(vote: Desk) -> None:
    vote.run(
        "vote", "record", FREE, "--source", "meeting", "--all-present", "yes", "--seat", "dgb=no"
    )
    vote.run("motion", "close", FREE)
    assert waits(vote) == [(FREE, "office", "reopen")]
    again = ("motion", "reopen", "B-2025-01", "--until", "2025-05-10", "--reason", "Eile")
    assert vote.rules(*again) == [("F6", "mediation")]
    second = vote.say(*again, "--mediation", "Gespräch mit dem DGB")
    assert second == "B-2025-01-V2"
    assert waits(vote) == [(second, "members", "vote")]
    shown = vote.data("motion", "show", second)
    assert (shown["round"], shown["mediation"]) == (2, "Gespräch mit dem DGB")
    vote.run("motion", "cancel", second, "--reason", "erledigt")
    assert waits(vote) == []
    again = ("motion", "reopen", "B-2025-01", "--days", "14", "--reason", "Eile")
    vote.run(*again, "--mediation", "Gespräch", status=2)
    third = vote.say(*again, "--circular", "--mediation", "Gespräch")
    assert vote.data("motion", "show", third)["until"] == "2025-04-24"


def test_an_election_is_counted_and_closed_without_a_ballot_by_seat(desk: Desk) -> None:
    assert desk.say(*ELECT) == FREE
    assert waits(desk) == [(FREE, "office", "count")]
    desk.run("meeting", "attend", MEETING, "all=member", "dgb=absent")
    seats = [one["seat"] for one in desk.data("seat", "list") if one["seat"] != "dgb"]
    desk.run("vote", "count", FREE, "--participants", *seats, *COUNT)
    desk.run("vote", "count", FREE, "--participants", ",".join(seats), *COUNT)
    desk.run("vote", "count", FREE, "--participants", "all", *COUNT)
    tally = desk.data("motion", "tally", FREE)
    assert tally["result"] == "open"
    assert tally["election"]["sums"][0] == {"candidate": "Erika", "votes": 9}
    assert desk.rules("motion", "close", FREE) == [("vote", "elected")]
    desk.run("motion", "close", FREE, "--set", "elected=Erika")
    shown = desk.data("motion", "show", FREE)
    assert (shown["result"], shown["election"]["elected"]) == ("elected", "Erika")
    assert shown["ballots"] == []
    text = desk.say("motion", "show", FREE)
    assert "no ballot names a seat" in text
    assert "Counted by: Eins, Zwei." in text
    assert "Erika" in desk.say("motion", "tally", FREE)
    desk.run("audit", "verify")


@pytest.mark.parametrize("actor", ["reader", "seat:dgb", "applicant:LW-2025-001"])
def test_who_sees_seats_sees_who_took_part(desk: Desk, actor: str) -> None:
    desk.run(*ELECT)
    desk.run("meeting", "attend", MEETING, "all=member", "dgb=absent")
    desk.run("vote", "count", FREE, "--participants", "all", *COUNT)
    shown = desk.data("motion", "show", FREE, actor=actor)
    assert ("took_part" in shown.get("election", {})) == (not actor.startswith("applicant"))
    assert shown["title"] == "Wahl"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("motion", "open", "--meeting", MEETING), 2),
        ((*OPEN, "--project", PROJECT, "--meeting", MEETING), 2),
        ((*OPEN, "--proposal", "decline", "--meeting", MEETING), 2),
        ((*OPEN, "--meeting", MEETING, "--circular"), 2),
        ((*OPEN, "--circular"), 1),
        (("motion", "open", "--project", PROJECT, "--text", "x", "--meeting", MEETING), 2),
        (("motion", "close", "B-2025-09-V1"), 1),
        (("motion", "show", "B-2025-09-V1"), 1),
        (("motion", "reopen", "B-2025-09", "--meeting", MEETING), 1),
        (("motion", "cancel", "B-2025-09-V1", "--reason", "x"), 1),
        (("motion", "send", "B-2025-09-V1"), 1),
        (("vote", "count", FREE, "--participants", "all", *COUNT), 1),
        (("vote", "count", FREE, "--participants", "all", "--sum", "A", *COUNT[4:]), 2),
        (("vote", "count", FREE, "--participants", "all", "--sum", "A=-1", *COUNT[4:]), 2),
        (("vote", "count", FREE, "--participants", "all", "--sum", "A=1000000", *COUNT[4:]), 2),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, words: tuple[str, ...], status: int
) -> None:
    before = desk.data("audit", "head")
    desk.run(*words, status=status)
    assert desk.data("audit", "head") == before


def test_sending_and_cancelling_take_the_steps_of_a_project(desk: Desk) -> None:
    open_ = ("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    desk.run(*open_)
    assert desk.data("motion", "cancel", MOTION, "--reason", "abgesetzt")["state"] == "submitted"
    second = desk.say(*open_)
    desk.run("meeting", "attend", MEETING, "all=member")
    desk.run("vote", "record", second, "--source", "meeting", "--all-present", "yes")
    desk.run("motion", "close", second)
    desk.run("motion", "send", MOTION, status=1)
    assert desk.data("motion", "send", second)["state"] == "votum_sent"


def ballots_entry(desk: Desk) -> str:
    """The number of the entry with ballots, as the refusal of another one names it."""
    words = ("correct", "B-2025-01", "1", "--set", "seat.dgb=no", "--reason", "x")
    return desk.run(*words, status=1).stderr.rsplit("Write one of: ", 1)[1].split(".")[0].strip()


def test_a_wrong_ballot_is_corrected_after_the_close(vote: Desk) -> None:
    vote.run("vote", "record", FREE, "--source", "meeting", "--all-present", "yes")
    vote.run("motion", "close", FREE)
    entry = ballots_entry(vote)
    fix = ("correct", "B-2025-01", entry, "--reason", "Hörfehler")
    assert f"motion close {FREE}" in vote.run(*fix, "--set", "seat.dgb=no").stderr
    assert waits(vote) == [(FREE, "office", "recount")]
    tally = vote.data("motion", "tally", FREE)
    assert (tally["result"], tally["no"]) == ("deferred", 1)
    listed = vote.data("document", "list", "--project", "B-2025-01")
    assert [one["replaced_by"] for one in listed] == ["", "recounted"]
    done = vote.data("motion", "close", FREE)
    assert (done["recount"]["result"], done["recount"]["changed"]) == ("deferred", False)
    assert waits(vote) == [(FREE, "office", "reopen")]
    assert vote.data("motion", "list")[0]["result"] == "deferred"
    vote.run("audit", "verify")
    vote.run("motion", "reopen", "B-2025-01", "--mediation", "Gespräch", "--circular", status=1)


def test_a_new_count_after_the_telling_asks_for_a_new_motion(vote: Desk) -> None:
    vote.run("vote", "record", FREE, "--source", "meeting", "--all-present", "yes")
    vote.run("motion", "close", FREE)
    vote.run("motion", "send", FREE)
    entry = ballots_entry(vote)
    fix = ("correct", "B-2025-01", entry, "--reason", "Hörfehler", "--set")
    assert "motion open --title" in vote.run(*fix, "seat.dgb=no").stderr
    assert vote.rules("motion", "close", FREE) == [("vote", "motion")]
    assert "today" in vote.run(*fix, "seat.dgb=yes").stderr
