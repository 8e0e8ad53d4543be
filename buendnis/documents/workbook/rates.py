"""The sheet of the figures: unit costs by level and year, cap, rate, and the lists to choose from.

Nothing here is an input: the figures are the programme's.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from buendnis.documents.labels import COST, FUNDING
from buendnis.documents.workbook.cells import Cell, Sheet
from buendnis.facts import Figures
from buendnis.settings.programme import Programme

FLAGS = ("ja", "nein")


class Places(Struct, frozen=True):
    """Where the other sheets find the figures."""

    index: str
    levels: str
    rate_years: str
    rates: str
    factor: str
    cap: str
    highest: str
    years: str
    categories: str
    sources: str
    flags: str
    flat: str


def rates_sheet(
    programme: Programme, figures: Figures, years: tuple[int, ...]
) -> tuple[Sheet, Places]:
    """The sheet, and where things stand on it. years: those that the plan covers."""
    sheet = Sheet("rates", "Sätze")
    sheet.begin(
        "Sätze und Auswahllisten",
        f"Kostenpauschalen je Monat einer vollen Stelle. {programme.unit_costs_source}",
        {},
    )
    rate_years = sorted({year for row in programme.unit_costs.values() for year in row})
    sheet.put(4, 2, Cell("Funktionsstufe", look="head"))
    sheet.line(4, 3, (Cell(year, look="head_year") for year in rate_years))
    for number, level in enumerate(programme.levels, start=1):
        sheet.put(4 + number, 1, Cell(number, look="hidden"))
        sheet.put(4 + number, 2, Cell(level))
        for column, year in enumerate(rate_years, start=3):
            rate = programme.unit_cost(level, year)
            if rate is not None:
                sheet.put(4 + number, column, Cell(euros(rate), look="amount"))
    last, right = 4 + len(programme.levels), 2 + len(rate_years)
    row = last + 2
    sheet.line(row, 2, (Cell("Größe", look="head"), Cell("Wert", look="head_right")))
    highest = figures.highest_rate
    named = (
        ("Faktor bei ermäßigter Bezahlung", Cell(part(programme.reduced_factor), look="percent")),
        ("Obergrenze der Gesamtausgaben", Cell(euros(figures.cap), look="amount")),
        (
            "Höchster Fördersatz",
            Cell("unbekannt") if highest is None else Cell(part(highest), look="percent"),
        ),
    )
    for number, (label, cell) in enumerate(named, start=1):
        sheet.line(row + number, 2, (Cell(label), cell))
    lists = row + 6
    offered = (tuple(COST.values()), tuple(FUNDING.values()), years, FLAGS)
    heads = ("Kostenarten", "Quellen", "Jahre", "Ermäßigt")
    ranges: list[str] = []
    for column, (head, values) in enumerate(zip(heads, offered, strict=True), start=2):
        sheet.put(lists, column, Cell(head, look="head"))
        for number, value in enumerate(values, start=1):
            look = "year" if isinstance(value, int) else "words"
            sheet.put(lists + number, column, Cell(value, look=look))
        ranges.append(sheet.range(lists + 1, column, lists + len(values), column))
    sheet.widths = {2: 34, 3: 27, **dict.fromkeys(range(4, right + 1), 14)}
    return sheet, Places(
        index=sheet.range(5, 1, last, 1),
        levels=sheet.range(5, 2, last, 2),
        rate_years=sheet.range(4, 3, 4, right),
        rates=sheet.range(5, 3, last, right),
        factor=sheet.one(row + 1, 3),
        cap=sheet.one(row + 2, 3),
        highest=sheet.one(row + 3, 3),
        categories=ranges[0],
        sources=ranges[1],
        years=ranges[2],
        flags=ranges[3],
        flat=sheet.one(lists + 1 + list(COST).index("flat_rate"), 2),
    )


def euros(cents: int) -> Decimal:
    """Cents as a cell holds them."""
    return Decimal(cents) / 100


def part(hundredths: int) -> Decimal:
    """Hundredths of a percent as a cell holds them: 75 % is 0.75."""
    return Decimal(hundredths) / 10_000
