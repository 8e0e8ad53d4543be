"""The alliance's logo: on the first page, said in words, and kept with the document."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from buendnis.content import alliance_folder
from buendnis.documents.issue import build, build_word
from buendnis.documents.pdf_check import read_back
from buendnis.documents.pdf_tags import read_tags
from buendnis.documents.sample import sample_data
from buendnis.documents.text import TemplateError, template_source
from buendnis.errors import Unreadable
from buendnis.settings.loading import load_settings

WORDS = "Wappen: ein Fluss zwischen zwei Ufern"


def _picture(mode: str = "RGBA", size: tuple[int, int] = (120, 40)) -> bytes:
    target = BytesIO()
    Image.new(mode, size, 0 if mode in "1P" else (11, 85, 99, 128)[: len(mode)]).save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An alliance's folder of its own, with a logo and its words."""
    shipped = alliance_folder("leine-weser")
    assert shipped is not None
    own = tmp_path / "workflows" / "leine-weser"
    shutil.copytree(shipped, own)
    file = own / "alliance.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[letterhead]", f'[letterhead]\nlogo_alt = "{WORDS}"'), "utf-8")
    (own / "logo.png").write_bytes(_picture())
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path))
    return own


def _letter() -> tuple[dict[str, object], bytes]:
    settings = load_settings("leine-weser")
    data = sample_data("votum", settings.alliance, settings.programme)
    return data, template_source("votum", "leine-weser")


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "LA", "L", "P", "1"])
@pytest.mark.parametrize("size", [(120, 40), (10, 900), (3000, 10)])
def test_a_logo_of_any_kind_is_a_figure_with_its_words(
    office: Path, mode: str, size: tuple[int, int]
) -> None:
    (office / "logo.png").write_bytes(_picture(mode, size))
    body = build(*_letter())
    assert body == build(*_letter())
    with pikepdf.Pdf.open(BytesIO(body)) as pdf:
        tags = read_tags(pdf)
        (image,) = pdf.pages[0].resources["/XObject"].values()
        assert "/SMask" not in image
        assert "/XObject" not in pdf.pages[1].resources
    assert tags is not None
    assert WORDS in [one.alt for one in tags.walk() if one.kind == "Figure"]
    assert not read_back(body).findings


def test_an_issued_document_keeps_its_logo(office: Path) -> None:
    data, source = _letter()
    before = build(data, source)
    (office / "logo.png").unlink()
    assert build(data, source) == before


def test_word_shows_it_with_its_words(office: Path) -> None:
    file = docx.Document(BytesIO(build_word(*_letter())))
    (shape,) = file.inline_shapes
    assert shape._inline.docPr.get("descr") == WORDS


def test_without_a_logo_nothing_is_drawn() -> None:
    data, source = _letter()
    assert b"logo.png" not in source
    with pikepdf.Pdf.open(BytesIO(build(data, source))) as pdf:
        assert "/XObject" not in pdf.pages[0].resources


@pytest.mark.parametrize(
    "body", [b"<svg/>", b"", _picture()[:60], b"\x89PNG\r\n\x1a\n" + b"0" * 1_000_000]
)
def test_what_is_no_png_or_too_large_is_refused(office: Path, body: bytes) -> None:
    (office / "logo.png").write_bytes(body)
    with pytest.raises(TemplateError):
        _letter()


@pytest.mark.parametrize("missing", ["words", "picture"])
def test_a_logo_without_words_or_words_without_a_logo_are_named(office: Path, missing: str) -> None:
    if missing == "picture":
        (office / "logo.png").unlink()
    else:
        file = office / "alliance.toml"
        file.write_text(
            file.read_text(encoding="utf-8").replace(f'logo_alt = "{WORDS}"\n', ""), "utf-8"
        )
    with pytest.raises(Unreadable) as caught:
        load_settings("leine-weser")
    assert [one.field for one in caught.value.findings] == ["letterhead.logo_alt"]
