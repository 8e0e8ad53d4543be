"""Database files: where one may lie, whether one is ours, and what is said when one fails."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from buendnis.errors import BuendnisError, Unreadable
from buendnis.store.schema import APPLICATION_ID, SCHEMA_VERSION
from buendnis.texts import T, Text

_HEADER = b"SQLite format 3\0"
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"})


def check_place(path: Path) -> None:
    """Refuse a path on a network share: SQLite's locks cannot be trusted there."""
    text = str(path)
    if text.startswith(("\\\\", "//")) or _filesystem(path) in _NETWORK:
        raise Unreadable(
            T(
                "{path} lies on a network share, where SQLite cannot keep the record safe. "
                "Use a local folder, or PostgreSQL for an office with several machines.",
                path=text,
            )
        )


def check_ours(path: Path) -> None:
    """Refuse what is missing, no database, not one of ours, or from a newer version."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise Unreadable(
            T(
                "There is no database {path}. "
                "Make one with “buendnis init”, or name one with --db.",
                path=str(path),
            )
        ) from None
    except OSError as error:
        raise storage_error(path, error) from None
    if len(header) < 100 or not header.startswith(_HEADER):
        raise Unreadable(T("{path} is no database of buendnis.", path=str(path)))
    application = int.from_bytes(header[68:72], "big")
    version = int.from_bytes(header[60:64], "big")
    if application != APPLICATION_ID and not _fresh_in_wal(path):
        raise Unreadable(T("{path} is a database, but none of buendnis.", path=str(path)))
    if version > SCHEMA_VERSION:
        raise Unreadable(
            T(
                "{path} was written by a newer version of buendnis. Install that version.",
                path=str(path),
            )
        )


def storage_error(path: Path, error: Exception) -> BuendnisError:
    """What went wrong with the file, as a sentence with a remedy."""
    text = str(getattr(error, "orig", error)).lower()
    return BuendnisError(_storage_sentence(str(path), text))


def _storage_sentence(path: str, text: str) -> Text:
    if "locked" in text or "busy" in text:
        return T("{path} is locked by another program. Try again in a moment.", path=path)
    if "is a directory" in text:
        return T("{path} is a folder, no database.", path=path)
    if "file exists" in text or "not a directory" in text:
        return T("A part of the path {path} is a file, not a folder.", path=path)
    if "permission denied" in text:
        return T("{path} may not be opened. Check its permissions.", path=path)
    if "readonly" in text or "read-only" in text:
        return T("{path} cannot be written: it is read-only. Check its permissions.", path=path)
    if "full" in text or "no space" in text:
        return T("The disk is full; nothing was changed. Make room and try again.")
    if "i/o error" in text:
        return T(
            "{path} cannot be read or written: the disk may be full or faulty. Nothing was "
            "changed.",
            path=path,
        )
    if "unable to open" in text or "no such file" in text:
        return T("{path} cannot be opened. Check the folder and its permissions.", path=path)
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return T("{path} is damaged. Restore the last backup.", path=path)
    return T("{path} cannot be used: {reason}.", path=path, reason=text[:200])


def _fresh_in_wal(path: Path) -> bool:
    """Whether the file's header is still in the write-ahead log, as right after its making."""
    wal = Path(f"{path}-wal")
    if not wal.exists() or not wal.stat().st_size:
        return False
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return bool(found == APPLICATION_ID)


def _filesystem(path: Path) -> str:
    """The kind of file system a path lies on, as far as the system tells."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    place = os.path.realpath(path)
    best, kind = "", ""
    for line in mounts:
        parts = line.split()
        if len(parts) > 2 and len(parts[1]) >= len(best):
            mount = parts[1].rstrip("/")
            if place == parts[1] or place.startswith(mount + "/"):
                best, kind = parts[1], parts[2]
    return kind
