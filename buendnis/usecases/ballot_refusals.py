"""Recording that a ballot was refused: it changes no facts, and stands in the record once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from buendnis.errors import Finding
from buendnis.events import BALLOT_REFUSED, Event
from buendnis.facts import Project
from buendnis.store.database import Transaction
from buendnis.store.record import record_on_project, record_on_resolution
from buendnis.usecases.motions import Found
from buendnis.usecases.office import Office, Who


def record_refusal(
    office: Office,
    tx: Transaction,
    who: Who,
    found: Found,
    seat: str,
    fingerprint: str,
    reasons: Sequence[Finding],
    events: Iterable[Event],
) -> None:
    """Record that a ballot was refused and why; the same one for the same reasons once only.

    The day is today: a refused ballot happened when it was judged. events: of the motion's stream.
    """
    violations = [one.to_data() for one in reasons]
    for event in events:
        if (
            event.kind == BALLOT_REFUSED
            and event.payload["ballot"] == fingerprint
            and event.payload["violations"] == violations
        ):
            return
    payload = {
        "motion": found.motion.id,
        "seat": seat[:80],
        "ballot": fingerprint,
        "violations": violations,
    }
    entering = Who(who.actor, who.person, who.now, who.rehearsal).entering()
    holder = found.holder
    if isinstance(holder, Project):
        workflow = office.workflow_of(tx, holder.workflow)
        record_on_project(
            tx, entering, holder, holder.id, BALLOT_REFUSED, payload, office.submitted(workflow)
        )
    else:
        record_on_resolution(tx, entering, holder, holder.id, BALLOT_REFUSED, payload)
