"""What the engine must do, told a second time and simply: plain dictionaries, no rule of ours.

`Model` knows what was done and foretells for each act whether it is allowed and where it leads.
Forms are the good ones of `world`, so only what differs between projects is told here.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.engine.test_roles_and_states import STEPS
from tests.engine.world import CAP, CRITERIA, LAST_DAY, REFERENCE

SEATS = 13
LEADS = {
    "present": "with_alliance",
    "return_to_alliance": "with_alliance",
    "submit": "submitted",
    "open_vote": "voting",
    "cancel_vote": "submitted",
    "resubmit": "submitted",
    "apply": "applied",
    "start": "running",
    "finish": "ended",
    "abort": "ended",
    "receive_report": "reported",
    "return_report": "ended",
    "close": "closed",
    "file": "closed",
    "withdraw": "withdrawn",
}
# Something of these has left the house: they are corrected, never undone.
LEFT = {"present", "forward", "open_vote", "send_votum", "supplement", "send_supplement"}
LEFT |= {"apply", "request_decision", "finish", "abort", "remind_report", "return_report"}
FULL = {"submit", "revise_submitted", "revise_endorsed", "resubmit", "open_vote"}
NEEDS_EVERY_STATEMENT = FULL | {"apply"}
COVERED = {"apply", "revise_application", "revise_endorsed", "change", "extend"}
ASKING = {"apply", "revise_application", "change", "extend", "supplement"}

Facts = dict[str, Any]


def new(plan: Facts, day: date) -> Facts:
    """A project as it begins. plan: total, grant, start, end, regions, justified, applicant."""
    return {
        "state": "idea",
        "cause": "",
        "version": 1,
        "plan": dict(plan),
        "asked": None,
        "beside": False,
        "stated": {},
        "assessed": False,
        "motion": None,
        "motions": 0,
        "result": "",
        "told": False,
        "basis": None,
        "basis_day": day,
        "moved_by": "",
        "applied": False,
        "started": False,
        "reported": False,
        "outlook": False,
        "open_supplement_result": None,
        "sent_on": None,
    }


def in_force(one: Facts) -> Facts:
    """What is planned now: the sketch, with what was asked for and decided since."""
    return {**one["plan"], **(one["asked"] or {})}


def wrong_plan(plan: Facts) -> bool:
    """Whether a plan breaks the cap, the longest duration or the last day."""
    over = plan["total"] > CAP and plan["grant"] > REFERENCE and not plan["justified"]
    start = plan["start"]
    three = start.replace(year=start.year + 3) - timedelta(days=1)
    return over or plan["end"] > three or plan["end"] > LAST_DAY


def material(basis: Facts, plan: Facts) -> bool:
    """Whether a plan goes beyond the one that was endorsed and sent."""
    late = basis["end"]
    month = late.month + 3
    year, month = late.year + (month - 1) // 12, (month - 1) % 12 + 1
    last = [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (
        plan["total"] > basis["total"]
        or plan["grant"] > basis["grant"]
        or plan["end"] > date(year, month, min(late.day, last))
        or sorted(plan["regions"]) != sorted(basis["regions"])
        or plan["applicant"] != basis["applicant"]
    )


class Model:
    """All projects and meetings. Acts are foretold by `allows` and followed by `follow`."""

    def __init__(self) -> None:
        self.projects: dict[str, Facts] = {}
        self.meetings: dict[str, Facts] = {}
        self.past: dict[str, list[tuple[Facts, bool]]] = {}

    # ------------------------------------------------------------ steps

    def allows(
        self,
        id: str,
        step: str,
        role: str,
        form: Mapping[str, Any],
        day: date,
        today: date,
        plan: Facts | None = None,
        filed: bool = False,
    ) -> bool:
        """Whether the step may be taken with this form; `plan`: what a revised sketch says; filed:
        the paper with the justification comes along."""
        one = self.projects[id]
        states, roles = STEPS[step]
        if role not in roles or one["state"] not in states:
            return False
        if not one["basis_day"] <= day <= today:
            return False
        given = filed or bool(form.get("justification")) or (one["beside"] and plan is None)
        judged = plan or one["plan"]
        judged = {**judged, "justified": judged["justified"] or given}
        return self._guards(one, step, form, day, judged, plan is not None)

    def _guards(
        self, one: Facts, step: str, form: Mapping[str, Any], day: date, plan: Facts, revised: bool
    ) -> bool:
        missing = [region for region in plan["regions"] if region not in one["stated"]]
        if step in FULL and wrong_plan(plan):
            return False
        if step in NEEDS_EVERY_STATEMENT and missing:
            return False
        if step in ASKING:
            asked = {**in_force(one), **asked_in(form), "justified": plan["justified"]}
            # Amounts and days are judged where the form names one.
            named = set(asked_in(form))
            judged = asked if {"total", "grant"} & named else {**asked, "total": 0}
            if wrong_plan(judged if {"start", "end"} & named else {**judged, "end": date.min}):
                return False
        if step in COVERED and one["basis"] is not None:
            asked = plan if revised else {**in_force(one), **asked_in(form)}
            if not revised and "end" not in asked_in(form):
                asked = {**asked, "end": one["basis"]["end"]}  # no end is asked for
            if material(one["basis"], asked) or form.get("kind") in ("region", "partner"):
                return False
        special = getattr(self, f"_{step}", None)
        return bool(special(one, form, day, plan)) if special else True

    def _record_statement(self, one: Facts, form: Mapping[str, Any], _: date, __: Facts) -> bool:
        noted = form["result"] != "with_notes" or bool(form.get("notes"))
        # Once a votum was sent, a supplement may bring in any region.
        return noted and (one["basis"] is not None or form["region"] in one["plan"]["regions"])

    def _submit(self, one: Facts, form: Mapping[str, Any], _: date, plan: Facts) -> bool:
        against = [one["stated"].get(region) == "not_supported" for region in plan["regions"]]
        return not any(against) or bool(form.get("reply"))

    def _revise_submitted(self, one: Facts, _: Any, __: date, plan: Facts) -> bool:
        return bool(
            plan["total"] <= one["plan"]["total"] and plan["applicant"] == one["plan"]["applicant"]
        )

    def _not_told(self, one: Facts) -> bool:
        return bool(
            one["moved_by"] == "vote" and one["result"] == "not_endorsed" and not one["told"]
        )

    def _resubmit(self, one: Facts, form: Any, day: date, plan: Facts) -> bool:
        return not self._not_told(one) and self._revise_submitted(one, form, day, plan)

    def _return_to_alliance(self, one: Facts, *_: Any) -> bool:
        return not self._not_told(one)

    def _file(self, one: Facts, *_: Any) -> bool:
        owed = one["state"] == "ended" and one["started"] and not one["reported"]
        return not self._not_told(one) and not owed

    def _may_open(self, one: Facts, form: Mapping[str, Any], day: date) -> bool:
        meeting = self.meetings.get(form.get("meeting", ""))
        if one["motion"] is not None:
            return False
        if "meeting" not in form:
            return date.fromisoformat(str(form["until"])) > day
        return bool(
            meeting is not None
            and meeting["kind"] == "steering"
            and not meeting["closed"]
            and meeting["day"] >= day
        )

    def _open_vote(self, one: Facts, form: Mapping[str, Any], day: date, plan: Facts) -> bool:
        if plan["grant"] > CRITERIA and not one["assessed"]:
            return False
        if one["cause"] == "no_consensus" and not form.get("mediation"):
            return False
        return self._may_open(one, form, day)

    def _supplement(self, one: Facts, form: Mapping[str, Any], day: date, _: Facts) -> bool:
        return self._may_open(one, form, day)

    def _may_close(self, one: Facts, form: Mapping[str, Any], day: date, purpose: str) -> bool:
        motion = one["motion"]
        if motion is None or motion["purpose"] != purpose:
            return False
        result, missing = self.counted(motion)
        if form.get("postponed") == "true":
            return True
        if motion["meeting"]:
            meeting = self.meetings[motion["meeting"]]
            if day < meeting["day"] or not meeting["seats"]:
                return False
        elif missing and day <= motion["until"]:
            return False
        decided = result in ("endorsed", "not_endorsed")
        over = motion["plan"]["total"] > CAP
        return not (over and decided) or "reasons" in form

    def _close_vote(self, one: Facts, form: Mapping[str, Any], day: date, _: Facts) -> bool:
        return self._may_close(one, form, day, "project")

    def _close_supplement(self, one: Facts, form: Mapping[str, Any], day: date, _: Facts) -> bool:
        return self._may_close(one, form, day, "supplement")

    def _send_supplement(self, one: Facts, *_: Any) -> bool:
        return one["open_supplement_result"] is not None

    def _apply(self, one: Facts, *_: Any) -> bool:
        waits = one["open_supplement_result"] and one["open_supplement_result"][0] == "endorsed"
        if one["motion"] is not None or waits:
            return False
        return bool(one["result"] == "endorsed" and one["told"])

    def _revise_endorsed(self, one: Facts, *_: Any) -> bool:
        return one["motion"] is None

    def _close(self, one: Facts, *_: Any) -> bool:
        return bool(one["outlook"])

    def _remind_report(self, one: Facts, *_: Any) -> bool:
        return bool(one["started"])

    def counted(self, motion: Facts) -> tuple[str, int]:
        """The result of a motion as it stands, and how many answers are missing."""
        entitled = SEATS - len(motion["recused"])
        if motion["meeting"]:
            seats = self.meetings[motion["meeting"]]["seats"]
            there = {seat for seat, present in seats.items() if present} - motion["recused"]
            expected = len(there)
            enough = 2 * expected > entitled
            failed = "no_quorum"
        else:
            there, expected = set(motion["ballots"]), entitled
            enough, failed = len(motion["ballots"]) == entitled, "circular_failed"
        answers = [word for seat, word in motion["ballots"].items() if seat in there]
        missing = expected - len(answers)
        yes, no = answers.count("yes"), answers.count("no")
        if not enough:
            return failed, missing
        if yes and not no:
            return ("endorsed" if motion["proposal"] == "endorse" else "not_endorsed"), missing
        if no and not yes and motion["proposal"] == "endorse":
            return "not_endorsed", missing
        return "no_consensus", missing

    # ------------------------------------------------------------ what follows

    def follow(
        self,
        id: str,
        step: str,
        form: Mapping[str, Any],
        day: date,
        plan: Facts | None = None,
        filed: bool = False,
    ) -> None:
        """The step was taken."""
        self.remember(id, step in LEFT)
        one = self.projects[id]
        before = one["state"]
        another = plan is not None and not self._revise_submitted(one, form, day, plan)
        if plan is not None:
            one["plan"], one["beside"] = dict(plan), False
            # A revised sketch leaves what was asked for as it was.
        one["beside"] = one["beside"] or filed or bool(form.get("justification"))
        done = getattr(self, f"_done_{step}", None)
        if step in LEADS and not (step == "receive_report" and before == "reported"):
            one["state"], one["cause"] = LEADS[step], ""
        missing = any(region not in one["stated"] for region in one["plan"]["regions"])
        if step == "revise" and before == "assessed" and (missing or another):
            one["state"], one["cause"] = "with_alliance", ""
        if done:
            done(one, form, day)
        if one["state"] != before:
            one["basis_day"], one["moved_by"] = day, "vote" if step == "close_vote" else step

    def remember(self, id: str, left: bool) -> None:
        """An entry is added, which may be undone unless it has left the house."""
        one = self.projects[id]
        self.past[id].append((copy.deepcopy(one), left))
        one["version"] += 1

    def undo(self, id: str) -> bool:
        """Take the last entry back, if that is possible."""
        if not self.past[id] or self.past[id][-1][1]:
            return False
        version = self.projects[id]["version"]
        self.projects[id], _ = self.past[id].pop()
        self.projects[id]["version"] = version + 1
        return True

    def _done_record_statement(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        one["stated"][form["region"]] = form["result"]
        every = all(region in one["stated"] for region in one["plan"]["regions"])
        if one["state"] == "with_alliance" and every:
            one["state"], one["cause"] = "assessed", ""

    def _done_assess(self, one: Facts, *_: Any) -> None:
        one["assessed"] = True

    def _done_open_vote(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        self._opens(one, form, "project", {})

    def _done_supplement(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        self._opens(one, form, "supplement", asked_in(form))

    def _opens(self, one: Facts, form: Mapping[str, Any], purpose: str, asked: Facts) -> None:
        one["motions"] += 1
        one["motion"] = {
            "number": one["motions"],
            "purpose": purpose,
            "meeting": form.get("meeting", ""),
            "until": None if "meeting" in form else date.fromisoformat(str(form["until"])),
            "proposal": form.get("proposal", "endorse"),
            "plan": {**in_force(one), **asked},
            "recused": set(),
            "ballots": {},
        }

    def _done_cancel_vote(self, one: Facts, *_: Any) -> None:
        one["motion"] = None

    _done_withdraw = _done_abort = _done_finish = _done_cancel_vote

    def _closes(self, one: Facts, form: Mapping[str, Any]) -> tuple[str, str, Facts]:
        motion = one["motion"]
        result, _ = self.counted(motion)
        if form.get("postponed") == "true":
            result = "postponed"
        one["motion"] = None
        if result in ("endorsed", "not_endorsed"):
            return result, "", motion
        return "deferred", result, motion

    def _done_close_vote(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        one["state"], one["cause"], motion = self._closes(one, form)
        one["result"], one["told"], one["voted_plan"] = one["state"], False, motion["plan"]

    def _done_close_supplement(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        result, _cause, motion = self._closes(one, form)
        one["open_supplement_result"] = (result, motion["plan"])

    def _done_send_votum(self, one: Facts, _: Any, __: date) -> None:
        one["told"] = True
        if one["state"] == "endorsed":
            one["state"], one["cause"], one["basis"] = "votum_sent", "", one["voted_plan"]

    def _done_send_supplement(self, one: Facts, *_: Any) -> None:
        result, plan = one["open_supplement_result"]
        one["open_supplement_result"] = None
        if result == "endorsed":
            one["basis"] = plan

    def _done_apply(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        one["applied"], one["asked"] = True, asked_in(form)

    def _done_revise_application(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        one["asked"] = {**one["asked"], **asked_in(form)}

    def _done_record_decision(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        if form["result"] == "refused":
            one["state"], one["cause"], one["motion"] = "refused", "", None
            return
        one["asked"] = {**one["asked"], "start": form["from"], "end": form["to"]}
        if form["to"] <= LAST_DAY:
            one["state"], one["cause"] = "granted", ""

    def _done_start(self, one: Facts, *_: Any) -> None:
        one["started"] = True

    def _done_receive_report(self, one: Facts, form: Mapping[str, Any], _: date) -> None:
        one["reported"] = True
        one["outlook"] = one["outlook"] or bool(form.get("continuation"))

    # ------------------------------------------------------------ the committee

    def ballots(
        self, id: str, answers: Mapping[str, str], everybody: str, own: str, today: date
    ) -> bool:
        """Ballots are recorded, if there is any, each counts and came in time. own: the
        recorder's seat."""
        motion = self.projects[id]["motion"]
        assert motion is not None
        if not motion["meeting"] and today > motion["until"]:
            return False
        there = set(answers)
        if motion["meeting"]:
            seats = self.meetings[motion["meeting"]]["seats"]
            there = {seat for seat, present in seats.items() if present}
        allowed = there - motion["recused"]
        if any(seat not in allowed or seat == own for seat in answers):
            return False
        given = dict.fromkeys(allowed - {own} if everybody else set(), everybody) | dict(answers)
        if not given:
            return False
        self.remember(id, False)
        self.projects[id]["motion"]["ballots"] |= given
        return True

    def recuse(self, id: str, seat: str) -> bool:
        """A seat is recused, once; an earlier ballot of it is void."""
        motion = self.projects[id]["motion"]
        if seat in motion["recused"]:
            return False
        self.remember(id, False)
        motion["recused"].add(seat)
        motion["ballots"].pop(seat, None)
        return True


def asked_in(form: Mapping[str, Any]) -> Facts:
    """What a form asks for: amounts in cents and days."""
    found: Facts = {}
    for key, name in (
        ("total_cost", "total"),
        ("new_total_cost", "total"),
        ("requested_grant", "grant"),
        ("new_grant", "grant"),
    ):
        if key in form:
            found[name] = int(str(form[key]).replace(".", ""))
    for key, name in (("start", "start"), ("end", "end"), ("new_end", "end")):
        if key in form:
            found[name] = form[key]
    return found
