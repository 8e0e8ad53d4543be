"""A progress bar for work that takes longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from buendnis.cli.language import say
from buendnis.texts import Text

_Item = TypeVar("_Item")
_PATIENCE = 1.0


def progress(
    items: Iterable[_Item], label: Text, length: int, clock: Iterator[float] | None = None
) -> Iterator[_Item]:
    """The items, one by one; after a second of work a bar appears on standard error.

    Nothing is drawn where standard error is no terminal. `clock` gives seconds, for tests.
    """
    ticking = clock if clock is not None else iter(time.monotonic, None)
    if not sys.stderr.isatty():
        yield from items
        return
    began, source, done = next(ticking), iter(items), 0
    for item in source:
        yield item
        done += 1
        if next(ticking) - began > _PATIENCE:
            break
    else:
        return
    with click.progressbar(source, length=length, label=say(label), file=sys.stderr) as bar:
        bar.update(done)
        yield from bar
