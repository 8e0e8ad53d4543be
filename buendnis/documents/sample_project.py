"""The made-up project of the sample as it stands when a document of a kind is issued."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from buendnis.documents.labels import ASPECT
from buendnis.documents.sample_facts import sample_entries, sample_sketch
from buendnis.facts import Condition, Motion, MotionResult, Plan, Project, Recusal
from buendnis.settings.alliance import Alliance

_CIRCULAR = frozenset({"umlaufschreiben", "feststellung_umlauf", "erinnerung"})
_RESULTS = {"votum_negativ": "not_endorsed", "zwischennachricht": "deferred"}
_AT_OPENING = frozenset(
    {"beschlussvorlage", "umlaufschreiben", "stimmzettel", "vertretungsanzeige", "erinnerung"}
)


def sample_project(kind: str, alliance: Alliance) -> Project:
    """The project as it stands when a document of this kind is issued."""
    return Project(
        id="XX-2026-001",
        reference="MUSTER 2026/001",
        alliance=alliance.name,
        state="closed",
        version=20,
        sketch=sample_sketch(alliance),
        sketch_version=2,
        entries=sample_entries(alliance, kind == "nachvotum"),
        motions=_motions(kind, alliance),
        responsible="N. N.",
        fictitious=True,
        created_on=date(2026, 1, 5),
    )


def _motions(kind: str, alliance: Alliance) -> tuple[Motion, ...]:
    """The motion that a document is about; a supplement follows the one on the project."""
    motion = _motion(kind, alliance)
    if motion.purpose != "supplement":
        return (motion,)
    regions = tuple(one.id for one in alliance.regions)
    plan = Plan(55_517_805, 35_500_000, date(2026, 9, 1), date(2028, 8, 31), regions[:1],
                ("I.3",), "Musterträger gGmbH", ())  # fmt: skip
    first = replace(_motion("votum", alliance), id="B-2026-00", position=1, plan=plan)
    changed = replace(plan, total=57_000_000, end=date(2028, 12, 31), regions=regions[:2])
    return (first, replace(motion, plan=changed))


def _motion(kind: str, alliance: Alliance) -> Motion:
    circular = kind in _CIRCULAR
    closed = kind not in _AT_OPENING
    seats = alliance.roster.to_data()["seats"]
    outcome = _RESULTS.get(kind, "endorsed")
    yes, no = {"endorsed": (11, 0), "not_endorsed": (0, 11), "deferred": (9, 2)}[outcome]
    result = MotionResult(
        result=outcome,
        cause="no_consensus" if outcome == "deferred" else "",
        seats=13,
        entitled=12,
        recused=1,
        present=12,
        yes=yes,
        no=no,
        abstain=1,
        missing=0,
        quorum_required=7,
        quorum_reached=12,
        quorum_met=True,
        rule="consensus",
    )
    reason = "Überzeugend dargelegt." if outcome == "endorsed" else "Noch nicht überzeugend."
    return Motion(
        id="B-2026-01",
        position=7,
        purpose="supplement" if kind == "nachvotum" else "project",
        proposal="endorse",
        mode="circular" if circular else "meeting",
        opened_on=date(2026, 3, 2),
        sketch_version=2,
        round=1,
        meeting="" if circular else "S-2026-01",
        until=date(2026, 3, 20) if circular else None,
        reason="Die nächste Sitzung liegt nach dem geplanten Beginn." if circular else "",
        roster=tuple(seats),
        recusals=(Recusal(seats[-1]["id"], "vertritt den Projektträger"),),
        bylaws={
            "circular": {"objections_to_meeting": 1, "extensions": 1},
            "disclosure": {"minutes": ["result", "numbers", "recusals"]},
        },
        version=2,
        questions=("Lernstiftung",),
        conditions=(
            Condition(
                1,
                "Die Lernmodule werden mit dem Jobcenter abgestimmt.",
                "Musterträger gGmbH",
                "before_application",
                "Vermerk über die Abstimmung",
                8,
            ),
        ),
        open=not closed,
        closed_on=date(2026, 3, 20) if closed else None,
        result=result if closed else None,
        form={
            "meets_standards": outcome == "endorsed",
            "endorsed": outcome == "endorsed",
            "reasons": dict.fromkeys(ASPECT, reason),
            "conditions": ["Abstimmung mit dem Jobcenter vor der Antragstellung"],
        }
        if closed
        else {},
    )
