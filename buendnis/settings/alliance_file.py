"""Reading `alliance.toml`: who an alliance is. Every mistake is named at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from buendnis.errors import Finding
from buendnis.reading import Table, read_toml
from buendnis.settings.alliance import (
    Alliance,
    AllianceMember,
    Call,
    FieldOfAction,
    Goal,
    Letterhead,
    LocalAlliance,
    Office,
    Patterns,
    PlannedMeeting,
    ProjectType,
    Region,
    Signatory,
)
from buendnis.settings.provenance import findings_of, named_once, source_of
from buendnis.texts import T
from votes.roster import Roster, roster_from_data

LOGO = "logo.png"
MEETING_KINDS = ("steering", "assembly", "exchange")
CATEGORIES = ("SER", "ÜR")

# Two fields and no other: what `str.format` can reach besides has no place in a number.
_PATTERN = re.compile(r"(?:[^{}]|\{year\}|\{number(?::0\d)?\})+")


def read_alliance(folder: Path) -> tuple[Alliance, list[Finding]]:
    """The alliance of a folder, as far as it can be read, and all that is wrong with it.

    Raises `Unreadable` where the file is missing or is no TOML.
    """
    file = folder / "alliance.toml"
    top = read_toml(file)
    roster, problems = roster_from_data({"seats": top.raw("seats")})
    regions = tuple(_regions(top))
    meetings = top.table("meetings", required=True)
    alliance = Alliance(
        name=top.text("name", required=True),
        title=top.text("title", required=True),
        short=top.text("short", required=True),
        letterhead=_letterhead(top.table("letterhead", required=True), folder),
        office=_office(top.table("office", required=True), roster),
        regions=regions,
        fields=tuple(_fields(top)),
        roster=roster,
        patterns=_patterns(top.table("patterns", required=True)),
        types=tuple(_types(top)),
        calls=tuple(_calls(top)),
        signatories=tuple(_signatories(top)),
        meetings=tuple(_planned(meetings)),
        meetings_a_year=meetings.whole("steering_a_year", required=True) or 0,
        assemblies_a_year=meetings.whole("assemblies_a_year", required=True) or 0,
        founded=top.day("founded"),
        members=top.whole("members") or 0,
        strategy=top.text("strategy", required=True),
        language=top.choice("language", ("de", "en"), default="de"),
    )
    source_of(top)
    source_of(meetings)
    if alliance.name and alliance.name != folder.name:
        top.wrong(
            "name",
            T(
                "The alliance is called “{name}”, its folder {folder}.",
                name=alliance.name[:80],
                folder=folder.name,
            ),
            T("Give both the same name."),
        )
    _check_seats(top, roster, regions)
    top.finish()
    return alliance, [*top.findings, *findings_of(problems, file)]


def _office(table: Table, roster: Roster) -> Office:
    source, assumption = source_of(table)
    seat = table.text("seat")
    if seat and roster.seat(seat) is None:
        table.wrong("seat", T("There is no seat “{seat}”.", seat=seat[:80]), T("Name a seat."))
    return Office(
        name=table.text("name", required=True),
        institution=table.text("institution", required=True),
        street=table.text("street", required=True),
        postal_code=table.text("postal_code", required=True),
        town=table.text("town", required=True),
        phone=table.text("phone"),
        email=table.text("email"),
        web=table.text("web"),
        seat=seat,
        source=source,
        assumption=assumption,
    )


def _letterhead(table: Table, folder: Path) -> Letterhead:
    source, assumption = source_of(table)
    there, said = (folder / LOGO).is_file(), bool(table.text("logo_alt"))
    if there and not said:
        table.wrong(
            "logo_alt",
            T("There is a logo, and nothing says what it shows."),
            T("Say it in a few words, for whoever does not see it."),
        )
    elif said and not there:
        table.wrong(
            "logo_alt",
            T("There is no file {file} beside the alliance's data.", file=LOGO),
            T("Put the picture there, or leave its words out."),
        )
    return Letterhead(
        lines=table.texts("lines", required=True),
        sender_line=table.text("sender_line", required=True),
        footer=table.texts("footer"),
        publicity=table.text("publicity"),
        logo_alt=table.text("logo_alt"),
        source=source,
        assumption=assumption,
    )


def _patterns(table: Table) -> Patterns:
    return Patterns(
        reference=_pattern(table, "reference"),
        project=_pattern(table, "project"),
        document=_pattern(table, "document"),
        assumption=source_of(table)[1],
    )


def _pattern(table: Table, key: str) -> str:
    """A pattern of `year` and `number`; two numbers must never be written alike."""
    pattern = table.text(key, required=True, longest=80)
    distinct = _PATTERN.fullmatch(pattern) is not None and "{number" in pattern
    distinct = distinct and "{year}" in pattern
    if pattern and not distinct:
        table.wrong(
            key,
            T("“{pattern}” does not number clearly.", pattern=pattern[:80]),
            T("Write it with year and number, like “{example}”.", example="LW-{year}-{number:03}"),
        )
    return pattern


def _regions(top: Table) -> Iterator[Region]:
    rows = [(row, row.text("id", required=True)) for row in top.tables("regions", required=True)]
    named_once(rows)
    lies_in: dict[str, str] = {}
    for row, name in rows:
        source, assumption = source_of(row)
        districts = row.texts("districts", required=True)
        aliases = _named_texts(row.table("district_aliases"))
        for district in (*districts, *aliases):
            if lies_in.setdefault(district, name) != name or districts.count(district) > 1:
                row.wrong(
                    "districts",
                    T("The district “{name}” stands here twice.", name=district[:80]),
                    T("Keep one of them."),
                )
        for alias, district in aliases.items():
            if district not in districts:
                row.wrong(
                    "district_aliases",
                    T(
                        "“{alias}” stands for “{name}”, which is no district of this region.",
                        alias=alias[:80],
                        name=district[:80],
                    ),
                    T("Name one of its districts."),
                )
        yield Region(
            id=name,
            name=row.text("name", required=True),
            districts=districts,
            local_alliance=_local_alliance(row.table("local_alliance", required=True)),
            category=row.choice("category", CATEGORIES),
            aliases=row.texts("aliases"),
            district_aliases=aliases,
            source=source,
            assumption=assumption,
        )


def _local_alliance(table: Table) -> LocalAlliance:
    source, assumption = source_of(table)
    return LocalAlliance(
        name=table.text("name", required=True),
        short=table.text("short"),
        since=table.text("since"),
        members=tuple(
            AllianceMember(
                row.text("name", required=True),
                row.choice("kind", ("full", "advisory"), default="full"),
            )
            for row in table.tables("members")
        ),
        source=source,
        assumption=assumption,
    )


def _fields(top: Table) -> Iterator[FieldOfAction]:
    rows = [(row, row.text("id", required=True)) for row in top.tables("fields", required=True)]
    named_once(rows)
    for row, name in rows:
        goals = row.texts("goals", required=True)
        yield FieldOfAction(
            id=name,
            title=row.text("title", required=True),
            goals=tuple(
                Goal(f"{name}.{number}", text, name) for number, text in enumerate(goals, start=1)
            ),
            source=source_of(row)[0],
        )


def _types(top: Table) -> Iterator[ProjectType]:
    rows = [(row, row.text("id", required=True)) for row in top.tables("types", required=True)]
    named_once(rows)
    for row, name in rows:
        yield ProjectType(
            name,
            row.text("title", required=True),
            row.flag("votum", default=True),
            row.flag("budget", default=True),
            *source_of(row),
        )


def _calls(top: Table) -> Iterator[Call]:
    rows = [(row, row.text("id", required=True)) for row in top.tables("calls")]
    named_once(rows)
    for row, name in rows:
        opens, closes = row.day("opens"), row.day("closes")
        if opens and closes and closes < opens:
            row.wrong("closes", T("The call closes before it opens."), T("Correct the days."))
        yield Call(
            name,
            row.text("title", required=True),
            row.choice("kind", ("regular", "special"), default="regular"),
            opens,
            closes,
            *source_of(row),
        )


def _signatories(top: Table) -> Iterator[Signatory]:
    for row in top.tables("signatories", required=True):
        first, last = row.day("valid_from"), row.day("valid_to")
        if first and last and last < first:
            row.wrong("valid_to", T("The last day is before the first."), T("Correct the days."))
        yield Signatory(
            row.choice("role", ("office", "chair"), required=True),
            row.text("name", required=True),
            row.text("line", required=True),
            row.texts("documents"),
            first,
            last,
            source_of(row)[1],
        )


def _planned(table: Table) -> Iterator[PlannedMeeting]:
    for row in table.tables("planned"):
        day = row.day("day", required=True)
        kind = row.choice("kind", MEETING_KINDS, default="steering")
        place = row.text("place")
        if day is not None:
            yield PlannedMeeting(day, kind, place)


def _check_seats(top: Table, roster: Roster, regions: tuple[Region, ...]) -> None:
    known = {region.id for region in regions}
    for seat in roster.seats:
        if seat.region and seat.region not in known:
            top.wrong(
                "seats",
                T(
                    "The seat “{seat}” is of the region “{region}”, which does not exist.",
                    seat=seat.id[:80],
                    region=seat.region[:80],
                ),
                T("Write one of: {known}.", known=tuple(sorted(known))),
            )
        if not seat.source and not seat.assumption:
            top.wrong(
                "seats",
                T("The seat “{seat}” names no source.", seat=seat.id[:80]),
                T("Name the source, or write assumption = true."),
            )


def _named_texts(table: Table) -> Mapping[str, str]:
    return {key: table.text(key, required=True) for key in table.keys()}  # noqa: SIM118
