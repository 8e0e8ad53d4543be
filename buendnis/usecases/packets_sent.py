"""Recording that the packets of a motion left the house. (Making them only reads.)"""

from __future__ import annotations

from buendnis.events import PACKETS_SENT
from buendnis.usecases.motions import find_open_motion, record_on_motion
from buendnis.usecases.office import Office, Who
from buendnis.usecases.packets import fingerprints_of
from buendnis.usecases.roles import KEEPERS, only
from buendnis.workflow.voting import frame_of


def mark_sent(
    office: Office, who: Who, motion_id: str, seats: tuple[str, ...], channel: str
) -> int:
    """Record that the packet went to the seats (none: to all). Returns the entry's position."""
    only(who, *KEEPERS)
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        question, papers = fingerprints_of(tx, found.holder, found.motion)
        known = tuple(one.id for one in frame_of(found.motion).seats)
        payload = {
            "seats": list(seats or known),
            "channel": channel,
            "version": found.motion.version,
            "question_fingerprint": question,
            "papers_fingerprint": papers,
        }
        after = record_on_motion(office, tx, who, found, PACKETS_SENT, payload)
        rows = tx.query("SELECT MAX(position) FROM event WHERE stream = ?", (after.holder.id,))
        return int(rows[0][0])
