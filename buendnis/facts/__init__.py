"""What is known: frozen facts, read by every rule and every document.

Nothing here decides anything. Amounts are whole cents, shares of work are hundredths of a
percent, days are `date`. A `Sketch` is what the applicant wrote; a `Project`, a `Meeting` and a
`Resolution` are each the fold of one stream of the record.
"""

from buendnis.facts.committee import (
    AgendaItem,
    Appointment,
    Attendance,
    Condition,
    Dispute,
    Extension,
    Follower,
    Invitation,
    Meeting,
    MemberKey,
    Membership,
    Minutes,
    Motion,
    MotionResult,
    Plan,
    RecordedBallot,
    Recount,
    Recusal,
    Reminder,
    Resolution,
    SecretCount,
)
from buendnis.facts.papers import Forwarding, IssuedDocument, Mail, Paper
from buendnis.facts.project import Amounts, Entry, Figures, Note, Project
from buendnis.facts.sketch import (
    Applicant,
    CostRow,
    FundingRow,
    Indicator,
    Partner,
    Share,
    Sketch,
    StaffRow,
)

__all__ = [
    "AgendaItem",
    "Amounts",
    "Applicant",
    "Appointment",
    "Attendance",
    "Condition",
    "CostRow",
    "Dispute",
    "Entry",
    "Extension",
    "Figures",
    "Follower",
    "Forwarding",
    "FundingRow",
    "Indicator",
    "Invitation",
    "IssuedDocument",
    "Mail",
    "Meeting",
    "MemberKey",
    "Membership",
    "Minutes",
    "Motion",
    "MotionResult",
    "Note",
    "Paper",
    "Partner",
    "Plan",
    "Project",
    "RecordedBallot",
    "Recount",
    "Recusal",
    "Reminder",
    "Resolution",
    "SecretCount",
    "Share",
    "Sketch",
    "StaffRow",
]
