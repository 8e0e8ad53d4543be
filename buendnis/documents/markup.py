"""The small markup that every document is made of, read into a tree and checked.

A template renders to XML with these elements and nothing else:

- `document` holds blocks: `heading` (level 1 to 3, none left out on the way down), `p` (style),
  `list` (kind) of `item`, `table` (columns) of `row`, `figure` (alt, kind) of `bar` or `span`,
  `signature` (line, name, title, place), `pagebreak`; and for forms that are filled in on the
  screen, `checks` (columns) of `check` (name) and `entry` (name, label, lines).
- A figure of the kind `bars` or `funnel` has `bar` (label, value, text), `stacked` has `bar`
  (label, text) of `part` (label, value, text), `timeline` has `span` (label, from, to, text).
- Inside `p`, `item`, `th`, `td`, `heading`, `check`: text, `strong`, `emphasis`, `break`.

Whatever lies outside is refused with its line. The tree knows meaning, not looks, so that every
form of output is made from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from xml.parsers import expat

from buendnis.documents.figures import KINDS, MOST_PARTS, Bar, Figure, Part, Span
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

STYLES = ("normal", "lead", "small", "box")
LIST_KINDS = ("bullet", "number", "plain")
ALIGNMENTS = {"l": "left", "r": "right", "c": "center"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one weight; `\\n` is a forced line break."""

    text: str
    strong: bool = False
    emphasis: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; style is one of `STYLES`."""

    runs: Runs
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, with bullets or numbers."""

    items: tuple[Runs, ...]
    kind: str = "bullet"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its share of the width, and how it is aligned."""

    share: int
    align: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `header` says that it names its column (in a head row) or its row."""

    runs: Runs
    header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `head` rows are repeated on every page, `total` rows carry the sums."""

    cells: tuple[Cell, ...]
    head: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `summary` says in words what it shows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: what stands above, who signs, in what function, where."""

    line: str
    name: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page."""


@dataclass(frozen=True, slots=True)
class Check:
    """A box to tick, and what ticking it says. name: of the field in the PDF."""

    name: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Checks:
    """Boxes to tick, in one column, two or three."""

    checks: tuple[Check, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to write, so many lines high. name: of the field in the PDF."""

    name: str
    label: str
    lines: int


Block = Heading | Paragraph | ListBlock | Table | Figure | Signature | PageBreak | Checks | Entry


@dataclass(frozen=True, slots=True)
class Document:
    """The whole tree."""

    blocks: tuple[Block, ...]


class MarkupError(Unreadable):
    """The rendered text is not the markup; the finding names the line."""


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\r\n]+")
_INLINE = frozenset({"strong", "emphasis", "break"})
_BLOCKS = frozenset(
    {"heading", "p", "list", "table", "figure", "signature", "pagebreak", "checks", "entry"}
)
_FIELD = re.compile(r"[A-Za-z0-9:_-]{1,150}")
_CHILDREN: Mapping[str, frozenset[str]] = {
    "": frozenset({"document"}),
    "document": _BLOCKS,
    "list": frozenset({"item"}),
    "table": frozenset({"row"}),
    "row": frozenset({"th", "td"}),
    "figure": frozenset({"bar", "span"}),
    "bar": frozenset({"part"}),
    "checks": frozenset({"check"}),
    "check": _INLINE,
    "heading": _INLINE,
    "p": _INLINE,
    "item": _INLINE,
    "th": _INLINE,
    "td": _INLINE,
    "strong": frozenset({"emphasis", "break"}),
    "emphasis": frozenset({"strong", "break"}),
}
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "heading": frozenset({"level"}),
    "p": frozenset({"style"}),
    "list": frozenset({"kind"}),
    "table": frozenset({"columns", "summary"}),
    "row": frozenset({"kind"}),
    "figure": frozenset({"alt", "kind"}),
    "bar": frozenset({"label", "value", "text"}),
    "part": frozenset({"label", "value", "text"}),
    "span": frozenset({"label", "from", "to", "text"}),
    "signature": frozenset({"line", "name", "title", "place"}),
    "checks": frozenset({"columns"}),
    "check": frozenset({"name"}),
    "entry": frozenset({"name", "label", "lines"}),
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "heading": ("level",),
    "table": ("columns", "summary"),
    "figure": ("alt",),
    "bar": ("label", "text"),
    "part": ("label", "value", "text"),
    "span": ("label", "from", "to", "text"),
    "check": ("name",),
    "entry": ("name", "label"),
}
_TEXT_HOLDERS = frozenset({"heading", "p", "item", "th", "td", "check", "strong", "emphasis"})


def parse_markup(text: str, file: str = "") -> Document:
    """The tree of a rendered document.

    Raises `MarkupError` with file and line for anything outside the subset.
    """
    return _Reader(file).read(text)


def visible(text: str) -> str:
    """Text with the characters that the markup cannot hold written as `[U+XXXX]`."""
    return _FORBIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


class _Reader:
    """Walks the XML once; keeps the open elements and what was read in each of them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._held: list[list[object]] = [[]]
        self._names: set[str] = set()
        self._level = 0  # of the last heading
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse_special
        self._parser.ProcessingInstructionHandler = self._refuse_special
        self._parser.XmlDeclHandler = self._refuse_special
        self._parser.buffer_text = True

    def read(self, text: str) -> Document:
        try:
            self._parser.Parse(text.encode("utf-8"), True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or ""
            message = T("The markup is broken: {reason}.", reason=reason)
            raise self._error(message, error.lineno) from None
        except UnicodeEncodeError:
            raise self._error(T("The text has half a character in it."), 0) from None
        document = self._held[0][0]
        assert isinstance(document, Document)
        return document

    def _error(self, message: Text, line: int | None = None) -> MarkupError:
        where = self._parser.CurrentLineNumber if line is None else line
        return MarkupError(
            T("The document's markup cannot be read."),
            [Finding("template", "", message, file=self._file, line=where)],
        )

    def _refuse_special(self, *_: object) -> None:
        raise self._error(T("Declarations and instructions are not part of the markup."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1][0] if self._open else ""
        if name not in _CHILDREN.get(parent, frozenset()):
            inside = parent or "–"
            raise self._error(
                T("<{name}> is not allowed inside <{parent}>.", name=name, parent=inside)
            )
        for key in attributes:
            if key not in _ATTRIBUTES.get(name, frozenset()):
                raise self._error(T("<{name}> has no attribute {key}.", name=name, key=key))
        for key in _REQUIRED.get(name, ()):
            if not attributes.get(key, "").strip():
                raise self._error(T("<{name}> needs the attribute {key}.", name=name, key=key))
        self._open.append((name, attributes, self._parser.CurrentLineNumber))
        self._held.append([])

    def _characters(self, text: str) -> None:
        name = self._open[-1][0] if self._open else ""
        if name in _TEXT_HOLDERS:
            # White space folds as in running text; from here on a line end is a <break/>.
            self._held[-1].append(Run(_SPACES.sub(" ", text)))
        elif text.strip():
            raise self._error(T("Text is not allowed directly inside <{name}>.", name=name))

    def _end(self, name: str) -> None:
        _, attributes, _ = self._open.pop()
        held = self._held.pop()
        made = _MAKERS[name](self, attributes, held)
        self._held[-1].extend(made)

    # ------------------------------------------------------------ one maker for each element

    def _document(self, _: dict[str, str], held: list[object]) -> list[object]:
        return [Document(tuple(held))]  # type: ignore[arg-type]

    def _heading(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        level = int(self._choice("level", attributes["level"], ("1", "2", "3")))
        if level > self._level + 1:
            # Who hears a document would look for the level between (PDF/UA-1, 7.4.2).
            raise self._error(
                T(
                    "A heading of level {level} needs one of level {above} before it.",
                    level=level,
                    above=level - 1,
                )
            )
        self._level = level
        return [Heading(level, self._filled("heading", held))]

    def _p(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        style = self._choice("style", attributes.get("style", "normal"), STYLES)
        return [Paragraph(self._filled("p", held), style)]

    def _list(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        kind = self._choice("kind", attributes.get("kind", "bullet"), LIST_KINDS)
        if not held:
            raise self._error(T("A list needs at least one item."))
        return [ListBlock(tuple(held), kind)]  # type: ignore[arg-type]

    def _item(self, _: dict[str, str], held: list[object]) -> list[object]:
        return [self._filled("item", held)]

    def _th(self, _: dict[str, str], held: list[object]) -> list[object]:
        return [Cell(_joined(held), header=True)]

    def _td(self, _: dict[str, str], held: list[object]) -> list[object]:
        return [Cell(_joined(held))]

    def _row(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        kind = self._choice("kind", attributes.get("kind", "body"), ("body", "total"))
        cells: tuple[Cell, ...] = tuple(held)  # type: ignore[arg-type]
        head = bool(cells) and all(cell.header for cell in cells)
        return [Row(cells, head=head, total=kind == "total")]

    def _table(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        columns = tuple(self._column(one) for one in attributes["columns"].split())
        rows: tuple[Row, ...] = tuple(held)  # type: ignore[arg-type]
        if not rows:
            raise self._error(T("A table needs at least one row."))
        for row in rows:
            if len(row.cells) != len(columns):
                raise self._error(
                    T(
                        "A row has {cells} cells, the table {columns} columns.",
                        cells=len(row.cells),
                        columns=len(columns),
                    )
                )
            if not any(cell.header for cell in row.cells) and not rows[0].head:
                raise self._error(T("A table needs header cells: a head row, or one in each row."))
        return [Table(columns, rows, attributes["summary"])]

    def _column(self, text: str) -> Column:
        share, align = (text[:-1], text[-1]) if text[-1:] in ALIGNMENTS else (text, "l")
        if not (share.isascii() and share.isdigit()) or not 0 < int(share) <= 100:
            raise self._error(T("{text} is no column, write 3, 2r or 1c.", text=text))
        return Column(int(share), ALIGNMENTS[align])

    def _part(self, attributes: dict[str, str], _: list[object]) -> list[object]:
        return [Part(attributes["label"], self._whole(attributes["value"]), attributes["text"])]

    def _bar(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        parts: tuple[Part, ...] = tuple(held)  # type: ignore[arg-type]
        if bool(parts) == ("value" in attributes):
            raise self._error(T("<{name}> needs the attribute {key}.", name="bar", key="value"))
        value = sum(one.value for one in parts) if parts else self._whole(attributes["value"])
        return [Bar(attributes["label"], value, attributes["text"], parts)]

    def _span(self, attributes: dict[str, str], _: list[object]) -> list[object]:
        first, last = self._day(attributes["from"]), self._day(attributes["to"])
        if last < first:
            raise self._error(T("{to} is before {first}.", to=attributes["to"], first=first))
        return [Span(attributes["label"], first, last, attributes["text"])]

    def _whole(self, value: str) -> int:
        if not (value.isascii() and value.isdigit()) or len(value) > 18:
            raise self._error(T("{value} is no whole number.", value=value))
        return int(value)

    def _day(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self._error(T("{value} is no day, write 2028-12-31.", value=value)) from None

    def _figure(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        kind = self._choice("kind", attributes.get("kind", "bars"), KINDS)
        bars = tuple(one for one in held if isinstance(one, Bar))
        spans = tuple(one for one in held if isinstance(one, Span))
        if not held:
            raise self._error(T("A figure needs at least one bar."))
        of_its_kind = (
            not bars
            if kind == "timeline"
            else not spans and all(bool(one.parts) == (kind == "stacked") for one in bars)
        )
        if not of_its_kind:
            raise self._error(T("A figure of the kind {kind} holds something else.", kind=kind))
        made = Figure(attributes["alt"], bars, kind, spans)
        if len(made.part_labels) > MOST_PARTS:
            raise self._error(T("A figure has more than {count} kinds of parts.", count=MOST_PARTS))
        return [made]

    def _signature(self, attributes: dict[str, str], _: list[object]) -> list[object]:
        get = attributes.get
        return [Signature(get("line", ""), get("name", ""), get("title", ""), get("place", ""))]

    def _checks(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        columns = self._choice("columns", attributes.get("columns", "1"), ("1", "2", "3"))
        if not held:
            raise self._error(T("A list needs at least one item."))
        return [Checks(tuple(held), int(columns))]  # type: ignore[arg-type]

    def _check(self, attributes: dict[str, str], held: list[object]) -> list[object]:
        return [Check(self._field(attributes["name"]), self._filled("check", held))]

    def _entry(self, attributes: dict[str, str], _: list[object]) -> list[object]:
        lines = self._choice("lines", attributes.get("lines", "1"), tuple("123456789"))
        return [Entry(self._field(attributes["name"]), attributes["label"], int(lines))]

    def _field(self, name: str) -> str:
        """The name of a field of the form, each once: it says what an answer belongs to."""
        if not _FIELD.fullmatch(name) or name in self._names:
            raise self._error(T("{name} is no name for a field, or stands twice.", name=name))
        self._names.add(name)
        return name

    def _pagebreak(self, *_: object) -> list[object]:
        return [PageBreak()]

    def _strong(self, _: dict[str, str], held: list[object]) -> list[object]:
        return [Run(run.text, True, run.emphasis) for run in held if isinstance(run, Run)]

    def _emphasis(self, _: dict[str, str], held: list[object]) -> list[object]:
        return [Run(run.text, run.strong, True) for run in held if isinstance(run, Run)]

    def _break(self, *_: object) -> list[object]:
        return [Run("\n")]

    def _choice(self, key: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            raise self._error(
                T("{key} is {value}, allowed: {allowed}.", key=key, value=value, allowed=allowed)
            )
        return value

    def _filled(self, name: str, held: list[object]) -> Runs:
        runs = _joined(held)
        if not runs:
            raise self._error(T("<{name}> is empty.", name=name))
        return runs


_MAKERS: Mapping[str, Callable[[_Reader, dict[str, str], list[object]], list[object]]] = {
    name: getattr(_Reader, f"_{name}")
    for name in sorted({child for children in _CHILDREN.values() for child in children})
}


def _joined(held: list[object]) -> Runs:
    """Neighbouring runs of one weight put together, without white space at the ends."""
    runs: list[Run] = []
    at_start = True
    for run in held:
        assert isinstance(run, Run)
        text = run.text.lstrip(" ") if at_start else run.text
        if not text:
            continue
        at_start = text[-1] in " \n"
        if runs and (runs[-1].strong, runs[-1].emphasis) == (run.strong, run.emphasis):
            runs[-1] = Run(runs[-1].text + text, run.strong, run.emphasis)
        else:
            runs.append(Run(text, run.strong, run.emphasis))
    while runs and not runs[-1].text.rstrip(" \n"):
        runs.pop()
    if runs:
        last = runs[-1]
        runs[-1] = Run(last.text.rstrip(" \n"), last.strong, last.emphasis)
    return tuple(runs)
