"""Judging several steps together, and taking all of them or none.

Each is judged as if it were taken alone: a project's step by the workflow's decision function, an
entry on a free motion by the rules of `workflow.resolutions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from buendnis.errors import Finding, Refused
from buendnis.facts import Meeting, MotionResult, Project
from buendnis.store.database import Transaction
from buendnis.texts import T, Text
from buendnis.usecases.advancing import Advanced, Asked, record_refusal, request_of, take
from buendnis.usecases.issuing import seal_pending
from buendnis.usecases.office import Office, Who
from buendnis.usecases.resolution_entries import FreeEntry, Resolved
from buendnis.workflow.decision import Decision, Ground, decide
from buendnis.workflow.definition import Step

PROJECT = "project"


class Judged(Struct, frozen=True):
    """One motion or project: what its step would do, or why not.

    id: the project's or free motion's. motion: the motion's id, empty before it is opened. kind:
    `project`, or of a free motion `resolution` or `election`. decision: that on a project's step,
    `None` where none was asked for. result: the one that a close has. already: why there is nothing
    to do. after: what came of it, `None` in a preview.
    """

    id: str
    title: str
    motion: str = ""
    kind: str = PROJECT
    decision: Decision | None = None
    result: MotionResult | None = None
    findings: tuple[Finding, ...] = ()
    already: Text | None = None
    after: Advanced | Resolved | None = None

    @property
    def possible(self) -> bool:
        """Whether its step can be taken, or was."""
        return not self.findings and self.already is None

    @property
    def free(self) -> bool:
        """Whether it is a free motion."""
        return self.kind != PROJECT

    @property
    def motion_id(self) -> str:
        """The motion's id, also of one that has just been opened."""
        if isinstance(self.after, Resolved):
            return self.after.motion.id
        return self.motion or (self.after.after.motions[-1].id if self.after else "")

    @property
    def state(self) -> str:
        """The project's state after its step, or the one it would have; empty for a free motion."""
        if isinstance(self.after, Advanced):
            return self.after.after.state
        return self.decision.target if self.decision is not None else ""


class Together(Struct, frozen=True):
    """What came of all of them: the meeting after it, each row, and whether it was only asked.

    findings: in a preview, what speaks against the meeting's own entry.
    """

    meeting: Meeting
    rows: tuple[Judged, ...]
    dry: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> tuple[Judged, ...]:
        """Those that speak against it."""
        return tuple(one for one in self.rows if one.findings)


class Asking(Struct, frozen=True):
    """One step to judge within the transaction; or, of a free motion, its entry."""

    row: Judged
    ground: Ground | None = None
    project: Project | None = None
    step: Step | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    entry: FreeEntry | None = None


def judge_and_take(
    office: Office,
    tx: Transaction,
    who: Who,
    meeting: Meeting,
    asked: list[Asking],
    dry: bool,
    possible: bool,
) -> Together:
    """Judge all; take them if none speaks against it, or (`possible`) those that can be taken."""
    judged = [(one, _judged(tx, who, one)) for one in asked]
    against = [row for _, row in judged if row.findings]
    if dry:
        return Together(meeting, tuple(row for _, row in judged), dry)
    rows = []
    for one, row in judged:
        if one.entry is not None:
            if row.possible and (possible or not against):
                row = replace(row, after=one.entry.write())
            rows.append(row)
        elif one.project is None or one.ground is None or row.decision is None:
            rows.append(row)
        elif row.findings:
            workflow = one.ground.workflow
            record_refusal(office, tx, who, one.project, workflow, row.decision)
            rows.append(row)
        elif against and not possible:
            rows.append(row)
        else:
            after = take(office, tx, who, one.ground, one.project, row.decision)
            rows.append(replace(row, after=after))
    return Together(meeting, tuple(rows), dry)


def _judged(tx: Transaction, who: Who, one: Asking) -> Judged:
    if one.ground is None or one.project is None or one.step is None:
        return one.row
    wanted = Asked(one.project.id, one.step.name, one.form)
    request = request_of(tx, who, wanted, one.project, one.step)
    decision = decide(one.ground, one.project, request)
    named = one.row.motion or one.row.id
    findings = () if decision.allowed else decision.refusal
    placed = tuple(_placed(named, finding, one.step) for finding in findings)
    return replace(one.row, decision=decision, result=decision.result, findings=placed)


def _placed(named: str, finding: Finding, step: Step) -> Finding:
    """A reason with the motion that it is about; what a form lacks, as it is typed here."""
    remedy = finding.remedy
    if step.field(finding.field.partition(".")[0]) is not None:
        remedy = T("Add --set {motion}.{field}=…", motion=named, field=finding.field)
    message = T("{motion}: {message}", motion=named, message=finding.message)
    return replace(finding, field=f"{named}.{finding.field}", message=message, remedy=remedy)


def finished(office: Office, who: Who, done: Together, refused: Text) -> Together:
    """Seal what was issued; raise the refusal, after its attempts were recorded."""
    taken = [one for one in done.rows if one.after is not None]
    if done.dry:
        return done
    if done.refused and not taken:
        raise refusal_of_all(done, refused)
    if any(one.after is not None and one.after.documents for one in done.rows):
        seal_pending(office, who)
    return done


def refusal_of_all(done: Together, message: Text) -> Refused:
    """The refusal with every reason of every motion."""
    return Refused(message, [finding for one in done.refused for finding in one.findings])
