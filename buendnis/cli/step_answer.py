"""What a taken step answers: what was done, which papers it made, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from buendnis.cli.findings import findings_data
from buendnis.cli.invocation import Invocation
from buendnis.cli.output import Aside, Output, Part
from buendnis.cli.standing import named, next_step, sittings_in, state_name
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.advancing import Advanced
    from buendnis.usecases.office import Office


def answer_of(office: Office, taken: Advanced, dry: bool = False) -> Output:
    """The answer to a step that was taken, or that could be."""
    after, decision = taken.after, taken.decision
    with office.db.transaction() as tx:
        workflow = office.workflow_of(tx, after.workflow)
        sittings = sittings_in(tx, Invocation().today())
    state = decision.target if dry else after.state
    data: dict[str, Any] = {
        "project": after.id,
        "step": decision.step,
        "possible": True,
        "from": decision.source,
        "state": state,
        "cause": decision.cause,
        "version": after.version,
        "entry": taken.position or None,
        "documents": list(taken.documents),
        "dry_run": dry,
        "needs": [],
        "violations": [],
    }
    hints = decision.hints
    if decision.opens is not None:
        data["hints"] = findings_data(hints)
    label = named(workflow.steps[decision.step].label)
    parts: list[Part] = []
    if dry:
        data["documents"] = [*decision.issues, *decision.drafts]
        parts.append(
            T(
                "{project}: {step} is possible and leads to “{state}”. Nothing was changed.",
                project=after.id,
                step=label,
                state=state_name(workflow, state),
            )
        )
        return Output(data, (*parts, *((Aside(hints),) if hints else ())))
    parts.append(
        T(
            "{project}: {step} is recorded, the state is “{state}”.",
            project=after.id,
            step=label,
            state=state_name(workflow, state),
        )
    )
    made = [one for one in after.documents if one.number in taken.documents]
    if made:
        # Late: the catalogue is read only where a document was made.
        from buendnis.documents.catalogue import catalogue

        known = catalogue()
        names = tuple(f"{one.number} {known[one.kind].title}" for one in made)
        parts.append(T("Documents: {documents}", documents=names))
    unset = {number: office.unset[number] for number in taken.documents if number in office.unset}
    if unset:
        data["unsealed"] = unset
        parts.append(
            T(
                "The step is on record, but these documents could not be set yet: {documents}. "
                "The next command tries again. Reason: {reason}",
                documents=tuple(unset),
                reason=next(iter(unset.values())),
            )
        )
    if hints:
        parts.append(Aside(hints))
    parts.append(next_step(after, workflow, office.settings.alliance, sittings))
    return Output(data, tuple(parts))
