"""The signed ballot: what a member's signature binds, written and read.

A ballot is a JSON Web Signature in compact form (RFC 7515) with `alg` Ed25519 (RFC 9864). There is
exactly one sequence of bytes for a ballot and a key: header and payload are canonical JSON, so
nothing can be altered, added or said twice without the fingerprint changing.
"""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from votes.ballot import ANSWERS
from votes.parameters import CASES
from votes.problems import Problem
from votes.reading import quoted
from votes.signatures import ALGORITHM, SecretKey, is_thumbprint, signature_of, verifies

TYPE = "ballot+jws"
FORMAT = 1
BALLOT_SIZE = 200_000  # bytes of a ballot file
LONGEST_TEXT = 10_000
LONGEST_NAME = 100
MOST_CONDITIONS = 20

_COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_MOMENT = re.compile(r"2[01]\d\d(?:-\d\d){2}T\d\d(?::\d\d){2}Z", re.ASCII)


class SignedBallot(Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed.

    motion, version: which motion, in which version (a condition adopted makes a new one).
    question, papers: SHA-256 of what was asked and of all papers. seat, key: for which seat, by
    whose key (thumbprint). by: `member` or `deputy`, with its case of substitution. replaces:
    fingerprint of the ballot whose place it takes, empty for a first one. objection: besides, the
    seat objects to the circular procedure. cast_at: UTC, ISO.
    """

    motion: str
    version: int
    question: str
    papers: str
    seat: str
    key: str
    answer: str
    cast_at: str
    by: str = "member"
    case: str = ""
    reason: str = ""
    conditions: tuple[str, ...] = ()
    replaces: str = ""
    objection: bool = False
    ballot: int = FORMAT

    @property
    def cast(self) -> datetime:
        """When the member says it was cast."""
        return datetime.strptime(self.cast_at, _TIME).replace(tzinfo=UTC)


class Sealed(Struct, frozen=True):
    """A ballot with its signature, which is not yet believed. data: the bytes of the JWS.
    fingerprint: SHA-256 over them, hexadecimal."""

    data: bytes
    ballot: SignedBallot

    @property
    def fingerprint(self) -> str:
        """The ballot's name."""
        return fingerprint_of(self.data)

    def signed_by(self, jwk: dict[str, str]) -> bool:
        """Whether the key made the signature."""
        return verifies(self.data, jwk)


def fingerprint_of(data: bytes) -> str:
    """SHA-256 over the bytes of a ballot without the white space around them."""
    return hashlib.sha256(data.strip()).hexdigest()


def is_fingerprint(text: str) -> bool:
    """Whether a text has the form of a fingerprint."""
    return _FINGERPRINT.fullmatch(text) is not None


def time_text(moment: datetime) -> str:
    """A moment as ballots write it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime(_TIME)


def sign(ballot: SignedBallot, key: SecretKey) -> tuple[Sealed | None, list[Problem]]:
    """The ballot with its signature, or all that is wrong with it. Its `key` becomes the key's."""
    ballot = msgspec.structs.replace(ballot, key=key.thumbprint)
    problems = faults(ballot)
    if problems:
        return None, problems
    return Sealed(signature_of(_header(ballot), _encoded(ballot), key), ballot), []


def read_ballot(data: bytes) -> tuple[Sealed | None, list[Problem]]:
    """The ballot in the bytes of a file, its signature still to be verified.

    Refused is whatever is not the one canonical form: another algorithm, another header, white
    space, doubled or unknown keys, base64 with leftover bits.
    """
    if len(data) > BALLOT_SIZE:
        return None, [Problem("ballot", "ballot_large", {"limit": BALLOT_SIZE})]
    data = data.strip()
    match = _COMPACT.fullmatch(data)
    if match is None:
        return None, [Problem("ballot", "ballot_unreadable")]
    header, payload, signature = (_decoded(part) for part in match.groups())
    if header is None or payload is None or signature is None:
        return None, [Problem("ballot", "ballot_unreadable")]
    ballot, problems = _payload(payload)
    problems = [*_header_faults(header, ballot), *problems]
    if ballot is None or problems:
        return None, problems
    return Sealed(data, ballot), []


def faults(ballot: SignedBallot) -> list[Problem]:
    """All that is wrong with what a ballot says, wherever it is counted."""
    found: list[Problem] = []
    if ballot.ballot != FORMAT:
        found.append(_choice("ballot", str(ballot.ballot), (str(FORMAT),)))
    if ballot.answer not in ANSWERS:
        found.append(_choice("answer", ballot.answer, ANSWERS))
    if ballot.by not in ("member", "deputy"):
        found.append(_choice("by", ballot.by, ("member", "deputy")))
    cases = ("",) if ballot.by != "deputy" else CASES
    if ballot.case not in cases:
        code = "deputy_without_case" if not ballot.case else "case_without_deputy"
        if ballot.by == "deputy" and ballot.case:
            found.append(_choice("case", ballot.case, CASES))
        else:
            values = {"seat": quoted(ballot.seat), "known": CASES}
            found.append(Problem("case", code, values))
    if ballot.version < 1:
        found.append(Problem("version", "number_zero", {"value": quoted(ballot.version)}))
    marks = {"question": ballot.question, "papers": ballot.papers}
    marks |= {"replaces": ballot.replaces} if ballot.replaces else {}
    found += [
        Problem(name, "fingerprint_wrong", {"value": quoted(value)})
        for name, value in marks.items()
        if not is_fingerprint(value)
    ]
    if not is_thumbprint(ballot.key):
        found.append(Problem("key", "thumbprint_wrong", {"value": quoted(ballot.key)}))
    found += _text_faults(ballot)
    if not _is_moment(ballot.cast_at):
        found.append(Problem("cast_at", "time_wrong", {"value": quoted(ballot.cast_at)}))
    return found


def _is_moment(text: str) -> bool:
    try:
        datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return False
    return _MOMENT.fullmatch(text) is not None


def _text_faults(ballot: SignedBallot) -> list[Problem]:
    found: list[Problem] = []
    if len(ballot.conditions) > MOST_CONDITIONS:
        found.append(Problem("conditions", "conditions_many", {"limit": MOST_CONDITIONS}))
    texts = {"motion": ballot.motion, "seat": ballot.seat, "reason": ballot.reason}
    texts |= {f"conditions[{n}]": one for n, one in enumerate(ballot.conditions)}
    for name, text in texts.items():
        if name != "reason" and not text.strip():
            found.append(Problem(name, "text_empty"))
        if _CONTROL.search(text):
            found.append(Problem(name, "text_control"))
        limit = LONGEST_NAME if name in ("motion", "seat") else LONGEST_TEXT
        if len(text) > limit:
            found.append(Problem(name, "text_long", {"limit": limit}))
    return found


def _header(ballot: SignedBallot) -> dict[str, str]:
    return {"alg": ALGORITHM, "kid": ballot.key, "typ": TYPE}


def _header_faults(data: bytes, ballot: SignedBallot | None) -> list[Problem]:
    try:
        header: Any = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return [Problem("header", "ballot_unreadable")]
    if not isinstance(header, dict):
        return [Problem("header", "ballot_unreadable")]
    if header.get("alg") != ALGORITHM:
        return [Problem("header", "ballot_algorithm", {"value": quoted(header.get("alg", ""))})]
    if ballot is not None and data != _json(_header(ballot)):
        return [Problem("header", "ballot_form")]
    return []


def _payload(data: bytes) -> tuple[SignedBallot | None, list[Problem]]:
    try:
        ballot = msgspec.json.decode(data, type=SignedBallot)
        same = data == _encoded(ballot)
    except (ValueError, RecursionError):
        return None, [Problem("payload", "ballot_form")]
    if not same:
        return None, [Problem("payload", "ballot_form")]
    return ballot, faults(ballot)


def _encoded(ballot: SignedBallot) -> bytes:
    return _json(msgspec.structs.asdict(ballot))


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _decoded(part: bytes) -> bytes | None:
    """The bytes of a base64url part, if it is written in the one way that its bytes are."""
    try:
        found = urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except ValueError:
        return None
    return found if urlsafe_b64encode(found).rstrip(b"=") == part else None


def _choice(path: str, value: str, known: tuple[str, ...]) -> Problem:
    return Problem(path, "choice_unknown", {"value": quoted(value), "known": known})
