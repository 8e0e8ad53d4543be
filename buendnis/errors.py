"""What can go wrong and is expected: one exception for each exit status, and the finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from buendnis.texts import Text, verbatim


class Finding(Struct, frozen=True):
    """One thing that is wrong (or a hint), as a person and a program read it.

    rule: the rule's ID (`D3`, `input`, …). field: key path (`costs[2].amount`) or form field.
    message, remedy: what is wrong and what would mend it. source: the place of the rule in the
    source texts. file, line: where the mistake stands, when it stands in a file.
    """

    rule: str
    field: str
    message: Text
    remedy: Text = Text("")
    source: str = ""
    file: str = ""
    line: int = 0

    def to_data(self) -> dict[str, Any]:
        """As JSON values, for the record of a refusal."""
        return {
            "rule": self.rule,
            "field": self.field,
            "message": self.message.to_data(),
            "remedy": self.remedy.to_data(),
            "source": self.source,
        }


class BuendnisError(Exception):
    """Base of all expected errors. `exit_status` is what the command line ends with."""

    exit_status = 2

    def __init__(self, message: Text | str = "", findings: Iterable[Finding] = ()) -> None:
        self.message = verbatim(message) if isinstance(message, str) else message
        self.findings = tuple(findings)
        super().__init__(self.message)

    def __str__(self) -> str:
        lines = [str(self.message)] if str(self.message) else []
        lines += [f"{one.rule} {one.field}: {one.message} {one.remedy}" for one in self.findings]
        return "\n".join(lines)


class Refused(BuendnisError):
    """A rule says no. Exit status 1."""

    exit_status = 1


class Unreadable(BuendnisError):
    """Wrong usage, or input that cannot be read. Exit status 2."""

    exit_status = 2


class Conflict(BuendnisError):
    """The project changed since the person's form was made. Exit status 3."""

    exit_status = 3


class IntegrityFailure(BuendnisError):
    """The record does not verify. Exit status 4."""

    exit_status = 4


def refusal(message: Text | str, findings: Iterable[Finding]) -> Refused | Unreadable:
    """What is raised for findings: unreadable input (`input`) weighs more than rules."""
    found = tuple(findings)
    unreadable = any(one.rule == "input" for one in found)
    return Unreadable(message, found) if unreadable else Refused(message, found)
