"""Where a fact comes from: every one names its source, or is marked as an assumption."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from buendnis.errors import Finding
from buendnis.reading import Table
from buendnis.texts import T, Text
from buendnis.toml_scan import line_of, lines_of_keys
from votes.problems import Problem


def source_of(table: Table) -> tuple[str, bool]:
    """The source of the facts in a table, and whether they are an assumption; one is needed."""
    source, assumption = table.text("source"), table.flag("assumption")
    if not source.strip() and not assumption:
        table.wrong(
            "source",
            T("No source is given."),
            T("Name the source, or write assumption = true."),
        )
    return source, assumption


def named_once(rows: Iterable[tuple[Table, str]], key: str = "id") -> None:
    """Note every row whose ID another row before it has."""
    seen: set[str] = set()
    for row, name in rows:
        if name and name in seen:
            row.wrong(
                key,
                T("“{name}” stands here twice.", name=name[:80]),
                T("Give each its own."),
            )
        seen.add(name)


def findings_of(problems: Iterable[Problem], file: Path) -> list[Finding]:
    """What the voting domain found wrong in a file, as findings with their lines."""
    problems = list(problems)
    if not problems:
        return []
    lines = lines_of_keys(file.read_text(encoding="utf-8"))
    return [
        Finding(
            "input",
            one.path,
            Text(one.msgid, one.values),
            Text(one.remedy_msgid, one.values),
            file=str(file),
            line=line_of({"": 0, **lines}, one.path),
        )
        for one in problems
    ]
