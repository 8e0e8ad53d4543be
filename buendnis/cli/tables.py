"""Tables and lists of fields for people: amounts to the right, long text wrapped to the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from buendnis.cli.harmless import one_line
from buendnis.cli.language import language, translate
from buendnis.money import Cents
from buendnis.texts import T, Text, written

_GAP = "  "
_NARROWEST = 8
_READABLE = 24  # what a wrapped text needs to be read with ease
_FIRST_ODD = "\u0300"  # the first character that takes another room than one column


class Column(Struct, frozen=True):
    """A column's title; `whole` keeps its cells on one line (an id, a day). One that is `spare`
    is left out, the last one first, where the screen is too narrow for all."""

    title: Text
    whole: bool = False
    spare: bool = False


class Table(Struct, frozen=True):
    """Rows of values. `Cents` and numbers stand to the right. `empty` is said without rows."""

    columns: Sequence[Column | Text]
    rows: Sequence[Sequence[Any]]
    empty: Text = T("There is nothing to show.")


class Fields(Struct, frozen=True):
    """Names with their values, one below the other. A `None` or empty value is left out."""

    pairs: Sequence[tuple[Text, Any]]


def cell(value: Any) -> str:
    """One value as the reader's language writes it, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return written(T("yes") if value else T("no"), translate, language())
    return one_line(written(value, translate, language()))


def written_table(table: Table, width: int, styled: Callable[..., str]) -> str:
    """The lines of a table that fits `width` columns (0: no limit)."""
    if not table.rows:
        return cell(table.empty)
    columns = [one if isinstance(one, Column) else Column(one) for one in table.columns]
    titles = [cell(column.title) for column in columns]
    body = [[cell(value) for value in row] for row in table.rows]
    widths = [
        max(display_width(row[index]) for row in [titles, *body]) for index in range(len(columns))
    ]
    kept = _kept(columns, widths, width)
    columns = [columns[index] for index in kept]
    titles = [titles[index] for index in kept]
    widths = [widths[index] for index in kept]
    body = [[row[index] for index in kept] for row in body]
    rows = [[row[index] for index in kept] for row in table.rows]
    right = [
        any(_is_number(row[index]) for row in rows)
        and all(_is_number(row[index]) or row[index] in (None, "") for row in rows)
        for index in range(len(columns))
    ]
    fixed = [column.whole or right[index] for index, column in enumerate(columns)]
    _narrow(widths, fixed, width)
    lines = [styled(line, bold=True) for line in _row_lines(titles, widths, right)]
    lines.append(_GAP.join("─" * one for one in widths))
    for row in body:
        lines.extend(_row_lines(row, widths, right))
    return "\n".join(lines)


def written_fields(block: Fields, width: int, styled: Callable[..., str]) -> str:
    """The lines of a list of fields, values in one column."""
    pairs = [(cell(name), cell(value)) for name, value in block.pairs if value not in (None, "")]
    left = max((display_width(name) for name, _ in pairs), default=0)
    room = max(_NARROWEST * 2, width - left - 2) if width else 0
    lines = []
    for name, value in pairs:
        first, *rest = wrapped(value, room)
        lines.append(styled(name + " " * (left - display_width(name)), bold=True) + _GAP + first)
        lines.extend(" " * left + _GAP + line for line in rest)
    return "\n".join(lines)


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii() or max(text) < _FIRST_ODD:
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
        for char in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns; a longer word is broken."""
    if not width or display_width(text) <= width:
        return [text]
    lines, line = [], ""
    for word in text.split(" "):
        while display_width(word) > width:
            room = width - display_width(line) - (1 if line else 0)
            if room < _NARROWEST // 2:
                lines.append(line)
                line, room = "", width
            head = _fitting(word, room)
            line = f"{line} {head}" if line else head
            word = word[len(head) :]
            lines.append(line)
            line = ""
        joined = f"{line} {word}" if line else word
        if display_width(joined) > width:
            lines.append(line)
            joined = word
        line = joined
    if line:
        lines.append(line)
    return lines


def _fitting(word: str, width: int) -> str:
    count = 0
    for index, char in enumerate(word):
        count += display_width(char)
        if count > width:
            return word[: max(1, index)]
    return word


def _kept(columns: Sequence[Column], widths: Sequence[int], width: int) -> list[int]:
    """Which columns are shown on a screen of that width (0: all of them)."""
    kept = list(range(len(columns)))
    for index in reversed(range(len(columns))):
        needed = sum(min(widths[one], _READABLE) for one in kept) + len(_GAP) * (len(kept) - 1)
        if not width or needed <= width:
            break
        if columns[index].spare:
            kept.remove(index)
    return kept


def _narrow(widths: list[int], fixed: list[bool], width: int) -> None:
    """Takes from the widest columns that may wrap until the table fits."""
    if not width:
        return
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0:
        open_columns = [
            index for index, keep in enumerate(fixed) if not keep and widths[index] > _NARROWEST
        ]
        if not open_columns:
            return
        widest = max(open_columns, key=lambda index: widths[index])
        widths[widest] -= 1
        excess -= 1


def _row_lines(cells: Sequence[str], widths: list[int], right: list[bool]) -> list[str]:
    columns = [wrapped(text, widths[index]) for index, text in enumerate(cells)]
    height = max(len(column) for column in columns)
    lines = []
    for row in range(height):
        texts = [column[row] if row < len(column) else "" for column in columns]
        padded = [
            " " * (widths[index] - display_width(text)) + text
            if right[index]
            else text + " " * (widths[index] - display_width(text))
            for index, text in enumerate(texts)
        ]
        lines.append(_GAP.join(padded).rstrip())
    return lines


def _is_number(value: Any) -> bool:
    return isinstance(value, Cents) or (isinstance(value, int) and not isinstance(value, bool))
