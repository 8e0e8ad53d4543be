"""Strict reading of TOML files: every mistake is named at once, with key path, line and remedy.

    document = read_toml(path)          # raises Unreadable if it is no TOML within the limits
    title = document.text("title", required=True)
    for row in document.tables("costs"):
        cents = row.amount("amount", required=True)
    document.finish()                   # unknown keys, in all tables that were taken
    document.raise_if_wrong()           # Unreadable with all findings

Each method takes one typed value by its key. What is missing or wrong becomes a `Finding` of the
rule `input`, and the method answers its default (`""`, `None`, an empty tuple), so that reading
goes on. `required` means: present, and no empty text.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from buendnis.errors import Finding, Unreadable
from buendnis.tables import Source, Table, quoted
from buendnis.texts import T, Text
from buendnis.toml_scan import broken_limit, line_of, lines_of_keys, quote_days

__all__ = ["FILE_SIZE", "Table", "data_table", "quoted", "read_bytes", "read_toml", "toml_table"]

FILE_SIZE = 5_000_000

_AT_LINE = re.compile(r"at line (\d+), column")


def read_toml(path: str | Path) -> Table:
    """The whole file as a table.

    Raises `Unreadable` with one finding where the file is missing, over 5 MB, empty, binary, not
    UTF-8, over the limits of key parts, nesting or text length, or no TOML.
    """
    return toml_table(read_bytes(path), str(path))


def read_bytes(path: str | Path, most: int = FILE_SIZE) -> bytes:
    """The content of a regular file of at most `most` bytes; raises `Unreadable`."""
    name = str(path)
    try:
        state = Path(path).stat()
        if not stat.S_ISREG(state.st_mode):
            raise _unreadable(name, T("This is no file."), T("Name a file."))
        with Path(path).open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise _unreadable(name, T("There is no such file."), T("Check its name.")) from None
    except (OSError, ValueError) as error:
        reason = quoted(getattr(error, "strerror", None) or error)
        raise _unreadable(
            name, T("The file cannot be opened: {reason}.", reason=reason), T("Check the file.")
        ) from None
    if len(content) > most:
        raise _unreadable(
            name,
            T("The file is larger than {limit} bytes.", limit=most),
            T("Shorten it; large papers are attached, not written into the file."),
        )
    if not content.strip():
        raise _unreadable(name, T("The file is empty."), T("Fill it in, or take another file."))
    return content


def toml_table(content: bytes, name: str = "") -> Table:
    """The table that the bytes of a TOML file hold; raises `Unreadable` as `read_toml` does."""
    text = _decoded(content, name)
    limit = broken_limit(text)
    if limit is not None:
        raise _unreadable(name, *_LIMITS[limit[0]], line=limit[1])
    try:
        data = _parsed(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, *_mistake(text, str(error))) from None
    lines: dict[str, int] = {}

    def locate(path: str) -> int:
        if not lines:
            lines.update(lines_of_keys(text), **{"": 0})
        return line_of(lines, path)

    return Table(data, Source(name, locate))


def data_table(data: Mapping[str, Any], name: str = "") -> Table:
    """A table of values that come from elsewhere (JSON, a form): no lines are known."""
    return Table(data, Source(name, lambda _path: 0))


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(
            name, T("The file is written in UTF-16."), T("Save it as UTF-8 and try again.")
        )
    if b"\0" in content:
        raise _unreadable(
            name, T("This is a binary file, no text."), T("Name a text file in TOML.")
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _unreadable(
            name,
            T("The file is not written in UTF-8."),
            T("Save it as UTF-8 and try again."),
            line=content.count(b"\n", 0, error.start) + 1,
        ) from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        mended = quote_days(text)
        if mended == text:
            raise
    return tomllib.loads(mended)


_LIMITS = {
    "keys": (
        T("A key has more than 20 parts."),
        T("Write the key with fewer dots."),
    ),
    "nesting": (
        T("Values are nested more than 20 deep."),
        T("Write the values flat."),
    ),
    "values": (
        T("There are more than 20,000 values."),
        T("Split the file."),
    ),
    "text": (
        T("A text has more than 100,000 characters."),
        T("Shorten it, or attach it as a paper."),
    ),
}


_TWICE = (
    T("The last line gives a value that is there already."),
    T("Keep one of the two."),
    0,
)


def _mistake(text: str, error: str) -> tuple[Text, Text, int]:
    match = _AT_LINE.search(error)
    if match is None:
        if "overwrite" in error or "twice" in error:
            return _TWICE
        if "end of document" in error:
            return (
                T("The file ends in the middle of a value."),
                T("It may have been cut off: take the whole file, or close the quotes."),
                text.count("\n") + 1,
            )
        return T("This is no TOML."), T("Compare it with a new form."), 0
    number = int(match[1])
    lines = text.split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    if "overwrite" in error or "twice" in error:
        return (
            T("Line {line} gives a value that is there already: {text}", **_at(number, line)),
            T("Keep one of the two."),
            number,
        )
    return (
        T("Line {line} is no TOML: {text}", **_at(number, line)),
        T("Texts stand in quotes, days do not; each line has one key = value."),
        number,
    )


def _at(number: int, line: str) -> dict[str, object]:
    return {"line": number, "text": quoted(line.strip())}


def _unreadable(name: str, message: Text, remedy: Text, line: int = 0) -> Unreadable:
    finding = Finding("input", "", message, remedy, file=name, line=line)
    return Unreadable(T("{file} cannot be read.", file=quoted(name)), [finding])
