"""What a command answers, and the one place where it is printed: as text or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from os import PathLike, fspath
from typing import Any

import click
from msgspec import Struct

from buendnis.cli.findings import FindingList, written_findings
from buendnis.cli.harmless import harmless, harmless_json
from buendnis.cli.language import say
from buendnis.cli.tables import Fields, Table, written_fields, written_table
from buendnis.errors import Finding
from buendnis.money import Cents, plain_amount
from buendnis.texts import Text


class Heading(Struct, frozen=True):
    """A title over what follows."""

    text: Text


class NextStep(Struct, frozen=True):
    """The last line after a change: what comes next and who has it."""

    text: Text


class Aside(Struct, frozen=True):
    """Findings that are said beside the answer: what is worth knowing and forbids nothing."""

    findings: tuple[Finding, ...]


class Plain(Struct, frozen=True):
    """Lines as they are: an id for a script, a letter, a graph."""

    text: str


Part = Text | Heading | Plain | Table | Fields | FindingList | Aside | NextStep


class Output(Struct, frozen=True):
    """A command's answer.

    data: the one document of `--json`, made of records, mappings, sequences, `Text`, `Cents`,
    days and plain values. parts: what a person reads instead. exit_status: as the caller sees it.
    """

    data: Any = None
    parts: tuple[Part, ...] = ()
    exit_status: int = 0


def show(output: Output, as_json: bool) -> None:
    """Prints an answer on standard output. Hints and the line on what comes next go to standard
    error, so that a script reads nothing but what it asked for (an id)."""
    if as_json:
        click.echo(as_document(output.data))
        return
    colour, width = has_colour(), screen_width()
    for part in output.parts:
        aside = isinstance(part, NextStep | Aside)
        click.echo(written_part(part, colour, width), color=colour, err=aside)


def as_document(value: Any) -> str:
    """The JSON text of a value, safe to show on a terminal."""
    import json

    return harmless_json(json.dumps(jsonable(value), ensure_ascii=False, indent=2))


def jsonable(value: Any) -> Any:
    """The value as JSON knows it: money as `"500000.00"`, days in ISO form, times in UTC."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Enum):
        return jsonable(value.value)
    if isinstance(value, Cents):
        return plain_amount(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PathLike):
        return str(fspath(value))
    if isinstance(value, Mapping):
        return {str(jsonable(key)): jsonable(one) for key, one in value.items()}
    # Records are structs; a dataclass is known by its mark, for its library costs start-up time.
    for mark in ("__struct_fields__", "__dataclass_fields__"):
        if hasattr(value, mark):
            return {name: jsonable(getattr(value, name)) for name in getattr(value, mark)}
    return [jsonable(one) for one in value]


def written_part(part: Part, colour: bool, width: int) -> str:
    """One part as lines for a person."""
    styled: Callable[..., str] = click.style if colour else _unstyled
    if isinstance(part, Text):
        return harmless(say(part))
    if isinstance(part, Plain):
        return harmless(part.text)
    if isinstance(part, Heading):
        title = harmless(say(part.text))
        return styled(title, bold=True) if colour else f"{title}\n{'-' * len(title)}"
    if isinstance(part, NextStep):
        return styled(f"→ {harmless(say(part.text))}", fg="cyan")
    if isinstance(part, Table):
        return written_table(part, width, styled)
    if isinstance(part, Fields):
        return written_fields(part, width, styled)
    return written_findings(part.findings, styled)


def has_colour() -> bool:
    """Colour only where a terminal shows it and nobody asked for none (NO_COLOR)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def screen_width() -> int:
    """Columns of the terminal; without one, lines are as long as they are (0)."""
    if not sys.stdout.isatty():
        return 0
    import shutil

    return max(40, shutil.get_terminal_size().columns)


def _unstyled(text: str, **_: Any) -> str:
    return text
