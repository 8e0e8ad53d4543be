"""The font of the forms' fields: what its command cuts from DejaVu Sans, with all its letters."""

from __future__ import annotations

import subprocess
from pathlib import Path

from fontTools.ttLib import TTFont

from buendnis.documents.pdf_form_font import FORM_FONT
from tests.packaging.environments import ROOT


def test_the_font_of_the_forms_is_made_by_its_command(tmp_path: Path) -> None:
    made = tmp_path / "again.ttf"
    subprocess.run(["make", "form-font", f"FORM_FONT={made}"], cwd=ROOT, check=True)
    assert made.read_bytes() == FORM_FONT.read_bytes()


def test_it_has_every_letter_of_its_encoding_as_wide_as_in_the_whole_font() -> None:
    small, whole = TTFont(FORM_FONT), TTFont(FORM_FONT.with_name("DejaVuSans.ttf"))
    letters = bytes([*range(32, 127), *range(128, 256)]).decode("cp1252", "ignore")
    for letter in letters:
        names = [font.getBestCmap()[ord(letter)] for font in (small, whole)]
        widths = [font["hmtx"][name][0] for font, name in zip((small, whole), names, strict=True)]
        assert widths[0] == widths[1], letter
    tables = {(table.platformID, table.platEncID) for table in small["cmap"].tables}
    assert (3, 1) in tables, "PDF/A asks for it (6.2.11.6)"
