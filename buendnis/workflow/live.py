"""Which facts can still matter in a state: those that a step read later, before they are replaced.

The classic analysis of live variables on the workflow's own graph. Facts that are dead in a state
are left out of the likeness there, which makes the walk small and changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from buendnis.workflow.definition import Step, Workflow
from buendnis.workflow.likeness import Likeness

ALL = frozenset(Likeness._fields)
# They move into one another: an open motion becomes one that waits, and that the plan in force.
_MOTIONS = frozenset({"motion", "waiting", "plan"})
_SKETCH = frozenset({"sketch", "figures"})
_ASKED = _SKETCH | {"asked"}
_STATED = frozenset({"sketch", "stated"})
_NOTHING: frozenset[str] = frozenset()

# What a rule reads of the facts; a rule that is not named here reads everything.
RULE_READS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("A1", "B6", "C1", "D6", "D7", "G1", "T1"), _SKETCH),
    "D3": _SKETCH | {"justified"},
    "B3": _SKETCH | _MOTIONS,
    **dict.fromkeys(("B2", "B2.asked", "B2.reply"), _STATED),
    **dict.fromkeys(("D6.asked", "D7.asked"), _ASKED),
    "D3.asked": _ASKED | {"justified"},
    # The last four read the days of entries only, which are left out of the likeness.
    **dict.fromkeys(("B4", "E4", "F9", "B8", "E8", "order", "order.end"), _NOTHING),
    **dict.fromkeys(("C3", "C4", "D4", "F14"), _MOTIONS | {"figures"}),
    # Reads follow-ups only where a form names an entry, which no trial does.
    "note": _NOTHING,
    "same_matter": _SKETCH,
    "criteria": _SKETCH | {"assessed"},
    # They read the parties' names, which every sample has alike but for those of another sketch.
    **dict.fromkeys(("recusal", "quorum"), _SKETCH),
    # No step adopts a condition: that is an entry of its own, which the walk never makes.
    "conditions": _NOTHING,
    "supplement": _ASKED | _MOTIONS | {"supplement_waits"},
    "F6": frozenset({"cause"}),
    # No step counts a motion again: that is a correction, which the walk never makes.
    "C5": frozenset({"told", "endorsed"}),
    "C5.supplement": frozenset({"supplement_waits"}),
    "told": frozenset({"untold"}),
    "withdrawal": frozenset({"applied"}),
    "E5": frozenset({"started", "ended", "reported"}),
    "E5.owed": frozenset({"started"}),
    "E6": frozenset({"outlook"}),
}
# The same for the conditions of outcomes.
CONDITION_READS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("every_region_stated", "region_without_statement"), _STATED),
    "another_matter": _SKETCH,
    **dict.fromkeys(("vote_endorsed", "vote_not_endorsed", "vote_deferred"), _MOTIONS),
    **dict.fromkeys(("decision_refuses", "decision_grants_in_time"), frozenset({"figures"})),
}
_APPLICATION = ("start", "end", "total_cost", "requested_grant")


def live_facets(workflow: Workflow) -> Mapping[str, frozenset[str]]:
    """For each state the fields of `Likeness` that can matter from there on."""
    live = {state: frozenset({"state"}) for state in workflow.states}
    changed = True
    while changed:
        changed = False
        for state in workflow.states:
            found = live[state].union(*_before(workflow, state, live))
            if found & _MOTIONS:
                found |= _MOTIONS
            if found != live[state]:
                live[state], changed = found, True
    return live


def _before(
    workflow: Workflow, state: str, live: Mapping[str, frozenset[str]]
) -> Iterator[frozenset[str]]:
    for step in workflow.steps_from(state):
        yield _reads(step)
        for target in step.targets(state):
            yield live[target] - _replaces(step)


def _reads(step: Step) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for rule in step.rules:
        found |= RULE_READS.get(rule, ALL)
    for outcome in step.outcomes:
        if outcome.when:
            found |= CONDITION_READS.get(outcome.when, ALL)
    if step.opens_motion:
        found |= _ASKED | _MOTIONS | {"rounds"}
    if step.closes_motion or step.cancels_motion:
        found |= _MOTIONS
    return found


def _replaces(step: Step) -> frozenset[str]:
    """What a step sets anew, whatever it was."""
    if step.closes_motion == "project" and step.records == "vote":
        return frozenset({"told", "endorsed", "untold"})
    fields = (step.field(name) for name in _APPLICATION)
    if step.records == "application" and all(one and one.required for one in fields):
        return frozenset({"asked"})
    return frozenset()
