"""What the log says of a signed ballot is verified against what its member signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from buendnis.events import BALLOTS_RECORDED
from buendnis.store.reading import open_view
from buendnis.store.record import record_on_project
from buendnis.usecases.auditing import audit
from tests.engine.conftest import Open
from tests.engine.signing import key_of, register, signed, take
from tests.engine.world import World


def _entered(world: World, project: str, data: bytes, change: dict[str, Any]) -> None:
    """An entry as an administrator would forge it: chain and tables agree, the signature not."""
    from buendnis.store.record import keep, load_project

    with world.office.db.transaction() as tx:
        facts = load_project(tx, project)
        assert facts is not None
        assert facts.open_motion is not None
        digest = keep(tx, "paper", data)
        row = {
            "seat": "dgb",
            "answer": "yes",
            "by": "member",
            "case": "",
            "origin": "signed",
            "reason": "",
            "conditions": [],
            "evidence": digest,
            "key": key_of("dgb").thumbprint,
            "ballot": digest,
            "replaces": "",
            "cast_at": "2025-03-03T10:00:00Z",
        }
        paper = {"kind": "ballot", "name": "x.jws", "hash": digest, "size": len(data)}
        payload = {
            "motion": facts.open_motion.id,
            "version": 1,
            "ballots": [row | change],
            "papers": [paper],
        }
        workflow = world.office.workflow_of(tx, facts.workflow)
        record_on_project(
            tx,
            world.who().entering(),
            facts,
            project,
            BALLOTS_RECORDED,
            payload,
            world.office.submitted(workflow),
        )


def _faults(world: World) -> list[str]:
    return [str(one.message) for one in audit(world.office.db.path).faults]


def test_a_record_with_signed_ballots_verifies_and_counts_them(at: Open) -> None:
    with at("voting") as (world, project):
        _ready(world, project)
        assert take(world, signed(world, project)).status == "recorded"
        report = audit(world.office.db.path)
        assert report.faults == []
        assert report.counts["signed_ballots"] == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"answer": "no"}, "something else"),
        ({"seat": "hwk"}, "something else"),
        ({"reason": "anders"}, "something else"),
        ({"conditions": ["mehr"]}, "something else"),
        ({"replaces": "0" * 64}, "something else"),
    ],
    ids=str,
)
def test_an_entry_that_says_something_else_than_its_ballot_is_found(
    at: Open, change: dict[str, Any], fault: str
) -> None:
    with at("voting") as (world, project):
        _ready(world, project)
        data = signed(world, project, cast_at="2025-03-03T10:00:00Z")
        _entered(world, project, data, change)
        found = _faults(world)
        assert len(found) == bool(fault)
        assert all(fault in one for one in found)


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (lambda _: b"kein Stimmzettel", "is none"),
        (lambda data: data[:-86] + b"A" * 86, "does not fit"),
    ],
    ids=["junk", "another signature"],
)
def test_an_entry_without_a_true_signature_is_found(
    at: Open, forge: Callable[[bytes], bytes], fault: str
) -> None:
    with at("voting") as (world, project):
        _ready(world, project)
        data = signed(world, project, cast_at="2025-03-03T10:00:00Z")
        _entered(world, project, forge(data), {})
        (found,) = _faults(world)
        assert fault in found


def test_the_ballots_of_a_chain_fold_to_the_same_facts(at: Open) -> None:
    with at("voting") as (world, project):
        _ready(world, project)
        first = signed(world, project)
        name = take(world, first).fingerprint
        take(world, signed(world, project, answer="no", replaces=name))
        motion = world.project(project).open_motion
        assert motion is not None
        (standing,) = motion.ballots
        (earlier,) = motion.earlier
        assert (standing.answer, standing.replaces) == ("no", earlier.ballot)
        with open_view(world.office.db.path) as view:
            assert view.project(project).open_motion == motion
        assert _faults(world) == []


def _ready(world: World, project: str) -> None:
    motion = world.project(project).open_motion
    assert motion is not None
    world.tick(7)
    world.attend(motion.meeting)
    register(world)
