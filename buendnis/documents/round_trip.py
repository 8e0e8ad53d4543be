"""A sketch that comes back as the PDF it was set as: its attached data, if the pages say the same.

What a person reads and what the program takes must be one: from the attached sketch all data are
made anew and the pages set again, and both must be those of the file. A PDF that was changed, or
that another version of the program made, is refused; the sketch's own file is the way then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from buendnis.documents.data import document_data
from buendnis.errors import Finding, Refused, Unreadable
from buendnis.facts import Project, Sketch
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme
from buendnis.sketch.reading import sketch_from_data
from buendnis.texts import T, Text

KIND = "projektskizze"
_OF_THE_RECORD = ("id", "reference", "responsible", "version", "adopted")
_INSTEAD = T("Send the sketch's own file (.toml or .xlsx) instead.")

SettingsOf = Callable[[str], tuple[Alliance, Programme]]


def sketch_of_pdf(body: bytes, name: str, settings_of: SettingsOf) -> Sketch:
    """The sketch in a PDF of ours.

    settings_of: alliance and programme of the alliance that the sketch names. Raises `Unreadable`
    for what is no such PDF, `Refused` where data and pages differ.
    """
    data = _data(body, name)
    try:
        sketch, same = _again(body, data, settings_of)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The data have a shape that none of ours has.
        raise _none(name, T("The data in {file} make no sense.", file=name[:80])) from error
    if not same:
        message = T(
            "What {file} shows is not what its attached data say, or another version made it.",
            file=name[:80],
        )
        raise Refused(message, [Finding("input", name[:80], message, _INSTEAD)])
    return sketch


def _again(body: bytes, data: Mapping[str, Any], settings_of: SettingsOf) -> tuple[Sketch, bool]:
    """The attached sketch, and whether data and pages made anew from it are those of the file."""
    # The doors to the PDF's library and to the pages open only for such a file.
    from buendnis.documents.archival import same_pages
    from buendnis.documents.issue import build
    from buendnis.documents.text import template_source

    sketch = sketch_from_data(data["sketch"])
    alliance, programme = settings_of(sketch.alliance)
    expected = _expected(sketch, data, alliance, programme)
    if expected != data:
        return sketch, False
    return sketch, same_pages(body, build(expected, template_source(KIND, alliance.name)))


def _data(body: bytes, name: str) -> dict[str, Any]:
    from buendnis.documents.pdf_check import read_back

    try:
        data: Any = json.loads(read_back(body, name).attached or b"")
    except (ValueError, RecursionError):
        raise _none(name, T("{file} carries no data of ours.", file=name[:80])) from None
    kind = data.get("document") if isinstance(data, dict) else None
    if not isinstance(kind, dict) or kind.get("kind") != KIND or "sketch" not in data:
        raise _none(name, T("{file} is no project sketch of ours.", file=name[:80]))
    return dict(data)


def _none(name: str, message: Text) -> Unreadable:
    return Unreadable(message, [Finding("input", name[:80], message, _INSTEAD)])


def _expected(
    sketch: Sketch, data: Mapping[str, Any], alliance: Alliance, programme: Programme
) -> dict[str, Any]:
    """The data as they follow from the sketch; what only the record knows (numbers, signs, the day)
    is taken from the file, for the pages show it."""
    said = data["document"].get("day")
    try:
        on = date.fromisoformat(said) if said else date.max
    except (TypeError, ValueError):
        on = date.max
    project = Project("", "", alliance.name, "idea", 0, sketch)
    made = document_data(KIND, project, alliance, programme, None, "", on, "", "")
    made["document"] = data["document"]
    there = data.get("project")
    if isinstance(there, dict):
        made["project"] |= {key: there[key] for key in _OF_THE_RECORD if key in there}
    return made
