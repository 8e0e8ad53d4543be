"""What documents say of a motion beside its numbers: the circular's rules, recusals, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from buendnis.documents.case import given
from buendnis.documents.labels import CAUSE, label
from buendnis.facts import Condition, Motion, MotionResult, Recusal
from buendnis.rules.adopted import BEFORE_APPLICATION
from buendnis.rules.circular import objected

_FOUND = {
    "institution": "aus den Institutionen festgestellt",
    "declared": "selbst erklärt",
    "decided": "von den übrigen Mitgliedern beschlossen",
}
_OBJECTED = "Dem Umlaufverfahren wurde widersprochen; die Vorlage geht in eine Sitzung."


def committee_part(motion: Motion) -> dict[str, Any]:
    """Version, recusals, adopted conditions, and what the by-laws say of a circular."""
    titles = {row["id"]: row.get("title") or row["id"] for row in motion.roster}
    rules = motion.bylaws.get("circular", {})
    return {
        "version": motion.version,
        "recusals": [_recusal(one, titles) for one in motion.recusals],
        "cleared": [_recusal(one, titles) for one in motion.cleared],
        "questions": list(motion.questions),
        "conditions": condition_rows(motion),
        # How many, not who: single seats are not the minutes' matter.
        "objections": len(motion.objections),
        "objections_to_meeting": int(rules.get("objections_to_meeting", 0)),
        "extensions_left": max(int(rules.get("extensions", 0)) - len(motion.extensions), 0),
        "extended": [
            {"was": one.was.isoformat(), "until": one.until.isoformat(), "reason": one.reason}
            for one in motion.extensions
        ],
        "moved": motion.moved_from == "circular",
    }


def condition_rows(motion: Motion) -> list[dict[str, Any]]:
    """The adopted conditions with owner, due and evidence, as a letter lists them."""
    return [
        {
            "number": one.number,
            "text": one.text,
            "owner": one.owner,
            "due": _due(one),
            "before_application": one.due == BEFORE_APPLICATION,
            "evidence": one.evidence,
            "met_on": one.met_on.isoformat() if one.met_on else None,
        }
        for one in motion.conditions
    ]


def cause_text(result: MotionResult) -> str | None:
    """Why a motion was deferred, as a sentence; `None` if it was not."""
    if objected(result):
        return _OBJECTED
    text: str | None = label(CAUSE, result.cause)
    return text


def _due(condition: Condition) -> str:
    if condition.due == BEFORE_APPLICATION:
        return "vor der Antragstellung"
    return f"bis zum {date.fromisoformat(condition.due):%d.%m.%Y}"


def _recusal(one: Recusal, titles: Mapping[str, str]) -> dict[str, Any]:
    counts = one.decided
    how = _FOUND.get(one.found, one.found)
    if counts:
        how += " (Ja {yes}, Nein {no}, Enthaltung {abstain})".format_map(counts)
    return {"seat": titles.get(one.seat, one.seat), "because": given(one.because), "how": how}
