"""The first sheet: costs and funding by year and category, and whether they agree.

Everything on it is a formula over the other sheets. Its checks are those of the rules B6 and D3.
"""

from __future__ import annotations

from collections.abc import Sequence

from buendnis.costs import CATEGORIES, FUNDING_SOURCES, CostPlan
from buendnis.documents.labels import COST, FUNDING
from buendnis.documents.workbook import money
from buendnis.documents.workbook.cells import Cell, Sheet, at
from buendnis.documents.workbook.rates import Places, euros
from buendnis.documents.workbook.staff import cost_column
from buendnis.facts import Figures, Sketch
from buendnis.money import written_amount

TITLE = "Übersicht"
RIGHT = "stimmt"
KEPT = "eingehalten"
NOT_NEEDED = "über der Obergrenze, Begründung nicht nötig"
NEEDED = "gesonderte Begründung nötig"
TOO_HIGH = "über dem höchsten Fördersatz"
_COSTS = 6
_HEAD_FUNDING = _COSTS + len(CATEGORIES) + 2
_FUNDING = _HEAD_FUNDING + 1
_BALANCE = _FUNDING + len(FUNDING_SOURCES) + 2
_CAP = _BALANCE + 4
_SHOWN = 160


def personnel_places(years: tuple[int, ...]) -> tuple[str, str]:
    """Where the overview has its years, and the personnel of each, for the flat rates."""
    sheet, right = Sheet("overview", TITLE), 2 + len(years)
    return sheet.range(1, 3, 1, right), sheet.range(_COSTS, 3, _COSTS, right)


def overview_sheet(
    sketch: Sketch,
    plan: CostPlan,
    figures: Figures,
    years: tuple[int, ...],
    places: Places,
    sheets: Sequence[Sheet],
    owner: str,
) -> Sheet:
    """The sheet over `sheets` (staff, costs, funding). owner: the project and its version."""
    staff, costs, funding = sheets
    sheet = Sheet("overview", TITLE, heads=(5, 5))
    sheet.begin("Kosten- und Finanzierungsplan", _short(sketch.title), {2: owner})
    sheet.line(1, 3, (Cell(year, look="hidden") for year in years))
    sheet.put(4, 2, Cell(_short(sketch.applicant.name), look="note"))
    _head(sheet, 5, "Ausgaben", years)
    for number, category in enumerate(CATEGORIES):
        row = _COSTS + number
        column = money.COST_OF if category == "flat_rate" else money.AMOUNT
        found = f"SUMIFS({costs.column(column)},{costs.column(money.KIND)},$B{row}"
        terms = []
        for position, year in enumerate(years):
            of_year = f"{found},{costs.column(money.YEAR)},{at(1, 3 + position)})"
            if category == "personnel":
                of_year += f"+{staff.one(staff.total, cost_column(position))}"
                terms.append(staff.one(staff.total, cost_column(position)))
            amount = euros(plan.cost(year, category))
            sheet.put(row, 3 + position, Cell(amount, f"ROUND({of_year},2)", "amount"))
        whole = "+".join([f"{found})", *terms])
        _label_and_total(sheet, row, COST[category], plan.cost(category=category), years, whole)
    _sum(sheet, _COSTS, len(CATEGORIES), "Summe der Ausgaben", [*map(plan.cost, years)], years)
    _head(sheet, _HEAD_FUNDING, "Finanzierung", years)
    for number, source in enumerate(FUNDING_SOURCES):
        row = _FUNDING + number
        found = f"SUMIFS({funding.column(money.MONEY)},{funding.column(money.KIND)},$B{row}"
        for position, year in enumerate(years):
            formula = f"ROUND({found},{funding.column(money.YEAR)},{at(1, 3 + position)}),2)"
            sheet.put(row, 3 + position, Cell(euros(plan.money(year, source)), formula, "amount"))
        label = FUNDING[source]
        _label_and_total(sheet, row, label, plan.money(source=source), years, f"{found})")
    sums = [*map(plan.money, years)]
    _sum(sheet, _FUNDING, len(FUNDING_SOURCES), "Summe der Finanzierung", sums, years)
    _balance(sheet, plan, years)
    _limits(sheet, plan, figures, years, places)
    right = 4 + len(years)
    sheet.widths = {2: 36, **dict.fromkeys(range(3, right), 17), right: 42}
    sheet.heights = {_BALANCE + 2: 30}
    last = _CAP + 5
    sheet.checks = [f"{at(6, right)}:{at(last, right)}"]
    sheet.checks.append(f"{at(_BALANCE + 2, 3)}:{at(_BALANCE + 2, right - 1)}")
    return sheet


def _short(words: str) -> str:
    one = " ".join(words.split())
    return one if len(one) <= _SHOWN else one[: _SHOWN - 1] + "…"


def _head(sheet: Sheet, row: int, words: str, years: tuple[int, ...]) -> None:
    sheet.put(row, 2, Cell(words, look="head"))
    sheet.line(row, 3, (Cell(year, look="head_year") for year in years))
    ends = (Cell("Zusammen", look="head_right"), Cell("Prüfung", look="head_check"))
    sheet.line(row, 3 + len(years), ends)


def _label_and_total(
    sheet: Sheet, row: int, label: str, cents: int, years: tuple[int, ...], whole: str
) -> None:
    """The label, the years added up, and whether that is what all rows of the kind come to."""
    total = 3 + len(years)
    sheet.put(row, 2, Cell(label))
    added = f"ROUND(SUM({at(row, 3)}:{at(row, total - 1)}),2)"
    sheet.put(row, total, Cell(euros(cents), added, "amount"))
    sheet.put(row, total + 1, Cell(RIGHT, _deviation(f"{at(row, total)}-({whole})"), "check"))


def _sum(
    sheet: Sheet, first: int, count: int, label: str, cents: Sequence[int], years: tuple[int, ...]
) -> None:
    row, total = first + count, 3 + len(years)
    sheet.put(row, 2, Cell(label, look="sum_words"))
    for column, amount in enumerate([*cents, sum(cents)], start=3):
        inner = f"{at(first, column)}:{at(row - 1, column)}"
        sheet.put(row, column, Cell(euros(amount), f"ROUND(SUM({inner}),2)", "sum"))
    across = f"SUM({at(row, 3)}:{at(row, total - 1)})"
    sheet.put(row, total + 1, Cell(RIGHT, _deviation(f"{at(row, total)}-{across}"), "check"))


def _balance(sheet: Sheet, plan: CostPlan, years: tuple[int, ...]) -> None:
    _head(sheet, _BALANCE, "Abgleich", years)
    sheet.put(_BALANCE + 1, 2, Cell("Finanzierung weniger Ausgaben"))
    sheet.put(_BALANCE + 2, 2, Cell("Ausgaben und Finanzierung"))
    off = [plan.money(year) - plan.cost(year) for year in years]
    for column, cents in enumerate([*off, sum(off)], start=3):
        paid, cost = at(_FUNDING + len(FUNDING_SOURCES), column), at(_COSTS + 7, column)
        difference = at(_BALANCE + 1, column)
        formula = f"ROUND({paid}-{cost},2)"
        sheet.put(_BALANCE + 1, column, Cell(euros(cents), formula, "amount"))
        sheet.put(
            _BALANCE + 2, column, Cell(deviation_words(cents), _deviation(difference), "check")
        )
    line = f"{at(_BALANCE + 2, 3)}:{at(_BALANCE + 2, 3 + len(years))}"
    wrong = sum(1 for cents in [*off, sum(off)] if cents)
    formula = f'IF(COUNTIF({line},"{RIGHT}")={len(years) + 1},"{RIGHT}","nicht ausgeglichen")'
    words = "nicht ausgeglichen" if wrong else RIGHT
    sheet.put(_BALANCE + 2, 4 + len(years), Cell(words, formula, "check"))


def _limits(
    sheet: Sheet, plan: CostPlan, figures: Figures, years: tuple[int, ...], places: Places
) -> None:
    check = 4 + len(years)
    sheet.put(_CAP, 2, Cell("Obergrenze und Zuwendung", look="head"))
    sheet.put(_CAP, 3, Cell("Betrag", look="head_right"))
    sheet.line(_CAP, 4, (Cell(look="head") for _ in range(len(years))))
    sheet.put(_CAP, check, Cell("Prüfung", look="head_check"))
    total, cap, reference, grant, rate = (f"$C${_CAP + number}" for number in range(1, 6))
    over = plan.total - figures.cap
    beyond = f'"überschritten um "&FIXED({total}-{cap},2)&" €"'
    known = figures.reference_grant
    reached = (plan.total and plan.grant / plan.total) or 0
    within = figures.highest_rate is None or (
        plan.grant * 10_000 <= plan.total * figures.highest_rate
    )
    needed = over > 0 and (known is None or plan.grant > known)
    rows = (
        (
            "Gesamtausgaben",
            Cell(euros(plan.total), at(_COSTS + len(CATEGORIES), 3 + len(years)), "amount"),
            None,
        ),
        (
            "Obergrenze der Gesamtausgaben",
            Cell(euros(figures.cap), places.cap, "amount"),
            Cell(
                f"überschritten um {written_amount(over)}" if over > 0 else KEPT,
                f'IF({total}<={cap},"{KEPT}",{beyond})',
                "check",
            ),
        ),
        (
            "Zuwendung an der Obergrenze",
            Cell(
                "unbekannt" if known is None else euros(known),
                f"IF(ISNUMBER({places.highest}),INT(ROUND({cap}*100,0)"
                f'*ROUND({places.highest}*10000,0)/10000)/100,"unbekannt")',
                "amount",
            ),
            None,
        ),
        (
            "Beantragte Zuwendung",
            Cell(euros(plan.grant), at(_FUNDING, 3 + len(years)), "amount"),
            Cell(
                NEEDED if needed else NOT_NEEDED if over > 0 else RIGHT,
                f'IF({total}<={cap},"{RIGHT}",IF(ISNUMBER({reference}),'
                f'IF({grant}<={reference},"{NOT_NEEDED}","{NEEDED}"),"{NEEDED}"))',
                "check",
            ),
        ),
        (
            "Anteil der Zuwendung",
            Cell(reached, f"IF({total}=0,0,{grant}/{total})", "percent"),
            Cell(
                RIGHT if within else TOO_HIGH,
                f"IF(ISNUMBER({places.highest}),IF(ROUND({grant}*100,0)*10000<="
                f'ROUND({total}*100,0)*ROUND({places.highest}*10000,0),"{RIGHT}","{TOO_HIGH}"),'
                f'"{RIGHT}")',
                "check",
            ),
        ),
    )
    assert rate == f"$C${_CAP + len(rows)}"
    for number, (label, value, judged) in enumerate(rows, start=1):
        sheet.put(_CAP + number, 2, Cell(label))
        sheet.put(_CAP + number, 3, value)
        if judged is not None:
            sheet.put(_CAP + number, check, judged)


def deviation_words(cents: int) -> str:
    """`stimmt`, or by how much it does not."""
    return f"weicht ab um {written_amount(abs(cents))}" if cents else RIGHT


def _deviation(difference: str) -> str:
    return f'IF(ROUND({difference},2)=0,"{RIGHT}","weicht ab um "&FIXED(ABS({difference}),2)&" €")'
