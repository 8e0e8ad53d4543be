"""Free motions and elections: put, voted, closed, put again, told; and what is refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from buendnis.errors import BuendnisError, Refused, Unreadable
from buendnis.facts import Resolution
from buendnis.store.people import ERASED
from buendnis.store.reading import open_view
from buendnis.store.record import load_resolution
from buendnis.usecases import (
    people,
    recording_ballots,
    recusals,
    resolution_results,
    resolutions,
    secret,
)
from buendnis.usecases.auditing import audit
from buendnis.usecases.care import upgrade
from buendnis.usecases.office import Office
from buendnis.usecases.resolution_entries import Resolved
from buendnis.usecases.resolutions import Way
from buendnis.usecases.seats import appoint_seat, end_seat, follow_seat
from tests.engine.world import World, broken_links, contents, fold_differences, new_world

ID = "B-2025-01"
V1, V2 = f"{ID}-V1", f"{ID}-V2"


@pytest.fixture
def documents_without_pages() -> None:
    """Here documents are made for real."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with new_world(tmp_path) as made:
        yield made


def put(world: World, kind: str = "resolution", way: Way | None = None, **more: Any) -> Resolved:
    """A free motion, in a meeting a week ahead unless told otherwise."""
    way = way or Way(meeting=world.meeting())
    return resolutions.open_resolution(
        world.office, world.who(), "Erweiterung", "Ein Sitz kommt hinzu.", kind, way, **more
    )


def held(world: World, id: str = ID) -> Resolution:
    with world.office.db.transaction() as tx:
        found = load_resolution(tx, id)
    assert found is not None
    return found


def meet(world: World, motion: str = V1, present: int = 13) -> None:
    """The day of the meeting comes, and who is there is entered."""
    found = next(one for one in held(world).motions if one.id == motion)
    world.tick(7)
    world.attend(found.meeting, present)


def close(world: World, motion: str = V1, **form: str) -> Resolved:
    return resolution_results.close_resolution(world.office, world.who(), motion, form)


def count(
    world: World,
    *sums: tuple[str, int],
    seats: tuple[str, ...] = ("all",),
    by: tuple[str, ...] = ("Eins", "Zwei"),
    blank: int = 0,
) -> None:
    asked = secret.PaperCount(seats, sums, blank, 0, by)
    secret.count_paper_ballot(world.office, world.who("chair"), V1, asked)


def codes(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in error.value.findings]


def sound(world: World) -> None:
    path = world.office.db.path
    assert not broken_links(path)
    assert not fold_differences(path, world.office)
    assert audit(path).sound
    before = contents(path)
    assert upgrade(path, world.who()).changed == 0
    assert contents(path) == before


# ---------------------------------------------------------------- resolutions


def test_a_free_motion_is_put_voted_closed_and_told(world: World) -> None:
    done = put(world)
    assert (done.motion.id, done.motion.purpose, done.motion.round) == (V1, "resolution", 1)
    assert len(done.motion.roster) == 13
    assert len(done.sealed) == 1
    meet(world)
    recusals.recuse_seat(world.office, world.who(), V1, "hwk", "bewirbt sich")
    world.vote(V1, "yes", dgb="abstain")
    closed = close(world)
    result = closed.motion.result
    assert result
    assert (result.result, result.yes, result.no, result.abstain, result.recused) == (
        *("endorsed", 10, 0, 1, 1),
    )
    told = resolution_results.send_resolution(world.office, world.who(), V1, "email", ())
    assert [(one.motion, one.channel, one.for_whom) for one in told.resolution.sent] == [
        (V1, "email", ()),
    ]
    named = resolution_results.send_resolution(
        world.office, world.who(), V1, "post", ("Erika Muster",)
    )
    assert named.resolution.sent[1].for_whom[0].startswith("§p-")
    sound(world)


def test_the_resolution_as_issued_says_the_numbers_in_one_line(world: World) -> None:
    put(world)
    meet(world)
    world.vote(V1)
    number = close(world).documents[0]
    with world.office.db.transaction() as tx:
        (data,) = tx.query("SELECT data FROM document WHERE number = ?", (number,))[0]
        body = json.loads(tx.query("SELECT body FROM content WHERE hash = ?", (data,))[0][0])
    result = body["resolution"]["result"]
    assert (result["yes"], result["no"], result["abstain"], result["recused"]) == (12, 0, 0, 0)
    assert body["document"]["reference"] == ID


@pytest.mark.parametrize("year", [2025, 2026])
def test_ids_count_within_the_year(world: World, year: int) -> None:
    world.today = date(year, 3, 3)
    assert [put(world).resolution.id for _ in range(2)] == [f"B-{year}-01", f"B-{year}-02"]


def test_no_title_changes_a_seat(world: World) -> None:
    before = world.office.settings.alliance.roster
    put(world)
    meet(world)
    world.vote(V1)
    close(world)
    with world.office.db.transaction() as tx:
        assert world.office.settings_in(tx).alliance.roster == before


def _circular(world: World, days: int = 10) -> Way:
    return Way(until=(world.today + timedelta(days=days)).isoformat(), reason="Eile")


WRONG_WAYS: dict[str, tuple[Callable[[World], Way], list[tuple[str, str]]]] = {
    "neither": (lambda _: Way(), [("F9", "meeting")]),
    "an unknown meeting": (lambda _: Way(meeting="M-2025-09"), [("F14", "meeting")]),
    "an assembly": (lambda w: Way(meeting=w.meeting(kind="assembly")), [("F14", "meeting")]),
    "a meeting that was": (
        lambda w: Way(meeting=w.meeting(w.today - timedelta(days=1))),
        [("F14", "meeting")],
    ),
    "both": (lambda w: Way(w.meeting(), w.today.isoformat(), "x"), [("F9", "until")]),
    "without a reason": (
        lambda w: Way(until=(w.today + timedelta(days=3)).isoformat()),
        [("F9", "reason")],
    ),
    "without an end": (lambda _: Way(reason="Eile"), [("F9", "until")]),
    "an end today": (lambda w: Way(until=w.today.isoformat(), reason="Eile"), [("F9", "until")]),
}


@pytest.mark.parametrize("name", WRONG_WAYS)
def test_the_way_of_voting_obeys_the_rules_of_every_vote(world: World, name: str) -> None:
    way, expected = WRONG_WAYS[name]
    made = way(world)
    before = contents(world.office.db.path)
    with pytest.raises(Refused) as refused:
        put(world, way=made)
    assert codes(refused) == expected
    assert contents(world.office.db.path) == before


def test_no_motion_is_put_on_a_roster_that_contradicts_itself(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file names a member whom nobody ended, the record another one."""
    appoint_seat(world.office, world.who(), "dgb", "Anna Eins", "", date(2025, 1, 1))
    source = Path(__file__).parents[2] / "workflows" / "leine-weser"
    folder = tmp_path / "content" / "workflows" / "leine-weser"
    folder.mkdir(parents=True)
    row = 'tenures = [{ person = "Clara", role = "member", from = 2020-01-01 }]'
    for file in source.iterdir():
        text = file.read_text("utf-8").replace('id = "dgb"\n', f'id = "dgb"\n{row}\n')
        (folder / file.name).write_text(text, "utf-8")
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path / "content"))
    way = _circular(world)
    with Office(world.office.db.path) as office, pytest.raises(Refused) as refused:
        resolutions.open_resolution(office, world.who(), "T", "", "resolution", way)
    assert codes(refused) == [("vote", "seats[9].tenures")]


def test_an_end_on_the_next_day_is_enough(world: World) -> None:
    assert put(world, way=_circular(world, 1)).motion.mode == "circular"


def test_a_circular_is_closed_when_all_have_answered_or_its_end_has_passed(world: World) -> None:
    put(world, way=_circular(world))
    seats = [one["id"] for one in held(world).motions[0].roster]
    answers = dict.fromkeys(seats[:-1], "yes")
    chair = world.who("chair")
    recording_ballots.record_ballots(world.office, chair, V1, "email", answers)
    with pytest.raises(Refused) as refused:
        close(world)
    assert codes(refused) == [("C3", "until")]
    world.tick(10)
    with pytest.raises(Refused):
        close(world)
    world.tick(1)
    result = close(world).motion.result
    assert result
    assert (result.result, result.cause) == ("deferred", "circular_failed")


def test_a_wrong_ballot_is_put_right_by_recording_it_again(world: World) -> None:
    put(world)
    meet(world)
    world.vote(V1, "yes", dgb="no")
    world.vote(V1, "yes", dgb="yes")
    result = close(world).motion.result
    assert result
    assert (result.result, result.no) == ("endorsed", 0)


def test_a_second_round_needs_the_note_on_the_mediation(world: World) -> None:
    put(world)
    meet(world)
    world.vote(V1, "yes", dgb="no")
    closed = close(world)
    assert closed.motion.result
    assert closed.motion.result.cause == "no_consensus"
    assert closed.documents == ()
    way = Way(meeting=world.meeting())
    with pytest.raises(Refused) as refused:
        resolutions.reopen_resolution(world.office, world.who(), ID, " ", way)
    assert codes(refused) == [("F6", "mediation")]
    again = resolutions.reopen_resolution(world.office, world.who(), ID, "Gespräch", way)
    assert (again.motion.id, again.motion.round, again.motion.mediation) == (V2, 2, "Gespräch")
    assert again.motion.ballots == ()
    assert len(held(world).motions[0].ballots) == 12
    meet(world, V2)
    world.vote(V2)
    assert close(world, V2).documents
    with pytest.raises(Refused) as refused:
        resolutions.reopen_resolution(world.office, world.who(), ID, "Gespräch", way)
    assert ("F14", "motion") in codes(refused)
    sound(world)


def test_a_cancelled_motion_is_put_again_in_the_same_round(world: World) -> None:
    put(world)
    cancelled = resolution_results.cancel_resolution(
        world.office, world.who(), V1, "falsche Unterlagen"
    )
    assert (cancelled.motion.open, cancelled.motion.cancelled) == (False, True)
    with pytest.raises(Refused):
        close(world)
    way = _circular(world)
    again = resolutions.reopen_resolution(world.office, world.who(), V1, "", way)
    assert (again.motion.id, again.motion.round) == (V2, 1)
    with pytest.raises(Refused) as refused:
        resolutions.reopen_resolution(world.office, world.who(), ID, "", way)
    assert codes(refused) == [("F14", "motion")]


def test_what_was_postponed_is_deferred_uncounted(world: World) -> None:
    put(world)
    result = close(world, postponed="true").motion.result
    assert result
    assert (result.result, result.cause) == ("deferred", "postponed")


def test_a_successor_follows_on_a_free_motion_as_on_any(world: World) -> None:
    appoint_seat(world.office, world.who(), "dgb", "Anna Eins", "", date(2025, 1, 1))
    put(world)
    ended = end_seat(world.office, world.who(), "dgb", "Anna Eins", world.today)
    assert [one.motion for one in ended.vacated] == [V1]
    tomorrow = world.today + timedelta(days=1)
    appoint_seat(world.office, world.who(), "dgb", "Bert Zwei", "", tomorrow)
    meet(world)
    with pytest.raises(Refused):
        world.vote(V1)
    follow_seat(world.office, world.who(), V1, "dgb", "Bert Zwei")
    world.vote(V1)
    result = close(world).motion.result
    assert result
    assert result.yes == 12
    sound(world)


@pytest.mark.parametrize("actor", ["reader", "seat:dgb", "alliance:hildesheim", "chair"])
def test_only_the_office_puts_cancels_and_tells(world: World, actor: str) -> None:
    put(world)
    way, who, office = _circular(world), world.who(actor), world.office
    before = contents(office.db.path)
    acts: list[Callable[[], object]] = [
        lambda: resolutions.open_resolution(office, who, "T", "", "resolution", way),
        lambda: resolutions.reopen_resolution(office, who, ID, "", way),
        lambda: resolution_results.cancel_resolution(office, who, V1, "x"),
        lambda: resolution_results.send_resolution(office, who, V1, "email", ()),
    ]
    if actor != "chair":
        acts.append(lambda: resolution_results.close_resolution(office, who, V1, {}))
    for act in acts:
        with pytest.raises(Refused, match="may not"):
            act()
    assert contents(office.db.path) == before


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (close, "C3"),
        (lambda w: close(w, colour="red"), "input"),
        (lambda w: close(w, elected="A"), "input"),
        (lambda w: close(w, postponed="vielleicht"), "input"),
        (lambda w: resolution_results.send_resolution(w.office, w.who(), V1, "email", ()), "order"),
        (
            lambda w: resolution_results.cancel_resolution(
                w.office, w.who(day=w.today - timedelta(days=1)), V1, "x"
            ),
            "order",
        ),
        (
            lambda w: resolution_results.cancel_resolution(
                w.office, w.who(day=w.today + timedelta(days=1)), V1, "x"
            ),
            "order",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    world: World, act: Callable[[World], object], rule: str
) -> None:
    put(world)
    before = contents(world.office.db.path)
    with pytest.raises(BuendnisError) as refused:
        act(world)
    assert {one.rule for one in refused.value.findings} == {rule}
    assert contents(world.office.db.path) == before


@pytest.mark.parametrize(("title", "text"), [("", "x"), (" ", "x"), ("T\x07", ""), ("T", "\x00")])
def test_texts_that_do_not_fit_are_refused(world: World, title: str, text: str) -> None:
    way = _circular(world)
    with pytest.raises(BuendnisError):
        resolutions.open_resolution(world.office, world.who(), title, text, "resolution", way)
    with pytest.raises(Unreadable):
        resolutions.open_resolution(world.office, world.who(), "T", "", "referendum", way)


# ---------------------------------------------------------------- elections


def test_an_election_holds_who_took_part_the_sums_and_two_people(world: World) -> None:
    put(world, "election")
    meet(world, present=12)
    count(world, ("Erika Muster", 8), ("Max Muster", 3), blank=1)
    count(world, ("Erika Muster", 9), ("Max Muster", 2), blank=1)
    closed = close(world, elected="Erika Muster")
    result = closed.motion.result
    assert result
    assert (result.result, result.rule, result.present, result.missing) == (
        *("elected", "people", 12, 0),
    )
    assert [step["code"] for step in result.derivation][-2:] == ["secret_count", "secret_people"]
    with open_view(world.office.db.path) as view:
        found = view.resolution(ID)
    assert found
    motion = found.motions[0]
    assert motion.ballots == ()
    assert motion.secret
    assert [(one.person, one.votes) for one in motion.secret.sums] == [
        ("Erika Muster", 9),
        ("Max Muster", 2),
    ]
    assert motion.secret.counted_by == ("Eins", "Zwei")
    assert len(motion.secret.participants) == 12
    assert motion.form == {"elected": "Erika Muster"}
    sound(world)


def test_names_of_an_election_are_sealed_and_can_be_erased(world: World) -> None:
    put(world, "election")
    meet(world)
    count(world, ("Erika Muster", 7), ("Max Muster", 6))
    close(world, elected="Erika Muster")
    connection = sqlite3.connect(world.office.db.path)
    log = "".join(text for (text,) in connection.execute("SELECT payload FROM event"))
    connection.close()
    assert "Muster" not in log
    for name in ("Erika Muster", "Max Muster"):
        people.erase(world.office, world.who(), name, "Art. 17 DSGVO", "Antrag")
    with open_view(world.office.db.path) as view:
        found = view.resolution(ID)
        assert found
        assert found.motions[0].secret
        sums = found.motions[0].secret.sums
        number = found.documents[-1].number
        rows = view.query("SELECT pdf FROM document WHERE number = ?", (number,))
        assert view.content(rows[0][0]) is None
    assert [(one.person, one.votes) for one in sums] == [(ERASED, 7), (ERASED, 6)]
    sound(world)


@pytest.mark.parametrize("source", ["meeting", "email", "paper"])
def test_no_ballot_of_an_election_names_a_seat(world: World, source: str) -> None:
    put(world, "election")
    meet(world)
    before = contents(world.office.db.path)
    with pytest.raises(Refused, match="secret ballot"):
        recording_ballots.record_ballots(
            world.office, world.who("chair"), V1, source, {"dgb": "yes"}
        )
    assert contents(world.office.db.path) == before


def test_an_election_is_in_a_meeting(world: World) -> None:
    with pytest.raises(Refused) as refused:
        put(world, "election", _circular(world))
    assert codes(refused) == [("F9", "meeting")]


CLEAR, TIE = (("A", 8), ("B", 5)), (("A", 6), ("B", 6))


def counted(world: World, sums: tuple[tuple[str, int], ...]) -> None:
    """An election whose papers are in the box and counted; the rest of them are blank."""
    put(world, "election")
    meet(world)
    count(world, *sums, blank=13 - sum(votes for _, votes in sums))


@pytest.mark.parametrize(
    ("sums", "form", "expected"),
    [
        (CLEAR, {"elected": "A"}, "elected"),
        (CLEAR, {"elected": "B", "reason": "A nimmt nicht an"}, "elected"),
        (CLEAR, {"nobody": "true", "reason": "keine nimmt an"}, "not_elected"),
        (CLEAR, {"postponed": "true"}, "deferred"),
        (TIE, {"elected": "A", "reason": "Los"}, "elected"),
        ((("A", 13),), {"elected": "A"}, "elected"),
        ((("A", 1),), {"elected": "A"}, "elected"),
    ],
)
def test_who_is_elected_is_said_by_people(
    world: World, sums: tuple[tuple[str, int], ...], form: dict[str, str], expected: str
) -> None:
    counted(world, sums)
    result = close(world, **form).motion.result
    assert result
    assert result.result == expected


@pytest.mark.parametrize(
    ("sums", "form", "field"),
    [
        (CLEAR, {"elected": "B"}, "reason"),
        (CLEAR, {"nobody": "true"}, "reason"),
        (CLEAR, {}, "elected"),
        (CLEAR, {"elected": "A", "nobody": "true"}, "elected"),
        (CLEAR, {"elected": "C"}, "elected"),
        (TIE, {"elected": "A"}, "reason"),
        ((("A", 0),), {"elected": "A"}, "reason"),
    ],
)
def test_an_outcome_that_is_not_plain_is_explained(
    world: World, sums: tuple[tuple[str, int], ...], form: dict[str, str], field: str
) -> None:
    counted(world, sums)
    with pytest.raises(Refused) as refused:
        close(world, **form)
    assert codes(refused) == [("vote", field)]


def test_an_election_is_not_closed_before_it_is_counted(world: World) -> None:
    put(world, "election")
    meet(world)
    with pytest.raises(Refused) as refused:
        close(world, elected="A")
    assert codes(refused) == [("vote", "count")]


def test_without_a_quorum_there_is_no_count_and_the_election_is_deferred(world: World) -> None:
    put(world, "election")
    meet(world, present=6)
    with pytest.raises(Refused) as refused:
        count(world, ("A", 6))
    assert codes(refused) == [("vote", "quorum")]
    result = close(world).motion.result
    assert result
    assert (result.result, result.cause) == ("deferred", "no_quorum")


def test_a_count_belongs_to_an_election(world: World) -> None:
    put(world)
    meet(world)
    with pytest.raises(Refused, match="no election"):
        count(world, ("A", 13))
    asked = secret.PaperCount(("all",), (("A", 13),), 0, 0, ("E", "Z"))
    with pytest.raises(Refused, match="may not"):
        secret.count_paper_ballot(world.office, world.who("seat:dgb"), V1, asked)
