"""A made-up project at its end, with everything that any document shows: for previews and tests.

It is marked as fictitious, so every page says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.documents.data import document_data, document_kind
from buendnis.documents.labels import ASPECT
from buendnis.documents.sample_facts import sample_entries, sample_sketch
from buendnis.documents.sample_reports import sample_distribution, sample_portfolio
from buendnis.facts import Entry, Motion, MotionResult, Project, Recusal
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme

DAY = date(2026, 6, 1)
HEAD = "42 " + "5f1d9c7e" * 8

# The step's record by the kind of document that shows its form.
_RECORDS = {
    "beratungsvermerk": "advice",
    "aussage": "statement",
    "votum": "votum_sent",
    "nachvotum": "votum_sent",
    "votum_negativ": "votum_sent",
    "zwischennachricht": "votum_sent",
    "aenderungsanzeige": "change",
    "anforderung_foerderentscheidung": "decision_request",
    "erinnerung_abschlussbericht": "report_reminder",
    "berichtsrueckgabe": "report_returned",
    "abschlussvermerk": "closing",
    "ablagevermerk": "filing",
    "vermerk": "withdrawal",
}
_CIRCULAR = frozenset({"umlaufschreiben", "feststellung_umlauf"})
_RESULTS = {"votum_negativ": "not_endorsed", "zwischennachricht": "deferred"}
_AT_OPENING = frozenset(
    {"beschlussvorlage", "umlaufschreiben", "stimmzettel", "vertretungsanzeige"}
)


def sample_data(kind: str, alliance: Alliance, programme: Programme) -> dict[str, Any]:
    """The data of a document of this kind about a made-up project of the alliance."""
    document_kind(kind)
    project = sample_project(kind, alliance)
    entry = sample_entry(kind, project)
    return document_data(
        kind,
        project,
        alliance,
        programme,
        entry,
        "2026-00042",
        DAY,
        HEAD,
        "N. N.",
        extras={
            "checklist": [
                {
                    "paper": "Kosten- und Finanzierungsplan",
                    "required": True,
                    "present": True,
                    "day": date(2026, 1, 12),
                    "hash": "0123456789abcdef" * 4,
                },
                {"paper": "Aussage der lokalen Allianz", "required": True, "present": False},
            ],
            "hints": ["Sind Unternehmen von Anfang an beteiligt?"],
            "meeting": "Sitzung der Lenkungsgruppe am 20.03.2026",
            "distribution": sample_distribution(alliance),
            "portfolio": sample_portfolio(),
        },
    )


def sample_entry(kind: str, project: Project) -> Entry | None:
    """The entry of the sample that a document of this kind is issued by."""
    records = _RECORDS.get(kind)
    return project.last(records) if records else project.entries[-1]


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
        motions=(_motion(kind, alliance),),
        responsible="N. N.",
        fictitious=True,
        created_on=date(2026, 1, 5),
    )


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
