"""Circulars, recusal, conditions and recorded votes as they are typed."""

from __future__ import annotations

import sqlite3
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted, voting

SEATS = (
    *("region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk"),
    *("arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl", "hochschulen"),
)
CIRCULAR = ("motion", "open", "--project", PROJECT, "--circular", "--reason", "Frist der NBank")
ADOPT = ("motion", "adopt", MOTION, "--text", "Abstimmung mit dem Jobcenter", "--owner", "Träger")
MAIL = """From: {sender}
Date: Thu, 10 Apr 2025 09:30:00 +0200
Subject: =?utf-8?q?Ja_zur_Vorlage_f=C3=BCr_Energie?=
Message-ID: <{id}@example.org>

Ja.
"""


@pytest.fixture
def circular(tmp_path: Path) -> Desk:
    desk = submitted(tmp_path)
    assert desk.say(*CIRCULAR, "--until", "2025-04-24") == MOTION
    return desk


def answered(desk: Desk, *seats: str, **how: Any) -> Any:
    words = [word for seat in seats for word in ("--seat", f"{seat}=yes")]
    return desk.data("vote", "record", MOTION, "--source", "email", *words, actor="chair", **how)


def mail(folder: Path, name: str, sender: str = "dgb@example.org") -> str:
    path = folder / name
    path.write_text(MAIL.format(sender=sender, id=name), encoding="utf-8")
    return str(path)


def printed(desk: Desk, number: str) -> str:
    """The text of an issued document, in one line."""
    path = desk.folder / f"{number}.pdf"
    desk.run("document", "render", number, "-o", str(path))
    pages = PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_period_in_days_ends_on_a_working_day(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    desk.run(*CIRCULAR, "--days", "8")  # Good Friday in 2025: the Tuesday after Easter
    assert desk.data("motion", "show", MOTION)["until"] == "2025-04-22"
    desk.run(*CIRCULAR, "--days", "8", "--until", "2025-04-24", status=2)
    desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING, "--days", "8", status=2)


def test_a_draft_of_a_reminder_is_an_unsent_mail(circular: Desk, tmp_path: Path) -> None:
    desk = circular
    answered(desk, *SEATS[1:])
    said = desk.data("motion", "remind", MOTION)
    assert ([one["seat"] for one in said["missing"]], said["files"]) == (["region-hannover"], [])
    assert "Silence" in desk.say("motion", "tally", MOTION)
    said = desk.data("motion", "remind", MOTION, "--outbox", str(tmp_path / "aus"))
    (name,) = said["files"]
    mail = message_from_bytes(Path(name).read_bytes(), policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert MOTION in mail["Subject"]
    text, letter = mail.iter_parts()
    assert "Schweigen gilt nicht als Zustimmung" in text.get_content()
    assert letter.get_content().startswith(b"%PDF")
    rows = desk.data("deadlines")
    assert [one["missing"] for one in rows] == [["region-hannover"]]
    assert desk.data("today")["circulars"][0]["missing"] == ["region-hannover"]


def test_a_circular_that_everybody_answered_needs_no_reminder(circular: Desk) -> None:
    answered(circular, *SEATS)
    assert "Everybody has answered" in circular.say("motion", "remind", MOTION)
    said = circular.data("motion", "remind", MOTION, "--outbox", str(circular.folder / "aus"))
    assert (said["missing"], said["files"], said["document"]) == ([], [], "")


def test_a_circular_is_extended_once_and_then_moved(circular: Desk) -> None:
    answered(circular, *SEATS[:4])
    circular.today = "2025-04-25"
    words = ("--until", "2025-05-08", "--reason", "Ferien")
    assert circular.data("motion", "extend", MOTION, *words)["until"] == "2025-05-08"
    again = ("--until", "2025-05-20", "--reason", "Ferien")
    assert circular.rules("motion", "extend", MOTION, *again) == [("circular", "extension")]
    circular.run("meeting", "new", "--on", "2025-05-20")
    circular.run("motion", "move", MOTION, "--meeting", "M-2025-02")
    shown = circular.data("motion", "show", MOTION)
    assert (shown["mode"], shown["meeting"], shown["ballots"]) == ("meeting", "M-2025-02", [])
    assert shown["extensions"] == [{"was": "2025-04-24", "until": "2025-05-08", "reason": "Ferien"}]
    text = circular.say("motion", "show", MOTION)
    assert "Extended from 2025-04-24" in text
    assert "went to a meeting" in text
    assert circular.data("audit", "verify")["ok"]


def test_a_missing_reason_is_asked_for_by_its_option(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    for what in (("--project", PROJECT), ("--title", "Neuer Sitz", "--text", "Ein Sitz mehr")):
        words = ("motion", "open", *what, "--circular", "--until", "2025-04-24")
        (found,) = desk.data(*words, status=1)["violations"]
        assert (found["field"], found["remedy"]) == ("reason", "Add --reason TEXT.")


def test_a_reminder_without_an_address_is_named(circular: Desk) -> None:
    words = ("motion", "remind", MOTION, "--outbox", str(circular.folder / "aus"))
    done = circular.data(*words)
    assert done["without_address"] == done["files"]
    assert f"{MOTION}_erinnerung_dgb.eml" in circular.run(*words).stderr


def test_who_was_missing_is_told_as_of_a_day(circular: Desk, tmp_path: Path) -> None:
    desk = circular
    desk.today = "2025-04-14"
    words = ("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes", "--attach")
    desk.run(*words, mail(tmp_path, "eins.eml"))
    desk.run(*ADOPT, "--due", "before_application", "--evidence", "Vermerk")
    listed = ("motion", "remind", MOTION)
    then = {one["seat"]: one for one in desk.data(*listed, "--as-of", "2025-04-10")["missing"]}
    now = {one["seat"]: one for one in desk.data(*listed)["missing"]}
    assert (set(then), now["dgb"]["address"]) == (set(SEATS), "dgb@example.org")
    assert then["dgb"]["address"] == ""
    desk.run(*listed, "--as-of", "2025-02-10", status=1)
    desk.run(*listed, "--as-of", "2025-04-10", "--outbox", str(tmp_path / "aus"), status=2)
    assert not (tmp_path / "aus").exists()


def test_the_tally_of_a_running_circular_is_provisional(circular: Desk) -> None:
    answered(circular, "dgb")
    assert circular.data("motion", "tally", MOTION)["provisional"] is True
    said = circular.say("motion", "tally", MOTION)
    assert "still open until 2025-04-24; answers missing: 12" in " ".join(said.split())
    assert "If it were closed now: Result: deferred" in said


def test_an_objection_stands_beside_the_vote(circular: Desk) -> None:
    words = ("--source", "email", "--seat", "dgb=yes", "--objection", "dgb")
    said = circular.data("vote", "record", MOTION, *words)
    assert (said["seats"], said["objections"]) == (["dgb"], ["dgb"])
    tally = circular.data("motion", "tally", MOTION)
    assert (tally["yes"], tally["result"]) == (1, "deferred")
    assert circular.data("motion", "close", MOTION)["cause"] == "circular_failed"
    circular.run(
        "advance", PROJECT, "send_votum", "--set", "sent_on=2025-04-10", "--set", "channel=email"
    )
    letters = circular.data("document", "list")
    number = next(one["number"] for one in letters if one["kind"] == "zwischennachricht")
    assert "Dem Umlaufverfahren wurde widersprochen" in printed(circular, number)


def test_reasons_and_declarations_stand_beside_the_ballot(circular: Desk) -> None:
    words = (
        *("--source", "email", "--seat", "dgb=yes", "--deputy", "dgb=prevented"),
        *("--reason", "dgb=guter Ansatz", "--condition", "dgb=nur mit Bericht"),
        *("--condition", "dgb=und mit Evaluation"),
    )
    circular.run("vote", "record", MOTION, *words)
    shown = circular.data("motion", "show", MOTION)
    assert [one["by"] for one in shown["ballots"]] == ["deputy"]
    assert shown["said"] == [
        {
            "seat": "dgb",
            "reason": "guter Ansatz",
            "conditions": ["nur mit Bericht", "und mit Evaluation"],
        }
    ]
    text = circular.say("motion", "show", MOTION)
    assert "declaration for the record: nur mit Bericht" in text
    seen = circular.data("motion", "show", MOTION, actor=f"applicant:{PROJECT}")
    assert "ballots" not in seen


@pytest.mark.parametrize(
    "words",
    [
        ("--reason", "dgb=warum"),
        ("--condition", "dgb=nur so"),
        ("--deputy", "dgb=prevented"),
    ],
)
def test_what_is_said_for_a_seat_without_an_answer_is_refused(
    words: tuple[str, ...], circular: Desk
) -> None:
    call = ("vote", "record", MOTION, "--source", "email", "--seat", "hwk=yes", *words)
    assert circular.rules(*call) == [("vote", "dgb")]


def test_a_deputy_needs_a_case_that_the_by_laws_know(circular: Desk) -> None:
    call = ("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes")
    assert circular.rules(*call, "--deputy", "dgb=holiday") == [("vote", "dgb")]
    assert circular.rules(*call, "--deputy", "dgb=recused") == [("vote", "dgb")]


def test_a_mail_is_kept_with_what_its_head_says(circular: Desk, tmp_path: Path) -> None:
    first = mail(tmp_path, "eins.eml")
    call = ("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes", "--attach")
    assert circular.data(*call, first)["hints"] == []
    (paper,) = circular.data("project", "show", PROJECT)["papers"]
    head = paper["mail"]
    assert head["sender"] == "dgb@example.org"
    assert head["sent_at"] == "2025-04-10T09:30:00+02:00"
    assert head["subject"] == "Ja zur Vorlage für Energie"
    assert head["id"] == "<eins.eml@example.org>"
    evidence = circular.data("motion", "show", MOTION)["evidence"]
    assert evidence == [{"seat": "dgb", "hash": paper["hash"]}]
    log = str(circular.data("audit", "log")) + str(circular.run("audit", "log").stdout)
    with sqlite3.connect(circular.db) as connection:
        stored = "".join(row[0] for row in connection.execute("SELECT payload FROM event"))
    assert "dgb@example.org" in log
    assert "dgb@example.org" not in stored
    # Another address than before is worth a look, and no refusal.
    (hint,) = circular.data(*call, mail(tmp_path, "zwei.eml", "x@example.net"))["hints"]
    assert (hint["rule"], hint["field"]) == ("evidence", "dgb")
    assert "x@example.net" in hint["message"]
    assert circular.data("audit", "verify")["ok"]


def test_each_seat_may_have_its_own_evidence(circular: Desk, tmp_path: Path) -> None:
    own, shared = mail(tmp_path, "eigen.eml"), mail(tmp_path, "alle.eml", "buero@example.org")
    words = ("--seat", "dgb=yes", "--seat", "hwk=no", "--attach", f"dgb={own}", "--attach", shared)
    circular.run("vote", "record", MOTION, "--source", "email", *words)
    papers = circular.data("project", "show", PROJECT)["papers"]
    names = {one["hash"]: one["name"] for one in papers}
    evidence = circular.data("motion", "show", MOTION)["evidence"]
    assert {one["seat"]: names[one["hash"]] for one in evidence} == {
        "dgb": "eigen.eml",
        "hwk": "alle.eml",
    }


def test_the_next_reminder_goes_to_the_address_that_answered_before(
    circular: Desk, tmp_path: Path
) -> None:
    call = ("vote", "record", MOTION, "--source", "email", "--seat", "dgb=yes", "--attach")
    circular.run(*call, mail(tmp_path, "eins.eml"))
    circular.run(*ADOPT, "--due", "before_application", "--evidence", "Vermerk")
    said = circular.data("motion", "remind", MOTION, "--outbox", str(tmp_path / "aus"))
    addresses = {one["seat"]: one["address"] for one in said["missing"]}
    assert (addresses["dgb"], addresses["hwk"]) == ("dgb@example.org", "")
    name = next(one for one in said["files"] if one.endswith("_dgb.eml"))
    assert message_from_bytes(Path(name).read_bytes())["To"] == "dgb@example.org"


def test_a_member_may_object_to_the_recorded_vote(circular: Desk) -> None:
    answered(circular, *SEATS)
    words = ("vote", "object", MOTION, "--seat", "dgb", "--text", "Ich habe Nein gesagt")
    circular.run(*words, actor="seat:hwk", status=1)
    circular.run("motion", "close", MOTION)
    circular.run(*words, actor="seat:dgb")
    assert circular.data("motion", "show", MOTION)["disputes"] == [
        {"seat": "dgb", "text": "Ich habe Nein gesagt", "day": "2025-04-10"}
    ]
    assert "objects to its recorded vote" in circular.say("motion", "show", MOTION)
    assert circular.rules("vote", "object", MOTION, "--seat", "kantine", "--text", "x") == [
        ("vote", "seat")
    ]


def test_each_member_is_told_the_recorded_vote_and_no_other(circular: Desk, tmp_path: Path) -> None:
    call = ("motion", "notify", MOTION, "--outbox", str(tmp_path / "aus"))
    assert circular.rules(*call) == [("vote", "motion")]
    answered(circular, *SEATS[1:])
    words = ("--source", "paper", "--seat", "region-hannover=no", "--deputy")
    circular.run("vote", "record", MOTION, *words, "region-hannover=prevented")
    circular.run("motion", "close", MOTION)
    said = circular.data(*call)
    assert said["seats"] == list(SEATS)
    assert said["document"]
    texts = {}
    for name in said["files"]:
        mail = message_from_bytes(Path(name).read_bytes(), policy=policy.default)
        text, finding = mail.iter_parts()
        assert (mail["X-Unsent"], finding.get_content()[:4]) == ("1", b"%PDF")
        texts[Path(name).stem.rpartition("_")[2]] = text.get_content()
    assert "Stimme: Nein" in texts["region-hannover"]
    assert "von der Stellvertretung, auf Papier" in texts["region-hannover"]
    assert "Stimme: Ja" in texts["dgb"]
    assert all("Hannover" not in texts[one] for one in ("dgb", "hireg", "arl"))
    (told,) = [one for one in circular.data("audit", "log") if one["kind"] == "votes_told"]
    assert told["payload"]["seats"] == list(SEATS)


def test_hints_of_the_opening_do_not_get_into_a_scripts_way(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    dry = ("advance", PROJECT, "open_vote", "--set", f"meeting={MEETING}", "--dry-run")
    (hint,) = desk.data(*dry)["hints"]
    assert (hint["rule"], hint["field"]) == ("recusal", "unconcerned")
    assert "Muster gGmbH" in desk.say("next", PROJECT)
    done = desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    assert done.stdout == f"{MOTION}\n"
    assert "Muster gGmbH" in done.stderr
    assert desk.data("motion", "show", MOTION)["questions"] == ["Muster gGmbH"]


def test_an_answer_for_a_name_is_recorded_and_asked_no_more(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    words = ("--meeting", MEETING, "--unconcerned", "Muster gGmbH")
    assert desk.data("motion", "open", "--project", PROJECT, *words)["hints"] == []
    assert desk.data("motion", "show", MOTION)["questions"] == []
    history = desk.data("audit", "log")
    assert any(
        one["payload"].get("form", {}).get("unconcerned") == ["Muster gGmbH"] for one in history
    )


def test_the_others_decide_on_a_recusal(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    words = ("vote", "recuse", MOTION, "--seat", "hwk", "--because", "sitzt im Beirat")
    (recusal,) = desk.data(*words, "--decided", "yes=9,no=2,abstain=1")["recusals"]
    assert (recusal["found"], recusal["decided"]) == ("decided", {"yes": 9, "no": 2, "abstain": 1})
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    assert desk.data("motion", "tally", MOTION)["recused"] == 1
    desk.run("motion", "close", MOTION)
    text = str(desk.data("document", "list"))
    assert "niederschrift" in text


def test_a_recusal_that_the_others_deny_is_on_record(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    words = ("vote", "recuse", MOTION, "--seat", "hwk", "--because", "sitzt im Beirat")
    assert desk.data(*words, "--decided", "yes=4,no=4")["recusals"] == []
    shown = desk.data("motion", "show", MOTION)
    assert [one["seat"] for one in shown["cleared"]] == ["hwk"]
    assert "Not recused: hwk" in desk.say("motion", "show", MOTION)


@pytest.mark.parametrize(
    ("decided", "status"),
    [("yes=13", 1), ("yes=0,no=0", 1), ("yes=12", 0), ("ja=3", 2), ("yes=x", 2), ("yes", 2)],
)
def test_the_others_are_all_but_the_seat_itself(decided: str, status: int, tmp_path: Path) -> None:
    desk = voting(tmp_path)
    words = ("--seat", "hwk", "--because", "Beirat", "--decided", decided)
    desk.run("vote", "recuse", MOTION, *words, status=status)


def test_a_member_declares_to_be_recused_but_decides_nothing(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    words = ("vote", "recuse", MOTION, "--seat", "hwk", "--because", "Beirat")
    desk.run(*words, "--decided", "yes=9", actor="seat:hwk", status=1)
    desk.run(*words, actor="seat:dgb", status=1)
    (recusal,) = desk.data(*words, actor="seat:hwk")["recusals"]
    assert recusal["found"] == "declared"


def test_a_recusal_is_lifted_by_an_entry_of_its_own(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    words = ("vote", "recuse", MOTION, "--seat", "hwk", "--because")
    desk.run(*words, "Beirat")
    assert desk.data(*words, "verwechselt", "--lift")["recusals"] == []
    tally = desk.data("motion", "tally", MOTION)
    # The voided ballot stays void: the member answers again.
    assert (tally["recused"], tally["missing"]) == (0, 2)
    desk.run(*words, "x", "--lift", status=1)
    desk.run(*words, "x", "--lift", "--decided", "yes=1", status=2)
    lifted = [one for one in desk.data("audit", "log") if one["kind"] == "seat_recused"]
    assert lifted[1]["payload"]["corrects"] == lifted[0]["entry"]


def test_an_adopted_condition_voids_ballots_and_holds_the_application_up(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    all_yes = ("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    desk.run(*all_yes)
    said = desk.data(*ADOPT, "--due", "before_application", "--evidence", "Vermerk")
    assert (said["version"], len(said["conditions"])) == (2, 1)
    assert desk.data("motion", "tally", MOTION)["yes"] == 0
    desk.run("motion", "met", MOTION, "1", "--evidence", "Vermerk", status=1)
    desk.run(*all_yes)
    own = ("vote", "record", MOTION, "--source", "meeting", "--seat", "arl=yes")
    desk.run(*own, status=1)
    desk.run(*own, actor="chair")
    desk.run("motion", "close", MOTION)
    sent = ("--set", "sent_on=2025-04-10", "--set", "channel=email")
    desk.run("advance", PROJECT, "send_votum", *sent)
    apply = (
        *("advance", PROJECT, "apply", "--set", "first_submitted_on=2025-04-10"),
        *("--set", "completed_on=2025-04-10", "--set", "reference=N-1"),
        *("--set", "requested_grant=8400.00", "--set", "total_cost=12000.00"),
        *("--set", "start=2026-03-01", "--set", "end=2027-12-31"),
    )
    blocked = [("conditions", f"{MOTION}.1")]
    assert desk.rules(*apply) == blocked
    assert desk.rules(*apply, "--dry-run") == blocked
    (step,) = (one for one in desk.data("next", PROJECT)["steps"] if one["step"] == "apply")
    assert [(one["rule"], one["field"]) for one in step["violations"]] == blocked
    proof = tmp_path / "vermerk.pdf"
    proof.write_bytes(b"%PDF-1.4 Vermerk")
    met = ("motion", "met", MOTION, "1", "--evidence", "Vermerk vom 10.04.")
    desk.run(*met, "--attach", str(proof))
    desk.run(*met, status=1)
    desk.run("motion", "met", MOTION, "2", "--evidence", "x", status=1)
    shown = desk.data("motion", "show", MOTION)["adopted"][0]
    assert (shown["owner"], shown["met_on"]) == ("Träger", "2025-04-10")
    desk.run(*apply)
    letters = desk.data("document", "list")
    number = next(one["number"] for one in letters if one["kind"] == "votum")
    text = printed(desk, number)
    assert "Abstimmung mit dem Jobcenter. Zuständig: Träger. Zu erfüllen vor der" in text
    assert "Auflage" not in text
    assert desk.data("audit", "verify")["ok"]
    assert desk.run("db", "upgrade").exit_code == 0


@pytest.mark.parametrize(
    ("due", "field"), [("2025-04-09", "due"), ("bald", "due"), ("2025-02-30", "due")]
)
def test_a_condition_is_due_on_a_day_that_lies_ahead(due: str, field: str, tmp_path: Path) -> None:
    desk = voting(tmp_path)
    assert desk.rules(*ADOPT, "--due", due, "--evidence", "Vermerk") == [("conditions", field)]


def test_a_dated_condition_is_among_the_deadlines(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    desk.run(*ADOPT, "--due", "2025-06-30", "--evidence", "Vermerk")
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    desk.run("motion", "close", MOTION)
    assert desk.data("deadlines") == []
    sent = ("--set", "sent_on=2025-04-10", "--set", "channel=email")
    desk.run("advance", PROJECT, "send_votum", *sent)
    (due,) = desk.data("deadlines")
    assert (due["deadline"], due["due"]) == ("condition", "2025-06-30")
    desk.run("motion", "met", MOTION, "1", "--evidence", "Vermerk")
    assert desk.data("deadlines") == []
