"""Who an alliance is: its regions, goals, seats, office and letterhead, as its data say.

Read from `alliance.toml` by `buendnis.settings.alliance_file`; nothing here is Leine-Weser's own.
Days are `date`; an open end is `None`. Whatever the source texts do not say carries
`assumption = True`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from votes.roster import Roster


class AllianceMember(Struct, frozen=True):
    """An institution in a local alliance; kind is `full` (ordentlich) or `advisory` (beratend)."""

    name: str
    kind: str = "full"


class LocalAlliance(Struct, frozen=True):
    """The lokale Fachkräfteallianz of one region, which gives the statement."""

    name: str
    short: str = ""
    since: str = ""
    members: tuple[AllianceMember, ...] = ()
    source: str = ""
    assumption: bool = False


class Region(Struct, frozen=True):
    """A Teilraum with its districts. category: `SER` or `ÜR`, the funding area it lies in."""

    id: str
    name: str
    districts: tuple[str, ...]
    local_alliance: LocalAlliance
    category: str = ""
    aliases: tuple[str, ...] = ()
    district_aliases: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    assumption: bool = False


class Goal(Struct, frozen=True):
    """One of the goals (`I.3`), in the exact words of the strategy; `field` is its field's ID."""

    id: str
    text: str
    field: str


class FieldOfAction(Struct, frozen=True):
    """A Handlungsschwerpunkt (`I` to `IV`) with its goals."""

    id: str
    title: str
    goals: tuple[Goal, ...]
    source: str = ""


class ProjectType(Struct, frozen=True):
    """A type of project; `votum` says whether the steering group votes on it, `budget` whether it
    is paid from the alliance's budget."""

    id: str
    title: str
    votum: bool
    budget: bool
    source: str = ""
    assumption: bool = False


class Call(Struct, frozen=True):
    """A Förderaufruf; kind is `regular` or `special`, the window from `opens` to `closes`."""

    id: str
    title: str
    kind: str = "regular"
    opens: date | None = None
    closes: date | None = None
    source: str = ""
    assumption: bool = False


class Office(Struct, frozen=True):
    """The coordination office: where letters come from and go to."""

    name: str
    institution: str
    street: str
    postal_code: str
    town: str
    phone: str = ""
    email: str = ""
    web: str = ""
    seat: str = ""
    source: str = ""
    assumption: bool = False


class Letterhead(Struct, frozen=True):
    """What stands at the head and the foot of every document, in German.

    logo_alt: what the logo shows, in words; the picture is `logo.png` beside the alliance's data.
    """

    lines: tuple[str, ...]
    sender_line: str
    footer: tuple[str, ...] = ()
    publicity: str = ""
    logo_alt: str = ""
    source: str = ""
    assumption: bool = False


class Signatory(Struct, frozen=True):
    """Who signs which kinds of documents from a day to a day.

    role: `office` or `chair`. line: what stands above the name ("Im Auftrag"). documents: kinds
    of documents; empty for all that no other signatory names.
    """

    role: str
    name: str
    line: str
    documents: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    assumption: bool = False


class Patterns(Struct, frozen=True):
    """How numbers are written, as `str.format` patterns of `year` and `number`."""

    reference: str
    project: str
    document: str
    assumption: bool = True


class PlannedMeeting(Struct, frozen=True):
    """A meeting that is planned; kind is `steering`, `assembly` or `exchange`."""

    day: date
    kind: str = "steering"
    place: str = ""


class Alliance(Struct, frozen=True, dict=True):
    """One alliance (Fachkräftebündnis) with everything that is its own."""

    name: str
    title: str
    short: str
    letterhead: Letterhead
    office: Office
    regions: tuple[Region, ...]
    fields: tuple[FieldOfAction, ...]
    roster: Roster
    patterns: Patterns
    types: tuple[ProjectType, ...] = ()
    calls: tuple[Call, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    meetings: tuple[PlannedMeeting, ...] = ()
    meetings_a_year: int = 0
    assemblies_a_year: int = 0
    founded: date | None = None
    members: int = 0
    strategy: str = ""
    language: str = "de"

    def region(self, name: str) -> Region | None:
        """The region of this ID, or `None`."""
        return self._regions.get(name)

    def goal(self, name: str) -> Goal | None:
        """The goal of this ID (`I.3`), or `None`."""
        return self._goals.get(name)

    def field(self, name: str) -> FieldOfAction | None:
        """The field of action of this ID (`I`), or `None`."""
        return next((one for one in self.fields if one.id == name), None)

    def type(self, name: str) -> ProjectType | None:
        """The project type of this ID, or `None`."""
        return next((one for one in self.types if one.id == name), None)

    def call(self, name: str) -> Call | None:
        """The call of this ID, or `None`."""
        return next((one for one in self.calls if one.id == name), None)

    def region_of_district(self, name: str) -> Region | None:
        """The region in which a district lies, by its name or an alias of it, or `None`."""
        return self._districts.get(_plain(name))

    def signatory(self, document: str, day: date) -> Signatory | None:
        """Who signs this kind of document on this day: one named for it before one for all."""
        in_force = [
            one
            for one in self.signatories
            if (one.valid_from is None or one.valid_from <= day)
            and (one.valid_to is None or day <= one.valid_to)
        ]
        named = (one for one in in_force if document in one.documents)
        return next(named, None) or next((one for one in in_force if not one.documents), None)

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """All goals, in the order of the strategy."""
        return tuple(goal for one in self.fields for goal in one.goals)

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """All districts, in the order of the regions."""
        return tuple(name for region in self.regions for name in region.districts)

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {region.id: region for region in self.regions}

    @cached_property
    def _goals(self) -> dict[str, Goal]:
        return {goal.id: goal for goal in self.goals}

    @cached_property
    def _districts(self) -> dict[str, Region]:
        return {
            _plain(name): region
            for region in self.regions
            for name in (*region.districts, *region.district_aliases)
        }


def _plain(name: str) -> str:
    """A district's name as people write it: without `Landkreis`, case or doubled spaces."""
    words = name.casefold().split()
    if words and words[0] in ("landkreis", "lk", "kreis"):
        words = words[1:]
    return " ".join(words)
