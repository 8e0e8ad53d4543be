"""A sketch's findings as a friendly letter to the applicant, to be sent by e-mail or post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from buendnis.cli.findings import place
from buendnis.cli.language import say
from buendnis.cli.output import Plain
from buendnis.cli.tables import wrapped
from buendnis.errors import Finding
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.facts import Sketch
    from buendnis.settings.alliance import Alliance
    from buendnis.sketch.check import SketchReport

_WIDTH = 78


def letter_of(
    report: SketchReport, sketch: Sketch | None, alliance: Alliance, day: date, step: str
) -> Plain:
    """The letter in the reader's language: all that is missing, what would mend it, the hints."""
    return Plain("\n".join(_lines(report, sketch, alliance, day, step)))


def _lines(
    report: SketchReport, sketch: Sketch | None, alliance: Alliance, day: date, step: str
) -> Iterator[str]:
    title = sketch.title if sketch and sketch.title else ""
    if sketch and sketch.applicant.name:
        yield sketch.applicant.name
        yield from sketch.applicant.address.splitlines()
        yield ""
    yield say(T("{day}", day=day))
    yield ""
    if title:
        yield from _wrapped(T("Your project sketch “{title}”", title=title))
    else:
        yield say(T("Your project sketch"))
    yield ""
    yield say(T("Dear Sir or Madam,"))
    yield ""
    yield from _wrapped(_opening(report, step))
    yield ""
    if report.violations:
        yield from _numbered(report.violations)
    if report.hints:
        yield from _wrapped(T("These points block nothing; they would make the sketch stronger:"))
        yield ""
        yield from _numbered(report.hints)
    if not report.ok:
        yield from _wrapped(
            T("Please send us the sketch again when it is mended. We are glad to help.")
        )
        yield ""
    yield say(T("Yours sincerely"))
    yield ""
    yield alliance.title


def _opening(report: SketchReport, step: str) -> Text:
    if report.ok:
        return T("Thank you for your project sketch. It is complete; no rule speaks against it.")
    if step == "present":
        return T(
            "Thank you for your project sketch. Before it can be presented to the local alliance, "
            "please look at these points:"
        )
    return T(
        "Thank you for your project sketch. Before it can be submitted to the steering group, "
        "please look at these points:"
    )


def _numbered(findings: Sequence[Finding]) -> Iterator[str]:
    for number, one in enumerate(findings, 1):
        sentence = say(one.message)
        remedy = say(one.remedy)
        first, *rest = _indented(f"{sentence} {remedy}".strip())
        yield f"{number:>3}. {first}"
        yield from (f"     {line}" for line in rest)
        where = place(replace(one, file=PurePath(one.file).name))
        note = " · ".join(part for part in (where, one.source) if part)
        if note:
            yield from (f"     {line}" for line in _indented(f"({note})"))
        yield ""


def _indented(text: str) -> list[str]:
    return [line for part in text.splitlines() or [""] for line in wrapped(part, _WIDTH - 5)]


def _wrapped(text: Text) -> list[str]:
    return wrapped(say(text), _WIDTH)
