"""The data of the documents of a free motion: the motion paper and the resolution as decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.documents.case import given
from buendnis.documents.committee import condition_rows
from buendnis.documents.data import MEMBERS, alliance_block, document_kind
from buendnis.documents.labels import CAUSE, MODE, OUTCOME, ROLE, label
from buendnis.facts import Motion, Resolution
from buendnis.settings.alliance import Alliance

_NUMBERS = (
    *("seats", "entitled", "recused", "present", "yes", "no", "abstain", "missing"),
    *("quorum_required", "quorum_reached", "quorum_met"),
)


def resolution_data(
    kind: str,
    resolution: Resolution,
    motion: Motion,
    alliance: Alliance,
    number: str,
    day: date,
    prepared_by: str,
    meeting: str = "",
) -> dict[str, Any]:
    """The data of one document of a free motion, as JSON values.

    motion: the round it is about. number: the document's own. day: the day it bears. meeting: how
    a paper names the meeting. Raises `Unreadable` for an unknown kind.
    """
    description = document_kind(kind)
    signatory = alliance.signatory(kind, day)
    document = {
        "kind": kind,
        "title": description.title,
        "shape": description.shape,
        "number": given(number),
        "day": day.isoformat(),
        "head": None,
        "prepared_by": given(prepared_by),
        "draft": False,
        "for_signature": False,
        "fictitious": resolution.fictitious,
        "reference": resolution.id,
        "your_reference": None,
        "recipient": list(MEMBERS) if description.recipient == "members" else [],
        "address": None,
        "signatory": {
            "line": given(signatory.line) if signatory else None,
            "name": given(signatory.name) if signatory else None,
            "title": ROLE.get(signatory.role) if signatory else None,
        },
    }
    return {
        "document": document,
        "alliance": alliance_block(alliance),
        "resolution": _resolution(resolution, motion, meeting),
    }


def _resolution(resolution: Resolution, motion: Motion, meeting: str) -> dict[str, Any]:
    titles = {row["id"]: row.get("title") or row["id"] for row in motion.roster}
    return {
        "id": resolution.id,
        "motion": motion.id,
        "title": resolution.title,
        "text": given(resolution.text),
        "election": resolution.kind == "election",
        "mode": label(MODE, motion.mode),
        "circular": motion.mode == "circular",
        "meeting": given(meeting or motion.meeting),
        "until": motion.until.isoformat() if motion.until else None,
        "reason": given(motion.reason),
        "round": motion.round,
        "mediation": given(motion.mediation),
        "opened_on": motion.opened_on.isoformat(),
        "closed_on": motion.closed_on.isoformat() if motion.closed_on else None,
        "papers": given(", ".join(one.name for one in resolution.attachments)),
        "recusals": [
            {"seat": titles.get(one.seat, one.seat), "because": given(one.because)}
            for one in motion.recusals
        ],
        "version": motion.version,
        "conditions": condition_rows(motion),
        "result": _result(motion),
        "election_result": _election(motion),
    }


def _result(motion: Motion) -> dict[str, Any] | None:
    if motion.result is None:
        return None
    numbers: dict[str, Any] = {name: getattr(motion.result, name) for name in _NUMBERS}
    return numbers | {
        "label": label(OUTCOME, motion.result.result),
        "adopted": motion.result.result == "endorsed",
        "cause": label(CAUSE, motion.result.cause),
    }


def _election(motion: Motion) -> dict[str, Any] | None:
    """The count of a secret ballot; who took part is a number here, no list of seats."""
    secret, form = motion.secret, motion.form
    if secret is None:
        return None
    return {
        "participants": len(secret.participants),
        "sums": [{"person": one.person, "votes": one.votes} for one in secret.sums],
        "blank": secret.blank,
        "invalid": secret.invalid,
        "counted_by": list(secret.counted_by),
        "elected": given(form.get("elected", "")),
        "reason": given(form.get("reason", "")),
    }
