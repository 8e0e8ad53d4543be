"""What a workflow file must be before anything runs on it: names that exist, no dead ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from buendnis.rules.conditions import CONDITIONS
from buendnis.rules.registry import book
from buendnis.tables import Table
from buendnis.texts import T, Text
from buendnis.workflow.definition import COMPUTED, SAME, Step, Workflow

# A name, the key path where it stands, and the names that exist there.
_Named = tuple[str, str, Iterable[str]]


def check_structure(workflow: Workflow, table: Table) -> None:
    """Note every mistake of structure in `table`: unknown names, unreachable states, dead ends."""
    if workflow.initial not in workflow.states:
        table.wrong_at(
            "workflow.initial",
            T("The initial state “{name}” does not exist.", name=workflow.initial),
            _nearest(workflow.initial, workflow.states),
        )
        return
    for number, step in enumerate(workflow.steps.values()):
        _check_step(workflow, step, table, f"steps[{number}]")
    _check_deadlines(workflow, table)
    if table.findings:
        return
    for state in _unreachable(workflow):
        table.wrong_at(
            _state_path(workflow, state),
            T("No step leads to the state “{name}”.", name=state),
            T("Add a step to it, or remove the state."),
        )
    for state in _without_end(workflow):
        table.wrong_at(
            _state_path(workflow, state),
            T("From the state “{name}” no end can be reached.", name=state),
            T("Add a step towards an end, or mark the state as final."),
        )


def _check_step(workflow: Workflow, step: Step, table: Table, path: str) -> None:
    names: list[_Named] = []
    names += _listed("from", step.origins, workflow.states)
    for number, outcome in enumerate(step.outcomes):
        at = f"to[{number}]"
        if outcome.state != SAME:
            names.append((f"{at}.state", outcome.state, workflow.states))
        names += _listed(f"{at}.from", outcome.origins, step.origins)
        if outcome.when:
            names.append((f"{at}.when", outcome.when, CONDITIONS))
    names += _listed("rules", step.rules, book())
    for key, issues in (("issues", step.issues), ("drafts", step.drafts)):
        names += [
            (f"{key}[{n}].when", one.when, CONDITIONS) for n, one in enumerate(issues) if one.when
        ]
    names += _listed("starts", step.starts, workflow.deadlines)
    names += _listed("ends", step.ends, workflow.deadlines)
    for at, name, known in names:
        if name not in known:
            table.wrong_at(
                f"{path}.{at}",
                T("“{name}” does not exist.", name=name),
                _nearest(name, known),
            )
    if not step.by:
        table.wrong_at(f"{path}.by", T("Nobody may take this step."), T("Name a role."))
    _check_fields(step, table, path)


def _listed(key: str, names: Iterable[str], known: Iterable[str]) -> list[_Named]:
    return [(f"{key}[{number}]", name, known) for number, name in enumerate(names)]


def _check_fields(step: Step, table: Table, path: str) -> None:
    seen: set[str] = set()
    for number, one in enumerate(step.fields):
        at = f"{path}.fields[{number}]"
        if one.name in seen:
            table.wrong_at(
                at, T("The field “{name}” stands twice.", name=one.name), T("Rename one.")
            )
        seen.add(one.name)
        if (one.type == "choice") != bool(one.choices):
            table.wrong_at(
                f"{at}.choices",
                T("Choices belong to the type choice, and it needs them."),
                T("Add choices, or use another type."),
            )
        if one.default and one.default not in one.choices:
            table.wrong_at(
                f"{at}.default",
                T("“{name}” does not exist.", name=one.default),
                _nearest(one.default, one.choices),
            )
        if one.only:
            other = step.field(one.only[0])
            if other is None or one.only[1] not in other.choices:
                table.wrong_at(
                    f"{at}.only",
                    T("The condition names no field of this step, or none of its choices."),
                    T("Name a choice field of the same step and one of its words."),
                )


def _check_deadlines(workflow: Workflow, table: Table) -> None:
    """A deadline has its day from a field of each step that starts it, or is reckoned; the field
    that answers it is one of theirs, too."""
    for number, deadline in enumerate(workflow.deadlines.values()):
        path = f"deadlines[{number}]"
        if bool(deadline.field) == bool(deadline.computed):
            table.wrong_at(
                path,
                T("A deadline has its day from a field or is reckoned, one of the two."),
                T("Keep field or computed."),
            )
        elif deadline.computed and deadline.computed not in COMPUTED:
            table.wrong_at(
                f"{path}.computed",
                T("“{name}” does not exist.", name=deadline.computed),
                _nearest(deadline.computed, COMPUTED),
            )
        for step in workflow.steps.values() if deadline.field else ():
            days = [one.name for one in step.fields if one.type in ("day", "days")]
            if deadline.name in step.starts and deadline.field not in days:
                table.wrong_at(
                    f"{path}.field",
                    T(
                        "The step {step} starts it and has no day “{name}”.",
                        step=step.name,
                        name=deadline.field,
                    ),
                    _nearest(deadline.field, days),
                )
            fields = [one.name for one in step.fields]
            if deadline.name in step.starts and deadline.answer not in ("", *fields):
                table.wrong_at(
                    f"{path}.answer",
                    T(
                        "The step {step} starts it and has no field “{name}”.",
                        step=step.name,
                        name=deadline.answer,
                    ),
                    _nearest(deadline.answer, fields),
                )


def check_documents(workflow: Workflow, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The documents that no template exists for, as (step, document)."""
    known = set(kinds)
    for step in workflow.steps.values():
        for issue in (*step.issues, *step.drafts):
            if issue.document not in known:
                yield step.name, issue.document


def _state_path(workflow: Workflow, state: str) -> str:
    return f"states[{list(workflow.states).index(state)}]"


def _nearest(name: str, known: Iterable[str]) -> Text:
    from difflib import get_close_matches  # only for a mistake: it costs start-up time

    near = get_close_matches(name, list(known), 1)
    if near:
        return T("Did you mean “{key}”?", key=near[0])
    return T("Known here: {keys}.", keys=", ".join(sorted(known)))


def _unreachable(workflow: Workflow) -> list[str]:
    reached = {workflow.initial}
    waiting = [workflow.initial]
    while waiting:
        state = waiting.pop()
        for step in workflow.steps_from(state):
            for target in step.targets(state):
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
    return [state for state in workflow.states if state not in reached]


def _without_end(workflow: Workflow) -> list[str]:
    ending = {name for name in workflow.states if workflow.marked(name, "final")}
    before = -1
    while before != len(ending):
        before = len(ending)
        ending |= {
            state
            for state in workflow.states
            if any(
                target in ending
                for step in workflow.steps_from(state)
                for target in step.targets(state)
            )
        }
    return [state for state in workflow.states if state not in ending]
