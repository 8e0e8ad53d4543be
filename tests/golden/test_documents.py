"""Every document says exactly what its accepted text says.

After a change that is meant, accept the new texts: BUENDNIS_ACCEPT=1 pytest tests/golden
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from buendnis.documents.catalogue import catalogue
from buendnis.documents.issue import build, build_tree
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings

_TEXTS = Path(__file__).parent / "documents"
_KINDS = sorted(catalogue())


@pytest.mark.parametrize("kind", _KINDS)
def test_a_document_says_what_was_accepted(kind: str) -> None:
    settings = load_settings("leine-weser")
    data = sample_data(kind, settings.alliance, settings.programme)
    text = plain_text(build_tree(data, template_source(kind, "leine-weser")))
    path = _TEXTS / f"{kind}.txt"
    if os.environ.get("BUENDNIS_ACCEPT"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_one_accepted_text_for_each_document() -> None:
    assert sorted(path.stem for path in _TEXTS.glob("*.txt")) == _KINDS


@pytest.mark.parametrize("kind", _KINDS)
def test_the_pages_of_a_document_hold_its_text(kind: str) -> None:
    settings = load_settings("leine-weser")
    data = sample_data(kind, settings.alliance, settings.programme)
    source = template_source(kind, "leine-weser")
    reader = pypdf.PdfReader(BytesIO(build(data, source)))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontDescriptor" in font.get_object(), "every font is embedded"
    pages = [page.extract_text() for page in reader.pages]
    # A word that is broken at a line's end is read with its soft hyphen.
    printed = "".join("".join(pages).replace("\u00ad", "").split())
    for block in plain_text(build_tree(data, source)).split("\n\n"):
        for line in block.splitlines():
            words = line.strip("#|-[] ").replace(" | ", " ").split()
            # A page may end within a line, so only its words are looked for.
            missing = [word for word in words if word != "____" and word not in printed]
            assert not missing, line
    for text in pages:
        assert "Fiktive Werte – Vorführdaten" in text
        assert f"von {len(pages)}" in text
        assert "2026-00042" in text
