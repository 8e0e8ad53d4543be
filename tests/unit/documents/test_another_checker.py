"""Every kind of document before a checker that is not ours.

`pdfua` looks at a small part of PDF/UA-1 (16 of 106 rules), so this is a smoke test.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pdfua import validate
from reportlab.pdfgen.canvas import Canvas

from buendnis.documents.catalogue import catalogue
from buendnis.documents.issue import build
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings

ALLIANCE = "leine-weser"


def _paper(kind: str) -> bytes:
    settings = load_settings(ALLIANCE)
    data = sample_data(kind, settings.alliance, settings.programme)
    return build(data, template_source(kind, ALLIANCE))


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_another_checker_finds_nothing_wrong(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    target.write_bytes(_paper(kind))
    assert [(one.rule_id, one.message) for one in validate(target).findings] == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    target = tmp_path / "plain.pdf"
    canvas = Canvas(str(target))
    canvas.drawString(72, 720, "no tags")
    canvas.save()
    assert validate(target).findings
