"""A key and ballots for the tests of signed ballots."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from votes.signatures import SecretKey, new_secret_key
from votes.signed import Sealed, SignedBallot, sign

MOTION = "LW-2026-001-V1"


@lru_cache(maxsize=4)
def a_key(name: str = "dgb") -> SecretKey:
    """The key of that name, the same one every time."""
    return new_secret_key()


def a_ballot(**changes: Any) -> SignedBallot:
    """A good ballot, with what the test is about changed."""
    parts: dict[str, Any] = {
        "motion": MOTION,
        "version": 1,
        "question": "a" * 64,
        "papers": "b" * 64,
        "seat": "dgb",
        "key": a_key().thumbprint,
        "answer": "yes",
        "cast_at": "2026-05-04T10:00:00Z",
    }
    return SignedBallot(**(parts | changes))


def sealed(key: SecretKey | None = None, **changes: Any) -> Sealed:
    """A signed ballot that is well formed."""
    found, problems = sign(a_ballot(**changes), key or a_key())
    assert found is not None, problems
    return found
