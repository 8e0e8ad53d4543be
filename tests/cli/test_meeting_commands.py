"""Meetings as they are typed: from the plan to the approved minutes, and the year."""

from __future__ import annotations

import json
import tomllib
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import vobject

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, other_bylaws, submitted, voting

ALL = ("--set", "presided_by=Vera Vorsitz", "--set", "kept_by=Karl Kern")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three weeks before the meeting, with an agenda."""
    desk = submitted(tmp_path)
    desk.today = "2025-03-20"
    desk.run("meeting", "agenda", MEETING, "Begrüßung", PROJECT, "Verschiedenes")
    return desk


def sit(desk: Desk) -> None:
    """The day of the meeting: everybody is there and says yes."""
    desk.run("meeting", "open", MEETING)
    desk.today = "2025-04-10"
    desk.run("meeting", "attend", MEETING, "all=member")
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    words = ("vote", "record", MOTION, "--source", "meeting", "--seat", "arl=abstain")
    desk.run(*words, actor="chair")


def test_what_is_voted_elsewhere_or_told_is_pointed_out_on_the_agenda(desk: Desk) -> None:
    other = desk.say("meeting", "new", "--on", "2025-05-05", "--place", "Hannover")
    assert desk.data("meeting", "agenda", other, "Begrüßung")["hints"] == []
    desk.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    said = desk.run("meeting", "agenda", other, PROJECT).stderr
    assert f"{MOTION} is put to the meeting {MEETING}." in said
    desk.run("meeting", "agenda", other, "--remove", "2")
    desk.today = "2025-04-10"
    desk.run("meeting", "attend", MEETING, "all=member")
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    desk.run("motion", "close", MOTION)
    sent = ("--set", "sent_on=2025-04-10", "--set", "channel=email")
    desk.run("advance", PROJECT, "send_votum", *sent)
    (hint,) = desk.data("meeting", "agenda", other, PROJECT)["hints"]
    assert hint["message"] == f"The result on {PROJECT} has been sent already."


def test_the_way_from_the_agenda_to_approved_minutes(desk: Desk, tmp_path: Path) -> None:
    done = desk.data("meeting", "invite", MEETING, "-o", str(tmp_path / "out"))
    assert (done["late"], done["due"], done["hints"]) == (False, "2025-03-27", [])
    event = vobject.readOne((tmp_path / "out" / f"{MEETING}.ics").read_text("utf-8")).vevent
    assert event.uid.value == f"{MEETING}@leine-weser.buendnis"
    assert "TOP 2: Energieberater/innen" in event.description.value
    letter = pypdf.PdfReader(tmp_path / "out" / f"{MEETING}_einladung.pdf")
    assert "Einladung" in letter.pages[0].extract_text()
    sit(desk)
    preview = desk.data("meeting", "close", MEETING, "--dry-run")
    assert [(one["motion"], one["result"]) for one in preview["motions"]] == [(MOTION, "endorsed")]
    assert preview["closed"] is False
    closed = desk.data("meeting", "close", MEETING, "--until", "15:30")
    assert closed["closed"] is True
    sent = desk.data("meeting", "send", MEETING)
    assert [(one["state"], len(one["documents"])) for one in sent["motions"]] == [("votum_sent", 1)]
    desk.run("meeting", "minutes", MEETING, *ALL, "--set", "item.1=Eröffnet.")
    again = desk.run("meeting", "send", MEETING)
    assert f"meeting minutes {MEETING} --send" in again.stderr
    page = desk.say("meeting", "show", MEETING)
    assert "Einladung" in page
    assert "einladung" not in page
    said = desk.say("meeting", "minutes", MEETING)
    assert "Ja 12, Nein 0, Enthaltung 1, befangen 0" in said
    for part in ("Vera Vorsitz", "Karl Kern", "Donnerstag, 10.04.2025", "Hannover", "Eröffnet."):
        assert part in said
    number = desk.data("meeting", "minutes", MEETING, "--send")["document"]
    desk.run("meeting", "object", MEETING, "--seat", "dgb", "--text", "falsch", actor="seat:dgb")
    desk.today = "2025-06-10"
    later = desk.say("meeting", "new", "--on", "2025-06-10")
    before = len(desk.data("audit", "log"))
    desk.run("meeting", "minutes", MEETING, "--as-of", "2025-04-09", status=1)
    desk.run("meeting", "minutes", MEETING, *ALL, "--as-of", "2025-04-10", status=2)
    assert len(desk.data("audit", "log")) == before
    final = desk.data("meeting", "minutes", MEETING, "--approve", "--in", later)
    assert (final["state"], final["approved_in"]) == ("approved", later)
    then = desk.data("meeting", "minutes", MEETING, "--as-of", "2025-06-09")
    assert (then["state"], then["approved_in"]) == ("sent", "")
    assert "Vera Vorsitz" in desk.say("meeting", "minutes", MEETING, "--as-of", "2025-06-09")
    shown = desk.data("meeting", "show", MEETING)
    issued = {one["number"]: one["replaced_by"] for one in shown["documents"]}
    assert issued[number] == final["document"]
    assert shown["minutes"]["objections"] == [{"seat": "dgb", "text": "falsch"}]
    listed = {one["number"]: one for one in desk.data("document", "list", "--project", MEETING)}
    assert listed[number]["replaced_by"] == final["document"]
    assert {one["result"] for one in desk.data("document", "render", "--check")} == {"same"}
    desk.run("audit", "verify")


@pytest.mark.parametrize(
    ("day", "late"), [("2025-03-27", False), ("2025-03-28", True), ("2025-04-10", True)]
)
def test_an_invitation_a_day_late_is_recorded_and_said(desk: Desk, day: str, late: bool) -> None:
    desk.today = day
    done = desk.data("meeting", "invite", MEETING)
    assert done["late"] is late
    assert [one["rule"] for one in done["hints"]] == (["notice"] if late else [])
    assert desk.data("meeting", "show", MEETING)["invitations"][0]["late"] is late


def test_nobody_is_invited_after_the_meeting_or_twice_unasked(desk: Desk) -> None:
    desk.today = "2025-04-11"
    assert desk.rules("meeting", "invite", MEETING) == [("meeting", "on")]
    desk.run("meeting", "invite", MEETING, "--on", "2025-03-25")
    assert ("meeting", "again") in desk.rules("meeting", "invite", MEETING, "--on", "2025-03-26")
    desk.run("meeting", "invite", MEETING, "--again", status=2)
    desk.run("meeting", "invite", MEETING, "--reason", "x", status=2)


def test_a_file_that_is_there_stops_the_invitation_before_it_is_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / f"{MEETING}.ics").write_text("alt", encoding="utf-8")
    desk.run("meeting", "invite", MEETING, "-o", str(tmp_path), status=1)
    assert desk.data("meeting", "show", MEETING)["invitations"] == []
    desk.run("meeting", "invite", MEETING, "-o", str(tmp_path), "--force")


def test_the_calendar_file_is_the_same_whenever_it_is_written(desk: Desk, tmp_path: Path) -> None:
    none = desk.rules("meeting", "show", MEETING, "--ics", str(tmp_path / "a.ics"))
    assert none == [("meeting", "ics")]
    desk.run("meeting", "invite", MEETING, "-o", str(tmp_path / "out"))
    desk.today = "2025-04-09"
    desk.run("meeting", "show", MEETING, "--ics", str(tmp_path / "a.ics"))
    first = (tmp_path / "out" / f"{MEETING}.ics").read_bytes()
    assert (tmp_path / "a.ics").read_bytes() == first


def test_a_late_item_is_marked_and_told(desk: Desk) -> None:
    desk.run("meeting", "invite", MEETING)
    said = desk.say("meeting", "agenda", MEETING, "Nachtrag", "--before", "3")
    assert "late" in said and "Letter:" in said
    kinds = [one["kind"] for one in desk.data("meeting", "show", MEETING)["documents"]]
    assert kinds == ["einladung", "nachreichung"]


@pytest.mark.parametrize(
    "words",
    [
        ("--move", "1"),
        ("--move", "1=x"),
        ("--move", "a=1"),
        ("--note", "1="),
        ("--remove", "0"),
        ("--before", "-1", "Neu"),
    ],
)
def test_numbers_of_items_are_plain(desk: Desk, words: tuple[str, ...]) -> None:
    desk.run("meeting", "agenda", MEETING, *words, status=2)
    assert len(desk.data("meeting", "show", MEETING)["agenda"]) == 3


def test_the_binder_has_every_paper_and_the_same_bytes_twice(desk: Desk, tmp_path: Path) -> None:
    desk.run("meeting", "invite", MEETING)
    desk.run("meeting", "open", MEETING)
    letter = tmp_path / "brief.docx"
    letter.write_bytes(b"PK")
    desk.run("meeting", "paper", MEETING, "--attach", str(letter), "--item", "2")
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    made = desk.data("meeting", "binder", MEETING, "-o", str(first))
    desk.today = "2025-04-01"
    again = desk.data("meeting", "binder", MEETING, "-o", str(second))
    assert first.read_bytes() == second.read_bytes()
    assert (made["new"], again["new"]) == (True, False)
    assert made["left_out"] == ["brief.docx"]
    assert made["parts"][:2] == ["Einladung", "Nachreichung vom 20.03.2025"]
    assert made["parts"][2:] == [
        "TOP 2: Energieberater/innen",
        "Projektskizze",
        "Aussage der lokalen Fachkräfteallianz",
    ]
    pages = pypdf.PdfReader(BytesIO(first.read_bytes())).pages
    assert len(pages) == made["pages"]
    assert "brief.docx" in pages[0].extract_text()
    shown = desk.data("meeting", "show", MEETING)["binders"]
    assert [one["fingerprint"] for one in shown] == [made["fingerprint"]]
    assert (
        "is there already"
        in desk.run(*("meeting", "binder", MEETING, "-o", str(first)), status=1).stderr
    )


def test_a_file_has_the_ending_of_what_is_in_it(desk: Desk, tmp_path: Path) -> None:
    for words in (
        ("meeting", "binder", MEETING),
        ("report", "portfolio"),
        ("document", "preview", "votum"),
    ):
        found = desk.run(*words, "-o", str(tmp_path / "x.xlsx"), status=2)
        assert "x.pdf" in found.stderr
    assert list(tmp_path.glob("x.*")) == []


def test_sheets_are_for_the_table(desk: Desk, tmp_path: Path) -> None:
    desk.run("meeting", "open", MEETING)
    files = desk.data("meeting", "sheets", MEETING, "-o", str(tmp_path / "tisch"))["files"]
    texts = ["".join(page.extract_text() for page in pypdf.PdfReader(one).pages) for one in files]
    assert "Gibt es Gegenstimmen?" in " ".join(texts[0].split())
    assert "Unterschrift" in texts[1]
    desk.run("meeting", "sheets", MEETING, "-o", str(tmp_path / "tisch"), status=1)


def test_a_preview_says_what_speaks_against_it_and_changes_nothing(desk: Desk) -> None:
    desk.run("meeting", "open", MEETING)
    desk.today = "2025-04-10"
    before = desk.data("audit", "head")
    said = desk.run("--json", "meeting", "close", MEETING, "--dry-run", status=1)
    (row,) = json.loads(said.stdout)["motions"]
    assert [(one["rule"], one["field"]) for one in row["violations"]] == [
        ("C3", f"{MOTION}.attendance")
    ]
    assert desk.data("audit", "head") == before


@pytest.mark.parametrize("word", ["reasons=x", f"{MOTION}=x", "="])
def test_values_name_their_motion(desk: Desk, word: str) -> None:
    desk.run("meeting", "close", MEETING, "--set", word, status=2)


def test_seats_on_which_nobody_is_entered_are_named_with_the_attendance(desk: Desk) -> None:
    desk.run("seat", "appoint", "dgb", "--person", "Karla Kern", "--from", "2025-01-01")
    desk.today = "2025-04-10"
    said = desk.run("meeting", "attend", MEETING, "all=member", "hwk=absent").stderr
    (line,) = [one for one in said.splitlines() if one.strip().startswith("[vote]")]
    assert "arl" in line
    assert "dgb" not in line
    assert "hwk" not in line
    assert "buendnis seat appoint" in said


def test_guests_and_the_signed_list_come_with_the_attendance(desk: Desk, tmp_path: Path) -> None:
    desk.today = "2025-04-10"
    signed = tmp_path / "liste.pdf"
    signed.write_bytes(b"%PDF")
    words = ("all=member", "arl=deputy:prevented:Karla Kern", "--guest", "Gisela Gast")
    desk.run("meeting", "attend", MEETING, *words, "--attach", str(signed))
    desk.run("meeting", "attend", MEETING, "dgb=absent", "--guest", "Gustav Gast")
    shown = desk.data("meeting", "show", MEETING)
    assert shown["guests"] == ["Gisela Gast", "Gustav Gast"]
    assert {"kind": "anwesenheitsliste", "name": "liste.pdf"} in shown["papers"]
    by = {one["seat"]: one for one in shown["attendance"]}
    assert by["arl"]["person"] == "Karla Kern"
    assert desk.rules("meeting", "attend", MEETING, "dgb=member:x:Karla Kern") == [
        ("vote", "dgb"), ("vote", "dgb"),
    ]  # fmt: skip


def test_a_seat_that_was_not_invited_leaves_no_quorum_where_the_bylaws_ask_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "all_invited = false\npresence_heals = false"
    other_bylaws(tmp_path, monkeypatch, line, "all_invited = true\npresence_heals = true")
    desk = voting(tmp_path / "desk")
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")

    def standing(*words: str) -> str:
        desk.run("meeting", "attend", MEETING, *words)
        return str(desk.data("motion", "tally", MOTION)["result"])

    assert standing("all=member") == "endorsed"
    assert standing("dgb=member", "--not-invited", "dgb") == "endorsed", "all are there"
    assert standing("dgb=member", "--complains", "dgb") == "deferred"
    assert standing("dgb=member", "--complains", "none") == "endorsed"
    assert standing("arl=absent") == "deferred", "not all are there, and dgb was not invited"
    page = desk.say("meeting", "show", MEETING)
    assert any("Not duly invited" in one and "dgb" in one for one in page.splitlines())
    found = desk.run("meeting", "attend", MEETING, "dgb=member", "--not-invited", "huk", status=1)
    assert "huk" in found.stderr and "dgb" in found.stderr
    assert "Not duly invited: dgb" in desk.say("motion", "tally", MOTION)
    desk.run("motion", "close", MOTION)
    desk.run("meeting", "close", MEETING)
    desk.run("motion", "certificate", MOTION, "--for", "members", "-o", str(tmp_path / "c.json"))
    desk.run("motion", "verify", str(tmp_path / "c.json"))
    desk.run("audit", "verify")


def test_the_course_is_filled_into_a_form(desk: Desk, tmp_path: Path) -> None:
    sit(desk)
    desk.run("meeting", "close", MEETING)
    form = tmp_path / "verlauf.toml"
    desk.run("meeting", "minutes", MEETING, "--write-form", str(form))
    text = form.read_text("utf-8")
    assert list(tomllib.loads(text)["minutes"]["item"]) == ["1", "2", "3"]
    text = text.replace('presided_by = ""', 'presided_by = "V. V."').replace(
        'kept_by = ""', 'kept_by = "K. K."'
    )
    text = text.replace('1 = ""', '1 = "Begrüßt."') + '2.dgb = "Kein Bedarf."\n'
    form.write_text(text, encoding="utf-8")
    done = desk.data("meeting", "minutes", MEETING, "--form", str(form))
    assert done["items"] == {"1": "Begrüßt."}
    assert [(one["kind"], one["seat"]) for one in done["declarations"]] == [("dissent", "dgb")]
    form.write_text(text.replace(MEETING, "M-2025-09"), encoding="utf-8")
    assert desk.rules("meeting", "minutes", MEETING, "--form", str(form), status=2) == [
        ("input", "meeting")
    ]


def test_a_draft_says_that_it_is_one(desk: Desk, tmp_path: Path) -> None:
    sit(desk)
    desk.run("meeting", "close", MEETING)
    draft, sent = tmp_path / "e.pdf", tmp_path / "n.pdf"
    desk.run("meeting", "minutes", MEETING, *ALL, "-o", str(draft))
    desk.run("meeting", "minutes", MEETING, "--send", "-o", str(sent))
    assert "ENTWURF" in pypdf.PdfReader(draft).pages[0].extract_text()
    assert "ENTWURF" not in pypdf.PdfReader(sent).pages[0].extract_text()
    number = desk.data("meeting", "show", MEETING)["minutes"]["document"]
    desk.run("document", "render", number, "-o", str(tmp_path / "m.pdf"))
    assert (tmp_path / "m.pdf").read_bytes() == sent.read_bytes()


def test_who_is_erased_is_gone_from_the_minutes_too(desk: Desk, tmp_path: Path) -> None:
    sit(desk)
    desk.run("meeting", "attend", MEETING, "dgb=member", "--guest", "Gisela Gast")
    desk.run("meeting", "close", MEETING)
    desk.run("meeting", "minutes", MEETING, *ALL)
    desk.run("meeting", "minutes", MEETING, "--send")
    assert "Gisela Gast" in desk.say("meeting", "minutes", MEETING)
    words = ("--basis", "Art. 17 DSGVO", "--reason", "auf Antrag")
    desk.run("person", "erase", "Gisela Gast", *words)
    assert "Gisela" not in desk.say("meeting", "minutes", MEETING)
    assert "Vera Vorsitz" in desk.say("meeting", "minutes", MEETING)
    desk.run("meeting", "minutes", MEETING, "-o", str(tmp_path / "n.pdf"), status=1)
    desk.run("audit", "verify")


@pytest.mark.parametrize(
    "words",
    [
        ("--approve",),
        ("--in", "M-2025-02"),
        ("--send", "--set", "item.1=x"),
        ("--send", "--approve", "--in", "M-2025-02"),
        ("--set", "item"),
        ("--channel", "pigeon"),
    ],
)
def test_minutes_are_asked_for_one_thing_at_a_time(desk: Desk, words: tuple[str, ...]) -> None:
    desk.run("meeting", "minutes", MEETING, *words, status=2)


def test_a_meeting_is_called_off_with_its_motions(desk: Desk) -> None:
    desk.run("meeting", "open", MEETING)
    desk.run("meeting", "call-off", MEETING, "--reason", "Sturm")
    assert desk.data("meeting", "list")[0]["status"] == "called_off"
    assert desk.data("motion", "show", MOTION)["status"] == "cancelled"
    desk.run("meeting", "open", MEETING, status=1)


def test_a_year_without_its_meetings_is_reported_ahead_and_after(desk: Desk) -> None:
    desk.today = "2025-06-30"
    assert desk.data("today")["meetings_short"] == []
    desk.today = "2025-07-01"
    short = desk.data("today")["meetings_short"]
    assert [(one["kind"], one["missing"]) for one in short] == [("steering", 2), ("assembly", 1)]
    assert "still to be planned" in desk.say("today")
    desk.today = "2026-01-02"
    assert "were held" in desk.say("today")
    year = desk.data("meeting", "year", "2025")
    assert [(one["kind"], one["status"]) for one in year["kinds"]] == [
        ("steering", "missed"), ("assembly", "missed"),
    ]  # fmt: skip
    assert year["kinds"][0]["unproven"] == [MEETING]
    then = desk.data("meeting", "year", "2025", "--as-of", "2025-03-20")
    assert then["as_of"] == "2025-03-20"
    assert then["kinds"][0]["planned"] == [MEETING]
    desk.run("meeting", "year", "20", status=2)


def test_what_was_known_earlier_is_shown_as_it_was(desk: Desk) -> None:
    desk.run("meeting", "invite", MEETING)
    sit(desk)
    desk.run("meeting", "close", MEETING)
    then = desk.data("meeting", "show", MEETING, "--as-of", "2025-03-20")
    assert (then["status"], then["attendance"]) == ("invited", [])
    assert desk.data("meeting", "show", MEETING, "--as-of", "2025-03-19")["status"] == "planned"
    desk.run("meeting", "show", MEETING, "--as-of", "2025-02-01", status=1)


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("agenda", "Neu"),
        ("invite",),
        ("open",),
        ("binder", "-o", "x.pdf"),
        ("sheets",),
        ("attend", "all=member"),
        ("close",),
        ("close", "--only"),
        ("send",),
        ("minutes",),
        ("object", "--seat", "dgb", "--text", "x"),
        ("call-off", "--reason", "x"),
    ],
)
def test_an_unknown_meeting_is_refused_by_every_command(
    desk: Desk, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    command, *rest = words
    assert "M-1999-01" in desk.run("meeting", command, "M-1999-01", *rest, status=1).stderr
    assert not (tmp_path / "x.pdf").exists()


def test_free_motions_go_with_the_others(desk: Desk) -> None:
    free, vote = "B-2025-01-V1", "B-2025-02-V1"
    desk.run("motion", "open", "--title", "Sitz", "--text", "Neu.", "--meeting", MEETING)
    desk.run("motion", "open", "--title", "Wahl", "--kind", "election", "--meeting", MEETING)
    sit(desk)
    desk.run("vote", "record", free, "--source", "meeting", "--all-present", "yes")
    sums = ("--sum", "A=9", "--sum", "B=4", "--counted-by", "Eins", "--counted-by", "Zwei")
    desk.run("vote", "count", vote, "--participants", "all", *sums)
    assert desk.rules("meeting", "close", MEETING) == [("vote", f"{vote}.elected")]
    said = desk.run("meeting", "close", MEETING, "--dry-run", status=1).stdout
    assert f"--set {vote}.elected=NAME" in said
    elected = ("--set", f"{vote}.elected=A")
    preview = desk.data("meeting", "close", MEETING, *elected, "--dry-run")
    closed = desk.data("meeting", "close", MEETING, *elected)
    told = ("motion", "project", "resolution", "result")
    expected = [
        (MOTION, PROJECT, "", "endorsed"),
        (free, "", "B-2025-01", "endorsed"),
        (vote, "", "B-2025-02", "elected"),
    ]
    for done in (preview, closed):
        assert [tuple(one[key] for key in told) for one in done["motions"]] == expected
    assert [len(one["documents"]) for one in closed["motions"]] == [1, 1, 1]
    said = desk.say("meeting", "send", MEETING, "--dry-run")
    assert "the members will be told" in said
    said = desk.say("meeting", "send", MEETING)
    assert "the members were told" in said
    assert [one["already"] for one in desk.data("meeting", "send", MEETING)["motions"]] == [
        f"The result of {MOTION} was sent already.",
        "The members were told already.",
        "The members were told already.",
    ]
    desk.run("audit", "verify")


def test_a_deferred_free_motion_is_put_again_in_the_next_meeting(desk: Desk) -> None:
    desk.run("motion", "open", "--title", "Sitz", "--text", "Neu.", "--meeting", MEETING)
    desk.today = "2025-04-10"
    desk.run("meeting", "attend", MEETING, "all=member")
    words = ("--source", "meeting", "--all-present", "yes", "--seat", "dgb=no")
    desk.run("vote", "record", "B-2025-01-V1", *words)
    said = desk.say("meeting", "close", MEETING)
    assert "deferred, no consensus" in said
    later = desk.say("meeting", "new", "--on", "2025-06-10")
    desk.run("meeting", "agenda", later, "B-2025-01")
    assert desk.rules("meeting", "open", later) == [("F6", "B-2025-01.mediation")]
    given = ("--set", "B-2025-01.mediation=Gespräch")
    said = desk.say("meeting", "open", later, *given, "--dry-run")
    assert "will be opened" in said
    (row,) = desk.data("meeting", "open", later, *given)["motions"]
    assert (row["motion"], row["resolution"], row["project"]) == ("B-2025-01-V2", "B-2025-01", "")
    desk.run("meeting", "call-off", later, "--reason", "Sturm")
    assert desk.data("motion", "show", "B-2025-01-V2")["status"] == "cancelled"
