"""Storing the decision certificate of a motion, in the transaction that closes it."""

from __future__ import annotations

from secrets import token_hex

from buendnis.canon import canonical
from buendnis.facts import Meeting, Motion
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.record import keep
from buendnis.workflow.certificates import certificate_values
from votes.certificate import SALT_DIGITS, certified

CERTIFICATE = "certificate"


def certify(tx: Transaction, motion: Motion, meeting: Meeting | None) -> str:
    """Store the certificate of a motion and return its hash, for the entry that closes it (the key
    `certificate` of its payload).

    motion: its facts as they will be after the close, with result and form. meeting: the one in
    which it was decided, as it stands, None for a circular. The salts are drawn here, once.
    """
    values = seal(certificate_values(motion, meeting), tx.query, tx.insert)
    return keep(tx, CERTIFICATE, canonical(certified(values, lambda: token_hex(SALT_DIGITS // 2))))
