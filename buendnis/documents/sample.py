"""A made-up project at its end, with everything that any document shows: for previews and tests.

It is marked as fictitious, so every page says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.documents.data import document_data, document_kind
from buendnis.documents.sample_facts import sample_sketch
from buendnis.documents.sample_meeting import sample_meeting_data
from buendnis.documents.sample_project import sample_project
from buendnis.documents.sample_reports import sample_distribution, sample_period, sample_portfolio
from buendnis.documents.sample_resolution import sample_resolution
from buendnis.facts import Entry, Project
from buendnis.planning.ahead import WAY
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme

__all__ = ["DAY", "HEAD", "sample_data", "sample_project", "sample_sketch"]

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


def sample_data(kind: str, alliance: Alliance, programme: Programme) -> dict[str, Any]:
    """The data of a document of this kind about a made-up project, meeting or free motion of the
    alliance."""
    if document_kind(kind).blocks == ("resolution",):
        return sample_resolution(kind, alliance)
    if document_kind(kind).of_meeting:
        return sample_meeting_data(kind, alliance, "2026-00042", DAY, "N. N.", HEAD)
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
            # As if the advice were given before the project is presented.
            "ahead": {
                "steps": WAY,
                "meeting": "Sitzung der Lenkungsgruppe am 20.03.2026, Hildesheim (M-2026-01)",
            },
            "meeting": "Sitzung der Lenkungsgruppe am 20.03.2026",
            "distribution": sample_distribution(alliance),
            "portfolio": sample_portfolio(),
            "period": sample_period(alliance),
        },
    )


def sample_entry(kind: str, project: Project) -> Entry | None:
    """The entry of the sample that a document of this kind is issued by."""
    records = _RECORDS.get(kind)
    return project.last(records) if records else project.entries[-1]
