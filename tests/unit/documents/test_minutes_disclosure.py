"""What the derivation in the minutes tells is what the by-laws disclose to the minutes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from buendnis.documents.data import document_data
from buendnis.documents.sample import DAY, sample_project
from buendnis.settings.loading import Settings

STEPS = (
    {"code": "recused_leave", "count": 1, "seats": ["hwk"]},
    {"code": "silent", "count": 1, "seats": ["dgb"]},
    {"code": "answers", "yes": 10, "no": 0, "abstain": 0},
)
# What the by-laws disclose to the minutes → the seats that the derivation may name.
NAMED: dict[tuple[str, ...], set[str]] = {
    ("result", "numbers"): set(),
    ("result", "numbers", "recusals"): {"hwk"},
    ("result", "numbers", "recusals", "seats"): {"hwk", "dgb"},
}


@pytest.mark.parametrize("words", NAMED)
def test_the_minutes_name_the_seats_that_they_may(
    settings: Settings, words: tuple[str, ...]
) -> None:
    project = sample_project("niederschrift", settings.alliance)
    motion = project.motions[-1]
    assert motion.result is not None
    motion = replace(
        motion,
        result=replace(motion.result, derivation=STEPS),
        bylaws={"disclosure": {"minutes": list(words)}},
    )
    data = document_data(
        "niederschrift",
        replace(project, motions=(*project.motions[:-1], motion)),
        settings.alliance,
        settings.programme,
        None,
        "2026-00001",
        DAY,
        "1 abc",
        "N. N.",
    )
    told = " ".join(data["motion"]["result"]["derivation"])
    titles = {one["id"]: one["title"] for one in motion.roster}
    assert {seat for seat in ("hwk", "dgb") if titles[seat] in told} == NAMED[words]
    assert "hwk" not in told and "dgb" not in told, "a seat is called by its title"
    assert "10" in told
