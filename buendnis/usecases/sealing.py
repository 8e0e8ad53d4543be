"""Opening the office to write: what an interrupted command left unsealed is sealed first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from buendnis.usecases.office import Office, Who

_UNSEALED = "SELECT 1 FROM document WHERE pdf = '' LIMIT 1"


@contextmanager
def open_office(
    path: Path, who: Who, progress: Callable[[int, int], None] | None = None
) -> Iterator[Office]:
    """The writing side of the database at `path`; the only door for commands that write.

    A process that ended between its commit and the rendering left documents without a PDF. They
    are sealed here, today, before anything new is written. progress: how many are done, of how
    many. Raises `BuendnisError` if the file is missing, not ours, locked or damaged.
    """
    with Office(path) as office:
        if office.db.query(_UNSEALED):
            # The libraries that set pages are loaded only where there is one to set.
            from buendnis.usecases.issuing import seal_pending

            seal_pending(office, replace(who, day=None), progress)
        yield office
