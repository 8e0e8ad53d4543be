"""Verifying the signed ballots of a record: what the log says of each is what its member signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from buendnis.events import BALLOTS_RECORDED
from buendnis.store.reading import View
from buendnis.store.verify import Report
from buendnis.texts import T
from votes.signed import SignedBallot, read_ballot

SIGNED = "signed"
_SAID = ("seat", "answer", "by", "case", "reason", "key", "replaces", "cast_at")


def check_signed(view: View, report: Report) -> None:
    """Read every signed ballot again from its stored bytes, verify its signature with the key that
    was registered, and compare it with the entry. Bytes that were erased are left to the contents.
    """
    keys = {one.key: dict(one.jwk) for one in view.membership().keys}
    count = 0
    for event in view.events():
        if event.kind != BALLOTS_RECORDED:
            continue
        for row in event.payload.get("ballots", ()):
            if row.get("origin") == SIGNED:
                count += 1
                _check(view, report, keys, event.position, event.payload, row)
    if count:
        report.counts["signed_ballots"] = count


def _check(
    view: View,
    report: Report,
    keys: Mapping[str, dict[str, str]],
    position: int,
    payload: Mapping[str, Any],
    row: Mapping[str, Any],
) -> None:
    data = view.content(str(row.get("evidence", "")))
    if data is None:
        return
    place = f"event {position}"
    sealed, _ = read_ballot(data)
    if sealed is None or sealed.fingerprint != row.get("ballot"):
        report.fault(place, T("The signed ballot of entry {position} is none.", position=position))
        return
    jwk = keys.get(sealed.ballot.key)
    if jwk is None or not sealed.signed_by(jwk):
        report.fault(
            place,
            T("The signature of the ballot in entry {position} does not fit.", position=position),
        )
    if not _same(sealed.ballot, payload, row):
        report.fault(
            place,
            T("Entry {position} says something else than its signed ballot.", position=position),
        )


def _same(ballot: SignedBallot, payload: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    said = msgspec.structs.asdict(ballot)
    bound = (ballot.motion, ballot.version) == (payload["motion"], payload.get("version"))
    conditions = list(ballot.conditions) == list(row.get("conditions", ()))
    objects = ballot.objection == (ballot.seat in payload.get("objections", ()))
    return bound and conditions and objects and all(said[name] == row.get(name) for name in _SAID)
