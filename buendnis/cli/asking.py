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
from buendnis.errors import Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.usecases.advancing import Asked, Attachment
    from buendnis.usecases.office import Office, Who
    from buendnis.workflow.definition import Step

_PAPER = "paper:"


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
        for need in judged.decision.needs:
            asked = _answered(asked, judged.step, need)


def _answered(asked: Asked, step: Step, need: str) -> Asked:
    if need.startswith(_PAPER):
        return _with_paper(asked, need.removeprefix(_PAPER))
    name, _, part = need.partition(".")
    field = step.field(name)
    question = field.label.in_language(language()) if field else name
    if part:
        question = f"{question}, {part}"
    if field is not None and field.choices:
        _tell(T("Possible: {choices}", choices=field.choices))
    answer = _prompt(question)
    form: dict[str, Any] = dict(asked.form)
    if part:
        table = form.get(name)
        form[name] = {**(table if isinstance(table, dict) else {}), part: answer}
    else:
        form[name] = answer
    return _with(asked, form, asked.attachments)


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
