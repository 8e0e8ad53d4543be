"""Free motions: what opens and closes one, decided by the rules that hold for every vote.

A free motion (extension of the alliance, strategy, an election) has no project. The rules on the
way of voting (F9), on its meeting (F14) and on its close (C3) are those of projects, asked with an
empty sketch. What it says is carried out by people: no title changes a seat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from buendnis.canon import canonical, fingerprint
from buendnis.errors import Finding
from buendnis.facts import Amounts, Meeting, Motion, MotionResult, Project, Resolution, Sketch
from buendnis.rules.registry import book
from buendnis.rules.situation import Situation
from buendnis.settings.loading import Settings
from buendnis.texts import T
from buendnis.workflow.rounds import round_of
from buendnis.workflow.voting import counted, motion_result, vote_findings
from votes.appointments import roster_problems

RESOLUTION, ELECTION = KINDS = ("resolution", "election")
ELECTED, NOT_ELECTED = "elected", "not_elected"
PEOPLE = "people"
_OPENING, _CLOSING = ("F9", "F14"), ("C3",)
_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 6"


def opening_findings(
    settings: Settings,
    kind: str,
    form: Mapping[str, Any],
    meeting: Meeting | None,
    day: date,
    today: date,
) -> list[Finding]:
    """Why a free motion cannot be opened like this; empty if it can.

    form: `meeting`, or `until` and `reason` of a circular. meeting: the one that the form names.
    """
    found = _judged(_OPENING, _situation(settings, form, meeting, day, today))
    found += vote_findings(roster_problems(settings.alliance.roster), _SOURCE)
    if kind == ELECTION and not form.get("meeting"):
        found.append(
            Finding(
                "F9",
                "meeting",
                T("An election is by secret ballot on paper, and so in a meeting."),
                T("Name the meeting."),
                _SOURCE,
            )
        )
    if day > today:
        found.append(
            Finding(
                "order", "on", T("{day} lies in the future.", day=day), T("Name an earlier day.")
            )
        )
    return found


def reopening_findings(resolution: Resolution, mediation: str) -> Iterator[Finding]:
    """Why there is no new round of a free motion: it is open, or was decided; or the note on the
    mediation is missing after a failed consensus (F6)."""
    last = resolution.motions[-1]
    if resolution.open_motion is not None:
        message = T("The motion {motion} is still open.", motion=last.id)
        remedy = T("Close it first: motion close {motion}", motion=last.id)
        yield Finding("F14", "motion", message, remedy, _SOURCE)
    elif last.result is not None and last.result.result != "deferred":
        message = T("{motion} was decided on {day}.", motion=last.id, day=last.closed_on)
        remedy = T("Put a new motion: motion open --title TEXT.")
        yield Finding("F14", "motion", message, remedy, _SOURCE)
    elif last.result is not None and last.result.cause == "no_consensus" and not mediation:
        yield Finding(
            "F6",
            "mediation",
            T("The last vote found no consensus; the note on the mediation is missing."),
            T("Add it: --mediation TEXT."),
            _SOURCE,
        )


def proposed_motion(
    settings: Settings,
    resolution: Resolution,
    form: Mapping[str, Any],
    day: date,
    papers: tuple[str, ...] = (),
) -> Motion:
    """The motion that a free motion puts: seats and by-laws as they stand on the day.

    form: `meeting`, or `until` and `reason`; `mediation` at a new round. papers: hashes of what
    came along.
    """
    until = form.get("until")
    return Motion(
        id=f"{resolution.id}-V{len(resolution.motions) + 1}",
        position=0,
        purpose=resolution.kind,
        proposal="endorse",
        mode="meeting" if form.get("meeting") else "circular",
        opened_on=day,
        sketch_version=0,
        round=round_of(resolution.motions, resolution.kind),
        meeting=form.get("meeting", ""),
        until=date.fromisoformat(until) if until else None,
        reason=form.get("reason", ""),
        roster=tuple(settings.alliance.roster.to_data()["seats"]),
        bylaws=settings.bylaws.to_data(),
        papers=fingerprint(
            canonical([resolution.title, resolution.text, list(papers), dict(form)])
        ),
        title=resolution.title,
        text=resolution.text,
        mediation=form.get("mediation", ""),
    )


def closing_findings(
    settings: Settings,
    motion: Motion,
    meeting: Meeting | None,
    form: Mapping[str, Any],
    day: date,
    today: date,
) -> list[Finding]:
    """Why a free motion cannot be closed like this; empty if it can.

    form: `postponed`; for an election `elected` (a name) or `nobody`, and a `reason` where the
    name is not the one with most votes.
    """
    result = resolved(motion, meeting, form)
    situation = _situation(settings, form, meeting, day, today, motion, result)
    found = _judged(_CLOSING, situation)
    if not found and motion.purpose == ELECTION and result.result in (ELECTED, NOT_ELECTED):
        found += _election_findings(motion, form)
    return found


def resolved(motion: Motion, meeting: Meeting | None, form: Mapping[str, Any]) -> MotionResult:
    """The result of a free motion. Of an election it is what people found (`elected`,
    `not_elected`), unless the quorum was missed or the matter postponed; it has no yes and no."""
    postponed = bool(form.get("postponed"))
    if motion.purpose != ELECTION:
        return motion_result(motion, meeting, postponed)
    base = counted(motion, meeting)
    steps = [dict(step) for step in base.derivation if _is_counted(step["code"])]
    taken = len(motion.secret.participants) if motion.secret else 0
    if postponed:
        result, cause = "deferred", "postponed"
    elif not base.quorum.met:
        result, cause = "deferred", "no_quorum"
        steps.append({"code": "result_no_quorum"})
    else:
        result, cause = ELECTED if form.get("elected") else NOT_ELECTED, ""
        steps += _count_steps(motion)
    return MotionResult(
        result=result,
        cause=cause,
        seats=base.seats,
        entitled=base.entitled,
        recused=base.recused,
        present=base.present,
        yes=0,
        no=0,
        abstain=0,
        missing=base.present - taken,
        quorum_required=base.quorum.required,
        quorum_reached=base.quorum.reached,
        quorum_met=base.quorum.met,
        rule=PEOPLE,
        derivation=tuple(steps),
    )


def _count_steps(motion: Motion) -> list[dict[str, Any]]:
    secret = motion.secret
    if secret is None:
        return []
    numbers = {
        "participants": len(secret.participants),
        "votes": sum(one.votes for one in secret.sums),
        "blank": secret.blank,
        "invalid": secret.invalid,
    }
    return [{"code": "secret_count", **numbers}, {"code": "secret_people"}]


def _is_counted(code: str) -> bool:
    """Whether a step belongs to an election: those up to the quorum. No ballot names a seat."""
    return code in _BODY or code.startswith(("recused_", "quorum_"))


_BODY = frozenset({"seats", "stand_in", "entitled", "present", "represented", "absent"})


def _election_findings(motion: Motion, form: Mapping[str, Any]) -> Iterator[Finding]:
    if motion.secret is None:
        yield Finding(
            "vote",
            "count",
            T("The secret ballot of {motion} is not counted.", motion=motion.id),
            T("Enter the count: vote count {motion} …", motion=motion.id),
            _SOURCE,
        )
        return
    sums = {one.person: one.votes for one in motion.secret.sums}
    elected = form.get("elected", "")
    if bool(elected) == bool(form.get("nobody")):
        yield Finding(
            "vote",
            "elected",
            T("The by-laws name no rule for elections; who is elected is found by people."),
            T("Say who: --set elected=NAME, or --set nobody=true."),
            _SOURCE,
        )
    elif elected and elected not in sums:
        yield Finding(
            "vote",
            "elected",
            T("“{name}” was not among the candidates.", name=str(elected)[:80]),
            T("Name one of: {known}.", known=tuple(sums)),
            _SOURCE,
        )
    elif not form.get("reason") and not _has_most(sums, elected):
        yield Finding(
            "vote",
            "reason",
            T("The outcome is not that one candidate has most votes and is elected."),
            T("Say why it is so: --set reason=TEXT."),
            _SOURCE,
        )


def _has_most(sums: Mapping[str, int], elected: str) -> bool:
    """Whether a person has more votes than each of the others."""
    others = [votes for person, votes in sums.items() if person != elected]
    return bool(elected) and sums[elected] > max(others, default=0)


def _situation(
    settings: Settings,
    form: Mapping[str, Any],
    meeting: Meeting | None,
    day: date,
    today: date,
    motion: Motion | None = None,
    result: MotionResult | None = None,
) -> Situation:
    """What the rules look at: no project, an empty sketch."""
    alliance, sketch = settings.alliance, Sketch(alliance=settings.alliance.name)
    return Situation(
        step=RESOLUTION,
        records="",
        actor="office",
        day=day,
        today=today,
        project=Project("", "", alliance.name, "", 0, sketch),
        sketch=sketch,
        amounts=Amounts(),
        figures=settings.programme.figures_on(day),
        alliance=alliance,
        programme=settings.programme,
        form=form,
        bylaws=settings.bylaws,
        meeting=meeting,
        motion=motion,
        result=result,
    )


def _judged(names: tuple[str, ...], situation: Situation) -> list[Finding]:
    return [finding for name in names for finding in book()[name].judge(situation)]
