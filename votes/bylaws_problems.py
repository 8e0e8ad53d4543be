"""What is wrong with by-laws, alone or with the body they are for: code -> (mistake, remedy)."""

from __future__ import annotations

SENTENCES_OF_BYLAWS: dict[str, tuple[str, str]] = {
    # By-laws
    "provenance_missing": (
        "The table {table} has neither a source nor the mark of an assumption.",
        "Write source, or assumption = true with a reason.",
    ),
    "reason_missing": (
        "The assumption in {table} gives no reason.",
        "Write a reason.",
    ),
    "assumed_unknown": (
        "{key} is marked as assumed, but it is no key of {table}.",
        "Use one of: {known}.",
    ),
    "fraction_wrong": (
        "{value} is no fraction from 0 to 1.",
        "Write it like 1/2.",
    ),
    "quorum_impossible": (
        "More than all seats can never be there.",
        "Use a smaller fraction, or strictly_more = false.",
    ),
    "quorum_nobody": (
        "This quorum is met when nobody is there.",
        "Use a larger fraction, strictly_more = true, or least = 1.",
    ),
    "abstention_clash": (
        "The rule {rule} cannot treat abstentions as {abstentions}.",
        "Use one of: {known}.",
    ),
    "base_clash": (
        "The rule {rule} cannot be measured against {base}.",
        "Use one of: {known}. Yes from more than half of a larger base is the rule absolute.",
    ),
    "abstention_base_clash": (
        "Measured against {base}, an abstention weighs as much as a no, but it is to be ignored.",
        "Use one of: {known}. Or measure against cast.",
    ),
    "ties_clash": (
        "Under the rule {rule} no tie is left to the chair, but ties are {ties}.",
        "Write rejected, or use the rule simple or absolute.",
    ),
    "fallback_no_majority": (
        "The second rule {rule} is no majority: it can fail as the first one did.",
        "Use one of: {known}.",
    ),
    "fallback_never": (
        "The first rule {rule} always decides: the second rule never comes.",
        "Use consensus or unanimity first, or leave the second rule empty.",
    ),
    "fallback_manner": (
        "There is no second rule, but base, abstentions or ties of one are given.",
        "Name the second rule, or leave these keys out.",
    ),
    "presence_heals_nothing": (
        "Presence of all heals a missing invitation, but no invitation is asked for.",
        "Write all_invited = true, or presence_heals = false.",
    ),
    "mostly_recused_idle": (
        "The recused leave the base of the quorum, so recusals never break it.",
        'Use the base seats, a least number, or mostly_recused = "ordinary".',
    ),
    "silence_answers": (
        "Every entitled seat must answer, but silence is to be consent.",
        'Write must_answer = "quorum", or silence = "missing".',
    ),
    "silence_all_consent": (
        "Everybody must declare their consent, but silence is to be consent.",
        'Write all_consent = false, or silence = "missing".',
    ),
    "silence_assumed": (
        "That silence is consent is an assumption.",
        'Name the place in the by-laws that says so, or write silence = "missing".',
    ),
    "all_consent_answers": (
        "Everybody must consent, but not everybody must answer.",
        'Write must_answer = "entitled", or all_consent = false.',
    ),
    "groups_none": (
        "The table of groups names no group.",
        "Name the groups, or leave the table out.",
    ),
    "groups_idle": (
        "No group has a largest share, and no side a least one.",
        "Give a cap below 1/1 or a side, or leave the table out.",
    ),
    "groups_cap": (
        "If each of {count} groups has at most {cap}, nobody has the rest.",
        "Use a larger cap, or name more groups.",
    ),
    "groups_side": (
        "The side and its least share do not fit together.",
        "Give both, or neither.",
    ),
    "groups_side_all": (
        "All groups are on the one side, so that it always has all.",
        "Leave out the groups of the other side.",
    ),
    "groups_side_cap": (
        "The groups of the side at their largest share do not reach its least share.",
        "Use a larger cap, a smaller side_least, or more groups on the side.",
    ),
    "fallback_same": (
        "The second rule is the same as the first.",
        "Use another rule, or leave the second rule empty.",
    ),
    "fallback_assumed": (
        "A majority after a failed consensus is an assumption.",
        "Name the place in the by-laws that allows it, or leave the second rule empty.",
    ),
    "fallback_rounds": (
        "The number of rounds and the second rule do not fit together.",
        "Give both, or neither.",
    ),
    "recusal_clash": (
        "The role {role} both recuses a seat and gives only a hint.",
        "Keep it in one of the two lists.",
    ),
    "stand_in_clash": (
        "A deputy may step in for a recused member, but recused is no case of substitution.",
        "Add recused to the cases of substitution, or forbid stepping in.",
    ),
    "case_recused_clash": (
        "Recused is a case of substitution, but nobody may step in for a recused member.",
        "Remove recused from the cases of substitution, or allow stepping in.",
    ),
    "circular_clash": (
        "The circular procedure is excluded, but the key {key} rules it.",
        "Set it to 0 or false, or allow the circular procedure.",
    ),
    "origins_clash": (
        "Circulars are allowed, but only ballots given in a meeting count.",
        "Admit text_form or signed, or exclude the circular procedure.",
    ),
    "disclosure_clash": (
        "{wider} would see what {narrower} may not see: {what}.",
        "Show it to both, or to neither.",
    ),
    # By-laws and roster
    "group_unknown": (
        "These seats belong to none of the interest groups: {seats}.",
        "Write the key group of each seat: {known}.",
    ),
    "quorum_beyond": (
        "The quorum asks for {required} seats; the body has {seats}.",
        "Use a smaller least number.",
    ),
    "objections_beyond": (
        "{required} objections send a circular to a meeting; the body has {seats} seats.",
        "Use a smaller number of objections.",
    ),
}
