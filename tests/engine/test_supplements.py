"""What a supplement brought in after the grant takes effect: the plan and its papers follow."""

from __future__ import annotations

from msgspec.structs import replace

from buendnis.documents.data import document_data
from tests.engine.conftest import Open


def test_the_agreement_names_the_applicant_that_a_supplement_brought_in(at: Open) -> None:
    with at("granted") as (world, project):
        sketch = world.project(project).sketch
        other = replace(sketch, applicant=replace(sketch.applicant, name="Andere GmbH"))
        world.well(project, "supplement", new_applicant="Andere GmbH")
        motion = world.project(project).open_motion
        assert motion is not None
        world.tick(7)
        world.attend(motion.meeting)
        world.vote(motion.id)
        world.well(project, "close_supplement")
        world.well(project, "send_supplement")
        why = {"reason": "Trägerwechsel"}
        world.take(project, "revise_endorsed", form=why, sketch=other)
        assert world.project(project).sketch.applicant.name == "Andere GmbH"
        world.well(project, "start")
        facts, settings = world.project(project), world.office.settings
        data = document_data(
            "evaluationsvereinbarung", facts, settings.alliance, settings.programme,
            facts.entries[-1], "1", world.today, "", "",
        )  # fmt: skip
        assert data["project"]["applicant"]["name"] == "Andere GmbH"
        assert "evaluationsvereinbarung" in [one.kind for one in facts.documents]
