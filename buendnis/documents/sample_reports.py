"""Made-up views of a portfolio, for the reports' previews and tests."""

from __future__ import annotations

from typing import Any

from buendnis.documents.labels import HAPPENED, MEETING_KIND
from buendnis.money import half_up
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
    regions = [{**row, "share": half_up(row["granted"] * 10_000, whole["granted"])} for row in rows]
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


def sample_period(alliance: Alliance) -> dict[str, Any]:
    """A half-year with what happened in it."""
    words = list(HAPPENED.values())
    return {
        "first": "2026-01-01",
        "last": "2026-06-30",
        "happened": [
            {
                "day": f"2026-{1 + number // 3:02d}-{10 + number:02d}",
                "id": f"XX-2026-{1 + number % 4:03d}",
                "title": f"Lernwerkstatt {1 + number % 4} – Ausbildung für Łódź & Hildesheim",
                "what": what,
            }
            for number, what in enumerate(words)
        ],
        "meetings": [
            {
                "day": "2026-03-20",
                "id": "M-2026-01",
                "kind": MEETING_KIND["steering"],
                "place": "Hannover",
                "held": True,
            },
            {
                "day": "2026-06-25",
                "id": "M-2026-02",
                "kind": MEETING_KIND["assembly"],
                "place": None,
                "held": False,
            },
        ],
        "distribution": sample_distribution(alliance),
        **sample_portfolio(),
    }
