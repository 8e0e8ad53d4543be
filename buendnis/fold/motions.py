"""The fold of what is recorded on a motion, whatever it is put on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from buendnis.events import (
    BALLOT_OBJECTED,
    BALLOTS_RECORDED,
    CONDITION_ADOPTED,
    CONDITION_MET,
    MEMBERS_REMINDED,
    MOTION_EXTENDED,
    MOTION_MOVED,
    PACKETS_SENT,
    PAPER_BALLOT_COUNTED,
    SEAT_FOLLOWED,
    SEAT_RECUSED,
    VOTES_TOLD,
    Event,
)
from buendnis.facts import (
    CandidateSum,
    Condition,
    Dispute,
    Extension,
    Follower,
    Motion,
    MotionResult,
    RecordedBallot,
    Recount,
    Recusal,
    Reminder,
    SecretCount,
)
from buendnis.fold.ballots import with_ballot


def changed_motions(motions: tuple[Motion, ...], event: Event) -> tuple[Motion, ...]:
    """The motions after an entry of `ON_MOTIONS`, which names one of them."""
    change = _ON_MOTION[event.kind]
    return replaced(motions, event.payload["motion"], lambda one: change(one, event))


def replaced(
    motions: tuple[Motion, ...], id: str, change: Callable[[Motion], Motion]
) -> tuple[Motion, ...]:
    """The motions with that of the id changed."""
    return tuple(change(one) if one.id == id else one for one in motions)


def closed(motion: Motion, event: Event, result: MotionResult) -> Motion:
    """A motion after its close: result, the close's form, the certificate's hash."""
    return replace(
        motion,
        open=False,
        closed_on=event.day,
        result=result,
        form=event.payload["form"],
        certificate=event.payload.get("certificate", ""),
        closing=event.position,
    )


def recounted(motions: tuple[Motion, ...], event: Event) -> tuple[Motion, ...]:
    """The motions after a correction; one that was closed has been counted again."""
    row = event.payload.get("recount")
    if row is None:
        return motions
    recount = Recount(
        event.position,
        event.day,
        event.payload["entry"],
        msgspec.convert(row["result"], MotionResult),
        row["changed"],
        event.payload["certificate"],
    )
    return replaced(
        motions, row["motion"], lambda one: replace(one, recounts=(*one.recounts, recount))
    )


def _ballots_recorded(motion: Motion, event: Event) -> Motion:
    for row in event.payload["ballots"]:
        new = msgspec.convert({**row, "position": event.position}, RecordedBallot, strict=False)
        motion = with_ballot(motion, new)
    objections = {*motion.objections, *event.payload.get("objections", ())}
    return replace(motion, objections=tuple(sorted(objections)))


def _seat_recused(motion: Motion, event: Event) -> Motion:
    payload = event.payload
    recusal = Recusal(
        payload["seat"],
        payload["because"],
        payload["found"],
        tuple(payload.get("institutions", ())),
        dict(payload.get("decided", {})),
        event.position,
    )
    kept = tuple(one for one in motion.recusals if one.seat != recusal.seat)
    if not payload.get("recused", True):
        # Denied by the others, or lifted: whoever stood in for the seat does so no longer.
        ballots, earlier = (
            tuple(one for one in rows if one.seat != recusal.seat or one.case != "recused")
            for rows in (motion.ballots, motion.earlier)
        )
        cleared = (*motion.cleared, recusal)
        return replace(motion, recusals=kept, cleared=cleared, ballots=ballots, earlier=earlier)
    # A recusal voids an earlier ballot of the seat.
    ballots = tuple(one for one in motion.ballots if one.seat != recusal.seat)
    earlier = tuple(one for one in motion.earlier if one.seat != recusal.seat)
    return replace(motion, recusals=(*kept, recusal), ballots=ballots, earlier=earlier)


def _seat_followed(motion: Motion, event: Event) -> Motion:
    row = event.payload
    follower = Follower(row["seat"], row["person"], row["institution"], row["role"], event.position)
    kept, earlier = (
        tuple(one for one in rows if one.seat != row["seat"] or not row.get("voids"))
        for rows in (motion.ballots, motion.earlier)
    )
    return replace(motion, followers=(*motion.followers, follower), ballots=kept, earlier=earlier)


def _motion_extended(motion: Motion, event: Event) -> Motion:
    assert motion.until is not None
    until = date.fromisoformat(event.payload["until"])
    extension = Extension(event.position, event.day, motion.until, until, event.payload["reason"])
    return replace(motion, until=until, extensions=(*motion.extensions, extension))


def _motion_moved(motion: Motion, event: Event) -> Motion:
    """From a circular to a meeting: papers unchanged, ballots and objections void."""
    return replace(
        motion,
        mode="meeting",
        meeting=event.payload["meeting"],
        until=None,
        moved_from=motion.mode,
        ballots=(),
        earlier=(),
        objections=(),
    )


def _condition_adopted(motion: Motion, event: Event) -> Motion:
    """A new version of the motion: earlier ballots are void."""
    row = event.payload
    condition = Condition(
        len(motion.conditions) + 1,
        row["text"],
        row["owner"],
        row["due"],
        row["evidence"],
        event.position,
    )
    return replace(
        motion,
        conditions=(*motion.conditions, condition),
        version=motion.version + 1,
        ballots=(),
        earlier=(),
    )


def _condition_met(motion: Motion, event: Event) -> Motion:
    number = event.payload["number"]
    return replace(
        motion,
        conditions=tuple(
            replace(one, met_on=event.day, met_by=event.payload["evidence"])
            if one.number == number
            else one
            for one in motion.conditions
        ),
    )


def _paper_ballot_counted(motion: Motion, event: Event) -> Motion:
    row = event.payload
    count = SecretCount(
        event.position,
        tuple(row["participants"]),
        tuple(CandidateSum(one["person"], one["votes"]) for one in row["sums"]),
        tuple(row["counted_by"]),
        row["blank"],
        row["invalid"],
    )
    return replace(motion, secret=count)


def _ballot_objected(motion: Motion, event: Event) -> Motion:
    row = event.payload
    dispute = Dispute(row["seat"], row["text"], event.position, event.day)
    return replace(motion, disputes=(*motion.disputes, dispute))


def _members_reminded(motion: Motion, event: Event) -> Motion:
    reminder = Reminder(event.position, event.day, tuple(event.payload["seats"]))
    return replace(motion, reminders=(*motion.reminders, reminder))


def _same(motion: Motion, _: Event) -> Motion:
    return motion


_ON_MOTION: Mapping[str, Callable[[Motion, Event], Motion]] = {
    BALLOTS_RECORDED: _ballots_recorded,
    SEAT_RECUSED: _seat_recused,
    SEAT_FOLLOWED: _seat_followed,
    MOTION_EXTENDED: _motion_extended,
    MOTION_MOVED: _motion_moved,
    CONDITION_ADOPTED: _condition_adopted,
    CONDITION_MET: _condition_met,
    PAPER_BALLOT_COUNTED: _paper_ballot_counted,
    PACKETS_SENT: _same,
    MEMBERS_REMINDED: _members_reminded,
    BALLOT_OBJECTED: _ballot_objected,
    VOTES_TOLD: _same,
}
