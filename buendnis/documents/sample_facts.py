"""The made-up facts of the sample: its sketch, and what was recorded on its way."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.documents.labels import ASPECT
from buendnis.facts import (
    Applicant,
    CostRow,
    Entry,
    FundingRow,
    Indicator,
    Partner,
    Share,
    Sketch,
    StaffRow,
)
from buendnis.settings.alliance import Alliance


def sample_sketch(alliance: Alliance) -> Sketch:
    """A complete sketch, over the cap with its justification."""
    regions = alliance.regions
    shares = (Share(regions[0].id, 60), Share(regions[-1].id, 40))
    return Sketch(
        alliance=alliance.name,
        title="Lernwerkstatt Muster – Ausbildung für Łódź & Hildesheim",
        type="structure",
        kind="pilot",
        start=date(2026, 9, 1),
        end=date(2028, 8, 31),
        regions=shares,
        lead_region=regions[0].id,
        districts=(regions[0].districts[0], regions[-1].districts[0]),
        goals=tuple(goal.id for goal in alliance.goals[1:3]),
        predecessor="Lernwerkstatt I",
        level="several",
        effect=("structure",),
        digitalisation="Lernmodule entstehen digital.",
        green_economy="Werkstoffe werden wiederverwendet.",
        applicant=Applicant(
            name="Musterträger gGmbH",
            type="education",
            contact="Erika Beispiel",
            email="erika.beispiel@example.org",
            address="Beispielweg 1, 31134 Hildesheim",
            represented_by="Max Beispiel",
            project_lead="Erika Beispiel",
        ),
        partners=(Partner("Beispielkammer", "supporting"), Partner("Lernstiftung", "funded")),
        content={
            "need": "Betriebe finden keinen Nachwuchs.\nDie Befragung von 52 Betrieben zeigt es.",
            "distinction": "Bestehende Werkstätten richten sich an Beschäftigte.",
            "target_group": "Jugendliche ohne Ausbildungsplatz",
            "measures": "Werkstatt, Betriebsbesuche und Begleitung",
            "goal_contribution": "Die duale Ausbildung wird gestärkt.",
            "regional_effect": "Beide Teilräume erhalten eigene Standorte.",
            "spatial_reach": "Das Angebot erreicht ländliche Gemeinden.",
            "continuation": "Die Kammer führt die Werkstatt weiter.",
            "transferability": "Die Module stehen allen offen.",
            "management": "Eine halbe Stelle leitet das Projekt.",
            "evaluation": "Jährliche Befragung",
            "other_funding": "Keine",
        },
        indicators=(Indicator("beratene Unternehmen", "Unternehmen", "0", "40"),),
        staff=(StaffRow("5", 7500, date(2026, 9, 1), date(2028, 8, 31)),),
        costs=(
            CostRow(2026, "travel", 1_200_000),
            CostRow(2027, "material", 42_000_000),
            CostRow(2027, "flat_rate", percent=1500, label="Restkosten"),
        ),
        funding=(
            FundingRow(2026, "grant", 2_500_000, "ESF+ / Land Niedersachsen"),
            FundingRow(2027, "grant", 33_000_000, "ESF+ / Land Niedersachsen"),
            FundingRow(2026, "own", 560_600, "Musterträger gGmbH"),
            FundingRow(2027, "own", 15_565_005, "Musterträger gGmbH"),
            FundingRow(2028, "own", 3_892_200, "Musterträger gGmbH"),
        ),
        justification="Zwei Standorte verdoppeln die Ausstattung.",
    )


def sample_entries(alliance: Alliance, supplement: bool) -> tuple[Entry, ...]:
    """What was recorded, from the advice to the end; `supplement`: the motion is a second one."""
    regions = alliance.regions
    statement = {
        "presented_on": "2026-01-20",
        "stated_on": "2026-01-27",
        "need": "Der Bedarf besteht.",
        "duplicates": "Keine.",
        "signed_by": "N. N.",
    }
    rows: list[tuple[str, date, dict[str, Any]]] = [
        (
            "advice",
            date(2026, 1, 8),
            {
                "date": "2026-01-08",
                "adviser": "N. N.",
                "topics": "Zuschnitt und Partner",
                "advice": "Früh mit der Kammer sprechen.",
            },
        ),
        ("presentation", date(2026, 1, 12), {}),
        (
            "statement",
            date(2026, 1, 27),
            statement | {"region": regions[0].id, "result": "supported"},
        ),
        (
            "statement",
            date(2026, 1, 28),
            statement
            | {
                "region": regions[-1].id,
                "result": "not_supported",
                "duplicates": "Überschneidung mit einem laufenden Angebot.",
                "notes": "Abstimmung mit dem Jobcenter suchen.",
            },
        ),
        (
            "submission",
            date(2026, 2, 10),
            {"reply": "Das laufende Angebot endet vor dem Beginn des Projekts."},
        ),
        (
            "assessment",
            date(2026, 2, 20),
            {
                "points": dict.fromkeys(ASPECT, 4),
                "reason": dict.fromkeys(ASPECT, "Überzeugend dargelegt."),
            },
        ),
        (
            "motion",
            date(2026, 3, 2),
            {"proposal": "endorse", "change": "Ein Standort kommt hinzu."} if supplement else {},
        ),
        ("vote", date(2026, 3, 20), {}),
        ("votum_sent", date(2026, 3, 24), {"sent_on": "2026-03-24", "channel": "email"}),
        (
            "application",
            date(2026, 4, 2),
            {
                "first_submitted_on": "2026-03-01",
                "completed_on": "2026-04-01",
                "reference": "ZW-MUSTER-1",
                "requested_grant": 35_500_000,
                "total_cost": 55_517_805,
                "start": "2026-09-01",
                "end": "2028-08-31",
            },
        ),
        ("decision_request", date(2026, 5, 4), {"due": "2026-05-29"}),
        (
            "decision",
            date(2026, 6, 1),
            {
                "reference": "ZW-MUSTER-1",
                "decided_on": "2026-05-28",
                "received_on": "2026-06-01",
                "result": "granted",
                "eligible_cost": 50_000_000,
                "rate": 7000,
                "grant": 35_000_000,
                "from": "2026-09-01",
                "to": "2028-08-31",
                "conditions": ["Zwischennachweis jährlich"],
                "deadlines": ["Mittelabruf bis 30.11."],
            },
        ),
        (
            "start",
            date(2026, 9, 1),
            {
                "started_on": "2026-09-01",
                "evaluation": "Jährliches Gespräch und Abschlussbericht",
                "interim_dates": ["2027-09-30"],
            },
        ),
        (
            "change",
            date(2027, 3, 1),
            {
                "what": "Die Werkstatt in Hildesheim zieht um.",
                "kind": "cost",
                "reason": "Der Mietvertrag endet.",
                "requested_on": "2027-02-20",
                "total_cost": 55_000_000,
            },
        ),
        (
            "amendment",
            date(2027, 4, 12),
            {
                "decided_on": "2027-04-08",
                "result": "granted",
                "cost": 49_000_000,
                "grant": 34_300_000,
            },
        ),
        ("end", date(2028, 8, 31), {"ended_on": "2028-08-31"}),
        ("report_reminder", date(2028, 9, 15), {"due": "2028-09-29"}),
        (
            "report",
            date(2028, 9, 20),
            {
                "received_on": "2028-09-20",
                "kind": "short",
                "course": "Die Werkstatt lief an beiden Standorten.",
                "success": "44 Unternehmen wurden beraten.",
                "continuation": "Die Kammer führt sie fort.",
            },
        ),
        (
            "measurement",
            date(2028, 9, 21),
            {
                "indicator": "beratene Unternehmen",
                "actual": "44",
                "qualifier": "more_than",
                "measured_on": "2028-08-31",
            },
        ),
        (
            "report_returned",
            date(2028, 9, 25),
            {"missing": "Aussage zur Verwertung der Erkenntnisse", "due": "2028-10-20"},
        ),
        (
            "settlement",
            date(2028, 10, 18),
            {"final_eligible_cost": 48_250_000, "grant_paid": 33_775_000},
        ),
        ("closing", date(2028, 10, 20), {"checked_by": "N. N."}),
        ("filing", date(2028, 10, 21), {"note": "Nach Abschluss abgelegt."}),
        ("withdrawal", date(2028, 10, 22), {"reason": "Die Finanzierung kam nicht zustande."}),
    ]
    return tuple(
        Entry(number, records, records, day, "office", "idea", "idea", 2, form)
        for number, (records, day, form) in enumerate(rows, 1)
    )
