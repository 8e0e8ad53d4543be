"""A ballot of a free motion that was entered wrong: corrected until the close, counted again after
it, and the new result in force while nobody was told the old one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from buendnis.errors import Refused
from buendnis.events import BALLOTS_RECORDED
from buendnis.facts import Motion, Resolution
from buendnis.fold import RECOUNTED
from buendnis.store.record import load_resolution, stream_events
from buendnis.usecases import resolution_results, resolutions
from buendnis.usecases.auditing import audit
from buendnis.usecases.care import upgrade
from buendnis.usecases.correcting_free import CorrectedFree, correct_free, take_free_recount
from buendnis.usecases.resolutions import Way
from tests.engine.world import World, broken_links, contents, fold_differences, new_world

ID, V1 = "B-2025-01", "B-2025-01-V1"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with new_world(tmp_path) as made:
        yield made


def held(world: World) -> Resolution:
    with world.office.db.transaction() as tx:
        found = load_resolution(tx, ID)
    assert found is not None
    return found


def voted(world: World, **answers: str) -> int:
    """A free motion that is open and answered; the entry with its ballots."""
    way = Way(meeting=world.meeting())
    who = world.who()
    resolutions.open_resolution(world.office, who, "Titel", "Text", "resolution", way)
    world.tick(7)
    world.attend(way.meeting)
    world.vote(V1, "yes", **answers)
    with world.office.db.transaction() as tx:
        events = stream_events(tx, ID)
    return next(one.position for one in events if one.kind == BALLOTS_RECORDED)


def close(world: World) -> None:
    resolution_results.close_resolution(world.office, world.who(), V1, {})


def fix(world: World, entry: int, actor: str = "office", **seats: str) -> CorrectedFree:
    who, changes = world.who(actor), {"seat": seats}
    return correct_free(world.office, who, ID, entry, changes, "Hörfehler")


def take(world: World) -> CorrectedFree:
    return take_free_recount(world.office, world.who(), V1)


def motion(world: World) -> Motion:
    return held(world).motions[0]


def marks(world: World) -> list[str]:
    return [one.replaced_by for one in held(world).documents if one.kind == "beschlussausfertigung"]


def sound(world: World) -> None:
    path = world.office.db.path
    assert not broken_links(path)
    assert not fold_differences(path, world.office)
    assert audit(path).sound
    before = contents(path)
    assert upgrade(path, world.who()).changed == 0
    assert contents(path) == before


def outcome(world: World) -> tuple[str, str]:
    result = motion(world).result
    assert result is not None
    return result.result, result.cause


def test_before_the_close_the_corrected_answer_counts(world: World) -> None:
    entry = voted(world, dgb="no")
    assert not fix(world, entry, dgb="yes").counted
    close(world)
    assert outcome(world) == ("endorsed", "")
    assert motion(world).recounts == ()
    sound(world)


def test_after_the_close_it_is_counted_again_and_the_resolution_marked(world: World) -> None:
    entry = voted(world)
    close(world)
    assert fix(world, entry, dgb="abstain").replaces == {}
    assert not motion(world).recount_pending
    changed = fix(world, entry, dgb="no")
    assert list(changed.replaces.values()) == [RECOUNTED]
    assert outcome(world) == ("endorsed", "")
    assert motion(world).recount_pending
    assert marks(world) == [RECOUNTED]
    sound(world)
    fix(world, entry, dgb="yes")
    assert marks(world) == [""]
    assert not motion(world).recount_pending
    sound(world)


def test_the_new_result_is_put_in_force(world: World) -> None:
    entry = voted(world)
    close(world)
    fix(world, entry, dgb="no")
    with pytest.raises(Refused, match="another result"):
        resolution_results.send_resolution(world.office, world.who(), V1, "email", ())
    done = take(world)
    assert outcome(world) == ("deferred", "no_consensus")
    assert done.resolved.documents == ()
    assert marks(world) == [RECOUNTED]
    sound(world)
    with pytest.raises(Refused):
        take(world)
    # It was deferred, and so is put again as any other.
    way = Way(meeting=world.meeting())
    again = resolutions.reopen_resolution(world.office, world.who(), ID, "Gespräch", way)
    assert again.motion.round == 2
    sound(world)


def test_a_resolution_that_comes_about_by_the_new_count_is_issued(world: World) -> None:
    entry = voted(world, dgb="no")
    close(world)
    assert outcome(world) == ("deferred", "no_consensus")
    fix(world, entry, dgb="yes")
    done = take(world)
    assert outcome(world) == ("endorsed", "")
    assert len(done.resolved.documents) == len(done.resolved.sealed) == 1
    assert marks(world) == [""]
    fix(world, entry, dgb="no")
    assert marks(world) == [RECOUNTED]
    take(world)
    fix(world, entry, dgb="yes")
    take(world)
    first, second = (one for one in held(world).documents if one.kind == "beschlussausfertigung")
    assert (first.replaced_by, second.replaced_by) == (second.number, "")
    sound(world)


@pytest.mark.parametrize("how", ["told", "a later round"])
def test_what_rests_on_the_old_result_stands(world: World, how: str) -> None:
    entry = voted(world, dgb="yes" if how == "told" else "no")
    close(world)
    if how == "told":
        resolution_results.send_resolution(world.office, world.who(), V1, "email", ())
    else:
        way = Way(meeting=world.meeting())
        resolutions.reopen_resolution(world.office, world.who(), ID, "Gespräch", way)
    fix(world, entry, dgb="no" if how == "told" else "yes")
    before = contents(world.office.db.path)
    with pytest.raises(Refused, match="rests on the result"):
        take(world)
    assert contents(world.office.db.path) == before
    sound(world)


WRONG: dict[str, tuple[int, dict[str, Any], str]] = {
    "another entry": (1, {"seat": {"dgb": "no"}}, "office"),
    "no seat": (0, {"title": "anders"}, "office"),
    "an unknown seat": (0, {"seat": {"kantine": "no"}}, "office"),
    "no answer": (0, {"seat": {"dgb": "vielleicht"}}, "office"),
    "their own seat": (0, {"seat": {"arl": "no"}}, "office"),
    "a reader": (0, {"seat": {"dgb": "no"}}, "reader"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_corrected_is_refused(world: World, name: str) -> None:
    off, changes, actor = WRONG[name]
    entry = voted(world)
    close(world)
    before = contents(world.office.db.path)
    with pytest.raises(Refused):
        correct_free(world.office, world.who(actor), ID, entry + off, changes, "Hörfehler")
    assert contents(world.office.db.path) == before
