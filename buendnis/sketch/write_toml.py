"""The sketch as a TOML file, with a comment for each field: a new form, or one that is filled."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from buendnis.facts import Sketch
from buendnis.settings.alliance import Alliance
from buendnis.sketch.fields import ALLIANCE, CONTENT, SECTIONS, Field, Section
from buendnis.sketch.reading import sketch_to_data
from buendnis.texts import T, Text, Translate

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\f": "\\f", "\r": "\\r"}
_WIDTH = 96


def template_toml(alliance: Alliance, translate: Translate | None = None) -> str:
    """An empty form for an alliance, in the reader's language; it reads back without mistakes."""
    return sketch_toml(Sketch(alliance=alliance.name), alliance, translate)


def sketch_toml(
    sketch: Sketch, alliance: Alliance | None = None, translate: Translate | None = None
) -> str:
    """A sketch as a TOML file that reads back to the same sketch."""
    data = sketch_to_data(sketch)
    lines = [
        *_comment(T("The project sketch. Texts stand in quotes, amounts too; days do not."),
                  translate),
        *_comment(T("Check it at any time with: buendnis sketch check FILE"), translate),
        "",
        *_comment(ALLIANCE.help, translate),
        f"alliance = {_text(sketch.alliance)}",
    ]  # fmt: skip
    for section in SECTIONS:
        lines.append("")
        if section.rows:
            lines += _rows(section, data.get(section.name, []), translate)
        else:
            lines += _single(section, data.get(section.name, {}), alliance, translate)
    return "\n".join(lines) + "\n"


def _single(
    section: Section,
    data: Mapping[str, Any],
    alliance: Alliance | None,
    translate: Translate | None,
) -> Iterator[str]:
    yield from _heading(section, translate)
    yield f"[{section.name}]"
    for field in section.fields:
        yield from _explained(field, translate)
        yield from _own_words(field, alliance)
        value = data.get(field.key)
        if value is None and field.kind == "day":
            yield f"# {field.key} = {field.example}"
        else:
            yield f"{field.key} = {_value(field, value, long=section is CONTENT)}"


def _rows(
    section: Section, rows: list[dict[str, Any]], translate: Translate | None
) -> Iterator[str]:
    yield from _heading(section, translate)
    if section.help.msgid:
        yield from _comment(section.help, translate)
    for field in section.fields:
        yield from _explained(field, translate, f"{field.key}: ")
    if not rows:
        yield f"# [[{section.name}]]"
        for field in section.fields:
            if field.example:
                yield f"# {field.key} = {_example(field)}"
    for number, row in enumerate(rows):
        if number:
            yield ""
        yield from row_lines(section, row)


def row_lines(section: Section, row: Mapping[str, Any]) -> Iterator[str]:
    """One row of the machine form as the lines of its `[[table]]`."""
    yield f"[[{section.name}]]"
    for field in section.fields:
        if row.get(field.key) not in (None, ""):
            yield f"{field.key} = {_value(field, row[field.key])}"


def _heading(section: Section, translate: Translate | None) -> Iterator[str]:
    yield f"# {'-' * 40} {section.label.render(translate)}"


def _explained(field: Field, translate: Translate | None, prefix: str = "") -> Iterator[str]:
    label = field.label.render(translate)
    help = field.help.render(translate) if field.help.msgid else ""  # noqa: A001 - its name
    words = f"{prefix}{label}. {help}" if help else f"{prefix}{label}"
    yield from _wrapped(words)
    if field.choices:
        yield from _wrapped(" | ".join(field.choices))


def _own_words(field: Field, alliance: Alliance | None) -> Iterator[str]:
    """What the alliance's own data let a person choose from."""
    if alliance is None:
        return
    if field.key in ("regions", "lead_region"):
        yield from _wrapped(" | ".join(region.id for region in alliance.regions))
    elif field.key == "districts":
        yield from _wrapped(" | ".join(alliance.districts))
    elif field.key == "goals":
        for goal in alliance.goals:
            yield from _wrapped(f"{goal.id:6}{goal.text}")


def _comment(text: Text, translate: Translate | None) -> Iterator[str]:
    yield from _wrapped(text.render(translate))


def _wrapped(words: str) -> Iterator[str]:
    for line in textwrap.wrap(words, _WIDTH - 2) or [""]:
        yield f"# {line}"


def _example(field: Field) -> str:
    if field.kind in ("line", "choice", "amount", "percent"):
        return _text(field.example)
    return field.example


def _value(field: Field, value: Any, long: bool = False) -> str:
    if field.kind == "shares":
        inner = ", ".join(f"{_key(name)} = {share}" for name, share in (value or {}).items())
        return f"{{ {inner} }}" if inner else "{}"
    if field.kind in ("list", "choices"):
        return "[" + ", ".join(_text(one) for one in value or ()) + "]"
    if field.kind == "flag":
        return "true" if value else "false"
    if field.kind == "year" or (field.kind == "day" and value):
        return str(value)
    return _text(value or "", long)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(value: str, long: bool = False) -> str:
    """A TOML text: on lines of its own where it is long or has line breaks."""
    several = "\n" in value or (long and len(value) > 60)
    escaped = "".join(_escape(character, several) for character in value)
    return f'"""\n{escaped}"""' if several else f'"{escaped}"'


def _escape(character: str, several: bool) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == "\n":
        return "\n" if several else "\\n"
    if (ord(character) < 32 and character != "\t") or character == "\x7f":
        return f"\\u{ord(character):04x}"
    return character
