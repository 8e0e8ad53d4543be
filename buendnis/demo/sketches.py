"""From a plot to a whole sketch whose cost plan adds up to the cent."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from buendnis.costs import cost_plan
from buendnis.demo.acts import Plot
from buendnis.facts import (
    Applicant,
    CostRow,
    FundingRow,
    Indicator,
    Share,
    Sketch,
    StaffRow,
)
from buendnis.money import half_up
from buendnis.settings.programme import Programme

_FICTITIOUS = "(fiktiv)"


def sketch_of(plot: Plot, alliance: str, programme: Programme, today: date) -> Sketch:
    """The sketch of a plot, with days counted from today's month."""
    start = month(today, plot.start)
    end = plot.end or month(today, plot.start + plot.months) - timedelta(days=1)
    bare = Sketch(
        alliance=alliance,
        title=plot.title,
        type="structure",
        kind=plot.kind,
        start=start,
        end=end,
        regions=tuple(Share(name, percent) for name, percent in plot.shares.items()),
        lead_region=next(iter(plot.shares)),
        districts=plot.districts,
        goals=plot.goals,
        level="several" if len(plot.shares) > 1 else "region",
        effect=("structure",),
        digitalisation=plot.digitalisation,
        green_economy=plot.green_economy,
        applicant=Applicant(
            name=plot.applicant,
            type=plot.kind_of_applicant,
            contact=f"Erika Muster {_FICTITIOUS}",
            email="projekt@example.org",
            address="Musterweg 1, 30000 Musterstadt",
            represented_by=f"Max Muster {_FICTITIOUS}",
            project_lead=f"Erika Muster {_FICTITIOUS}",
        ),
        content=_content(plot),
        indicators=(
            Indicator("beratene Unternehmen", "Unternehmen", "0", "40"),
            Indicator("erreichte Personen", "Personen", "0", "120"),
        ),
        justification=plot.justification,
    )
    return _with_money(bare, start, end, plot, programme)


def month(today: date, offset: int) -> date:
    """The first day of the month so many months after today's."""
    number = today.year * 12 + today.month - 1 + offset
    return date(number // 12, number % 12 + 1, 1)


def _with_money(sketch: Sketch, start: date, end: date, plot: Plot, programme: Programme) -> Sketch:
    if plot.staff:
        share = 5000
        last = date(end.year + end.month // 12, end.month % 12 + 1, 1)
        row = StaffRow("5", share, start, last - timedelta(days=1))
        sketch = replace(sketch, staff=(row,))
    staff = cost_plan(sketch, programme)
    years = range(start.year, end.year + 1)
    rest = plot.total * 100 - staff.total
    if rest < len(years) * 300:
        raise ValueError(f"{plot.key}: the total does not cover the staff")
    costs = []
    for number, year in enumerate(years):
        part = rest // len(years) + (rest % len(years) if number == 0 else 0)
        travel, material = part // 10, part // 5
        costs += [
            CostRow(year, "travel", travel),
            CostRow(year, "material", material),
            CostRow(year, "fees", part - travel - material),
        ]
    sketch = replace(sketch, costs=tuple(costs))
    plan = cost_plan(sketch, programme)
    wanted = plot.grant * 100 if plot.grant is not None else half_up(plan.total * plot.rate, 100)
    funding = []
    left = wanted
    for number, year in enumerate(years):
        total = plan.cost(year)
        grant = half_up(wanted * total, plan.total) if number < len(years) - 1 else left
        left -= grant
        funding += [
            FundingRow(year, "grant", grant, "ESF+ / Land Niedersachsen"),
            FundingRow(year, "own", total - grant, plot.applicant),
        ]
    return replace(sketch, funding=tuple(funding))


def _content(plot: Plot) -> dict[str, str]:
    regions = "im Teilraum" if len(plot.shares) == 1 else "in den beteiligten Teilräumen"
    return {
        "need": plot.need,
        "distinction": "Die bestehenden Angebote wurden mit der lokalen Allianz durchgesehen; das "
        "Vorhaben ergänzt sie und verweist auf sie.",
        "target_group": plot.target_group,
        "measures": plot.measures,
        "goal_contribution": "Das Vorhaben trägt unmittelbar zu den genannten Zielen bei: "
        + plot.measures,
        "regional_effect": f"Betriebe und Beschäftigte {regions} profitieren direkt.",
        "spatial_reach": "Die Ergebnisse werden allen Landkreisen des Bündnisses angeboten.",
        "continuation": "Nach der Förderung trägt der Projektträger das Angebot mit eigenen "
        "Mitteln und Teilnahmebeiträgen weiter.",
        "transferability": "Ein Leitfaden beschreibt Aufbau, Aufwand und Wirkung, damit andere "
        "Teilräume das Vorgehen übernehmen können.",
        "management": "Eine Projektleitung mit fester Vertretung, monatliche Abstimmung mit den "
        "Partnern, halbjährlicher Beirat.",
        "evaluation": "Kennzahlen zu Beginn, zur Mitte und zum Ende; Befragung der Betriebe.",
        "other_funding": "Keine weitere Förderung desselben Zwecks.",
    }
