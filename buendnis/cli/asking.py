"""Asking on a terminal for what a step's form still needs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.given import read_attachments
from buendnis.cli.harmless import harmless
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import language, say
from buendnis.dates import german_days_as_iso
from buendnis.errors import Unreadable
from buendnis.planning.words import word
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.settings.alliance import Alliance
    from buendnis.usecases.advancing import Asked, Attachment
    from buendnis.usecases.office import Office, Who
    from buendnis.workflow.definition import FormField, Step

_PAPER = "paper:"
_HELP = {
    "day": T("A day, like 2026-12-31 or 31.12.2026."),
    "days": T("Days with a comma between them, like 2026-12-31."),
    "texts": T("Several texts with a semicolon between them."),
    "money": T("An amount, like 12000.00 or 12.000,00."),
    "percent": T("A percentage, like 70.00."),
    "flag": T("yes or no"),
    "aspect_points": T("From 0 to 5 points."),
}


def on_terminal(call: Invocation) -> bool:
    """Whether a person sits there who can be asked."""
    return not call.json and sys.stdin.isatty() and sys.stderr.isatty()


def completed(office: Office, who: Who, asked: Asked) -> Asked:
    """What is asked for, with the answers to everything that was missing.

    Where something speaks against the step nothing is asked: the refusal says all reasons.
    """
    from buendnis.usecases.drafting import judge

    told = False
    while True:
        judged = judge(office, who, asked)
        if judged.decision.violations or not judged.decision.needs:
            return asked
        if not told:
            _tell(T("The form still needs this. Ctrl-C ends, and changes nothing."))
            told = True
        alliance = judged.ground.settings.alliance
        for need in judged.decision.needs:
            asked = _answered(asked, judged.step, need, alliance)


def _answered(asked: Asked, step: Step, need: str, alliance: Alliance) -> Asked:
    """One question, put again until its answer can be read."""
    if need.startswith(_PAPER):
        return _with_paper(asked, need.removeprefix(_PAPER))
    from buendnis.workflow.forms import read_form

    name, _, part = need.partition(".")
    field = step.field(name)
    question = field.label.in_language(language()) if field else name
    if part:
        question = f"{question}, {part}"
    told = _help(field, alliance)
    if told is not None:
        _tell(told)
    while True:
        answer = _meant(field, _prompt(question))
        given: Any = {part: answer} if part else answer
        _, wrong = read_form(step, {name: given}, alliance)
        if not wrong:
            break
        for one in wrong:
            _tell(T("{message} {remedy}", message=one.message, remedy=one.remedy))
    form: dict[str, Any] = dict(asked.form)
    before = form.get(name)
    form[name] = {**before, **given} if part and isinstance(before, dict) else given
    return _with(asked, form, asked.attachments)


def _help(field: FormField | None, alliance: Alliance) -> Text | None:
    """What can be answered, where the question itself does not say it."""
    if field is None:
        return None
    if field.type == "region":
        return T("Possible: {choices}", choices=tuple(one.id for one in alliance.regions))
    if field.choices:
        return T("Possible: {choices}", choices=tuple(_worded(one) for one in field.choices))
    return _HELP.get(field.type)


def _worded(choice: str) -> str:
    """A word to choose with what it is called in the reader's language."""
    called = say(word(choice))
    return choice if called == choice else f"{choice} ({called})"


def _meant(field: FormField | None, answer: str) -> str:
    """Days as German writes them, in the form that the record has."""
    if field is None or field.type not in ("day", "days"):
        return answer
    return german_days_as_iso(answer)


def _with_paper(asked: Asked, kind: str) -> Asked:
    while True:
        name = _prompt(say(T("File of the paper “{kind}”", kind=kind)))
        try:
            found = read_attachments((f"{kind}={name}",))
        except Unreadable as error:
            for one in error.findings:
                _tell(one.message)
            continue
        return _with(asked, asked.form, (*asked.attachments, *found))


def _with(asked: Asked, form: Mapping[str, Any], attachments: tuple[Attachment, ...]) -> Asked:
    return type(asked)(
        asked.project, asked.step, form, attachments, asked.sketch, asked.version, asked.dry
    )


def _prompt(question: str) -> str:
    return str(click.prompt(harmless(question), err=True, prompt_suffix=": "))


def _tell(text: Text) -> None:
    click.echo(harmless(say(text)), err=True)
