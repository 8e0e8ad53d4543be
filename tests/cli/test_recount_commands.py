"""Correcting a ballot after the close, as it is typed: what is said, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import MOTION, PROJECT, Desk, voting


@pytest.fixture
def closed(tmp_path: Path) -> tuple[Desk, str]:
    """A desk whose vote is closed, and the entry with the ballots."""
    desk = voting(tmp_path)
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    desk.run("motion", "close", MOTION)
    log = desk.data("audit", "log", "--project", PROJECT)
    entry = next(one["entry"] for one in log if one["kind"] == "ballots_recorded")
    return desk, str(entry)


def test_a_result_that_stays_is_said_to_stay(closed: tuple[Desk, str]) -> None:
    desk, entry = closed
    words = ("correct", PROJECT, entry, "--set", "seat.dgb=abstain", "--reason", "Hörfehler")
    said = desk.run(*words)
    assert "was counted again: the result stays endorsed" in said.stdout
    assert "motion close" not in said.stderr
    told = desk.data("motion", "tally", MOTION)
    assert (told["result"], told["yes"], told["abstain"]) == ("endorsed", 11, 1)
    assert "the result stays what it was" in desk.say("motion", "tally", MOTION)


def test_a_result_that_changes_is_said_and_put_in_force_by_closing_again(
    closed: tuple[Desk, str], tmp_path: Path
) -> None:
    desk, entry = closed
    words = ("correct", PROJECT, entry, "--set", "seat.dgb=no", "--reason", "Hörfehler")
    data = desk.data(*words)
    recount = data["recount"]
    assert (recount["declared"], recount["result"]) == ("endorsed", "deferred")
    assert (recount["changed"], data["state"]) == (True, "endorsed")
    assert set(data["replaces"].values()) == {"recounted"}
    shown = desk.data("motion", "show", MOTION)
    assert (shown["result"], shown["recounts"][0]["result"]) == ("endorsed", "deferred")
    documents = desk.say("document", "list")
    assert "its result no longer holds" in documents
    assert "At the close it was declared: endorsed" in desk.say("motion", "tally", MOTION)
    done = desk.run("motion", "close", MOTION)
    assert "The new result" in done.stdout
    assert desk.data("project", "show", PROJECT)["state"] == "deferred"
    path = tmp_path / "nachweis.json"
    desk.run("motion", "certificate", MOTION, "--for", "auditors", "-o", str(path))
    told = desk.data("motion", "verify", str(path))
    assert (told["result"], told["cause"]) == ("deferred", "no_consensus")
    checked = desk.data("audit", "verify")["checked"]
    assert checked["certificate"] == 3
    desk.run("motion", "close", MOTION, status=1)


def test_the_next_step_is_the_close_or_once_a_letter_is_out_the_vote(
    closed: tuple[Desk, str],
) -> None:
    desk, entry = closed
    words = ("correct", PROJECT, entry, "--set", "seat.dgb=no", "--reason", "Hörfehler")
    assert f"motion close {MOTION}" in desk.run(*words).stderr
    back = ("correct", PROJECT, entry, "--set", "seat.dgb=yes", "--reason", "doch")
    assert "holds again" in desk.run(*back).stdout
    sent = ("--set", "sent_on=2025-04-10", "--set", "channel=email")
    desk.run("advance", PROJECT, "send_votum", *sent)
    assert f"motion open --project {PROJECT}" in desk.run(*words).stderr
    assert desk.rules("motion", "close", MOTION) == [("vote", "motion")]
    desk.run("motion", "open", "--project", PROJECT, "--circular", "--until", "2025-05-01",
             "--reason", "neu gezählt", "--change", "Ergebnis nach Berichtigung")  # fmt: skip


def test_the_second_person_is_named_by_an_option(closed: tuple[Desk, str]) -> None:
    desk, entry = closed
    words = ("correct", PROJECT, entry, "--set", "seat.dgb=abstain", "--reason", "Hörfehler")
    desk.run(*words, "--confirmed-by", "Frau Zwei")
    (event,) = [one for one in desk.data("audit", "log") if one["kind"] == "corrected"]
    assert event["payload"]["confirmed_by"] == "Frau Zwei"
