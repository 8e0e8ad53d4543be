"""Members of a world who sign their ballots."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from buendnis.store.record import load_project
from buendnis.usecases.keys import register_key
from buendnis.usecases.packets import fingerprints_of
from buendnis.usecases.taking_ballots import Taken, take_signed
from tests.engine.world import World
from votes.signatures import SecretKey, new_secret_key
from votes.signed import SignedBallot, sign, time_text


@lru_cache(maxsize=8)
def key_of(name: str) -> SecretKey:
    """The key of that name, the same one every time."""
    return new_secret_key()


def register(world: World, seat: str = "dgb") -> None:
    """The seat's key is registered."""
    register_key(world.office, world.who(), seat, f"Person {seat}", key_of(seat).jwk)


def signed(
    world: World, project: str, seat: str = "dgb", signer: str = "", **changes: Any
) -> bytes:
    """A ballot of the seat on the project's open motion, as a member signs it now. signer: whose
    key it is, by default the seat's."""
    with world.office.db.transaction() as tx:
        holder = load_project(tx, project)
        assert holder is not None
        assert holder.open_motion is not None
        motion = holder.open_motion
        question, papers = fingerprints_of(tx, holder, motion)
    parts: dict[str, Any] = {
        "motion": motion.id,
        "version": motion.version,
        "question": question,
        "papers": papers,
        "seat": seat,
        "key": "",
        "answer": "yes",
        "cast_at": time_text(world.who().now),
    }
    found, problems = sign(SignedBallot(**(parts | changes)), key_of(signer or seat))
    assert found is not None, problems
    return found.data


def take(world: World, data: bytes) -> Taken:
    """What becomes of a ballot that came in."""
    return take_signed(world.office, world.who(), data, "stimme.jws")
