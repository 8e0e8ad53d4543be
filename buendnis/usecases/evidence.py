"""What a recorded vote rests on: the mail or scan, its head, and whether the sender is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from buendnis.errors import Finding
from buendnis.events import BALLOTS_RECORDED
from buendnis.mail import is_mail, read_head
from buendnis.store.database import Transaction
from buendnis.store.people import names_of
from buendnis.store.reading import View
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers

_LOOKED_BACK = 50


def kept_evidence(tx: Transaction, attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """The rows of papers whose bytes are stored now, each mail with what its head says."""
    found = tuple(attachments)
    rows = kept_papers(tx, found)
    for row, one in zip(rows, found, strict=True):
        if is_mail(one.name):
            head = read_head(one.body)
            row["mail"] = {
                "sender": head.sender,
                "sent_at": head.sent_at,
                "subject": head.subject,
                "id": head.id,
            }
    return rows


def known_addresses(tx: Transaction | View, seat: str) -> tuple[str, ...]:
    """The addresses from which recorded answers of a seat came so far, the latest first; in a
    view as of a day, so far as they were known then."""
    known = ("AND position <= ? ", (tx.last_position,)) if isinstance(tx, View) else ("", ())
    events = tx.query(
        "SELECT payload FROM event WHERE kind = ? AND payload LIKE ? "  # noqa: S608 - ours
        f"{known[0]}ORDER BY position DESC LIMIT ?",
        (BALLOTS_RECORDED, f'%"seat":"{seat}"%', *known[1], _LOOKED_BACK),
    )
    refs: dict[str, None] = {}
    for (text,) in events:
        payload = json.loads(text)
        rested = {row.get("evidence") for row in payload["ballots"] if row["seat"] == seat}
        for paper in payload.get("papers", ()):
            sender = paper.get("mail", {}).get("sender", "")
            if sender and paper["hash"] in rested:
                refs[sender] = None
    names = names_of(list(refs), tx.query)
    return tuple(dict.fromkeys(names[ref] for ref in refs if "@" in names[ref]))


def sender_hints(
    tx: Transaction, papers: Iterable[Mapping[str, Any]], evidence: Mapping[str, str]
) -> list[Finding]:
    """What is odd about the senders: another address than before, or none. Never a refusal.

    evidence: the hash that each seat's ballot rests on.
    """
    heads = {row["hash"]: row["mail"]["sender"] for row in papers if "mail" in row}
    found: list[Finding] = []
    for seat, digest in evidence.items():
        sender = heads.get(digest)
        if sender is None:
            continue
        known = known_addresses(tx, seat)
        if not sender:
            message = T("The mail for the seat {seat} names no sender.", seat=seat)
        elif known and sender not in known:
            message = T(
                "The mail for the seat {seat} comes from {sender}, earlier ones came from {known}.",
                seat=seat,
                sender=sender,
                known=known,
            )
        else:
            continue
        remedy = T("Ask the member by a way that you know.")
        found.append(Finding("evidence", seat, message, remedy))
    return found
