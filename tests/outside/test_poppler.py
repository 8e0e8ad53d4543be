"""What a program that is not ours reads out of our documents: poppler."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from buendnis.documents.catalogue import catalogue
from buendnis.documents.issue import build
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings

pytestmark = pytest.mark.outside


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each kind of document from sample data, as a file."""
    settings, folder = load_settings("leine-weser"), tmp_path_factory.mktemp("documents")
    found = {}
    for kind in catalogue():
        data = sample_data(kind, settings.alliance, settings.programme)
        found[kind] = folder / f"{kind}.pdf"
        found[kind].write_bytes(build(data, template_source(kind, settings.alliance.name)))
    return found


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "", command
    return done.stdout


@pytest.mark.parametrize("kind", catalogue())
def test_poppler_reads_every_document_without_a_complaint(
    kind: str, pages: dict[str, Path]
) -> None:
    facts = dict(
        line.split(":", 1) for line in said("pdfinfo", str(pages[kind])).splitlines() if ":" in line
    )
    assert facts["Title"].strip()
    assert int(facts["Pages"]) >= 1
    assert facts["Encrypted"].strip() == "no"
    assert "595" in facts["Page size"]


@pytest.mark.parametrize("kind", catalogue())
def test_every_font_is_embedded(kind: str, pages: dict[str, Path]) -> None:
    rows = said("pdffonts", str(pages[kind])).splitlines()[2:]
    assert rows
    for row in rows:
        assert "DejaVu" in row
        assert row.split()[-5] == "yes", row


def test_the_words_of_a_votum_stand_in_reading_order(pages: dict[str, Path]) -> None:
    text = said("pdftotext", "-layout", str(pages["votum"]), "-")
    places = [text.find(word) for word in ("Votum", "Feststellungen", "Was nun zu tun ist")]
    assert -1 not in places
    assert places == sorted(places)
