"""The scene of the example beside its projects: the universities get a seat, and people sit on it.

The extension was decided at the end of October 2024 and reported on 05.11.2024 (Fachkräftestrategie
Leine-Weser 2024, Kap. 6, and the press); how it was voted, and who sits there, is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from buendnis.texts import T, Text
from buendnis.usecases.meetings import Attending, close_meeting, plan_meeting, record_attendance
from buendnis.usecases.office import Office, Who
from buendnis.usecases.recording_ballots import record_ballots
from buendnis.usecases.resolution_results import close_resolution, send_resolution
from buendnis.usecases.resolutions import Way, open_resolution
from buendnis.usecases.seats import appoint_seat

DECIDED, REPORTED = date(2024, 10, 30), date(2024, 11, 5)
_LEAST = 60  # so many days before today, so that everything of it has happened
SEAT, FROM = "hochschulen", date(2024, 11, 1)
_TITLE = "Erweiterung der Lenkungsgruppe um einen Sitz der Hochschulen"
_TEXT = (
    "Die Lenkungsgruppe wird zum 01.11.2024 um einen Sitz der Hochschulen erweitert. Der Sitz hat "
    "eine Stimme und zwei Stellvertretungen."
)
_PEOPLE = (
    ("Prof. Hanna Hoch (fiktiv)", "HAWK", 0),
    ("Dr. Uwe Uni (fiktiv)", "Universität Hildesheim", 1),
    ("Dr. Lena Leib (fiktiv)", "Leibniz Universität Hannover", 2),
)


class Stage(Protocol):
    """What a scene needs of the stage: the office, the day of the example, and who acts."""

    office: Office
    today: date

    def who(self, at: int, actor: str = "office", business: int | None = None) -> Who:
        """Somebody on a day counted from today."""


class Scene(Struct, frozen=True):
    """Something that happens beside the projects. at: the day, counted from today. line: what is
    told of it; play: what does it."""

    at: int
    line: Text
    play: Callable[[Stage], None]


def scenes(today: date, first: int) -> list[Scene]:
    """The scenes in their order. first: the day of the first act, counted from today; an example
    that is played before 2025 has the decision before its first act."""
    past = today - timedelta(days=_LEAST) >= DECIDED
    decided = DECIDED if past else today + timedelta(days=first - 20)
    told = decided + (REPORTED - DECIDED)
    return list(_scenes((decided - today).days, (told - today).days))


def _scenes(decided: int, told: int) -> Iterator[Scene]:
    meeting, motion = "", ""

    def put(stage: Stage) -> None:
        nonlocal meeting, motion
        day = stage.today + timedelta(days=decided)
        office = stage.office
        meeting = plan_meeting(
            office, stage.who(decided - 21), day, "steering", "Hildesheim", fictitious=True
        ).id
        who = stage.who(decided - 14)
        way = Way(meeting=meeting)
        done = open_resolution(office, who, _TITLE, _TEXT, "resolution", way, fictitious=True)
        motion = done.motion.id

    def decide(stage: Stage) -> None:
        office, chair = stage.office, stage.who(decided, "chair")
        rows = [Attending("all", "member"), Attending("arbeitgeber", "absent")]
        record_attendance(office, stage.who(decided), meeting, rows)
        record_ballots(office, chair, motion, "meeting", {"dgb": "abstain"}, "yes")
        close_resolution(office, stage.who(decided), motion, {})
        close_meeting(office, stage.who(decided), meeting)

    def tell(stage: Stage) -> None:
        send_resolution(stage.office, stage.who(told), motion, "email", ())

    def appoint(stage: Stage) -> None:
        for person, institution, deputy in _PEOPLE:
            who = stage.who(told)
            appoint_seat(stage.office, who, SEAT, person, institution, FROM, deputy)

    yield Scene(decided - 14, T("the extension by a seat is put to the steering group"), put)
    yield Scene(decided, T("the steering group decides on the extension"), decide)
    yield Scene(told, T("the members are told of the extension"), tell)
    yield Scene(told, T("the universities name a member and two deputies"), appoint)
