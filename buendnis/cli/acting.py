"""From a call to the record: which file, who acts, and the doors to read and to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from buendnis.cli.invocation import Invocation
from buendnis.errors import Refused, Unreadable, refusal
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.store.reading import View
    from buendnis.usecases.office import Office, Who


def database(call: Invocation) -> Path:
    """The file that `--db` names: a path, or `sqlite:///PATH`. Raises `Unreadable` for a URL."""
    text = call.db.removeprefix("sqlite:///")
    if "://" in text:
        kind = text.partition("://")[0][:20]
        raise Unreadable(
            T("This version keeps the record in a SQLite file; it cannot use {kind}.", kind=kind)
        )
    return Path(text)


def who_acts(call: Invocation, on: date | None = None) -> Who:
    """Who acts, in which role, when. on: the business day, `None` for today."""
    from buendnis.usecases.office import Who

    return Who(call.actor, call.person, call.now(), call.rehearsal, on)


@contextmanager
def writing(call: Invocation, on: date | None = None) -> Iterator[tuple[Office, Who]]:
    """The open office and who acts, for a command that writes.

    What is refused because a value cannot be read ends as unreadable input does (exit status 2).
    """
    # The door to the database's library opens here, for reading commands do without it.
    from buendnis.usecases.sealing import open_office

    who = who_acts(call, on)
    with open_office(database(call), who) as office:
        try:
            yield office, who
        except Refused as error:
            if error.findings:
                raise refusal(error.message, error.findings) from None
            raise


@contextmanager
def reading(call: Invocation) -> Iterator[View]:
    """The record for a command that reads, as of the day that `--as-of` names."""
    from buendnis.store.reading import open_view

    with open_view(database(call), call.as_of) as view:
        yield view
