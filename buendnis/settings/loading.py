"""Loading the settings of an alliance by its name, all mistakes at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from buendnis.content import alliance_folder, alliances
from buendnis.errors import Finding, Unreadable
from buendnis.reading import read_toml
from buendnis.settings.alliance import Alliance
from buendnis.settings.alliance_file import read_alliance
from buendnis.settings.programme import Programme
from buendnis.settings.programme_file import read_programme
from buendnis.settings.provenance import findings_of
from buendnis.texts import T

if TYPE_CHECKING:
    from votes.bylaws import ByLaws


class Settings(Struct, frozen=True):
    """What is an alliance's own: who it is, its programme's figures, its by-laws."""

    alliance: Alliance
    programme: Programme
    bylaws: ByLaws


def load_settings(name: str) -> Settings:
    """The settings of the alliance `name`.

    Raises `Unreadable` with every mistake in its files, or where there is no such alliance.
    """
    folder = alliance_folder(name)
    if folder is None:
        raise Unreadable(
            T("There is no alliance “{name}”. Known: {known}.", name=name[:80], known=alliances())
        )
    alliance, wrong = read_alliance(folder)
    programme, more = read_programme(folder)
    bylaws, rest = read_bylaws(folder)
    wrong += [*more, *rest, *_across(alliance, programme, folder)]
    if bylaws is not None and not wrong:
        from votes.fitting import validate_fit

        seats = alliance.roster.seats
        wrong += findings_of(validate_fit(bylaws, seats), folder / "bylaws.toml")
    _raise_if(wrong, folder)
    if bylaws is None:
        raise AssertionError("by-laws without findings are there")
    return Settings(alliance, programme, bylaws)


def load_alliance(folder: Path) -> Alliance:
    """The alliance of a folder. Raises `Unreadable` with every mistake."""
    alliance, wrong = read_alliance(folder)
    _raise_if(wrong, folder)
    return alliance


def load_programme(folder: Path) -> Programme:
    """The programme of a folder. Raises `Unreadable` with every mistake."""
    programme, wrong = read_programme(folder)
    _raise_if(wrong, folder)
    return programme


def read_bylaws(folder: Path) -> tuple[ByLaws | None, list[Finding]]:
    """The by-laws of a folder, or `None` with all that is wrong with them."""
    # Here, for a sketch is checked without by-laws, and quickly.
    from votes.bylaws import bylaws_from_data

    file = folder / "bylaws.toml"
    table = read_toml(file)
    bylaws, problems = bylaws_from_data({key: table.raw(key) for key in table.keys()})  # noqa: SIM118
    return bylaws, findings_of(problems, file)


def _across(alliance: Alliance, programme: Programme, folder: Path) -> list[Finding]:
    """What fits each file, but not the other: budget shares of regions that do not exist."""
    return [
        Finding(
            "input",
            f"budget[{number}].region_shares.{region}",
            T("There is no region “{region}”.", region=region[:80]),
            T("Write one of: {known}.", known=tuple(one.id for one in alliance.regions)),
            file=str(folder / "programme.toml"),
        )
        for number, period in enumerate(programme.budget)
        for region in period.region_shares
        if alliance.region(region) is None
    ]


def _raise_if(wrong: list[Finding], folder: Path) -> None:
    if wrong:
        raise Unreadable(T("The settings in {folder} are wrong.", folder=folder.name), wrong)
