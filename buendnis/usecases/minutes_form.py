"""The form of minutes: who presided and kept them, what was said, what seats want on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buendnis.errors import Finding
from buendnis.facts import Minutes
from buendnis.texts import T, Text
from buendnis.usecases.office import fit_text

SOURCE = "§ 93 VwVfG"
_KINDS = ("declaration", "dissent")
_KEYS = ("presided_by", "kept_by", "item", *_KINDS)


def drafted(
    before: Minutes | None,
    numbers: set[str],
    seats: tuple[str, ...],
    form: Mapping[str, Any],
    findings: list[Finding],
) -> dict[str, Any]:
    """The payload of a draft: the form over what stands. numbers: of the items. seats: of the day.

    What does not fit is added to the findings.
    """
    findings += [
        minutes_finding(
            key[:80],
            T("“{key}” is no part of the minutes.", key=key[:80]),
            T("Write one of: {known}.", known=_KEYS),
        )
        for key in form
        if key not in _KEYS
    ]
    people = {}
    for key in ("presided_by", "kept_by"):
        stands = getattr(before, key) if before is not None else ""
        people[key] = fit_text(_text(form, key, findings), key) if key in form else stands
        if not people[key]:
            findings.append(
                minutes_finding(
                    key,
                    T("The minutes do not say who presided.")
                    if key == "presided_by"
                    else T("The minutes do not say who kept them."),
                    T("Add --set {key}=NAME.", key=key),
                )
            )
    course = dict(before.course) if before is not None else {}
    for number, text in _table(form, "item", findings).items():
        if number not in numbers:
            findings.append(_no_item(f"item.{number}", number, numbers))
        course[number] = fit_text(_said(text), f"item.{number}")
    declared = {
        (one.kind, one.item, one.seat): one.text
        for one in (before.declarations if before is not None else ())
    }
    for kind in _KINDS:
        for number, by_seat in _table(form, kind, findings).items():
            if number not in numbers:
                findings.append(_no_item(f"{kind}.{number}", number, numbers))
            if not isinstance(by_seat, Mapping):
                findings.append(_not_by_seat(kind, number))
                continue
            for seat, text in by_seat.items():
                if seat not in seats:
                    findings.append(no_seat(f"{kind}.{number}.{seat}"[:80], str(seat), seats))
                declared[(kind, number, str(seat))] = fit_text(_said(text), kind)
    return {
        **people,
        "course": {number: text for number, text in course.items() if text},
        "declarations": [
            {"item": number, "seat": seat, "kind": kind, "text": text}
            for (kind, number, seat), text in sorted(declared.items(), key=_in_order)
            if text
        ],
    }


def _in_order(row: tuple[tuple[str, str, str], str]) -> tuple[int, str, str]:
    kind, number, seat = row[0]
    return int(number) if number.isdigit() else 0, kind, seat


def _table(form: Mapping[str, Any], key: str, findings: list[Finding]) -> dict[str, Any]:
    value = form.get(key, {})
    if not isinstance(value, Mapping):
        findings.append(
            minutes_finding(
                key,
                T("“{key}” needs the number of an item.", key=key),
                T("Write it like {key}.2=…", key=key),
            )
        )
        return {}
    return {str(number): one for number, one in value.items()}


def _text(form: Mapping[str, Any], key: str, findings: list[Finding]) -> str:
    value = form[key]
    if isinstance(value, str):
        return value
    findings.append(minutes_finding(key, T("“{key}” is one text.", key=key), T("Give it once.")))
    return ""


def _said(value: Any) -> str:
    """A text; one that was given several times is several paragraphs."""
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _no_item(field: str, number: str, known: set[str]) -> Finding:
    return minutes_finding(
        field[:80],
        T("There is no item {number}.", number=number[:20]),
        T("Write one of: {known}.", known=tuple(sorted(known, key=int)) or ("–",)),
    )


def no_seat(field: str, seat: str, known: tuple[str, ...]) -> Finding:
    """What is said of a seat that the steering group did not have on that day."""
    return minutes_finding(
        field,
        T("There is no seat “{seat}” on that day.", seat=seat[:80]),
        T("Write one of: {known}.", known=known),
    )


def _not_by_seat(kind: str, number: str) -> Finding:
    return minutes_finding(
        f"{kind}.{number}"[:80],
        T("“{key}” needs the seat that wants it on record.", key=kind),
        T("Write it like {key}.2.dgb=…", key=kind),
    )


def minutes_finding(field: str, message: Text, remedy: Text) -> Finding:
    """A reason against something that is asked of minutes."""
    return Finding("minutes", field, message, remedy, SOURCE)
