"""The sheet of the staff by unit costs: level × share × months, each year for itself.

Its formulas are those of `buendnis.costs`: the monthly amount is rounded once, in whole numbers
that a spreadsheet holds exactly, and a year counts only if every year up to it has a rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.costs import StaffCost, cost_plan
from buendnis.dates import end_of_month
from buendnis.documents.workbook.cells import FIRST_ROW, Cell, Offer, Sheet, at, letter
from buendnis.documents.workbook.rates import FLAGS, Places, euros, part
from buendnis.facts import Sketch, StaffRow
from buendnis.settings.programme import Programme

LEVEL, SHARE, START, END, REDUCED, PERIOD, INDEX, YEARS = range(2, 10)
_RIGHT = "stimmt"
_NO_LEVEL = "Funktionsstufe ohne Satz"
_NO_SHARE = "Anteil zwischen 0,01 % und 100 % fehlt"
_NO_PERIOD = "Zeitraum ist nicht vom Ersten bis zum Letzten eines Monats"
_NO_RATE = "nicht jeder Monat hat einen Satz und ein Jahr im Plan"
_KEYS = {LEVEL: "level", SHARE: "share", START: "from", END: "to", REDUCED: "reduced"}
_HEADS = ("Funktionsstufe", "Anteil", "Von", "Bis", "Ermäßigt", "Zeitraum gültig", "Zeile")


def staff_sheet(
    sketch: Sketch, programme: Programme, years: tuple[int, ...], room: int, places: Places
) -> Sheet:
    """The sheet with a line for each person and `room` lines in all."""
    sheet = Sheet("staff", "Personal", room=room, hidden=(1, PERIOD, INDEX))
    sheet.begin(
        "Personal nach Kostenpauschalen",
        "Eine Zeile je Person: Funktionsstufe, Anteil an einer vollen Stelle, erster und letzter"
        " Tag. Nur die gelben Felder werden ausgefüllt.",
        _KEYS,
    )
    sheet.line(4, 2, (Cell(head, look="head") for head in _HEADS))
    for number, year in enumerate(years):
        month = YEARS + 2 * number
        sheet.line(1, month, (Cell(year, look="hidden"), Cell(year, look="hidden")))
        sheet.put(4, month, Cell(f"Monate {year}", look="head_right"))
        sheet.put(4, month + 1, Cell(f"Ausgaben {year}", look="head_right"))
    total, check = sum_column(years), sum_column(years) + 1
    sheet.line(4, total, (Cell("Zusammen", look="head_right"), Cell("Prüfung", look="head_check")))
    for number in range(room):
        given = sketch.staff[number] if number < len(sketch.staff) else None
        _row(sheet, FIRST_ROW + number, given, programme, years, places)
    _sums(sheet, sketch, programme, years)
    _offers(sheet, places)
    sheet.heights = {4: 30}
    sheet.widths = {LEVEL: 15, SHARE: 10, START: 12, END: 12, REDUCED: 10, total: 16, check: 44}
    for number in range(len(years)):
        sheet.widths |= {YEARS + 2 * number: 9, YEARS + 2 * number + 1: 15}
    return sheet


def sum_column(years: tuple[int, ...]) -> int:
    """The column that adds the years up."""
    return YEARS + 2 * len(years)


def cost_column(number: int) -> int:
    """The column of the costs in the n-th year."""
    return YEARS + 2 * number + 1


def _row(
    sheet: Sheet,
    row: int,
    given: StaffRow | None,
    programme: Programme,
    years: tuple[int, ...],
    places: Places,
) -> None:
    sheet.put(row, 1, Cell(row - FIRST_ROW + 1, look="hidden"))
    for column, cell in zip(_KEYS, _inputs(given), strict=True):
        sheet.put(row, column, cell)
    level, share, start, end, reduced, period, index = (f"${letter(n)}{row}" for n in range(2, 9))
    empty = f"COUNTA({level}:{reduced})=0"
    plan = cost_plan(Sketch(staff=(given,)), programme) if given else None
    costs = {one.year: one for one in plan.staff} if plan else {}
    known = programme.levels.index(given.level) + 1 if _known(given, programme) and given else 0
    sheet.put(
        row,
        PERIOD,
        Cell(
            int(given is not None and _whole(given)),
            f"IF(ISNUMBER({start}),IF(ISNUMBER({end}),IFERROR(IF(DAY({start})=1,"
            f"IF(DAY({end}+1)=1,IF({end}>={start},1,0),0),0),0),0),0)",
            "hidden",
        ),
    )
    sheet.put(
        row,
        INDEX,
        Cell(known, f"SUMPRODUCT(EXACT({places.levels},{level})*{places.index})", "hidden"),
    )
    for number, year in enumerate(years):
        month, cost = YEARS + 2 * number, YEARS + 2 * number + 1
        one = costs.get(year)
        head, months = f"{letter(month)}$1", at(row, month)
        sheet.put(
            row,
            month,
            Cell(
                "" if given is None else one.months if one else 0,
                f'IF({empty},"",IF({period}*{index}=0,0,IF(COUNTIFS({places.rate_years},'
                f'">="&YEAR({start}),{places.rate_years},"<="&{head},'
                f'INDEX({places.rates},{index},0),">0")<>{head}-YEAR({start})+1,0,'
                f"MAX(0,MIN(12,(YEAR({end})-{head})*12+MONTH({end}))"
                f"-MAX(1,(YEAR({start})-{head})*12+MONTH({start}))+1))))",
                "count",
            ),
        )
        sheet.put(
            row,
            cost,
            Cell(
                "" if given is None else euros(one.cents if one else 0),
                f'IF({months}="","",IF({months}=0,0,IFERROR({months}*ROUND('
                f"ROUND(INDEX({places.rates},{index},MATCH({head},{places.rate_years},0))*100,0)"
                f'*ROUND({share}*10000,0)*IF({reduced}="{FLAGS[0]}",'
                f"ROUND({places.factor}*10000,0),10000)/100000000,0)/100,0)))",
                "amount",
            ),
        )
    first, total = at(row, YEARS), sum_column(years)
    added = "+".join(at(row, cost_column(n)) for n in range(len(years)))
    found = sum(one.cents for one in costs.values() if one.year in years)
    sheet.put(
        row,
        total,
        Cell(
            "" if given is None else euros(found),
            f'IF({first}="","",ROUND({added},2))',
            "amount",
        ),
    )
    months = "+".join(at(row, YEARS + 2 * n) for n in range(len(years)))
    sheet.put(
        row,
        total + 1,
        Cell(
            _judged(given, programme, costs, years),
            f'IF({first}="","",IF({index}=0,"{_NO_LEVEL}",IF(N({share})<=0,"{_NO_SHARE}",'
            f'IF(N({share})>1,"{_NO_SHARE}",IF({period}=0,"{_NO_PERIOD}",IF({months}<>'
            f"(YEAR({end})-YEAR({start}))*12+MONTH({end})-MONTH({start})+1,"
            f'"{_NO_RATE}","{_RIGHT}"))))))',
            "check",
        ),
    )


def _inputs(given: StaffRow | None) -> Iterator[Cell]:
    yield Cell(given.level if given else None, look="text", key="level")
    yield Cell(part(given.share) if given else None, look="percent", key="share")
    yield Cell(given.start if given else None, look="day", key="from")
    yield Cell(given.end if given else None, look="day", key="to")
    yield Cell(FLAGS[0] if given and given.reduced else None, look="text", key="reduced")


def _known(given: StaffRow | None, programme: Programme) -> bool:
    return given is not None and given.level in programme.levels


def _whole(given: StaffRow) -> bool:
    """Whether the period is one of whole months (unit costs, RdErl. v. 13.7.2022, Nr. 3)."""
    return (
        given.start <= given.end and given.start.day == 1 and given.end == end_of_month(given.end)
    )


def _judged(
    given: StaffRow | None,
    programme: Programme,
    costs: dict[int, StaffCost],
    years: tuple[int, ...],
) -> str:
    if given is None:
        return ""
    if not _known(given, programme):
        return _NO_LEVEL
    if not _whole(given):
        return _NO_PERIOD
    asked = (given.end.year - given.start.year) * 12 + given.end.month - given.start.month + 1
    costed = sum(one.months for one in costs.values() if one.year in years)
    return _RIGHT if costed == asked else _NO_RATE


def _sums(sheet: Sheet, sketch: Sketch, programme: Programme, years: tuple[int, ...]) -> None:
    row = sheet.total
    sheet.put(row, LEVEL, Cell("Summe", look="sum_words"))
    costs = cost_plan(Sketch(staff=sketch.staff), programme).staff
    for number, year in enumerate(years):
        month, cost = YEARS + 2 * number, cost_column(number)
        ours = [one for one in costs if one.year == year]
        for column, value, look in (
            (month, sum(one.months for one in ours), "sum_count"),
            (cost, euros(sum(one.cents for one in ours)), "sum"),
        ):
            inner = f"{at(FIRST_ROW, column)}:{at(sheet.last, column)}"
            sheet.put(row, column, Cell(value, f"ROUND(SUM({inner}),2)", look))
    total = sum_column(years)
    inner = f"{at(FIRST_ROW, total)}:{at(sheet.last, total)}"
    found = sum(one.cents for one in costs if one.year in years)
    sheet.put(row, total, Cell(euros(found), f"ROUND(SUM({inner}),2)", "sum"))


def _offers(sheet: Sheet, places: Places) -> None:
    def cells(column: int) -> str:
        return f"{at(FIRST_ROW, column)}:{at(sheet.last, column)}"

    sheet.offers = [
        Offer(cells(LEVEL), "list", "Bitte eine Stufe aus der Liste wählen.", places.levels),
        Offer(cells(SHARE), "percent", "Bitte einen Anteil von 0,01 % bis 100 % eingeben."),
        Offer(cells(START), "day", "Bitte einen Tag eingeben, etwa 01.03.2027."),
        Offer(cells(END), "day", "Bitte einen Tag eingeben, etwa 31.12.2027."),
        Offer(cells(REDUCED), "list", "Bitte ja oder nein wählen.", places.flags),
    ]
    check = int(max(column for row, column in sheet.cells if row == FIRST_ROW))
    sheet.checks = [cells(check)]
