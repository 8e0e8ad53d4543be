"""Reading projects that were begun elsewhere: a sketch file with a table `[adopted]`, or a
spreadsheet with one project a row, whose titles are the key paths of that file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from buendnis.errors import Finding, Unreadable
from buendnis.facts import Amounts, Motion, MotionResult, Sketch
from buendnis.reading import Table, data_table, read_bytes, read_toml
from buendnis.settings.alliance import Alliance
from buendnis.sketch.reading import sketch_of
from buendnis.texts import T
from buendnis.usecases.intake import Adopted, AdoptedPaper
from buendnis.workflow.definition import Step, Workflow
from buendnis.workflow.forms import read_form

LARGEST_PAPER = 20_000_000
RESULTS = ("endorsed", "not_endorsed", "deferred")
_LISTS = ("project.goals", "project.districts", "project.effect")


def read_adopted(
    path: str | Path, workflow: Workflow, alliance: Alliance
) -> list[tuple[str, Adopted]]:
    """The projects of a file, each with the name that findings give it.

    Raises `Unreadable` with every mistake in all of them.
    """
    found: list[tuple[str, Adopted]] = []
    findings: list[Finding] = []
    for name, table in _tables(Path(path)):
        one = _adopted(table, workflow, alliance, Path(path).parent)
        findings += [replace(wrong, file=wrong.file or name) for wrong in table.findings]
        found.append((name, one))
    if findings:
        raise Unreadable(T("Nothing was taken over."), findings)
    if not found:
        message = T("The spreadsheet has no project.")
        remedy = T("The first row holds key paths like project.title, each further row a project.")
        raise Unreadable(message, [Finding("input", "", message, remedy, file=str(path))])
    return found


def _tables(path: Path) -> Iterator[tuple[str, Table]]:
    if path.suffix.lower() != ".xlsx":
        yield str(path), read_toml(path)
        return
    from buendnis.sketch.read_xlsx import read_rows  # a spreadsheet alone needs its library

    for row in read_rows(path):
        number = row.pop("row")
        yield f"{path}, {number}", data_table(_nested(row))


def _adopted(table: Table, workflow: Workflow, alliance: Alliance, folder: Path) -> Adopted:
    known = table.table("adopted", required=True)
    state = known.choice("state", tuple(workflow.states), required=True)
    reference, figures_day = known.text("reference"), known.day("figures_day")
    responsible = known.text("responsible")
    total, grant = known.amount("total_cost"), known.amount("requested_grant")
    votum = known.table("votum") if known.has("votum") else None
    rows = known.tables("entries")
    papers = tuple(_papers(known.tables("papers"), folder))
    entries = [one for row in rows if (one := _entry(row, workflow, alliance)) is not None]
    motion = None
    decided = sent = None
    if votum is not None:
        decided, sent = votum.day("decided_on", required=True), votum.day("sent_on")
        result = votum.choice("result", RESULTS, required=True)
        channel = votum.text("channel", default="post")
        motion = _motion(decided, result) if decided else None
        entries += _votum_entries(workflow, decided, sent, channel)
    sketch = sketch_of(table)
    amounts = _amounts(sketch, total, grant)
    ordered = tuple(sorted(entries, key=lambda one: str(one["day"])))
    return Adopted(
        sketch=sketch,
        state=state or workflow.initial,
        entries=ordered,
        figures_day=figures_day or _figures_day(state, workflow, ordered, decided),
        reference=reference,
        amounts=amounts,
        votum=motion,
        papers=papers,
        responsible=responsible,
    )


def _entry(row: Table, workflow: Workflow, alliance: Alliance) -> dict[str, Any] | None:
    name = row.choice("step", tuple(workflow.steps), required=True)
    day = row.day("day", required=True)
    given = row.table("form")
    values = {key: given.raw(key) for key in given.keys()}  # noqa: SIM118 - a Table is no dict
    if not name or day is None:
        return None
    step = workflow.steps[name]
    form, findings = read_form(step, values, alliance)
    for one in findings:
        given.wrong(one.field, one.message, one.remedy)
    return _row(step, day, form)


def _row(step: Step, day: date, form: Mapping[str, Any]) -> dict[str, Any]:
    return {"step": step.name, "records": step.records, "day": day.isoformat(), "form": dict(form)}


def _votum_entries(
    workflow: Workflow, decided: date | None, sent: date | None, channel: str
) -> Iterator[dict[str, Any]]:
    """The vote and its sending as the steps of the workflow that record them."""
    for records, day, form in (
        ("vote", decided, {}),
        ("votum_sent", sent, {"sent_on": sent.isoformat() if sent else "", "channel": channel}),
    ):
        step = next((one for one in workflow.steps.values() if one.records == records), None)
        if step is not None and day is not None:
            yield _row(step, day, form)


def _papers(rows: tuple[Table, ...], folder: Path) -> Iterator[AdoptedPaper]:
    for row in rows:
        kind, name = row.text("kind", required=True), row.text("file", required=True)
        received = row.day("received_on")
        if not kind or not name:
            continue
        try:
            body = read_bytes(folder / name, LARGEST_PAPER)
        except Unreadable as error:
            for one in error.findings:
                row.wrong("file", one.message, one.remedy)
            continue
        yield AdoptedPaper(kind, Path(name).name, body, received)


def _motion(decided: date, result: str) -> Motion:
    """The closed motion as far as it is known; counts of seats are not, and stay zero."""
    counted = MotionResult(result, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, True, "")
    return Motion(
        id="V1",
        position=0,
        purpose="project",
        proposal="endorse",
        mode="meeting",
        opened_on=decided,
        sketch_version=1,
        round=1,
        open=False,
        closed_on=decided,
        result=counted,
    )


def _amounts(sketch: Sketch, total: int | None, grant: int | None) -> Amounts | None:
    """The sums that were named; without them those of the cost plan apply."""
    if total is None and grant is None:
        if sketch.costs or sketch.staff:
            return None
        return Amounts()
    return Amounts(int(total or 0), int(total or 0), int(grant or 0))


def _figures_day(
    state: str, workflow: Workflow, entries: tuple[Mapping[str, Any], ...], decided: date | None
) -> date | None:
    """The day whose figures bind what was submitted: of the submission, else of the vote."""
    if not state or state not in workflow.states or not workflow.marked(state, "submitted"):
        return None
    for one in reversed(entries):
        if one["records"] == "submission":
            return date.fromisoformat(str(one["day"]))
    return decided


def _nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's cells in the shape of the file: `entries.STEP.KEY` is a value of an entry's form,
    `entries.STEP.day` its day, `project.regions` is `hildesheim:60; weserbergland:40`."""
    data: dict[str, Any] = {}
    entries: dict[str, dict[str, Any]] = {}
    for title, value in row.items():
        parts = title.split(".")[:6]
        if title == "project.regions":
            _put(data, parts, _shares(str(value)))
        elif title in _LISTS:
            _put(data, parts, [one.strip() for one in str(value).split(";") if one.strip()])
        elif parts[0] == "entries" and len(parts) >= 3:
            entry = entries.setdefault(parts[1], {"step": parts[1], "form": {}})
            if parts[2] == "day":
                entry["day"] = value
            else:
                entry["form"][parts[2]] = _text(value)
        else:
            _put(data, parts, _text(value))
    if entries:
        data.setdefault("adopted", {})["entries"] = list(entries.values())
    return data


def _put(data: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        below = data.setdefault(part, {})
        if not isinstance(below, dict):
            return
        data = below
    data[parts[-1]] = value


def _text(value: Any) -> Any:
    """Amounts and codes of cells as texts; days stay days."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        exact = Decimal(repr(value))
        return f"{exact:.2f}" if exact == exact.quantize(Decimal("0.01")) else str(value)
    return value


def _shares(text: str) -> dict[str, Any]:
    shares: dict[str, Any] = {}
    for part in text.split(";"):
        region, _, percent = part.partition(":")
        if region.strip():
            number = percent.strip().removesuffix("%").strip() or "100"
            shares[region.strip()] = int(number) if number.isdecimal() else percent
    return shares
