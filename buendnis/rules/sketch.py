"""What a sketch must say: goals, parts that are required, regions, type of project."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.errors import Finding
from buendnis.facts import Sketch
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T, Text

_STRATEGY = "Fachkräftestrategie Leine-Weser, Fortschreibung 2024"
_QUOTED = 80

REQUIRED: dict[str, tuple[str, ...]] = {
    "present": (
        "project.title",
        "project.regions",
        "applicant.name",
        "content.need",
        "content.distinction",
        "content.target_group",
        "content.measures",
    ),
    "submit": (
        "project.title",
        "project.type",
        "project.kind",
        "project.start",
        "project.end",
        "project.regions",
        "project.lead_region",
        "project.goals",
        "applicant.name",
        "applicant.contact",
        "applicant.email",
        "content.need",
        "content.distinction",
        "content.target_group",
        "content.measures",
        "content.goal_contribution",
        "content.regional_effect",
        "content.spatial_reach",
        "content.continuation",
        "content.transferability",
        "content.management",
    ),
}
"""The parts that a step can require, by the word that the step has in `requires`. The cost plan
is asked for by rule B6."""

LABELS: dict[str, Text] = {
    "project.title": T("the title"),
    "project.type": T("the type of project"),
    "project.kind": T("whether it is new or builds on something"),
    "project.start": T("the start"),
    "project.end": T("the end"),
    "project.regions": T("the regions with their shares"),
    "project.lead_region": T("the lead region"),
    "project.goals": T("the goals"),
    "applicant.name": T("the applicant's name"),
    "applicant.contact": T("the applicant's contact person"),
    "applicant.email": T("the applicant's e-mail"),
    "content.need": T("the need in the region"),
    "content.distinction": T("the distinction from what exists"),
    "content.target_group": T("the target group"),
    "content.measures": T("the measures"),
    "content.goal_contribution": T("the contribution to the goals"),
    "content.regional_effect": T("the effect in the region"),
    "content.spatial_reach": T("the spatial reach"),
    "content.continuation": T("how it goes on after the funding"),
    "content.transferability": T("what others can take over"),
    "content.management": T("the project management"),
}


def part_of(sketch: Sketch, path: str) -> object:
    """The value at a key path of the sketch file (`project.title`, `content.need`)."""
    section, _, key = path.partition(".")
    if section == "content":
        return sketch.content.get(key, "").strip()
    value = getattr(sketch.applicant if section == "applicant" else sketch, key)
    return value.strip() if isinstance(value, str) else value


def missing_parts(sketch: Sketch, requires: str) -> tuple[str, ...]:
    """The key paths that `requires` asks for and the sketch does not have."""
    return tuple(path for path in REQUIRED[requires] if not part_of(sketch, path))


@rule(
    "A1",
    T("The project serves goals of the strategy and says how."),
    f"{_STRATEGY}, Kap. 4 und 5",
    about="sketch",
)
def goals_named(situation: Situation) -> Iterator[Finding]:
    """A1: at least one known goal, and a text on the contribution (004:321)."""
    sketch, alliance = situation.sketch, situation.alliance
    source = f"{_STRATEGY}, Kap. 4 und 5"
    if not sketch.goals:
        yield Finding(
            "A1",
            "project.goals",
            T("The project names no goal of the strategy."),
            T("Name at least one goal, for example {goal}.", goal=_first_goal(situation)),
            source,
        )
    for number, goal in enumerate(sketch.goals):
        if alliance.goal(goal) is None:
            yield Finding(
                "A1",
                f"project.goals[{number}]",
                T("The strategy has no goal “{goal}”.", goal=goal[:_QUOTED]),
                T("Choose from: {goals}.", goals=tuple(one.id for one in alliance.goals)),
                source,
            )
    if not sketch.content.get("goal_contribution", "").strip():
        yield Finding(
            "A1",
            "content.goal_contribution",
            T("The sketch does not say what the project adds to the goals."),
            T("Describe the contribution to each goal."),
            source,
        )


@rule(
    "C1",
    T("The sketch has every part that the step requires."),
    f"{_STRATEGY}, Kap. 5",
    about="sketch",
)
def parts_given(situation: Situation) -> Iterator[Finding]:
    """C1: one finding for each required part that is missing (004:333)."""
    for path in missing_parts(situation.sketch, situation.requires):
        yield Finding(
            "C1",
            path,
            T("Missing: {part}.", part=LABELS[path]),
            T("Fill in {path}.", path=path),
            f"{_STRATEGY}, Kap. 5",
        )


@rule(
    "G1",
    T("Regions, districts and shares fit the alliance."),
    f"{_STRATEGY}, Kap. 2",
    about="sketch",
)
def regions_fit(situation: Situation) -> Iterator[Finding]:
    """G1: known regions, whole shares with the sum 100, districts and lead among them (004:63)."""
    source = f"{_STRATEGY}, Kap. 2"
    sketch, alliance = situation.sketch, situation.alliance
    known = tuple(region.id for region in alliance.regions)
    for share in sketch.regions:
        field = f"project.regions.{share.region}"
        if share.region not in known:
            yield Finding(
                "G1",
                field,
                T("The alliance has no region “{region}”.", region=share.region[:_QUOTED]),
                T("Choose from: {regions}.", regions=known),
                source,
            )
        elif not 1 <= share.percent <= 100:
            yield Finding(
                "G1",
                field,
                T("The share {percent} is no whole percent from 1 to 100.", percent=share.percent),
                T("Correct the share, or leave the region out."),
                source,
            )
    total = sum(share.percent for share in sketch.regions)
    if sketch.regions and total != 100 and all(1 <= one.percent <= 100 for one in sketch.regions):
        yield Finding(
            "G1",
            "project.regions",
            T("The shares of the regions have the sum {total}.", total=total),
            T("Change them so that their sum is 100."),
            source,
        )
    for number, district in enumerate(sketch.districts):
        region = alliance.region_of_district(district)
        if region is None or region.id not in sketch.region_names:
            yield Finding(
                "G1",
                f"project.districts[{number}]",
                T("“{district}” lies in none of the regions.", district=district[:_QUOTED]),
                _district_remedy(situation, region.id if region else ""),
                source,
            )
    if sketch.lead_region and sketch.lead_region not in sketch.region_names:
        yield Finding(
            "G1",
            "project.lead_region",
            T(
                "The lead region “{region}” is none of the project's regions.",
                region=sketch.lead_region[:_QUOTED],
            ),
            T("Choose the lead from the project's regions, or add it to them."),
            source,
        )


@rule(
    "T1",
    T("Training projects run under calls of the Land."),
    "Förderrichtlinie Regionale Fachkräftebündnisse 2021-2027, Nr. 2.1.3",
    about="sketch",
)
def needs_votum(situation: Situation) -> Iterator[Finding]:
    """T1: a type without votum runs outside the alliance's budget and needs no votum."""
    name = situation.sketch.type
    known = situation.alliance.type(name)
    if name and (name == "training" if known is None else not known.votum):
        yield Finding(
            "T1",
            "project.type",
            T("Training projects run under calls of the Land, without a votum of the alliance."),
            T("Apply to the NBank when a call is open, or choose the type that really fits."),
            "Förderrichtlinie Regionale Fachkräftebündnisse 2021-2027, Nr. 2.1.3",
        )


def _first_goal(situation: Situation) -> str:
    goals = situation.alliance.goals
    return goals[0].id if goals else ""


def _district_remedy(situation: Situation, region: str) -> Text:
    if region:
        return T("It belongs to {region}: add that region with a share.", region=region)
    names = tuple(
        name
        for one in situation.alliance.regions
        if one.id in situation.sketch.region_names
        for name in one.districts
    )
    if not names:
        return T("Name the project's regions first.")
    return T("Districts of the project's regions: {names}.", names=names)
