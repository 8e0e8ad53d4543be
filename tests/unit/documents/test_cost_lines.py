"""The cost plan prints every single cost, over as many pages as it takes."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest
from msgspec.structs import replace

from buendnis.documents.data import document_data
from buendnis.documents.issue import build, build_tree
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import DAY, sample_project
from buendnis.documents.text import template_source
from buendnis.facts import CostRow
from buendnis.settings.loading import Settings


@pytest.mark.parametrize("kind", ["kostenplan", "projektskizze"])
def test_a_plan_of_sixty_lines_prints_each_with_its_amount(settings: Settings, kind: str) -> None:
    project = sample_project(kind, settings.alliance)
    costs = tuple(
        CostRow(
            2026 + n % 3, ("fees", "material", "travel")[n // 20], 100_000 + n, label=f"Los {n}"
        )
        for n in range(60)
    )
    project = replace(project, sketch=replace(project.sketch, costs=costs))
    data = document_data(
        kind, project, settings.alliance, settings.programme, None, "1", DAY, "1 abc", "N. N."
    )
    lines = plain_text(build_tree(data, template_source(kind))).splitlines()
    for n in range(60):
        year = 2026 + n % 3
        assert sum(f"| Los {n} | {year} | 1.000,{n:02}" in line for line in lines) == 1
    assert sum("| Zwischensumme |" in line for line in lines) == 4
    pages = [
        page.extract_text()
        for page in pypdf.PdfReader(BytesIO(build(data, template_source(kind)))).pages
    ]
    within = [text for text in pages if "Los " in text]
    assert len(within) >= 2
    assert all("Wofür" in text for text in within), "the head is repeated"
