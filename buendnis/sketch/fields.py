"""The fields of the sketch, in the order of its file: what each is for, and what may stand there.

The forms (TOML, spreadsheet) and the interview are made from this one list, so that they cannot
differ. Labels are translated; key paths and choices are the words of the file format.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from buendnis.costs import CATEGORIES, FUNDING_SOURCES
from buendnis.texts import T, Text

Kind = Literal[
    "line", "text", "choice", "choices", "list", "day", "shares", "amount", "percent", "year",
    "flag",
]  # fmt: skip

TYPES = ("structure", "unemployed", "training")
KINDS = ("new", "continuation", "development", "transfer", "bundling", "pilot")
LEVELS = ("district", "region", "several", "alliance")
EFFECTS = ("structure", "qualification")
APPLICANT_TYPES = (
    "municipality",
    "university",
    "education",
    "chamber",
    "company",
    "association",
    "agency",
    "other",
)
ROLES = ("funded", "co_financing", "supporting")


class Field(Struct, frozen=True):
    """One field: its key, what kind of value it takes, its label and an explanation."""

    key: str
    kind: Kind
    label: Text
    help: Text = Text("")
    choices: tuple[str, ...] = ()
    example: str = ""


class Section(Struct, frozen=True):
    """A table of the file; with `rows` an array of tables."""

    name: str
    label: Text
    fields: tuple[Field, ...]
    rows: bool = False
    help: Text = Text("")


ALLIANCE = Field(
    "alliance", "line", T("Alliance"), T("The alliance that the project is submitted to.")
)

PROJECT = Section(
    "project",
    T("The project"),
    (
        Field("title", "line", T("Title")),
        Field(
            "type",
            "choice",
            T("Type"),
            T(
                "structure: structures for skilled labour; unemployed: for job seekers; training:"
                " further training, which runs under calls of the Land and needs no votum."
            ),
            TYPES,
        ),
        Field(
            "kind",
            "choice",
            T("Kind of project"),
            T("Whether the project is new or builds on an earlier one."),
            KINDS,
        ),
        Field("start", "day", T("Start"), T("The first day of the project."), (), "2026-03-01"),
        Field(
            "end",
            "day",
            T("End"),
            T("The last day: after three years at most, and within the programme's time."),
            (),
            "2027-12-31",
        ),
        Field(
            "regions",
            "shares",
            T("Regions"),
            T("The regions with their shares in whole percent; the sum is 100."),
            (),
            "{ hildesheim = 100 }",
        ),
        Field("lead_region", "line", T("Lead region"), T("The region that leads.")),
        Field("districts", "list", T("Districts"), T("The districts the project works in.")),
        Field(
            "goals",
            "list",
            T("Goals"),
            T("The goals of the strategy that the project serves."),
            (),
            "I.3",
        ),
        Field(
            "predecessor",
            "line",
            T("Earlier project"),
            T("The project that this one continues, if any."),
        ),
        Field("level", "choice", T("Level"), T("How far the project reaches."), LEVELS),
        Field(
            "effect",
            "choices",
            T("Area of effect"),
            T("Better structures, or people qualified and placed; both are possible."),
            EFFECTS,
        ),
        Field("call", "line", T("Call"), T("The call for projects, if there is one.")),
        Field(
            "digitalisation",
            "text",
            T("Digitalisation"),
            T("How the project serves this focus; empty if it does not."),
        ),
        Field(
            "green_economy",
            "text",
            T("Green economy"),
            T("How the project serves this focus; empty if it does not."),
        ),
    ),
)

APPLICANT = Section(
    "applicant",
    T("The applicant"),
    (
        Field("name", "line", T("Name of the institution")),
        Field("type", "choice", T("Type of institution"), choices=APPLICANT_TYPES),
        Field("contact", "line", T("Contact person")),
        Field("email", "line", T("E-mail")),
        Field("address", "line", T("Address")),
        Field("represented_by", "line", T("Represented by"), T("Who may sign.")),
        Field("project_lead", "line", T("Project lead"), T("Who leads the project.")),
    ),
)

PARTNERS = Section(
    "partners",
    T("Partners"),
    (
        Field("name", "line", T("Name"), example="Handwerkskammer"),
        Field(
            "role",
            "choice",
            T("Role"),
            T("Whether the partner is paid from the grant, adds money, or supports."),
            ROLES,
            "supporting",
        ),
    ),
    rows=True,
)

CONTENT = Section(
    "content",
    T("What it is about"),
    (
        Field("need", "text", T("Need"), T("Which need the region has, and how it was found.")),
        Field(
            "distinction",
            "text",
            T("Distinction"),
            T("What exists already, and why this does not double it."),
        ),
        Field("target_group", "text", T("Target group"), T("Who it is for.")),
        Field("measures", "text", T("Measures"), T("What will be done, in work packages.")),
        Field(
            "goal_contribution",
            "text",
            T("Contribution to the goals"),
            T("What the project adds to each goal that it names."),
        ),
        Field(
            "regional_effect",
            "text",
            T("Effect in the region"),
            T("What changes within the region or regions."),
        ),
        Field(
            "spatial_reach",
            "text",
            T("Spatial reach"),
            T("How far the effect goes beyond the place."),
        ),
        Field(
            "continuation",
            "text",
            T("Continuation"),
            T("How it goes on when the funding has ended."),
        ),
        Field(
            "transferability",
            "text",
            T("Transferability"),
            T("What makes it a model, and what others can take over."),
        ),
        Field(
            "management",
            "text",
            T("Project management"),
            T("Who steers, with which tasks and which institutions."),
        ),
        Field("evaluation", "text", T("Evaluation"), T("How success will be found out.")),
        Field(
            "other_funding",
            "text",
            T("Other funding"),
            T("Related measures and other grants, so that nothing is paid twice."),
        ),
    ),
)

INDICATORS = Section(
    "indicators",
    T("Indicators"),
    (
        Field("name", "line", T("Name"), example="beratene Unternehmen"),
        Field("unit", "line", T("Unit"), example="Unternehmen"),
        Field("baseline", "line", T("Baseline"), example="0"),
        Field("target", "line", T("Target"), example="40"),
    ),
    rows=True,
)

STAFF = Section(
    "staff",
    T("Staff by unit costs"),
    (
        Field(
            "level", "line", T("Unit cost level"), T("The Funktionsstufe, from 1a to 7."), (), "5"
        ),
        Field("share", "percent", T("Share"), T("Of a full post, in percent."), (), "75.00"),
        Field("from", "day", T("From"), T("The first of a month."), (), "2026-03-01"),
        Field("to", "day", T("To"), T("The last of a month."), (), "2027-12-31"),
        Field(
            "reduced",
            "flag",
            T("Reduced"),
            T("Whether pay is below the threshold of the unit costs."),
            (),
            "false",
        ),
    ),
    rows=True,
    help=T("One row for each person: level × share × months. N. N. is not needed."),
)

COSTS = Section(
    "costs",
    T("Costs"),
    (
        Field("year", "year", T("Year"), example="2026"),
        Field(
            "category",
            "choice",
            T("Category"),
            T("personnel: staff without unit costs; flat_rate: percent of personnel."),
            CATEGORIES,
            "travel",
        ),
        Field("amount", "amount", T("Amount"), T("In euros."), (), "12000.00"),
        Field(
            "percent",
            "percent",
            T("Percent"),
            T("For flat_rate only, instead of an amount: percent of the year's personnel."),
        ),
        Field("label", "line", T("What for")),
    ),
    rows=True,
)

FUNDING = Section(
    "funding",
    T("Funding"),
    (
        Field("year", "year", T("Year"), example="2026"),
        Field(
            "source",
            "choice",
            T("Source"),
            T("grant: what is applied for; own, third_party, public_cofunding, revenue."),
            FUNDING_SOURCES,
            "grant",
        ),
        Field("provider", "line", T("Provider"), example="ESF+ / Land Niedersachsen"),
        Field("amount", "amount", T("Amount"), T("In euros."), (), "12000.00"),
    ),
    rows=True,
    help=T("In each year costs and funding have the same sum."),
)

OVER_CAP = Section(
    "over_cap",
    T("Above the cap on the total cost"),
    (
        Field(
            "justification",
            "text",
            T("Separate justification"),
            T("Needed where a higher cost would lead to a higher grant."),
        ),
    ),
)

SECTIONS = (
    PROJECT,
    APPLICANT,
    PARTNERS,
    CONTENT,
    INDICATORS,
    STAFF,
    COSTS,
    FUNDING,
    OVER_CAP,
)


def label_of(path: str) -> Text:
    """The label of a key path (`content.need`); the path itself if it is none of ours."""
    for section in SECTIONS:
        for field in section.fields:
            if path == f"{section.name}.{field.key}":
                return field.label
    return T("{path}", path=path)
