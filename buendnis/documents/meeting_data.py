"""The data of a meeting's papers, as `buendnis.documents.data` gathers those of a project's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from buendnis.documents.case import given
from buendnis.documents.data import alliance_block
from buendnis.documents.labels import ROLE
from buendnis.documents.meeting_blocks import (
    agenda_block,
    meeting_block,
    parts_block,
    seats_block,
)
from buendnis.documents.meeting_case import MeetingCase
from buendnis.documents.minutes_block import minutes_block

_MAKERS: Mapping[str, Callable[[MeetingCase], Any]] = {
    "meeting": meeting_block,
    "agenda": agenda_block,
    "seats": seats_block,
    "minutes": minutes_block,
    "parts": parts_block,
}
_MEMBERS = ("An die Mitglieder und", "stellvertretenden Mitglieder", "der Lenkungsgruppe")
_PUBLIC = ("An die Mitglieder des Bündnisses", "und die interessierte Öffentlichkeit")


def meeting_data(
    case: MeetingCase, number: str, prepared_by: str, draft: bool = False
) -> dict[str, Any]:
    """The data of one paper of a meeting, as JSON values.

    number: the document's own, empty for one that is not issued. prepared_by: who wrote it.
    """
    data = {
        "document": _document(case, number, prepared_by, draft),
        "alliance": alliance_block(case.alliance),
    }
    for block in case.kind.blocks:
        data[block] = _MAKERS[block](case)
    return data


def _document(case: MeetingCase, number: str, prepared_by: str, draft: bool) -> dict[str, Any]:
    signatory = case.alliance.signatory(case.kind.kind, case.day)
    return {
        "kind": case.kind.kind,
        "title": case.kind.title,
        "shape": case.kind.shape,
        "number": given(number),
        "day": case.day.isoformat(),
        "head": None,
        "prepared_by": given(prepared_by),
        "draft": draft,
        "for_signature": False,
        "fictitious": case.fictitious,
        "reference": case.meeting.id,
        "your_reference": None,
        "recipient": list(_MEMBERS if case.meeting.kind == "steering" else _PUBLIC)
        if case.kind.recipient == "members"
        else [],
        "address": None,
        "signatory": {
            "line": given(signatory.line) if signatory else None,
            "name": given(signatory.name) if signatory else None,
            "title": ROLE.get(signatory.role) if signatory else None,
        },
    }
