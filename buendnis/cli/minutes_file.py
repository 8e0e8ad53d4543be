"""The form of minutes as a file to fill in: who signs, and what was said under each item."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading
from buendnis.cli.files import as_typed, write_whole
from buendnis.cli.form_file import toml_text
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import say
from buendnis.cli.meeting import meeting_in
from buendnis.cli.output import NextStep, Output
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.documents.meeting_case import MeetingCase


def blank_form(call: Invocation, meeting: str, path: Path, force: bool) -> Output:
    """Write the form of a meeting's minutes, filled with what stands already."""
    from buendnis.usecases.meeting_papers import MINUTES, viewed_case

    with reading(call) as view:
        found = meeting_in(view, meeting)
        text = "\n".join(_form_lines(viewed_case(view, MINUTES, found, found.day))) + "\n"
    write_whole(path, text.encode(), force=force)
    following = T(
        "Next: fill it in, then buendnis meeting minutes {meeting} --form {file} (office)",
        meeting=found.id,
        file=as_typed(path),
    )
    data = {"meeting": found.id, "file": path}
    return Output(data, (T("Written: {file}", file=str(path)), NextStep(following)))


def _form_lines(case: MeetingCase) -> Iterator[str]:
    kept = case.meeting.minutes
    course = kept.course if kept else {}
    yield "# " + say(T("Minutes of {meeting}", meeting=case.meeting.id))
    yield f"meeting = {toml_text(case.meeting.id)}"
    yield ""
    yield "[minutes]"
    yield f"presided_by = {toml_text(kept.presided_by if kept else '')}"
    yield f"kept_by = {toml_text(kept.kept_by if kept else '')}"
    yield ""
    yield "# " + say(T("What was said under each item; the results come from the record."))
    yield "[minutes.item]"
    for one in case.matters:
        title = " ".join(one.item.title.split())
        yield f"# {one.item.number}: {title}"
        yield f"{one.item.number} = {toml_text(course.get(str(one.item.number), ''))}"
    yield ""
    yield "# " + say(T("What a seat wants on record, by item and seat: 2.dgb = …"))
    for kind in ("declaration", "dissent"):
        yield f"[minutes.{kind}]"
        for said in kept.declarations if kept else ():
            if said.kind == kind:
                yield f"{said.item}.{toml_text(said.seat)} = {toml_text(said.text)}"


def read_form(path: str, meeting: str) -> dict[str, Any]:
    """The values of a form file, empty ones left out where nothing stood before."""
    from buendnis.reading import read_toml

    table = read_toml(path)
    named = table.text("meeting", required=True)
    form = table.table("minutes")
    values = {key: form.raw(key) for key in form.keys()}  # noqa: SIM118 - no dict
    if named and named != meeting:
        table.wrong(
            "meeting",
            T("The form is for “{found}”, not for “{wanted}”.", found=named, wanted=meeting),
            T("Take the right form."),
        )
    table.finish()
    table.raise_if_wrong()
    return {key: value for key, value in values.items() if value not in ("", {})}
