"""Moving projects to the newest workflow of their alliance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buendnis.errors import Finding, Refused
from buendnis.events import WORKFLOW_MOVED
from buendnis.facts import Project
from buendnis.store.database import Transaction
from buendnis.store.reading import unknown_project
from buendnis.store.record import load_meeting, load_project, record_on_project
from buendnis.texts import T, Text
from buendnis.usecases.office import Office, Who
from buendnis.workflow.decision import Ground, Request, decide
from buendnis.workflow.definition import Workflow


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of one project. before, after: the fingerprints of its workflows; misfits: what no
    longer fits; moved: `False` if it stays where it was."""

    project: str
    state: str
    before: str
    after: str
    misfits: tuple[Text, ...] = ()
    moved: bool = True


def move_projects(office: Office, who: Who, ids: Sequence[str] | None) -> list[Moved]:
    """Move projects to the newest workflow, in one transaction; `None` moves all.

    A project whose state the newest workflow does not have stays; with `ids` that is `Refused`,
    and nothing is moved. Raises `Refused` for anybody but the office, and for an unknown project.
    """
    if who.actor != "office":
        message = T("“{actor}” may not move projects.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=("office",))
        raise Refused(message, [Finding("role", "actor", message, remedy)])
    with office.db.transaction() as tx:
        newest = office.newest_workflow(tx)
        names = [str(row[0]) for row in tx.query("SELECT id FROM project ORDER BY id")]
        done = [_move(office, tx, who, newest, _found(tx, name)) for name in ids or names]
        stuck = [one for one in done if not one.moved and one.before != one.after]
        if ids and stuck:
            raise Refused(T("Nothing was moved."), [_finding(one) for one in stuck])
    return done


def _found(tx: Transaction, name: str) -> Project:
    project = load_project(tx, name)
    if project is None:
        raise unknown_project(name)
    return project


def _move(office: Office, tx: Transaction, who: Who, newest: Workflow, project: Project) -> Moved:
    before, after = project.workflow, newest.fingerprint
    if before == after:
        return Moved(project.id, project.state, before, after, moved=False)
    if project.state not in newest.states:
        gone = T("The newest workflow has no state {state}.", state=project.state)
        return Moved(project.id, project.state, before, after, (gone,), moved=False)
    misfits = tuple(_misfits(office, tx, who, newest, project))
    payload = {"workflow": after, "state": project.state}
    record_on_project(
        tx, who.entering(), project, project.id, WORKFLOW_MOVED, payload, office.submitted(newest)
    )
    return Moved(project.id, project.state, before, after, misfits)


def _misfits(
    office: Office, tx: Transaction, who: Who, newest: Workflow, project: Project
) -> list[Text]:
    """Steps that were possible, and are not any more."""
    old = office.ground(tx, project)
    new = Ground(newest, old.settings)
    lost = []
    for step in old.workflow.steps_from(project.state):
        if not _possible(tx, old, project, who, step.name):
            continue
        if step.name not in newest.steps:
            lost.append(T("The step {step} is gone.", step=step.name))
        elif not _possible(tx, new, project, who, step.name):
            lost.append(T("The step {step} is not possible any more.", step=step.name))
    return lost


def _possible(tx: Transaction, ground: Ground, project: Project, who: Who, step: str) -> bool:
    motion = project.open_motion
    meeting = load_meeting(tx, motion.meeting) if motion is not None and motion.meeting else None
    actor = next(iter(ground.workflow.steps[step].by))
    named = {"applicant": f"applicant:{project.id}", "alliance": f"alliance:{_region(project)}"}
    request = Request(step, named.get(actor, actor), who.on, who.today, meeting=meeting)
    return decide(ground, project, request).possible


def _region(project: Project) -> str:
    return next(iter(project.sketch.region_names), "")


def _finding(one: Moved) -> Finding:
    return Finding(
        "workflow",
        one.project,
        one.misfits[0],
        T("Bring the project to a state that both workflows have."),
    )
