"""The spreadsheet form in an office program: LibreOffice opens it, saves it, and we read it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from buendnis.settings.loading import load_settings
from buendnis.sketch.reading import read_sketch
from buendnis.sketch.write_xlsx import form_xlsx

pytestmark = pytest.mark.outside
EXAMPLE = Path(__file__).parents[2] / "docs" / "beispiele" / "energieberatung.toml"


def test_a_form_survives_being_saved_by_libreoffice(tmp_path: Path) -> None:
    sketch, findings = read_sketch(EXAMPLE)
    assert sketch is not None
    assert not findings
    form = tmp_path / "form.xlsx"
    form.write_bytes(form_xlsx(sketch, load_settings("leine-weser").alliance, lambda text: text))
    saved = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(saved)]
    subprocess.run([*command, str(form)], capture_output=True, check=True, timeout=180)
    again, findings = read_sketch(saved / "form.xlsx")
    assert not findings
    assert again == sketch
