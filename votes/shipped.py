"""By-laws that come with the program: statutes and models, each value with its source.

An alliance's own by-laws lie in its folder; these are what it can begin with, and what the
counting is tested against.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from votes.bylaws import ByLaws, bylaws_from_data

_FOLDER = Path(__file__).with_name("bylaws")


def shipped_names() -> tuple[str, ...]:
    """The names of the by-laws that are shipped, such as `vwvfg`."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def shipped_file(name: str) -> Path:
    """The file of shipped by-laws. Raises `LookupError` with the known names."""
    if name not in shipped_names():
        raise LookupError(f"no by-laws {name!r} are shipped; known: {', '.join(shipped_names())}")
    return _FOLDER / f"{name}.toml"


def shipped_bylaws(name: str) -> ByLaws:
    """Shipped by-laws. Raises `LookupError` with the known names."""
    data = tomllib.loads(shipped_file(name).read_text(encoding="utf-8"))
    bylaws, problems = bylaws_from_data(data)
    if bylaws is None:
        raise ValueError(f"{name}: {problems[0]}")
    return bylaws
