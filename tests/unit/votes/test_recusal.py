"""Who is recused is found from names, and what names cannot tell becomes a question."""

from __future__ import annotations

from datetime import date

import pytest

from votes.recusal import Party, Recusal, find_recusals, may_step_in, normalised
from votes.roster import Roster, SeatOnDay

DAY = date(2025, 1, 15)


def _seat(roster: Roster, seat_id: str) -> SeatOnDay:
    return next(seat for seat in roster.on(DAY) if seat.id == seat_id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HI-REG Hildesheim Region mbH", "Hi Reg, Hildesheim Region"),
        ("Straße & Söhne gGmbH", "strasse und soehne"),
        ("UnternehmerVerbände Niedersachsen e.V.", "Unternehmerverbände Niedersachsen e. V."),
        ("Arbeit und Leben gGmbH", "ARBEIT UND LEBEN"),
        ("Muster GmbH & Co. KG", "Muster"),
        ("Café Zürich AG", "Cafe Zuerich"),
        ("Häuser und Höfe", "Haeuser und Hoefe"),
        ("Region Hannover KdöR", "Region Hannover"),
        ("Ha\u0308user", "Häuser"),
        ("HAWK Hildesheim/Holzminden/Göttingen", "HAWK  Hildesheim - Holzminden - Goettingen"),
    ],
)
def test_case_umlauts_punctuation_and_legal_form_make_no_difference(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Region Hannover", "Region Hameln"),
        ("Landkreis Hildesheim", "Stadt Hildesheim"),
        ("Agentur", "Agentur für Arbeit"),
    ],
)
def test_different_houses_stay_different(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_a_name_that_is_only_a_legal_form_does_not_vanish() -> None:
    assert normalised("AG") == "ag"


def test_applicant_and_funded_partner_recuse_their_seats(roster: Roster) -> None:
    parties = [Party("hawk", "applicant"), Party("HWK Hannover e. V.", "funded")]
    found = find_recusals(roster.on(DAY), parties)
    assert found.recusals == (
        Recusal("hochschulen", "hawk", ("HAWK Hildesheim/Holzminden/Göttingen",)),
        Recusal("hwk", "HWK Hannover e. V.", ("Handwerkskammer Hannover",)),
    )
    assert found.questions == ()


def test_who_co_finances_or_supports_gives_a_hint_only(roster: Roster) -> None:
    parties = [Party("DGB", "co_financing"), Party("Region Hannover", "supporting")]
    found = find_recusals(roster.on(DAY), parties)
    assert found.recusals == ()
    assert [(one.seat, one.role) for one in found.hints] == [
        ("dgb", "co_financing"),
        ("region-hannover", "supporting"),
    ]
    assert found.questions == ()


def test_a_seat_that_two_parties_concern_is_recused_once(roster: Roster) -> None:
    parties = [Party("HAWK", "applicant"), Party("Hochschule Hannover", "funded")]
    (found,) = find_recusals(roster.on(DAY), parties).recusals
    assert found.because == "HAWK, Hochschule Hannover"
    assert len(found.institutions) == 2


@pytest.mark.parametrize(
    ("name", "seat"),
    [
        ("HAWK Hildesheim", "hochschulen"),
        ("Jobcenter der Region Hannover", "arbeit-3"),
        ("Handwerkskamer Hannover", "hwk"),
    ],
)
def test_a_name_that_looks_like_an_institution_is_a_question(
    name: str, seat: str, roster: Roster
) -> None:
    found = find_recusals(roster.on(DAY), [Party(name, "applicant")])
    assert found.recusals == ()
    assert seat in [one.seat for one in found.near]
    assert found.questions == (name,)


def test_a_name_of_nobody_is_a_question_too(roster: Roster) -> None:
    found = find_recusals(roster.on(DAY), [Party("Robokind Stiftung", "applicant")])
    assert (found.recusals, found.near) == ((), ())
    assert found.questions == ("Robokind Stiftung",)


def test_only_a_deputy_from_another_institution_may_step_in(roster: Roster) -> None:
    hwk = _seat(roster, "hwk")
    assert may_step_in(hwk, Recusal("hwk", "x", ("Handwerkskammer Hannover",)))
    other = ("Handwerkskammer Hildesheim-Südniedersachsen",)
    assert not may_step_in(hwk, Recusal("hwk", "x", other))
    assert may_step_in(hwk, Recusal("hwk", "declared by the member"))
    assert not may_step_in(_seat(roster, "hireg"), Recusal("hireg", "declared"))
    assert not may_step_in(_seat(roster, "arbeit-3"), Recusal("arbeit-3", "declared"))
