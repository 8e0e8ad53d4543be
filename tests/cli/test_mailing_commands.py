"""Documents on their way out: e-mail drafts, the mailing for a meeting, copies that come back."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from pathlib import Path

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted, voting


def opened(path: Path | str) -> EmailMessage:
    found = email.message_from_bytes(Path(path).read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def voted(tmp_path: Path) -> Desk:
    """A project whose votum was sent."""
    desk = voting(tmp_path)
    desk.run("vote", "record", MOTION, "--source", "meeting", "--all-present", "yes")
    desk.run("motion", "close", MOTION)
    words = ("--set", f"sent_on={desk.today}", "--set", "channel=email")
    desk.run("advance", PROJECT, "send_votum", *words)
    return desk


def number_of(desk: Desk, kind: str) -> str:
    return str(next(one["number"] for one in desk.data("document", "list") if one["kind"] == kind))


def test_a_letter_is_a_draft_with_reference_text_and_the_sealed_pdf(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    number = number_of(desk, "votum")
    (row,) = desk.data("document", "mail", number, "-o", str(tmp_path / "aus"))["drafts"]
    assert row["to"] == ["muster@example.org"]
    draft = opened(row["file"])
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == "muster@example.org"
    assert number in draft["Subject"]
    assert "Votum und Stellungnahme" in draft["Subject"]
    text = draft.get_body().get_content()  # type: ignore[union-attr]
    assert text.startswith("Sehr geehrte Damen und Herren,")
    assert "____" not in text
    assert "[" not in text, "charts are in the PDF only"
    assert "Vorsitz der Lenkungsgruppe" in text.splitlines()
    (attached,) = draft.iter_attachments()
    paper = tmp_path / "votum.pdf"
    desk.run("document", "render", number, "-o", str(paper))
    assert attached.get_content() == paper.read_bytes()
    assert attached.get_filename() == f"{number}_votum.pdf"


def test_all_letters_of_a_project_go_on_after_an_interruption(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    folder = tmp_path / "aus"
    words = ("document", "mail", "--project", PROJECT, "-o", str(folder))
    rows = desk.data(*words)["drafts"]
    assert len(rows) >= 2
    Path(rows[0]["file"]).unlink()
    before = Path(rows[1]["file"]).stat().st_mtime_ns
    assert desk.data(*words)["drafts"] == rows
    assert Path(rows[1]["file"]).stat().st_mtime_ns == before
    Path(rows[1]["file"]).write_text("changed by hand", encoding="utf-8")
    desk.run(*words, status=1)
    assert Path(rows[1]["file"]).read_text(encoding="utf-8") == "changed by hand"
    desk.run(*words, "--force")


def test_the_mailing_for_a_meeting_has_a_draft_for_each_seat(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    folder = tmp_path / "versand"
    desk.run("meeting", "mail", MEETING, "-o", str(folder), status=1)  # nobody was invited
    desk.today = "2025-03-03"
    planned = desk.say(
        "meeting", "new", "--on", "2025-05-05", "--at", "14:00", "--place", "Hannover"
    )
    desk.run("meeting", "agenda", planned, "Begrüßung")
    desk.run("meeting", "invite", planned)
    rows = desk.data("meeting", "mail", planned, "-o", str(folder))["drafts"]
    assert len(rows) == 13
    for row in rows:
        draft = opened(row["file"])
        assert "05.05.2025" in draft["Subject"]
        names = [one.get_filename() for one in draft.iter_attachments()]
        assert names == list(row["attached"])
        assert f"{planned}.ics" in names
        types = [one.get_content_type() for one in draft.iter_attachments()]
        assert types[names.index(f"{planned}.ics")] == "text/calendar"
        text = draft.get_body().get_content()  # type: ignore[union-attr]
        assert "Unterlagen" not in f"{text}{draft['Subject']}", "there are none"
        assert any(name and name.endswith("_einladung.pdf") for name in names)


def test_drafts_without_an_address_are_named(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    number = number_of(desk, "votum")
    words = ("document", "mail", number, "-o", str(tmp_path / "aus"))
    assert desk.data(*words)["without_address"] == []
    said = desk.run(*words)
    assert "1 draft." in said.stdout
    assert "address" not in said.stderr
    desk.run("meeting", "agenda", planned := desk.say(
        "meeting", "new", "--on", "2025-05-05", "--place", "Hannover"), "Begrüßung")  # fmt: skip
    desk.run("meeting", "invite", planned)
    words = ("meeting", "mail", planned, "-o", str(tmp_path / "versand"))
    assert len(desk.data(*words)["without_address"]) == 13
    assert f"{planned}_dgb.eml" in desk.run(*words).stderr


def test_the_papers_of_a_motion_go_with_the_mailing(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    planned = desk.say("meeting", "new", "--on", "2025-05-05", "--place", "Hannover")
    desk.run("meeting", "agenda", planned, PROJECT)
    desk.run("meeting", "invite", planned)
    desk.run("meeting", "open", planned)
    (first, *_) = desk.data("meeting", "mail", planned, "-o", str(tmp_path / "v"))["drafts"]
    kinds = {name.partition("_")[2] for name in first["attached"]}
    assert {"einladung.pdf", "beschlussvorlage.pdf", "stimmzettel.pdf"} <= kinds
    assert "projektskizze.pdf" in kinds
    assert any("aussage" in name for name in first["attached"]), "the binder has it too"
    assert len(set(first["attached"])) == len(first["attached"])
    text = opened(first["file"]).get_body().get_content()  # type: ignore[union-attr]
    assert "die Einladung und die Unterlagen" in text


def test_a_cover_sheet_takes_along_what_it_lists(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    number = number_of(desk, "begleitblatt")
    (row,) = desk.data("document", "mail", number, "-o", str(tmp_path / "aus"))["drafts"]
    kinds = {name.partition("_")[2] for name in row["attached"]}
    assert {"begleitblatt.pdf", "vollstaendigkeitspruefung.pdf", "ideenblatt.pdf"} <= kinds
    draft = opened(row["file"])
    assert [one.get_filename() for one in draft.iter_attachments()] == list(row["attached"])
    text = draft.get_body().get_content()  # type: ignore[union-attr]
    assert all(name in text for name in row["attached"][1:])
    assert row["by_hand"] == []
    assert "von Hand" not in text


def test_there_is_no_mailing_for_a_meeting_that_is_over(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    desk.run("meeting", "close", MEETING)
    refused = desk.run("meeting", "mail", MEETING, "-o", str(tmp_path / "v"), status=1)
    assert "closed" in refused.stderr
    planned = desk.say("meeting", "new", "--on", "2025-05-05", "--place", "Hannover")
    desk.run("meeting", "invite", planned)
    desk.today = "2025-05-06"
    refused = desk.run("meeting", "mail", planned, "-o", str(tmp_path / "v"), status=1)
    assert "is over" in refused.stderr


def test_the_signed_and_the_edited_copy_lie_beside_the_document(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    number = number_of(desk, "votum")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    desk.run("document", "file", number, "--signed", str(scan))
    desk.run("document", "file", number, "--signed", str(scan), status=1)
    row = next(one for one in desk.data("document", "list") if one["number"] == number)
    assert row["copies"] == ["signed_copy"]
    edited = tmp_path / "votum.docx"
    desk.run("document", "render", number, "-o", str(edited))
    desk.run("document", "file", number, "--edited", str(edited))
    assert "edited in Word" in desk.say("document", "list")
    desk.run("audit", "verify")
    desk.run("db", "upgrade")
    desk.run("project", "file", PROJECT, "-o", str(tmp_path / "akte"))
    (word,) = (tmp_path / "akte").rglob("*.docx")
    assert "_bearbeitete-Fassung-" in word.name
    contents = (tmp_path / "akte" / PROJECT / "00_Inhaltsverzeichnis.csv").read_text("utf-8-sig")
    (line,) = [one for one in contents.splitlines() if "(scan.pdf)" in one]
    _, found, title, sender, recipient, file, _ = line.split(";")
    assert (found, sender, recipient) == (number, "Koordinierungsstelle", "Projektträger")
    assert "unterschriebene Fassung" in title
    assert "_unterschriebene-Fassung-" in file
    assert "copy" in desk.say("project", "history", PROJECT)


def test_a_copy_is_a_page_and_differs_from_the_sealed_document(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    number = number_of(desk, "votum")
    sealed, text, photo = tmp_path / "sealed.pdf", tmp_path / "x.txt", tmp_path / "scan.jpg"
    desk.run("document", "render", number, "-o", str(sealed))
    text.write_text("signed", encoding="utf-8")
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    for how, file in (("--signed", text), ("--signed", sealed), ("--edited", sealed)):
        words = ("document", "file", number, how, str(file))
        (found,) = desk.data(*words, status=2)["violations"]
        assert (found["field"], found["file"]) == (how, file.name)
        assert found["remedy"]
    desk.run("document", "file", number, "--signed", str(photo))


def test_what_cannot_be_filed_or_mailed_is_named(tmp_path: Path) -> None:
    desk = voted(tmp_path)
    number = number_of(desk, "votum")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4")
    desk.run("document", "file", "2025-99999", "--signed", str(scan), status=1)
    desk.run("document", "file", number, status=2)
    desk.run("document", "file", number, "--signed", str(scan), "--edited", str(scan), status=2)
    desk.run("document", "file", number, "--signed", str(tmp_path / "missing.pdf"), status=2)
    desk.run("document", "file", number, "--signed", str(scan), "--on", "2025-01-01", status=1)
    desk.run("--actor", "chair", "document", "file", number, "--signed", str(scan), status=1)
    out = ("-o", str(tmp_path / "aus"))
    desk.run("document", "mail", *out, status=2)
    desk.run("document", "mail", "2025-99999", *out, status=1)
    desk.run("document", "mail", number, "--to", "nobody", *out, status=2)
    desk.run("document", "mail", number, "--to", "a@b\r\nBcc: x@y", *out, status=2)
