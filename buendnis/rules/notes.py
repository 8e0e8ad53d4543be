"""The rule of follow-ups: what is settled was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.errors import Finding
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T

_SOURCE = "Büroordnung (Annahme)"


@rule("note", T("A follow-up that is settled is on record and still open"), _SOURCE)
def follow_up_is_open(s: Situation) -> Iterator[Finding]:
    """The entry named is a note of this project with a day, and not settled yet."""
    if not s.given("entry"):
        return
    named = s.form["entry"]
    notes = {one.position for one in s.project.notes if one.due is not None}
    settled = {one.form.get("entry") for one in s.project.entries_of("note_done")}
    if named in notes - settled:
        return
    waiting = tuple(sorted(notes - settled))
    yield Finding(
        "note",
        "entry",
        T(
            "The entry {entry} is no open follow-up of {project}.",
            entry=named,
            project=s.project.id,
        ),
        T("Open: {entries}.", entries=waiting) if waiting else T("No follow-up is open."),
        _SOURCE,
    )
