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
    "silence_consents": "Silence is consent under the by-laws: {count} ({seats}).",
    "circular_objected": (
        "{count} seats object to the circular procedure ({seats}); {limit} send it to a meeting."
    ),
    # The quorum
    "quorum_more_than": "The quorum is more than {fraction} of {base} seats: {required}.",
    "quorum_at_least": "The quorum is at least {fraction} of {base} seats: {required}.",
    "quorum_least": "The quorum is at least {required} seats.",
    "quorum_all": "Every entitled seat must answer: {required}.",
    "quorum_second_summons": (
        "This is summons {summons} for the same item: any number of seats is a quorum."
    ),
    "quorum_mostly_recused": (
        "{recused} of {seats} seats are recused, more than half: any number of seats is a quorum."
    ),
    "quorum_out_of_reach": "Only {entitled} seats are entitled: the quorum is out of reach.",
    "not_invited": "Not duly invited: {seats}. The body cannot decide.",
    "invitation_healed": (
        "Not duly invited: {seats}. All seats are there and none complains, so that it is healed."
    ),
    "quorum_met": "{reached} of {required} required: the quorum is met.",
    "quorum_missed": "{reached} of {required} required: the quorum is missed.",
    # Interest groups
    "groups_unknown": "Of no known interest group: {seats}. The shares cannot be found.",
    "groups_within_rights": "No group has more than {cap} of the {total} voting rights.",
    "groups_within_present": "No group has more than {cap} of the {total} seats present.",
    "groups_within_cast": "No group has cast more than {cap} of the {total} votes.",
    "group_above_rights": (
        "The group {group} has {count} of {total} voting rights, more than {cap}. "
        "The body cannot decide."
    ),
    "group_above_present": (
        "The group {group} has {count} of {total} seats present, more than {cap}. "
        "The body cannot decide."
    ),
    "group_above_cast": (
        "The group {group} has cast {count} of {total} votes, more than {cap}. "
        "The body cannot decide."
    ),
    "side_enough_rights": (
        "{groups} have {count} of {total} voting rights; at least {least} are asked for."
    ),
    "side_enough_present": (
        "{groups} have {count} of {total} seats present; at least {least} are asked for."
    ),
    "side_enough_cast": (
        "{groups} have cast {count} of {total} votes; at least {least} are asked for."
    ),
    "side_short_rights": (
        "{groups} have {count} of {total} voting rights, fewer than {least}. "
        "The body cannot decide."
    ),
    "side_short_present": (
        "{groups} have {count} of {total} seats present, fewer than {least}. "
        "The body cannot decide."
    ),
    "side_short_cast": (
        "{groups} have cast {count} of {total} votes, fewer than {least}. The body cannot decide."
    ),
    # The ballots
    "void_recused": "Ballots of recused seats never count: {seats}.",
    "void_absent": "Ballots of absent seats do not count: {seats}.",
    "void_other": "Ballots that the by-laws do not admit do not count: {seats}.",
    "answers": "Yes: {yes}, no: {no}, abstentions: {abstain}.",
    "silent": "Present without an answer: {count} ({seats}). Silence is no consent.",
    "abstentions_ignored": "Abstentions are not counted.",
    "abstentions_as_no": "An abstention counts as a no.",
    "abstentions_break_unanimity": "An abstention breaks unanimity.",
    # The rule
    "rule_consensus": "Round {round}: the body decides by consensus.",
    "rule_unanimity": "Round {round}: the body decides unanimously.",
    "rule_simple": "Round {round}: the body decides by more yes than no.",
    "rule_absolute": "Round {round}: the body decides by yes from more than half.",
    "rule_two_thirds": "Round {round}: the body decides by yes from at least two thirds.",
    "round_first_rule": (
        "The first rule holds for {after} rounds; if they all fail, the second one follows."
    ),
    "round_second_rule": "{after} rounds have failed: the second rule of the by-laws holds.",
    "measured_cast": "What counts: {yes} yes, {no} no, of {base} votes cast.",
    "measured_present": "What counts: {yes} yes, {no} no, of {base} seats taking part.",
    "measured_entitled": "What counts: {yes} yes, {no} no, of {base} seats in the base.",
    "measured_seats": "What counts: {yes} yes, {no} no, of all {base} seats.",
    "consensus_endorse": "At least one yes and no no: there is consensus to endorse.",
    "consensus_against": "No yes and at least one no: there is consensus not to endorse.",
    "consensus_decline": "At least one yes and no no: there is consensus to decline.",
    "consensus_failed": "There is no consensus. What follows is left to people.",
    "unanimity_endorse": "Every vote that counts is a yes: the body is unanimous to endorse.",
    "unanimity_against": "Every vote that counts is a no: the body is unanimous not to endorse.",
    "unanimity_decline": "Every vote that counts is a yes: the body is unanimous to decline.",
    "unanimity_failed": "There is no unanimity. What follows is left to people.",
    "nothing_said": "Nobody said yes or no. That never passes.",
    "nobody_voted": "Nobody voted. What follows is left to people.",
    "majority_reached": "The majority is reached.",
    "majority_missed": "The majority is missed: the motion is rejected.",
    "tie_rejected": "As many yes as no: the motion is rejected.",
    "tie_chair_yes": "As many yes as no: the chair's yes decides.",
    "tie_chair_no": "As many yes as no: the chair's no decides.",
    "tie_chair_silent": (
        "As many yes as no, and the chair has cast neither. What follows is left to people."
    ),
    "tie_chair_open": (
        "As many yes as no, and who chairs is not on record. What follows is left to people."
    ),
    "tie_chair_without_vote": (
        "As many yes as no, and the chair has no vote: the motion is rejected."
    ),
    "consent_of_all": (
        "Without a meeting only the yes of all decides: {yes} of {entitled} have said it."
    ),
    "approval": "The decision needs the approval of the supervisory authority.",
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
    "result_undecided": "Result: deferred; what follows is left to people.",
    "result_no_quorum": "Result: deferred, because the quorum was missed.",
    "result_cannot_decide": "Result: deferred, because the body cannot decide.",
    "result_circular_failed": "Result: deferred, because the circular failed.",
}

#: Steps that name seats, or say how a single seat voted: not for every audience.
NAMES_SEATS = frozenset(
    {
        "recused_leave",
        "recused_stay",
        "stand_in",
        "represented",
        "absent",
        "circular_missing",
        "silence_consents",
        "circular_objected",
        "not_invited",
        "invitation_healed",
        "groups_unknown",
        "void_recused",
        "void_absent",
        "void_other",
        "silent",
        "tie_chair_yes",
        "tie_chair_no",
        "tie_chair_silent",
    }
)


def sentence(step: Mapping[str, Any]) -> str:
    """One step as an English sentence."""
    return filled(SENTENCES[step["code"]], {k: v for k, v in step.items() if k != "code"})
