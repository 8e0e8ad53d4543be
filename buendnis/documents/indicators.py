"""The block of the indicators with what was measured: how the success is told at the close."""

from __future__ import annotations

from typing import Any

from buendnis.documents.case import Case, given
from buendnis.facts import Entry

_EXACT = "exact"
_QUALIFIER = {"more_than": "> ", "about": "ca. "}


def indicators_block(case: Case) -> list[dict[str, Any]]:
    """Each indicator of the sketch with its latest value, then those measured besides.

    `actual` carries its qualifier (>, ca.), `None` where nothing was measured.
    """
    latest: dict[str, Entry] = {}
    for entry in case.project.entries_of("measurement"):
        latest[_key(entry.form["indicator"])] = entry
    rows = [
        _row(one.name, one.unit, one.baseline, one.target, latest.pop(_key(one.name), None))
        for one in case.project.sketch.indicators
    ]
    return rows + [_row(entry.form["indicator"], "", "", "", entry) for entry in latest.values()]


def _row(name: str, unit: str, baseline: str, target: str, entry: Entry | None) -> dict[str, Any]:
    form = entry.form if entry else {}
    mark = _QUALIFIER.get(form.get("qualifier", _EXACT), "")
    return {
        "name": name,
        "unit": given(unit),
        "baseline": given(baseline),
        "target": given(target),
        "actual": f"{mark}{form['actual']}" if form else None,
        "measured_on": given(form.get("measured_on")),
    }


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
