"""`seat list`: the seats of the steering group and who holds them."""

from __future__ import annotations

from typing import Any

from buendnis.cli.acting import database
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import command
from buendnis.cli.output import Output
from buendnis.cli.tables import Column, Table
from buendnis.texts import T


@command(
    T("List the seats."),
    examples=("buendnis seat list", "buendnis seat list --as-of 2024-06-30"),
    more=(T("Seats and people by their days, as the alliance's file has them."),),
    reading=True,
)
def list_(call: Invocation) -> Output:
    """The seats with a vote on the day, with holder and deputies."""
    from buendnis.settings.loading import load_settings
    from buendnis.store.reading import open_view

    with open_view(database(call)) as view:
        settings = load_settings(view.alliance)
    day = call.as_of or call.today()
    seats: list[dict[str, Any]] = [
        {
            "seat": one.id,
            "title": one.seat.title,
            "institutions": [place.name for place in one.seat.institutions],
            "holder": one.holder.person if one.holder else "",
            "deputies": [deputy.person for deputy in one.deputies],
        }
        for one in settings.alliance.roster.on(day)
    ]
    table = Table(
        (
            Column(T("Seat"), whole=True),
            T("Name"),
            T("Institutions"),
            T("Member"),
            T("Deputies"),
        ),
        [
            (
                one["seat"],
                one["title"],
                tuple(one["institutions"]),
                one["holder"],
                tuple(one["deputies"]),
            )
            for one in seats
        ],
        T("There is no seat on {day}.", day=day),
    )
    count = T("Seats with a vote on {day}: {count}", day=day, count=len(seats))
    return Output(seats, (table, count))
