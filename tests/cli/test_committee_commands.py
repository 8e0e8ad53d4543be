"""What the committee does: meetings, motions, ballots, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted, voting


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(tmp_path)


@pytest.fixture
def vote(tmp_path: Path) -> Desk:
    return voting(tmp_path)


def test_a_deputy_is_not_said_to_answer_while_the_member_is_there(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    words = ("vote", "record", MOTION, "--source", "meeting", "--deputy", "dgb=prevented")
    named = desk.rules(*words, "--seat", "dgb=yes")
    assert named
    assert desk.rules(*words, "--all-present", "yes") == named
    assert desk.data("motion", "tally", MOTION)["yes"] == 0
    desk.run("meeting", "attend", MEETING, "dgb=deputy:prevented")
    desk.run(*words, "--all-present", "yes")


def test_an_answer_for_everybody_changes_none_that_was_recorded_by_name(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    everybody = ("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    desk.run(*everybody, "--seat", "hwk=no")
    said = desk.run(*everybody)
    assert "hwk=no" in said.stdout
    assert desk.data("motion", "tally", MOTION)["no"] == 1
    assert desk.data(*everybody)["stayed"] == ["hwk=no"]
    desk.run(*everybody[:5], "--seat", "hwk=yes")
    assert desk.data("motion", "tally", MOTION)["no"] == 0


def test_a_database_is_made_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("init")
    assert "already" in desk.run("init", status=1).stderr


def test_no_database_is_made_for_an_unknown_alliance(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("init", "--alliance", "atlantis", status=2)
    assert not desk.db.exists()


def test_nobody_but_the_office_makes_a_database(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("init", actor="reader", status=1)
    assert not desk.db.exists()


def test_only_init_makes_a_database(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("meeting", "new", "--on", "2025-05-01", status=2)
    desk.run("motion", "list", status=2)
    assert not desk.db.exists()


def test_a_database_by_url_is_named_as_unknown(tmp_path: Path) -> None:
    said = Desk(tmp_path).run("motion", "list", db="postgresql://host/x", status=2).stderr
    assert "postgresql" in said


def test_a_meeting_prints_its_id_and_nothing_else(desk: Desk) -> None:
    assert desk.say("meeting", "new", "--on", "10.11.2025", "--kind", "assembly") == "M-2025-02"


def test_meetings_are_listed_by_their_day(desk: Desk) -> None:
    desk.run("meeting", "new", "--on", "2025-03-20")
    found = desk.data("meeting", "list")
    assert [one["day"] for one in found] == ["2025-03-20", "2025-04-10"]
    assert found[1]["place"] == "Hannover"


def test_a_meeting_is_not_known_before_it_was_planned(desk: Desk) -> None:
    assert desk.data("meeting", "list", "--as-of", "2025-02-28") == []
    assert len(desk.data("meeting", "list", "--as-of", "2025-03-03")) == 1


def test_attendance_takes_everybody_but_those_named(desk: Desk) -> None:
    words = ("all=member", "dgb=absent", "arl=deputy:prevented")
    found = desk.data("meeting", "attend", MEETING, *words)["attendance"]
    by = {one["seat"]: (one["by"], one["case"]) for one in found}
    assert len(by) == 13
    assert by["dgb"] == ("absent", "")
    assert by["arl"] == ("deputy", "prevented")
    assert by["hwk"] == ("member", "")


@pytest.mark.parametrize("word", ["dgb", "=member", "dgb="])
def test_attendance_without_seat_or_value_is_unreadable(desk: Desk, word: str) -> None:
    desk.run("meeting", "attend", MEETING, word, status=2)


def test_a_deputy_without_the_case_of_substitution_is_refused(desk: Desk) -> None:
    assert desk.rules("meeting", "attend", MEETING, "arl=deputy") == [("vote", "arl")]


def test_every_wrong_seat_is_named_at_once(desk: Desk) -> None:
    found = desk.rules("meeting", "attend", MEETING, "kantine=member", "dgb=asleep")
    assert {field for _, field in found} == {"kantine", "dgb"}


def test_attendance_before_the_meeting_is_refused(desk: Desk) -> None:
    desk.run("meeting", "attend", MEETING, "all=member", "--on", "2025-04-09", status=1)


def test_nothing_is_recorded_before_it_happened(vote: Desk) -> None:
    ahead = ("--on", "2025-04-11")
    assert vote.rules("meeting", "attend", MEETING, "dgb=absent", *ahead) == [("order", "on")]
    vote.run(
        "vote", "record", MOTION, "--source", "meeting", "--all-present", "yes", *ahead, status=1
    )
    vote.run("vote", "recuse", MOTION, "--seat", "dgb", "--because", "x", *ahead, status=1)
    assert ("order", "on") in vote.rules("motion", "close", MOTION, *ahead)
    vote.run("motion", "close", MOTION, "--set", "postponed=true")
    assert vote.rules("meeting", "close", MEETING, *ahead) == [("order", "on")]


def test_a_motion_prints_its_id_and_issues_its_papers(desk: Desk) -> None:
    words = ("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    assert desk.say(*words) == MOTION
    kinds = {one["kind"] for one in desk.data("document", "list")}
    assert {"beschlussvorlage", "stimmzettel"} <= kinds


def test_a_circular_needs_its_end_and_its_reason(desk: Desk) -> None:
    words = ("motion", "open", "--project", PROJECT, "--circular")
    assert {rule for rule, _ in desk.rules(*words)} == {"F9"}
    whole = (*words, "--until", "2025-05-01", "--reason", "Frist")
    assert desk.data(*whole)["motion"] == MOTION
    assert desk.data("motion", "show", MOTION)["mode"] == "circular"


def test_meeting_and_circular_together_are_wrong_usage(desk: Desk) -> None:
    words = ("motion", "open", "--project", PROJECT, "--meeting", MEETING, "--circular")
    desk.run(*words, status=2)


def test_a_proposal_to_decline_is_kept(desk: Desk) -> None:
    words = ("--meeting", MEETING, "--proposal", "decline")
    desk.run("motion", "open", "--project", PROJECT, *words)
    assert desk.data("motion", "show", MOTION)["proposal"] == "decline"


def test_a_second_motion_on_the_same_project_is_refused_with_the_state(vote: Desk) -> None:
    found = vote.rules("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    assert ("state", "state") in found


def test_a_refused_opening_is_on_record(vote: Desk) -> None:
    vote.run("motion", "open", "--project", PROJECT, "--meeting", MEETING, status=1)
    refused = vote.data("audit", "log", "--refused")
    assert [one["payload"]["step"] for one in refused] == ["open_vote"]
    assert refused[0]["violations"][0]["rule"] == "state"


def test_unknown_projects_and_motions_are_refused(desk: Desk) -> None:
    desk.run("motion", "open", "--project", "LW-1999-001", "--meeting", MEETING, status=1)
    for command in ("tally", "show", "close"):
        desk.run("motion", command, f"{PROJECT}-V9", status=1)
        desk.run("motion", command, "unfug", status=1)


def test_the_office_leaves_its_own_seat_to_the_chair_and_says_so(vote: Desk) -> None:
    words = ("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    said = vote.say(*words)
    assert "Left to the chair" in said and "arl" in said
    answers = {one["seat"] for one in vote.data("motion", "show", MOTION)["ballots"]}
    assert len(answers) == 12
    assert "arl" not in answers


def test_nobody_records_the_ballot_of_their_own_seat(vote: Desk) -> None:
    words = ("vote", "record", MOTION, "--source", "meeting", "--seat", "arl=yes")
    assert vote.rules(*words) == [("vote", "arl")]
    vote.run(*words, actor="chair")


def test_a_named_seat_answers_for_itself(vote: Desk) -> None:
    words = ("--source", "meeting", "--all-present", "yes", "--seat", "dgb=no")
    vote.run("vote", "record", MOTION, *words)
    tally = vote.data("motion", "tally", MOTION)
    assert (tally["yes"], tally["no"]) == (11, 1)


def test_a_seat_named_twice_is_unreadable(vote: Desk) -> None:
    words = ("--source", "meeting", "--seat", "dgb=no", "--seat", "dgb=yes")
    vote.run("vote", "record", MOTION, *words, status=2)
    assert vote.data("motion", "show", MOTION)["ballots"] == []


def test_evidence_comes_along_and_a_missing_file_is_named(vote: Desk, tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    words = ("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes")
    assert "mail.eml" in vote.run(*words, "--attach", str(mail), status=2).stderr
    mail.write_text("Ja.", encoding="utf-8")
    vote.run(*words, "--attach", str(mail))
    (ballot,) = vote.data("motion", "show", MOTION)["ballots"]
    shown = tuple(ballot[key] for key in ("seat", "answer", "by", "origin", "ballot"))
    assert shown == ("dgb", "yes", "member", "email", "")
    assert vote.data("project", "show", PROJECT)["papers"][-1]["name"] == "mail.eml"


def test_a_recusal_voids_the_ballot_and_leaves_the_base(vote: Desk) -> None:
    vote.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    vote.run("vote", "recuse", MOTION, "--seat", "dgb", "--because", "vertritt den Träger")
    tally = vote.data("motion", "tally", MOTION)
    assert (tally["seats"], tally["recused"], tally["entitled"]) == (13, 1, 12)
    assert tally["yes"] == 11
    words = ("vote", "record", MOTION, "--source", "meeting", "--seat", "dgb=yes")
    assert vote.rules(*words) == [("vote", "dgb")]


def test_the_tally_has_the_documented_shape(vote: Desk) -> None:
    vote.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    open_tally = vote.data("motion", "tally", MOTION)
    assert list(open_tally) == [
        *(
            "motion",
            "provisional",
            "result",
            "round",
            "seats",
            "entitled",
            "recused",
            "present",
            "yes",
        ),
        *("no", "abstain", "missing", "quorum", "rule", "derivation"),
    ]
    assert open_tally["quorum"] == {"required": 7, "reached": 13, "met": True}
    assert open_tally["missing"] == 1
    vote.run("motion", "close", MOTION)
    closed = vote.data("motion", "tally", MOTION)
    assert (open_tally["provisional"], closed["provisional"]) == (True, False)
    assert open_tally["derivation"][-1] == f"If it were closed now: {closed['derivation'][-1]}"
    said = {"provisional", "derivation"}
    assert all(closed[key] == open_tally[key] for key in open_tally.keys() - said)
    assert all(isinstance(one, str) and one.endswith(".") for one in closed["derivation"])


def test_the_derivation_speaks_the_readers_language(vote: Desk) -> None:
    german = json.loads(vote.run("--json", "motion", "tally", MOTION, "--lang", "de").stdout)
    assert any("Sitze" in one for one in german["derivation"])


def test_the_bylaws_decide_who_sees_single_votes(vote: Desk) -> None:
    vote.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    assert "ballots" in vote.data("motion", "show", MOTION, actor="seat:dgb")
    applicant = f"applicant:{PROJECT}"
    assert "ballots" not in vote.data("motion", "show", MOTION, actor=applicant)
    told = vote.data("motion", "tally", MOTION, actor=applicant)
    assert told["yes"] == 12
    assert not any("arl" in one for one in told["derivation"])
    vote.run("motion", "tally", MOTION, actor="alliance:hildesheim", status=1)


def test_closing_says_the_result_and_moves_the_project(vote: Desk) -> None:
    vote.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    done = vote.data("motion", "close", MOTION)
    assert (done["result"], done["state"]) == ("endorsed", "endorsed")
    assert len(done["documents"]) == 1
    vote.run("motion", "close", MOTION, status=1)


def test_a_motion_without_attendance_cannot_be_closed(desk: Desk) -> None:
    desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    assert ("C3", "attendance") in desk.rules("motion", "close", MOTION)


def test_a_postponed_motion_is_deferred(vote: Desk) -> None:
    done = vote.data("motion", "close", MOTION, "--set", "postponed=true")
    assert (done["result"], done["cause"]) == ("deferred", "postponed")


def test_closing_for_a_reader_is_refused(vote: Desk) -> None:
    assert ("role", "actor") in vote.rules("motion", "close", MOTION, actor="reader")


def test_open_motions_hold_their_meeting_open(vote: Desk) -> None:
    vote.run("meeting", "close", MEETING, "--only", status=1)
    vote.run("motion", "close", MOTION, "--set", "postponed=true")
    vote.run("meeting", "close", MEETING, "--only")
    vote.run("meeting", "attend", MEETING, "dgb=absent", status=1)


def test_motions_are_listed_with_their_result(vote: Desk) -> None:
    assert [one["status"] for one in vote.data("motion", "list", "--open")] == ["open"]
    vote.run("motion", "close", MOTION, "--set", "postponed=true")
    assert vote.data("motion", "list", "--open") == []
    (one,) = vote.data("motion", "list")
    assert (one["motion"], one["result"]) == (MOTION, "deferred")
    assert vote.data("motion", "list", "--as-of", "2025-04-09") == []


def test_seats_are_those_of_the_day(desk: Desk) -> None:
    assert len(desk.data("seat", "list")) == 13
    before = [one["seat"] for one in desk.data("seat", "list", "--as-of", "2024-06-30")]
    assert len(before) == 12
    assert "hochschulen" not in before
