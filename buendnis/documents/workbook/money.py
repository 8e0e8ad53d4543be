"""The sheets of the other costs and of the funding: one line for each amount of a year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from buendnis.costs import CostPlan
from buendnis.documents.labels import COST, FUNDING
from buendnis.documents.workbook.cells import FIRST_ROW, Cell, Offer, Sheet, at
from buendnis.documents.workbook.rates import Places, euros, part
from buendnis.facts import CostRow, FundingRow, Sketch
from buendnis.money import half_up

YEAR, KIND = 2, 3
AMOUNT, PERCENT, LABEL, COST_OF, COST_CHECK = 4, 5, 6, 7, 8
PROVIDER, MONEY, MONEY_CHECK = 4, 5, 6
_HEADS = {
    "Betrag": "head_right",
    "Prozentsatz": "head_right",
    "Ausgaben": "head_right",
    "Prüfung": "head_check",
}
RIGHT = "stimmt"
_NO_YEAR = "Jahr fehlt oder liegt nicht im Plan"
_NO_KIND = "Kostenart fehlt"
_NO_SOURCE = "Quelle fehlt"
_NO_AMOUNT = "Betrag fehlt"
_NO_PERCENT = "Prozentsatz fehlt"
_ONE_ONLY = "entweder Betrag oder Prozentsatz"
_CENTS = "höchstens zwei Stellen hinter dem Komma"
_PICK_YEAR = "Bitte ein Jahr aus der Liste wählen."
_TYPE_AMOUNT = "Bitte einen Betrag in Euro eingeben, etwa 1200,50."


def costs_sheet(
    sketch: Sketch, plan: CostPlan, room: int, places: Places, personnel: tuple[str, str]
) -> Sheet:
    """The other costs. personnel: where the overview has its years, and the personnel of each."""
    sheet = Sheet("costs", "Kosten", room=room)
    sheet.begin(
        "Weitere Ausgaben",
        "Eine Zeile je Jahr und Kostenart. Eine Pauschale hat statt eines Betrags einen"
        " Prozentsatz der Personalausgaben ihres Jahres. Nur die gelben Felder werden ausgefüllt.",
        {YEAR: "year", KIND: "category", AMOUNT: "amount", PERCENT: "percent", LABEL: "label"},
    )
    heads = ("Jahr", "Kostenart", "Betrag", "Prozentsatz", "Wofür", "Ausgaben", "Prüfung")
    sheet.line(4, 2, (Cell(head, look=_HEADS.get(head, "head")) for head in heads))
    for number in range(room):
        row = FIRST_ROW + number
        given = sketch.costs[number] if number < len(sketch.costs) else None
        sheet.put(row, 1, Cell(number + 1, look="hidden"))
        sheet.line(row, 2, _cost_inputs(given))
        year, kind, amount, percent = (at(row, n) for n in (YEAR, KIND, AMOUNT, PERCENT))
        empty = f"COUNTA({at(row, YEAR)}:{at(row, LABEL)})=0"
        sheet.put(
            row,
            COST_OF,
            Cell(
                "" if given is None else _cost(given, plan),
                f'IF({empty},"",IF({kind}={places.flat},IFERROR(ROUND(ROUND('
                f"INDEX({personnel[1]},MATCH({year},{personnel[0]},0))*100,0)"
                f"*ROUND({percent}*10000,0)/10000,0)/100,0),N({amount})))",
                "amount",
            ),
        )
        sheet.put(
            row,
            COST_CHECK,
            Cell(
                "" if given is None else RIGHT,
                f'IF({empty},"",IF(ISNUMBER(MATCH({year},{places.years},0)),'
                f"IF(ISNUMBER(MATCH({kind},{places.categories},0)),"
                f"IF({kind}={places.flat},"
                f'IF({amount}<>"","{_ONE_ONLY}",IF(N({percent})>0,"{RIGHT}","{_NO_PERCENT}")),'
                f'IF({percent}<>"","{_ONE_ONLY}",{_amount_check(amount)})),'
                f'"{_NO_KIND}"),"{_NO_YEAR}"))',
                "check",
            ),
        )
    _sum(sheet, COST_OF, sum((_cost(one, plan) for one in sketch.costs), Decimal(0)))
    sheet.offers = [
        Offer(_cells(sheet, YEAR), "list", _PICK_YEAR, places.years),
        Offer(
            _cells(sheet, KIND),
            "list",
            "Bitte eine Kostenart aus der Liste wählen.",
            places.categories,
        ),
        Offer(_cells(sheet, AMOUNT), "amount", _TYPE_AMOUNT),
        Offer(_cells(sheet, PERCENT), "percent", "Bitte 0,01 % bis 100 % eingeben."),
    ]
    sheet.checks = [_cells(sheet, COST_CHECK)]
    sheet.widths = {YEAR: 9, KIND: 28, AMOUNT: 16, PERCENT: 13, LABEL: 46, COST_OF: 16}
    sheet.widths[COST_CHECK] = 38
    return sheet


def funding_sheet(sketch: Sketch, room: int, places: Places) -> Sheet:
    """The money of each year and source."""
    sheet = Sheet("funding", "Finanzierung", room=room)
    sheet.begin(
        "Finanzierung",
        "Eine Zeile je Jahr, Quelle und Mittelgeber. In jedem Jahr sind Ausgaben und Finanzierung"
        " gleich. Nur die gelben Felder werden ausgefüllt.",
        {YEAR: "year", KIND: "source", PROVIDER: "provider", MONEY: "amount"},
    )
    heads = ("Jahr", "Quelle", "Mittelgeber", "Betrag", "Prüfung")
    sheet.line(4, 2, (Cell(head, look=_HEADS.get(head, "head")) for head in heads))
    for number in range(room):
        row = FIRST_ROW + number
        given = sketch.funding[number] if number < len(sketch.funding) else None
        sheet.put(row, 1, Cell(number + 1, look="hidden"))
        sheet.line(row, 2, _money_inputs(given))
        year, kind, money = (at(row, n) for n in (YEAR, KIND, MONEY))
        sheet.put(
            row,
            MONEY_CHECK,
            Cell(
                "" if given is None else RIGHT,
                f'IF(COUNTA({at(row, YEAR)}:{at(row, MONEY)})=0,"",'
                f"IF(ISNUMBER(MATCH({year},{places.years},0)),"
                f"IF(ISNUMBER(MATCH({kind},{places.sources},0)),{_amount_check(money)},"
                f'"{_NO_SOURCE}"),"{_NO_YEAR}"))',
                "check",
            ),
        )
    _sum(sheet, MONEY, euros(sum(one.cents for one in sketch.funding)))
    sheet.offers = [
        Offer(_cells(sheet, YEAR), "list", _PICK_YEAR, places.years),
        Offer(
            _cells(sheet, KIND), "list", "Bitte eine Quelle aus der Liste wählen.", places.sources
        ),
        Offer(_cells(sheet, MONEY), "amount", _TYPE_AMOUNT),
    ]
    sheet.checks = [_cells(sheet, MONEY_CHECK)]
    sheet.widths = {YEAR: 9, KIND: 28, PROVIDER: 46, MONEY: 16, MONEY_CHECK: 38}
    return sheet


def _cost_inputs(given: CostRow | None) -> Iterator[Cell]:
    amount = given.cents if given else None
    percent = given.percent if given else None
    yield Cell(given.year if given else None, look="year", key="year")
    yield Cell(COST[given.category] if given else None, look="text", key="category")
    yield Cell(None if amount is None else euros(amount), look="amount", key="amount")
    yield Cell(None if percent is None else part(percent), look="percent", key="percent")
    yield Cell((given.label or None) if given else None, look="text", key="label")


def _money_inputs(given: FundingRow | None) -> Iterator[Cell]:
    yield Cell(given.year if given else None, look="year", key="year")
    yield Cell(FUNDING[given.source] if given else None, look="text", key="source")
    yield Cell((given.provider or None) if given else None, look="text", key="provider")
    yield Cell(euros(given.cents) if given else None, look="amount", key="amount")


def _amount_check(cell: str) -> str:
    return (
        f'IF(ISNUMBER({cell}),IF({cell}<0,"{_NO_AMOUNT}",'
        f'IF(ABS(ROUND({cell},2)-{cell})>0.000001,"{_CENTS}","{RIGHT}")),"{_NO_AMOUNT}")'
    )


def _cost(given: CostRow, plan: CostPlan) -> Decimal:
    if given.percent is None:
        return euros(given.cents or 0)
    return euros(half_up(plan.cost(given.year, "personnel") * given.percent, 10_000))


def _cells(sheet: Sheet, column: int) -> str:
    return f"{at(FIRST_ROW, column)}:{at(sheet.last, column)}"


def _sum(sheet: Sheet, column: int, value: Decimal) -> None:
    sheet.put(sheet.total, 2, Cell("Summe", look="sum_words"))
    sheet.put(sheet.total, column, Cell(value, f"ROUND(SUM({_cells(sheet, column)}),2)", "sum"))
