"""Rules of the first stage: the local alliances and their statements (B)."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.errors import Finding
from buendnis.rules.conditions import regions_without_statement
from buendnis.rules.grant import endorsed_plan
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_SOURCE = "Fachkräftestrategie Leine-Weser 2024, Kap. 5"
NEGATIVE = "not_supported"


@rule("B2", T("Every region concerned has given its statement"), _SOURCE)
def every_region_has_stated(s: Situation) -> Iterator[Finding]:
    """A statement of the local alliance of each region in which the project works; whether it
    supports the project does not matter here. What was taken over past this stage is not asked
    again."""
    if s.project.adopted and s.project.last("presentation") is None:
        return
    for region in regions_without_statement(s):
        yield Finding(
            "B2",
            f"regions.{region}",
            T(
                "The statement of the local alliance for {region} is missing.",
                region=_name(s, region),
            ),
            T("Present the project there and record the statement."),
            _SOURCE,
        )


@rule("B2.asked", T("A region that comes in has given its statement first"), _SOURCE)
def new_region_has_stated(s: Situation) -> Iterator[Finding]:
    """A supplement that brings in a region is voted on after that region's statement (B1)."""
    for region in s.form.get("new_regions", ()):
        if region not in s.project.statements and region not in s.sketch.region_names:
            yield Finding(
                "B2",
                "new_regions",
                T(
                    "The statement of the local alliance for {region} is missing.",
                    region=_name(s, region),
                ),
                T("Present the project there and record the statement."),
                _SOURCE,
            )


@rule("B2.reply", T("A negative statement is answered"), _SOURCE)
def negative_statement_is_answered(s: Situation) -> Iterator[Finding]:
    """After a negative statement the applicant goes on only with a written reply."""
    against = [
        _name(s, region)
        for region, entry in s.project.statements.items()
        if entry.form["result"] == NEGATIVE and region in s.sketch.region_names
    ]
    if against and not s.given("reply"):
        yield Finding(
            "B2",
            "reply",
            T("The local alliance of {regions} does not support the project.", regions=against),
            T("Add the applicant's written reply (--set reply=TEXT) to go on all the same."),
            _SOURCE,
        )


@rule("B3", T("The statement speaks of the need in the region"), _SOURCE)
def statement_has_need(s: Situation) -> Iterator[Finding]:
    """The statement's region is concerned. (That the finding on the need is there, the form asks.)
    After the votum any region may be: a supplement can bring it in, and its local alliance speaks
    before the steering group (B1)."""
    region = s.form.get("region")
    if endorsed_plan(s.project) is not None:
        return
    if region and region not in s.sketch.region_names:
        yield Finding(
            "B3",
            "region",
            T("The project does not work in {region}.", region=_name(s, region)),
            T("Name one of its regions: {regions}.", regions=s.sketch.region_names),
            _SOURCE,
        )


@rule("B4", T("The statement speaks of duplicate structures"), _SOURCE)
def statement_has_duplicates(s: Situation) -> Iterator[Finding]:
    """A statement given with notes has the notes. (That the finding on duplicate structures is
    there, the form asks.)"""
    if s.form.get("result") == "with_notes" and not s.given("notes"):
        yield Finding(
            "B4",
            "notes",
            T("The statement is given with notes, and the notes are missing."),
            T("Add the notes (--set notes=TEXT)."),
            _SOURCE,
        )


@rule("B8", T("The project is presented before the statement"), _SOURCE)
def presented_before_stated(s: Situation) -> Iterator[Finding]:
    """Presented on or before the day of the statement."""
    presented, stated = s.day_in_form("presented_on"), s.day_in_form("stated_on")
    if presented and stated and presented > stated:
        yield Finding(
            "B8",
            "presented_on",
            T("Presented on {later}, after the statement of {day}.", later=presented, day=stated),
            T("Correct one of the two days."),
            _SOURCE,
        )


def _name(s: Situation, region: str) -> str:
    known = s.alliance.region(region)
    return known.name if known else region
