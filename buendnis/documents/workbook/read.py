"""A cost plan read back from its workbook: the inputs become rows of the sketch.

Values come from the input cells alone. Everything else must be what we wrote: the workbook is laid
out again from what was read, and a formula that was overwritten, a figure that was changed, or a
value that a formula should not have come to is refused with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.documents.workbook.cells import FIRST_ROW, Cell, Sheet, at
from buendnis.documents.workbook.grid import Found, Grid, read_grids, unreadable
from buendnis.documents.workbook.inputs import converted
from buendnis.documents.workbook.layout import MOST_YEARS, ROOM, plan_sheets
from buendnis.errors import Finding, Unreadable
from buendnis.facts import Figures, Sketch
from buendnis.money import plain_amount
from buendnis.reading import data_table, quoted
from buendnis.settings.programme import Programme
from buendnis.sketch.reading import MOST_ROWS, sketch_of
from buendnis.texts import T, Text

_SHEETS = ("overview", *ROOM, "rates")
_PLACE = re.compile(r"(staff|costs|funding)\[(\d+)\](?:\.(\w+))?")
_CLOSE = 0.0001


class ReadPlan(Struct, frozen=True):
    """What a workbook held. plan: a sketch with staff, costs and funding alone. owner: the project
    and version it was written for, empty without one."""

    plan: Sketch
    owner: str

    def put_into(self, sketch: Sketch) -> Sketch:
        """The sketch with this plan in place of its own."""
        return replace(
            sketch, staff=self.plan.staff, costs=self.plan.costs, funding=self.plan.funding
        )


def read_plan(path: str | Path, programme: Programme, figures: Figures) -> ReadPlan:
    """The plan in a workbook that `plan_sheets` laid out with these figures.

    Raises `Unreadable` with everything that is wrong, each with sheet and cell.
    """
    name = str(path)
    grids = read_grids(path)
    if not set(_SHEETS) <= set(grids):
        raise unreadable(
            name,
            T("This spreadsheet is no cost plan of ours."),
            T("Make one with: buendnis sketch plan SKETCH -o KFP.xlsx"),
        )
    years, room = _years(grids["overview"]), {one: _room(grids[one]) for one in ROOM}
    if not years or not all(room.values()):
        raise unreadable(
            name,
            T("The hidden marks of the cost plan were changed."),
            T("Write the plan anew and copy the values into the yellow cells."),
        )
    owner = str(grids["overview"].value(1, 2) or "")
    empty = plan_sheets(Sketch(), programme, figures, years, room, owner)
    blank = {sheet.name: sheet for sheet in empty}
    findings: list[Finding] = []
    plan = _inputs(grids, blank, name, years, findings)
    if not findings:
        for sheet in plan_sheets(plan, programme, figures, years, room, owner):
            findings += _changed(sheet, grids[sheet.name], name)
    if findings:
        raise Unreadable(T("{file} cannot be used as it is.", file=quoted(name)), findings)
    return ReadPlan(plan, owner)


def _years(overview: Grid) -> tuple[int, ...]:
    found = [overview.value(1, column) for column in range(3, 3 + MOST_YEARS + 1)]
    years = [int(one) for one in found if isinstance(one, int | float)]
    return tuple(years) if years == sorted(set(years)) and len(years) <= MOST_YEARS else ()


def _room(grid: Grid) -> int:
    """How many input rows a sheet has: they are numbered in its hidden first column."""
    count = 0
    while count < MOST_ROWS + 100 and grid.value(FIRST_ROW + count, 1) == count + 1:
        count += 1
    return count


def _inputs(
    grids: Mapping[str, Grid],
    blank: Mapping[str, Sheet],
    name: str,
    years: tuple[int, ...],
    findings: list[Finding],
) -> Sketch:
    """The rows of the three input sheets, read as the sketch file is."""
    data: dict[str, list[dict[str, Any]]] = {}
    lines: dict[str, list[int]] = {}
    for section in ROOM:
        grid, sheet = grids[section], blank[section]
        data[section], lines[section] = [], []
        for row in range(FIRST_ROW, sheet.total):
            values: dict[str, Any] = {}
            for column in _columns(sheet):
                found = grid.cells.get((row, column))
                if found is None:
                    continue
                key = sheet.cells[row, column].key
                wrong = _no_value(found)
                if wrong is not None:
                    findings.append(_at(grid, row, column, *wrong, name))
                    continue
                value, wrong = converted(key, found.value)
                if wrong is not None:
                    findings.append(_at(grid, row, column, *wrong, name))
                    continue
                values[key] = value
            if values:
                data[section].append(values)
                lines[section].append(row)
    table = data_table(data)
    plan = sketch_of(table)
    told = {one.field for one in findings}
    found_wrong = [_placed(one, grids, blank, lines, name) for one in table.findings]
    findings += [one for one in found_wrong if one.field not in told]
    if not findings:
        findings += _outside(plan, grids, blank, lines, name, years)
    return plan


def _columns(sheet: Sheet) -> tuple[int, ...]:
    return tuple(
        column for (row, column), cell in sheet.cells.items() if row == FIRST_ROW and cell.key
    )


def _no_value(found: Found) -> tuple[Text, Text] | None:
    if found.formula:
        return (
            T("The cell has a formula; formulas are not evaluated."),
            T("Write the value itself."),
        )
    if found.error:
        return T("The cell shows an error."), T("Write the value itself.")
    return None


def _at(grid: Grid, row: int, column: int, message: Text, remedy: Text, name: str) -> Finding:
    return Finding("input", f"{grid.title}!{at(row, column)}", message, remedy, file=name, line=row)


def _placed(
    finding: Finding,
    grids: Mapping[str, Grid],
    blank: Mapping[str, Sheet],
    lines: Mapping[str, list[int]],
    name: str,
) -> Finding:
    """A finding about `costs[2].amount` as one about the cell that it comes from."""
    match = _PLACE.fullmatch(finding.field)
    if match is None or int(match[2]) >= len(lines[match[1]]):
        return replace(finding, file=name)
    section, row = match[1], lines[match[1]][int(match[2])]
    columns = {blank[section].cells[row, one].key: one for one in _columns(blank[section])}
    column = columns.get(match[3] or "", 2)
    message, remedy = finding.message, finding.remedy
    if not message.msgid or grids[section].cells.get((row, column)) is None:
        message, remedy = T("The cell is empty."), T("Fill it in, or empty the whole row.")
    return _at(grids[section], row, column, message, remedy, name)


def _outside(
    plan: Sketch,
    grids: Mapping[str, Grid],
    blank: Mapping[str, Sheet],
    lines: Mapping[str, list[int]],
    name: str,
    years: tuple[int, ...],
) -> Iterator[Finding]:
    """Rows in a year that the workbook has no column for: its sums would not hold them."""
    asked = [
        *((f"staff[{n}].from", row.start.year) for n, row in enumerate(plan.staff)),
        *((f"staff[{n}].to", row.end.year) for n, row in enumerate(plan.staff)),
        *((f"costs[{n}].year", row.year) for n, row in enumerate(plan.costs)),
        *((f"funding[{n}].year", row.year) for n, row in enumerate(plan.funding)),
    ]
    for field, year in asked:
        if year not in years:
            message = T("The plan has no column for {year}.", year=str(year))
            remedy = T("Choose one of {years}, or set start and end in the sketch and write the "
                       "plan anew.", years=tuple(str(one) for one in years))  # fmt: skip
            finding = Finding("input", field, message, remedy)
            yield _placed(finding, grids, blank, lines, name)


def _changed(sheet: Sheet, grid: Grid, name: str) -> Iterator[Finding]:
    """Everything but inputs that is not what we wrote."""
    for place, cell in sheet.cells.items():
        found = grid.cells.get(place)
        if cell.key or not (cell.formula or isinstance(cell.value, int | Decimal)):
            continue
        if cell.formula and (found is None or not found.formula):
            yield _at(
                grid,
                *place,
                T("The formula of this cell was overwritten; it comes to {value}.",
                  value=_shown(cell)),
                T("Undo the change, or write the plan anew and copy the yellow cells."),
                name,
            )  # fmt: skip
        elif found is None or (found.value is not None and not _same(cell.value, found.value)):
            yield _at(
                grid,
                *place,
                T("Here stands {found}; from the values in the yellow cells it is {value}.",
                  found=quoted("" if found is None else found.value), value=_shown(cell)),
                T("Save the file once in a spreadsheet program; if that does not help, write the"
                  " plan anew and copy the yellow cells."),
                name,
            )  # fmt: skip
    for place in sorted(set(grid.cells) - set(sheet.cells)):
        yield _at(
            grid,
            *place,
            T("This cell is no part of the plan; what stands in it would be lost."),
            T("Empty it, and use the yellow cells."),
            name,
        )


def _same(ours: Any, theirs: Any) -> bool:
    """Whether a value is ours, as near as a spreadsheet's numbers are; amounts inside a sentence
    follow the program's language, so their points and commas do not count."""
    if isinstance(ours, str):
        return isinstance(theirs, str) and re.sub(r"\W", "", ours) == re.sub(r"\W", "", theirs)
    if isinstance(theirs, bool) or not isinstance(theirs, int | float):
        return False
    return abs(float(ours) - theirs) < _CLOSE


def _shown(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Decimal) and cell.look in ("amount", "sum"):
        return plain_amount(int(value * 100))
    return quoted("" if value is None else value)
