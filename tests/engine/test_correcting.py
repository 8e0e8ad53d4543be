"""Corrections and undo: visible, listed, never silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from buendnis.errors import Refused
from buendnis.events import BALLOTS_RECORDED
from buendnis.store.record import stream_events
from buendnis.usecases.correcting import Corrected, correct, undo
from tests.engine.world import World, a_sketch, new_world


@pytest.fixture
def documents_without_pages() -> None:
    """Here documents are made for real: corrections issue them anew."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with new_world(tmp_path) as made:
        yield made


def position(world: World, project: str, step: str) -> int:
    return next(e.position for e in reversed(world.project(project).entries) if e.step == step)


def fix(world: World, project: str, entry: int, **changes: object) -> Corrected:
    return correct(world.office, world.who(), project, entry, changes, "Zahlendreher")


def test_a_correction_puts_the_new_value_in_force_and_keeps_the_old_entry(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    with world.office.db.transaction() as tx:
        before = [e.payload for e in stream_events(tx, project) if e.position == entry]
    done = fix(world, project, entry, need="Der Bedarf ist belegt.")
    assert world.project(project).statements["hildesheim"].form["need"] == "Der Bedarf ist belegt."
    with world.office.db.transaction() as tx:
        after = [e.payload for e in stream_events(tx, project) if e.position == entry]
    assert before == after
    assert done.after.state == "assessed"
    assert done.after.corrections == (entry,)


def test_of_a_document_that_is_corrected_again_one_version_stands(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")

    def standing() -> list[str]:
        documents = world.project(project).documents
        return [one.number for one in documents if one.kind == "aussage" and not one.replaced_by]

    seen = standing()
    for need in ("Anders.", "Wieder anders.", "Zum dritten Mal."):
        (before,) = standing()
        done = fix(world, project, entry, need=need)
        (after,) = standing()
        assert (done.replaces or {})[before] == after
        seen.append(after)
    assert len(set(seen)) == 4
    undo(world.office, world.who(), project, "doch nicht")
    assert standing() == seen[2:3], "the version before it stands again"


def test_a_correction_that_changes_nothing_is_refused(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    fix(world, project, entry, need="Anders.")
    with pytest.raises(Refused, match="these values already"):
        fix(world, project, entry, need="Anders.")


def test_an_undo_that_names_its_entry_takes_back_no_other(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = world.project(project).entries[-1].position
    with pytest.raises(Refused, match=f"is {entry}; only that one"):
        undo(world.office, world.who(), project, "x", entry - 1)
    assert undo(world.office, world.who(), project, "x", entry).entry == entry
    with pytest.raises(Refused):
        undo(world.office, world.who(), project, "x", entry)


def test_nothing_ends_before_it_began(world: World) -> None:
    project = world.to(world.imported(), "running")
    began = world.project(project).last("start").day_of("started_on")  # type: ignore[union-attr]
    assert began is not None
    day_before = (began - timedelta(days=1)).isoformat()
    for step in ("finish", "abort"):
        found = world.rules(lambda step=step: world.well(project, step, ended_on=day_before))
        assert found == {"order.end"}
    world.today = max(world.today, began)
    world.well(project, "finish", ended_on=began.isoformat())


def test_a_corrected_document_is_issued_anew_and_the_old_one_is_marked(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    old = [one.number for one in world.project(project).documents if one.position == entry]
    done = fix(world, project, entry, need="Anders.")
    assert set(done.replaces or {}) == set(old)
    documents = {one.number: one for one in world.project(project).documents}
    for number, new in (done.replaces or {}).items():
        assert documents[number].replaced_by == new
        assert documents[new].replaced_by == ""


def test_what_no_longer_holds_is_listed(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    world.well(project, "submit", reply=None)
    entry = position(world, project, "record_statement")
    done = fix(world, project, entry, result="not_supported")
    submit = position(world, project, "submit")
    assert ("B2", f"submit[{submit}].reply") in {(f.rule, f.field) for f in done.findings}
    assert "document" in {f.rule for f in done.findings}
    assert world.project(project).state == "submitted"


def test_a_corrected_statement_can_take_the_state_back_while_nothing_stands_on_it(
    world: World,
) -> None:
    sketch = a_sketch(regions=("hildesheim", "weserbergland"))
    project = world.imported(sketch)
    world.to(project, "with_alliance")
    world.well(project, "record_statement", region="hildesheim")
    world.well(project, "record_statement", region="weserbergland")
    assert world.project(project).state == "assessed"
    entry = position(world, project, "record_statement")
    fix(world, project, entry, region="hildesheim")
    assert world.project(project).state == "with_alliance"
    assert set(world.project(project).statements) == {"hildesheim"}


def test_a_corrected_day_counts_from_then_on(world: World) -> None:
    project = world.imported()
    world.tick(3)
    world.well(project, "present")
    entry = position(world, project, "present")
    earlier = date(2025, 2, 4)
    correct(world.office, world.who(), project, entry, {"on": earlier.isoformat()}, "Tag vertippt")
    assert world.project(project).entries[-1].day == earlier


def test_a_ballot_is_corrected_before_the_close_and_recounted_after_it(world: World) -> None:
    project = world.to(world.imported(), "voting")
    motion = world.project(project).open_motion
    assert motion is not None
    world.tick(7)
    world.attend(motion.meeting)
    world.vote(motion.id)
    with world.office.db.transaction() as tx:
        entry = next(e.position for e in stream_events(tx, project) if e.kind == BALLOTS_RECORDED)
    done = fix(world, project, entry, seat={"dgb": "abstain"})
    assert done.findings == ()
    ballots = {b.seat: b.answer for b in world.project(project).motions[-1].ballots}
    assert ballots["dgb"] == "abstain"
    world.take(project, "close_vote")
    assert world.project(project).state == "endorsed"
    done = fix(world, project, entry, seat={"dgb": "no"})
    assert "vote" in {f.rule for f in done.findings}
    assert world.project(project).state == "endorsed"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"gibt_es_nicht": "x"}, "input"),
        ({"stated_on": "31.02.2025"}, "input"),
        ({"region": "ruhrgebiet"}, "input"),
        ({}, "refused"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(
    world: World, changes: dict[str, object], rule: str
) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    before = world.project(project)
    assert world.rules(lambda: fix(world, project, entry, **changes)) == {rule}
    assert world.project(project) == before


def test_only_the_office_corrects_and_a_reason_is_needed(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    act = world.office, world.who(f"applicant:{project}"), project
    assert world.rules(lambda: correct(*act, entry, {"need": "x"}, "Grund")) == {"role"}
    assert world.rules(lambda: undo(*act, "Grund")) == {"role"}
    with pytest.raises(Refused):
        correct(world.office, world.who(), project, entry, {"need": "x"}, " ")


def test_undo_takes_the_last_step_back_by_an_entry_of_its_own(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    before = world.project(project)
    world.well(project, "submit")
    undo(world.office, world.who(), project, "zu früh")
    after = world.project(project)
    assert after.state == "assessed"
    assert after.entries == before.entries
    assert after.version == before.version + 2
    made = [one for one in after.documents if one not in before.documents]
    assert made
    assert {one.replaced_by for one in made} == {"undone"}
    world.well(project, "submit")
    assert world.project(project).state == "submitted"


def test_undo_stops_where_something_has_left_the_house(world: World) -> None:
    project = world.to(world.imported(), "endorsed")
    world.well(project, "send_votum")
    assert world.rules(lambda: undo(world.office, world.who(), project, "doch nicht")) == {"undo"}
    assert world.project(project).state == "votum_sent"


def test_a_new_project_has_nothing_to_take_back(world: World) -> None:
    project = world.imported()
    with pytest.raises(Refused):
        undo(world.office, world.who(), project, "weg damit")


def test_an_undone_correction_gives_the_old_value_back(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    old = world.project(project).statements["hildesheim"].form["need"]
    fix(world, project, entry, need="Anders.")
    undo(world.office, world.who(), project, "war doch richtig")
    assert world.project(project).statements["hildesheim"].form["need"] == old


def test_what_goes_to_others_is_logged_with_recipient_and_files(world: World) -> None:
    project = world.to(world.imported(), "votum_sent")
    sent = {one.recipient: one for one in world.project(project).forwardings}
    assert {"local_alliance", "members", "applicant"} <= set(sent)
    assert sent["applicant"].files
    assert sent["applicant"].channel


def test_a_corrected_close_takes_the_result_of_its_motion_along(world: World) -> None:
    project = world.to(world.imported(), "endorsed")
    fix(world, project, position(world, project, "close_vote"), postponed="true")
    facts = world.project(project)
    assert (facts.state, facts.cause) == ("deferred", "postponed")
    result = facts.motions[-1].result
    assert result is not None
    assert (result.result, result.cause) == ("deferred", "postponed")
    sent = world.well(project, "send_votum")
    assert sent.after.documents[-1].kind == "zwischennachricht"


def test_a_corrected_supplement_is_in_force_as_it_was_corrected(world: World) -> None:
    project = world.to(world.imported(), "votum_sent")
    world.well(project, "supplement", new_total_cost="13000.00")
    world.tick(7)
    motion = world.project(project).open_motion
    assert motion is not None
    world.attend(motion.meeting)
    world.vote(motion.id)
    world.well(project, "close_supplement")
    fix(world, project, position(world, project, "close_supplement"), postponed="true")
    world.well(project, "send_supplement")
    apply = {"total_cost": "13000.00"}
    assert world.rules(lambda: world.well(project, "apply", **apply)) == {"supplement"}


def test_a_value_that_should_not_be_there_is_taken_away(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    world.well(project, "note", text="ohne Termin gemeint")
    entry = world.project(project).position
    assert world.project(project).notes[-1].due is not None
    fix(world, project, entry, due="")
    facts = world.project(project)
    assert facts.notes[-1].due is None
    assert "due" not in facts.entries[-1].form
    undo(world.office, world.who(), project, "doch")
    assert world.project(project).notes[-1].due is not None


def test_what_the_form_needs_cannot_be_taken_away(world: World) -> None:
    project = world.to(world.imported(), "assessed")
    entry = position(world, project, "record_statement")
    before = world.project(project)
    assert world.rules(lambda: fix(world, project, entry, need="")) == {"form"}
    assert world.rules(lambda: fix(world, project, entry, notes="")) == {"refused"}
    assert world.project(project) == before


def test_a_motion_put_to_the_wrong_meeting_is_set_right_before_the_vote(world: World) -> None:
    project = world.to(world.imported(), "voting")
    opening = position(world, project, "open_vote")
    right = world.meeting(world.today)
    done = fix(world, project, opening, meeting=right)
    motion = world.project(project).open_motion
    assert motion is not None
    assert motion.meeting == right
    assert set(done.replaces or {}) == {
        one.number for one in done.before.documents if one.position == opening
    }
    world.attend(right)
    world.vote(motion.id)
    wrong = world.meeting(world.today + timedelta(days=9))
    assert world.rules(lambda: fix(world, project, opening, meeting=wrong)) == {"vote"}
    fix(world, project, opening, mediation="war nur ein Hinweis")
    world.take(project, "close_vote")
    assert world.project(project).state == "endorsed"
    assert world.rules(lambda: fix(world, project, opening, proposal="decline")) == {"vote"}


def test_the_plan_of_a_supplement_is_the_corrected_one(world: World) -> None:
    project = world.to(world.imported(), "votum_sent")
    world.well(project, "supplement", new_total_cost="31000.00")
    fix(world, project, position(world, project, "supplement"), new_total_cost="13000.00")
    motion = world.project(project).open_motion
    assert motion is not None
    assert motion.plan is not None
    assert motion.plan.total == 13_000_00


def test_a_correction_of_a_correction_leads_where_the_last_one_says(world: World) -> None:
    project = world.to(world.imported(), "granted")
    entry = position(world, project, "record_decision")
    fix(world, project, entry, result="refused")
    assert world.project(project).state == "refused"
    fix(world, project, entry, result="granted")
    assert world.project(project).state == "granted"


def test_a_day_that_cannot_be_read_is_refused_in_words(world: World) -> None:
    project = world.to(world.imported(), "with_alliance")
    entry = position(world, project, "present")
    assert world.rules(lambda: fix(world, project, entry, on="31.02.2025")) == {"input"}
    assert world.rules(lambda: fix(world, project, entry, on="2025-02-30")) == {"input"}
