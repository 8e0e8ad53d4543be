"""What a circular does, as a handful of sets: the yardstick for the real engine.

Written from the text of the rules alone. An act is allowed or not; what it does to the sets is said
here, and how the vote stands is counted from them by plain arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

SEATS = (
    *("region-hannover", "hireg", "weserbergland-1", "weserbergland-2", "ihk-hannover", "hwk"),
    *("arbeit-1", "arbeit-2", "arbeit-3", "dgb", "arbeitgeber", "arl", "hochschulen"),
)
# Several institutions share them, so that a deputy of another one may step in.
SHARED = frozenset(
    {
        *("weserbergland-1", "weserbergland-2", "hwk", "arbeit-1", "arbeit-2", "arbeit-3"),
        "hochschulen",
    }
)
OFFICE_SEAT = "arl"


@dataclass
class Vote:
    """One motion that is being voted on."""

    opened: date
    until: date | None
    meeting: date | None = None
    ballots: dict[str, str] = field(default_factory=dict)
    stand_ins: set[str] = field(default_factory=set)
    recused: set[str] = field(default_factory=set)
    objections: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    attended: bool = False
    extended: int = 0
    version: int = 1
    round: int = 1

    @property
    def circular(self) -> bool:
        """Whether it is (still) voted on by circular."""
        return self.until is not None

    @property
    def entitled(self) -> set[str]:
        """Seats that may vote: all but the recused for whom nobody (who is there) stepped in."""
        there = self.stand_ins if self.circular else self.stand_ins & self.present
        return set(SEATS) - (self.recused - there)

    @property
    def said(self) -> list[str]:
        """The answers that count: in a meeting those of the seats that are there."""
        return [
            word for seat, word in self.ballots.items() if self.circular or seat in self.present
        ]

    @property
    def missing(self) -> set[str]:
        """Of a circular: entitled seats without an answer."""
        return self.entitled - set(self.ballots)

    @property
    def failed(self) -> bool:
        """One entitled seat objects to the circular."""
        return self.circular and bool(self.objections & self.entitled)

    def may_answer(self, seat: str, how: str, actor: str, day: date) -> bool:
        """Whether a ballot can be recorded. how: `member`, `deputy` (prevented) or `stand_in`."""
        if actor not in ("office", "chair") or seat not in SEATS or day < self.opened:
            return False
        if actor == "office" and seat == OFFICE_SEAT:
            return False
        if self.circular:
            assert self.until is not None
            there = day <= self.until
        else:
            there = self.attended and seat in self.present
        if seat in self.recused:
            return there and how == "stand_in" and seat in SHARED
        if how == "deputy":
            # In a meeting the attendance says who sits there; here always the member.
            return there and self.circular
        return there and how == "member"

    def answered(self, seat: str, how: str, answer: str) -> None:
        """A ballot was recorded; a later one takes the place of an earlier."""
        self.ballots[seat] = answer
        if how == "stand_in":
            self.stand_ins.add(seat)

    def recuse(self, seat: str) -> None:
        """A recusal voids the ballot."""
        self.recused.add(seat)
        self.void(seat)

    def lift(self, seat: str) -> None:
        """A lifted recusal ends the stand-in; nothing that was voided comes back."""
        self.recused.discard(seat)
        if seat in self.stand_ins:
            self.void(seat)

    def void(self, seat: str) -> None:
        """The seat's ballot counts no longer."""
        self.ballots.pop(seat, None)
        self.stand_ins.discard(seat)

    def void_all(self) -> None:
        """A new version, or another way of voting: everybody answers again."""
        self.ballots.clear()
        self.stand_ins.clear()

    def may_close(self, day: date) -> bool:
        """Whether the vote can be closed on a day."""
        if self.circular:
            assert self.until is not None
            return self.failed or not self.missing or day > self.until
        assert self.meeting is not None
        return day >= self.meeting and self.attended

    def result(self) -> tuple[str, str]:
        """Result and cause: consensus, more than half of the entitled seats present."""
        if self.circular:
            if self.failed or self.missing:
                return "deferred", "circular_failed"
        else:
            there = len(self.present & self.entitled)
            if 2 * there <= len(self.entitled):
                return "deferred", "no_quorum"
        said = self.said
        yes, no = said.count("yes"), said.count("no")
        if yes and not no:
            return "endorsed", ""
        if no and not yes:
            return "not_endorsed", ""
        return "deferred", "no_consensus"


def later(day: date, days: int) -> date:
    """A day so many days on."""
    return day + timedelta(days=days)
