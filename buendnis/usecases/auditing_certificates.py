"""Recomputing every decision certificate of a record, and the count behind it.

A certificate must hold by itself, and say exactly what the entries say that it rests on: roster,
by-laws, attendance, recusals, ballots, result. What an entry says was decided is counted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec
from msgspec.structs import replace

from buendnis.events import RESOLUTION_PROPOSED, Event
from buendnis.facts import Meeting, Motion
from buendnis.fold import fold_meeting, fold_project, fold_resolution
from buendnis.store.reading import View
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.store.verify import Report
from buendnis.texts import T, Text
from buendnis.workflow.certificates import certificate_values
from votes.canonical import differences, plain
from votes.certificate import values_in
from votes.numbers import UNFIT
from votes.problems import Problem
from votes.recount import certificate_from_bytes, recompute

_COLUMNS = ", ".join(EVENT_COLUMNS)
_CERTIFIED = """payload GLOB '*"certificate":"[0-9a-f]*'"""
_SOME = f"""stream IN (
    SELECT stream FROM event WHERE {_CERTIFIED} OR payload GLOB '*"closes":"[^"]*'
)"""  # noqa: S608 - ours
# What reading forged entries can raise besides.
_UNFIT = (*UNFIT, AssertionError, StopIteration, msgspec.MsgspecError)


def check_certificates(view: View, report: Report) -> None:
    """Note every certificate that does not hold or does not agree with the record, and every close
    that has none though an earlier one has. Entries that make no sense are left to the fold."""
    report.counts["certificate"] = 0
    meetings = dict(_streams(view, "stream LIKE 'M-%'"))
    ((first,),) = view.query(f"SELECT MIN(position) FROM event WHERE {_CERTIFIED}")  # noqa: S608
    if first is None:
        return
    for _, events in _streams(view, _SOME):
        for event in events:
            if event.payload.get("certificate"):
                report.counts["certificate"] += 1
                try:
                    _check(view, report, events, event, meetings)
                except _UNFIT as error:
                    reason = f"{type(error).__name__} {error}"[:200]
                    _fault(report, event, T("It cannot be compared: {reason}.", reason=reason))
            elif event.position > first and {"closes", "result"} <= event.payload.keys():
                _fault(report, event, T("A vote was closed without a certificate."))


def _streams(view: View, where: str) -> Iterator[tuple[str, list[Event]]]:
    """The streams that can be read, people by their references."""
    rows = view.stream(
        f"SELECT {_COLUMNS} FROM event WHERE {where} ORDER BY stream, position"  # noqa: S608 - ours
    )
    for stream, group in groupby(rows, key=lambda row: str(row[1])):
        try:
            yield stream, [event_of(row) for row in list(group)]
        except _UNFIT:
            continue


def _check(
    view: View,
    report: Report,
    events: list[Event],
    event: Event,
    meetings: Mapping[str, list[Event]],
) -> None:
    body = view.content(str(event.payload["certificate"]))
    if body is None:
        return  # that it is missing, the check of contents says
    certificate, problems = certificate_from_bytes(body)
    if certificate is not None:
        problems = recompute(certificate)
    for one in problems[:5]:
        _fault(report, event, _said(one))
    if certificate is None or problems:
        return
    motion = _motion_at(events, event)
    meeting = _meeting_at(meetings.get(motion.meeting, ()), event)
    expected = certificate_values(motion, meeting)
    stored = values_in(certificate)
    wrong = [name for name in expected if list(differences(name, stored.get(name), expected[name]))]
    if wrong:
        _fault(
            report,
            event,
            T("The certificate does not say what the record says: {parts}.", parts=tuple(wrong)),
        )
    for one in _result_differences(motion, expected):
        _fault(report, event, _said(one))


def _motion_at(events: list[Event], event: Event) -> Motion:
    """The motion as it stood after the entry that certifies it; of a recount, with its result."""
    known = [one for one in events if one.position <= event.position]
    free = events[0].kind == RESOLUTION_PROPOSED
    motions = fold_resolution(known).motions if free else fold_project(known).motions
    recount = event.payload.get("recount")
    name = recount["motion"] if recount else event.payload["closes"]
    motion = next(one for one in motions if one.id == name)
    return replace(motion, result=motion.recounts[-1].result) if recount else motion


def _meeting_at(events: Iterable[Event], event: Event) -> Meeting | None:
    known = [one for one in events if one.position <= event.position]
    return fold_meeting(known) if known else None


def _result_differences(motion: Motion, expected: Mapping[str, Any]) -> Iterator[Problem]:
    """Where the result that the entry recorded is not what the record counts to."""
    result = plain(motion.result)
    numbers = expected["numbers"]
    for name in ("seats", "entitled", "recused", "present", "yes", "no", "abstain", "missing"):
        yield from differences(f"result.{name}", result[name], numbers[name])
    for name in ("result", "cause"):
        yield from differences(f"result.{name}", result[name], expected["outcome"][name])


def _fault(report: Report, event: Event, message: Text) -> None:
    report.fault(f"certificate of entry {event.position}", message)


def _said(problem: Problem) -> Text:
    return Text("{path}: {message}", {"path": problem.path, "message": _text(problem)})


def _text(problem: Problem) -> Text:
    return Text(problem.msgid, dict(problem.values))
