"""The log as a bundle: everything that a chain can be recomputed from, without a name in it.

A tar file with three members: `head.json` (format, alliance, entries, head), `events.jsonl` (one
entry a line, columns as stored) and `contents.jsonl` (hash, kind, size, erased). An entry's hash is
SHA-256 over the canonical JSON list of its columns but the last.
"""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from buendnis.canon import canonical
from buendnis.store.chain import GENESIS
from buendnis.store.copies import in_preparation, put_file
from buendnis.store.reading import View, open_view
from buendnis.store.rows import EVENT_COLUMNS

FORMAT = 1
_IN_MEMORY = 8 << 20


def export_log(path: Path, target: Path, *, force: bool = False) -> tuple[int, str]:
    """Write the bundle of the database at `path` to `target`, whole or not at all.

    Returns the number of entries and the head. Raises `Refused` where a file is and `force` is not
    set. The same record gives the same bytes.
    """
    with open_view(path) as view, in_preparation(target) as part:
        with (
            SpooledTemporaryFile(_IN_MEMORY) as events,
            SpooledTemporaryFile(_IN_MEMORY) as contents,
            tarfile.open(part, "w", format=tarfile.USTAR_FORMAT) as bundle,
        ):
            entries, head = _write_events(view, events)
            _write_contents(view, contents)
            summary = canonical(
                {"format": FORMAT, "alliance": view.alliance, "entries": entries, "head": head}
            )
            with SpooledTemporaryFile(_IN_MEMORY) as first:
                first.write(summary + b"\n")
                _add(bundle, "head.json", first)
            _add(bundle, "events.jsonl", events)
            _add(bundle, "contents.jsonl", contents)
        put_file(part, target, force=force)
    return entries, head


def _write_events(view: View, file: IO[bytes]) -> tuple[int, str]:
    entries, head = 0, GENESIS
    columns = ", ".join(EVENT_COLUMNS)
    for row in view.stream(f"SELECT {columns} FROM event ORDER BY position"):  # noqa: S608 - ours
        file.write(canonical(dict(zip(EVENT_COLUMNS, row, strict=True))) + b"\n")
        entries, head = entries + 1, row[-1]
    return entries, head


def _write_contents(view: View, file: IO[bytes]) -> None:
    sql = "SELECT hash, kind, length(body), erased FROM content ORDER BY hash"
    for name, kind, size, erased in view.stream(sql):
        row: dict[str, Any] = {"hash": name, "kind": kind, "size": size, "erased": bool(erased)}
        file.write(canonical(row) + b"\n")


def _add(bundle: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    """A member without anything of the machine or the hour in its header."""
    member = tarfile.TarInfo(name)
    member.size = file.seek(0, os.SEEK_END)
    file.seek(0)
    bundle.addfile(member, file)
