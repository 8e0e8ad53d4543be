"""What a sheet holds, before any spreadsheet library sees it: cells by row and column.

A cell is a constant, an input (it has a key and may be changed), or a formula together with what
it comes to. The writer puts both into the file, and the reader compares with both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

MARK = "buendnis:plan:1:"
FIRST_ROW = 5  # of the inputs; above are mark, title, help and heads


class Cell(Struct, frozen=True):
    """One cell. value: the constant, the given input, or what the formula comes to (amounts in
    euros as `Decimal`). formula: without `=`. key: of an input, the key in the sketch file. look:
    how it is set (`amount`, `percent`, `day`, `count`, `words`, `head`, `title`, `check`, …)."""

    value: Any = None
    formula: str = ""
    look: str = "words"
    key: str = ""


class Offer(Struct, frozen=True):
    """What an input range accepts. kind: `list`, `amount`, `percent` or `day`; source: the range
    of a list; hint: what to do where something else was typed."""

    cells: str
    kind: str
    hint: str
    source: str = ""


class Sheet(Struct):
    """One sheet. room: how many input rows it has; total: the row of the sums below them."""

    name: str
    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    heights: dict[int, int] = field(default_factory=dict)
    hidden: tuple[int, ...] = (1,)
    heads: tuple[int, int] = (4, 4)
    offers: list[Offer] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    room: int = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell; each is set once."""
        assert (row, column) not in self.cells, at(row, column)
        self.cells[row, column] = cell

    def line(self, row: int, column: int, cells: Iterable[Cell]) -> None:
        """Set cells side by side."""
        for number, cell in enumerate(cells):
            self.put(row, column + number, cell)

    def begin(self, title: str, words: str, keys: dict[int, str]) -> None:
        """Mark and keys in the hidden first row, then title and help."""
        self.put(1, 1, Cell(f"{MARK}{self.name}", look="hidden"))
        for column, key in keys.items():
            self.put(1, column, Cell(key, look="hidden"))
        self.put(2, 2, Cell(title, look="title"))
        self.put(3, 2, Cell(words, look="note"))

    @property
    def total(self) -> int:
        """The row below the inputs."""
        return FIRST_ROW + self.room

    @property
    def last(self) -> int:
        """The last row of the inputs."""
        return FIRST_ROW + self.room - 1

    def column(self, column: int) -> str:
        """The inputs of a column, as other sheets name them."""
        return self.range(FIRST_ROW, column, self.last, column)

    def range(self, row: int, column: int, last_row: int, last_column: int) -> str:
        """An absolute range of this sheet."""
        return f"'{self.title}'!{fixed(row, column)}:{fixed(last_row, last_column)}"

    def one(self, row: int, column: int) -> str:
        """An absolute cell of this sheet."""
        return f"'{self.title}'!{fixed(row, column)}"


def letter(column: int) -> str:
    """`C` for 3, `AA` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def at(row: int, column: int) -> str:
    """`C5`."""
    return f"{letter(column)}{row}"


def fixed(row: int, column: int) -> str:
    """`$C$5`."""
    return f"${letter(column)}${row}"
