"""E-mail drafts as files: each whole or not at all, and what is there already is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.output import Aside, NextStep, Output
from buendnis.cli.progress import progress
from buendnis.errors import Finding
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.usecases.mailing import Draft


def write_drafts(drafts: Iterator[Draft], folder: Path, count: int, force: bool) -> Output:
    """The drafts in a folder. A call that was interrupted goes on: a file with the same bytes is
    left, one with others is refused unless `force`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    missing: list[Text] = []
    for one in progress(drafts, T("Writing e-mail drafts"), count):
        path = folder / one.name
        if not (path.is_file() and path.read_bytes() == one.body):
            refuse_existing(path, force=force)
            write_whole(path, one.body, force=force)
        rows.append(
            {
                "file": path,
                "to": one.recipients,
                "attached": one.attached,
                "by_hand": one.by_hand,
            }
        )
        if one.by_hand:
            papers = ", ".join(one.by_hand)
            missing.append(T("{file}: to be added by hand: {papers}", file=one.name, papers=papers))
    bare = [row["file"] for row in rows if not row["to"]]
    said = (
        T("Written into {folder}: 1 draft.", folder=str(folder))
        if len(rows) == 1
        else T("Written into {folder}: {count} drafts.", folder=str(folder), count=len(rows))
    )
    return Output(
        {"folder": folder, "drafts": rows, "without_address": bare},
        (
            said,
            *missing,
            *without_address(bare),
            NextStep(T("Next: look the drafts over and send them (office)")),
        ),
    )


def without_address(files: Sequence[Path]) -> tuple[Aside, ...]:
    """What is said beside the answer of drafts that name nobody they go to; nothing if all do."""
    if not files:
        return ()
    message = T("No address is known, so these drafts have no “To”: {files}",
                files=tuple(one.name for one in files))  # fmt: skip
    remedy = T("Fill in the address before they are sent.")
    return (Aside((Finding("address", "to", message, remedy),)),)
