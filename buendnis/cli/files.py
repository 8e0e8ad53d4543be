"""Files for people: written whole or not at all, and never over another one unasked."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from buendnis.errors import Finding, Refused, Unreadable
from buendnis.texts import T


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Writes `content` under a temporary name in the same folder, then renames it.

    Raises `Refused` where a file of that name stands and `force` is not set, `OSError` where the
    folder or the disk does not allow it. Whatever fails, the old file stays as it was.
    """
    refuse_existing(path, force=force)
    import tempfile  # late: checking a sketch writes nothing

    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent
        )
    except OSError as error:
        error.filename = str(path)  # the name that was asked for, not the one beside it
        raise
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_usual_mode())
        if force:
            temporary.replace(path)
        else:
            _rename_to_new(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raises `Refused` if the file is there already and nobody said `--force`, `OSError` if it is
    a folder."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not force:
        message = T("{file} is there already.", file=path.name)
        remedy = T("Choose another name, or say --force to replace it.")
        raise Refused(message, [Finding("input", "--force", message, remedy, file=str(path))])


def refuse_other_ending(path: Path, *endings: str) -> None:
    """Raises `Unreadable` for a name whose ending (`.pdf`) is none of these: nobody should find
    something else in a file than its name says."""
    if path.suffix.lower() not in endings:
        message = T("“{file}” does not end in {endings}.", file=path.name[:80], endings=endings)
        remedy = T("Name it {file}.", file=f"{path.stem[:80]}{endings[0]}")
        raise Unreadable(message, [Finding("input", "-o", message, remedy)])


def _rename_to_new(temporary: Path, path: Path) -> None:
    """Renames without ever replacing: of two at once, one is refused."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        refuse_existing(path, force=False)
        raise
    except OSError:  # a file system without hard links
        refuse_existing(path, force=False)
        temporary.replace(path)


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def as_typed(path: str | Path) -> str:
    """A file's name as it is typed on a command line: in quotes where it has blanks."""
    import shlex  # late: only an answer that names a file in a command needs it

    return shlex.quote(str(path))
