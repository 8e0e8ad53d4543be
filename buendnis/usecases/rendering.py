"""Setting many documents at once: in several processes, in their order.

A page is a pure function of what is stored, so each can be set anywhere. What a process needs is
read here; no process but this one opens the record.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from buendnis.errors import BuendnisError
from buendnis.store.people import reveal
from buendnis.store.reading import View

MOST_PROCESSES = 8
_FEW = 12  # fewer are set here: a process takes longer to start
_AT_ONCE = 4  # documents handed to a process together
_Key = TypeVar("_Key")
_Made = TypeVar("_Made")


class Job(Struct, frozen=True):
    """What a page is made of: its template, and its data as JSON with the names in it."""

    template: bytes
    data: str


class Rendered(Struct, frozen=True):
    """A page that was set, or why it was not."""

    pdf: bytes = b""
    failure: str = ""


def job_of(view: View, template: str, data: str, head: str) -> Job | None:
    """The job of a stored document; `None` if its template or data were erased."""
    found, values = view.content(template), view.content(data)
    if found is None or values is None:
        return None
    named = json.loads(reveal(values.decode(), view.query))
    named["document"]["head"] = head
    return Job(found, json.dumps(named, ensure_ascii=False))


def set_page(job: Job) -> Rendered:
    """The page of a job. Never raises for what is wrong with template or data."""
    from buendnis.documents.issue import build

    try:
        return Rendered(build(json.loads(job.data), job.template))
    except (BuendnisError, LookupError, TypeError, ValueError) as error:
        return Rendered(failure=str(error)[:300] or type(error).__name__)


def set_pages(
    jobs: Iterable[tuple[_Key, Job]], count: int, processes: int = 0
) -> Iterator[tuple[_Key, Rendered]]:
    """Every page with its key, in the order of the jobs.

    count: how many jobs there are. processes: how many set pages; 0 leaves it to the machine, 1
    sets them all in this one.
    """
    wanted = processes or min(os.cpu_count() or 1, MOST_PROCESSES)
    if wanted == 1 or (not processes and count < _FEW):
        for key, job in jobs:
            yield key, set_page(job)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A fresh process on every system: what this one has open stays its own.
    # This one sets pages too, so that none is lost while the others start.
    with ProcessPoolExecutor(wanted - 1, mp_context=get_context("spawn")) as pool:
        try:
            yield from _spread(pool, jobs, wanted - 1)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _spread(
    pool: object, jobs: Iterable[tuple[_Key, Job]], others: int
) -> Iterator[tuple[_Key, Rendered]]:
    """Hands out a few documents at a time, never more than the others can soon take, and sets some
    here while the next in order is not ready."""
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from itertools import islice

    assert isinstance(pool, ProcessPoolExecutor)
    source = iter(jobs)
    given: deque[tuple[list[_Key], Future[list[Rendered]] | list[Rendered]]] = deque()
    while True:
        out = sum(isinstance(made, Future) for _, made in given)
        while out < 2 * others and (batch := list(islice(source, _AT_ONCE))):
            given.append(_keyed(batch, pool.submit(_set_some, [job for _, job in batch])))
            out += 1
        if not given:
            return
        keys, made = given[0]
        waits = isinstance(made, Future) and not made.done()
        if waits and (batch := list(islice(source, _AT_ONCE))):
            given.append(_keyed(batch, _set_some([job for _, job in batch])))
            continue
        given.popleft()
        yield from zip(keys, made.result() if isinstance(made, Future) else made, strict=True)


def _keyed(batch: list[tuple[_Key, Job]], made: _Made) -> tuple[list[_Key], _Made]:
    return [key for key, _ in batch], made


def _set_some(jobs: list[Job]) -> list[Rendered]:
    return [set_page(job) for job in jobs]
