"""The numbers of a count without any seat, and counting them again.

Who votes how makes no difference to a count: seats with numbers for names lead to the same result.
Where by-laws look at more than numbers (the chair's vote at a tie, interest groups), they may not;
then the numbers say that they do not count again (`recounts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from votes.ballot import ANSWERS, BALLOT_ORIGINS, Attendance, Ballot, MotionFrame, ballot_faults
from votes.bylaws import ByLaws, bylaws_from_data
from votes.canonical import differences, plain, read
from votes.problems import Problem
from votes.recusal import Recusal
from votes.roster import Institution, Roster, Seat
from votes.tally import Result, tally

#: The cause of a motion that was put off: what was counted decided nothing.
POSTPONED = "postponed"
#: What a forged value can raise while it is read and counted.
UNFIT = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)
_NAMES = ("seats", "entitled", "recused", "present", "yes", "no", "abstain", "missing")
# What stands in the motion and in the frame of the count, and must say the same.
_TWICE = {"mode": "kind", "proposal": "proposal", "round": "round", "opened_on": "day"}
_MOST_SEATS = 10_000


class Counted(Struct, frozen=True):
    """Everything that a count looks at."""

    frame: MotionFrame
    ballots: tuple[Ballot, ...]
    attendance: tuple[Attendance, ...]
    recusals: tuple[Recusal, ...]
    bylaws: ByLaws

    def result(self) -> Result:
        """What the count finds."""
        return tally(self.frame, self.ballots, self.attendance, self.recusals, self.bylaws)

    def void(self) -> frozenset[str]:
        """The seats whose ballot is on record and does not count."""
        there = {one.seat: one for one in self.attendance}
        recused = {one.seat: one for one in self.recusals}
        return frozenset(
            one.seat
            for one in self.ballots
            if ballot_faults(
                self.frame, one, there.get(one.seat), recused.get(one.seat), self.bylaws
            )
        )


def frame_data(frame: MotionFrame) -> dict[str, Any]:
    """What a frame freezes beside the roster, as JSON values."""
    fields: dict[str, Any] = plain(
        {name: getattr(frame, name) for name in frame.__struct_fields__ if name != "roster"}
    )
    return fields


def frame_from_data(data: Any, roster: Roster, **more: Any) -> MotionFrame:
    """The frame that `frame_data` wrote, with its roster. Raises `ValueError`."""
    frame: MotionFrame = read(data, MotionFrame, **more, roster={"seats": []})
    return replace(frame, roster=roster)


def numbers_of(
    counted: Counted, result: Result, secret: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """All that is needed to count again, without any seat.

    void: ballots on record that do not count. objections: entitled seats that object to the
    circular procedure. frame: kind, proposal, day, round. Of a secret ballot, the answers are its
    sums, beside them papers without a vote (blank) and invalid ones; participants: how many took
    part.
    """
    seats = {seat.id for seat in counted.frame.seats} - {*result.recused_seats}
    numbers: dict[str, Any] = {name: getattr(result, name) for name in _NAMES}
    numbers |= {
        "rule": result.rule,
        "quorum": plain(result.quorum),
        "void": len(counted.void()),
        "objections": len(seats & {*counted.frame.objections}),
        "frame": {
            key: value
            for key, value in frame_data(counted.frame).items()
            if isinstance(value, str | int) and key != "chair"
        },
    }
    if secret is not None:
        sums, taken = secret["sums"], len(secret["participants"])
        numbers |= {name: sums.get(name, 0) for name in ANSWERS}
        numbers |= {name: secret[name] for name in ("sums", "blank", "invalid")}
        numbers |= {"participants": taken, "missing": numbers["present"] - taken}
    return numbers


def from_numbers(numbers: Mapping[str, Any], bylaws: ByLaws) -> Result:
    """The count of a body without names that has these numbers. Raises what is in `UNFIT`."""
    frame = numbers["frame"]
    circular = frame["kind"] == "circular"
    seats, recused, present = numbers["seats"], numbers["recused"], numbers["present"]
    if not 0 <= recused <= seats <= _MOST_SEATS or not 0 <= present <= seats - recused:
        raise ValueError("the numbers of seats do not fit together")
    names = [f"{number:05}" for number in range(seats)]
    entitled = names[recused:]
    # Where silence counts as a yes, the silent seats are among the yes, but nobody cast them.
    cast = present - numbers["no"] - numbers["abstain"] if circular else numbers["yes"]
    if min(cast, numbers["no"], numbers["abstain"]) < 0:
        raise ValueError("a number is negative")
    if cast + numbers["no"] + numbers["abstain"] > present:
        raise ValueError("there are more answers than seats present")
    answers = ["yes"] * cast + ["no"] * numbers["no"] + ["abstain"] * numbers["abstain"]
    admitted = (
        key
        for key, kind in BALLOT_ORIGINS.items()
        if kind in bylaws.origins and not (circular and key == "meeting")
    )
    origin = next(admitted, "")
    roster = Roster(tuple(Seat(name, name, (Institution(name),)) for name in names))
    attendance = [
        Attendance(seat, "member" if number < present else "absent")
        for number, seat in enumerate(entitled)
    ]
    return tally(
        frame_from_data(frame, roster, objections=entitled[: numbers["objections"]]),
        [Ballot(seat, one, origin=origin) for seat, one in zip(entitled, answers, strict=False)],
        () if circular else attendance,
        [Recusal(seat, "recused") for seat in names[:recused]],
        bylaws,
    )


def number_differences(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Where numbers, motion and outcome of a certificate do not follow from its numbers and
    by-laws. Raises what is in `UNFIT`."""
    numbers, outcome = values["numbers"], values["outcome"]
    bylaws, problems = bylaws_from_data(values["bylaws"])
    if bylaws is None:
        yield from problems
        return
    yield from twice(values["motion"], numbers["frame"])
    result = from_numbers(numbers, bylaws)
    for name in (*_NAMES, "rule"):
        yield from differences(f"numbers.{name}", numbers[name], getattr(result, name))
    yield from differences("numbers.quorum", numbers["quorum"], plain(result.quorum))
    yield from outcome_differences(outcome, result)


def counts_again(values: Mapping[str, Any]) -> bool:
    """Whether the numbers alone lead to the outcome that the values name."""
    if set(values["numbers"].get("sums", ())) - {*ANSWERS}:
        return False
    try:
        return not list(number_differences(values))
    except UNFIT:
        return False


def outcome_differences(outcome: Mapping[str, Any], result: Result) -> Iterator[Problem]:
    """Where an outcome is not what was counted; of a motion that was put off, nothing is."""
    found: dict[str, Any] = {"result": result.result, "cause": result.cause}
    if outcome["cause"] == POSTPONED:
        found = {"result": "deferred", "cause": POSTPONED}
    yield from differences("outcome", outcome, found)


def twice(motion: Mapping[str, Any], frame: Mapping[str, Any]) -> Iterator[Problem]:
    """Where the motion and the frame of its count do not say the same."""
    for key, name in _TWICE.items():
        yield from differences(f"motion.{key}", motion.get(key), frame.get(name))
