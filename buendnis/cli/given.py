"""What a person gives with a step: values by `--set`, a form file, papers, a sketch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.cli.harmless import one_line
from buendnis.errors import Finding, Refused, Unreadable, refusal
from buendnis.reading import read_bytes, read_toml
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.facts import Sketch
    from buendnis.tables import Table
    from buendnis.usecases.advancing import Attachment

LARGEST_PAPER = 20_000_000
_MOST_PARTS = 20


class FormFile(Struct, frozen=True):
    """A form that was filled in: which step of which project, at which version."""

    path: str
    project: str
    step: str
    version: int | None
    values: Mapping[str, Any] = {}
    table: Table | None = None

    def placed(self, finding: Finding) -> Finding:
        """A finding about a value of this file, with its line."""
        if finding.file or not self.table or finding.field.split(".")[0] not in self.values:
            return finding
        line = self.table.line(f"form.{finding.field}")
        return replace(finding, file=self.path, line=line)


def read_form_file(path: str, project: str, step: str) -> FormFile:
    """The form in a file. Raises `Unreadable` if it is none, or one for something else."""
    table = read_toml(path)
    form = table.table("form")
    read = FormFile(
        path,
        table.text("project", required=True),
        table.text("step", required=True),
        table.whole("version", least=1),
        {key: value for key in form.keys() if (value := _given(form.raw(key))) not in ("", {}, [])},  # noqa: SIM118
        table,
    )
    for key, wanted, found in (("project", project, read.project), ("step", step, read.step)):
        if found and found != wanted:
            table.wrong(
                key,
                T("The form is for “{found}”, not for “{wanted}”.", found=found, wanted=wanted),
                T(
                    "Take the right form: buendnis form {project} {step}",
                    project=project,
                    step=step,
                ),
            )
    table.finish()
    table.raise_if_wrong()
    return read


def _given(value: Any) -> Any:
    """A value without what was left empty in it."""
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if one != ""}
    return value


def values_of(pairs: Sequence[str]) -> dict[str, Any]:
    """The values of `--set KEY=VALUE`; dots in a key nest, a key that stands again makes a list.

    Raises `Unreadable` with every pair that is none.
    """
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        parts = key.strip().split(".")
        if not equals or not all(parts) or len(parts) > _MOST_PARTS:
            findings.append(_no_pair(pair))
        elif not _put(values, parts, value):
            findings.append(_two_shapes(key))
    if findings:
        raise Unreadable(T("These values cannot be read."), findings)
    return values


def _put(values: dict[str, Any], parts: Sequence[str], value: str) -> bool:
    *tables, last = parts
    for part in tables:
        below = values.setdefault(part, {})
        if not isinstance(below, dict):
            return False
        values = below
    before = values.get(last)
    if isinstance(before, dict):
        return False
    if before is None:
        values[last] = value
    else:
        values[last] = [*(before if isinstance(before, list) else [before]), value]
    return True


def _no_pair(pair: str) -> Finding:
    return Finding(
        "input",
        "--set",
        T("“{text}” is no KEY=VALUE.", text=pair[:80]),
        T("Write it like sent_on=2026-05-04, or reasons.continuation=…"),
    )


def _two_shapes(key: str) -> Finding:
    return Finding(
        "input",
        "--set",
        T("“{key}” is given as a value and as a table.", key=key[:80]),
        T("Give it once."),
    )


def read_attachments(pairs: Sequence[str]) -> tuple[Attachment, ...]:
    """The papers of `--attach KIND=FILE`. Raises `Unreadable` with all that cannot be read."""
    from buendnis.usecases.advancing import Attachment

    found: list[Attachment] = []
    findings: list[Finding] = []
    for pair in pairs:
        kind, equals, name = pair.partition("=")
        if not equals or not kind.strip() or not kind.isprintable() or not name.strip():
            findings.append(
                Finding(
                    "input",
                    "--attach",
                    T("“{text}” is no KIND=FILE.", text=pair[:80]),
                    T("Write it like bescheid=bescheid.pdf"),
                )
            )
            continue
        try:
            body = read_bytes(name, LARGEST_PAPER)
        except Unreadable as error:
            findings += [replace(one, field="--attach") for one in error.findings]
            continue
        found.append(Attachment(kind.strip(), one_line(Path(name).name), body))
    if findings:
        raise Unreadable(T("A paper cannot be attached."), findings)
    return tuple(found)


def read_revision(path: str) -> Sketch:
    """The sketch that a step brings. Raises `Unreadable` or `Refused` with what is wrong in it."""
    from buendnis.cli.sketch_files import read_given

    read = read_given(path)
    if read.sketch is None or read.findings:
        raise refusal(T("The sketch cannot be read."), list(read.findings))
    return read.sketch


def placed(error: Refused | Unreadable, filled: FormFile | None) -> Refused | Unreadable:
    """The refusal with the lines of the form file; unreadable input weighs more than rules."""
    findings = [filled.placed(one) if filled else one for one in error.findings]
    if isinstance(error, Unreadable):
        return Unreadable(error.message, findings)
    return refusal(error.message, findings)
