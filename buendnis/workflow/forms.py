"""A step's form: what a person or a file gives, read into canonical JSON values.

Days become ISO texts, money cents, percentages hundredths of a percent, flags booleans. Texts of
`--set` and typed values of a form file are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from buendnis.dates import german_days_as_iso
from buendnis.errors import Finding
from buendnis.money import plain_amount
from buendnis.reading import data_table
from buendnis.settings.alliance import Alliance
from buendnis.tables import Table
from buendnis.workflow.definition import ASPECTS, FormField, Step

MOST_POINTS = 5
_TRUE = frozenset({"true", "yes", "ja", "1"})
_FALSE = frozenset({"false", "no", "nein", "0"})
_SEVERAL = frozenset({"texts", "days"})


def read_form(
    step: Step, raw: Mapping[str, Any], alliance: Alliance
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The form's canonical values and what is wrong with them (rule `form`, field = key).

    Fields that are not given are absent; defaults are put in. Nothing is said here about fields
    that are missing.
    """
    table = data_table({k: _loose(step.field(k), v) for k, v in raw.items()})
    form: dict[str, Any] = {}
    for field in step.fields:
        value = _value(table, field, alliance)
        if value in (None, "", [], {}) and field.default:
            value = field.default
        if value not in (None, "", [], {}):
            form[field.name] = value
    table.finish()
    return form, table.findings


def raw_form(step: Step, form: Mapping[str, Any]) -> dict[str, Any]:
    """A canonical form as `read_form` takes it: amounts and percentages as texts again."""
    raw = dict(form)
    for field in step.fields:
        if field.name in raw and field.type in ("money", "percent"):
            raw[field.name] = plain_amount(raw[field.name])
    return raw


def missing_fields(step: Step, form: Mapping[str, Any]) -> tuple[str, ...]:
    """The required fields that the form does not give, aspects one by one."""
    missing: list[str] = []
    for field in step.fields:
        if not field.required:
            continue
        if field.only and form.get(field.only[0]) != field.only[1]:
            continue
        if field.type in ("aspect_points", "aspect_texts"):
            given = form.get(field.name, {})
            missing += [f"{field.name}.{one}" for one in ASPECTS if one not in given]
        elif field.name not in form:
            missing.append(field.name)
    return tuple(missing)


def _loose(field: FormField | None, value: Any) -> Any:
    """Texts of the command line in the type that the field has."""
    if field is None:
        return value
    if field.type in ("day", "days") and isinstance(value, str):
        value = german_days_as_iso(value)
    if field.type in ("regions", "goals") and isinstance(value, str):
        return [one.strip() for one in re.split("[,;]", value) if one.strip()]
    if field.type in _SEVERAL and isinstance(value, str):
        return [one.strip() for one in value.split(";" if field.type == "texts" else ",")]
    if field.type in _SEVERAL and isinstance(value, list):
        return [one.isoformat() if isinstance(one, date) else one for one in value]
    if field.type == "flag" and isinstance(value, str):
        word = value.strip().lower()
        return True if word in _TRUE else False if word in _FALSE else value
    if field.type == "whole":
        return _whole(value)
    if field.type == "aspect_points" and isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value.strip()[:12])
    return value


def _value(table: Table, field: FormField, alliance: Alliance) -> Any:
    name = field.name
    match field.type:
        case "day":
            day = table.day(name)
            return day.isoformat() if day else None
        case "days":
            child = data_table({str(n): one for n, one in enumerate(table.texts(name))})
            days = [child.day(key) for key in child.keys()]  # noqa: SIM118 - no mapping
            for finding in child.findings:
                table.wrong(name, finding.message, finding.remedy)
            return [day.isoformat() for day in days if day]
        case "money":
            return table.amount(name)
        case "percent":
            return table.share(name)
        case "whole":
            return table.whole(name)
        case "flag":
            return table.flag(name) if table.has(name) else None
        case "choice":
            return table.choice(name, field.choices)
        case "region":
            return table.choice(name, tuple(region.id for region in alliance.regions))
        case "regions":
            return _known(table, name, tuple(region.id for region in alliance.regions))
        case "goals":
            return _known(table, name, tuple(goal.id for goal in alliance.goals))
        case "texts":
            return [one for one in table.texts(name) if one]
        case "aspect_points":
            aspects = table.table(name)
            points = {one: aspects.whole(one, most=MOST_POINTS) for one in ASPECTS}
            return {one: value for one, value in points.items() if value is not None}
        case "aspect_texts":
            aspects = table.table(name)
            return {one: text for one in ASPECTS if (text := aspects.text(one).strip())}
        case _:
            return table.text(name).strip()


def _known(table: Table, name: str, known: tuple[str, ...]) -> list[str]:
    """A list of names of the alliance's data, each once."""
    return list(dict.fromkeys(table.choices(name, known)))
