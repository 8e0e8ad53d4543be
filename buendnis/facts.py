"""What is known about a project: frozen facts, read by every rule and every document.

Nothing here decides anything. Amounts are whole cents, shares of work are hundredths of a
percent, days are `date`. A `Sketch` is what the applicant wrote; a `Project` is the fold of the
record of one project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

# ---------------------------------------------------------------- the sketch


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


# ---------------------------------------------------------------- figures in force


class Figures(Struct, frozen=True):
    """The programme's figures that apply to a project, stamped at `submit`.

    day: the business day they were taken for. cap: highest total cost without exception, cents.
    highest_rate: hundredths of a percent, `None` if unknown. longest_years: longest duration.
    last_day: last day a project may end. criteria_above: requested grant in cents above which the
    criteria sheet is needed. report_months: months from the end to the final report.
    """

    day: date
    cap: int
    highest_rate: int | None
    longest_years: int
    last_day: date
    criteria_above: int
    report_months: int

    @property
    def reference_grant(self) -> int | None:
        """The grant at the cap with the highest rate, in cents; above it D3 asks for the
        justification. `None` if the rate is unknown."""
        if self.highest_rate is None:
            return None
        return self.cap * self.highest_rate // 10_000


class Amounts(Struct, frozen=True):
    """The sums of a cost plan in cents: what rules and tables need of it."""

    total: int = 0
    funding: int = 0
    grant: int = 0


# ---------------------------------------------------------------- the course of a project


class Entry(Struct, frozen=True):
    """A step that was taken. `records` says what its form is a record of (`statement`,
    `application`, …); `form` holds JSON values: days as ISO texts, money as cents."""

    position: int
    step: str
    records: str
    day: date
    actor: str
    source: str
    target: str
    sketch_version: int
    form: dict[str, Any] = field(default_factory=dict)
    person: str = ""

    def day_of(self, key: str) -> date | None:
        """A day of the form, or `None`."""
        value = self.form.get(key)
        return date.fromisoformat(value) if value else None


class Paper(Struct, frozen=True):
    """An original that came in, with its receipt. `kind` as the step names it (`aussage`)."""

    kind: str
    name: str
    hash: str
    received_on: date
    position: int
    sketch_version: int
    size: int = 0


class IssuedDocument(Struct, frozen=True):
    """A document of ours: `draft` papers are for another's signature."""

    number: str
    kind: str
    position: int
    day: date
    draft: bool = False
    replaced_by: str = ""


class Forwarding(Struct, frozen=True):
    """Something that left for another body: who sent what to whom, when."""

    position: int
    day: date
    sender: str
    recipient: str
    channel: str
    files: tuple[str, ...]


class Note(Struct, frozen=True):
    """A note of the office; with `due` it waits until done."""

    position: int
    day: date
    text: str
    due: date | None = None
    for_whom: str = ""


class RecordedBallot(Struct, frozen=True):
    """One seat's answer as recorded: origin `meeting`, `email` or `paper`."""

    seat: str
    answer: str
    origin: str
    position: int
    by: str = "member"
    reason: str = ""
    evidence: str = ""


class Recusal(Struct, frozen=True):
    """A seat that may not vote on a motion, and why."""

    seat: str
    because: str
    found: str = "declared"


class MotionResult(Struct, frozen=True):
    """What the steering group decided, with the counts and the derivation as data."""

    result: str
    cause: str
    seats: int
    entitled: int
    recused: int
    present: int
    yes: int
    no: int
    abstain: int
    missing: int
    quorum_required: int
    quorum_reached: int
    quorum_met: bool
    rule: str
    derivation: tuple[dict[str, Any], ...] = ()


class Plan(Struct, frozen=True):
    """What a votum is about: amounts in cents, regions, goals, who carries it, and when."""

    total: int
    grant: int
    start: date | None
    end: date | None
    regions: tuple[str, ...]
    goals: tuple[str, ...]
    applicant: str
    funded_partners: tuple[str, ...]


class Motion(Struct, frozen=True):
    """A Beschlussvorlage on this project; the roster is frozen when it opens.

    mode: `meeting` (then `meeting` is its id) or `circular` (then `until`, `reason`).
    proposal: `endorse` or `decline`. purpose: `project` or `supplement`. plan: what is voted on,
    the yardstick for later changes.
    """

    id: str
    position: int
    purpose: str
    proposal: str
    mode: str
    opened_on: date
    sketch_version: int
    round: int
    meeting: str = ""
    until: date | None = None
    reason: str = ""
    roster: tuple[dict[str, Any], ...] = ()
    bylaws: dict[str, Any] = field(default_factory=dict)
    papers: str = ""
    plan: Plan | None = None
    ballots: tuple[RecordedBallot, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    open: bool = True
    cancelled: bool = False
    closed_on: date | None = None
    result: MotionResult | None = None
    form: dict[str, Any] = field(default_factory=dict)


class Attendance(Struct, frozen=True):
    """Who sits on a seat in a meeting: by `member`, `deputy` or `absent`; for a deputy the case of
    substitution (`prevented`, `vacant`, `recused`)."""

    seat: str
    by: str
    case: str = ""


class Meeting(Struct, frozen=True):
    """A meeting (Sitzung): kind `steering`, `assembly` or `exchange`."""

    id: str
    alliance: str
    kind: str
    day: date
    place: str = ""
    version: int = 1
    closed: bool = False
    attendance: tuple[Attendance, ...] = ()


class Project(Struct, frozen=True):
    """The fold of one project's record."""

    id: str
    reference: str
    alliance: str
    state: str
    version: int
    sketch: Sketch
    sketch_version: int = 1
    amounts: Amounts = Amounts()
    cause: str = ""
    workflow: str = ""
    figures: Figures | None = None
    entries: tuple[Entry, ...] = ()
    papers: tuple[Paper, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    forwardings: tuple[Forwarding, ...] = ()
    notes: tuple[Note, ...] = ()
    motions: tuple[Motion, ...] = ()
    responsible: str = ""
    fictitious: bool = False
    adopted: bool = False
    created_on: date | None = None
    corrections: tuple[int, ...] = ()
    position: int = 0

    def entries_of(self, records: str) -> Iterator[Entry]:
        """The entries that are a record of `records`, oldest first."""
        return (entry for entry in self.entries if entry.records == records)

    def last(self, records: str) -> Entry | None:
        """The latest entry that is a record of `records`."""
        for entry in reversed(self.entries):
            if entry.records == records:
                return entry
        return None

    @property
    def statements(self) -> Mapping[str, Entry]:
        """The current statement of each region: a later one supersedes."""
        return {entry.form["region"]: entry for entry in self.entries_of("statement")}

    @property
    def open_motion(self) -> Motion | None:
        """The motion that is being voted on, if any."""
        return next((one for one in reversed(self.motions) if one.open), None)

    @property
    def last_motion(self) -> Motion | None:
        """The latest motion that was closed with a result."""
        return next((one for one in reversed(self.motions) if one.result is not None), None)
