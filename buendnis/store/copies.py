"""Copies of a database file: made whole beside their place, checked there, then put in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from buendnis.errors import Refused
from buendnis.store.files import check_ours, check_place, storage_error
from buendnis.store.schema import BUSY_MILLISECONDS
from buendnis.texts import T

_BESIDE = ("-wal", "-shm", "-journal")


@contextmanager
def in_preparation(target: Path, *, make_folder: bool = False) -> Iterator[Path]:
    """A free name beside `target`; whatever is left there in the end is removed.

    make_folder: the folder is made where there is none. Raises `BuendnisError` for a network share,
    or a folder that is not there or cannot be written.
    """
    check_place(target)
    if make_folder:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(target, error) from None
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise storage_error(target, sqlite3.OperationalError("unable to open"))
    temporary = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    _remove(temporary)
    try:
        yield temporary
    finally:
        _remove(temporary)


def copy_to(source: Path, copy: Path) -> None:
    """The database at `source`, as it is now, as one compact file at `copy`."""
    check_place(source)
    check_ours(source)
    try:
        connection = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=0)
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            connection.execute("VACUUM INTO ?", (str(copy),))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise storage_error(source, error) from None


def put_in_place(copy: Path, target: Path, *, live: bool, force: bool = False) -> None:
    """Rename a checked copy to `target`.

    live: it is going to be worked with, so it keeps a write-ahead log; a backup is one file and can
    be read from anywhere. A file there is replaced only with `force`, and only if nobody has it
    open. Raises `Refused` or `BuendnisError`; the old file then stays as it was.
    """
    try:
        # The mode is kept in the file's header; set now, nobody has to change it later.
        connection = sqlite3.connect(copy)
        connection.execute(f"PRAGMA journal_mode = {'WAL' if live else 'DELETE'}")
        connection.close()
    except sqlite3.Error as error:
        raise storage_error(copy, error) from None
    if force and target.exists():
        _emptied(target)
        for suffix in _BESIDE:
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    put_file(copy, target, force=force)


def put_file(copy: Path, target: Path, *, force: bool = False) -> None:
    """Rename a finished file to `target`; one that is there is replaced only with `force`."""
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    if force:
        copy.replace(target)
    else:
        _link(copy, target)


def refuse_existing(target: Path) -> None:
    """Raise `Refused` where a file is."""
    if target.exists():
        raise Refused(T("There is a file {path} already.", path=str(target)))


def _link(copy: Path, target: Path) -> None:
    """Rename without ever replacing: of two at once, one is refused."""
    try:
        os.link(copy, target)
    except FileExistsError:
        refuse_existing(target)
        raise
    except OSError:  # a file system without hard links
        refuse_existing(target)
        copy.replace(target)


def _emptied(target: Path) -> None:
    """Bring an old database's write-ahead log into its file; refuse while others use it."""
    try:
        connection = sqlite3.connect(target, timeout=0)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise storage_error(target, error) from None
    except sqlite3.DatabaseError:
        # It is damaged, which is why it is being replaced.
        return


def _remove(path: Path) -> None:
    for suffix in ("", *_BESIDE):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
