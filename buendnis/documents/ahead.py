"""The block of what lies ahead: the steps that are left, the next sitting, the latest end."""

from __future__ import annotations

from typing import Any

from buendnis.documents.case import Case, given
from buendnis.rules.in_force import in_force
from buendnis.rules.time import latest_possible_end

_STEPS = {
    "presentation": "Vorlage bei der lokalen Fachkräfteallianz jedes beteiligten Teilraums, mit "
    "Kosten- und Finanzierungsplan",
    "statement": "Aussage der lokalen Fachkräfteallianz zu Bedarf und Doppelstrukturen",
    "submission": "Vorlage beim Fachkräftebündnis mit der Projektskizze",
    "vote": "Beschluss der Lenkungsgruppe",
    "votum_sent": "Übermittlung des Votums",
    "application": "Antrag bei der NBank",
    "decision": "Entscheidung der NBank über die Förderung",
    "start": "Beginn des Projekts",
    "end": "Ende des Projekts",
    "report": "Abschlussbericht",
    "closing": "Prüfung des Berichts und Abschluss der Akte",
}


def ahead_block(case: Case) -> dict[str, Any]:
    """The steps that are left in German, from the extras `ahead` (steps: what they record, in
    order; meeting: how the paper names the next sitting).

    over: known, and none is left. meeting: only while the steering group is still to vote.
    undecided: the bank's decision is still to come. latest_end: the last day that the rules allow
    (D6, D7), with the start that it is reckoned from, where the end is still to come.
    """
    known = case.extras.get("ahead")
    steps = known["steps"] if known else ()
    start = in_force(case.project).start
    ends = "end" in steps
    return {
        "steps": [_STEPS[one] for one in steps],
        "over": known is not None and not steps,
        "meeting": given(known.get("meeting")) if known and "vote" in steps else None,
        "undecided": "decision" in steps,
        "start": start.isoformat() if start and ends else None,
        "years": case.figures.longest_years,
        "latest_end": latest_possible_end(start, case.figures).isoformat() if ends else None,
    }
