"""A sketch comes back from its own PDF, and only if the pages say what the data say."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from buendnis.canon import canonical
from buendnis.documents.archival import ATTACHED, attached
from buendnis.documents.issue import render_sketch
from buendnis.documents.round_trip import sketch_of_pdf
from buendnis.errors import BuendnisError, Refused, Unreadable
from buendnis.facts import Sketch
from buendnis.settings.loading import load_settings
from buendnis.sketch.reading import read_sketch

EXAMPLE = Path(__file__).parents[3] / "docs" / "beispiele" / "energieberatung.toml"
SETTINGS = load_settings("leine-weser")


def settings_of(_alliance: str):  # type: ignore[no-untyped-def]
    return SETTINGS.alliance, SETTINGS.programme


@pytest.fixture(scope="module")
def sketch() -> Sketch:
    found, findings = read_sketch(EXAMPLE)
    assert found is not None
    assert not findings
    return found


@pytest.fixture(scope="module")
def paper(sketch: Sketch) -> bytes:
    return render_sketch(sketch, SETTINGS.alliance, SETTINGS.programme, date(2026, 3, 1))


def test_the_sketch_comes_back_as_it_was(sketch: Sketch, paper: bytes) -> None:
    assert sketch_of_pdf(paper, "idee.pdf", settings_of) == sketch
    undated = render_sketch(sketch, SETTINGS.alliance, SETTINGS.programme)
    assert sketch_of_pdf(undated, "idee.pdf", settings_of) == sketch


def test_a_file_that_was_packed_otherwise_is_the_same(sketch: Sketch, paper: bytes) -> None:
    with pikepdf.Pdf.open(BytesIO(paper)) as pdf:
        target = BytesIO()
        pdf.save(target, recompress_flate=True, deterministic_id=True, compress_streams=False)
    assert target.getvalue() != paper
    assert sketch_of_pdf(target.getvalue(), "idee.pdf", settings_of) == sketch


def with_data(paper: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    """The same pages with other data attached."""
    data = json.loads(attached(paper) or b"{}")
    change(data)
    with pikepdf.Pdf.open(BytesIO(paper)) as pdf:
        spec = pdf.attachments[ATTACHED].obj
        spec.EF.F.write(canonical(data))
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


CHANGES = {
    "the sketch only": lambda data: data["sketch"]["costs"][0].update(amount="1.00"),
    "the shown title only": lambda data: data["project"].update(title="Anders"),
    "both alike": lambda data: (
        data["project"].update(title="Anders"),
        data["sketch"]["project"].update(title="Anders"),
    ),
    "the recipient": lambda data: data["document"].update(reference="LW 2026/001"),
    "the letterhead": lambda data: data["alliance"].update(title="Anderes Bündnis"),
    "something more": lambda data: data.update(more="x"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_other_data_than_the_pages_show_are_refused(paper: bytes, what: str) -> None:
    with pytest.raises(Refused, match="attached data"):
        sketch_of_pdf(with_data(paper, CHANGES[what]), "idee.pdf", settings_of)


def test_other_pages_than_the_data_say_are_refused(paper: bytes) -> None:
    with pikepdf.Pdf.open(BytesIO(paper)) as pdf:
        pdf.pages[0].contents_add(b"0 0 100 100 re f")
        target = BytesIO()
        pdf.save(target)
    with pytest.raises(Refused, match="attached data"):
        sketch_of_pdf(target.getvalue(), "idee.pdf", settings_of)


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7", b"\x00" * 500, canonical({"document": {}})], ids=str
)
def test_what_is_no_pdf_of_ours_is_named(junk: bytes) -> None:
    with pytest.raises(Unreadable):
        sketch_of_pdf(junk, "idee.pdf", settings_of)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.clear(),
        lambda data: data.update(sketch=[]),
        lambda data: data.update(sketch={"project": 5}),
        lambda data: data.update(document="x"),
        lambda data: data["document"].update(day=5),
        lambda data: data["document"].update(day="9999-99-99"),
        lambda data: data["sketch"].update(alliance="nirgends"),
        lambda data: data.update(project=None),
    ],
)
def test_data_of_any_shape_are_refused_in_a_sentence(paper: bytes, change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BuendnisError):
        sketch_of_pdf(with_data(paper, change), "idee.pdf", settings_of)
