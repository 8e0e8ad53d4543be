"""`next`, the dry run and the real run give one answer, whatever is asked of whom."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from buendnis.cli.next_page import steps_page
from buendnis.errors import Finding, Refused
from buendnis.store.reading import open_view
from buendnis.usecases.advancing import Asked, Attachment, advance, request_of
from buendnis.workflow.decision import Decision, decide
from tests.engine.test_roles_and_states import STEPS
from tests.engine.world import (
    BRINGS,
    STATES,
    World,
    a_sketch,
    contents,
    fast_documents,
    good_form,
    in_state,
    opened,
)

Ready = dict[str, tuple[Path, str, date]]
SKETCHES = (
    a_sketch(total=620_000_00, grant=350_000_00, start=date(2026, 1, 1), end=date(2028, 12, 31)),
    a_sketch(total=500_000_00, grant=200_000_01, regions=("hildesheim", "weserbergland")),
)
REVISIONS = (
    None,
    a_sketch(start=date(2026, 1, 2), end=date(2029, 1, 1)),
    a_sketch(total=500_000_01, grant=350_000_01),
    a_sketch(total=500_000_01, grant=350_000_00),
    a_sketch(regions=("hildesheim", "region-hannover")),
    a_sketch(type="training"),
)
VALUES = (
    *("", " ", "true", "x", "2028-12-31", "2029-01-01", "2025-01-01", "350000.01", "500000.00"),
    *("refused", "M-2025-01", "not_supported", "region"),
)


@pytest.fixture(scope="module")
def ready(at_each_state: Ready, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Databases at every state, of a plain project and of projects at the boundaries."""
    found = [at_each_state[state] for state in STATES]
    with pytest.MonkeyPatch.context() as patch:
        fast_documents(patch.setattr)
        for number, sketch in enumerate(SKETCHES):
            folder = tmp_path_factory.mktemp(f"boundary{number}")
            for state in ("assessed", "submitted", "voting", "votum_sent", "applied", "running"):
                with in_state(folder, state, sketch) as (world, project):
                    found.append((world.office.db.path, project, world.today))
    return found


def _changed(form: dict[str, Any], chance: Random) -> dict[str, Any]:
    """A form, now and then with a value that is missing, at a boundary, wrong or unknown."""
    form = dict(form)
    for key in list(form):
        if chance.random() < 0.1:
            del form[key]
        elif chance.random() < 0.1:
            form[key] = chance.choice(VALUES)
    if chance.random() < 0.1:
        extra = ("unknown", "postponed", "until", "kind", "new_end", "end", "meeting")
        form[chance.choice(extra)] = chance.choice(VALUES)
    return form


def _said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.field, str(one.message)) for one in findings]


def _course(decision: Decision) -> tuple[Any, ...]:
    """What a decision changes."""
    names = ("target", "cause", "form", "issues", "drafts", "opens", "closes", "cancels", "figures")
    return tuple(getattr(decision, name) for name in names)


def _asked(world: World, project: str, chance: Random) -> tuple[Asked, str, timedelta]:
    """A random question: a step, mostly one that fits, its form, and who asks it when."""
    facts = world.project(project)
    fitting = [name for name, (states, _) in STEPS.items() if facts.state in states]
    step = chance.choice(fitting if chance.random() < 0.85 else sorted(STEPS))
    roles = {"applicant": f"applicant:{project}", "alliance": "alliance:hildesheim"}
    role = chance.choice((*STEPS[step][1], *STEPS[step][1], "office", "reader", "seat:dgb"))
    revised = (chance.choice(REVISIONS) or facts.sketch) if BRINGS.get(step) else None
    kinds = ("bescheid", "aussage", "abschlussbericht")
    papers = tuple(Attachment(kind, f"{kind}.pdf", b"x") for kind in kinds if chance.random() < 0.6)
    form = _changed(good_form(world, facts, step), chance)
    late = timedelta(days=chance.choice((0, 0, 0, 0, 1, -1)))
    return Asked(project, step, form, papers, revised), roles.get(role, role), late


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(number=st.integers(0, 10_000), seed=st.integers(0, 2**32))
def test_next_dry_run_and_run_agree(ready: list[Any], number: int, seed: int) -> None:
    _agree(ready, number, seed)


@pytest.mark.proofs
@settings(
    max_examples=5000,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(number=st.integers(0, 10_000), seed=st.integers(0, 2**32))
def test_next_dry_run_and_run_agree_at_length(ready: list[Any], number: int, seed: int) -> None:
    _agree(ready, number, seed)


def _agree(ready: list[Any], number: int, seed: int) -> None:
    # Chances of the seed spread wider than draws of their own.
    chance = Random(f"{number}/{seed}")
    source, project, today = chance.choice(ready)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.db"
        shutil.copy(source, path)
        with opened(path, today) as world:
            asked, actor, late = _asked(world, project, chance)
            _one_answer(world, path, asked, actor, today + late)


def _one_answer(world: World, path: Path, asked: Asked, actor: str, day: date) -> None:
    office, who = world.office, world.who(actor, day)
    facts = world.project(asked.project)
    with office.db.transaction() as tx:
        ground = office.ground(tx, facts)
        request = request_of(tx, who, asked, facts, ground.workflow.steps[asked.step])
        decided = decide(ground, facts, request)
    before = contents(path)
    dry, dry_refusal = None, None
    try:
        dry = advance(office, who, _only_asked(asked))
    except Refused as refused:
        dry_refusal = _said(refused.findings)
    assert contents(path) == before
    shown = _shown(path, asked.project, actor, day)
    real, real_refusal = None, None
    try:
        real = advance(office, who, asked)
    except Refused as refused:
        real_refusal = _said(refused.findings)
    assert dry_refusal == real_refusal
    assert (dry is None) == (real is None) == (not decided.allowed)
    if real is None or dry is None:
        assert real_refusal == _said(decided.refusal)
        assert real_refusal
        return
    assert _course(dry.decision) == _course(real.decision) == _course(decided)
    assert dry.before == dry.after == real.before == facts
    assert real.after.state == decided.target
    assert len(real.documents) == len(decided.issues) + len(decided.drafts)
    if not BRINGS.get(asked.step) and day == world.today:
        # What can be done with a form is never called impossible without one.
        assert shown[asked.step]["possible"], shown[asked.step]


def _only_asked(asked: Asked) -> Asked:
    """The same question as a dry run."""
    return Asked(asked.project, asked.step, asked.form, asked.attachments, asked.sketch, dry=True)


def _shown(path: Path, project: str, actor: str, day: date) -> dict[str, dict[str, Any]]:
    with open_view(path) as view:
        page = steps_page(view, project, actor, day)
    return {one["step"]: one for one in page.data["steps"]}


@pytest.mark.parametrize("state", STATES)
def test_next_says_of_every_step_what_its_empty_dry_run_says(
    state: str, at_each_state: Ready, tmp_path: Path
) -> None:
    source, project, today = at_each_state[state]
    path = tmp_path / "copy.db"
    shutil.copy(source, path)
    with opened(path, today) as world:
        for actor in ("office", "chair", "reader", f"applicant:{project}", "alliance:hildesheim"):
            shown = _shown(path, project, actor, today)
            assert set(shown) == {name for name, (states, _) in STEPS.items() if state in states}
            for step, one in shown.items():
                refused: set[tuple[str, str]] = set()
                try:
                    world.take(project, step, actor, dry=True)
                except Refused as error:
                    refused = {(found.rule, found.field) for found in error.findings}
                told = {(found["rule"], found["field"]) for found in one["violations"]}
                assert told <= refused
                assert one["possible"] == (not told)
                fields = {field for _, field in refused - told}
                assert {need.removeprefix("paper:") for need in one["needs"]} == fields
