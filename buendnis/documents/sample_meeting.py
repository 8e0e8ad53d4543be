"""A made-up meeting with everything that its papers show: for previews and tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from buendnis.documents.catalogue import catalogue
from buendnis.documents.meeting_case import Holder, MeetingCase, matters_of
from buendnis.documents.meeting_data import meeting_data
from buendnis.documents.sample_project import sample_project
from buendnis.facts import (
    AgendaItem,
    Attendance,
    CandidateSum,
    Declaration,
    Invitation,
    Meeting,
    Minutes,
    Motion,
    MotionResult,
    RecordedBallot,
    Resolution,
    SecretCount,
)
from buendnis.settings.alliance import Alliance

DAY = date(2026, 3, 20)
_DISCLOSED = {"disclosure": {"minutes": ["result", "numbers", "recusals"]}}
_BEFORE = frozenset({"einladung", "nachreichung", "absage", "sprechzettel", "sitzungsmappe"})
_APPROVED = "sitzungsniederschrift"


def sample_meeting_data(
    kind: str, alliance: Alliance, number: str, day: date, prepared_by: str, head: str
) -> dict[str, Any]:
    """The data of a paper of this kind about a made-up meeting of the alliance."""
    meeting = _meeting(alliance, kind)
    case = MeetingCase(
        catalogue()[kind],
        meeting,
        alliance,
        matters_of(meeting, _holders(alliance, kind)),
        alliance.roster.on(DAY),
        day,
        {
            "added": ["TOP 4 „Verschiedenes“ ist neu."],
            "papers": ["Stellungnahme der Kammer"],
            "second_summons": True,
            "parts": [
                {"title": "Deckblatt", "level": 1, "page": 1, "pages": 1, "fingerprint": ""},
                {
                    "title": "TOP 2: Lernwerkstatt Muster",
                    "level": 1,
                    "page": 2,
                    "pages": 3,
                    "fingerprint": "0123456789abcdef" * 4,
                },
                {
                    "title": "Aussage (aussage.docx)",
                    "level": 2,
                    "page": 0,
                    "pages": 0,
                    "fingerprint": "fedcba9876543210" * 4,
                },
            ],
        },
    )
    data = meeting_data(case, number, prepared_by)
    data["document"]["head"] = head
    return data


def _holders(alliance: Alliance, kind: str) -> dict[str, Holder]:
    project = sample_project("beschlussvorlage" if kind in _BEFORE else "niederschrift", alliance)
    seat = alliance.roster.seats[0].id
    motion = replace(
        project.motions[0],
        meeting="M-2026-01",
        bylaws=_DISCLOSED,
        ballots=(
            RecordedBallot(
                seat, "abstain", "meeting", 9, conditions=("Jährlicher Bericht wird erbeten.",)
            ),
        ),
    )
    return {
        project.id: replace(project, motions=(motion,)),
        "B-2026-01": _election(alliance, kind),
    }


def _election(alliance: Alliance, kind: str) -> Resolution:
    text = "Zur oder zum Vorsitzenden der Lenkungsgruppe wird gewählt: Erika Beispiel."
    seats = tuple(one.id for one in alliance.roster.on(DAY))
    result = MotionResult(
        *("elected", "", 13, 13, 0, 12, 0, 0, 0, 0, 7, 12, True, "people"),
    )
    motion = Motion(
        id="B-2026-01-V1",
        position=8,
        purpose="election",
        proposal="endorse",
        mode="meeting",
        opened_on=date(2026, 3, 2),
        sketch_version=0,
        round=2,
        meeting="M-2026-01",
        roster=(),
        bylaws=_DISCLOSED,
        open=kind in _BEFORE,
        title="Wahl des Vorsitzes",
        text=text,
        form={} if kind in _BEFORE else {"elected": "Erika Beispiel"},
        result=None if kind in _BEFORE else result,
        secret=None
        if kind in _BEFORE
        else SecretCount(
            9, seats[:12], (CandidateSum("N. N. (Muster)", 10),), ("N. N.", "N. N."), blank=2
        ),
    )
    return Resolution(
        "B-2026-01", alliance.name, "election", "Wahl des Vorsitzes", text, 1, (motion,)
    )


def _meeting(alliance: Alliance, kind: str) -> Meeting:
    seats = alliance.roster.on(DAY)
    there = {seats[1].id: ("deputy", "prevented", "Karla Muster"), seats[2].id: ("absent", "", "")}
    return Meeting(
        "M-2026-01",
        alliance.name,
        "steering",
        DAY,
        "Hildesheim, Kreishaus",
        attendance=tuple(
            Attendance(one.id, *there.get(one.id, ("member", "", ""))) for one in seats
        ),
        starts_at="14:00",
        ends_at="16:30",
        agenda=(
            AgendaItem(1, "text", "Begrüßung", note="mit Bericht der Koordinierungsstelle"),
            AgendaItem(2, "project", sample_project(kind, alliance).sketch.title, "XX-2026-001"),
            AgendaItem(3, "resolution", "Wahl des Vorsitzes", "B-2026-01"),
            AgendaItem(4, "text", "Verschiedenes", late=True),
        ),
        invitations=(
            Invitation(5, date(2026, 3, 2), "email", date(2026, 3, 6)),
            Invitation(
                6, date(2026, 3, 9), "email", date(2026, 3, 6), 2, "Der Ort hat gewechselt."
            ),
        ),
        minutes=Minutes(
            "approved",
            12,
            "Vera Vorsitz",
            "Karl Protokoll",
            {"1": "Der Vorsitz begrüßt die Anwesenden.\nDie Tagesordnung wird festgestellt."},
            ((seats[3].id, "Zu TOP 2 fehlt der Hinweis auf die Kammer."),),
            date(2026, 4, 1),
            date(2026, 6, 1),
            "M-2026-02",
            (Declaration("2", seats[4].id, "dissent", "Der Bedarf ist nicht belegt."),),
            2,
        ),
        guests=("Gisela Gast",),
        not_invited=(seats[2].id,),
        complaints=(seats[2].id,),
        called_off="Der Saal ist gesperrt." if kind == "absage" else "",
        fictitious=True,
    )
