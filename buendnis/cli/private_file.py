"""Files that only their owner may read: a private key and its passphrase."""

from __future__ import annotations

import os
from pathlib import Path

import click

from buendnis.cli.asking import on_terminal
from buendnis.cli.files import refuse_existing
from buendnis.cli.harmless import harmless
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import say
from buendnis.errors import Finding, Unreadable
from buendnis.reading import read_bytes
from buendnis.texts import T, Text

LONGEST = 1000
_OWNER = 0o600


def write_private(path: Path, content: bytes) -> None:
    """Writes a new file that only its owner may read (mode 0600); never over another one.

    Raises `Refused` where a file of that name stands, `OSError` where the folder or the disk does
    not allow it; then nothing is left behind.
    """
    refuse_existing(path, force=False)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, _OWNER)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(_OWNER)  # whatever mask the system has
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def passphrase_in(file: str) -> str:
    """The passphrase in a file: its first line. Raises `Unreadable` for an empty or long one."""
    content = read_bytes(file, LONGEST)
    try:
        line = content.decode("utf-8-sig").splitlines()[0]
    except UnicodeDecodeError:
        line = ""
    if not line:
        message = T("The file holds no passphrase.")
        remedy = T("Write it on the first line, in UTF-8.")
        raise Unreadable(message, [Finding("input", "--passphrase-file", message, remedy)])
    return line


def asked_passphrase(call: Invocation, question: Text, *, new: bool = False) -> str:
    """The passphrase as a person types it, unseen; a new one twice. Empty where nobody sits."""
    if not on_terminal(call):
        return ""
    again = harmless(say(T("Once more"))) if new else False
    return str(
        click.prompt(
            harmless(say(question)),
            hide_input=True,
            default="",
            show_default=False,
            confirmation_prompt=again,
            err=True,
        )
    )
