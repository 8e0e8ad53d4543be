"""What would make a sketch better. Hints never block; each names what it is about.

The questions on quality come from what worked and failed in eight towns (BBSR-Online-Publikation
10/2014); the points on advisory structures from the Entschließungsantrag 05.09.2023.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from buendnis.errors import Finding
from buendnis.facts import Sketch
from buendnis.rules.money import cap_note
from buendnis.rules.situation import Situation
from buendnis.rules.time import late_end_note
from buendnis.texts import T, Text

_STUDY = "BBSR-Online-Publikation 10/2014"
_CONCEPT = "Entschließungsantrag 05.09.2023, Nr. 3"
_STRATEGY = "Fachkräftestrategie Leine-Weser, Fortschreibung 2024"
_DIRECTIVE = "Richtlinie Unterstützung Regionaler Fachkräftebündnisse 2021-2027"
_IMMIGRATION_GOAL = "III.6"


def hints(situation: Situation) -> Iterator[Finding]:
    """All hints for a sketch, the ones on money and time first."""
    sketch, figures = situation.sketch, situation.figures
    yield from cap_note(situation.amounts, figures)
    yield from late_end_note(sketch.end, figures)
    yield from _start_notes(sketch, situation.today)
    yield from _money_notes(situation)
    yield from _years(sketch)
    yield from _focus(sketch)
    yield from _management(sketch)
    yield from _address(sketch)
    yield from _quality(sketch)
    if _IMMIGRATION_GOAL in sketch.goals:
        yield from _concept()


def _address(sketch: Sketch) -> Iterator[Finding]:
    """Letters go out as e-mail drafts; one without an address reaches nobody."""
    email = sketch.applicant.email.strip()
    name, _, domain = email.rpartition("@")
    if email and (not name or "." not in domain.strip(".") or len(email.split()) > 1):
        yield Finding(
            "address",
            "applicant.email",
            T("“{email}” is no e-mail address.", email=email[:80]),
            T("Write it like name@example.org."),
        )


def _start_notes(sketch: Sketch, today: date) -> Iterator[Finding]:
    if sketch.start is None:
        return
    if sketch.start <= today:
        yield Finding(
            "start",
            "project.start",
            T("The start {start} is not in the future.", start=sketch.start),
            T("A project that has begun before the grant decision is not funded: move the start."),
            _DIRECTIVE,
        )
    else:
        yield Finding(
            "start",
            "project.start",
            T("Nothing may begin before the grant decision."),
            T("Sign no contract for the project before it, unless an early start is approved."),
            _DIRECTIVE,
        )


def _money_notes(situation: Situation) -> Iterator[Finding]:
    amounts, figures = situation.amounts, situation.figures
    if amounts.grant > figures.criteria_above:
        yield Finding(
            "criteria",
            "funding",
            T("With this grant the office fills in a criteria sheet before the vote."),
            T("Write on each of the five aspects in full."),
            "Annahme",
        )
    rate = figures.highest_rate
    if rate is not None and amounts.grant * 10_000 > amounts.total * rate:
        yield Finding(
            "rate",
            "funding",
            T("The grant is more than {rate} percent of the total cost.", rate=_percent(rate)),
            T("Plan more own or third-party money, or name the call that allows it."),
            f"{_DIRECTIVE}, Nr. 5.2",
        )


def _percent(rate: int) -> str:
    return str(rate // 100) if rate % 100 == 0 else f"{rate // 100}.{rate % 100:02d}"


def _years(sketch: Sketch) -> Iterator[Finding]:
    """Rows outside the project's years are nearly always slips."""
    if sketch.start is None or sketch.end is None:
        return
    first, last = sketch.start.year, sketch.end.year
    rows = [(f"costs[{number}].year", row.year) for number, row in enumerate(sketch.costs)]
    rows += [(f"funding[{number}].year", row.year) for number, row in enumerate(sketch.funding)]
    for field, year in rows:
        if not first <= year <= last:
            yield Finding(
                "quality",
                field,
                T("The project does not run in {year}.", year=str(year)),
                T("Check the year."),
            )
    for number, staff in enumerate(sketch.staff):
        if staff.start < sketch.start.replace(day=1) or staff.end.replace(day=1) > sketch.end:
            yield Finding(
                "quality",
                f"staff[{number}].from",
                T("The staff is planned beyond the project's time."),
                T("Check the days."),
            )


def _focus(sketch: Sketch) -> Iterator[Finding]:
    source = f"{_STRATEGY}, Kap. 5"
    if not sketch.digitalisation.strip() and not sketch.green_economy.strip():
        yield Finding(
            "focus",
            "project.digitalisation",
            T("The alliance puts weight on digitalisation and on the green economy."),
            T("If the project serves one of the two, say how."),
            source,
        )


def _management(sketch: Sketch) -> Iterator[Finding]:
    source = f"{_STRATEGY}, Kap. 5"
    if not sketch.applicant.project_lead.strip():
        yield Finding(
            "quality",
            "applicant.project_lead",
            T("Nobody is named to lead the project."),
            T("Name the project lead; early project management helps the application."),
            source,
        )
    if not sketch.indicators:
        yield Finding(
            "quality",
            "indicators",
            T("There are no indicators."),
            T("Name what success is measured by, with baseline and target, from the beginning."),
            _STUDY,
        )
    if not sketch.content.get("evaluation", "").strip():
        yield Finding(
            "quality",
            "content.evaluation",
            T("The sketch says nothing on evaluation."),
            T("Say in a few sentences how success will be found out."),
            source,
        )
    if not sketch.content.get("other_funding", "").strip():
        yield Finding(
            "quality",
            "content.other_funding",
            T("The sketch says nothing on other funding."),
            T("Name related measures and other grants, or write that there are none."),
            source,
        )
    if sketch.kind in ("continuation", "development", "transfer") and not sketch.predecessor:
        yield Finding(
            "quality",
            "project.predecessor",
            T("The project builds on an earlier one, which is not named."),
            T("Name it, and say what is new."),
            source,
        )


QUESTIONS: tuple[tuple[str, Text], ...] = (
    (
        "content.need",
        T("Was the need found out together with companies and chambers, before planning?"),
    ),
    (
        "content.need",
        T("Does the need come before the funding, and would less money do as well?"),
    ),
    (
        "content.target_group",
        T("Is the target group described by occupation, qualification and experience?"),
    ),
    (
        "content.target_group",
        T("Is the project open to every group that it could help?"),
    ),
    (
        "content.distinction",
        T("Which existing structures are used, and how is doubling them avoided?"),
    ),
    (
        "content.measures",
        T("Do companies take part from the start, and have they said so in writing?"),
    ),
    (
        "content.measures",
        T("Is there individual support: guides, language, housing, family?"),
    ),
    (
        "content.measures",
        T("What happens if a company that takes part drops out?"),
    ),
    (
        "content.management",
        T("Does the top of each institution stand behind it, and is there one coordinating place?"),
    ),
    (
        "content.management",
        T("Are the tasks of the partners clear?"),
    ),
    (
        "content.transferability",
        T("What is new in it, and can others take it over without copying it blindly?"),
    ),
    (
        "content.spatial_reach",
        T("Does it fit rural areas with long ways?"),
    ),
    (
        "content.continuation",
        T("Who carries it on when the funding has ended, and with which money?"),
    ),
    (
        "content.evaluation",
        T("Are effort and effect both stated, with targets from the beginning?"),
    ),
)


def _quality(sketch: Sketch) -> Iterator[Finding]:
    """The questions to the texts that are there; an empty text is C1's matter."""
    for field, question in QUESTIONS:
        if sketch.content.get(field.removeprefix("content."), "").strip():
            yield Finding("quality", field, question, T("If not yet, add a sentence."), _STUDY)


def _concept() -> Iterator[Finding]:
    points = (
        T("Advice for newcomers: which standards of quality does the advice follow?"),
        T("Advice for newcomers: which tasks does the place have, which stay with others?"),
        T("Advice for newcomers: how many cases and companies come to one post of staff?"),
    )
    for point in points:
        yield Finding("concept", "content.measures", point, T("Say so in the measures."), _CONCEPT)
    yield Finding(
        "concept",
        "content.measures",
        T("Which phases does it cover: before arrival, first orientation, settling?"),
        T("Name the phases in the measures."),
        f"{_STUDY}, Kap. 6",
    )
