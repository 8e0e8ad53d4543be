"""What the tests of the workflow share: the shipped one, and patched copies of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from buendnis.settings.loading import Settings, load_settings
from buendnis.workflow.decision import Ground
from buendnis.workflow.loading import load_workflow, workflow_bytes

CASES = Path(__file__).parents[2] / "cases" / "workflows" / "broken"


@dataclass(frozen=True)
class Case:
    """A worked case: the shipped workflow with some text replaced, and what is said of it."""

    name: str
    data: dict[str, Any]

    @property
    def content(self) -> bytes:
        """The patched file. Every text that is replaced must stand in it."""
        text = workflow_bytes("leine-weser").decode()
        for change in self.data["replace"]:
            assert change["old"] in text, f"{self.name}: not in the workflow: {change['old']}"
            text = text.replace(change["old"], change["new"])
        return text.encode()


def cases(*kinds: str) -> list[Any]:
    """The cases of these kinds (`unreadable`, `documents`, or `proved` for all properties)."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        case = Case(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
        kind = "proved" if case.data["kind"].startswith("P") else case.data["kind"]
        if kind in kinds:
            found.append(pytest.param(case, id=path.stem))
    return found


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings("leine-weser")


@pytest.fixture(scope="session")
def ground(settings: Settings) -> Ground:
    return Ground(load_workflow(workflow_bytes("leine-weser")), settings)
