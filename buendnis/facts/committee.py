"""The committee's work: motions with their ballots, meetings, free resolutions, seats and keys.

A motion is put on a project (it lies in the project's stream) or stands alone (`Resolution`).
People stand by their salted keys wherever these facts are hashed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct, field

from buendnis.facts.papers import IssuedDocument, Paper

# ---------------------------------------------------------------- one motion


class RecordedBallot(Struct, frozen=True):
    """One seat's answer as it stands in the record.

    origin: `signed`, `meeting`, `email` or `paper`. by: `member` or `deputy`; case: with a deputy
    in a circular, the case of substitution. conditions: the member's declarations. evidence: hash
    of the paper it rests on (the mail, the scan, the signed file). Of a signed ballot: key, the
    thumbprint of the key; ballot, its fingerprint; replaces, the fingerprint of the ballot that it
    takes the place of, empty for a first one; cast_at, when its member says it was cast (UTC).
    """

    seat: str
    answer: str
    origin: str
    position: int
    by: str = "member"
    reason: str = ""
    evidence: str = ""
    case: str = ""
    conditions: tuple[str, ...] = ()
    key: str = ""
    ballot: str = ""
    replaces: str = ""
    cast_at: str = ""


class Recusal(Struct, frozen=True):
    """A seat that may not vote on a motion, and why.

    found: `institution` (from the names), `declared` (by the member) or `decided` (by the others).
    institutions: those of the seat's institutions that are concerned, empty if only declared.
    decided: how the others voted on it, without the seat. position: of the entry; 0 for what was
    found when the motion opened.
    """

    seat: str
    because: str
    found: str = "declared"
    institutions: tuple[str, ...] = ()
    decided: dict[str, int] = field(default_factory=dict)
    position: int = 0


class Dispute(Struct, frozen=True):
    """What a member says against the vote that was recorded for the seat; the ballot stands."""

    seat: str
    text: str
    position: int
    day: date


class Condition(Struct, frozen=True):
    """A condition that was adopted into the motion (Maßgabe, Hinweis).

    due: `before_application`, an ISO day, or empty. evidence: what proves it. position: of the
    entry that adopted it. met_on, met_by: when it was met, and by which evidence.
    """

    number: int
    text: str
    owner: str
    due: str
    evidence: str
    position: int
    met_on: date | None = None
    met_by: str = ""


class Follower(Struct, frozen=True):
    """Who follows a holder that left office while a motion was open; the old ballot stands."""

    seat: str
    person: str
    institution: str
    role: str
    position: int


class Extension(Struct, frozen=True):
    """A circular whose end was put off."""

    position: int
    day: date
    was: date
    until: date
    reason: str


class Reminder(Struct, frozen=True):
    """That seats without an answer to a circular were reminded."""

    position: int
    day: date
    seats: tuple[str, ...]


class CandidateSum(Struct, frozen=True):
    """How many votes a person got in a secret ballot."""

    person: str
    votes: int


class SecretCount(Struct, frozen=True):
    """A secret ballot on paper: which seats took part, the sums, the two people who counted.

    blank, invalid: ballots without a vote, and those that do not count. What a seat answered is
    known to nobody.
    """

    position: int
    participants: tuple[str, ...]
    sums: tuple[CandidateSum, ...]
    counted_by: tuple[str, ...]
    blank: int = 0
    invalid: int = 0


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


class Recount(Struct, frozen=True):
    """A closed motion, counted again after a correction.

    position: of the correction; entry: of what was wrong. changed: the result or its cause is
    another than the one that was declared. certificate: hash of the certificate of this count.
    """

    position: int
    day: date
    entry: int
    result: MotionResult
    changed: bool
    certificate: str


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
    """A Beschlussvorlage; seats, by-laws and papers are frozen when it opens.

    mode: `meeting` (then `meeting` is its id) or `circular` (then `until`, `reason`).
    proposal: `endorse` or `decline`. purpose: `project`, `supplement`, `resolution` or `election`
    (the last two are free motions). plan: what is voted on, the yardstick for later changes.
    version: 1, and one more for each condition adopted, which voids earlier ballots. objections:
    seats that object to the circular procedure. cleared: recusals that the others denied, or that
    a correction lifted. questions: names about which nobody answered, when the motion opened,
    whether a seat is concerned. disputes: what members say against their recorded vote.
    chair: the seat of the chair, empty if unknown.
    summons: 2 where the meeting was invited again after a missed quorum. moved_from: `circular`
    for one that went to a meeting. certificate: hash of the decision certificate. recounts: what
    came of it after corrections; `result` stays what was declared. closing: position of the entry
    that closed it. earlier: signed ballots in the record in whose place another one stands. Of a
    free motion: title, text; mediation: the note on what led to a new round.
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
    version: int = 1
    objections: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    followers: tuple[Follower, ...] = ()
    extensions: tuple[Extension, ...] = ()
    secret: SecretCount | None = None
    chair: str = ""
    summons: int = 1
    moved_from: str = ""
    certificate: str = ""
    title: str = ""
    text: str = ""
    cleared: tuple[Recusal, ...] = ()
    questions: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    recounts: tuple[Recount, ...] = ()
    closing: int = 0
    mediation: str = ""
    earlier: tuple[RecordedBallot, ...] = ()

    @property
    def recount_pending(self) -> bool:
        """Whether a new count has another result than the one that is in force."""
        return bool(self.recounts) and self.recounts[-1].changed


# ---------------------------------------------------------------- free motions


class Sending(Struct, frozen=True):
    """That the result of a free motion was told. for_whom: those told by name; empty for the
    members."""

    position: int
    motion: str
    day: date
    channel: str
    for_whom: tuple[str, ...]


class Resolution(Struct, frozen=True):
    """A free motion (extension of the alliance, strategy, an election), with its rounds.

    kind: `resolution` or `election`. text: the proposal, word for word. fictitious: every page of
    it says so.
    """

    id: str
    alliance: str
    kind: str
    title: str
    text: str
    version: int = 1
    motions: tuple[Motion, ...] = ()
    papers: tuple[Paper, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    sent: tuple[Sending, ...] = ()
    fictitious: bool = False
    created_on: date | None = None
    position: int = 0

    @property
    def open_motion(self) -> Motion | None:
        """The motion that is being voted on, if any."""
        return next((one for one in reversed(self.motions) if one.open), None)

    @property
    def attachments(self) -> tuple[Paper, ...]:
        """The papers that came with the proposal; what came later is the evidence of votes."""
        first = self.motions[0].position if self.motions else self.position
        return tuple(one for one in self.papers if one.position == first)

    @property
    def last_motion(self) -> Motion | None:
        """The latest motion that was closed with a result."""
        return next((one for one in reversed(self.motions) if one.result is not None), None)


# ---------------------------------------------------------------- meetings


class Attendance(Struct, frozen=True):
    """Who sits on a seat in a meeting: by `member`, `deputy` or `absent`; for a deputy the case of
    substitution (`prevented`, `vacant`, `recused`). person: who it was, if the seat has several."""

    seat: str
    by: str
    case: str = ""
    person: str = ""


class AgendaItem(Struct, frozen=True):
    """An item of the agenda (TOP). kind: `project` (subject is its id), `resolution` (its id) or
    `text` (nothing is voted on). late: it came after the invitation."""

    number: int
    kind: str
    title: str
    subject: str = ""
    note: str = ""
    late: bool = False


class Invitation(Struct, frozen=True):
    """That the members were invited. due: the last day on which the period of the by-laws was
    kept. summons: 2 for a second invitation after a missed quorum."""

    position: int
    day: date
    channel: str
    due: date | None = None
    summons: int = 1
    reason: str = ""

    @property
    def late(self) -> bool:
        """Whether the period of the by-laws was missed."""
        return self.due is not None and self.due < self.day


class Declaration(Struct, frozen=True):
    """What a seat has put on record in the minutes: `declaration` (Protokollerklärung) or
    `dissent` (abweichende Meinung). item: the number of the item."""

    item: str
    seat: str
    kind: str
    text: str


class Minutes(Struct, frozen=True):
    """The minutes (Niederschrift): state `draft`, `sent` or `approved`. presided_by, kept_by: who
    signs. course: for each item, what was said. objections: seat and text of each. version: one
    more with each draft. document: the number of the minutes as they were sent last."""

    state: str
    position: int
    presided_by: str = ""
    kept_by: str = ""
    course: dict[str, str] = field(default_factory=dict)
    objections: tuple[tuple[str, str], ...] = ()
    sent_on: date | None = None
    approved_on: date | None = None
    approved_in: str = ""
    declarations: tuple[Declaration, ...] = ()
    version: int = 1
    document: str = ""


class Binder(Struct, frozen=True):
    """A binder (Sitzungsmappe) that was made: its fingerprint (SHA-256) and its pages."""

    position: int
    day: date
    fingerprint: str
    pages: int


class Meeting(Struct, frozen=True):
    """A meeting (Sitzung): kind `steering`, `assembly` or `exchange`. starts_at, ends_at: `14:00`,
    local time. called_off: why it does not take place. not_invited: seats that were not duly
    invited; complaints: seats that complain of it. fictitious: its papers say so."""

    id: str
    alliance: str
    kind: str
    day: date
    place: str = ""
    version: int = 1
    closed: bool = False
    attendance: tuple[Attendance, ...] = ()
    starts_at: str = ""
    ends_at: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    minutes: Minutes | None = None
    papers: tuple[Paper, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    guests: tuple[str, ...] = ()
    not_invited: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    called_off: str = ""
    binders: tuple[Binder, ...] = ()
    fictitious: bool = False

    @property
    def invited(self) -> bool:
        """Whether the members were invited."""
        return bool(self.invitations)


# ---------------------------------------------------------------- seats and keys


class Appointment(Struct, frozen=True):
    """A person on a seat by a recorded entry. order: 1 for the first deputy, 2 for the second.
    to_day: the last day; before `from_day` for an appointment that was taken back."""

    seat: str
    person: str
    institution: str
    role: str
    order: int
    from_day: date
    position: int
    to_day: date | None = None


class EndedTerm(Struct, frozen=True):
    """The end of a term that the alliance's file has. The term is known by its seat, role, order
    and first day, which no rectified or erased name can change."""

    seat: str
    role: str
    order: int
    from_day: date
    to_day: date


class MemberKey(Struct, frozen=True):
    """A member's public key. key: its thumbprint (RFC 7638, SHA-256, base64url). jwk: the public
    key as JSON Web Key. revoked_from: from that day on its ballots are refused. role: in which it
    signs, `member` or `deputy`."""

    key: str
    seat: str
    person: str
    jwk: dict[str, str]
    from_day: date
    position: int
    revoked_from: date | None = None
    reason: str = ""
    role: str = "member"


class Membership(Struct, frozen=True):
    """What the alliance's own stream says: appointments beside those of the alliance's file, ends
    of terms that stand in the file, and the members' keys."""

    appointments: tuple[Appointment, ...] = ()
    ended: tuple[EndedTerm, ...] = ()
    keys: tuple[MemberKey, ...] = ()

    def key(self, thumbprint: str) -> MemberKey | None:
        """The key of that thumbprint."""
        return next((one for one in self.keys if one.key == thumbprint), None)
