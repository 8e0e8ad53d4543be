"""The sketch asked question by question on a terminal; every answer is stored at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.files import write_whole
from buendnis.cli.harmless import harmless
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import language, say
from buendnis.errors import Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.settings.alliance import Alliance
    from buendnis.sketch.interview import Question

_USUAL_FILE = "skizze.toml"
_ROW = re.compile(r"\[[0-9]+\]")


def interviewed(call: Invocation, alliance: Alliance) -> Path:
    """Asks for a file and for all that is missing in it; returns its path.

    Whatever ends the talk, the answers given so far are in the file. Raises `Unreadable` where
    the file cannot be taken up, or the sketch does not fit together in the end.
    """
    path = Path(click.prompt(say(T("File to write")), default=_USUAL_FILE, err=True))
    if path.suffix.lower() != ".toml":
        path = Path(f"{path}.toml")
    data = _begun(path)
    _tell(T("An empty answer leaves a field out. Ctrl-C ends; what was answered stays."))
    _talk(call, path, data, alliance)
    return path


def _begun(path: Path) -> dict[str, Any]:
    """What a half-filled file holds already, in the machine form."""
    from buendnis.sketch.reading import read_sketch_file, sketch_to_data

    if not path.exists():
        return {}
    read = read_sketch_file(path)
    if read.sketch is None or read.findings:
        raise Unreadable(T("{file} cannot be taken up.", file=path.name), read.findings)
    _tell(T("{file} is taken up: only what is missing is asked.", file=path.name))
    return sketch_to_data(read.sketch)


def _talk(call: Invocation, path: Path, data: dict[str, Any], alliance: Alliance) -> None:
    from buendnis.sketch.interview import interview

    talk = interview(data, alliance)
    try:
        question = next(talk)
        while True:
            answer = _asked(question)
            question = talk.send(answer)
            _store(call, path, data, alliance)
    except StopIteration:
        _store(call, path, data, alliance)
    except click.Abort:
        click.echo(err=True)
        _tell(T("What was answered is in {file}; buendnis sketch new takes it up.", file=path.name))
        raise


def _store(call: Invocation, path: Path, data: dict[str, Any], alliance: Alliance) -> None:
    from buendnis.reading import data_table
    from buendnis.sketch.reading import sketch_of
    from buendnis.sketch.write_toml import sketch_toml

    sketch = sketch_of(data_table(data))
    write_whole(path, sketch_toml(sketch, alliance, call.translate).encode(), force=True)


def _asked(question: Question) -> str:
    if question.problem is not None:
        _tell(question.problem, "yellow")
    if question.kind == "told":
        _tell(question.text)
        return ""
    if question.problem is None:
        click.echo(err=True)
        star = " *" if question.required else ""
        click.secho(harmless(say(question.text)) + star, err=True, bold=True)
        if question.help.msgid:
            _tell(question.help)
        worded = list(zip(question.choices, question.wordings, strict=False)) or _german(question)
        if worded:
            for choice, wording in worded:
                _tell(T("  {choice}: {wording}", choice=choice, wording=wording))
        elif question.kind in ("more", "flag"):
            _tell(T("Possible: {choices}", choices=(say(T("yes")), say(T("no")))))
        elif question.choices:
            _tell(T("Possible: {choices}", choices=question.choices))
    return str(click.prompt("", default="", show_default=False, prompt_suffix="> ", err=True))


def _german(question: Question) -> list[tuple[str, str]]:
    """The words to choose from, which are English, with what they are called in German."""
    if language() != "de":
        return []
    from buendnis.documents import labels

    words = {
        "project.type": labels.TYPE,
        "project.kind": labels.KIND,
        "project.level": labels.LEVEL,
        "project.effect": labels.EFFECT,
        "applicant.type": labels.APPLICANT,
        "partners.role": labels.PARTNER,
        "costs.category": labels.COST,
        "funding.source": labels.FUNDING,
    }.get(_ROW.sub("", question.field), {})
    return [(one, words[one]) for one in question.choices if one in words]


def _tell(text: Text, colour: str | None = None) -> None:
    click.secho(harmless(say(text)), err=True, fg=colour)
