"""Made-up views of a portfolio, for the reports' previews and tests."""

from __future__ import annotations

from typing import Any

from buendnis.settings.alliance import Alliance


def sample_distribution(alliance: Alliance) -> dict[str, Any]:
    """Money by region, as the report on it shows it."""
    rows: list[dict[str, Any]] = [
        {
            "name": region.name,
            "projects": 2 + index,
            "requested": 60_000_000 + index * 10_000_000,
            "endorsed": 50_000_000 + index * 5_000_000,
            "granted": 25_000_000 + index * 5_000_000,
        }
        for index, region in enumerate(alliance.regions)
    ]
    keys = ("requested", "endorsed", "granted")
    whole = {key: sum(row[key] for row in rows) for key in keys}
    regions = [{**row, "share": row["granted"] * 10_000 // whole["granted"]} for row in rows]
    return {"regions": regions, **whole}


def sample_portfolio() -> dict[str, Any]:
    """Projects and how far they have come."""
    counts = (12, 10, 8, 6, 5, 2)
    stages = ("idea", "presented", "submitted", "endorsed", "granted", "closed")
    return {
        "stages": dict(zip(stages, counts, strict=True)),
        "projects": [
            {
                "id": f"XX-2026-{number:03d}",
                "title": f"Lernwerkstatt {number} – Ausbildung für Łódź & Hildesheim",
                "applicant": "Musterträger gGmbH",
                "state": "in Durchführung",
                "total": 40_000_000 + number,
                "requested": 28_000_000,
                "granted": 28_000_000 if number % 2 else 0,
            }
            for number in range(1, 13)
        ],
    }
