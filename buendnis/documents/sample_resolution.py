"""A made-up free motion, with everything that its documents show: for previews and tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.documents.resolution import resolution_data
from buendnis.facts import Condition, Motion, MotionResult, Paper, Recusal, Resolution
from buendnis.settings.alliance import Alliance

DAY = date(2026, 6, 1)
HEAD = "42 " + "5f1d9c7e" * 8
_AT_OPENING = "beschlussvorlage_frei"


def sample_resolution(kind: str, alliance: Alliance) -> dict[str, Any]:
    """The data of a document of a free motion; it is marked as fictitious."""
    motion = _motion(alliance, kind != _AT_OPENING)
    resolution = Resolution(
        id="B-2026-01",
        alliance=alliance.name,
        kind="resolution",
        title="Erweiterung der Lenkungsgruppe um einen Sitz",
        text="Die Lenkungsgruppe erhält einen weiteren Sitz.\nEr hat zwei Stellvertretungen.",
        motions=(motion,),
        papers=(Paper("vorlage", "Begründung.pdf", "0123456789abcdef" * 4, DAY, 7, 0),),
        fictitious=True,
    )
    meeting = "Sitzung der Lenkungsgruppe am 20.03.2026"
    data = resolution_data(kind, resolution, motion, alliance, "2026-00042", DAY, "N. N.", meeting)
    data["document"]["head"] = HEAD
    return data


def _motion(alliance: Alliance, closed: bool) -> Motion:
    seats = alliance.roster.to_data()["seats"]
    result = MotionResult(
        result="endorsed",
        cause="",
        seats=13,
        entitled=12,
        recused=1,
        present=12,
        yes=11,
        no=0,
        abstain=1,
        missing=0,
        quorum_required=7,
        quorum_reached=12,
        quorum_met=True,
        rule="consensus",
    )
    return Motion(
        id="B-2026-01-V2",
        position=7,
        purpose="resolution",
        proposal="endorse",
        mode="meeting",
        opened_on=date(2026, 3, 2),
        sketch_version=0,
        round=2,
        version=2,
        meeting="M-2026-01",
        roster=tuple(seats),
        recusals=(Recusal(seats[-1]["id"], "bewirbt sich um den Sitz"),),
        conditions=(
            Condition(
                1, "Bericht nach einem Jahr", "Koordinierungsstelle", "2027-03-31", "Bericht", 8
            ),
        ),
        mediation="Die Koordinierungsstelle hat mit den Sozialpartnern gesprochen.",
        open=not closed,
        closed_on=date(2026, 3, 20) if closed else None,
        result=result if closed else None,
    )
