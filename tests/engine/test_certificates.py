"""The close and its certificate: both, or neither, wherever the program ends between them."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from buendnis.canon import parsed
from buendnis.facts import Motion
from buendnis.store.reading import open_view
from buendnis.usecases import advancing, certifying
from buendnis.usecases.auditing import audit
from tests.engine.conftest import Open
from tests.engine.test_processes import Crew, crew
from tests.engine.world import World, contents
from votes.recount import depth_of, recompute

__all__ = ["crew"]


def voted(world: World, project: str) -> None:
    """Everybody is there and has answered; the vote can be closed."""
    motion = world.project(project).open_motion
    assert motion is not None
    world.tick(7)
    world.attend(motion.meeting, 12)
    world.vote(motion.id, "yes", dgb="abstain")


def certificate_of(path: Path, motion: Motion) -> dict[str, Any]:
    with open_view(path) as view:
        body = view.content(motion.certificate)
    assert body is not None
    return parsed(body, dict)


def both_or_neither(path: Path, project: str) -> bool:
    """Whether the vote is closed; then its certificate is there and holds, else there is none."""
    with open_view(path) as view:
        motion = view.project(project).motions[-1]
    stored = [row for row in contents(path)["content"] if row[1] == "certificate"]
    if motion.open:
        assert stored == [] and motion.certificate == ""
        return False
    assert [row[0] for row in stored] == [motion.certificate]
    assert recompute(certificate_of(path, motion)) == []
    return True


def test_the_certificate_of_a_close_says_what_the_close_says(at: Open) -> None:
    with at("voting") as (world, project):
        voted(world, project)
        world.well(project, "close_vote", reasons={"continuation": "trägt sich"})
        path, motion = world.office.db.path, world.project(project).motions[-1]
    assert both_or_neither(path, project)
    made = certificate_of(path, motion)
    parts = {name: part["value"] for name, part in made["parts"].items()}
    assert depth_of(made) == "seats"
    assert parts["motion"]["id"] == motion.id
    assert parts["motion"]["closed_on"] == motion.closed_on.isoformat()  # type: ignore[union-attr]
    assert parts["motion"]["papers"] == motion.papers
    assert parts["outcome"] == {"result": "endorsed", "cause": ""}
    assert parts["reasons"] == {"continuation": "trägt sich"}
    assert parts["roster"]["seats"] == list(motion.roster)
    assert len(parts["ballots"]) == 11  # the office's own seat is left to the chair
    assert {one["origin"] for one in parts["ballots"]} == {"meeting"}
    assert motion.result is not None
    assert parts["derivation"]["steps"] == list(motion.result.derivation)


@pytest.mark.parametrize("way", ["postponed", "no_quorum", "no_consensus", "circular"])
def test_every_kind_of_close_has_a_certificate_that_holds(at: Open, way: str) -> None:
    with at("submitted" if way == "circular" else "voting") as (world, project):
        form: dict[str, Any] = {}
        if way == "circular":
            until = world.today.replace(year=world.today.year + 1).isoformat()
            world.take(project, "open_vote", form={"until": until, "reason": "Frist"})
            motion = world.project(project).open_motion
            assert motion is not None
            seats = [one["id"] for one in motion.roster]
            answers = dict.fromkeys(seats, "yes")
            from buendnis.usecases.recording_ballots import record_ballots

            own = answers.pop("arl")
            record_ballots(world.office, world.who(), motion.id, "email", answers)
            record_ballots(world.office, world.who("chair"), motion.id, "email", {"arl": own})
        else:
            motion = world.project(project).open_motion
            assert motion is not None
            world.tick(7)
            world.attend(motion.meeting, 3 if way == "no_quorum" else 13)
            if way != "postponed":
                world.vote(motion.id, "yes", **({"dgb": "no"} if way == "no_consensus" else {}))
            form = {"postponed": "true"} if way == "postponed" else {}
        world.well(project, "close_vote", **form)
        path, motion = world.office.db.path, world.project(project).motions[-1]
    assert both_or_neither(path, project)
    outcome = certificate_of(path, motion)["parts"]["outcome"]["value"]
    assert outcome["cause"] == ("" if way == "circular" else way)
    assert audit(path).sound


@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
def test_a_failure_at_the_certificate_leaves_neither_it_nor_the_close(
    after: bool, at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., str] = certifying.keep

    def failing(*words: Any) -> str:
        if after:
            real(*words)
        raise OSError("disk")

    with at("voting") as (world, project):
        voted(world, project)
        path, before = world.office.db.path, contents(world.office.db.path)
        with monkeypatch.context() as patch:
            patch.setattr(certifying, "keep", failing)
            with pytest.raises(OSError, match="disk"):
                world.well(project, "close_vote")
        assert contents(path) == before
        assert not both_or_neither(path, project)
        world.well(project, "close_vote")
        assert both_or_neither(path, project)


def test_a_failure_of_the_entry_leaves_no_certificate_behind(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    with at("voting") as (world, project):
        voted(world, project)
        path, before = world.office.db.path, contents(world.office.db.path)
        with monkeypatch.context() as patch:
            patch.setattr(advancing, "record_on_project", failing)
            with pytest.raises(ZeroDivisionError):
                world.well(project, "close_vote")
        assert contents(path) == before
        assert not both_or_neither(path, project)


def test_killed_at_every_write_of_a_close_there_are_both_or_neither(at: Open, crew: Crew) -> None:
    seen = set()
    for point in range(1, 100):
        with at("voting") as (world, project):
            voted(world, project)
            path = world.office.db.path
        _, (out,) = crew.begin(path, "close", point=point, projects=[project])
        (status,) = crew.ended()
        assert status in (0, -signal.SIGKILL)
        closed = both_or_neither(path, project)
        acknowledged = out.read_text().split()
        assert closed or not acknowledged
        assert audit(path).sound
        seen.add((closed, bool(acknowledged)))
        if status == 0:
            break
    assert seen == {(False, False), (True, False), (True, True)}
    assert point > 5
