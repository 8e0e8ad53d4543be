"""The receipt: what lets a member prove that a ballot is in the record, and stays in it.

It holds the entry word for word, so anybody can compute its hash with SHA-256 alone, and the head
of the log as it was. A later head that still leads back to the entry shows that it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from buendnis.canon import parsed
from buendnis.errors import Finding, IntegrityFailure, Refused, Unreadable
from buendnis.events import BALLOTS_RECORDED
from buendnis.store.chain import COLUMNS, GENESIS, entry_hash
from buendnis.store.reading import View
from buendnis.store.verify import Report, check_chain
from buendnis.texts import T, Text
from buendnis.usecases.packets import find_for_view

FORMAT = 1
RULE = "receipt"


class Receipt(Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt as a file.

    ballot: fingerprint of the ballot (SHA-256 of its bytes). position, entry: of the entry that
    holds it, with its hash. columns: the entry's values in the order that is hashed, as canonical
    JSON, `entry` is their SHA-256; empty for an entry that holds ballots of other seats too, which
    are not the member's to see. head_position, head: the last entry when the receipt was made.
    stands: whether the ballot was the one that counts for its seat then.
    """

    receipt: int
    motion: str
    seat: str
    ballot: str
    origin: str
    stands: bool
    position: int
    entry: str
    columns: list[Any]
    head_position: int
    head: str

    def to_data(self) -> dict[str, Any]:
        """As JSON values."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


def receipts_of(view: View, motion_id: str, seat: str) -> list[Receipt]:
    """A receipt for every ballot of a seat on a motion, in the order of their entries.

    Raises `Refused` for an unknown motion, or where the record has no ballot of the seat.
    """
    holder, motion = find_for_view(view, motion_id)
    last = list(view.query("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1"))
    head_position, head = last[0] if last else (0, GENESIS)
    standing = {(one.seat, one.position) for one in motion.ballots}
    found = [
        Receipt(
            receipt=FORMAT,
            motion=motion_id,
            seat=seat,
            ballot=row.get("ballot") or row.get("evidence", ""),
            origin=row["origin"],
            stands=(seat, position) in standing,
            position=position,
            entry=digest,
            columns=columns if alone else [],
            head_position=head_position,
            head=head,
        )
        for position, digest, columns, row, alone in _rows(view, holder.id, motion_id, seat)
    ]
    if not found:
        raise Refused(
            T("The record has no ballot of {seat} on {motion}.", seat=seat[:80], motion=motion_id)
        )
    return found


def read_receipt(data: bytes, file: str = "") -> Receipt:
    """The receipt in a file. Raises `Unreadable` for one that is none, or does not add up."""
    try:
        receipt = msgspec.json.decode(data, type=Receipt)
        adds_up = receipt.receipt == FORMAT
        if receipt.columns:
            adds_up = adds_up and entry_hash(receipt.columns) == receipt.entry
            payload = str(receipt.columns[COLUMNS.index("payload")])
            adds_up = adds_up and _holds(parsed(payload, dict), receipt)
    except (msgspec.MsgspecError, ValueError, TypeError, IndexError, RecursionError):
        raise _unreadable(file, T("This is no receipt.")) from None
    if not adds_up:
        raise _unreadable(file, T("The receipt does not add up: it was altered."))
    return receipt


def check_receipt(view: View, receipt: Receipt) -> list[Finding]:
    """What in the record contradicts a receipt; empty where the ballot is there as it was.

    The whole chain is followed, so that the entry is shown to lead to the head. Raises
    `IntegrityFailure` where the record ends before that: an older copy looks like one that was
    cut off.
    """
    report = Report()
    check_chain(view, report)
    if report.faults:
        return report.faults
    last = int(view.query("SELECT max(position) FROM event")[0][0] or 0)
    if last < max(receipt.position, receipt.head_position):
        raise IntegrityFailure(
            T("The record does not reach as far as the receipt."), [_too_short(receipt, last)]
        )
    found: list[Finding] = []
    there = view.query("SELECT payload FROM event WHERE position = ?", (receipt.position,))
    holds = bool(there) and _holds(parsed(there[0][0], dict), receipt)
    if not holds or _hash_at(view, receipt.position) != receipt.entry:
        found.append(
            _finding(
                receipt.position,
                T("Entry {position} is not the one of the receipt.", position=receipt.position),
            )
        )
    if _hash_at(view, receipt.head_position) != receipt.head:
        found.append(
            _finding(
                receipt.head_position,
                T("The log no longer leads over the head of the receipt: it was rewritten."),
            )
        )
    return found


def _rows(
    view: View, stream: str, motion_id: str, seat: str
) -> Iterator[tuple[int, str, list[Any], dict[str, Any], bool]]:
    """Every entry with a ballot of the seat: position, hash, hashed values, the ballot's row."""
    known = {one.position for one in view.events(stream)}
    names = ", ".join((*COLUMNS, "hash"))
    for *columns, digest in view.stream(
        f"SELECT {names} FROM event WHERE stream = ? AND kind = ? ORDER BY position",  # noqa: S608 - ours
        (stream, BALLOTS_RECORDED),
    ):
        position = int(columns[COLUMNS.index("position")])
        payload = parsed(columns[COLUMNS.index("payload")], dict)
        if payload["motion"] != motion_id or position not in known:
            continue
        for row in payload["ballots"]:
            if row["seat"] == seat:
                yield position, digest, columns, row, len(payload["ballots"]) == 1


def _holds(payload: dict[str, Any], receipt: Receipt) -> bool:
    """Whether the entry's payload holds the ballot that the receipt names."""
    if payload.get("motion") != receipt.motion:
        return False
    return any(
        row["seat"] == receipt.seat
        and receipt.ballot == (row.get("ballot") or row.get("evidence", ""))
        for row in payload.get("ballots", ())
    )


def _hash_at(view: View, position: int) -> str:
    found = view.query("SELECT hash FROM event WHERE position = ?", (position,))
    return str(found[0][0]) if found else ""


def _finding(position: int, message: Text) -> Finding:
    return Finding(RULE, f"entry {position}", message, T("Ask the office for the backups."))


def _too_short(receipt: Receipt, last: int) -> Finding:
    message = T(
        "The log ends at entry {last}; the ballot is entry {position}, and the receipt was made at "
        "entry {head}. This is an older copy, or the end of its log was cut off.",
        last=last,
        position=receipt.position,
        head=receipt.head_position,
    )
    return Finding(
        RULE, f"entry {last}", message, T("Compare with the database of today or a later backup.")
    )


def _unreadable(file: str, message: Text) -> Unreadable:
    return Unreadable(message, [Finding("input", "", message, file=file)])
