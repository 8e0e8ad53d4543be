"""The finite world that the check explores: small sketches at the guards' boundary values.

One question at a time: each slice holds the sketches that differ in what one rule asks, and all
other rules are met. That is enough because every rule judges its own part of the facts, and a step
is refused when any of its rules refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from buendnis.dates import latest_end
from buendnis.facts import Applicant, CostRow, Figures, FundingRow, Share, Sketch
from buendnis.rules.sketch import REQUIRED
from buendnis.settings.loading import Settings
from buendnis.texts import T, Text

_RATE_IF_UNKNOWN = 7000
# The samples' titles, in words for people.
NAMES: Mapping[str, Text] = {
    "sound": T("sound"),
    "two regions": T("two regions"),
    "one region": T("one region"),
    "at the cap": T("at the cap"),
    "over the cap, own money": T("over the cap, own money"),
    "over the cap, no justification": T("over the cap, no justification"),
    "over the cap, justified": T("over the cap, justified"),
    "ends early": T("ends early"),
    "ends on the last day": T("ends on the last day"),
    "ends a day late": T("ends a day late"),
    "longest duration": T("longest duration"),
    "a day too long": T("a day too long"),
    "grant at the threshold": T("grant at the threshold"),
    "grant above the threshold": T("grant above the threshold"),
    "training": T("training"),
    "no goal": T("no goal"),
    "no measures": T("no measures"),
    "no cost plan": T("no cost plan"),
    "sums differ": T("sums differ"),
    "shares of 99 percent": T("shares of 99 percent"),
    "another applicant": T("another applicant"),
}


@dataclass(frozen=True, slots=True)
class Money:
    """Total cost and requested grant in cents."""

    total: int
    grant: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Sketches that differ in one question, and the values that forms try for it.

    ends, money: what forms ask for beside the sketch's own plan. statements: negative statements
    are tried. votes: every way of voting is tried, not only a meeting with the proposal to endorse.
    criteria: a grant is above the threshold of the criteria sheet; below it nothing reads whether
    there is a sheet.
    """

    about: Text
    sketches: tuple[Sketch, ...]
    ends: tuple[date, ...] = ()
    money: tuple[Money, ...] = ()
    statements: bool = False
    votes: bool = False
    criteria: bool = False


def first_day(settings: Settings) -> date:
    """The day on which every sample begins: early enough for the longest project."""
    last = settings.programme.last_day[-1].value
    years = settings.programme.longest_years[-1].value
    return date(last.year - years, 1, 15)


def slices(settings: Settings) -> tuple[Slice, ...]:
    """The sketches of the check, one question at a time, from the alliance's own figures."""
    figures = settings.programme.figures_on(first_day(settings))
    sound = _sound(settings, figures)
    return (
        Slice(T("ways of voting"), (sound,), votes=True),
        _regions(settings, sound),
        *_cap(sound, figures),
        *_ends(sound, figures),
        _duration(sound, figures),
        _criteria(sound, figures),
        _parts(settings, sound),
    )


def _sound(settings: Settings, figures: Figures) -> Sketch:
    """A small sketch that no rule has anything against."""
    alliance = settings.alliance
    kind = next((one.id for one in alliance.types if one.votum), "structure")
    texts = {one.partition(".")[2]: "x" for one in REQUIRED["submit"] if one.startswith("content.")}
    region = alliance.regions[0].id
    sketch = Sketch(
        alliance=alliance.name,
        title="sound",
        type=kind,
        kind="new",
        start=date(figures.last_day.year, 1, 1),
        end=figures.last_day - timedelta(days=184),
        regions=(Share(region, 100),),
        lead_region=region,
        goals=(alliance.goals[0].id,),
        applicant=Applicant(name="X", contact="x", email="x@example.org"),
        content=texts,
    )
    return _paid(sketch, Money(figures.criteria_above, figures.criteria_above // 2))


def _paid(sketch: Sketch, money: Money) -> Sketch:
    year = sketch.start.year if sketch.start else 0
    own = money.total - money.grant
    return replace(
        sketch,
        costs=(CostRow(year, "travel", money.total),),
        funding=(FundingRow(year, "grant", money.grant), FundingRow(year, "own", own)),
    )


def _regions(settings: Settings, sound: Sketch) -> Slice:
    names = [region.id for region in settings.alliance.regions[:2]]
    both = replace(sound, title="two regions", regions=_shares(names))
    sketches = (replace(sound, title="one region"), *((both,) if len(names) > 1 else ()))
    return Slice(T("regions and their statements"), sketches, statements=True)


def _shares(names: list[str]) -> tuple[Share, ...]:
    rest = 100 - 50 * (len(names) - 1)
    return (Share(names[0], rest), *(Share(one, 50) for one in names[1:]))


def _cap(sound: Sketch, figures: Figures) -> tuple[Slice, ...]:
    reference = figures.reference_grant
    if reference is None:
        reference = figures.cap * _RATE_IF_UNKNOWN // 10_000
    at = Money(figures.cap, reference)
    note = Money(figures.cap + 1, reference)
    over = Money(figures.cap + 1, reference + 1)
    under = _paid(replace(sound, title="at the cap"), at)
    own = _paid(replace(sound, title="over the cap, own money"), note)
    bare = _paid(replace(sound, title="over the cap, no justification"), over)
    justified = _paid(replace(sound, title="over the cap, justified", justification="x"), over)
    return (
        Slice(T("cap and justification"), (under, bare, justified), money=(over,), criteria=True),
        Slice(T("cap and own money"), (under, own), money=(note,), criteria=True),
    )


def _ends(sound: Sketch, figures: Figures) -> tuple[Slice, ...]:
    last, late = figures.last_day, figures.last_day + timedelta(days=1)
    early = replace(sound, title="ends early")
    in_time = replace(sound, title="ends on the last day", end=last)
    too_late = replace(sound, title="ends a day late", end=late)
    return (
        Slice(T("last day"), (in_time, too_late), ends=(late,)),
        Slice(T("extension to the last day"), (early, too_late), ends=(last, late)),
    )


def _duration(sound: Sketch, figures: Figures) -> Slice:
    start = date(figures.last_day.year - figures.longest_years, 2, 1)
    end = latest_end(start, figures.longest_years)
    late = end + timedelta(days=1)
    sketches = (
        replace(sound, title="longest duration", start=start, end=end),
        replace(sound, title="a day too long", start=start, end=late),
    )
    return Slice(T("longest duration"), sketches, ends=(late,))


def _criteria(sound: Sketch, figures: Figures) -> Slice:
    total = 2 * figures.criteria_above
    sketches = tuple(
        _paid(replace(sound, title=title), Money(total, grant))
        for title, grant in (
            ("grant at the threshold", figures.criteria_above),
            ("grant above the threshold", figures.criteria_above + 1),
        )
    )
    return Slice(T("criteria sheet"), sketches, criteria=True)


def _parts(settings: Settings, sound: Sketch) -> Slice:
    without = next((one.id for one in settings.alliance.types if not one.votum), "training")
    texts = {key: value for key, value in sound.content.items() if key != "measures"}
    sketches = (
        sound,
        replace(sound, title="training", type=without),
        replace(sound, title="no goal", goals=()),
        replace(sound, title="no measures", content=texts),
        replace(sound, title="no cost plan", costs=(), funding=()),
        replace(sound, title="sums differ", funding=sound.funding[:1]),
        replace(
            sound, title="shares of 99 percent", regions=(replace(sound.regions[0], percent=99),)
        ),
        replace(sound, title="another applicant", applicant=replace(sound.applicant, name="Y")),
    )
    return Slice(T("parts of the sketch"), sketches)
