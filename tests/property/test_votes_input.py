"""Data of any shape give problems, never a crash; what is read comes back the same."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from votes.bylaws import bylaws_from_data
from votes.recusal import Party, find_recusals, normalised
from votes.roster import roster_from_data

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates()
)
KEYS = st.sampled_from(
    [
        "seats",
        "id",
        "title",
        "institutions",
        "tenures",
        "name",
        "aliases",
        "person",
        "role",
        "from",
        "to",
        "order",
        "quorum",
        "decision",
        "rule",
        "fraction",
        "source",
        "assumed",
    ]
) | st.text(max_size=5)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)
TABLES = st.dictionaries(KEYS, ANYTHING, max_size=5)
SEATS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b", "c", "d"]),
            "title": st.just("Seat"),
            "institutions": st.just([{"name": "House", "aliases": ["Home"]}, {"name": "Hut"}]),
            "tenures": st.lists(
                st.fixed_dictionaries(
                    {
                        "person": st.sampled_from(["A", "B", "C"]),
                        "institution": st.sampled_from(["House", "Home", "Hut"]),
                        "role": st.sampled_from(["member", "deputy"]),
                        "order": st.integers(1, 2),
                        "from": st.dates(date(2020, 1, 1), date(2024, 1, 1)),
                    },
                    optional={"to": st.dates(date(2022, 1, 1), date(2026, 1, 1))},
                ),
                max_size=3,
            ),
        },
    ),
    min_size=1,
    max_size=3,
)


@given(TABLES)
def test_a_roster_of_any_content_is_read_without_a_crash(data: dict[str, object]) -> None:
    _, problems = roster_from_data(data)
    assert all(str(one) for one in problems)


@given(TABLES)
def test_by_laws_of_any_content_are_read_without_a_crash(data: dict[str, object]) -> None:
    bylaws, problems = bylaws_from_data(data)
    assert bylaws is None and problems
    assert all(str(one) for one in problems)


@given(SEATS, st.dates(date(2019, 1, 1), date(2027, 1, 1)))
def test_a_roster_without_problems_has_one_holder_a_day_and_comes_back(
    seats: list[dict[str, object]], day: date
) -> None:
    roster, problems = roster_from_data({"seats": seats})
    if problems:
        return
    assert roster_from_data(json.loads(json.dumps(roster.to_data()))) == (roster, [])
    for seat in roster.on(day):
        members = [t for t in seat.seat.tenures if t.role == "member" and t.covers(day)]
        assert members == ([seat.holder] if seat.holder else [])
        assert len({one.order for one in seat.deputies}) == len(seat.deputies)


@given(st.text(max_size=40) | st.text(alphabet="gmbhevkdoö&+ .ag", max_size=25))
def test_normalising_a_name_twice_changes_nothing_more(name: str) -> None:
    once = normalised(name)
    assert normalised(once) == once


@given(st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_every_party_that_matters_is_recused_or_asked_about(names: list[str]) -> None:
    roster, _ = roster_from_data(
        {"seats": [{"id": "a", "title": "A", "institutions": [{"name": "Haus Häuser e. V."}]}]}
    )
    found = find_recusals(roster.on(date(2025, 1, 1)), [Party(n, "applicant") for n in names])
    known = {name for one in found.recusals for name in one.because.split(", ")}
    for name in names:
        assert name in found.questions or name in known or normalised(name) == "haus haeuser"
