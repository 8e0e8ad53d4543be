"""A signed ballot and what the office records: who signed relies on nobody.

A record of others never takes the place of a signed ballot, unless the member's own e-mail, which
is attached, names the ballot's fingerprint; then it is the next one of its chain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from email import message_from_bytes, policy
from typing import Any

from msgspec import Struct

from buendnis.canon import fingerprint
from buendnis.facts import Meeting, Motion, RecordedBallot
from buendnis.usecases.advancing import Attachment
from buendnis.workflow.voting import attendance_of, bylaws_of, frame_of, recusals_of
from votes.ballot import Ballot, validate_ballots
from votes.problems import Problem

EMAIL = "email"
SIGNED = "signed"


class Replacing(Struct, frozen=True):
    """For each seat whose signed ballot an e-mail replaces, what its row says of that; and the
    reasons why others are not replaced."""

    links: Mapping[str, dict[str, Any]]
    problems: tuple[Problem, ...]


def signed_standing(motion: Motion) -> dict[str, RecordedBallot]:
    """The signed ballots that stand, and those that an e-mail put in their place, by seat."""
    return {one.seat: one for one in motion.ballots if one.ballot}


def holds_signed(payload: Mapping[str, Any]) -> bool:
    """Whether an entry holds a signed ballot: it is neither corrected nor undone."""
    return any(row.get("origin") == SIGNED for row in payload.get("ballots", ()))


def lapsed(motion: Motion, meeting: Meeting | None) -> dict[str, RecordedBallot]:
    """The ballots, by seat, that attendance or a recusal has made inadmissible since: they stay in
    the record and block no other."""
    frame, bylaws = frame_of(motion), bylaws_of(motion)
    attendance, recusals = attendance_of(meeting), recusals_of(motion)
    found: dict[str, RecordedBallot] = {}
    for one in motion.ballots:
        ballot = Ballot(one.seat, one.answer, one.by, one.origin, one.reason, one.case or None)
        if validate_ballots(frame, [ballot], attendance, recusals, bylaws):
            found[one.seat] = one
    return found


def replacing(
    motion: Motion,
    seats: Iterable[str],
    source: str,
    attachments: tuple[Attachment, ...],
    gone: Collection[str] = (),
) -> Replacing:
    """What recording ballots of these seats means for the signed ones among them. gone: seats
    whose ballot no longer counts; a record takes its place and names it."""
    signed = signed_standing(motion)
    links: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for seat in seats:
        stands = signed.get(seat)
        if stands is None:
            continue
        if seat in gone:
            links[seat] = {"replaces": stands.ballot}
            continue
        mail = next((x for x in attachments if _names(x.body, stands.ballot)), None)
        if source == EMAIL and mail is not None:
            digest = fingerprint(mail.body)
            links[seat] = {"replaces": stands.ballot, "ballot": digest, "evidence": digest}
        else:
            values = {"seat": seat, "ballot": stands.ballot}
            problems.append(Problem(seat, "signed_stands", values))
    return Replacing(links, tuple(problems))


def _names(body: bytes, ballot: str) -> bool:
    """Whether an e-mail speaks of a ballot by its fingerprint, in plain text or encoded."""
    wanted = ballot.encode()
    return any(wanted in text.lower() for text in _texts(body))


def _texts(body: bytes) -> Iterator[bytes]:
    yield body
    try:
        parts = list(message_from_bytes(body, policy=policy.compat32).walk())
    except (ValueError, LookupError, RecursionError):
        return
    for part in parts[:100]:
        if part.get_content_maintype() != "text":
            continue
        found = part.get_payload(decode=True)
        if isinstance(found, bytes):
            yield found
            # A long line of an e-mail may be folded anywhere.
            yield b"".join(found.split())
