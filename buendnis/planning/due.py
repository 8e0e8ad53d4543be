"""One open deadline."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from buendnis.workflow.definition import Deadline


class Due(Struct, frozen=True):
    """An open deadline. earliest: the day to name; latest: overdue only after it.

    of: who owes it (`applicant`, `office`); position: the entry that started it. missing: of an
    open circular, the seats without an answer.
    """

    project: str
    deadline: Deadline
    earliest: date
    latest: date
    of: str
    position: int
    subject: str = ""
    missing: tuple[str, ...] = ()

    def overdue(self, today: date) -> bool:
        """Whether even the latest reading has passed."""
        return today > self.latest

    def days_left(self, today: date) -> int:
        """Days until the day that is named; negative after it."""
        return (self.earliest - today).days
