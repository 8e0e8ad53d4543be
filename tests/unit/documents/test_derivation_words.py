"""The minutes tell a derivation in the committee's words: seats by title, shares in words."""

from __future__ import annotations

from msgspec.structs import replace

from buendnis.documents.data import document_data
from buendnis.documents.sample import DAY, sample_project
from buendnis.settings.loading import Settings


def test_a_derivation_names_seats_by_title_and_a_half_in_words(settings: Settings) -> None:
    project = sample_project("niederschrift", settings.alliance)
    (motion,) = project.motions
    assert motion.result is not None
    seat = motion.roster[0]
    steps = (
        {"code": "recused_leave", "count": 1, "seats": [seat["id"]]},
        {"code": "quorum_more_than", "fraction": "1/2", "base": 12, "required": 7},
        {"code": "quorum_met", "reached": 11, "required": 7},
        {"code": "rule_consensus", "round": 1},
    )
    motion = replace(motion, bylaws={}, result=replace(motion.result, derivation=steps))
    data = document_data(
        "niederschrift",
        replace(project, motions=(motion,)),
        settings.alliance,
        settings.programme,
        project.entries[-1],
        "1",
        DAY,
        "1 abc",
        "N. N.",
    )
    assert data["motion"]["result"]["derivation"] == [
        f"Befangen und nicht mitgezählt: 1 ({seat['title']}).",
        "Beschlussfähig ist das Gremium mit mehr als der Hälfte von 12 Sitzen: 7.",
        "11 Sitze beteiligt, 7 erforderlich: Die Beschlussfähigkeit ist gegeben.",
        "Beratungsgang 1: Das Gremium entscheidet im Einvernehmen.",
    ]
