"""Taking a ballot form (Stimmzettel) that was filled in on the screen and sent back.

It is a ballot in text form: what it says is the member's word, and the PDF is the evidence. The
names of its fields bind it to the motion, its version, its papers and the seat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from buendnis.canon import fingerprint
from buendnis.documents.course import ballot_prefix
from buendnis.documents.pdf_fields import read_fields
from buendnis.errors import Unreadable
from buendnis.facts import Motion
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting
from buendnis.usecases.advancing import Attachment
from buendnis.usecases.entitled import own_seats
from buendnis.usecases.motions import Found
from buendnis.usecases.office import Office, Who
from buendnis.usecases.roles import KEEPERS, only
from buendnis.usecases.signed_judging import late_faults, precedence
from buendnis.usecases.signed_standing import lapsed, signed_standing
from buendnis.usecases.taking_ballots import (
    EVIDENCE,
    UNREADABLE,
    Judged,
    Taken,
    taken,
    unreadable,
)
from buendnis.workflow.voting import attendance_of, bylaws_of, frame_of, recusals_of
from votes.ballot import Ballot, validate_ballots
from votes.circular import validate_objections
from votes.problems import Problem
from votes.reading import quoted

_NAME = re.compile(
    r"(ballot:([A-Z0-9-]{1,60}):(\d{1,4}):([0-9a-f]{0,16})):(\w+)(?::([\w-]{1,80}))?"
)
_RECUSED = "recused"


class FilledForm(Struct, frozen=True):
    """What a form says. prefix: what binds it; motion: the id in it. ticked: for each group of
    boxes (`answer`, `seat`, `by`, `case`, `objection`) those that were ticked."""

    prefix: str
    motion: str
    ticked: Mapping[str, tuple[str, ...]]
    reason: str = ""

    def one(self, group: str) -> str:
        """The one box of a group that was ticked, empty where there is none or several."""
        found = self.ticked.get(group, ())
        return found[0] if len(found) == 1 else ""

    @property
    def objects(self) -> bool:
        """Whether it objects to the circular procedure, beside its vote."""
        return bool(self.ticked.get("objection"))


def take_form(office: Office, who: Who, data: bytes, name: str, source: str) -> Taken:
    """Record the ballot in a PDF form, if all its reasons to count are there.

    source: how it came, `email` or `paper`. The business day is the day of receipt. Nobody enters
    the form of their own seat.
    """
    try:
        form, problems = form_of(read_fields(data))
    except Unreadable as error:
        return Taken(UNREADABLE, "", "", "", reasons=error.findings)
    if form is None:
        return Taken(UNREADABLE, "", "", "", reasons=unreadable(problems))
    only(who, *KEEPERS, f"seat:{form.one('seat')}")
    digest = fingerprint(data)

    def judge(tx: Transaction, found: Found) -> Judged:
        row, own = _row(form, source, digest), own_seats(office, who, found.motion)
        problems = list(_judged(tx, who, found.motion, form, source, own))
        signed = signed_standing(found.motion).get(form.one("seat"))
        if signed is not None:
            # Without a problem it is one that no longer counts, and whose place the form takes.
            row["replaces"] = signed.ballot
        return Judged(row, problems, form.objects)

    file = Attachment(EVIDENCE, name, data)
    return taken(office, who, form.motion, form.one("seat"), digest, file, judge)


def form_of(fields: Mapping[str, str]) -> tuple[FilledForm | None, list[Problem]]:
    """What the fields of a PDF say, if they are those of one ballot form."""
    prefixes: dict[str, str] = {}
    ticked: dict[str, tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    for name, value in fields.items():
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        prefix, motion, _, _, group, choice = match.groups()
        prefixes[prefix] = motion
        if choice is None:
            texts[group] = value
        elif value:
            ticked[group] = (*ticked.get(group, ()), choice)
    if not prefixes:
        return None, [Problem("form", "form_foreign")]
    if len(prefixes) > 1:
        return None, [Problem("form", "form_mixed")]
    ((prefix, motion),) = prefixes.items()
    return FilledForm(prefix, motion, ticked, texts.get("reason", "")), []


def _judged(
    tx: Transaction, who: Who, motion: Motion, form: FilledForm, source: str, own: tuple[str, ...]
) -> Iterator[Problem]:
    """All that speaks against a form."""
    seat = form.one("seat")
    if form.prefix != ballot_prefix(motion):
        yield Problem(seat, "form_old", {"motion": motion.id})
    unclear = list(_unclear(form))
    yield from unclear
    if unclear or not motion.open:
        return
    yield from late_faults(motion, (who.on,), seat)
    meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
    gone = seat in lapsed(motion, meeting)
    signed = signed_standing(motion).get(seat)
    if signed is not None and not gone:
        yield Problem(seat, "signed_stands", {"seat": seat, "ballot": signed.ballot})
    by = form.one("by") or "member"
    there = next((one for one in motion.ballots if one.seat == seat), None)
    if there is not None and signed is None and not gone:
        yield from precedence(motion, there, seat, by)
    ballot = Ballot(seat, form.one("answer"), by, source, form.reason, form.one("case") or None)
    yield from validate_ballots(
        frame_of(motion),
        [ballot],
        attendance_of(meeting),
        recusals_of(motion),
        bylaws_of(motion),
        own,
    )
    if form.objects:
        yield from validate_objections(
            frame_of(motion), (seat,), recusals_of(motion), bylaws_of(motion)
        )


def _unclear(form: FilledForm) -> Iterator[Problem]:
    """Where the form says nothing, or two things at once."""
    for group, code in (("seat", "form_seat"), ("answer", "form_answer")):
        found = form.ticked.get(group, ())
        if len(found) != 1:
            names = tuple(quoted(one) for one in found) or ("–",)
            yield Problem(group, code, {"found": names})
    for group in ("by", "case"):
        found = form.ticked.get(group, ())
        if len(found) > 1:
            yield Problem(group, "form_twice", {"found": tuple(map(quoted, found))})
    if form.one("answer") == _RECUSED:
        yield Problem(form.one("seat"), "form_recused", {"seat": quoted(form.one("seat"))})


def _row(form: FilledForm, source: str, digest: str) -> dict[str, Any]:
    return {
        "seat": form.one("seat"),
        "answer": form.one("answer"),
        "by": form.one("by") or "member",
        "case": form.one("case"),
        "origin": source,
        "reason": form.reason,
        "evidence": digest,
    }
