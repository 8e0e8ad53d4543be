"""Random motions with their certificates, for the properties of certificates."""

from __future__ import annotations

import random
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from votes.ballot import Attendance, Ballot, MotionFrame
from votes.bylaws import ByLaws, bylaws_from_data
from votes.certificate import Beside, certified, values_of
from votes.decisions import PROPOSALS
from votes.numbers import Counted
from votes.recusal import Recusal
from votes.roster import Institution, Roster, Seat, Tenure

DAY = date(2025, 1, 15)
_ROOT = Path(__file__).parents[2]
#: Every file of by-laws that is shipped.
SHIPPED = (
    _ROOT / "workflows" / "leine-weser" / "bylaws.toml",
    *sorted(_ROOT.glob("votes/bylaws/*.toml")),
)

#: One seat of a motion in plain words: recused, who sits there, the answer or None.
Row = tuple[bool, str, str | None]
ROWS = st.lists(
    st.tuples(
        st.booleans() | st.just(False),
        st.sampled_from(["member", "member", "deputy", "absent"]),
        st.sampled_from(["yes", "yes", "no", "abstain", None]),
    ),
    min_size=1,
    max_size=13,
)
KINDS = st.sampled_from(["meeting", "circular"])
PROPOSED = st.sampled_from(PROPOSALS)


def shipped(file: Path) -> ByLaws:
    """The by-laws of a file."""
    found, problems = bylaws_from_data(tomllib.loads(file.read_text(encoding="utf-8")))
    assert found is not None, problems
    return found


BYLAWS = shipped(SHIPPED[0])


def drawing(seed: int = 0) -> Any:
    """Salts that come again, for tests."""
    chance = random.Random(seed)
    return lambda: f"{chance.getrandbits(128):032x}"


def counted(
    rows: list[Row], kind: str = "meeting", proposal: str = "endorse", bylaws: ByLaws = BYLAWS
) -> Counted:
    """The rows as a motion; a row's ballot comes from whoever sits there."""
    seats = tuple(_seat(number) for number in range(len(rows)))
    objections = (seats[0].id,) if len(rows) > 11 else ()
    frame = MotionFrame(kind, proposal, DAY, Roster(seats), objections=objections)
    ballots, attendance, recusals = [], [], []
    for seat, (recused, by, answer) in zip(seats, rows, strict=True):
        case = "prevented" if by == "deputy" else None
        attendance.append(Attendance(seat.id, by, case))
        if recused:
            recusals.append(Recusal(seat.id, "Träger"))
        if answer is not None and (kind == "meeting" or by != "absent"):
            voter = "deputy" if by == "deputy" else "member"
            origin = "meeting" if kind == "meeting" else "email"
            ballots.append(Ballot(seat.id, answer, voter, origin, case=case))
    there = tuple(attendance) if kind == "meeting" else ()
    return Counted(frame, tuple(ballots), there, tuple(recusals), bylaws)


def beside(of: Counted, **changes: Any) -> Beside:
    """What stands beside the count of a motion."""
    frame = of.frame
    motion = {
        "id": "LW-2025-001-V1",
        "version": 1,
        "purpose": "project",
        "mode": frame.kind,
        "proposal": frame.proposal,
        "round": frame.round,
        "opened_on": frame.day.isoformat(),
        "closed_on": "2025-01-20",
        "papers": "ab" * 32,
    }
    traces = {
        one.seat: {"key": "k" if one.seat == "seat-1" else "", "ballot": "", "evidence": "ef" * 32}
        for one in of.ballots
    }
    return replace(
        Beside(motion, traces=traces, found={one.seat: "declared" for one in of.recusals}),
        **changes,
    )


def certificate(of: Counted, seed: int = 0, **changes: Any) -> dict[str, Any]:
    """The certificate of a motion."""
    return certified(values_of(of, beside(of, **changes)), drawing(seed))


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every leaf of a JSON value; an empty list or table is a leaf."""
    if not isinstance(value, dict | list) or not value:
        return [path]
    below = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for key, one in below for found in paths(one, (*path, key))]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """The value at the end of a way."""
    for key in path:
        value = value[key]
    return value


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        words = {"yes": "no", "no": "yes", "endorse": "decline", "member": "absent"}
        return words.get(value, f"{value}x" if value[-1:] != "0" else f"{value[:-1]}1")
    return ["x"] if value is None or value == [] else {"x": 1}


def _seat(number: int) -> Seat:
    house = f"House {number}"
    person = f"§p-{number:032x}"
    return Seat(
        f"seat-{number}",
        f"Seat {number}",
        (Institution(house),),
        (
            Tenure(person, house, "member", 1, date(2015, 7, 22)),
            Tenure(person.replace("0", "d"), house, "deputy", 1, date(2015, 7, 22)),
        ),
    )
