"""Who may vote on a motion, who takes part, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from votes.ballot import Attendance, Ballot, MotionFrame, part_faults, steps_in
from votes.bylaws import ByLaws
from votes.derivation import Step
from votes.recusal import Recusal


class Electorate(Struct, frozen=True):
    """Seat ids, in the order of the roster.

    seats: all of the day. recused: those without a vote on this motion. stand_ins: shared seats
    whose deputy votes in place of a recused member. entitled: all but the recused. present: those
    that take part (of a circular, those that answered). represented: those of them by a deputy.
    """

    seats: tuple[str, ...]
    recused: tuple[str, ...]
    stand_ins: tuple[str, ...]
    entitled: tuple[str, ...]
    present: tuple[str, ...]
    represented: tuple[str, ...]


def electorate(
    motion: MotionFrame,
    counted: Mapping[str, Ballot],
    there: Mapping[str, Attendance],
    recused: Mapping[str, Recusal],
    bylaws: ByLaws,
) -> Electorate:
    """The seats of a motion. `counted` holds the ballots that count, by seat."""
    seats: list[str] = []
    out: list[str] = []
    stand_ins: list[str] = []
    entitled: list[str] = []
    present: list[str] = []
    represented: list[str] = []
    for seat in motion.seats:
        name = seat.id
        seats.append(name)
        ballot, part, recusal = counted.get(name), there.get(name), recused.get(name)
        if motion.kind == "circular":
            part = Attendance(name, ballot.by, ballot.case) if ballot else None
        if recusal and not steps_in(seat, recusal, ballot, part, bylaws):
            out.append(name)
            continue
        entitled.append(name)
        if recusal:
            stand_ins.append(name)
        elif part is None or part.by == "absent":
            continue
        elif any(part_faults(motion, seat, part.by, part.case, bylaws, None)):
            # Somebody is in the room, but may not speak for the seat.
            continue
        present.append(name)
        if recusal or (part and part.by == "deputy"):
            represented.append(name)
    return Electorate(*map(tuple, (seats, out, stand_ins, entitled, present, represented)))


def electorate_steps(motion: MotionFrame, body: Electorate, leaves_base: bool) -> list[Step]:
    """From all seats to the entitled ones."""
    total, out = len(body.seats), len(body.recused)
    steps: list[Step] = [
        {"code": f"proposes_{motion.proposal}"},
        {"code": "seats", "seats": total, "day": motion.day.isoformat()},
    ]
    if out:
        code = "recused_leave" if leaves_base else "recused_stay"
        steps.append({"code": code, "count": out, "seats": list(body.recused)})
    else:
        steps.append({"code": "recused_none"})
    if body.stand_ins:
        steps.append({"code": "stand_in", "seats": list(body.stand_ins)})
    values = {"seats": total, "recused": out, "entitled": len(body.entitled)}
    return [*steps, {"code": "entitled", **values}]


def part_steps(
    motion: MotionFrame, body: Electorate, missing: tuple[str, ...], consenting: tuple[str, ...]
) -> list[Step]:
    """From the entitled seats to those that take part."""
    circular = motion.kind == "circular"
    numbers = {"present": len(body.present), "entitled": len(body.entitled)}
    steps: list[Step] = [{"code": "answered" if circular else "present", **numbers}]
    if body.represented:
        steps.append({"code": "represented", "seats": list(body.represented)})
    if consenting:
        values = {"count": len(consenting), "seats": list(consenting)}
        steps.append({"code": "silence_consents", **values})
    away = [seat for seat in body.entitled if seat not in body.present]
    if circular and missing:
        steps.append({"code": "circular_missing", "count": len(missing), "seats": list(missing)})
    elif away and not circular:
        steps.append({"code": "absent", "count": len(away), "seats": away})
    return steps
