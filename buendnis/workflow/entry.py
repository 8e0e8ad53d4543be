"""From a decision to the entry that records it: the payload that the fold reads.

The record and the check of a workflow build it here, so that what is proved is what is written.
"""

from __future__ import annotations

from typing import Any

from buendnis.canon import canonical, parsed
from buendnis.workflow.decision import Decision


def entry_payload(decision: Decision) -> dict[str, Any]:
    """What the entry of an allowed step says, in JSON values; papers and documents come later."""
    payload: dict[str, Any] = {
        "step": decision.step,
        "records": decision.records,
        "source": decision.source,
        "target": decision.target,
        "cause": decision.cause,
        "form": decision.form,
        "leaves_house": decision.leaves_house,
    }
    if decision.sends_to:
        payload["sends_to"] = decision.sends_to
    if decision.sketch is not None:
        payload["sketch"] = _plain(decision.sketch)
        payload["amounts"] = _plain(decision.amounts)
    if decision.figures is not None:
        payload["figures"] = _plain(decision.figures)
    if decision.opens is not None:
        payload["motion"] = _plain(decision.opens)
    if decision.result is not None:
        payload["closes"] = decision.closes
        payload["result"] = _plain(decision.result)
    if decision.cancels:
        payload["cancels"] = decision.cancels
    return payload


def _plain(value: Any) -> Any:
    """A dataclass as JSON values."""
    return parsed(canonical(value), object)
