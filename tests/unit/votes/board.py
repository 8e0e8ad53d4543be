"""A body in one line of letters: the worked cases, the laws and the second count use it.

Each letter is a seat, in order: `Y` yes, `N` no, `A` abstains, `S` is there and silent, `.` is
absent (of a circular: has not answered), `R` is recused. Small letters: by the deputy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from votes.ballot import Attendance, Ballot, MotionFrame
from votes.bylaws import ByLaws, bylaws_from_data
from votes.recusal import Recusal
from votes.roster import Institution, Roster, Seat, Tenure
from votes.shipped import shipped_file, shipped_names
from votes.tally import Result, tally

ROOT = Path(__file__).parents[3]
DAY = date(2025, 1, 15)
START = date(2015, 7, 22)
ANSWERS = {"Y": "yes", "N": "no", "A": "abstain"}
GROUPS = {"P": "public", "E": "economic", "S": "social", "U": "environmental", "-": ""}
LEINE_WESER = "leine-weser"
NAMES = (LEINE_WESER, *shipped_names())


def bylaws_data(name: str, change: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The data of by-laws by name, with changes at key paths (a whole table as well)."""
    data = deepcopy(_read(name))
    for path, value in (change or {}).items():
        table, _, key = path.partition(".")
        if key:
            data.setdefault(table, {})[key] = value
        else:
            data[table] = value
    return data


@cache
def _read(name: str) -> dict[str, Any]:
    own = ROOT / "workflows" / name / "bylaws.toml"
    file = shipped_file(name) if name in shipped_names() else own
    return tomllib.loads(file.read_text(encoding="utf-8"))


def bylaws_of(name: str, change: Mapping[str, Any] | None = None) -> ByLaws:
    """By-laws by name, with changes; they must be consistent."""
    found, problems = bylaws_from_data(bylaws_data(name, change))
    assert found is not None, [str(one) for one in problems]
    return found


def seat(number: int) -> str:
    """The id of the seat with that number, from 1."""
    return f"s{number}"


@cache
def roster(size: int, groups: str = "") -> Roster:
    """So many seats, each with member and deputy; groups by letters, as `GROUPS` has them."""
    return Roster(
        tuple(
            Seat(
                seat(number),
                f"Seat {number}",
                (Institution(f"House {number}"),),
                (
                    Tenure(f"member {number}", f"House {number}", "member", 1, START),
                    Tenure(f"deputy {number}", f"House {number}", "deputy", 1, START),
                ),
                group=GROUPS[groups[number - 1]] if groups else "",
            )
            for number in range(1, size + 1)
        )
    )


def count(
    bylaws: ByLaws,
    letters: str,
    *,
    kind: str = "meeting",
    proposal: str = "endorse",
    round: int = 1,
    chair: int | None = None,
    groups: str = "",
    summons: int = 1,
    not_invited: Iterable[int] = (),
    complaints: Iterable[int] = (),
    objections: Iterable[int] = (),
    recused_say: str = "",
) -> Result:
    """The tally of a line of letters. Seats are numbers from 1; chair 0 has no seat.

    recused_say: the answer, as a letter, that every recused seat gives nevertheless.
    """
    frame = MotionFrame(
        kind,
        proposal,
        DAY,
        roster(len(letters), groups),
        round=round,
        chair=None if chair is None else seat(chair) if chair else "",
        summons=summons,
        not_invited=tuple(map(seat, not_invited)),
        complaints=tuple(map(seat, complaints)),
        objections=tuple(map(seat, objections)),
    )
    ballots, attendance, recusals = [], [], []
    for number, letter in enumerate(letters, 1):
        by = "deputy" if letter.islower() else "member"
        case = "prevented" if letter.islower() else None
        if letter != ".":
            attendance.append(Attendance(seat(number), by, case))
        if letter == "R":
            recusals.append(Recusal(seat(number), "applicant"))
            letter = recused_say
        if answer := ANSWERS.get(letter.upper()):
            origin = "meeting" if kind == "meeting" else "email"
            ballots.append(Ballot(seat(number), answer, by, origin, case=case))
    return tally(frame, ballots, attendance if kind == "meeting" else [], recusals, bylaws)
