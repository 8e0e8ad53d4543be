"""From stored data to the finished page: the two halves put together.

ReportLab and Jinja2 are imported when the first page is made, for commands that make none should
not wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.canon import canonical

if TYPE_CHECKING:
    from buendnis.documents.markup import Document
    from buendnis.facts import Project, Sketch
    from buendnis.settings.alliance import Alliance
    from buendnis.settings.programme import Programme


def build_tree(data: Mapping[str, Any], source: bytes) -> Document:
    """The checked markup tree of a document. Raises `TemplateError` or `MarkupError`."""
    from buendnis.documents.markup import parse_markup
    from buendnis.documents.text import render_markup

    return parse_markup(render_markup(source, data), f"templates/{data['document']['kind']}")


def build(data: Mapping[str, Any], source: bytes) -> bytes:
    """The PDF of a document: a pure function of its data and its stored template.

    The data are attached to it, so that a program can read what a person reads. Raises
    `TemplateError` (a missing value, a wrong template) or `MarkupError`.
    """
    tree = build_tree(data, source)
    from buendnis.documents.page import page_of
    from buendnis.documents.pdf import render_pdf
    from buendnis.documents.text import logo_of

    return render_pdf(tree, page_of(data, logo_of(source)), canonical(data))


def build_word(data: Mapping[str, Any], source: bytes) -> bytes:
    """The same document as a .docx, to be edited. Raises as `build` does."""
    tree = build_tree(data, source)
    from buendnis.documents.page import page_of
    from buendnis.documents.text import logo_of
    from buendnis.documents.word import render_word

    return render_word(tree, page_of(data, logo_of(source)))


def render_sketch(
    sketch: Sketch, alliance: Alliance, programme: Programme, day: date | None = None
) -> bytes:
    """A sketch as the applicant's own paper, before anything of it is in a record.

    day: the day whose figures apply, and which is printed; without it the latest figures apply,
    and no day is printed.
    """
    from buendnis.documents.data import document_data
    from buendnis.documents.text import template_source
    from buendnis.facts import Project

    kind = "projektskizze"
    project = Project("", "", alliance.name, "idea", 0, sketch)
    on = day or date.max
    data = document_data(kind, project, alliance, programme, None, "", on, "", "")
    data["document"]["day"] = day.isoformat() if day else None
    return build(data, template_source(kind, alliance.name))


def render_plan(project: Project, alliance: Alliance, programme: Programme, day: date) -> bytes:
    """The cost plan of a project, or of a sketch that is in none, as a paper without a number."""
    from buendnis.documents.data import document_data
    from buendnis.documents.text import template_source

    kind = "kostenplan"
    data = document_data(kind, project, alliance, programme, None, "", day, "", "")
    return build(data, template_source(kind, alliance.name))
