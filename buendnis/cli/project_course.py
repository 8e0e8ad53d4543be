"""`project history` and `project diff`: what happened, and how the sketch changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command
from buendnis.cli.output import Heading, Output, Part
from buendnis.cli.parameters import WholeNumber
from buendnis.cli.standing import Ground, actor_name, named, spoken
from buendnis.cli.tables import Column, Table
from buendnis.documents.catalogue import catalogue
from buendnis.errors import Finding, Unreadable
from buendnis.planning.course import Happened, Names, course_of
from buendnis.texts import T, Text, verbatim, written

if TYPE_CHECKING:
    from buendnis.planning.versions import Version
    from buendnis.settings.alliance import Alliance


@command(
    T("Show the course of a project: every entry, refusals and corrections among them."),
    examples=("buendnis project history LW-2026-001",),
    reading=True,
)
@argument("id", T("The project."))
def history(call: Invocation, id: str) -> Output:
    """The entries in the order of the record."""
    with reading(call) as view:
        project = view.project(id)
        events = list(view.events(id))
        ground = Ground(view)
        workflow, alliance = ground.workflow(project.workflow), ground.alliance
    payloads = {one.position: one.payload for one in events}
    titles = {name: kind.title for name, kind in catalogue().items()}
    regions = {one.id: one.name for one in alliance.regions}
    rows = course_of(events, workflow, Names(named, titles, regions))
    data = [_data(call, one, payloads[one.position]) for one in rows]
    table = Table(
        (
            T("Entry"),
            Column(T("Day"), whole=True),
            T("What"),
            T("By"),
            T("Details"),
        ),
        [
            (
                str(one.position),
                one.day,
                _marked(one),
                _by(one, alliance),
                tuple(T("{name}: {value}", name=name, value=value) for name, value in one.details),
            )
            for one in rows
        ],
    )
    title = T("{project}: {title}", project=project.id, title=project.sketch.title)
    return Output(data, (Heading(title), table))


def _marked(one: Happened) -> Text:
    if one.undone:
        return T("{what} (taken back)", what=one.what)
    if one.corrected:
        return T("{what} (corrected by {entries})", what=one.what, entries=_numbers(one.corrected))
    return one.what


def _numbers(entries: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(str(one) for one in entries)


def _by(one: Happened, alliance: Alliance) -> Text:
    role = actor_name(one.actor, alliance)
    return T("{person} ({role})", person=one.person, role=role) if one.person else role


def _data(call: Invocation, one: Happened, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "entry": one.position,
        "kind": one.kind,
        "day": one.day,
        "entered": one.clock,
        "actor": one.actor,
        "person": one.person,
        "step": one.step or None,
        "from": payload.get("source"),
        "to": payload.get("target"),
        "what": spoken(one.what),
        "details": [
            {"name": spoken(name), "value": written(value, call.translate, call.language)}
            for name, value in one.details
        ],
        "refused": one.refused,
        "undone": one.undone,
        "corrected_by": list(one.corrected),
        "corrects": payload.get("entry") if one.kind in ("corrected", "step_undone") else None,
    }


@command(
    T("Compare two versions of a project's sketch, field by field."),
    examples=("buendnis project diff LW-2026-001", "buendnis project diff LW-2026-001 1 3"),
    more=(T("Without numbers, the last two versions are compared."),),
    reading=True,
)
@argument("id", T("The project."))
@argument("first", T("The older version."), type=WholeNumber(1), required=False, metavar="FROM")
@argument("second", T("The newer version."), type=WholeNumber(1), required=False, metavar="TO")
def diff(call: Invocation, id: str, first: int | None, second: int | None) -> Output:
    """What changed from one version to the other."""
    # Comparing reads the whole shape of a sketch, which a history need not wait for.
    from buendnis.planning.versions import changes_between, versions_of

    with reading(call) as view:
        project = view.project(id)
        versions = versions_of(view.events(id))
    new = _version(versions, second if second is not None else len(versions))
    old = _version(versions, first if first is not None else max(1, new.number - 1))
    changes = changes_between(old.sketch, new.sketch)
    data = {
        "project": project.id,
        "from": old.number,
        "to": new.number,
        "versions": [
            {"version": one.number, "entry": one.position, "day": one.day} for one in versions
        ],
        "changes": [{"field": one.field, "from": one.old, "to": one.new} for one in changes],
    }
    parts: tuple[Part, ...] = (
        Heading(
            T(
                "{project}: version {old} of {old_day}, version {new} of {new_day}",
                project=project.id,
                old=old.number,
                old_day=old.day,
                new=new.number,
                new_day=new.day,
            )
        ),
        Table(
            (T("Field"), T("Before"), T("After")),
            [(one.field, _shown(one.old), _shown(one.new)) for one in changes],
            T("Nothing differs."),
        ),
    )
    return Output(data, parts)


def _version(versions: list[Version], number: int) -> Version:
    if 1 <= number <= len(versions):
        return versions[number - 1]
    message = T("There is no version {number} of the sketch.", number=number)
    remedy = T("There are versions 1 to {count}.", count=len(versions))
    raise Unreadable(message, [Finding("input", "FROM", message, remedy)])


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return T("yes") if value else T("no")
    if isinstance(value, list):
        return tuple(value)
    return "" if value is None else verbatim(str(value))
