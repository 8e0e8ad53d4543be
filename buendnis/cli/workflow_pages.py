"""The pages of `workflow`: what its commands found, for people and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from buendnis.cli.output import Heading, Part
from buendnis.cli.tables import Table
from buendnis.texts import T, verbatim

if TYPE_CHECKING:
    from buendnis.workflow.check import Fault, Report
    from buendnis.workflow.comparing import Difference
    from buendnis.workflow.definition import Workflow


def check_data(workflow: Workflow, report: Report, seconds: float, language: str) -> dict[str, Any]:
    """The outcome of the check, as data."""
    return {
        "alliance": workflow.alliance,
        "version": workflow.version,
        "sound": report.sound,
        "states": report.states,
        "steps": report.steps,
        "facts": report.facts,
        "decisions": report.decisions,
        "seconds": seconds,
        "slices": [
            {"about": about, "facts": facts, "decisions": decisions}
            for about, facts, decisions in report.slices
        ],
        "properties": [
            {"id": one.property, "says": one.says, "holds": one.holds} for one in report.proofs
        ],
        "faults": [
            {
                "property": one.property,
                "message": one.message,
                "sketch": one.sketch,
                "path": [
                    {
                        "step": step.step,
                        "label": step.label.in_language(language),
                        "from": step.source,
                        "to": step.target,
                        "form": step.form,
                    }
                    for step in one.path
                ],
            }
            for one in report.faults
        ],
    }


def check_parts(
    workflow: Workflow, report: Report, seconds: float, language: str
) -> Iterator[Part]:
    """The outcome of the check: numbers, properties, and the path that refutes one."""
    yield Heading(
        T(
            "Workflow of {alliance}, version {version}",
            alliance=workflow.alliance,
            version=str(workflow.version),
        )
    )
    yield T(
        "{states} states and {steps} steps; {facts} facts explored, {decisions} decisions tried, "
        "in {seconds} s.",
        states=report.states,
        steps=report.steps,
        facts=report.facts,
        decisions=report.decisions,
        seconds=str(seconds),
    )
    yield T(
        "Projects that begin here, one question at a time, each step on the earliest day it can "
        "be taken: {questions}.",
        questions=tuple(about for about, _, _ in report.slices),
    )
    yield Table(
        (T("Property"), T("What it says"), T("Result")),
        [
            (one.property, one.says, T("holds") if one.holds else T("does not hold"))
            for one in report.proofs
        ],
    )
    for fault in report.faults:
        yield from _fault_parts(fault, language)


def _fault_parts(fault: Fault, language: str) -> Iterator[Part]:
    yield Heading(T("{property} does not hold", property=fault.property))
    yield fault.message
    if fault.path:
        yield T("The shortest path begins with the sketch “{sketch}”:", sketch=fault.sketch)
    for number, step in enumerate(fault.path, 1):
        yield T(
            "{number}. {label} ({step}): {source} → {target}{form}",
            number=number,
            label=step.label.in_language(language),
            step=step.step,
            source=step.source,
            target=step.target,
            form=T(" with {form}", form=step.form) if step.form else verbatim(""),
        )


def show_data(workflow: Workflow) -> dict[str, Any]:
    """States, steps and the rules that guard them, as data."""
    from buendnis.rules.registry import book

    rules = book()
    used = sorted({name for step in workflow.steps.values() for name in step.rules})
    return {
        "alliance": workflow.alliance,
        "version": workflow.version,
        "initial": workflow.initial,
        "states": [
            {"state": one.name, "de": one.label.de, "en": one.label.en, "marks": sorted(one.marks)}
            for one in workflow.states.values()
        ],
        "steps": [
            {
                "step": one.name,
                "de": one.label.de,
                "en": one.label.en,
                "from": one.origins,
                "to": [
                    {"state": way.state, "from": way.origins, "when": way.when}
                    for way in one.outcomes
                ],
                "by": one.by,
                "fields": [
                    {"name": entry.name, "type": entry.type, "required": entry.required}
                    for entry in one.fields
                ],
                "rules": one.rules,
                "issues": [issue.document for issue in one.issues],
                "drafts": [issue.document for issue in one.drafts],
                "receives": one.receives,
            }
            for one in workflow.steps.values()
        ],
        "rules": [
            {"rule": name, "title": rules[name].title, "source": rules[name].source}
            for name in used
        ],
    }


def changes(found: tuple[Difference, ...]) -> Table:
    """The changes between two workflows, as a table."""
    return Table(
        (T("Part"), T("Name"), T("Change")),
        [(_PARTS[one.part], one.name, one.message) for one in found],
        T("Nothing changed."),
    )


def changes_data(found: tuple[Difference, ...]) -> list[Mapping[str, Any]]:
    """The changes between two workflows, as data."""
    return [
        {
            "part": one.part,
            "name": one.name,
            "change": one.change,
            "key": one.key,
            "message": one.message,
        }
        for one in found
    ]


_PARTS = {"state": T("State"), "step": T("Step"), "deadline": T("Deadline")}
