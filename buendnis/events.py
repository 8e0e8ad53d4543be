"""The entries of the record: what happened, by whom, on which day, entered when.

An event is never changed. Its `payload` is made of JSON values; people stand in it by a salted
key only (`buendnis.store.people`). `version` counts the events that changed the stream.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

PROJECT_IMPORTED = "project_imported"
PROJECT_ADOPTED = "project_adopted"
STEP_TAKEN = "step_taken"
STEP_REFUSED = "step_refused"
STEP_UNDONE = "step_undone"
# What the record holds as the reason of an entry taken back where nobody gave one; it is read out
# in the reader's language.
TAKEN_BACK = "zurückgenommen"
CORRECTED = "corrected"
BALLOTS_RECORDED = "ballots_recorded"
SEAT_RECUSED = "seat_recused"
SEAT_FOLLOWED = "seat_followed"
MOTION_EXTENDED = "motion_extended"
MOTION_MOVED = "motion_moved"
CONDITION_ADOPTED = "condition_adopted"
CONDITION_MET = "condition_met"
PAPER_BALLOT_COUNTED = "paper_ballot_counted"
PACKETS_SENT = "packets_sent"
MEMBERS_REMINDED = "members_reminded"
RESOLUTION_PROPOSED = "resolution_proposed"
RESOLUTION_REOPENED = "resolution_reopened"
RESOLUTION_CLOSED = "resolution_closed"
RESOLUTION_CANCELLED = "resolution_cancelled"
RESOLUTION_SENT = "resolution_sent"
WORKFLOW_MOVED = "workflow_moved"
DOCUMENT_SEALED = "document_sealed"
DOCUMENT_FILED = "document_filed"
MEETING_PLANNED = "meeting_planned"
AGENDA_SET = "agenda_set"
MEETING_INVITED = "meeting_invited"
MEETING_PAPER_ADDED = "meeting_paper_added"
MEETING_CALLED_OFF = "meeting_called_off"
ATTENDANCE_RECORDED = "attendance_recorded"
MEETING_CLOSED = "meeting_closed"
MINUTES_DRAFTED = "minutes_drafted"
MINUTES_SENT = "minutes_sent"
MINUTES_OBJECTED = "minutes_objected"
MINUTES_APPROVED = "minutes_approved"
BINDER_MADE = "binder_made"
SEAT_APPOINTED = "seat_appointed"
SEAT_ENDED = "seat_ended"
KEY_REGISTERED = "key_registered"
KEY_REVOKED = "key_revoked"
BALLOT_REFUSED = "ballot_refused"
BALLOT_OBJECTED = "ballot_objected"
VOTES_TOLD = "votes_told"
ALLIANCE_FOUNDED = "alliance_founded"
PERSON_RECTIFIED = "person_rectified"
PERSON_ERASED = "person_erased"

KINDS = frozenset(
    value for name, value in globals().items() if name.isupper() and isinstance(value, str)
)
# These say something about the stream, and leave its facts as they are.
SILENT = frozenset({STEP_REFUSED, BALLOT_REFUSED, DOCUMENT_SEALED})
# These change one motion, in the stream of a project or of a resolution.
ON_MOTIONS = frozenset(
    {
        BALLOTS_RECORDED,
        SEAT_RECUSED,
        SEAT_FOLLOWED,
        MOTION_EXTENDED,
        MOTION_MOVED,
        CONDITION_ADOPTED,
        CONDITION_MET,
        PAPER_BALLOT_COUNTED,
        PACKETS_SENT,
        MEMBERS_REMINDED,
        BALLOT_OBJECTED,
        VOTES_TOLD,
    }
)


# The stream of the alliance itself: its founding, people, seats and keys.
ALLIANCE_STREAM = "alliance"


class Event(Struct, frozen=True):
    """One entry. `day` is the day the thing happened; `clock` the time of entry in UTC.

    stream: the project's, meeting's or alliance's id. rehearsal: entered under a set clock.
    previous, hash: the chain (SHA-256, hexadecimal).
    """

    position: int
    stream: str
    version: int
    kind: str
    payload: dict[str, Any]
    actor: str
    person: str
    day: date
    clock: str
    rehearsal: bool = False
    previous: str = ""
    hash: str = ""
