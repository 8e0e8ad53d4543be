"""Our files in an office program: LibreOffice opens and saves them, and we read them again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import docx
import pytest

from buendnis.documents.issue import build_word
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings
from buendnis.sketch.reading import read_sketch
from buendnis.sketch.write_xlsx import form_xlsx

pytestmark = pytest.mark.outside
EXAMPLE = Path(__file__).parents[2] / "docs" / "beispiele" / "energieberatung.toml"


def saved_as(kind: str, file: Path) -> Path:
    """The file as LibreOffice writes it."""
    folder = file.parent / "saved"
    home = f"-env:UserInstallation=file://{file.parent}/profile"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, str(file)], capture_output=True, check=True, timeout=180)
    return folder / f"{file.stem}.{kind}"


def test_a_form_survives_being_saved_by_libreoffice(tmp_path: Path) -> None:
    sketch, findings = read_sketch(EXAMPLE)
    assert sketch is not None
    assert not findings
    form = tmp_path / "form.xlsx"
    form.write_bytes(form_xlsx(sketch, load_settings("leine-weser").alliance, lambda text: text))
    again, findings = read_sketch(saved_as("xlsx", form))
    assert not findings
    assert again == sketch


def test_a_letter_for_word_opens_with_its_styles_and_words(tmp_path: Path) -> None:
    settings = load_settings("leine-weser")
    data = sample_data("votum", settings.alliance, settings.programme)
    source = template_source("votum", "leine-weser")
    letter = tmp_path / "votum.docx"
    letter.write_bytes(build_word(data, source))
    again = docx.Document(str(saved_as("docx", letter)))
    before = docx.Document(str(letter))
    for file in (before, again):
        assert [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
    assert [one.text for one in again.paragraphs] == [one.text for one in before.paragraphs]
    assert [len(one.rows) for one in again.tables] == [len(one.rows) for one in before.tables]
