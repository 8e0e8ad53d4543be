"""Checking a sketch without a database: what a step would refuse, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.costs import cost_plan
from buendnis.errors import Finding, Unreadable
from buendnis.facts import Project, Sketch
from buendnis.rules.hints import hints
from buendnis.rules.registry import sketch_book
from buendnis.rules.situation import Situation
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme
from buendnis.sketch.letters import letter_notes
from buendnis.sketch.reading import Origin
from buendnis.texts import T, Text, Translate

STEPS: dict[str, tuple[str, ...]] = {
    "present": ("B6", "C1", "G1"),
    "submit": ("A1", "B6", "C1", "D3", "D6", "D7", "G1", "T1"),
}
"""The steps a sketch can be checked for, with their rules; as in the workflows that we ship."""

_MONEY = ("costs", "funding", "staff")
_MONEY_RULES = ("B6", "D3", "rate", "criteria")


class SketchReport(Struct, frozen=True):
    """What was found. violations: why the step would be refused; hints: what would help."""

    ok: bool
    violations: tuple[Finding, ...]
    hints: tuple[Finding, ...]

    @property
    def unreadable(self) -> bool:
        """Whether a violation is one of the input itself (exit status 2)."""
        return any(one.rule == "input" for one in self.violations)

    def to_data(self, translate: Translate | None = None, language: str = "en") -> dict[str, Any]:
        """As the documented JSON: `{"ok", "violations": […], "hints": […]}`."""
        return {
            "ok": self.ok,
            "violations": [_data(one, translate, language) for one in self.violations],
            "hints": [_data(one, translate, language) for one in self.hints],
        }


def check_sketch(
    sketch: Sketch | None,
    findings: Sequence[Finding],
    step: str,
    alliance: Alliance,
    programme: Programme,
    today: date,
    rules: Iterable[str] | None = None,
    origin: Origin | None = None,
) -> SketchReport:
    """Check a sketch, with the findings of its reading, for a step.

    rules: the IDs of the step's rules where a workflow names others than `STEPS`. origin: the
    file that the sketch comes from, so that findings can name the line. Raises `Unreadable` for
    a step that no sketch is checked for.
    """
    if step not in STEPS:
        raise Unreadable(
            T(
                "A sketch is not checked for “{step}”; choose one of {steps}.",
                step=step[:80],
                steps=tuple(STEPS),
            )
        )
    if sketch is None:
        return SketchReport(False, tuple(findings), ())
    situation = situation_of(sketch, step, alliance, programme, today)
    names = STEPS[step] if rules is None else tuple(rules)
    violations = [*findings, *alliance_findings(sketch, alliance)]
    violations += _new(cost_plan(sketch, programme).findings, violations)
    violations += _new(judged(situation, names), violations)
    later: list[Finding] = []
    if step != "submit":
        submit = replace(situation, step="submit", records="submission", requires="submit")
        later = [
            replace(one, remedy=_later(one.remedy))
            for one in _new(judged(submit, STEPS["submit"]), violations)
        ]
    notes = [*later, *_new(hints(situation), [*violations, *later]), *letter_notes(sketch)]
    return SketchReport(
        not violations, tuple(_placed(violations, origin)), tuple(_placed(notes, origin))
    )


def judged(situation: Situation, rules: Iterable[str]) -> Iterator[Finding]:
    """The findings of these rules, as far as they are about the sketch, in their order."""
    book = sketch_book()
    for name in rules:
        if name in book:
            yield from book[name].judge(situation)


def situation_of(
    sketch: Sketch, step: str, alliance: Alliance, programme: Programme, today: date
) -> Situation:
    """The situation of a sketch that is in no record yet."""
    amounts = cost_plan(sketch, programme).amounts()
    return Situation(
        step=step,
        records="presentation" if step == "present" else "submission",
        actor="applicant",
        day=today,
        today=today,
        project=Project(
            id="",
            reference="",
            alliance=sketch.alliance,
            state="",
            version=0,
            sketch=sketch,
            amounts=amounts,
        ),
        sketch=sketch,
        amounts=amounts,
        figures=programme.figures_on(today),
        alliance=alliance,
        programme=programme,
        requires=step,
    )


def alliance_findings(sketch: Sketch, alliance: Alliance) -> Iterator[Finding]:
    """The finding `input` for a sketch that names another alliance; none may be named."""
    if sketch.alliance and sketch.alliance != alliance.name:
        yield Finding(
            "input",
            "alliance",
            T("The sketch is for the alliance “{name}”.", name=sketch.alliance[:80]),
            T('Write alliance = "{name}".', name=alliance.name),
        )


def _new(found: Iterable[Finding], before: Sequence[Finding]) -> list[Finding]:
    """What is not merely the echo of a mistake already named: the same place, or sums over rows
    that could not be read."""
    places = {one.field for one in before if one.rule == "input"}
    same = {(one.rule, one.field) for one in before}
    money = any(place.startswith(_MONEY) for place in places)
    return [
        one
        for one in found
        if (one.rule, one.field) not in same
        and one.field not in places
        and not (money and one.rule in _MONEY_RULES)
    ]


def _later(remedy: Text) -> Text:
    return T("Needed only when the project is submitted to the alliance. {remedy}", remedy=remedy)


def _placed(findings: Iterable[Finding], origin: Origin | None) -> Iterator[Finding]:
    for one in findings:
        if one.file or origin is None:
            yield one
        else:
            yield replace(one, file=origin.file, line=origin.line(one.field))


def _data(finding: Finding, translate: Translate | None, language: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": finding.rule,
        "field": finding.field,
        "message": finding.message.render(translate, language),
        "remedy": finding.remedy.render(translate, language),
        "source": finding.source,
    }
    if finding.file:
        data["file"] = finding.file
        data["line"] = finding.line
    return data
