"""What can be said of a TOML text without parsing it: its limits, and where a key stands.

The limits are checked first because a parser handed hostile nesting or endless keys may hang or
run out of stack. One regular expression finds the tokens; it never goes back over a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

KEY_PARTS = 20
NESTING = 20
TEXT_LENGTH = 100_000
VALUES = 20_000

_STRING = r"""
    \"{3}(?:[^"\\]++|\\.|"{1,2}+(?!"))*+(?:"{3,5}|\Z)
  | '{3}(?:[^']++|'{1,2}+(?!'))*+(?:'{3,5}|\Z)
  | "(?:[^"\\\n]++|\\[^\n])*+(?:"|(?=\n)|\Z|\\)
  | '[^'\n]*+'?
"""
# What only a mistake or an odd file needs stays text: `re` compiles it then, and keeps it.
_ALL = (
    rf"(?xs)(?P<comment>\#[^\n]*+)|(?P<string>{_STRING})|(?P<open>[\[{{])|(?P<close>[\]}}])"
    r"|(?P<dot>\.)|(?P<line>\n)|(?P<mark>[,=])|(?P<bare>[^\s\#\"'\[\]{}.,=]++)"
)
_BRACKETS = re.compile(
    rf"(?P<comment>\#[^\n]*+)|(?P<string>{_STRING})|(?P<open>[\[{{])|(?P<close>[\]}}])",
    re.VERBOSE | re.DOTALL,
)
_MANY_DOTS = re.compile(rf"(?:\.[^.\n]*+){{{KEY_PARTS}}}")
_KEY_PART = r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+)"
_ESCAPE = r"(?s)\\(?:u.{4}|U.{8}|.)"
_DAY = r"\d{4}-\d{2}-\d{2}"


def broken_limit(text: str) -> tuple[str, int] | None:
    """The first limit that a text breaks, with its line, or `None`.

    The limit is named `keys` (parts of a key), `nesting`, `text` (length of one) or `values` (the
    number of them, because the parser takes seconds for millions). The cheap tests come first:
    most files never meet the tokens.
    """
    every = (
        _MANY_DOTS.search(text) is not None
        or len(text) > TEXT_LENGTH
        or text.count(",") + text.count("=") > VALUES
    )
    if not every and text.count("[") + text.count("{") <= NESTING:
        return None
    depth = dots = values = 0
    for token in re.finditer(_ALL if every else _BRACKETS, text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            dots = 0
            values += 1
            if depth > NESTING:
                return "nesting", _line(text, token.start())
        elif kind == "close":
            depth = max(depth - 1, 0)
            dots = 0
        elif kind == "dot":
            dots += 1
            if dots >= KEY_PARTS:
                return "keys", _line(text, token.start())
        elif kind == "line":
            dots = 0
        elif kind == "mark":
            dots = 0
            values += 1
        elif token.end() - token.start() > TEXT_LENGTH and _length(token[0], kind) > TEXT_LENGTH:
            return "text", _line(text, token.start())
        if values > VALUES:
            return "values", _line(text, token.start())
    return None


def _length(token: str, kind: str | None) -> int:
    """The characters of a text, without its quotes, an escape counting as one; a comment is no
    text."""
    if kind == "comment":
        return 0
    quotes = 6 if token.startswith(('"""', "'''")) else 2
    escaped = re.sub(_ESCAPE, "x", token) if token.startswith('"') else token
    return len(escaped) - quotes


def quote_days(text: str) -> str:
    """The text with every bare day that the calendar does not have set in quotes, so that the
    rest of the file can still be read."""

    def impossible(word: str) -> bool:
        try:
            date.fromisoformat(word)
        except ValueError:
            return True
        return False

    parts: list[str] = []
    end = 0
    for token in re.finditer(_ALL, text):
        if token.lastgroup == "bare" and re.fullmatch(_DAY, token[0]) and impossible(token[0]):
            parts += [text[end : token.start()], '"', token[0], '"']
            end = token.end()
    return "".join(parts) + text[end:] if parts else text


def lines_of_keys(text: str) -> dict[str, int]:
    """The line of each key path (`costs[2].amount`) and table header, counted from 1."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    base: list[str] = []
    for line, statement in _statements(text):
        if statement.startswith("["):
            array = statement.startswith("[[")
            base = _key_parts(statement.strip("[] \t"))
            name = ".".join(base)
            if array:
                counts[name] = counts.get(name, 0) + 1
            found.setdefault(_indexed(base, counts), line)
        else:
            key = _key_parts(_before_equals(statement))
            found.setdefault(_indexed(base + key, counts), line)
    return found


def table_headers(text: str) -> list[tuple[int, str]]:
    """The line and the name of each table header (`costs` for `[[costs]]`), in their order."""
    return [
        (line, ".".join(_key_parts(statement.partition("]")[0])))
        for line, statement in _statements(text)
        if statement.startswith("[")
    ]


def line_of(found: dict[str, int], path: str) -> int:
    """The line of a key path, or of the nearest table around it; 0 if none is known."""
    while path:
        if path in found:
            return found[path]
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return 0


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Headers and key-value pairs with their first line; a value may run over several lines."""
    depth = 0
    line = first = 1
    begin = 0
    for token in re.finditer(_ALL, text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "string":
            line += token[0].count("\n")
        elif kind == "line":
            if depth == 0:
                yield from _statement(first, text[begin : token.start()])
                begin = token.end()
                first = line + 1
            line += 1
    yield from _statement(first, text[begin:])


def _statement(line: int, text: str) -> Iterator[tuple[int, str]]:
    bare = text.strip()
    if bare and not bare.startswith("#"):
        yield line, bare


def _before_equals(statement: str) -> str:
    for token in re.finditer(_ALL, statement):
        if token.lastgroup == "mark":
            return statement[: token.start()]
    return statement


def _key_parts(text: str) -> list[str]:
    return [match[1] or match[2] or match[3] or "" for match in re.finditer(_KEY_PART, text)]


def _indexed(parts: list[str], counts: dict[str, int]) -> str:
    path = ""
    plain = ""
    for part in parts:
        path = f"{path}.{part}" if path else part
        plain = f"{plain}.{part}" if plain else part
        if plain in counts:
            path += f"[{counts[plain] - 1}]"
    return path


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
