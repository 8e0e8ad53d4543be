"""`document kinds`: what can be written, its fields and steps, and whose file is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import database, reading
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Output
from buendnis.cli.tables import Column, Fields, Table
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.settings.loading import Settings
    from buendnis.workflow.definition import Workflow

USUAL_ALLIANCE = "leine-weser"
_RECIPIENTS = {
    "applicant": T("applicant"),
    "members": T("members"),
    "local_alliance": T("local alliance"),
    "file": T("file"),
    "bank": T("NBank"),
}
_SIGNS = {"office": T("office"), "chair": T("chair"), "other": T("another, as a draft")}


@command(
    T("Show the kinds of documents, with their fields and steps."),
    examples=("buendnis document kinds", "buendnis document kinds votum --json"),
    more=(
        T(
            "An office's own wording is a file of the same name in the folder of its alliance, "
            "or in BUENDNIS_CONTENT; “From” says which file is used."
        ),
    ),
)
@argument("kind", T("Only this kind, with all that it reads."), required=False, default="")
@option("--alliance", T("Whose templates; without it, the database's."), default="")
def kinds(call: Invocation, kind: str, alliance: str) -> Output:
    """Every kind, or one with its fields."""
    from buendnis.documents.catalogue import catalogue
    from buendnis.workflow.loading import load_workflow, workflow_bytes

    settings = settings_of(call, alliance)
    name = settings.alliance.name
    workflow = load_workflow(workflow_bytes(name))
    if kind:
        known_kind(kind)
        return _one(_described(kind, name, workflow))
    rows = [_described(one, name, workflow) for one in catalogue()]
    table = Table(
        (Column(T("Kind"), whole=True), T("Title"), T("For"), T("Steps"), T("From")),
        [
            (
                row["kind"],
                row["title"],
                _RECIPIENTS[row["recipient"]],
                ", ".join(one["step"] for one in row["steps"]),
                T("shipped") if row["shipped"] else row["file"],
            )
            for row in rows
        ],
    )
    return Output(rows, (table,))


def _one(row: dict[str, Any]) -> Output:
    pairs = (
        (T("Kind"), row["kind"]),
        (T("Title"), row["title"]),
        (T("For"), _RECIPIENTS[row["recipient"]]),
        (T("Signed by"), _SIGNS[row["signs"]]),
        (T("File"), row["file"]),
    )
    steps = Table(
        (Column(T("Step"), whole=True), T("How"), T("Only when")),
        [
            (one["step"], T("issued") if one["issued"] else T("draft"), one["when"])
            for one in row["steps"]
        ],
        T("No step of the workflow makes this document."),
    )
    fields = Table((Column(T("Field"), whole=True),), [(one,) for one in row["fields"]])
    return Output(row, (Fields(pairs), steps, fields))


def _described(kind: str, alliance: str, workflow: Workflow) -> dict[str, Any]:
    from buendnis.content import content_folders
    from buendnis.documents.data import document_kind
    from buendnis.documents.text import template_files, template_source, used_fields

    description = document_kind(kind)
    blocks = ("document", "alliance", *description.blocks)
    path = template_files(kind, alliance)[0]
    shipped = content_folders()[-1] / "templates"
    read = used_fields(template_source(kind, alliance), blocks, deep=True)
    return {
        "kind": kind,
        "title": description.title,
        "shape": description.shape,
        "recipient": description.recipient,
        "signs": description.signs,
        "blocks": list(description.blocks),
        "form": list(description.form),
        "fields": sorted({one.path for one in read}),
        "steps": [
            {"step": step.name, "issued": issued, "when": one.when}
            for step in workflow.steps.values()
            for issued, made in ((True, step.issues), (False, step.drafts))
            for one in made
            if one.document == kind
        ],
        "file": str(path),
        "shipped": path.is_relative_to(shipped),
    }


def settings_of(call: Invocation, alliance: str) -> Settings:
    """The settings of the named alliance, else of the database here, else of the usual one."""
    from buendnis.settings.loading import load_settings

    if not alliance and (call.named_db or database(call).exists()):
        with reading(call) as view:
            alliance = view.alliance
    return load_settings(alliance or USUAL_ALLIANCE)


def known_kind(kind: str) -> None:
    """Raises `Unreadable` for a kind that there is not, with those that are like it."""
    from buendnis.documents.catalogue import catalogue

    found = catalogue()
    if kind not in found:
        from difflib import get_close_matches  # only for a mistake

        near = tuple(get_close_matches(kind, list(found), 3)) or tuple(found)
        message = T("There is no kind of document “{kind}”.", kind=kind[:80])
        raise Unreadable(message, [Finding("input", "KIND", message, _known(near))])


def _known(found: tuple[str, ...]) -> Text:
    return T("Write one of: {known}.", known=found)


def is_word(path: Path) -> bool:
    """Whether a file of that name is one for Word."""
    return path.suffix.lower() == ".docx"
