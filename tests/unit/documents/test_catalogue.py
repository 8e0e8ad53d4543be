"""The catalogue is strict, complete, and fits the workflow."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from buendnis.documents.catalogue import catalogue
from buendnis.documents.check import check_documents
from buendnis.documents.issue import build_tree
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.errors import Unreadable
from buendnis.settings.loading import Settings

_ROOT = Path(__file__).resolve().parents[3]
_SHARED = {
    "vermerk",
    "aenderungsanzeige",
}  # written by several steps, each of which fills other fields


def _workflow() -> list[dict[str, Any]]:
    text = (_ROOT / "workflows/leine-weser/workflow.toml").read_text(encoding="utf-8")
    steps: list[dict[str, Any]] = tomllib.loads(text)["steps"]
    return steps


def _written(step: dict[str, Any]) -> list[str]:
    named = [*step.get("issues", []), *step.get("drafts", [])]
    return [one if isinstance(one, str) else one["document"] for one in named]


def test_every_document_of_the_workflow_exists() -> None:
    named = {kind for step in _workflow() for kind in _written(step)}
    assert named <= set(catalogue())


def test_a_document_shows_only_fields_that_its_step_asks_for() -> None:
    for step in _workflow():
        fields = {field["name"] for field in step.get("fields", [])}
        for kind in set(_written(step)) - _SHARED:
            assert set(catalogue()[kind].form) <= fields, (step["name"], kind)


def test_the_templates_are_sound(settings: Settings) -> None:
    assert check_documents(settings.alliance, settings.programme) == []


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        (kind, block)
        for kind, one in sorted(catalogue().items())
        for block in one.blocks
        if block != "sketch"  # the machine form of what the page shows, to be read back
    ],
)
def test_a_document_carries_no_block_that_it_does_not_show(
    settings: Settings, kind: str, block: str
) -> None:
    data = sample_data(kind, settings.alliance, settings.programme)
    source = template_source(kind)
    whole = build_tree(data, source)
    del data[block]
    try:
        without = build_tree(data, source)
    except Unreadable:
        return
    assert without != whole


def _office(tmp_path: Path, description: str, template: str = "<document/>") -> None:
    folder = tmp_path / "templates" / "muster"
    folder.mkdir(parents=True)
    (folder / "document.toml").write_text(description, encoding="utf-8")
    (folder / "template.xml").write_text(template, encoding="utf-8")


_GOOD = """
kind = "muster"
title = "Muster"
shape = "note"
recipient = "file"
signs = "office"
blocks = ["project"]
"""


def test_an_office_may_add_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _office(tmp_path, _GOOD)
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path))
    assert catalogue()["muster"].title == "Muster"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('shape = "note"', 'shape = "poster"'),
        ('"project"', '"secrets"'),
        ('kind = "muster"', 'kind = "anders"'),
        ('title = "Muster"', ""),
        ('signs = "office"', 'signs = "office"\ncolour = "red"'),
    ],
)
def test_a_wrong_description_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    _office(tmp_path, _GOOD.replace(old, new))
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path))
    with pytest.raises(Unreadable) as caught:
        catalogue()
    (finding,) = caught.value.findings
    assert finding.file.endswith("document.toml")


def test_the_check_names_blocks_and_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    _office(tmp_path, _GOOD, "<document>\n<p>{{ votum.x }}</p></document>")
    broken = tmp_path / "templates" / "zweites"
    broken.mkdir()
    (broken / "document.toml").write_text(_GOOD.replace('"muster"', '"zweites"'))
    (broken / "template.xml").write_text("<document>\n<p>{{ project.nothing }}</p></document>")
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path))
    found = check_documents(settings.alliance, settings.programme)
    assert [(one.file, one.field, one.line) for one in found] == [
        ("templates/muster/document.toml", "votum", 0),
        ("templates/zweites/template.xml", "project.nothing", 2),
    ]
