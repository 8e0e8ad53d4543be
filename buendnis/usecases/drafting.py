"""Looking ahead of a step: what the decision function says, and its papers as drafts.

Nothing is written here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from buendnis.canon import canonical, fingerprint
from buendnis.documents.data import document_data
from buendnis.documents.issue import build
from buendnis.documents.text import template_source
from buendnis.errors import Refused
from buendnis.facts import Project
from buendnis.fold import apply
from buendnis.store.database import Transaction
from buendnis.store.people import reveal
from buendnis.texts import T
from buendnis.usecases.advancing import (
    Asked,
    found_project,
    provisional,
    request_of,
    step_payload,
)
from buendnis.usecases.extras import extras_of, sitting_named, voted_in
from buendnis.usecases.office import Office, Who
from buendnis.workflow.decision import Decision, Ground, decide
from buendnis.workflow.definition import Step
from buendnis.workflow.finding import known_step


@dataclass(frozen=True, slots=True)
class Judged:
    """A step that was looked at: the project as it is, the step, and the decision on it."""

    project: Project
    ground: Ground
    step: Step
    decision: Decision


def judge(office: Office, who: Who, asked: Asked) -> Judged:
    """What the decision function says to a step. Raises `Conflict` and `Unreadable` as `advance`
    does, and records nothing."""
    with office.db.transaction() as tx:
        return _judged(office, tx, who, asked)


def draft_papers(office: Office, who: Who, asked: Asked) -> list[tuple[str, bytes]]:
    """Kind and PDF of each paper that the step would make, marked as a draft, without a number.

    Raises `Refused` with all reasons if the step cannot be taken.
    """
    with office.db.transaction() as tx:
        judged = _judged(office, tx, who, asked)
        if not judged.decision.allowed:
            message = T("The step {step} is refused.", step=asked.step)
            raise Refused(message, judged.decision.refusal)
        return list(_drafts(office, tx, who, asked, judged))


def _judged(office: Office, tx: Transaction, who: Who, asked: Asked) -> Judged:
    project = found_project(tx, asked)
    ground = office.ground(tx, project)
    step = known_step(ground.workflow, asked.step, project)
    return Judged(
        project, ground, step, decide(ground, project, request_of(tx, who, asked, project, step))
    )


def _drafts(
    office: Office, tx: Transaction, who: Who, asked: Asked, judged: Judged
) -> Iterator[tuple[str, bytes]]:
    decision, settings = judged.decision, office.settings
    after = apply(judged.project, provisional(who, judged.project, step_payload(tx, decision, ())))
    papers = {one.kind: fingerprint(one.body) for one in asked.attachments}
    meeting = voted_in(tx, after)
    sitting = sitting_named(tx, judged.step, who.on)
    extras = extras_of(judged.ground, after, decision.step, papers, who.on, meeting, sitting)
    for kind in (*decision.issues, *decision.drafts):
        data = document_data(
            kind,
            after,
            settings.alliance,
            settings.programme,
            after.entries[-1],
            "",
            who.on,
            "",
            who.person,
            True,
            extras,
        )
        shown = json.loads(reveal(canonical(data).decode(), tx.query))
        yield kind, build(shown, template_source(kind, settings.alliance.name))
