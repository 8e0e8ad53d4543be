"""Everything that the files of an alliance assume because no source says it, with its reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from buendnis.content import alliance_folder
from buendnis.rules.registry import book
from docs.generate.pages import table

FILES = ("alliance.toml", "programme.toml", "bylaws.toml", "workflow.toml")
_MARKED = re.compile(r"^assumption = true(?:[ ]*#[ ]*(?P<why>.*))?$")
_HEAD = re.compile(r"^\[+(?P<path>[A-Za-z0-9_.-]+)\]+$")


def assumptions(alliance: str = "leine-weser") -> str:
    """One row for each mark of the files, and for each rule whose source is an assumption."""
    folder = alliance_folder(alliance)
    if folder is None:
        raise LookupError(alliance)
    rows = [
        (f"`{name}`", f"`{place}`", why)
        for name in FILES
        if (folder / name).is_file()
        for place, why in _marks((folder / name).read_text(encoding="utf-8"))
    ]
    rows += [
        ("Regelbuch", f"`{one.id}`", one.source)
        for one in sorted(book().values(), key=lambda one: one.id.lower())
        if "Annahme" in one.source
    ]
    return table(("wo", "was", "warum"), rows)


def _marks(text: str) -> Iterator[tuple[str, str]]:
    """The place and the reason of each mark: the table's `reason`, or the comment at the mark."""
    data = tomllib.loads(text)
    tables: dict[str, int] = {}
    path = ""
    for line in text.splitlines():
        if head := _HEAD.match(line):
            path = head["path"]
            tables[path] = tables.get(path, -1) + 1
        if marked := _MARKED.match(line):
            found, place = _at(data, path, tables)
            reason = str(found.get("reason", "")) or (marked["why"] or "")
            if not reason:
                raise ValueError(f"{place} is assumed without a reason")
            yield place, reason
        if line.startswith("assumed = "):
            found, place = _at(data, path, tables)
            yield f"{place}: {', '.join(found['assumed'])}", str(found["reason"])


def _at(data: dict[str, Any], path: str, tables: dict[str, int]) -> tuple[dict[str, Any], str]:
    """The table that the lines are in, and its name: by `id`, by number, or by its path."""
    found: Any = data
    place = path
    walked = ""
    for part in path.split("."):
        walked = f"{walked}.{part}".strip(".")
        found = found[part]
        if isinstance(found, list):
            number = tables.get(walked, 0)
            found = found[number]
            name = found.get("id") or found.get("role") or found.get("name")
            place = f"{path} {name}" if name else path
    return found, place
