"""The papers that commands issue, as whoever gets them reads them."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from tests.cli.desk import MEETING, PROJECT, Desk, submitted, voting


def test_papers_name_the_meeting_by_its_day_and_place(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    desk.run("document", "render", "--all", "-o", str(tmp_path / "out"))
    for kind in ("beschlussvorlage", "stimmzettel"):
        (path,) = (tmp_path / "out").rglob(f"*{kind}*.pdf")
        text = " ".join(PdfReader(path).pages[0].extract_text().split())
        assert f"Sitzung der Lenkungsgruppe am 10.04.2025, Hannover ({MEETING})" in text


def _advice(desk: Desk) -> str:
    """The paper of an advice given today, in one line."""
    form = (f"date={desk.today}", "adviser=Frau Rat", "topics=Kosten", "advice=Mehr Zeit")
    desk.run("advance", PROJECT, "advise", *(word for one in form for word in ("--set", one)))
    notes = [one for one in desk.data("document", "list") if one["kind"] == "beratungsvermerk"]
    path = desk.folder / "rat.pdf"
    desk.run("document", "render", notes[-1]["number"], "-o", str(path), "--force")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_an_advice_names_the_steps_that_are_left_and_the_next_sitting(tmp_path: Path) -> None:
    desk = submitted(tmp_path)
    desk.run("meeting", "new", "--on", "2025-09-04", "--place", "Hameln")
    text = _advice(desk)
    assert "1. Beschluss der Lenkungsgruppe" in text
    assert "Vorlage bei der lokalen" not in text
    assert (
        f"Nächster Termin: Sitzung der Lenkungsgruppe am 10.04.2025, Hannover ({MEETING})" in text
    )
    assert "Bei einem Beginn am 01.03.2026 endet das Projekt spätestens am 31.12.2028" in text
    desk.today = "2025-05-02"
    assert "04.09.2025, Hameln" in _advice(desk)
    desk.run("advance", PROJECT, "withdraw", "--set", "reason=Kein Bedarf")
    desk.run("advance", PROJECT, "file", "--set", "note=abgelegt")
    text = _advice(desk)
    assert "kein Schritt mehr aus" in text
    assert "Beschluss der Lenkungsgruppe" not in text
