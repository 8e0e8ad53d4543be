"""All motions of a meeting in one go: opened, closed, sent.

Each is judged as if it were taken alone; what is shown in a preview is what the run does. One
transaction: everything is written, or nothing. Of free motions see `free_together`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from buendnis.documents.meeting_case import Holder, title_of
from buendnis.errors import BuendnisError, Finding, Refused
from buendnis.facts import Meeting, Motion, Project
from buendnis.store.database import Transaction
from buendnis.store.record import load_project, load_resolution
from buendnis.texts import T, Text
from buendnis.usecases.free_together import (
    cancelling_free,
    closing_free,
    opening_free,
    sending_free,
)
from buendnis.usecases.judging import (
    PROJECT,
    Asking,
    Judged,
    Together,
    finished,
    judge_and_take,
    refusal_of_all,
)
from buendnis.usecases.meeting_papers import matters_in
from buendnis.usecases.meetings import check_end, end_meeting, found_meeting, open_meeting
from buendnis.usecases.motions import open_motions
from buendnis.usecases.office import RECORDERS, Office, Who, not_ahead, only_roles
from buendnis.usecases.voting import closing_step, opening_step

Forms = Mapping[str, Mapping[str, Any]]


def open_all(
    office: Office,
    who: Who,
    meeting_id: str,
    forms: Forms,
    dry: bool = False,
    possible: bool = False,
) -> Together:
    """Open the motions of all projects on the agenda, and those of its free motions that are put
    again.

    forms: by the id of the project or free motion, what its step needs (`mediation`, `proposal`,
    `change`). possible: open those that can be opened; without it one that cannot stops all. Raises
    `Refused` with all reasons, each named by its project; the attempts are recorded.
    """
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        asked = [
            _opening(office, tx, who, meeting, one.subject, forms)
            for one in meeting.agenda
            if one.kind != "text"
        ]
        _check_forms(forms, {name for one in asked for name in (one.row.id, one.row.motion)})
        if not asked:
            raise Refused(
                T("No project or free motion is on the agenda of {meeting}.", meeting=meeting.id)
            )
        done = judge_and_take(office, tx, who, meeting, asked, dry, possible)
    return finished(
        office, who, done, T("Not all motions of {meeting} can be opened.", meeting=meeting_id)
    )


def close_all(
    office: Office,
    who: Who,
    meeting_id: str,
    forms: Forms,
    dry: bool = False,
    ends_at: str = "",
) -> Together:
    """Close all open motions of a meeting with their results, and then the meeting.

    forms: by the motion's id, what its close needs (`reasons.ASPECT`, `conditions`; of a free
    motion as of `close_resolution`). One that cannot be closed stops all. Raises `Refused` with all
    reasons, each named by its motion.
    """
    only_roles(who, RECORDERS)
    not_ahead(who)
    with office.db.transaction() as tx:
        meeting = open_meeting(tx, meeting_id)
        asked = [
            _closing(office, tx, who, one.holder, one.motion, forms)
            for one in open_motions(tx)
            if one.motion.meeting == meeting.id
        ]
        _check_forms(forms, {name for one in asked for name in (one.row.id, one.row.motion)})
        done = judge_and_take(office, tx, who, meeting, asked, dry, False)
        if not done.refused and dry:
            done = replace(done, findings=_against_the_end(who, meeting, ends_at))
        elif not done.refused:
            done = replace(done, meeting=end_meeting(tx, who, meeting, ends_at))
    return finished(
        office, who, done, T("Not all motions of {meeting} can be closed.", meeting=meeting_id)
    )


def send_all(
    office: Office,
    who: Who,
    meeting_id: str,
    form: Mapping[str, Any],
    forms: Forms,
    dry: bool = False,
    possible: bool = False,
) -> Together:
    """Send the result of every closed motion of a meeting to its applicant: the votum, the letter
    with the reasons, or the interim notice; that of a free motion is told to the members. form:
    `sent_on` and `channel`, for all.

    Raises `Refused` with all reasons, each named by its motion.
    """
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        meeting = found_meeting(tx, meeting_id)
        asked = [
            _sending(office, tx, who, one.holder, one.motion, form, forms)
            for one in matters_in(tx, meeting)
            if one.holder is not None and one.motion is not None and not one.motion.cancelled
        ]
        _check_forms(forms, {name for one in asked for name in (one.row.id, one.row.motion)})
        if not asked:
            raise Refused(T("No motion was put to {meeting}.", meeting=meeting.id))
        done = judge_and_take(office, tx, who, meeting, asked, dry, possible)
    return finished(
        office, who, done, T("Not all results of {meeting} can be sent.", meeting=meeting_id)
    )


def take_off_motions(
    office: Office, tx: Transaction, who: Who, meeting: Meeting, reason: str
) -> None:
    """Take every open motion off a meeting that does not take place: by the step that cancels it
    (a free one by its cancellation), else (a supplement) as postponed. Raises `Refused` if one
    cannot be."""
    asked = []
    for found in open_motions(tx):
        if found.motion.meeting != meeting.id:
            continue
        if not isinstance(found.holder, Project):
            asked.append(cancelling_free(tx, who, found.holder, found.motion, reason))
            continue
        ground = office.ground(tx, found.holder)
        step = next(
            (one for one in ground.workflow.steps_from(found.holder.state) if one.cancels_motion),
            None,
        )
        form: Mapping[str, Any] = {"reason": reason}
        if step is None or found.motion.purpose != "project":
            step = closing_step(ground.workflow, found.holder, found.motion)
            form = {"postponed": True}
        row = _row(found.holder, found.motion)
        asked.append(Asking(row, ground, found.holder, step, form))
    done = judge_and_take(office, tx, who, meeting, asked, False, False)
    if done.refused:
        raise refusal_of_all(
            done, T("Not all motions of {meeting} can be taken off.", meeting=meeting.id)
        )


# ---------------------------------------------------------------- what is asked


def _opening(
    office: Office, tx: Transaction, who: Who, meeting: Meeting, name: str, forms: Forms
) -> Asking:
    holder = load_project(tx, name) or load_resolution(tx, name)
    assert holder is not None
    motion = next(
        (
            one
            for one in reversed(holder.motions)
            if one.meeting == meeting.id and not one.cancelled
        ),
        None,
    )
    row = _row(holder, motion)
    if motion is not None:
        said = T("{motion} was put to this meeting already.", motion=motion.id)
        return Asking(replace(row, already=said))
    if not isinstance(holder, Project):
        return opening_free(office, tx, who, meeting, holder, forms.get(holder.id, {}))
    ground = office.ground(tx, holder)
    form = {**forms.get(holder.id, {}), "meeting": meeting.id}
    return Asking(row, ground, holder, opening_step(ground.workflow, holder, form), form)


def _closing(
    office: Office, tx: Transaction, who: Who, holder: Holder, motion: Motion, forms: Forms
) -> Asking:
    form = _form_of(forms, holder.id, motion.id)
    if not isinstance(holder, Project):
        return closing_free(office, tx, who, holder, motion, form)
    row = _row(holder, motion)
    ground = office.ground(tx, holder)
    step = closing_step(ground.workflow, holder, motion)
    return Asking(row, ground, holder, step, form)


def _against_the_end(who: Who, meeting: Meeting, ends_at: str) -> tuple[Finding, ...]:
    """What speaks against the close of the meeting itself."""
    try:
        check_end(who, meeting, ends_at)
    except BuendnisError as error:
        return error.findings
    return ()


def _sending(
    office: Office,
    tx: Transaction,
    who: Who,
    holder: Holder,
    motion: Motion,
    form: Mapping[str, Any],
    forms: Forms,
) -> Asking:
    row = _row(holder, motion)
    if motion.open:
        finding = _finding(
            "motion",
            T("The motion {motion} is still open.", motion=motion.id),
            T("Close the meeting first: meeting close {meeting}.", meeting=motion.meeting),
        )
        return Asking(replace(row, findings=(finding,)))
    own = _form_of(forms, holder.id, motion.id)
    if not isinstance(holder, Project):
        return sending_free(tx, who, holder, motion, str(form.get("channel", "")), own)
    voted, sent = (
        ("supplement_vote", "supplement_sent")
        if motion.purpose == "supplement"
        else ("vote", "votum_sent")
    )
    told, vote = holder.last(sent), holder.last(voted)
    newer = [one for one in holder.motions if one.position > motion.position and not one.cancelled]
    if (told is not None and vote is not None and told.position > vote.position) or newer:
        said = T("The result of {motion} was sent already.", motion=motion.id)
        if newer:
            said = T("A later motion, {motion}, stands on this project.", motion=newer[-1].id)
        return Asking(replace(row, already=said))
    ground = office.ground(tx, holder)
    step = ground.workflow.step_recording(sent, holder.state) or next(
        (one for one in ground.workflow.steps.values() if one.records == sent), None
    )
    if step is None:
        raise Refused(T("The workflow of {project} has no step for this.", project=holder.id))
    return Asking(row, ground, holder, step, {**form, **own})


def _row(holder: Holder, motion: Motion | None) -> Judged:
    kind = PROJECT if isinstance(holder, Project) else holder.kind
    return Judged(holder.id, title_of(holder), motion.id if motion else "", kind)


def _form_of(forms: Forms, holder: str, motion: str) -> Mapping[str, Any]:
    return {**forms.get(holder, {}), **forms.get(motion, {})}


def _check_forms(forms: Forms, known: set[str]) -> None:
    """Raise `Refused` for values that are given for something else than this meeting's motions."""
    findings = [
        _finding(
            name[:80],
            T("“{id}” is no project or motion of this meeting.", id=name[:80]),
            T("Write one of: {known}.", known=tuple(sorted(known - {""}))),
        )
        for name in forms
        if name not in known
    ]
    if findings:
        raise Refused(T("Nothing was changed."), findings)


def _finding(name: str, message: Text, remedy: Text) -> Finding:
    return Finding("meeting", name, message, remedy)
