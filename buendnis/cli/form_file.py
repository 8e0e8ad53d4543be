"""The form of a step as a TOML file to fill in, with a comment for each field."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from buendnis.cli.language import language, say
from buendnis.texts import T, Text, verbatim
from buendnis.workflow.definition import ASPECTS, FormField, Step

_WIDTH = 96
_ASPECT_TYPES = ("aspect_points", "aspect_texts")
_LISTS = ("texts", "days", "regions", "goals")
_HINTS = {
    "day": T("A day, like 2026-05-04."),
    "days": T('Days, like ["2026-05-04", "2026-11-04"].'),
    "texts": T('Texts, like ["one", "two"].'),
    "regions": T('Regions, like ["hildesheim", "weserbergland"].'),
    "goals": T('Goals, like ["I.3", "II.1"].'),
    "money": T('An amount, like "12000.00".'),
    "percent": T('A percentage, like "70.00".'),
    "whole": T("A whole number."),
    "flag": T("true or false"),
    "region": T("The id of a region."),
    "meeting": T("The id of a meeting."),
    "aspect_points": T("From 0 to 5 points for each aspect."),
    "aspect_texts": T("A text for each aspect."),
}


def form_toml(
    project: str,
    title: str,
    version: int,
    step: Step,
    values: Mapping[str, Any] | None = None,
) -> str:
    """The form of a step. values: what is filled in already, as texts or typed values.

    What is left as an empty text counts as not given; the file reads back with `advance --form`.
    """
    return "\n".join(_lines(project, title, version, step, values or {})) + "\n"


def _lines(
    project: str, title: str, version: int, step: Step, values: Mapping[str, Any]
) -> Iterator[str]:
    label = step.label.in_language(language())
    yield from _comment(T("{step}: {label}", step=step.name, label=label))
    yield from _comment(T("{project}: {title}", project=project, title=title))
    yield from _comment(
        T(
            "Fill it in, then: buendnis advance {project} {step} --form FILE",
            project=project,
            step=step.name,
        )
    )
    if step.papers or step.receives:
        yield from _comment(
            T("Papers that come along: {papers} (--attach KIND=FILE)", papers=_papers(step))
        )
    yield f"project = {toml_text(project)}"
    yield f"step = {toml_text(step.name)}"
    yield f"version = {version}"
    yield ""
    yield "[form]"
    plain = [one for one in step.fields if one.type not in _ASPECT_TYPES]
    for field in plain:
        yield ""
        yield from _explained(field)
        yield f"{field.name} = {_value(field, values.get(field.name))}"
    for name, value in values.items():
        # What the step does not know is kept for the person, and found wrong when it is read.
        if step.field(name) is None:
            yield f"{toml_text(name)} = {_value(None, value)}"
    for field in step.fields:
        if field.type in _ASPECT_TYPES:
            given = values.get(field.name)
            yield ""
            yield from _explained(field)
            yield f"[form.{field.name}]"
            for aspect in ASPECTS:
                value = given.get(aspect) if isinstance(given, Mapping) else None
                yield f"{aspect} = {_value(None, value)}"


def _papers(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*step.papers, *step.receives)))


def _explained(field: FormField) -> Iterator[str]:
    label = field.label.in_language(language())
    if field.required and field.only:
        words = T("{label} (required where {other} is {value})", label=label,
                  other=field.only[0], value=field.only[1])  # fmt: skip
    elif field.required:
        words = T("{label} (required)", label=label)
    else:
        words = verbatim(label)
    yield from _comment(words)
    if field.type in _HINTS:
        yield from _comment(_HINTS[field.type])
    if field.choices:
        yield f"# {' | '.join(field.choices)}"


def _comment(text: Text) -> Iterator[str]:
    words = " ".join(say(text).split())
    for line in textwrap.wrap(words, _WIDTH - 2) or [""]:
        yield f"# {line}"


def _value(field: FormField | None, value: Any) -> str:
    if value in (None, "", [], {}):
        if field is not None and field.default:
            return toml_text(field.default)
        return '""' if field is None or field.type not in _LISTS else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(None, one) for one in value) + "]"
    if isinstance(value, Mapping):
        rows = (f"{toml_text(str(key))} = {_value(None, one)}" for key, one in value.items())
        return "{ " + ", ".join(rows) + " }"
    return toml_text(str(value))


def toml_text(value: str) -> str:
    """A text as TOML writes it on one line."""
    return '"' + "".join(_escaped(one) for one in value) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if ord(character) < 32 or ord(character) == 127:
        return f"\\u{ord(character):04x}"
    return character
