"""The blocks of what happened: statements, vote, votum, application, decision, report, history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from buendnis.canon import canonical, fingerprint
from buendnis.dates import report_due
from buendnis.documents.case import Case, given
from buendnis.documents.committee import cause_text, committee_part, condition_rows
from buendnis.documents.german import day_text, euro_text, german
from buendnis.documents.labels import (
    ASPECT,
    CHANNEL,
    CHOICES,
    MODE,
    PLAN,
    PROPOSAL,
    RECORDS,
    RESULT,
    RULE,
    STATEMENT,
    label,
)
from buendnis.errors import Finding
from buendnis.facts import Entry, Motion, MotionResult
from buendnis.rules.in_force import in_force
from buendnis.texts import Text


def form_block(case: Case) -> dict[str, Any]:
    """The fields of the step's form that the kind shows; codes in German, missing ones `None`."""
    form = case.entry.form if case.entry else {}
    records = case.entry.records if case.entry else ""
    return {key: _worded(records, key, form.get(key)) for key in case.kind.form}


def statements_block(case: Case) -> list[dict[str, Any]]:
    """The current statement of each region, the negative ones first."""
    rows = []
    for region_id, entry in case.project.statements.items():
        region = case.alliance.region(region_id)
        form = entry.form
        rows.append(
            {
                "region": region.name if region else region_id,
                "alliance": region.local_alliance.name if region else None,
                "presented_on": form.get("presented_on"),
                "stated_on": form.get("stated_on"),
                "result": label(STATEMENT, form.get("result", "")),
                "negative": form.get("result") == "not_supported",
                "need": given(form.get("need")),
                "duplicates": given(form.get("duplicates")),
                "notes": given(form.get("notes")),
                "signed_by": given(form.get("signed_by")),
                "version": entry.sketch_version,
            }
        )
    return sorted(rows, key=lambda row: not row["negative"])


def submission_block(case: Case) -> dict[str, Any]:
    """The latest submission: its day, the reply to a negative statement."""
    entry = case.project.last("submission")
    form = entry.form if entry else {}
    reply = next(
        (one.form["reply"] for one in case.project.entries_of("submission") if "reply" in one.form),
        None,
    )
    return {
        "day": entry.day.isoformat() if entry else None,
        "reason": given(form.get("reason")),
        "reply": given(reply),
    }


def assessment_block(case: Case) -> list[dict[str, Any]]:
    """The criteria sheet: points and reason for each aspect; no sum, for it decides nothing."""
    entry = case.project.last("assessment")
    if entry is None:
        return []
    points, reasons = entry.form.get("points", {}), entry.form.get("reason", {})
    return [
        {"aspect": name, "points": points.get(key), "reason": given(reasons.get(key))}
        for key, name in ASPECT.items()
    ]


def justification_block(case: Case) -> dict[str, Any]:
    """Why the cost is higher: in the words of the step, with the amounts in cents that it asks for,
    else in those of the sketch."""
    form = case.entry.form if case.entry else {}
    text = form.get("justification")
    asked = form if text else {}
    return {
        "text": given(text or case.project.sketch.justification),
        "total": asked.get("total_cost", asked.get("new_total_cost")),
        "grant": asked.get("requested_grant", asked.get("new_grant")),
    }


def motion_block(case: Case) -> dict[str, Any] | None:
    """The motion with its roster, and its result once it is closed; no ballots by seat."""
    motion = case.motion
    if motion is None:
        return None
    opening = next((e for e in case.project.entries if e.position == motion.position), None)
    form = opening.form if opening else {}
    return {
        "id": motion.id,
        "version": motion.version,
        "ballot": ballot_prefix(motion),
        "supplement": motion.purpose == "supplement",
        "change": given(form.get("change")),
        "justification": given(form.get("justification")),
        "changes": _changes(case, motion),
        "proposal": label(PROPOSAL, motion.proposal),
        "endorse": motion.proposal == "endorse",
        "circular": motion.mode == "circular",
        "mode": label(MODE, motion.mode),
        "meeting": given(case.extras.get("meeting", motion.meeting)),
        "opened_on": motion.opened_on.isoformat(),
        "until": motion.until.isoformat() if motion.until else None,
        "reason": given(motion.reason),
        "mediation": given(form.get("mediation")),
        "round": motion.round,
        "papers": given(motion.papers),
        "sketch_version": motion.sketch_version,
        "roster": [_seat(row, motion) for row in motion.roster],
        **committee_part(motion),
        "closed_on": motion.closed_on.isoformat() if motion.closed_on else None,
        "result": _result(motion, case),
    }


def ballot_prefix(motion: Motion) -> str:
    """What the names of the fields of a ballot form begin with: they bind the answer to the motion,
    its version and its papers, and to the meeting that it was moved to: the forms that went out
    with the circular are void then, as the ballots are."""
    papers = motion.papers
    if motion.moved_from:
        papers = fingerprint(canonical([motion.papers, motion.meeting]))
    return f"ballot:{motion.id}:{motion.version}:{papers[:16]}"


def _changes(case: Case, motion: Motion) -> list[dict[str, Any]]:
    """What a supplement changes in the plan that was endorsed before it: old and new side by
    side, so that it is these values that are voted on."""
    earlier = [
        one.plan
        for one in case.project.motions
        if one.position < motion.position and one.result and one.result.result == "endorsed"
    ]
    new, old = motion.plan, earlier[-1] if earlier else None
    if motion.purpose != "supplement" or new is None or old is None:
        return []
    return [
        {"label": name, "old": _shown(case, part, before), "new": _shown(case, part, after)}
        for part, name in PLAN.items()
        if (before := getattr(old, part)) != (after := getattr(new, part))
    ]


def _shown(case: Case, part: str, value: Any) -> str:
    if part in ("total", "grant"):
        return euro_text(value)
    if part == "regions":
        known = [(one, case.alliance.region(one)) for one in value]
        return ", ".join(region.name if region else one for one, region in known)
    if isinstance(value, date):
        return day_text(value)
    return (", ".join(value) if isinstance(value, tuple) else value) or "–"


def votum_block(case: Case) -> dict[str, Any] | None:
    """What the group found: both findings (C4), reasons for each aspect, adopted conditions."""
    motion = case.project.last_motion
    if motion is None or motion.result is None:
        return None
    form = motion.form
    reasons = form.get("reasons", {})
    records = "supplement_sent" if motion.purpose == "supplement" else "votum_sent"
    sent = case.project.last(records)
    endorsed = motion.result.result == "endorsed"
    sent_form = sent.form if sent and sent.position > motion.position else {}
    return {
        "decided_on": motion.closed_on.isoformat() if motion.closed_on else None,
        "mode": label(MODE, motion.mode),
        "proposal": label(PROPOSAL, motion.proposal),
        "result": label(RESULT, motion.result.result),
        "cause": cause_text(motion.result),
        # What is endorsed meets the standards (C4).
        "meets_standards": endorsed or form.get("meets_standards"),
        "endorsed": endorsed,
        "yes": motion.result.yes,
        "no": motion.result.no,
        "abstain": motion.result.abstain,
        "recused": motion.result.recused,
        "rule": label(RULE, motion.result.rule),
        "quorum": _quorum(motion.result),
        "reasons": [
            {"aspect": name, "text": reasons[key]}
            for key, name in ASPECT.items()
            if given(reasons.get(key))
        ],
        "conditions": list(form.get("conditions", [])),
        # What was adopted binds only with an endorsement.
        "adopted": condition_rows(motion) if endorsed else [],
        "sketch_version": motion.sketch_version,
        "sent_on": sent_form.get("sent_on"),
        "channel": label(CHANNEL, sent_form.get("channel", "")),
    }


def application_block(case: Case) -> dict[str, Any] | None:
    """The application at the bank as last revised."""
    return _latest(case, ("application", "application_revision"), _APPLICATION)


def decision_block(case: Case) -> dict[str, Any] | None:
    """The bank's latest decision; what a refusal has no value for is `None`."""
    block = _latest(case, ("decision",), _DECISION)
    if block is not None:
        block["granted"] = _code(case, "decision", "result") == "granted"
    return block


def execution_block(case: Case) -> dict[str, Any]:
    """Start and end of the project as they were recorded, and what was agreed at the start."""
    start = _latest(case, ("start",), _START) or dict.fromkeys(_START)
    end = _latest(case, ("end",), _END) or dict.fromkeys(_END)
    return start | end


def report_block(case: Case) -> dict[str, Any] | None:
    """The latest final report."""
    return _latest(case, ("report",), _REPORT)


def deadlines_block(case: Case) -> dict[str, Any]:
    """When the final report is due (the earliest reading, unshifted), and other deadlines. Before
    the end is on record, it goes by the end that is in force."""
    ended = case.project.last("end")
    day = (ended.day_of("ended_on") if ended else None) or in_force(case.project).end
    months, programme = case.figures.report_months, case.programme
    due = report_due(day, months, programme.state, programme.report_readings) if day else None
    return {
        "report": due.earliest.isoformat() if due else None,
        "others": _plain(case.extras.get("deadlines", [])),
    }


def checklist_block(case: Case) -> list[dict[str, Any]]:
    """Every paper: what it is, whether it is needed and there, since when, its fingerprint."""
    return [
        {
            "paper": row["paper"],
            "required": bool(row.get("required")),
            "present": bool(row.get("present")),
            "day": _plain(row.get("day")),
            "hash": given(row.get("hash")),
        }
        for row in case.extras.get("checklist", ())
    ]


def hints_block(case: Case) -> list[dict[str, Any]]:
    """Hints in German: findings of the rules, or rows with `message` and `remedy`."""
    return [_hint(one) for one in case.extras.get("hints", ())]


def history_block(case: Case) -> list[dict[str, Any]]:
    """The course of things: what was recorded on which day, in the order of the record."""
    return [
        {"day": entry.day.isoformat(), "what": RECORDS[entry.records]}
        for entry in case.project.entries
        if entry.records in RECORDS
    ]


def note_block(case: Case) -> dict[str, Any]:
    """What a note tells: its subject and text, from the caller or from the step."""
    entry = case.entry
    note = case.extras.get("note", {})
    subject = RECORDS.get(entry.records) if entry else None
    return {
        "subject": given(note.get("subject")) or subject,
        "text": given(note.get("text")),
        "day": entry.day.isoformat() if entry else None,
    }


BLOCK_MAKERS: Mapping[str, Callable[[Case], Any]] = {
    "form": form_block,
    "statements": statements_block,
    "submission": submission_block,
    "assessment": assessment_block,
    "justification": justification_block,
    "motion": motion_block,
    "votum": votum_block,
    "application": application_block,
    "decision": decision_block,
    "execution": execution_block,
    "report": report_block,
    "deadlines": deadlines_block,
    "checklist": checklist_block,
    "hints": hints_block,
    "history": history_block,
    "note": note_block,
}

# As they stand after „mit mehr als“ and „mit mindestens“.
_FRACTIONS = {
    "1/2": "der Hälfte",
    "1/3": "einem Drittel",
    "2/3": "zwei Dritteln",
    "1/4": "einem Viertel",
    "3/4": "drei Vierteln",
}
_NUMBERS = (
    "result",
    "seats",
    "entitled",
    "recused",
    "present",
    "yes",
    "no",
    "abstain",
    "missing",
    "quorum_required",
    "quorum_reached",
    "quorum_met",
)
_APPLICATION = (
    "first_submitted_on",
    "completed_on",
    "reference",
    "requested_grant",
    "total_cost",
    "start",
    "end",
)
_DECISION = (
    "reference",
    "decided_on",
    "received_on",
    "result",
    "eligible_cost",
    "rate",
    "grant",
    "from",
    "to",
    "conditions",
    "deadlines",
    "without_copy",
)
_START = ("started_on", "early_start_approved_on", "evaluation", "interim_dates")
_END = ("ended_on", "kind", "reason")
_REPORT = ("received_on", "kind", "course", "success", "continuation", "use_of_findings")


def _latest(case: Case, records: tuple[str, ...], keys: Iterable[str]) -> dict[str, Any] | None:
    """The values of the latest entries, a later one over an earlier; `None` without any."""
    found: dict[str, Any] = {}
    seen = False
    for entry in case.project.entries:
        if entry.records in records:
            # A later entry of the same record replaces it, one of another record adds to it.
            found = {**({} if entry.records == records[0] else found), **_form_of(entry)}
            seen = True
    return {key: given(found.get(key)) for key in keys} if seen else None


def _form_of(entry: Entry) -> dict[str, Any]:
    return {key: _worded(entry.records, key, value) for key, value in entry.form.items()}


def _code(case: Case, records: str, key: str) -> Any:
    entry = case.project.last(records)
    return entry.form.get(key) if entry else None


def _worded(records: str, key: str, value: Any) -> Any:
    words = CHOICES.get((records, key))
    return given(label(words, value) if words and isinstance(value, str) else value)


def _seat(row: Mapping[str, Any], motion: Motion) -> dict[str, Any]:
    """A seat as it stood when the motion opened: its holder, and its deputies in order."""
    day = motion.opened_on.isoformat()
    there = [
        one
        for one in row.get("tenures", ())
        if one["from"] <= day and (not one.get("to") or day <= one["to"])
    ]
    deputies = sorted(
        (one for one in there if one["role"] == "deputy"), key=lambda one: int(one["order"])
    )
    return {
        "id": row["id"],
        "title": row.get("title") or row["id"],
        "holder": next((one["person"] for one in there if one["role"] == "member"), None),
        "deputies": ", ".join(one["person"] for one in deputies) or None,
    }


def _result(motion: Motion, case: Case) -> dict[str, Any] | None:
    if motion.result is None:
        return None
    numbers = {name: getattr(motion.result, name) for name in _NUMBERS}
    return numbers | {
        "label": label(RESULT, motion.result.result),
        "cause": cause_text(motion.result),
        "derivation": case.extras.get("derivation") or _sentences(_for_minutes(motion), motion),
    }


def _quorum(result: MotionResult) -> str | None:
    """Whether the group could decide, in words with both numbers; `None` where none was needed."""
    if not result.quorum_required:
        return None
    met = "festgestellt" if result.quorum_met else "nicht gegeben"
    return f"{met} ({result.quorum_reached} Sitze, erforderlich {result.quorum_required})"


def _for_minutes(motion: Motion) -> tuple[Mapping[str, Any], ...]:
    """The steps as far as the by-laws of the motion disclose them to the minutes."""
    from votes.disclosure import shown_steps

    steps = motion.result.derivation if motion.result else ()
    if not motion.bylaws:
        return steps
    return shown_steps(steps, frozenset(motion.bylaws["disclosure"]["minutes"]))


def _sentences(derivation: Iterable[Mapping[str, Any]], motion: Motion) -> list[str]:
    """The steps as German sentences: seats by their titles, shares of a half or so in words."""
    from votes.derivation import SENTENCES

    titles = {row["id"]: row.get("title") or row["id"] for row in motion.roster}
    return [
        german(Text(SENTENCES[step["code"]], {k: _typed(k, v, titles) for k, v in step.items()}))
        for step in derivation
        if step.get("code") in SENTENCES
    ]


def _typed(key: str, value: Any, titles: Mapping[str, str]) -> Any:
    """Days of the derivation are ISO texts; a sentence writes them as its language does."""
    if key == "day":
        return date.fromisoformat(value)
    if key == "fraction":
        return _FRACTIONS.get(value, value)
    if key == "seats" and isinstance(value, list | tuple):
        return [titles.get(one, one) for one in value]
    return value


def _hint(one: Any) -> dict[str, Any]:
    if isinstance(one, Finding):
        return {"message": german(one.message), "remedy": given(german(one.remedy))}
    if isinstance(one, str):
        return {"message": one, "remedy": None}
    return {"message": str(one["message"]), "remedy": given(str(one.get("remedy", "")))}


def _plain(value: Any) -> Any:
    """JSON values: days as ISO texts, sentences in German."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Text):
        return german(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
