"""The file that a person names as a sketch: a text file, a spreadsheet form, or its own PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from buendnis.sketch.reading import Origin, SketchFile, read_sketch_file

if TYPE_CHECKING:
    from buendnis.settings.alliance import Alliance
    from buendnis.settings.programme import Programme

LARGEST = 5_000_000


def read_given(path: str) -> SketchFile:
    """The sketch in a .toml, .xlsx or .pdf, and every mistake in it."""
    if Path(path).suffix.lower() != ".pdf":
        return read_sketch_file(path)
    from buendnis.documents.round_trip import sketch_of_pdf
    from buendnis.errors import BuendnisError
    from buendnis.reading import read_bytes

    origin = Origin(path, lambda _path: 0)
    try:
        sketch = sketch_of_pdf(read_bytes(path, LARGEST), Path(path).name, _settings)
    except BuendnisError as error:
        return SketchFile(None, tuple(error.findings), origin)
    return SketchFile(sketch, (), origin)


def _settings(alliance: str) -> tuple[Alliance, Programme]:
    from buendnis.settings.loading import load_settings

    settings = load_settings(alliance)
    return settings.alliance, settings.programme
