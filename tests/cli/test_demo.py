"""The example: it plays, ends in the states it promises, and leaves what it says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from buendnis.canon import fingerprint
from buendnis.dates import is_working_day
from buendnis.demo.acts import Day
from buendnis.demo.folder import fill
from buendnis.demo.playing import Told, play
from buendnis.demo.plots import plots
from buendnis.demo.sittings import BINDER
from buendnis.errors import Refused
from buendnis.store.reading import open_view
from tests.engine.world import fast_documents

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Told]]:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    story: list[Told] = []
    fill(folder, TODAY, story.append)
    return folder, story


def test_it_ends_in_many_different_states(played: tuple[Path, list[Told]]) -> None:
    folder, _ = played
    with open_view(folder / "buendnis.db") as view:
        states = Counter(project.state for project in view.projects())
        causes = {project.cause for project in view.projects() if project.cause}
    assert sum(states.values()) >= 12
    assert {"closed", "running", "ended", "applied", "deferred", "withdrawn"} <= set(states)
    assert {"idea", "with_alliance", "assessed", "voting", "votum_sent"} <= set(states)
    assert "circular_failed" in causes


def test_it_shows_what_it_promises(played: tuple[Path, list[Told]]) -> None:
    folder, story = played
    refused = {told.plot.key: told.refusal for told in story if told.refusal}
    rules = {
        key: {one.rule for one in refusal.findings} for key, refusal in refused.items() if refusal
    }
    assert "D3" in rules["it_schools"]
    assert "D7" in rules["rural"]
    assert "B2" in rules["dual_career"]
    assert "B2" in rules["women"]
    with open_view(folder / "buendnis.db") as view:
        projects = {project.sketch.title: project for project in view.projects()}
    by_key = {plot.key: projects[plot.title] for plot in plots()}
    large = by_key["car_suppliers"]
    assert large.amounts.total == 620_000_00
    assert large.sketch.justification
    assert set(large.motions[-1].form["reasons"]) == {
        "goal_contribution",
        "regional_effect",
        "spatial_reach",
        "continuation",
        "transferability",
    }
    rounds = [
        (one.round, one.result and one.result.result) for one in by_key["welcome_centre"].motions
    ]
    assert rounds == [(1, "deferred"), (2, "endorsed")]
    assert by_key["women"].motions[-1].result is not None
    assert by_key["women"].motions[-1].result.result == "not_endorsed"
    assert by_key["circular_economy"].last("decision").form["result"] == "refused"
    less = by_key["ai"]
    assert less.last("decision").form["grant"] < less.amounts.grant
    assert by_key["small_town"].last("decision").form["to"] == "2029-01-31"
    assert by_key["small_town"].state == "applied"
    assert by_key["scholarships"].last("end").form["kind"] == "broken_off"
    assert by_key["glass"].corrections
    (circular,) = by_key["glass"].motions
    assert (len(circular.extensions), circular.reminders[0].seats[-1]) == (1, "hochschulen")
    (condition,) = by_key["energy"].motions[-1].conditions
    application = by_key["energy"].last("application")
    assert condition.met_on is not None
    assert application is not None
    assert condition.met_on <= application.day
    assert by_key["volunteers"].state == "ended"


def test_the_universities_get_their_seat_by_a_resolution_and_people_by_entries(
    played: tuple[Path, list[Told]],
) -> None:
    with open_view(played[0] / "buendnis.db") as view:
        (resolution,) = view.resolutions()
        appointments = view.membership().appointments
    assert (resolution.id, resolution.fictitious) == ("B-2024-01", True)
    motion = resolution.motions[0]
    assert (motion.opened_on, motion.closed_on) == (date(2024, 10, 16), date(2024, 10, 30))
    assert motion.result is not None
    assert (motion.result.result, motion.result.seats, motion.result.yes) == ("endorsed", 12, 10)
    assert [one.day for one in resolution.sent] == [date(2024, 11, 5)]
    assert [(one.role, one.order) for one in appointments] == [
        ("member", 1),
        ("deputy", 1),
        ("deputy", 2),
    ]
    assert all("fiktiv" in one.person for one in appointments)
    pages = sorted((played[0] / "documents" / "B-2024-01").glob("*.pdf"))
    assert len(pages) == 2
    for file in pages:
        assert "Fiktive Werte" in PdfReader(file).pages[0].extract_text()


def test_a_meeting_goes_from_its_invitation_to_approved_minutes(
    played: tuple[Path, list[Told]],
) -> None:
    folder, _ = played
    with open_view(folder / "buendnis.db") as view:
        found = {one.id: one for one in view.meetings()}
    (whole,) = [one for one in found.values() if one.minutes]
    assert [one.late for one in whole.invitations] == [False]
    assert len(whole.agenda) == 6
    assert whole.minutes is not None
    assert whole.minutes.state == "approved"
    assert found[whole.minutes.approved_in].closed
    binder = folder / "documents" / whole.id / BINDER
    assert fingerprint(binder.read_bytes()) == whole.binders[0].fingerprint
    pages = [page.extract_text() for page in PdfReader(binder).pages]
    assert len(pages) == whole.binders[0].pages
    assert all("Fiktive Werte" in page for page in pages)
    assert [one.id for one in found.values() if one.day < TODAY and not one.closed] == []
    (minutes,) = (folder / "documents" / whole.id).glob(f"{whole.minutes.document}_*.pdf")
    text = "".join(page.extract_text() for page in PdfReader(minutes).pages)
    for part in ("Ja 9, Nein 1, Enthaltung 1, befangen 1", "Vera Vorsitz", "Abweichende Meinung"):
        assert part in " ".join(text.split())


def test_every_page_says_that_it_is_fictitious(played: tuple[Path, list[Told]]) -> None:
    folder, _ = played
    files = sorted((folder / "documents").rglob("*.pdf"))
    assert len(files) >= 20
    for file in files[::9]:
        for page in PdfReader(file).pages:
            assert "Fiktive Werte" in page.extract_text(), file.name


def test_a_second_run_replaces_the_first_and_nothing_else(
    played: tuple[Path, list[Told]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast_documents(monkeypatch.setattr)
    folder = tmp_path / "demo"
    fill(folder, TODAY, lambda _: None)
    (folder / "extra.txt").write_text("von Hand", encoding="utf-8")
    fill(folder, TODAY, lambda _: None)
    assert not (folder / "extra.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "wichtig.txt").write_text("nicht anfassen", encoding="utf-8")
    with pytest.raises(Refused):
        fill(other, TODAY, lambda _: None)
    assert [path.name for path in other.iterdir()] == ["wichtig.txt"]


def test_a_break_in_the_middle_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast_documents(monkeypatch.setattr)
    heard: list[Told] = []

    def stop(told: Told) -> None:
        heard.append(told)
        if len(heard) == 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "demo", TODAY, stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "today",
    [
        *(date(2024, 6, 3), date(2026, 1, 15), date(2026, 4, 7)),
        *(date(2026, 8, 1), date(2027, 5, 31)),
    ],
)
def test_it_plays_on_other_days_too(
    today: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast_documents(monkeypatch.setattr)
    story: list[Told] = []
    assert play(tmp_path / "demo.db", today, story.append) == len(story)
    assert all(told.day <= today for told in story)


def test_no_act_lies_ahead() -> None:
    for plot in plots():
        assert all(act.at <= 0 for act in plot.acts)
        days = [value for act in plot.acts for value in act.form.values() if isinstance(value, Day)]
        assert days or len(plot.acts) == 1


def test_whoever_meets_or_writes_does_so_on_a_working_day(
    played: tuple[Path, list[Told]],
) -> None:
    folder, story = played
    assert not [told.day for told in story if not is_working_day(told.day)]
    with open_view(folder / "buendnis.db") as view:
        assert not [one for one in view.meetings() if not is_working_day(one.day)]


def test_nobody_plans_to_begin_before_the_grant_or_ends_after_it(
    played: tuple[Path, list[Told]],
) -> None:
    folder, _ = played
    with open_view(folder / "buendnis.db") as view:
        projects = view.projects()
        for project in projects:
            granted, ended = project.last("decision"), project.last("end")
            if granted is None or granted.form["result"] != "granted":
                continue
            assert granted.day_of("decided_on") < project.sketch.start, project.id
            if ended is not None:
                assert ended.day_of("ended_on") <= granted.day_of("to"), project.id


def test_who_is_declined_reads_why(played: tuple[Path, list[Told]]) -> None:
    folder, _ = played
    (letter,) = (folder / "documents").rglob("*_votum_negativ.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(letter).pages)
    assert "Gründe" in text
    assert "bereits zwei Beratungsstellen" in text
