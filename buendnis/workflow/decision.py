"""The one decision function: what a step would change, or all the reasons why it may not be taken.

`next`, `--dry-run` and the real run call `decide` and nothing else. It is pure: the facts, the
request, the day and the settings go in; a `Decision` comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from buendnis.costs import cost_plan
from buendnis.errors import Finding
from buendnis.facts import Amounts, Figures, Meeting, Motion, MotionResult, Project, Sketch
from buendnis.rules.conditions import CONDITIONS
from buendnis.rules.recusal import opening_hints
from buendnis.rules.registry import book
from buendnis.rules.situation import Situation
from buendnis.settings.loading import Settings
from buendnis.texts import T
from buendnis.workflow.definition import SAME, Issue, Outcome, Step, Workflow
from buendnis.workflow.engine import next_state
from buendnis.workflow.forms import missing_fields, read_form
from buendnis.workflow.voting import motion_result, opened_motion


class Ground(Struct, frozen=True):
    """What decisions stand on: a workflow and the settings of its alliance."""

    workflow: Workflow
    settings: Settings


class Request(Struct, frozen=True):
    """A step that somebody wants to take.

    form: values as given (texts, or typed values of a form file). attached: the kinds of papers
    that come along. sketch: the revised sketch, where the step brings one. meeting: the meeting
    that the form names, or that the open motion belongs to. day: the business day; today: the day
    of entry.
    """

    step: str
    actor: str
    day: date
    today: date
    form: Mapping[str, Any] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()
    sketch: Sketch | None = None
    meeting: Meeting | None = None


class Decision(Struct, frozen=True):
    """What a step would do, or why not.

    violations: every reason against it, except what is merely not given yet. needs: the required
    fields and papers that are missing; asked: what rules say about those that are not given.
    possible: nothing speaks against it; allowed: nothing is missing either. The rest says what
    changes: target state and cause, canonical form, the documents to issue and to draft, figures to
    stamp, the motion that opens, the result of the one that closes, the motion that is cancelled.
    hints: what is to be known before a vote opens and forbids nothing.
    """

    step: str
    source: str
    violations: tuple[Finding, ...] = ()
    needs: tuple[str, ...] = ()
    asked: tuple[Finding, ...] = ()
    target: str = ""
    cause: str = ""
    records: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    sketch: Sketch | None = None
    amounts: Amounts | None = None
    issues: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    figures: Figures | None = None
    opens: Motion | None = None
    closes: str = ""
    result: MotionResult | None = None
    cancels: str = ""
    leaves_house: bool = False
    sends_to: str = ""
    hints: tuple[Finding, ...] = ()

    @property
    def possible(self) -> bool:
        """Nothing speaks against the step; its form may still be incomplete."""
        return not self.violations

    @property
    def allowed(self) -> bool:
        """The step can be taken as it is asked for."""
        return not self.violations and not self.needs

    @property
    def refusal(self) -> tuple[Finding, ...]:
        """All reasons against a run now: the violations, and what is missing."""
        said = {finding.field for finding in (*self.asked, *self.violations)}
        plain = (need for need in self.needs if need.removeprefix("paper:") not in said)
        return (*self.violations, *self.asked, *(_missing(self.step, need) for need in plain))


def decide(ground: Ground, project: Project, request: Request) -> Decision:
    """Judge one step on one project. Raises `KeyError` for a step the workflow does not have."""
    workflow, settings = ground.workflow, ground.settings
    step = workflow.steps[request.step]
    form, wrong = read_form(step, request.form, settings.alliance)
    needs = [*missing_fields(step, form), *_missing_papers(step, request)]
    motion = _motion_to_close(project, step)
    situation = _situation(ground, project, request, step, form, motion)
    violations = [*wrong]
    violations += _role_findings(step, project, request, form)
    violations += _state_findings(step, project)
    violations += _day_findings(step, project, request, form)
    violations += _alliance_findings(step, project, request)
    asked: list[Finding] = []
    for finding in _rule_findings(step, situation):
        open_field = _field_to_give(step, request, form, finding.field)
        (asked if open_field else violations).append(finding)
        if open_field and open_field not in needs:
            needs.append(open_field)
    hints = tuple(opening_hints(situation)) if step.opens_motion else ()
    if violations or needs:
        # What depends on the missing fields cannot be told yet.
        return Decision(
            step.name,
            project.state,
            tuple(violations),
            tuple(needs),
            tuple(asked),
            form=form,
            hints=hints,
        )
    outcome = _outcome(step, project.state, situation)
    if outcome is None:
        return Decision(step.name, project.state, (_no_outcome(step),), form=form)
    target = project.state if outcome.state == SAME else outcome.state
    result = situation.result
    return Decision(
        step=step.name,
        source=project.state,
        target=next_state(workflow, step.name, project.state, target),
        cause=result.cause if result is not None and step.closes_motion else "",
        records=step.records,
        form=form,
        sketch=request.sketch if step.brings_sketch else None,
        amounts=situation.amounts,
        issues=_documents(step.issues, situation),
        drafts=_documents(step.drafts, situation),
        figures=situation.figures if step.stamps_figures else None,
        opens=opened_motion(situation, settings, step.opens_motion) if step.opens_motion else None,
        closes=motion.id if motion is not None and step.closes_motion else "",
        result=result if step.closes_motion else None,
        cancels=_cancelled(workflow, project, step, target),
        leaves_house=step.leaves_house or bool(step.sends_to),
        sends_to=step.sends_to,
        hints=hints,
    )


def figures_for(settings: Settings, project: Project, step: Step, day: date) -> Figures:
    """The figures that bind a step: stamped ones after the submission, today's before it."""
    if project.figures is None or step.stamps_figures:
        return settings.programme.figures_on(day)
    return settings.programme.figures_for_running(project.figures, day)


def _situation(
    ground: Ground,
    project: Project,
    request: Request,
    step: Step,
    form: dict[str, Any],
    motion: Motion | None,
) -> Situation:
    settings = ground.settings
    sketch = request.sketch if request.sketch is not None else project.sketch
    amounts = project.amounts
    if sketch is not project.sketch:
        amounts = cost_plan(sketch, settings.programme).amounts()
    result = None
    if motion is not None and step.closes_motion:
        result = motion_result(motion, request.meeting, bool(form.get("postponed")))
    return Situation(
        step=step.name,
        requires=step.requires or "submit",
        records=step.records,
        actor=request.actor,
        day=request.day,
        today=request.today,
        project=project,
        sketch=sketch,
        amounts=amounts,
        figures=figures_for(settings, project, step, request.day),
        alliance=settings.alliance,
        programme=settings.programme,
        form=form,
        attached=request.attached,
        bylaws=settings.bylaws,
        meeting=request.meeting,
        motion=motion,
        result=result,
    )


def _motion_to_close(project: Project, step: Step) -> Motion | None:
    motion = project.open_motion
    if motion is None or not step.closes_motion or motion.purpose != step.closes_motion:
        return None
    return motion


def _cancelled(workflow: Workflow, project: Project, step: Step, target: str) -> str:
    """The open motion that ends with the step, uncounted: one that the step takes off the agenda,
    or a supplement to a plan that is endorsed no longer, which no later step could close."""
    motion = project.open_motion
    if motion is None:
        return ""
    outlived = motion.purpose == "supplement" and not workflow.marked(target, "endorsed")
    return motion.id if step.cancels_motion or outlived else ""


def _rule_findings(step: Step, situation: Situation) -> Iterator[Finding]:
    rules = book()
    for name in step.rules:
        yield from rules[name].judge(situation)


def _alliance_findings(step: Step, project: Project, request: Request) -> Iterator[Finding]:
    """A new version is for the same alliance, as the first one was."""
    other = request.sketch.alliance if step.brings_sketch and request.sketch is not None else ""
    if other and other != project.alliance:
        yield Finding(
            "input",
            "alliance",
            T(
                "The sketch is for the alliance {other}, this is {own}.",
                other=other[:80],
                own=project.alliance,
            ),
            T("Use the database of that alliance, or correct the sketch."),
        )


def _role_findings(
    step: Step, project: Project, request: Request, form: Mapping[str, Any]
) -> Iterator[Finding]:
    """Whether the actor may take the step, and on this project."""
    role, _, of = request.actor.partition(":")
    if role not in step.by:
        yield Finding(
            "role",
            "actor",
            T("“{actor}” may not take the step {step}.", actor=request.actor, step=step.name),
            T("It may be taken by: {roles}.", roles=step.by),
        )
    elif role == "applicant" and of != project.id:
        yield Finding(
            "role",
            "actor",
            T(
                "“{actor}” is not the applicant of {project}.",
                actor=request.actor,
                project=project.id,
            ),
            T("Use the project's own applicant: applicant:{project}.", project=project.id),
        )
    elif role == "alliance" and (
        of not in project.sketch.region_names or form.get("region", of) != of
    ):
        yield Finding(
            "role",
            "actor",
            T("“{actor}” may speak for its own region only.", actor=request.actor),
            T("Use the local alliance of the region: alliance:REGION."),
        )


def _state_findings(step: Step, project: Project) -> Iterator[Finding]:
    if project.state not in step.origins:
        yield Finding(
            "state",
            "state",
            T(
                "The step {step} does not start from the state “{state}”.",
                step=step.name,
                state=project.state,
            ),
            T("It starts from: {states}.", states=step.origins),
        )


def _day_findings(
    step: Step, project: Project, request: Request, form: Mapping[str, Any]
) -> Iterator[Finding]:
    """No day in the future, none before the step it builds on, unless the field allows it."""
    if request.day > request.today:
        yield _future("on", request.day, request.today)
    basis = basis_day(project)
    if basis and request.day < basis:
        yield Finding(
            "order",
            "on",
            T("{day} lies before the step it builds on, of {basis}.", day=request.day, basis=basis),
            T("Name a day from {basis} to {today}.", basis=basis, today=request.today),
        )
    for one in step.fields:
        value = form.get(one.name)
        if one.type != "day" or not value:
            continue
        day = date.fromisoformat(value)
        if day > request.today and not one.future:
            yield _future(one.name, day, request.today)


def basis_day(project: Project) -> date | None:
    """The business day of the step that brought the project to its state."""
    for entry in reversed(project.entries):
        if entry.source != entry.target:
            return entry.day
    return project.created_on


def _future(field_name: str, day: date, today: date) -> Finding:
    return Finding(
        "order",
        field_name,
        T("{day} lies in the future.", day=day),
        T("Record it when it has happened; today is {today}.", today=today),
    )


def _field_to_give(step: Step, request: Request, form: Mapping[str, Any], field_path: str) -> str:
    """The form field or paper that a finding asks for, if it is the step's and not given yet."""
    name, _, part = field_path.partition(".")
    known = step.field(name)
    if known is not None:
        value = form.get(name)
        given = bool(value.get(part)) if part and isinstance(value, dict) else value is not None
        return "" if given else field_path
    if field_path in step.receives and field_path not in request.attached:
        return f"paper:{field_path}"
    return ""


def _missing_papers(step: Step, request: Request) -> tuple[str, ...]:
    return tuple(f"paper:{kind}" for kind in step.papers if kind not in request.attached)


def _missing(step: str, need: str) -> Finding:
    kind, _, paper = need.partition(":")
    if kind == "paper" and paper:
        return Finding(
            "paper",
            paper,
            T("The paper “{paper}” is missing.", paper=paper),
            T("Attach it: --attach {paper}=FILE.", paper=paper),
        )
    return Finding(
        "form",
        need,
        T("The form of {step} needs “{field}”.", step=step, field=need),
        T("Add --set {field}=…", field=need),
    )


def _outcome(step: Step, state: str, situation: Situation) -> Outcome | None:
    for outcome in step.outcomes:
        if outcome.origins and state not in outcome.origins:
            continue
        if not outcome.when or CONDITIONS[outcome.when](situation):
            return outcome
    return None


def _no_outcome(step: Step) -> Finding:
    return Finding(
        "state",
        "to",
        T("None of the outcomes of the step {step} fits.", step=step.name),
        T("Check the form, and the outcomes in the workflow."),
    )


def _documents(issues: tuple[Issue, ...], situation: Situation) -> tuple[str, ...]:
    return tuple(one.document for one in issues if not one.when or CONDITIONS[one.when](situation))
