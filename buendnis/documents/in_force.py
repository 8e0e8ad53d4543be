"""The block of what is in force: the Bescheid with its amendments, and what was settled."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.documents.case import Case
from buendnis.rules.in_force import Granted, Settled, in_force


def in_force_block(case: Case) -> dict[str, Any]:
    """The sums in cents and the period that apply.

    total, grant, end: what is granted, else what was asked for. granted: the Bescheid with its
    amendments (cost: eligible cost; amended_on: day of the latest amendment), `None` without a
    grant. settled: the sums of the settlement, `None` before it.
    """
    found = in_force(case.project)
    return {
        "total": found.total,
        "grant": found.grant,
        "end": _iso(found.end),
        "granted": _granted(found.granted),
        "settled": _settled(found.settled),
    }


def _granted(granted: Granted | None) -> dict[str, Any] | None:
    if granted is None:
        return None
    return {
        "cost": granted.cost,
        "grant": granted.grant,
        "from": _iso(granted.start),
        "to": _iso(granted.end),
        "decided_on": _iso(granted.decided_on),
        "amended_on": _iso(granted.amended_on),
    }


def _settled(settled: Settled | None) -> dict[str, Any] | None:
    if settled is None:
        return None
    return {"cost": settled.cost, "paid": settled.paid, "claimed_back": settled.claimed_back}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
