"""Sketches that keep every rule, each one different, for caches lie."""

from __future__ import annotations

from pathlib import Path

WORDS = ("Pflege", "Handwerk", "Energie", "Logistik", "Metall", "Gastgewerbe", "IT", "Bau")
REGIONS = ("weserbergland", "hildesheim", "region-hannover")

SKETCH = """alliance = "leine-weser"

[project]
title = "Fachkräfte {word} {number}"
type = "structure"
kind = "new"
start = 2026-03-01
end = 2027-12-31
regions = {{ {region} = 100 }}
lead_region = "{region}"
goals = ["I.3", "II.1"]

[applicant]
name = "Träger {number} gGmbH"
type = "association"
contact = "Erika Mustermann"
email = "post{number}@example.org"

[content]
need = "In der Branche {word} bleiben im Teilraum {open} Stellen länger als 120 Tage frei."
distinction = "Ein gleiches Angebot besteht im Teilraum nicht; Nummer {number} ergänzt sie."
target_group = "Kleine und mittlere Unternehmen der Branche {word} und ihre Beschäftigten."
measures = "Beratung von {open} Betrieben, Werkstätten und ein Netzwerk für {word}."
goal_contribution = "Das Projekt sichert Fachkräfte für {word} nach den Zielen I.3 und II.1."
regional_effect = "Es stärkt {open} Betriebe im Teilraum."
spatial_reach = "Es wirkt im ganzen Teilraum."
continuation = "Die Kammer führt das Netzwerk {number} weiter."
transferability = "Das Vorgehen lässt sich auf andere Branchen als {word} übertragen."
management = "Eine halbe Stelle leitet das Projekt {number}."

[[costs]]
year = 2026
category = "personnel"
amount = "{costs}.00"

[[funding]]
year = 2026
source = "grant"
provider = "ESF+ / Land Niedersachsen"
amount = "{grant}.00"

[[funding]]
year = 2026
source = "own"
provider = "Träger {number}"
amount = "{own}.00"
"""


def write_sketches(folder: Path, count: int) -> list[Path]:
    """Write `count` sketches into `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"sketch-{number:05}.toml", number) for number in range(count)]


def _write(path: Path, number: int) -> Path:
    costs = 100_000 + 100 * (number % 1000)
    grant = costs * 4 // 10
    text = SKETCH.format(
        number=number,
        word=WORDS[number % len(WORDS)],
        region=REGIONS[number % len(REGIONS)],
        open=20 + number % 80,
        costs=costs,
        grant=grant,
        own=costs - grant,
    )
    path.write_text(text, encoding="utf-8")
    return path
