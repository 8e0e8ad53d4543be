"""Every kind of mistake in a workflow file is named, by its place or by the shortest path to it."""

from __future__ import annotations

from typing import Any

import pytest

from buendnis.documents.catalogue import catalogue
from buendnis.errors import Unreadable
from buendnis.settings.loading import Settings
from buendnis.workflow.check import Report, explored, judged
from buendnis.workflow.decision import Ground
from buendnis.workflow.loading import load_workflow
from buendnis.workflow.sample import slices
from buendnis.workflow.structure import check_documents
from tests.unit.workflow.conftest import cases


@pytest.mark.parametrize("case", cases("unreadable"))
def test_a_mistake_in_the_file_is_named_by_its_place(case: Any) -> None:
    with pytest.raises(Unreadable) as caught:
        load_workflow(case.content, "workflow.toml")
    found = [(one.field, str(one.message), one.file) for one in caught.value.findings]
    assert any(
        field.endswith(case.data["at"]) and case.data["complaint"] in message and file
        for field, message, file in found
    ), found


@pytest.mark.parametrize("case", cases("documents"))
def test_a_document_without_a_template_is_named_with_its_step(case: Any) -> None:
    missing = list(check_documents(load_workflow(case.content), catalogue()))
    assert missing == [(case.data["at"], case.data["complaint"])]


@pytest.mark.parametrize("case", cases("proved"))
def test_a_broken_property_is_refuted_by_a_shortest_path(case: Any, settings: Settings) -> None:
    report = checked(case.content, settings, case.data["slices"])
    faults = [one for one in report.faults if one.property == case.data["kind"]]
    assert any(case.data["complaint"] in str(one.message) for one in faults), report.faults
    assert not next(one for one in report.proofs if one.property == case.data["kind"]).holds
    if "path" in case.data:
        assert [step.step for step in faults[0].path] == case.data["path"]


def checked(content: bytes, settings: Settings, names: list[str]) -> Report:
    ground = Ground(load_workflow(content), settings)
    parts = [one for one in slices(settings) if str(one.about) in names]
    assert len(parts) == len(names)
    return judged(ground, explored(ground, parts))
