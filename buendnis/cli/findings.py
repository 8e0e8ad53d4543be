"""Findings as a person reads them, and as a program does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from buendnis.cli.harmless import harmless, one_line
from buendnis.cli.language import say
from buendnis.errors import Finding
from buendnis.texts import T


class FindingList(Struct, frozen=True):
    """Findings to be listed for a person."""

    findings: Sequence[Finding]


def written_findings(findings: Sequence[Finding], styled: Callable[..., str]) -> str:
    """One block for each finding: rule and place, what is wrong, the remedy, the source."""
    return "\n".join(_written(one, styled) for one in findings)


def findings_data(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings in the documented shape of `violations` and `hints`, in the reader's
    language; `file` and `line` only where a file was read."""
    return [_data(one) for one in findings]


def place(finding: Finding) -> str:
    """Where to look: `sketch.toml:12, costs[2].amount`."""
    where = f"{finding.file}:{finding.line}" if finding.file and finding.line else finding.file
    return ", ".join(one_line(part)[:300] for part in (where, finding.field) if part)


def _written(finding: Finding, styled: Callable[..., str]) -> str:
    head = styled(f"[{one_line(finding.rule)}]", fg="yellow", bold=True)
    where = place(finding)
    lines = [f"  {head} {where}" if where else f"  {head}", f"      {_sentence(finding.message)}"]
    remedy = _sentence(finding.remedy)
    if remedy:
        told = T("Remedy: {remedy}", remedy=remedy)
        lines.append(f"      {say(told)}")
    if finding.source:
        source = say(T("Source: {source}", source=one_line(finding.source)))
        lines.append("      " + styled(source, dim=True))
    return "\n".join(lines)


def _sentence(text: Any) -> str:
    return harmless(say(text)).replace("\n", "\n      ")


def _data(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": finding.rule,
        "field": finding.field,
        "message": say(finding.message),
        "remedy": say(finding.remedy),
        "source": finding.source,
    }
    if finding.file:
        data["file"] = finding.file
        data["line"] = finding.line
    return data
