"""How a result came about, step by step: the codes and their English sentences.

A step is plain data, `{"code": …}` with numbers and lists of seat ids. The sentences are message
ids with `{fields}`, so that a catalogue can translate them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from votes.problems import filled

Step = dict[str, Any]

SENTENCES: dict[str, str] = {
    # The question and the electorate
    "proposes_endorse": "The motion proposes to endorse.",
    "proposes_decline": "The motion proposes to decline.",
    "seats": "The body has {seats} seats on {day}.",
    "recused_none": "No seat is recused.",
    "recused_leave": "Recused, and out of the base: {count} ({seats}).",
    "recused_stay": "Recused, but still in the base: {count} ({seats}).",
    "stand_in": "A deputy from another institution votes in place of the recused member: {seats}.",
    "entitled": "Entitled to vote: {seats} − {recused} = {entitled} seats.",
    # Taking part
    "present": "Present or represented: {present} of {entitled}.",
    "represented": "Represented by a deputy: {seats}.",
    "absent": "Absent: {count} ({seats}).",
    "answered": "Answers have come from {present} of {entitled} seats.",
    "circular_missing": "No answer from {count} seats: {seats}. Silence is no consent.",
    "circular_objected": (
        "{count} seats object to the circular procedure ({seats}); {limit} send it to a meeting."
    ),
    # The quorum
    "quorum_more_than": "The quorum is more than {fraction} of {base} seats: {required}.",
    "quorum_at_least": "The quorum is at least {fraction} of {base} seats: {required}.",
    "quorum_least": "The quorum is at least {required} seats.",
    "quorum_all": "Every entitled seat must answer: {required}.",
    "quorum_met": "{reached} of {required} required: the quorum is met.",
    "quorum_missed": "{reached} of {required} required: the quorum is missed.",
    # The ballots
    "void_recused": "Ballots of recused seats never count: {seats}.",
    "void_absent": "Ballots of absent seats do not count: {seats}.",
    "void_other": "Ballots that the by-laws do not admit do not count: {seats}.",
    "answers": "Yes: {yes}, no: {no}, abstentions: {abstain}.",
    "silent": "Present without an answer: {count} ({seats}). Silence is no consent.",
    "abstentions_ignored": "Abstentions are not counted.",
    # The rule
    "rule_consensus": "Round {round}: the body decides by consensus.",
    "consensus_endorse": "At least one yes and no no: there is consensus to endorse.",
    "consensus_against": "No yes and at least one no: there is consensus not to endorse.",
    "consensus_decline": "At least one yes and no no: there is consensus to decline.",
    "consensus_failed": "There is no consensus. What follows is left to people.",
    "nothing_said": "Nobody said yes or no. That never passes.",
    # A secret ballot on paper
    "secret_count": (
        "Secret ballot on paper: {participants} seats took part, {votes} valid votes, "
        "{blank} blank, {invalid} invalid."
    ),
    "secret_people": "The by-laws name no rule for elections. Who is elected is found by people.",
    # The result
    "result_endorsed": "Result: endorsed.",
    "result_not_endorsed": "Result: not endorsed.",
    "result_no_consensus": "Result: deferred, because there is no consensus.",
    "result_no_quorum": "Result: deferred, because the quorum was missed.",
    "result_circular_failed": "Result: deferred, because the circular failed.",
}


def sentence(step: Mapping[str, Any]) -> str:
    """One step as an English sentence."""
    return filled(SENTENCES[step["code"]], {k: v for k, v in step.items() if k != "code"})
