"""What a person typed is not lost where a step is not taken: it is kept as a form file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.files import write_whole
from buendnis.errors import Conflict, Refused, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.cli.given import FormFile
    from buendnis.usecases.advancing import Asked
    from buendnis.usecases.office import Office


def kept_conflict(
    office: Office, asked: Asked, filled: FormFile | None, error: Conflict
) -> Conflict:
    """The conflict, saying where the person's input is; what was typed is written to a file."""
    name = filled.path if filled is not None else _kept(office, asked)
    return Conflict(_with(error.message, name)) if name else error


def refused_answers(
    office: Office, asked: Asked, given: Mapping[str, Any], error: Refused | Unreadable
) -> Refused | Unreadable:
    """The refusal, saying where the answers of the terminal are. given: what the call brought."""
    if asked.form == given:
        return error
    name = _kept(office, asked)
    return type(error)(_with(error.message, name), error.findings) if name else error


def _with(message: Text, file: str) -> Text:
    return T("{message} Your input is in {file}.", message=message, file=file)


def _kept(office: Office, asked: Asked) -> str:
    """The name of a form file in the current folder with what was typed; empty without any."""
    if not asked.form:
        return ""
    from buendnis.cli.form_file import form_toml
    from buendnis.store.record import load_project

    with office.db.transaction() as tx:
        project = load_project(tx, asked.project)
        if project is None:
            return ""
        step = office.workflow_of(tx, project.workflow).steps.get(asked.step)
    if step is None:
        return ""
    version = asked.version or project.version
    text = form_toml(asked.project, project.sketch.title, version, step, asked.form)
    name = f"{asked.project}-{asked.step}-v{version}.toml"
    try:
        write_whole(Path(name), text.encode(), force=True)
    except OSError:
        return ""
    return name
