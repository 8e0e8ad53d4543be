"""`motion notify`: each member gets the vote that was recorded for the seat."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from buendnis.cli.acting import writing
from buendnis.cli.drafts import without_address
from buendnis.cli.files import write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, on_option, option
from buendnis.cli.output import NextStep, Output, Part
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.usecases.telling import Telling


@command(
    T("Write each member the vote that was recorded for the seat."),
    examples=("buendnis motion notify LW-2026-001-V1 --outbox stimmen",),
    more=(
        T(
            "One e-mail draft for each seat, with the finding or the minutes; no one sees "
            "another's."
        ),
        T("What a member says against it is recorded by vote object."),
    ),
)
@argument("motion", T("The motion's id."))
@option("--outbox", T("The folder for the drafts."), metavar="DIR", required=True)
@on_option()
def notify(call: Invocation, motion: str, outbox: str, on: date | None) -> Output:
    """The drafts, one for each seat whose vote was recorded."""
    from buendnis.usecases.motion_papers import sealed_letter
    from buendnis.usecases.telling import tell_votes

    folder = Path(outbox)
    # Before anything is recorded: a folder that cannot be made stops it.
    folder.mkdir(parents=True, exist_ok=True)
    with writing(call, on) as (office, who):
        done = tell_votes(office, who, motion)
        pdf = sealed_letter(office, done.finding) if done.finding else b""
        drafts = _drafts(office.settings.alliance.office.email, done, pdf)
    files: list[Path] = []
    for name, body in drafts.items():
        write_whole(folder / name, body, force=True)
        files.append(folder / name)
    parts: tuple[Part, ...] = tuple(T("Written: {file}", file=one) for one in files)
    bare = [file for file, one in zip(files, done.told, strict=False) if not one.address]
    data = {
        "motion": motion,
        "document": done.finding,
        "seats": [one.seat for one in done.told],
        "files": files,
        "without_address": bare,
    }
    following = NextStep(T("Next: look the drafts over and send them (office)"))
    return Output(data, (*parts, *without_address(bare), following))


def _drafts(sender: str, done: Telling, pdf: bytes) -> dict[str, bytes]:
    """A draft for each seat, by its file name."""
    from buendnis.documents.member_mail import vote_text
    from buendnis.mail import Attached, draft

    motion, holder = done.found.motion, done.found.holder
    sketch = getattr(holder, "sketch", None)
    title = sketch.title if sketch is not None else motion.title
    attached = [Attached(f"{done.finding}.pdf", pdf)] if pdf else []
    found: dict[str, bytes] = {}
    for one in done.told:
        subject, text = vote_text(motion, title, one.title, one.answer, one.by, one.origin)
        recipients = [one.address] if one.address else []
        name = f"{motion.id}_stimme_{one.seat}.eml"
        found[name] = draft(sender, recipients, subject, text, attached)
    return found
