"""The sketch question by question: a generator of questions that the command line drives.

    talk = interview(data, alliance)
    question = next(talk)
    while True:
        try:
            question = talk.send(answer)    # the same question again, with `problem`, if wrong
        except StopIteration as end:
            sketch = end.value

It asks only for what is not there yet, so that a half-filled file is taken up where it was left.
`data` is the machine form and is filled in place after every answer; it can be stored at any time.
An empty answer leaves a field out.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.dates import german_days_as_iso
from buendnis.errors import Finding
from buendnis.facts import Sketch
from buendnis.money import plain_amount
from buendnis.reading import data_table
from buendnis.rules.sketch import REQUIRED
from buendnis.settings.alliance import Alliance
from buendnis.sketch.fields import SECTIONS, Field, Section
from buendnis.sketch.reading import sketch_from_data
from buendnis.texts import T, Text

YES = ("yes", "y", "ja", "j")
NO = ("no", "n", "nein")
_YES_OR_NO = T("Answer yes or no.")


class Question(Struct, frozen=True):
    """One question. kind: as in the list of fields, or `more` (yes or no: one more row).

    choices: the words that fit; wordings: what each of them stands for, where a word alone does
    not say it. required: whether `submit` needs it. problem: why the answer before did not fit.
    """

    field: str
    kind: str
    text: Text
    help: Text = Text("")
    choices: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    required: bool = False
    problem: Text | None = None


Talk = Generator[Question, str, Sketch]


def interview(data: dict[str, Any], alliance: Alliance) -> Talk:
    """Ask for everything that is missing in `data`; answers the sketch at the end."""
    data.setdefault("alliance", alliance.name)
    for section in SECTIONS:
        if section.rows:
            yield from _ask_rows(data, section)
        else:
            values = data.setdefault(section.name, {})
            for field in section.fields:
                if values.get(field.key) in (None, "", [], {}):
                    yield from _ask(values, section, field, alliance)
    return sketch_from_data(data)


def _ask(
    values: dict[str, Any], section: Section, field: Field, alliance: Alliance
) -> Generator[Question, str, None]:
    path = f"{section.name}.{field.key}"
    choices = _choices(field, alliance)
    question = Question(
        path,
        field.kind,
        field.label,
        field.help,
        tuple(choices),
        tuple(choices.values()) if any(choices.values()) else (),
        path in REQUIRED["submit"],
    )
    answer = yield question
    while answer.strip():
        value, problem = parsed_answer(field, answer)
        problem = problem or _unknown(value, choices)
        if problem is None:
            values[field.key] = value
            return
        answer = yield replace(question, problem=problem)


def _ask_rows(data: dict[str, Any], section: Section) -> Generator[Question, str, None]:
    rows = data.setdefault(section.name, [])
    while True:
        question = Question(
            section.name,
            "more",
            T("{section}: add a row?", section=section.label),
            section.help,
            ("yes", "no"),
        )
        more = yield question
        while more.strip().lower() not in ("", *YES, *NO):
            more = yield replace(question, problem=_YES_OR_NO)
        if more.strip().lower() not in YES:
            return
        row: dict[str, Any] = {}
        for field in section.fields:
            path = f"{section.name}[{len(rows)}].{field.key}"
            question = Question(path, field.kind, field.label, field.help, field.choices)
            answer = yield question
            while answer.strip():
                value, problem = parsed_answer(field, answer)
                if problem is None:
                    row[field.key] = value
                    break
                answer = yield replace(question, problem=problem)
        problem = _row_problem(data, section, row)
        if problem is None:
            rows.append(row)
        else:
            yield Question(section.name, "told", T("The row is left out."), problem=problem)


def parsed_answer(field: Field, answer: str) -> tuple[Any, Text | None]:
    """The value of the machine form that an answer means, or why it does not fit."""
    answer = answer.strip()
    value: Any = answer
    if field.kind in ("list", "choices"):
        value = [one.strip() for one in answer.replace(";", ",").split(",") if one.strip()]
    elif field.kind == "shares":
        value, problem = _shares(answer)
        if problem is not None:
            return None, problem
    elif field.kind == "year" and answer.isascii() and answer.isdigit():
        value = int(answer[:9])
    elif field.kind == "flag":
        value = answer.lower() in YES
        if not value and answer.lower() not in NO:
            return None, _YES_OR_NO
    elif field.kind == "day":
        value = german_days_as_iso(answer)
    table = data_table({field.key: value})
    if field.kind == "amount":
        cents = table.amount(field.key)
        value = None if cents is None else plain_amount(cents)
    elif field.kind == "percent":
        share = table.share(field.key)
        value = None if share is None else plain_amount(share)
    elif field.kind == "day":
        table.day(field.key)
    elif field.kind == "year":
        table.whole(field.key, least=1900, most=9999)
    elif field.kind == "choice":
        table.choice(field.key, field.choices)
    elif field.kind == "choices":
        table.choices(field.key, field.choices)
    elif field.kind in ("line", "text"):
        value = table.text(field.key)
    return value, _problem(table.findings)


def _row_problem(data: dict[str, Any], section: Section, row: dict[str, Any]) -> Text | None:
    """Why a row does not fit as a whole (a cost without a year), read as the file would be."""
    from buendnis.sketch.reading import sketch_of

    if not row:
        return T("The row is empty.")
    table = data_table({"alliance": data["alliance"], section.name: [row]})
    sketch_of(table)
    return _problem(table.findings)


def _shares(answer: str) -> tuple[dict[str, int], Text | None]:
    """`hildesheim 60, weserbergland 40`, or one region alone for all of it."""
    shares: dict[str, int] = {}
    parts = [part.replace("=", " ").split() for part in answer.replace(";", ",").split(",")]
    parts = [part for part in parts if part]
    for part in parts:
        percent = part[1].removesuffix("%") if len(part) > 1 else "100" if len(parts) == 1 else ""
        if len(part) > 2 or not percent.isascii() or not percent.isdigit() or len(percent) > 3:
            return {}, T("Write each region with its share: hildesheim 60, weserbergland 40.")
        shares[part[0]] = int(percent)
    return shares, None


def _choices(field: Field, alliance: Alliance) -> dict[str, str]:
    """The words that fit a field, each with its wording (empty where the word says it all)."""
    if field.key in ("regions", "lead_region"):
        return {region.id: region.name for region in alliance.regions}
    if field.key == "districts":
        return dict.fromkeys(alliance.districts, "")
    if field.key == "goals":
        return {goal.id: goal.text for goal in alliance.goals}
    return dict.fromkeys(field.choices, "")


def _unknown(value: Any, choices: dict[str, str]) -> Text | None:
    """Why an answer does not fit that names something the alliance does not have."""
    given = value if isinstance(value, list | dict) else [value]
    for one in given:
        if choices and one not in choices:
            return T(
                "“{text}” is none of the possible words. Write one of: {choices}.",
                text=str(one)[:80],
                choices=tuple(choices),
            )
    return None


def _problem(findings: tuple[Finding, ...]) -> Text | None:
    if not findings:
        return None
    first = findings[0]
    return T("{message} {remedy}", message=first.message, remedy=first.remedy)
