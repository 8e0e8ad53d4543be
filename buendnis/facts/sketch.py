"""What the applicant wrote. Shares of work are hundredths of a percent, amounts whole cents."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field


class Share(Struct, frozen=True):
    """A region's share of the project, in whole percent."""

    region: str
    percent: int


class Applicant(Struct, frozen=True):
    """Who carries the project (Projektträger)."""

    name: str = ""
    type: str = ""
    contact: str = ""
    email: str = ""
    address: str = ""
    represented_by: str = ""
    project_lead: str = ""


class Partner(Struct, frozen=True):
    """A partner; role is `funded`, `co_financing` or `supporting`."""

    name: str
    role: str


class Indicator(Struct, frozen=True):
    """What the project will be measured by."""

    name: str
    unit: str = ""
    baseline: str = ""
    target: str = ""


class StaffRow(Struct, frozen=True):
    """Staff costed by unit costs; `share` in hundredths of a percent (75.00 % is 7500)."""

    level: str
    share: int
    start: date
    end: date
    reduced: bool = False


class CostRow(Struct, frozen=True):
    """A cost of one year: `cents`, or for `flat_rate` hundredths of a `percent` of personnel."""

    year: int
    category: str
    cents: int | None = None
    percent: int | None = None
    label: str = ""


class FundingRow(Struct, frozen=True):
    """Money of one year from one source (grant, own, third_party, public_cofunding, revenue)."""

    year: int
    source: str
    cents: int
    provider: str = ""


class Sketch(Struct, frozen=True):
    """The applicant's description of the project (Projektskizze), as read from the file.

    Empty strings, empty tuples and `None` mean: not given.
    """

    alliance: str = ""
    title: str = ""
    type: str = ""
    kind: str = ""
    start: date | None = None
    end: date | None = None
    regions: tuple[Share, ...] = ()
    lead_region: str = ""
    districts: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    predecessor: str = ""
    level: str = ""
    effect: tuple[str, ...] = ()
    call: str = ""
    digitalisation: str = ""
    green_economy: str = ""
    applicant: Applicant = Applicant()
    partners: tuple[Partner, ...] = ()
    content: dict[str, str] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    costs: tuple[CostRow, ...] = ()
    funding: tuple[FundingRow, ...] = ()
    justification: str = ""

    @property
    def region_names(self) -> tuple[str, ...]:
        """The regions concerned, in the order of the sketch."""
        return tuple(share.region for share in self.regions)
