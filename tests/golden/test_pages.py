"""The first pages look as accepted, within what another machine may round.

After a change that is meant, accept the new pictures: BUENDNIS_ACCEPT=1 pytest tests/golden
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from buendnis.documents.issue import build
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings

_PICTURES = Path(__file__).parent / "pages"
# One of each shape and of each way to set a chart, a table or a form.
_KINDS = (
    *("votum", "beschlussvorlage", "kostenplan", "steckbrief", "abschlussbericht"),
    *("vertretungsanzeige", "vollstaendigkeitspruefung", "abschlussvermerk", "niederschrift"),
)
_SCALE = 0.6  # of 72 points an inch: small files that still show every line
_MOST = 24  # of 255, after a blur that forgives a shift of a hair


@lru_cache(maxsize=16)
def _page(kind: str) -> Image.Image:
    settings = load_settings("leine-weser")
    data = sample_data(kind, settings.alliance, settings.programme)
    with pypdfium2.PdfDocument(build(data, template_source(kind, "leine-weser"))) as file:
        picture: Image.Image = file[0].render(scale=_SCALE).to_pil().convert("L")
    return picture


def _furthest(one: Image.Image, other: Image.Image) -> int:
    """How far the pictures are apart at their most different place."""
    soft = (each.filter(ImageFilter.GaussianBlur(1.2)) for each in (one, other))
    return int(ImageChops.difference(*soft).getextrema()[1])


@pytest.mark.parametrize("kind", _KINDS)
def test_a_first_page_looks_as_accepted(kind: str) -> None:
    path = _PICTURES / f"{kind}.png"
    page = _page(kind)
    if os.environ.get("BUENDNIS_ACCEPT"):
        page.save(path, optimize=True)
    accepted = Image.open(path).convert("L")
    assert page.size == accepted.size
    assert _furthest(page, accepted) <= _MOST


def test_there_is_one_accepted_picture_for_each_page() -> None:
    assert {path.stem for path in _PICTURES.glob("*.png")} == set(_KINDS)


def test_a_missing_line_would_be_seen() -> None:
    page = _page("votum")
    box = page.copy()
    box.paste(255, (0, 200, page.width, 206))
    assert _furthest(page, box) > _MOST
