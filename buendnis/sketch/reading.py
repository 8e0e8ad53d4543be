"""The sketch from a table of values, and back: one stable machine form.

The machine form is the file's own shape: days as ISO texts, amounts and percentages as texts with
two decimals. It stands in the record and in `--json`, and reads back to the same sketch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from buendnis.costs import CATEGORIES, FUNDING_SOURCES
from buendnis.errors import Finding, Unreadable
from buendnis.facts import (
    Applicant,
    CostRow,
    FundingRow,
    Indicator,
    Partner,
    Share,
    Sketch,
    StaffRow,
)
from buendnis.money import plain_amount
from buendnis.reading import Table, data_table, quoted, read_toml
from buendnis.sketch.fields import (
    APPLICANT,
    APPLICANT_TYPES,
    CONTENT,
    EFFECTS,
    KINDS,
    LEVELS,
    ROLES,
    TYPES,
)
from buendnis.texts import T

MOST_ROWS = 500


def read_sketch(path: str | Path) -> tuple[Sketch | None, list[Finding]]:
    """The sketch in a `.toml` or `.xlsx` file, and every mistake in it.

    The sketch is `None` where the file could not be read at all; otherwise it holds whatever was
    right, so that the rules can be checked in the same go.
    """
    read = read_sketch_file(path)
    return read.sketch, list(read.findings)


class Origin(Struct, frozen=True):
    """The file a sketch was read from, and the line (or row) of a key path in it."""

    file: str
    line: Callable[[str], int]


class SketchFile(Struct, frozen=True):
    """What a file held: the sketch, what is wrong with it, and where things stand."""

    sketch: Sketch | None
    findings: tuple[Finding, ...]
    origin: Origin


def read_sketch_file(path: str | Path) -> SketchFile:
    """As `read_sketch`, with the origin, so that rules can name the line too."""
    try:
        if Path(path).suffix.lower() == ".xlsx":
            # The door to openpyxl: only a spreadsheet needs it, and it is slow to import.
            from buendnis.sketch.read_xlsx import read_xlsx

            table = read_xlsx(path)
        else:
            table = read_toml(path)
    except Unreadable as error:
        return SketchFile(None, error.findings, Origin(str(path), lambda _path: 0))
    sketch = sketch_of(table)
    return SketchFile(sketch, table.findings, Origin(str(path), table.line))


def sketch_from_data(data: Mapping[str, Any]) -> Sketch:
    """The sketch of its machine form; raises `Unreadable` if it is none."""
    table = data_table(data)
    sketch = sketch_of(table)
    table.raise_if_wrong()
    return sketch


def sketch_of(table: Table) -> Sketch:
    """The sketch that a table holds; what is wrong is noted in the table's findings."""
    project = table.table("project")
    applicant = table.table("applicant")
    content = table.table("content")
    start, end = project.day("start"), project.day("end")
    if start is not None and end is not None and end < start:
        project.wrong(
            "end",
            T("The end {end} is before the start {start}.", end=end, start=start),
            T("Correct one of the two days."),
        )
    sketch = Sketch(
        alliance=table.text("alliance"),
        title=project.text("title"),
        type=project.choice("type", TYPES),
        kind=project.choice("kind", KINDS),
        start=start,
        end=end,
        regions=_shares(project.table("regions")),
        lead_region=project.text("lead_region"),
        districts=project.texts("districts"),
        goals=project.texts("goals"),
        predecessor=project.text("predecessor"),
        level=project.choice("level", LEVELS),
        effect=project.choices("effect", EFFECTS),
        call=project.text("call"),
        digitalisation=project.text("digitalisation"),
        green_economy=project.text("green_economy"),
        applicant=Applicant(
            **{
                field.key: applicant.choice("type", APPLICANT_TYPES)
                if field.key == "type"
                else applicant.text(field.key)
                for field in APPLICANT.fields
            }
        ),
        partners=tuple(
            Partner(row.text("name", required=True), row.choice("role", ROLES, required=True))
            for row in table.tables("partners", most=MOST_ROWS)
        ),
        content={field.key: text for field in CONTENT.fields if (text := content.text(field.key))},
        indicators=tuple(
            Indicator(
                row.text("name", required=True),
                row.text("unit"),
                row.text("baseline"),
                row.text("target"),
            )
            for row in table.tables("indicators", most=MOST_ROWS)
        ),
        staff=_staff(table),
        costs=_costs(table),
        funding=_funding(table),
        justification=table.table("over_cap").text("justification"),
    )
    table.finish()
    return sketch


def sketch_to_data(sketch: Sketch) -> dict[str, Any]:
    """The machine form of a sketch; what is not given is empty, days and amounts are absent."""
    project: dict[str, Any] = {
        "title": sketch.title,
        "type": sketch.type,
        "kind": sketch.kind,
        "regions": {share.region: share.percent for share in sketch.regions},
        "lead_region": sketch.lead_region,
        "districts": list(sketch.districts),
        "goals": list(sketch.goals),
        "predecessor": sketch.predecessor,
        "level": sketch.level,
        "effect": list(sketch.effect),
        "call": sketch.call,
        "digitalisation": sketch.digitalisation,
        "green_economy": sketch.green_economy,
    }
    if sketch.start is not None:
        project["start"] = sketch.start.isoformat()
    if sketch.end is not None:
        project["end"] = sketch.end.isoformat()
    return {
        "alliance": sketch.alliance,
        "project": project,
        "applicant": {
            field.key: getattr(sketch.applicant, field.key) for field in APPLICANT.fields
        },
        "partners": [{"name": one.name, "role": one.role} for one in sketch.partners],
        "content": dict(sketch.content),
        "indicators": [
            {"name": one.name, "unit": one.unit, "baseline": one.baseline, "target": one.target}
            for one in sketch.indicators
        ],
        "staff": [
            {
                "level": row.level,
                "share": plain_amount(row.share),
                "from": row.start.isoformat(),
                "to": row.end.isoformat(),
                "reduced": row.reduced,
            }
            for row in sketch.staff
        ],
        "costs": [_cost_data(row) for row in sketch.costs],
        "funding": [
            {
                "year": row.year,
                "source": row.source,
                "provider": row.provider,
                "amount": plain_amount(row.cents),
            }
            for row in sketch.funding
        ],
        "over_cap": {"justification": sketch.justification},
    }


def _cost_data(row: CostRow) -> dict[str, Any]:
    data: dict[str, Any] = {"year": row.year, "category": row.category, "label": row.label}
    if row.cents is not None:
        data["amount"] = plain_amount(row.cents)
    if row.percent is not None:
        data["percent"] = plain_amount(row.percent)
    return data


def _shares(table: Table) -> tuple[Share, ...]:
    """The regions' shares. A share that is no whole number breaks rule G1, not the file."""
    shares: list[Share] = []
    for region in table.keys():  # noqa: SIM118 - a Table is no dict
        value = table.raw(region)
        if isinstance(value, bool) or not isinstance(value, int):
            table.wrong(
                region,
                T("The share “{value}” is no whole percent.", value=quoted(value)),
                T("Write a whole number from 1 to 100, without quotes."),
                rule="G1",
            )
            value = 0
        shares.append(Share(quoted(region), max(-1, min(value, 1000))))
    return tuple(shares)


def _staff(table: Table) -> tuple[StaffRow, ...]:
    rows: list[StaffRow] = []
    for row in table.tables("staff", most=MOST_ROWS):
        level = row.text("level", required=True)
        share = row.share("share", required=True)
        start, end = row.day("from", required=True), row.day("to", required=True)
        reduced = row.flag("reduced")
        if share is not None and start is not None and end is not None:
            rows.append(StaffRow(level, share, start, end, reduced))
    return tuple(rows)


def _costs(table: Table) -> tuple[CostRow, ...]:
    rows: list[CostRow] = []
    for row in table.tables("costs", most=MOST_ROWS):
        year = row.whole("year", required=True, least=1900, most=9999)
        category = row.choice("category", CATEGORIES, required=True)
        flat = category == "flat_rate"
        cents = row.amount("amount", required=bool(category) and not flat)
        percent = row.share("percent", required=flat)
        if flat and cents is not None:
            row.wrong(
                "amount",
                T("A flat rate has a percentage, no amount."),
                T("Remove the amount, or choose another category."),
            )
        elif not flat and percent is not None:
            row.wrong(
                "percent",
                T("Only a flat rate has a percentage."),
                T("Remove it, or choose the category flat_rate."),
            )
        elif year is not None:
            rows.append(CostRow(year, category, cents, percent, row.text("label")))
        row.text("label")
    return tuple(rows)


def _funding(table: Table) -> tuple[FundingRow, ...]:
    rows: list[FundingRow] = []
    for row in table.tables("funding", most=MOST_ROWS):
        year = row.whole("year", required=True, least=1900, most=9999)
        source = row.choice("source", FUNDING_SOURCES, required=True)
        provider = row.text("provider")
        cents = row.amount("amount", required=True)
        if year is not None and cents is not None:
            rows.append(FundingRow(year, source, cents, provider))
    return tuple(rows)
