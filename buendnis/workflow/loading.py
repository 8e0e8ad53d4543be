"""Reading `workflow.toml`: shape and names are checked, all mistakes at once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from buendnis.canon import fingerprint
from buendnis.content import alliance_folder
from buendnis.errors import Unreadable
from buendnis.reading import read_bytes, toml_table
from buendnis.tables import Table
from buendnis.texts import T
from buendnis.workflow.definition import (
    ANY,
    FIELD_TYPES,
    MARKS,
    MOTION_PURPOSES,
    RECIPIENTS,
    ROLES,
    Deadline,
    FormField,
    Issue,
    Label,
    Outcome,
    State,
    Step,
    Workflow,
)

FILE = "workflow.toml"


def workflow_bytes(alliance: str) -> bytes:
    """The workflow file of an alliance as it lies in its folder. Raises `Unreadable`."""
    folder = alliance_folder(alliance)
    if folder is None:
        raise Unreadable(T("There is no alliance “{name}” among the workflows.", name=alliance))
    return read_bytes(folder / FILE)


def load_workflow(source: bytes | Path, name: str = FILE) -> Workflow:
    """The workflow of a file or of the bytes of one.

    Raises `Unreadable` with every mistake of shape, name and structure, with file and key path.
    """
    content = read_bytes(source) if isinstance(source, Path) else source
    return _loaded(content, str(source) if isinstance(source, Path) else name)


def stamped_workflow(content: bytes, digest: str) -> Workflow:
    """The workflow of bytes that were checked when they were stamped into the database.

    digest: the fingerprint they are stored under; a list need not hash them again to know it.
    """
    return _loaded(content, FILE, digest)


@lru_cache(maxsize=16)
def _loaded(content: bytes, name: str, stamped: str = "") -> Workflow:
    table = toml_table(content, name)
    head = table.table("workflow", required=True)
    alliance = head.text("alliance", required=True)
    version = head.whole("version", required=True, least=1) or 1
    initial = head.text("initial", required=True)
    head.text("source")
    states = _named(table, "states", _state)
    deadlines = _named(table, "deadlines", _deadline)
    steps = _named(table, "steps", lambda row, name: _step(row, name, tuple(states)))
    workflow = Workflow(
        alliance=alliance,
        version=version,
        initial=initial,
        states=states,
        steps=steps,
        deadlines=deadlines,
        fingerprint=stamped or fingerprint(content),
    )
    table.finish()
    if not stamped and not table.findings:
        # The check reads the whole book of rules, which costs a reading command a tenth more.
        from buendnis.workflow.structure import check_structure

        check_structure(workflow, table)
    table.raise_if_wrong()
    return workflow


def _named(table: Table, key: str, make):  # type: ignore[no-untyped-def]
    """The rows of `[[key]]` by their names; a name that stands twice is a mistake."""
    found = {}
    for row in table.tables(key):
        name = row.text("name", required=True)
        if name in found:
            row.wrong("name", T("The name “{name}” stands twice.", name=name), T("Rename one."))
        found[name] = make(row, name)
    return found


def _label(row: Table) -> Label:
    return Label(row.text("de", required=True), row.text("en", required=True))


def _state(row: Table, name: str) -> State:
    return State(name, _label(row), frozenset(row.choices("marks", sorted(MARKS))))


def _deadline(row: Table, name: str) -> Deadline:
    return Deadline(
        name=name,
        label=_label(row),
        field=row.text("field"),
        computed=row.text("computed"),
        due_from=row.choice("for", ROLES, default="office"),
        answer=row.text("answer"),
    )


def _step(row: Table, name: str, states: tuple[str, ...]) -> Step:
    every = row.has("from") and row.raw("from") == ANY
    origins = states if every else row.texts("from", required=True)
    return Step(
        name=name,
        label=_label(row),
        origins=origins,
        outcomes=tuple(_outcome(one) for one in row.tables("to", required=True)),
        by=row.choices("by", ROLES),
        records=row.text("records", default=name),
        fields=tuple(_field(one) for one in row.tables("fields")),
        rules=row.texts("rules"),
        issues=_issues(row, "issues"),
        drafts=_issues(row, "drafts"),
        receives=row.texts("receives"),
        papers=row.texts("papers"),
        starts=row.texts("starts"),
        ends=row.texts("ends"),
        requires=row.choice("requires", ("present", "submit")),
        brings_sketch=row.flag("brings_sketch"),
        stamps_figures=row.flag("stamps_figures"),
        opens_motion=row.choice("opens_motion", MOTION_PURPOSES),
        closes_motion=row.choice("closes_motion", MOTION_PURPOSES),
        cancels_motion=row.flag("cancels_motion"),
        leaves_house=row.flag("leaves_house"),
        sends_to=row.choice("sends_to", RECIPIENTS),
    )


def _outcome(row: Table) -> Outcome:
    return Outcome(row.text("state", required=True), row.texts("from"), row.text("when"))


def _issues(row: Table, key: str) -> tuple[Issue, ...]:
    """Documents by name, or as tables with a condition."""
    value = row.raw(key) or []
    found = []
    for number, one in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(one, str):
            found.append(Issue(one))
        elif isinstance(one, dict) and isinstance(one.get("document"), str) and len(one) == 2:
            found.append(Issue(one["document"], str(one.get("when", ""))))
        else:
            row.wrong_at(
                f"{key}[{number}]",
                T("This names no document."),
                T('Write "name" or { document = "name", when = "condition" }.'),
            )
    return tuple(found)


def _field(row: Table) -> FormField:
    only = row.table("only")
    conditions = tuple((key, only.text(key)) for key in only.keys())  # noqa: SIM118 - no mapping
    if len(conditions) > 1:
        row.wrong("only", T("Only one condition is possible."), T("Keep one."))
    return FormField(
        name=row.text("name", required=True),
        type=row.choice("type", sorted(FIELD_TYPES), required=True),
        label=_label(row),
        required=row.flag("required"),
        choices=row.texts("choices"),
        default=row.text("default"),
        future=row.flag("future"),
        only=conditions[0] if conditions else None,
    )
