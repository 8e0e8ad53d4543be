"""What `votes` finds wrong with a file that a person gave, as findings of unreadable input."""

from __future__ import annotations

from collections.abc import Iterable

from buendnis.errors import Finding
from buendnis.texts import Text
from votes.problems import Problem


def findings_of(problems: Iterable[Problem], file: str = "") -> list[Finding]:
    """The problems as findings of the rule `input`."""
    return [
        Finding(
            "input",
            one.path,
            Text(one.msgid, dict(one.values)),
            Text(one.remedy_msgid, dict(one.values)),
            file=file,
        )
        for one in problems
    ]
