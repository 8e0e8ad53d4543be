"""The papers that commands issue, as whoever gets them reads them."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from tests.cli.desk import MEETING, voting


def test_papers_name_the_meeting_by_its_day_and_place(tmp_path: Path) -> None:
    desk = voting(tmp_path)
    desk.run("document", "render", "--all", "-o", str(tmp_path / "out"))
    for kind in ("beschlussvorlage", "stimmzettel"):
        (path,) = (tmp_path / "out").rglob(f"*{kind}*.pdf")
        text = " ".join(PdfReader(path).pages[0].extract_text().split())
        assert f"Sitzung der Lenkungsgruppe am 10.04.2025, Hannover ({MEETING})" in text
