"""Playing the example: every act through the same use cases as everybody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from buendnis.demo.acts import MEETINGS, Act, Plot, day_of, resolved
from buendnis.demo.plots import plots
from buendnis.demo.seating import Scene as Seating
from buendnis.demo.seating import scenes as seatings
from buendnis.demo.sittings import Sat, Scene, scenes, sit
from buendnis.demo.sketches import sketch_of
from buendnis.errors import Refused
from buendnis.facts import Meeting, Project
from buendnis.fold import fold_project
from buendnis.money import plain_amount
from buendnis.store.database import create
from buendnis.store.record import load_project, stream_events
from buendnis.usecases.advancing import Asked, Attachment, advance
from buendnis.usecases.circulars import extend_motion, remind_members
from buendnis.usecases.conditions import adopt_condition, meet_condition
from buendnis.usecases.correcting import correct
from buendnis.usecases.intake import import_sketches
from buendnis.usecases.meetings import Attending, plan_meeting, record_attendance
from buendnis.usecases.office import Office, Who
from buendnis.usecases.recording_ballots import record_ballots

ALLIANCE = "leine-weser"
PERSON = "Petra Probe (fiktiv)"
# Counted from a later day, projects that are still to run would end after the programme's last.
LATEST = date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story: what happened on which day, and where the project stands then.

    findings: why the engine said no. documents: the numbers of the documents that were made.
    """

    plot: Plot
    project: Project
    day: date
    act: Act
    documents: tuple[str, ...] = ()
    refusal: Refused | None = None


def _nothing(*_: object) -> None:
    """For whoever does not want to hear or keep it."""


@dataclass
class _Stage:
    """What is known while the example is played."""

    office: Office
    today: date
    ids: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    minute: int = 0

    def who(self, at: int, actor: str = "office", business: int | None = None) -> Who:
        """Somebody on a day counted from today; the clock goes on by a minute each time."""
        self.minute += 1
        day = day_of(self.today, at)
        now = datetime.combine(day, time(8, 0), UTC) + timedelta(minutes=self.minute % 600)
        on = day_of(self.today, business) if business is not None else None
        return Who(actor, PERSON, now, rehearsal=True, day=on)


def play(
    path: Path,
    today: date,
    tell: Callable[[Told], None],
    tell_seating: Callable[[date, Seating], None] = _nothing,
    tell_sat: Callable[[Sat], None] = _nothing,
    keep: Callable[[str, bytes], None] = _nothing,
) -> int:
    """Make a new database at `path` and play everything into it. Returns the number of acts.

    today: the day the example counts from, at the latest `LATEST`. tell: hears every act, oldest
    first; tell_seating: what happens beside the projects, with its day; tell_sat: what happens
    with the meetings. keep: gets files that are no documents of the record, by name.
    """
    today = min(today, LATEST)
    create(path, ALLIANCE).close()
    done = 0
    with Office(path) as office:
        stage = _Stage(office, today)
        for at, name in _meeting_plan():
            meeting = MEETINGS[name]
            planned = stage.who(min(at, 0))
            day = day_of(today, meeting.at)
            stage.meetings[name] = plan_meeting(
                office, planned, day, "steering", meeting.place, "14:00", fictitious=True
            )
        acts = list(_in_order())
        waiting = seatings(today, min(act.at for plot in plots() for act in plot.acts) - 5)
        for at, one in acts:
            while waiting and waiting[0].at <= at:
                seating = waiting.pop(0)
                seating.play(stage)
                tell_seating(today + timedelta(days=seating.at), seating)
            if isinstance(one, Scene):
                tell_sat(_sat(stage, one, keep))
                continue
            tell(_play(stage, *one))
            done += 1
    return done


def _sat(stage: _Stage, scene: Scene, keep: Callable[[str, bytes], None]) -> Sat:
    def who(actor: str) -> Who:
        return stage.who(scene.at, actor)

    return sit(stage.office, who, scene, stage.meetings, stage.ids, keep)


def _meeting_plan() -> Iterator[tuple[int, str]]:
    first = min(act.at for plot in plots() for act in plot.acts) - 30
    for number, name in enumerate(MEETINGS):
        yield first + number, name


def _in_order() -> Iterator[tuple[int, tuple[Plot, Act] | Scene]]:
    """All acts with their day, in its order. What is on one day stays in the order of the plot, and
    what happens with the meetings comes after it."""
    acts: list[tuple[int, tuple[Plot, Act] | Scene]] = []
    for plot in plots():
        first = plot.acts[0].at
        acts.append((first - 5, (plot, Act(first - 5, "import"))))
        acts += [(act.at, (plot, act)) for act in plot.acts]
    acts += [(one.at, one) for one in scenes()]
    yield from sorted(acts, key=lambda act: act[0])


def _play(stage: _Stage, plot: Plot, act: Act) -> Told:
    day = day_of(stage.today, act.at)
    if act.what == "import":
        programme = stage.office.settings.programme
        sketch = sketch_of(plot, ALLIANCE, programme, stage.today)
        who = stage.who(act.at)
        project = import_sketches(stage.office, who, [(plot.key, sketch)], fictitious=True)[0]
        stage.ids[plot.key] = project.id
        return Told(plot, project, day, act)
    project = _project(stage, plot)
    actor = f"applicant:{project.id}" if act.actor == "applicant" else act.actor
    who = stage.who(act.at, actor)
    try:
        documents = _done(stage, project, act, who)
    except Refused as refusal:
        if not act.refused:
            raise
        return Told(plot, _project(stage, plot), day, act, refusal=refusal)
    if act.refused:
        raise AssertionError(f"{plot.key}: {act.what} should have been refused")
    return Told(plot, _project(stage, plot), day, act, documents)


def _done(stage: _Stage, project: Project, act: Act, who: Who) -> tuple[str, ...]:
    office = stage.office
    form = resolved(act.form, stage.today)
    if act.what == "ballots":
        _vote_in_meeting(stage, project, form, who)
        return ()
    if act.what == "ballots_by_email":
        _vote_by_email(stage, project, form, who)
        return ()
    if act.what in _ON_MOTIONS:
        _ON_MOTIONS[act.what](office, who, project.motions[-1].id, form)
        return ()
    if act.what == "correct":
        position = _entry_of(stage, project, form["of"])
        correct(office, who, project.id, position, form["set"], form["reason"])
        return ()
    if "meeting" in form:
        form["meeting"] = stage.meetings[form["meeting"]].id
    form = _with_figures(project, act.what, form)
    papers = tuple(Attachment(kind, f"{kind}.txt", _paper(kind, project)) for kind in act.papers)
    return advance(office, who, Asked(project.id, act.what, form, papers)).documents


# What happens on the latest motion beside its steps: office, who, motion, form.
_ON_MOTIONS: dict[str, Callable[[Office, Who, str, dict[str, Any]], object]] = {
    "remind": lambda office, who, motion, _: remind_members(office, who, motion, record=True),
    "extend_circular": lambda office, who, motion, form: extend_motion(
        office, who, motion, date.fromisoformat(form["until"]), form["reason"]
    ),
    "adopt": lambda office, who, motion, form: adopt_condition(office, who, motion, **form),
    "met": lambda office, who, motion, form: meet_condition(office, who, motion, **form),
}


def _vote_in_meeting(stage: _Stage, project: Project, form: dict[str, Any], who: Who) -> None:
    motion = project.open_motion
    if motion is None:
        raise LookupError(f"{project.id} has no open motion")
    name = next(key for key, one in stage.meetings.items() if one.id == motion.meeting)
    with stage.office.db.transaction() as tx:
        known = tx.query("SELECT facts FROM meeting WHERE id = ?", (motion.meeting,))[0][0]
    if '"attendance":[]' in known:
        rows = [Attending("all", "member")]
        rows += [Attending(*row) for row in MEETINGS[name].attendance]
        record_attendance(stage.office, who, motion.meeting, rows)
    everybody = form.pop("all_present")
    absent = {seat for seat, by, _ in MEETINGS[name].attendance if by == "absent"}
    answers = {seat: answer for seat, answer in form.items() if seat not in absent}
    chair = Who("chair", who.person, who.now, rehearsal=True)
    record_ballots(stage.office, chair, motion.id, "meeting", answers, everybody)


def _vote_by_email(stage: _Stage, project: Project, form: dict[str, Any], who: Who) -> None:
    motion = project.open_motion
    if motion is None:
        raise LookupError(f"{project.id} has no open motion")
    recused = {one.seat for one in motion.recusals}
    with stage.office.db.transaction() as tx:
        roster = stage.office.settings_in(tx).alliance.roster
    seats = [
        seat.id
        for seat in roster.on(motion.opened_on)
        if seat.id != form["all_but"] and seat.id not in recused
    ]
    mail = Attachment("ballot", "antworten.eml", b"Subject: Umlauf (fiktiv)\n\nJa.\n")
    chair = Who("chair", who.person, who.now, rehearsal=True)
    answers = dict.fromkeys(seats, "yes")
    record_ballots(stage.office, chair, motion.id, "email", answers, attachments=(mail,))


def _with_figures(project: Project, step: str, form: dict[str, Any]) -> dict[str, Any]:
    """Application and decision take the sketch's figures where the plot gives none."""
    sketch, amounts = project.sketch, project.amounts
    if "reference" in form:
        form["reference"] = form["reference"].format(number=project.id[-3:])
    if step == "apply":
        return {
            "requested_grant": plain_amount(amounts.grant),
            "total_cost": plain_amount(amounts.total),
            "start": _iso(sketch.start),
            "end": _iso(sketch.end),
            **form,
        }
    if step == "record_decision" and form["result"] == "granted":
        return {
            "eligible_cost": plain_amount(amounts.total),
            "rate": "70.00",
            "grant": plain_amount(amounts.grant),
            "from": _iso(sketch.start),
            "to": _iso(sketch.end),
            **form,
        }
    return form


def _entry_of(stage: _Stage, project: Project, step: str) -> int:
    with stage.office.db.transaction() as tx:
        folded = fold_project(stream_events(tx, project.id))
    return next(one.position for one in reversed(folded.entries) if one.step == step)


def _project(stage: _Stage, plot: Plot) -> Project:
    with stage.office.db.transaction() as tx:
        project = load_project(tx, stage.ids[plot.key])
    if project is None:
        raise LookupError(f"{plot.key} is not in the record")
    return project


def _paper(kind: str, project: Project) -> bytes:
    return f"Fiktives Schriftstück ({kind}) zu {project.id}, nur zur Vorführung.\n".encode()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
