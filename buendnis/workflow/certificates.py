"""The bridge to the decision certificate: what the facts of a closed motion put into it."""

from __future__ import annotations

from typing import Any

from buendnis.facts import Meeting, Motion, SecretCount
from buendnis.workflow.voting import (
    POSTPONED,
    attendance_of,
    ballots_of,
    bylaws_of,
    frame_of,
    recusals_of,
)
from votes.canonical import plain
from votes.certificate import Beside, values_of
from votes.numbers import Counted

_ABOUT = (
    "id",
    "version",
    "purpose",
    "mode",
    "proposal",
    "round",
    "meeting",
    "opened_on",
    "closed_on",
    "until",
    "sketch_version",
    "papers",
    "moved_from",
)
_TRACES = ("key", "ballot", "replaces", "evidence")


def counted_of(motion: Motion, meeting: Meeting | None) -> Counted:
    """Everything that the count of a motion looks at."""
    return Counted(
        frame_of(motion, meeting),
        ballots_of(motion, meeting),
        attendance_of(meeting),
        recusals_of(motion),
        bylaws_of(motion),
    )


def certificate_values(motion: Motion, meeting: Meeting | None) -> dict[str, Any]:
    """The values of the certificate of a closed motion; people by their references, as the facts
    of the record have them. meeting: as it stood at the close."""
    result = motion.result
    assert result is not None
    beside = Beside(
        motion=_about(motion),
        postponed=result.cause == POSTPONED,
        traces={one.seat: {name: getattr(one, name) for name in _TRACES} for one in motion.ballots},
        found={one.seat: one.found for one in motion.recusals},
        reasons=motion.form.get("reasons", {}),
        conditions=_conditions(motion),
        secret=_secret(motion.secret),
        outcome=(result.result, result.cause),
        elected=motion.form.get("elected", ""),
    )
    return values_of(counted_of(motion, meeting), beside)


def _about(motion: Motion) -> dict[str, Any]:
    """What was decided on, when and how; the papers by their fingerprint."""
    about: dict[str, Any] = plain({name: getattr(motion, name) for name in _ABOUT})
    return about


def _conditions(motion: Motion) -> tuple[dict[str, Any], ...]:
    """What was adopted into the motion, and what the close attached to its result."""
    names = ("number", "text", "owner", "due", "evidence")
    adopted = [{name: getattr(one, name) for name in names} for one in motion.conditions]
    return (*adopted, *({"text": text} for text in motion.form.get("conditions", ())))


def _secret(secret: SecretCount | None) -> dict[str, Any] | None:
    """A secret ballot with its sums by answer, or by candidate (whose reference the record has)."""
    if secret is None:
        return None
    found: dict[str, Any] = plain(secret)
    sums = found["sums"]
    return {
        "participants": found["participants"],
        "sums": sums if isinstance(sums, dict) else {one["person"]: one["votes"] for one in sums},
        "blank": found.get("blank", 0),
        "invalid": found.get("invalid", 0),
        "counted_by": found["counted_by"],
    }
